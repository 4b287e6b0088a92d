//! Claiming a slot: what is about to be sent is written down first.

use commands::render::{self, Occasion, digest};
use domain::{Digest, Subscription};
use jiff::Timestamp;
use serde_json::json;

use super::round::{LATE, Round};
use crate::app::App;
use crate::clock::Clock;
use crate::store::deliveries::{self, Claim, NewPart, NewSlot, Slot};
use crate::store::{lease, subscriptions};

/// What came of a try to claim a slot.
pub(super) enum Claimed {
    /// It is ours.
    Slot(Slot),
    /// Papers of it reached the channel meanwhile, through another subscription.
    Conflict,
    /// There is nothing to send for us.
    Nothing(Round),
}

/// Writes the slot, its parts and their papers before anything is sent, and moves the
/// subscription on to its next slot, in one transaction.
///
/// # Errors
/// The store's.
pub(super) async fn claim(
    app: &App,
    clock: Clock,
    subscription: &Subscription,
    chosen: &Digest,
    slot_at: Timestamp,
    now: Timestamp,
) -> anyhow::Result<Claimed> {
    let late = now.duration_since(slot_at) > LATE;
    let order = &subscription.order;
    let mark = slot_nonce(subscription, slot_at);
    let occasion =
        Occasion { topics: &order.topics, late_since: late.then_some(slot_at), mark: &mark };
    let parts = digest(chosen, &occasion).into_iter().enumerate();
    let slot = NewSlot {
        subscription: subscription.id,
        guild: order.guild,
        channel: order.channel,
        due_at: slot_at,
        late,
        parts: parts.map(|(number, part)| new_part(&occasion, number, part)).collect(),
        passed_over: chosen.passed_over().map(|paper| paper.id.clone()).collect(),
    };
    let (id, next) = (subscription.id, order.schedule.next_after(now));
    let (holder, at) = (app.leadership.holder().to_owned(), clock.now());
    let claim = app
        .store
        .write(move |tx| {
            if !lease::is_held(tx, &holder, at)? {
                return Ok(None);
            }
            let claim = deliveries::claim(tx, &slot, at)?;
            // A conflict leaves the subscription due: it is composed again at once.
            if !matches!(claim, Claim::Conflict(_)) {
                subscriptions::set_next_due(tx, id, next)?;
            }
            Ok(Some(claim))
        })
        .await?;
    Ok(match claim {
        Some(Claim::Claimed(slot)) => Claimed::Slot(slot),
        Some(Claim::Taken(state)) => {
            tracing::info!(subscription = %id, %slot_at, state = state.as_str(), "slot already handled");
            Claimed::Nothing(Round::Done)
        }
        Some(Claim::Conflict(papers)) => {
            tracing::info!(subscription = %id, papers = papers.len(), "another subscription of the channel was faster");
            Claimed::Conflict
        }
        Some(Claim::Gone) => Claimed::Nothing(Round::Done),
        None => {
            tracing::warn!(subscription = %id, "the lease is not ours: nothing is sent");
            Claimed::Nothing(Round::Waiting)
        }
    })
}

/// The same slot has the same mark whoever computes it, so that even a second process with a copy
/// of the database is recognised, by Discord and in the channel.
pub(super) fn slot_nonce(subscription: &Subscription, slot_at: Timestamp) -> String {
    format!("{}-{}", slot_at.as_second(), subscription.id)
}

/// A part as it is stored and sent.
pub(super) fn new_part(occasion: &Occasion, number: usize, part: render::Part) -> NewPart {
    let nonce = occasion.part_mark(number);
    let mut body = part.message.to_json();
    body["nonce"] = json!(nonce);
    body["enforce_nonce"] = json!(true);
    NewPart { nonce, body: body.to_string(), papers: part.papers }
}
