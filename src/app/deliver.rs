//! Delivery: what is due becomes posts, each once.
//!
//! A slot is claimed in the database, with the bodies of its messages and its papers, before
//! anything is sent. What then happens to it can be found out after any crash: see
//! [`super::recover`].

use std::time::Duration;

use commands::render::{Occasion, digest};
use domain::{Digest, FailureReason, SlotState, Subscription, feed_date};
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::watch;

use super::App;
use super::compose::{Listed, compose, listed, match_all};
use super::refresh::refresh;
use crate::clock::Clock;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, Claim, NewPart, NewSlot, Part, Slot};
use crate::store::{lists, subscriptions};

/// After downtime, the last slot missed is caught up if it is not older.
const CATCH_UP: SignedDuration = SignedDuration::from_hours(12);
/// A post this long after its time says that it is late.
const LATE: SignedDuration = SignedDuration::from_mins(10);
/// Subscriptions read at once; the rest follow in the next round.
const BATCH: u32 = 200;
/// Posts on their way at the same time, to different channels or not.
const IN_FLIGHT: usize = 8;
/// Waits between tries of one message, while Discord is unclear; all inside its memory of nonces.
const RETRY: [Duration; 3] =
    [Duration::from_secs(1), Duration::from_secs(4), Duration::from_secs(10)];

/// Signals that the process wants to end; what is not yet sent is then left for the next start.
pub type Stop = watch::Receiver<bool>;

/// Delivers everything that is due at `now`, after one refresh for all of it.
///
/// # Errors
/// The store's, and [`DiscordError::Unauthorized`]; anything else ends in a slot's state.
pub async fn deliver_due(
    app: &App,
    clock: Clock,
    now: Timestamp,
    stop: &Stop,
) -> anyhow::Result<()> {
    let mut papers: Option<Vec<Listed>> = None;
    loop {
        let due = app.store.read(move |conn| subscriptions::due(conn, now, BATCH)).await?;
        if due.is_empty() || *stop.borrow() {
            return Ok(());
        }
        if papers.is_none() {
            if let Err(error) = refresh(app, now).await {
                tracing::warn!(error = %format!("{error:#}"), "the hub gave no list; what is stored stands");
            }
            papers = Some(listed(app, feed_date(now)).await?);
        }
        let papers = papers.as_deref_mut().unwrap_or_default();
        match_all(papers, due.iter());
        let papers = &*papers;
        let mut work = stream::iter(due)
            .map(|subscription| deliver(app, clock, subscription, papers, now, stop))
            .buffer_unordered(IN_FLIGHT);
        while let Some(done) = work.next().await {
            done?;
        }
    }
}

async fn deliver(
    app: &App,
    clock: Clock,
    subscription: Subscription,
    papers: &[Listed],
    now: Timestamp,
    stop: &Stop,
) -> anyhow::Result<()> {
    let Some(due) = subscription.next_due else { return Ok(()) };
    let earliest = now.checked_sub(CATCH_UP).unwrap_or(now);
    let last = subscription.order.schedule.last_between(earliest, now);
    // A wall clock set back, or rules of a zone that changed, may leave only the stored instant.
    let last = last.or((due > earliest).then_some(due));
    let Some(slot_at) = last else {
        let reason = "missed by more than 12 hours: the bot was not running";
        return end(app, &subscription, due, SlotState::Skipped, Some(reason), now).await;
    };
    if due < slot_at {
        let reason = Some("missed: the bot was not running, and a later slot followed");
        record(app, &subscription, due, SlotState::Skipped, reason, now).await?;
    }
    let today = feed_date(now);
    let digest = compose(app, &subscription, papers, today).await?;
    if digest.chosen.is_empty() {
        let known = app.store.read(move |conn| lists::newest(conn, today)).await?;
        let (state, reason) = match known {
            Some(_) => (SlotState::NothingNew, None),
            None => (SlotState::Failed, Some(FailureReason::HubUnavailable.as_str())),
        };
        return end(app, &subscription, slot_at, state, reason, now).await;
    }
    let Some(slot) = claim(app, &subscription, &digest, slot_at, now).await? else {
        return Ok(());
    };
    for part in &slot.parts {
        if *stop.borrow() {
            tracing::info!(slot = %slot.id, "stopping: the rest of this slot is left for the next start");
            return Ok(());
        }
        send(app, clock, &slot, part).await?;
    }
    finish(app, &slot, clock.now()).await
}

/// Writes the slot, its parts and their papers before anything is sent, and moves the
/// subscription on to its next slot, in one transaction.
async fn claim(
    app: &App,
    subscription: &Subscription,
    chosen: &Digest,
    slot_at: Timestamp,
    now: Timestamp,
) -> anyhow::Result<Option<Slot>> {
    let late = now.duration_since(slot_at) > LATE;
    let order = &subscription.order;
    // The same slot has the same mark whoever computes it, so that even a second process with a
    // copy of the database would be recognised by Discord.
    let mark = format!("{}-{}", slot_at.as_second(), subscription.id);
    let occasion =
        Occasion { topics: &order.topics, late_since: late.then_some(slot_at), mark: &mark };
    let part = |(number, part): (usize, commands::render::Part)| {
        let nonce = occasion.part_mark(number);
        let mut body = part.message.to_json();
        body["nonce"] = json!(nonce);
        body["enforce_nonce"] = json!(true);
        NewPart { nonce, body: body.to_string(), papers: part.papers }
    };
    let slot = NewSlot {
        subscription: subscription.id,
        guild: order.guild,
        channel: order.channel,
        due_at: slot_at,
        late,
        parts: digest(chosen, &occasion).into_iter().enumerate().map(part).collect(),
        passed_over: chosen.passed_over().map(|paper| paper.id.clone()).collect(),
    };
    let (id, next) = (subscription.id, order.schedule.next_after(now));
    let claim = app
        .store
        .write(move |tx| {
            let claim = deliveries::claim(tx, &slot, now)?;
            // A conflict leaves the subscription due: it is composed anew at once.
            if !matches!(claim, Claim::Conflict(_)) {
                subscriptions::set_next_due(tx, id, next)?;
            }
            Ok(claim)
        })
        .await?;
    match claim {
        Claim::Claimed(slot) => Ok(Some(slot)),
        Claim::Taken(state) => {
            tracing::info!(subscription = %id, %slot_at, state = state.as_str(), "this slot has been seen to");
            Ok(None)
        }
        Claim::Conflict(papers) => {
            tracing::info!(subscription = %id, papers = papers.len(), "another subscription of the channel was faster");
            Ok(None)
        }
        Claim::Gone => Ok(None),
    }
}

/// Sends one part, again with the same nonce while the answer is unclear. A part that stays
/// unclear is left as it is, to be found out about later.
pub(super) async fn send(app: &App, clock: Clock, slot: &Slot, part: &Part) -> anyhow::Result<()> {
    let (id, at) = (part.id, clock.now());
    app.store.write(move |tx| deliveries::begin_sending(tx, id, at)).await?;
    let body = serde_json::from_str(&part.body)?;
    let mut waits = RETRY.into_iter();
    loop {
        let error = match app.discord.post(slot.channel, &body).await {
            Ok(message) => {
                let at = clock.now();
                app.store.write(move |tx| deliveries::record_sent(tx, id, message, at)).await?;
                tracing::info!(slot = %slot.id, part = part.number, channel = %slot.channel, message = %message, "posted");
                return Ok(());
            }
            Err(error) => error,
        };
        tracing::warn!(slot = %slot.id, part = part.number, channel = %slot.channel, %error, "a post failed");
        let reason = match error {
            DiscordError::Unauthorized => return Err(error.into()),
            DiscordError::Forbidden { .. } => FailureReason::MissingPermission,
            DiscordError::NotFound { .. } => FailureReason::UnknownChannel,
            DiscordError::Refused { .. } => FailureReason::Refused,
            DiscordError::RateLimited | DiscordError::Unreachable | DiscordError::Ambiguous(_) => {
                match waits.next() {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => return Ok(()),
                }
                continue;
            }
        };
        let at = clock.now();
        app.store.write(move |tx| deliveries::record_failed(tx, id, reason, at)).await?;
        return Ok(());
    }
}

/// Ends the slot if all of its parts have ended.
pub(super) async fn finish(app: &App, slot: &Slot, now: Timestamp) -> anyhow::Result<()> {
    let id = slot.id;
    let state = app
        .store
        .write(move |tx| {
            let open = deliveries::unfinished_parts(tx, id)?;
            if open > 0 { Ok(None) } else { deliveries::finish(tx, id, now).map(Some) }
        })
        .await?;
    if let Some(state) = state {
        tracing::info!(slot = %id, subscription = %slot.subscription, state = state.as_str(), "slot ended");
    }
    Ok(())
}

async fn end(
    app: &App,
    subscription: &Subscription,
    due: Timestamp,
    state: SlotState,
    reason: Option<&'static str>,
    now: Timestamp,
) -> anyhow::Result<()> {
    record(app, subscription, due, state, reason, now).await?;
    let (id, next) = (subscription.id, subscription.order.schedule.next_after(now));
    app.store.write(move |tx| subscriptions::set_next_due(tx, id, next)).await?;
    Ok(())
}

async fn record(
    app: &App,
    subscription: &Subscription,
    due: Timestamp,
    state: SlotState,
    reason: Option<&'static str>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (id, late) = (subscription.id, now.duration_since(due) > LATE);
    app.store.write(move |tx| deliveries::end_empty(tx, id, due, state, reason, late, now)).await?;
    tracing::info!(subscription = %id, %due, state = state.as_str(), reason, "slot ended");
    Ok(())
}
