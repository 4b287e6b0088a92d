//! Claims a slot: records what is about to be sent before sending it.

use commands::view::digest::PostContext;
use commands::view::forms::pieces;
use domain::{Digest, Source, Subscription};
use jiff::Timestamp;

use super::{nonce, skip};
use crate::app::App;
use crate::clock::Clock;
use crate::store::deliveries::{self, Claim, NewSlot, Slot};
use crate::store::{lease, subscription_changes};

/// The result of claiming a slot.
pub(super) enum Claimed {
    /// This process may send it.
    Slot(Slot),
    /// Another subscription posted some of its papers to the destination first.
    Conflict,
    /// It was already claimed or has already ended.
    Taken,
    /// The subscription or the bot has been removed.
    Gone,
    /// Its settings or its pause have changed since it was read.
    Changed,
    /// Another process holds the lease.
    NotLeader,
}

/// Stores the slot, its messages and their papers, and sets the subscription's next slot, in one
/// transaction before anything is sent.
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
    let late = skip::is_late(slot_at, now);
    let settings = &subscription.settings;
    let nonce = nonce::of_slot(subscription, slot_at);
    let context = PostContext {
        topics: &settings.topics,
        source: settings.selection.source,
        late_since: late.then_some(slot_at),
        nonce: &nonce,
        language: settings.language,
    };
    let parts =
        pieces(chosen, &context, &settings.posting, settings.destination).into_iter().enumerate();
    let passed_over = match settings.selection.source {
        Source::Daily => chosen.passed_over().map(|paper| paper.id.clone()).collect(),
        // They will still be on the list tomorrow, perhaps higher up.
        Source::Trending | Source::Rising => Vec::new(),
    };
    let slot = NewSlot {
        subscription: subscription.id,
        guild: settings.guild,
        destination: settings.destination,
        due_at: slot_at,
        late,
        parts: parts.map(|(number, piece)| nonce::of_piece(&context, number, piece)).collect(),
        passed_over,
    };
    let (id, read) = (subscription.id, subscription.clone());
    let (holder, at) = (app.leadership.holder().to_owned(), clock.now());
    let claim = move |tx: &rusqlite::Transaction| {
        if !lease::is_held(tx, &holder, at)? {
            return Ok(Err(Claimed::NotLeader));
        }
        if !subscription_changes::is_current(tx, &read)? {
            return Ok(Err(Claimed::Changed));
        }
        let claim = deliveries::claim(tx, &slot, at)?;
        // After a conflict the subscription stays due and is composed again at once.
        if !matches!(claim, Claim::Conflict(_)) {
            subscription_changes::set_next(tx, &read, now)?;
        }
        Ok(Ok(claim))
    };
    Ok(match app.store.write(claim).await? {
        Ok(Claim::Claimed(slot)) => Claimed::Slot(slot),
        Ok(Claim::Taken(state)) => {
            tracing::info!(subscription = %id, %slot_at, state = state.as_str(), "slot already handled");
            Claimed::Taken
        }
        Ok(Claim::Conflict(papers)) => {
            tracing::info!(subscription = %id, papers = papers.len(), "another subscription posted papers of this slot first; composing again");
            Claimed::Conflict
        }
        Ok(Claim::Gone) => Claimed::Gone,
        Err(Claimed::NotLeader) => {
            tracing::warn!(subscription = %id, "another process holds the delivery lease; sent nothing");
            Claimed::NotLeader
        }
        Err(other) => other,
    })
}
