//! Completes a claimed slot: sends its messages in order, each once.
//!
//! A message that may have been sent before is not simply sent again. While Discord still remembers
//! its nonce, the same message is sent: if the first one arrived, Discord returns it. Later, the
//! bot reads the destination and sends the message only if it is absent. If the destination cannot
//! be read, the message is given up: a duplicate is worse than a missing post that is reported. The
//! rules are in `decide`.

use domain::FailureReason;
use jiff::Timestamp;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::decide::{self, Answer, Next};
use super::find::{LookupOutcome, find};
use super::step::{self, Done, Place};
use super::{handover, split};
use crate::app::App;
use crate::clock::Clock;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, NewPart, Part, PartId, PartKind, PartState, Slot};
use crate::store::{destinations, lease};

/// The outcome for one message.
enum Outcome {
    /// It has ended, sent or not.
    Ended,
    /// It is unclear, or Discord cannot accept it now: try again later.
    Open,
    /// The destination accepts no posts.
    Closed(FailureReason),
    /// Other parts replace it.
    Replaced(Slot),
    /// It counts as never sent: decide again.
    Again(Slot),
}

/// Sends the open parts of a slot, and ends the slot if none is left. Returns whether it has ended.
///
/// # Errors
/// Store errors, and [`DiscordError::Unauthorized`].
pub(super) async fn send_slot(
    app: &App,
    clock: Clock,
    mut slot: Slot,
    stop: &CancellationToken,
) -> anyhow::Result<bool> {
    while let Some(part) = next_open(&slot) {
        if stop.is_cancelled() {
            tracing::info!(slot = %slot.id, "stopping: the next start sends the rest of this slot");
            return Ok(false);
        }
        match send_part(app, clock, &slot, part).await? {
            Outcome::Open => return Ok(false),
            Outcome::Closed(reason) => {
                close(app, &slot, part, reason, clock.now()).await?;
                slot = again(app, slot).await?;
            }
            Outcome::Ended if open_parts(&slot) == 1 => break,
            Outcome::Ended => slot = again(app, slot).await?,
            Outcome::Replaced(replaced) => slot = replaced,
            Outcome::Again(same) => slot = same,
        }
    }
    let (id, now) = (slot.id, clock.now());
    let state = app.store.write(move |tx| deliveries::finish(tx, id, now)).await?;
    app.failpoint.pass("finished");
    tracing::info!(slot = %id, subscription = %slot.subscription, state = state.as_str(), "slot ended");
    Ok(true)
}

/// Reads the slot again.
async fn again(app: &App, slot: Slot) -> anyhow::Result<Slot> {
    let id = slot.id;
    let same = app.store.read(move |conn| deliveries::get(conn, id)).await?;
    same.ok_or_else(|| anyhow::anyhow!("slot {id} is gone"))
}

fn has_ended(part: &Part) -> bool {
    matches!(part.state, PartState::Sent | PartState::Failed)
}

fn open_parts(slot: &Slot) -> usize {
    slot.parts.iter().filter(|part| !has_ended(part)).count()
}

/// The first open part whose parent has ended, if it has one. The part that notifies people is
/// sent before the others, even if it replaces a refused one and so has a later number.
fn next_open(slot: &Slot) -> Option<&Part> {
    let parent = |part: &Part| part.parent.and_then(|number| slot.part(number));
    let is_ready = |part: &&Part| !has_ended(part) && parent(part).is_none_or(has_ended);
    let mut ready = slot.parts.iter().filter(is_ready);
    ready.clone().find(|part| handover::notifies(slot, part)).or_else(|| ready.next())
}

/// Whether the part belongs to one that is not on Discord and never will be.
fn is_orphan(slot: &Slot, part: &Part) -> bool {
    let is_sent = |number| slot.part(number).is_some_and(|one| one.state == PartState::Sent);
    part.parent.is_some_and(|number| !is_sent(number))
}

async fn send_part(app: &App, clock: Clock, slot: &Slot, part: &Part) -> anyhow::Result<Outcome> {
    let now = clock.now();
    if is_orphan(slot, part) {
        return fail(app, slot, part, FailureReason::Refused, now).await;
    }
    match decide::next(part, now) {
        Next::Ended => Ok(Outcome::Ended),
        Next::GiveUp(reason) => fail(app, slot, part, reason, now).await,
        Next::Send => attempt(app, clock, slot, part).await,
        Next::Look(since) => match find(app, clock, slot, part, since).await? {
            LookupOutcome::Found => Ok(Outcome::Ended),
            LookupOutcome::Opened => Ok(Outcome::Again(again(app, slot.clone()).await?)),
            LookupOutcome::Replaced(slot) => Ok(Outcome::Replaced(slot)),
            LookupOutcome::Later => Ok(Outcome::Open),
            LookupOutcome::Unreadable => {
                fail(app, slot, part, FailureReason::Unconfirmed, now).await
            }
            // No nonce protects a forum post, so wait until it can no longer arrive.
            LookupOutcome::Young if part.kind == PartKind::Post => Ok(Outcome::Open),
            // It is absent, or only the last attempt is unclear, which the nonce protects.
            LookupOutcome::Absent if decide::is_over(part, now) => {
                fail(app, slot, part, FailureReason::DiscordUnavailable, now).await
            }
            LookupOutcome::Absent | LookupOutcome::Young => attempt(app, clock, slot, part).await,
        },
    }
}

/// Sends a message once. Recovery tries again if it stays open.
async fn attempt(app: &App, clock: Clock, slot: &Slot, part: &Part) -> anyhow::Result<Outcome> {
    let place = match step::place_of(app, slot, part).await? {
        Ok(place) => place,
        Err(error) => return not_opened(slot, error),
    };
    let body = serde_json::from_str(&part.body)?;
    if !begin(app, clock, part).await? {
        tracing::warn!(slot = %slot.id, "another process took over the delivery lease; sent nothing");
        return Ok(Outcome::Open);
    }
    app.failpoint.pass("sending");
    let error = match post(app, clock, (slot, part), place, &body).await? {
        Ok(Done::Sent(_)) => return Ok(Outcome::Ended),
        Ok(Done::Opened(_)) => return Ok(Outcome::Again(again(app, slot.clone()).await?)),
        Err(error) => error,
    };
    tracing::warn!(slot = %slot.id, part = part.number, kind = part.kind.as_str(), channel = %place.channel, %error, "a post failed");
    let answer = decide::answer(&error);
    if answer == Answer::Unclear {
        return Ok(Outcome::Open);
    }
    if part.opened.is_some() && matches!(answer, Answer::Refused | Answer::Closed(_)) {
        match step::was_edited(app, place, part).await {
            Ok(false) => {}
            Ok(true) => return edited_before(app, part, place, clock.now()).await,
            // The result is not known yet: the part is tried again or ends as unconfirmed.
            Err(_) => return Ok(Outcome::Open),
        }
        // Only the line is there, so no earlier edit has arrived.
        let id = part.id;
        app.store.write(move |tx| deliveries::absent(tx, id)).await?;
        return given_up(app, clock, slot, part, answer, &error).await;
    }
    // This attempt had no effect, but an earlier one may have had.
    let (id, tried_before) = (part.id, part.tried_at);
    let nothing_done =
        move |tx: &rusqlite::Transaction| deliveries::nothing_done(tx, id, tried_before);
    let state = app.store.write(nothing_done).await?;
    match answer {
        Answer::Unauthorized => Err(DiscordError::Unauthorized.into()),
        Answer::Later | Answer::Unclear => Ok(Outcome::Open),
        Answer::Refused | Answer::Closed(_) if part.kind.is_repeatable() => {
            fail(app, slot, part, FailureReason::Refused, clock.now()).await
        }
        Answer::Refused | Answer::Closed(_) if state == PartState::Sending => {
            find_out(app, clock, slot, part, answer).await
        }
        answer => given_up(app, clock, slot, part, answer, &error).await,
    }
}

/// A step was definitely refused, and nothing of it is on Discord.
async fn given_up(
    app: &App,
    clock: Clock,
    slot: &Slot,
    part: &Part,
    answer: Answer,
    error: &DiscordError,
) -> anyhow::Result<Outcome> {
    match answer {
        Answer::Closed(reason) => Ok(Outcome::Closed(reason)),
        _ => {
            let fields = match error {
                DiscordError::Refused { fields, .. } => fields.as_slice(),
                _ => &[],
            };
            match split::split_refused(app, slot, part, fields).await? {
                parts if parts.is_empty() => {
                    fail(app, slot, part, FailureReason::Refused, clock.now()).await
                }
                parts => replace(app, part, parts, clock.now()).await,
            }
        }
    }
}

/// An earlier edit arrived, but its answer was lost.
async fn edited_before(
    app: &App,
    part: &Part,
    place: Place,
    now: Timestamp,
) -> anyhow::Result<Outcome> {
    if let Some(message) = part.opened {
        step::record(app, part, place, Done::Sent(message), now).await?;
    }
    Ok(Outcome::Ended)
}

/// The destination's channel could not be opened: nothing was sent.
fn not_opened(slot: &Slot, error: DiscordError) -> anyhow::Result<Outcome> {
    tracing::warn!(slot = %slot.id, %error, "could not open direct messages");
    match decide::answer(&error) {
        Answer::Unauthorized => Err(error.into()),
        Answer::Later | Answer::Unclear => Ok(Outcome::Open),
        Answer::Refused => Ok(Outcome::Closed(FailureReason::Refused)),
        Answer::Closed(reason) => Ok(Outcome::Closed(reason)),
    }
}

/// Records that a message is about to be sent. Returns false if this process no longer holds the
/// lease.
async fn begin(app: &App, clock: Clock, part: &Part) -> anyhow::Result<bool> {
    let (id, at, holder) = (part.id, clock.now(), app.leadership.holder().to_owned());
    let begin = move |tx: &rusqlite::Transaction| {
        // Checked here rather than earlier, so that a process that slept past the end of its lease
        // sends nothing.
        match lease::is_held(tx, &holder, at)? {
            true => deliveries::begin_sending(tx, id, at).map(Some),
            false => Ok(None),
        }
    };
    let Some(sends) = app.store.write(begin).await? else { return Ok(false) };
    // Saved before sending: a database with a lower count is a restored one.
    app.send_count.note(sends);
    Ok(true)
}

/// Performs a step and records it.
async fn post(
    app: &App,
    clock: Clock,
    (slot, part): (&Slot, &Part),
    place: Place,
    body: &Value,
) -> anyhow::Result<Result<Done, DiscordError>> {
    let done = match step::perform(app, place, part, body).await {
        Ok(done) => done,
        Err(error) => return Ok(Err(error)),
    };
    app.failpoint.pass("answered");
    step::record(app, part, place, done, clock.now()).await?;
    let (Done::Sent(message) | Done::Opened(message)) = done;
    tracing::info!(slot = %slot.id, part = part.number, kind = part.kind.as_str(), channel = %place.channel, message.id = %message, "posted");
    Ok(Ok(done))
}

/// An attempt was definitely refused after an earlier one was unclear, so the destination is read
/// to find out.
async fn find_out(
    app: &App,
    clock: Clock,
    slot: &Slot,
    part: &Part,
    answer: Answer,
) -> anyhow::Result<Outcome> {
    let now = clock.now();
    let since = decide::looked_from(part.sending_at.unwrap_or(part.claimed_at), now);
    match find(app, clock, slot, part, since).await? {
        LookupOutcome::Found => Ok(Outcome::Ended),
        LookupOutcome::Opened => Ok(Outcome::Again(again(app, slot.clone()).await?)),
        LookupOutcome::Replaced(slot) => Ok(Outcome::Replaced(slot)),
        // It may still be in transit.
        LookupOutcome::Young | LookupOutcome::Later => Ok(Outcome::Open),
        LookupOutcome::Absent => {
            let id = slot.id;
            let same = app.store.read(move |conn| deliveries::get(conn, id)).await?;
            Ok(same.map_or(Outcome::Open, Outcome::Again))
        }
        LookupOutcome::Unreadable => match answer {
            // The part itself ends as unconfirmed: the store never releases papers that may have
            // been posted.
            Answer::Closed(reason) => Ok(Outcome::Closed(reason)),
            _ => fail(app, slot, part, FailureReason::Unconfirmed, now).await,
        },
    }
}

async fn replace(
    app: &App,
    part: &Part,
    parts: Vec<NewPart>,
    now: Timestamp,
) -> anyhow::Result<Outcome> {
    let (id, count) = (part.id, parts.len());
    let slot = app.store.write(move |tx| deliveries::replace(tx, id, &parts, now)).await?;
    tracing::info!(part = %id, parts = count, "split a refused message into other messages");
    Ok(slot.map_or(Outcome::Open, Outcome::Replaced))
}

/// Handles a place that accepts no posts. If it is the destination, all open parts of the slot fail
/// and the destination is blocked; if it is a thread, the parts for that thread fail.
async fn close(
    app: &App,
    slot: &Slot,
    part: &Part,
    reason: FailureReason,
    now: Timestamp,
) -> anyhow::Result<()> {
    // A forum post that is there is a thread, too: someone may have deleted or locked it.
    let thread = match (part.kind, part.opened) {
        (PartKind::Message, _) => part.parent,
        (PartKind::Post, Some(_)) => Some(part.number),
        _ => None,
    };
    let is_thread = thread.is_some();
    let is_meant =
        |one: &&Part| !has_ended(one) && (!is_thread || one.parent == thread || one.id == part.id);
    let parts: Vec<PartId> = slot.parts.iter().filter(is_meant).map(|one| one.id).collect();
    let destination = slot.destination;
    let write = move |tx: &rusqlite::Transaction| {
        for part in parts {
            deliveries::record_failed(tx, part, reason, now)?;
        }
        if is_thread {
            return Ok(());
        }
        destinations::block(tx, destination, reason, now)
    };
    app.store.write(write).await?;
    let channel = destination.channel().map(tracing::field::display);
    match is_thread {
        true => tracing::warn!(channel, reason = reason.as_str(), "a thread accepts no posts"),
        false => {
            tracing::warn!(
                channel,
                reason = reason.as_str(),
                "a destination accepts no posts and was blocked"
            );
        }
    }
    Ok(())
}

/// Ends a part as failed. If a thread cannot be opened, its papers go to the channel. If the part
/// was to notify people, the next message does.
async fn fail(
    app: &App,
    slot: &Slot,
    part: &Part,
    reason: FailureReason,
    now: Timestamp,
) -> anyhow::Result<Outcome> {
    let handover = handover::from_unsent(app, slot, part).await?;
    let (id, slot, kind, parent) = (part.id, slot.id, part.kind, part.parent);
    let number = part.number;
    let reason = match kind {
        PartKind::Thread => FailureReason::ThreadNotOpened,
        PartKind::Publish => FailureReason::NotPublished,
        PartKind::Message | PartKind::Post => reason,
    };
    let write = move |tx: &rusqlite::Transaction| {
        if kind.is_repeatable() {
            // It may have been applied anyway, but nothing depends on that.
            deliveries::absent_if_sending(tx, id)?;
        }
        let recorded = deliveries::record_failed(tx, id, reason, now)?;
        match (kind, parent) {
            (PartKind::Thread, Some(parent)) => deliveries::detach_thread_parts(tx, slot, parent)?,
            (PartKind::Message, None) => deliveries::detach_thread_parts(tx, slot, number)?,
            _ => {}
        }
        let handover = handover.filter(|_| recorded != FailureReason::Unconfirmed);
        handover.map_or(Ok(()), |handover| handover.apply(tx))
    };
    app.store.write(write).await?;
    Ok(Outcome::Ended)
}
