//! Bringing a claimed slot to its end: its messages are sent in order, each once.
//!
//! A message that may have been sent before is not simply sent again. While Discord still
//! remembers its nonce, the same message is sent: if the first one arrived, Discord answers with
//! that. Later the destination is read for it, and it is sent only when it is not there. Where the
//! destination cannot be read it is given up: a post that comes twice is worse than one that is
//! missing and says so. The rules are in `decide`.

use domain::{ChannelId, Destination, FailureReason};
use jiff::Timestamp;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::decide::{self, Answer, Next};
use super::destination::channel_of;
use super::find::{Looked, find};
use super::split;
use crate::app::App;
use crate::clock::Clock;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, NewPart, Part, PartId, PartState, Slot};
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
    let mut next = 0;
    while let Some(part) = slot.parts.get(next) {
        if stop.is_cancelled() {
            tracing::info!(slot = %slot.id, "stopping: the next start sends the rest of this slot");
            return Ok(false);
        }
        match send_part(app, clock, &slot, part).await? {
            Outcome::Ended => next += 1,
            Outcome::Open => return Ok(false),
            Outcome::Closed(reason) => {
                let rest = slot.parts.iter().skip(next).filter(|part| !has_ended(part));
                let rest: Vec<PartId> = rest.map(|part| part.id).collect();
                close(app, slot.destination, rest, reason, clock.now()).await?;
                break;
            }
            Outcome::Replaced(replaced) => (slot, next) = (replaced, 0),
            Outcome::Again(same) => slot = same,
        }
    }
    let (id, now) = (slot.id, clock.now());
    let state = app.store.write(move |tx| deliveries::finish(tx, id, now)).await?;
    app.failpoint.pass("finished");
    tracing::info!(slot = %id, subscription = %slot.subscription, state = state.as_str(), "slot ended");
    Ok(true)
}

fn has_ended(part: &Part) -> bool {
    matches!(part.state, PartState::Sent | PartState::Failed)
}

async fn send_part(app: &App, clock: Clock, slot: &Slot, part: &Part) -> anyhow::Result<Outcome> {
    let now = clock.now();
    match decide::next(part, now) {
        Next::Ended => Ok(Outcome::Ended),
        Next::GiveUp(reason) => fail(app, part, reason, now).await,
        Next::Send => attempt(app, clock, slot, part).await,
        Next::Look(since) => match find(app, clock, slot, part, since).await? {
            Looked::Found => Ok(Outcome::Ended),
            Looked::Replaced(slot) => Ok(Outcome::Replaced(slot)),
            Looked::Later => Ok(Outcome::Open),
            Looked::Unreadable => fail(app, part, FailureReason::Unconfirmed, now).await,
            // Not there, or only its last try is unclear: the nonce guards that one.
            Looked::Absent if decide::is_over(part, now) => {
                fail(app, part, FailureReason::DiscordUnavailable, now).await
            }
            Looked::Absent | Looked::Young => attempt(app, clock, slot, part).await,
        },
    }
}

/// Sends a message once. Recovery tries again if it stays open.
async fn attempt(app: &App, clock: Clock, slot: &Slot, part: &Part) -> anyhow::Result<Outcome> {
    let channel = match channel_of(app, slot.destination).await? {
        Ok(channel) => channel,
        Err(error) => return not_opened(slot, error),
    };
    let body = serde_json::from_str(&part.body)?;
    if !begin(app, clock, part).await? {
        tracing::warn!(slot = %slot.id, "another process took over the delivery lease; sent nothing");
        return Ok(Outcome::Open);
    }
    app.failpoint.pass("sending");
    let error = match post(app, clock, (slot, part), channel, &body).await? {
        Ok(()) => return Ok(Outcome::Ended),
        Err(error) => error,
    };
    tracing::warn!(slot = %slot.id, part = part.number, %channel, %error, "a post failed");
    let answer = decide::answer(&error);
    if answer == Answer::Unclear {
        return Ok(Outcome::Open);
    }
    // Nothing came of this try; of one before it something may have.
    let (id, tried_before) = (part.id, part.tried_at);
    let nothing_done =
        move |tx: &rusqlite::Transaction| deliveries::nothing_done(tx, id, tried_before);
    let state = app.store.write(nothing_done).await?;
    match answer {
        Answer::Unauthorized => Err(DiscordError::Unauthorized.into()),
        Answer::Later | Answer::Unclear => Ok(Outcome::Open),
        Answer::Refused | Answer::Closed(_) if state == PartState::Sending => {
            find_out(app, clock, slot, part, answer).await
        }
        Answer::Closed(reason) => Ok(Outcome::Closed(reason)),
        Answer::Refused => {
            let fields = match &error {
                DiscordError::Refused { fields, .. } => fields.as_slice(),
                _ => &[],
            };
            match split::split_refused(app, slot, part, fields).await? {
                parts if parts.is_empty() => {
                    fail(app, part, FailureReason::Refused, clock.now()).await
                }
                parts => replace(app, part, parts, clock.now()).await,
            }
        }
    }
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

/// Posts a message and records it.
async fn post(
    app: &App,
    clock: Clock,
    (slot, part): (&Slot, &Part),
    channel: ChannelId,
    body: &Value,
) -> anyhow::Result<Result<(), DiscordError>> {
    let message = match app.discord.post(channel, body).await {
        Ok(message) => message,
        Err(error) => return Ok(Err(error)),
    };
    app.failpoint.pass("answered");
    let (id, at) = (part.id, clock.now());
    app.store.write(move |tx| deliveries::record_sent(tx, id, message, at)).await?;
    app.failpoint.pass("recorded");
    tracing::info!(slot = %slot.id, part = part.number, %channel, %message, "posted");
    Ok(Ok(()))
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
            _ => fail(app, part, FailureReason::Unconfirmed, now).await,
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

/// The destination takes no posts: all that is open of the slot has failed, and the destination is
/// blocked.
async fn close(
    app: &App,
    destination: Destination,
    parts: Vec<PartId>,
    reason: FailureReason,
    now: Timestamp,
) -> anyhow::Result<()> {
    let write = move |tx: &rusqlite::Transaction| {
        for part in parts {
            deliveries::record_failed(tx, part, reason, now)?;
        }
        destinations::block(tx, destination, reason, now)
    };
    app.store.write(write).await?;
    let channel = destination.channel().map(tracing::field::display);
    tracing::warn!(channel, reason = reason.as_str(), "a destination takes no posts; blocked it");
    Ok(())
}

async fn fail(
    app: &App,
    part: &Part,
    reason: FailureReason,
    now: Timestamp,
) -> anyhow::Result<Outcome> {
    let id = part.id;
    app.store.write(move |tx| deliveries::record_failed(tx, id, reason, now)).await?;
    Ok(Outcome::Ended)
}
