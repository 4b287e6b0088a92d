//! Bringing a claimed slot to its end: its messages are sent in order, each once.
//!
//! A message that may have been sent before is not simply sent again. While Discord still
//! remembers its nonce, the same message is sent: if the first one arrived, Discord answers with
//! that. Later the destination is read for it, and it is sent only when it is not there. Where the
//! destination cannot be read it is given up: a post that comes twice is worse than one that is
//! missing and says so. The rules are in `decide`.

use domain::FailureReason;
use jiff::Timestamp;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::decide::{self, Answer, Next};
use super::find::{Looked, find};
use super::split;
use super::step::{self, Done, Place};
use crate::app::App;
use crate::clock::Clock;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, NewPart, Part, PartId, PartKind, PartState, Slot};
use crate::store::{destinations, lease};

/// What became of one message.
enum Outcome {
    /// It has ended, one way or the other.
    Ended,
    /// It is unclear, or Discord cannot take it now: another time.
    Open,
    /// The destination takes no post at all.
    Closed(FailureReason),
    /// Others are in its place.
    Replaced(Slot),
    /// It is as if it had never been sent: look at it again.
    Again(Slot),
}

/// Sends what is open of a slot, and ends it if nothing is left. True if it has ended.
///
/// # Errors
/// The store's, and [`DiscordError::Unauthorized`].
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

/// The slot as it now is.
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

/// The first open part whose parent has ended, if it has one.
fn next_open(slot: &Slot) -> Option<&Part> {
    let parent = |part: &Part| part.parent.and_then(|number| slot.part(number));
    let is_ready = |part: &&Part| !has_ended(part) && parent(part).is_none_or(has_ended);
    slot.parts.iter().find(is_ready)
}

/// Whether the part belongs to one that is not at Discord, and never will be.
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
            Looked::Found => Ok(Outcome::Ended),
            Looked::Opened => Ok(Outcome::Again(again(app, slot.clone()).await?)),
            Looked::Replaced(slot) => Ok(Outcome::Replaced(slot)),
            Looked::Later => Ok(Outcome::Open),
            Looked::Unreadable => fail(app, slot, part, FailureReason::Unconfirmed, now).await,
            // No nonce guards a forum post: it is waited for until it can no longer arrive.
            Looked::Young if part.kind == PartKind::Post => Ok(Outcome::Open),
            // Not there, or only its last try is unclear: the nonce guards that one.
            Looked::Absent if decide::is_over(part, now) => {
                fail(app, slot, part, FailureReason::DiscordUnavailable, now).await
            }
            Looked::Absent | Looked::Young => attempt(app, clock, slot, part).await,
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
            // Not known yet: it is tried again, or ends as unconfirmed.
            Err(_) => return Ok(Outcome::Open),
        }
        // It is only the line: no earlier edit has arrived.
        let id = part.id;
        app.store.write(move |tx| deliveries::absent(tx, id)).await?;
        return given_up(app, clock, slot, part, answer, &error).await;
    }
    // Nothing came of this try; of one before it something may have.
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

/// A step was refused for certain, and nothing of it is there.
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

/// An earlier edit has arrived, whose answer was lost.
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

/// Notes that a message is about to be sent. False if the lease is no longer ours.
async fn begin(app: &App, clock: Clock, part: &Part) -> anyhow::Result<bool> {
    let (id, at, holder) = (part.id, clock.now(), app.leadership.holder().to_owned());
    let begin = move |tx: &rusqlite::Transaction| {
        // Asked here and not before: a process that slept through the end of its lease sends
        // nothing.
        match lease::is_held(tx, &holder, at)? {
            true => deliveries::begin_sending(tx, id, at).map(Some),
            false => Ok(None),
        }
    };
    let Some(sends) = app.store.write(begin).await? else { return Ok(false) };
    // Before anything leaves: a database that knows of fewer is a restored one.
    app.send_count.note(sends);
    Ok(true)
}

/// Makes a step and records it.
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
    tracing::info!(slot = %slot.id, part = part.number, kind = part.kind.as_str(), channel = %place.channel, %message, "posted");
    Ok(Ok(done))
}

/// A try was refused for certain, and one before it was unclear: the destination says which it is.
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
        Looked::Found => Ok(Outcome::Ended),
        Looked::Opened => Ok(Outcome::Again(again(app, slot.clone()).await?)),
        Looked::Replaced(slot) => Ok(Outcome::Replaced(slot)),
        // It may still be on its way.
        Looked::Young | Looked::Later => Ok(Outcome::Open),
        Looked::Absent => {
            let id = slot.id;
            let same = app.store.read(move |conn| deliveries::get(conn, id)).await?;
            Ok(same.map_or(Outcome::Open, Outcome::Again))
        }
        Looked::Unreadable => match answer {
            // The part itself ends as unconfirmed: the store lets no paper go that may be there.
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

/// A place takes no posts. If it is the destination, all that is open of the slot has failed, and the
/// destination is blocked; if it is a thread, what was to come into that has.
async fn close(
    app: &App,
    slot: &Slot,
    part: &Part,
    reason: FailureReason,
    now: Timestamp,
) -> anyhow::Result<()> {
    let is_thread = part.kind == PartKind::Message && part.parent.is_some();
    let is_meant = |one: &&Part| !has_ended(one) && (!is_thread || one.parent == part.parent);
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
        true => tracing::warn!(channel, reason = reason.as_str(), "a thread takes no posts"),
        false => {
            tracing::warn!(
                channel,
                reason = reason.as_str(),
                "a destination takes no posts; blocked it"
            );
        }
    }
    Ok(())
}

/// Ends a part. The papers of a thread that cannot be opened go to the channel.
async fn fail(
    app: &App,
    slot: &Slot,
    part: &Part,
    reason: FailureReason,
    now: Timestamp,
) -> anyhow::Result<Outcome> {
    let (id, slot, kind, parent) = (part.id, slot.id, part.kind, part.parent);
    let reason = match kind {
        PartKind::Thread => FailureReason::ThreadNotOpened,
        PartKind::Publish => FailureReason::NotPublished,
        PartKind::Message | PartKind::Post => reason,
    };
    let write = move |tx: &rusqlite::Transaction| {
        if kind.is_repeatable() {
            // It may have been done all the same, and nothing depends on that.
            deliveries::absent_if_sending(tx, id)?;
        }
        deliveries::record_failed(tx, id, reason, now)?;
        match (kind, parent) {
            (PartKind::Thread, Some(parent)) => deliveries::loosen(tx, slot, parent),
            _ => Ok(()),
        }
    };
    app.store.write(write).await?;
    Ok(Outcome::Ended)
}
