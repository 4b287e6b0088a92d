//! Bringing a claimed slot to its end: its parts go out in order, each once.
//!
//! A part that was on its way before is not simply sent again. While Discord still remembers
//! its nonce, the same message is sent: if the first one arrived, Discord answers with that.
//! Later the channel itself is read for it, and only when it is not there it is sent. Where the
//! channel cannot be read it is given up: a post that comes twice is worse than one that is
//! missing and says so. The rules are in `delivery::decide`.

use domain::{FailureReason, MessageId, PaperId};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::confirm::{Found, look_for};
use super::decide::{self, Answer, Next, NotFound};
use super::split;
use crate::app::App;
use crate::clock::Clock;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, Part, PartId, PartState, Slot};
use crate::store::{channels, lease, ledger};

/// What became of one part.
enum Outcome {
    /// It has ended, one way or the other.
    Ended,
    /// It is unclear, or Discord cannot take it now: another time.
    Open,
    /// The channel takes no post at all.
    Closed(FailureReason),
    /// Others are in its place.
    Replaced(Slot),
    /// It is as if it had never been on its way: look at it again.
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
            tracing::info!(slot = %slot.id, "stopping: the rest of this slot is left for the next start");
            return Ok(false);
        }
        match send_part(app, clock, &slot, part).await? {
            Outcome::Ended => next += 1,
            Outcome::Open => return Ok(false),
            Outcome::Closed(reason) => {
                let rest = slot.parts.iter().skip(next).filter(|part| !has_ended(part));
                let rest: Vec<PartId> = rest.map(|part| part.id).collect();
                close(app, &slot, rest, reason, clock.now()).await?;
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
        Next::Send => send(app, clock, slot, part).await,
        Next::Look(since) => match look(app, clock, slot, part, since).await? {
            Looked::Done(outcome) => Ok(outcome),
            // Not there, or only its last try is unclear: the nonce guards that one.
            Looked::Absent if decide::is_over(part, now) => {
                fail(app, part, FailureReason::DiscordUnavailable, now).await
            }
            Looked::Absent | Looked::Young => send(app, clock, slot, part).await,
            Looked::Unreadable => fail(app, part, FailureReason::Unconfirmed, now).await,
        },
    }
}

/// What looking for a part came to.
enum Looked {
    /// It has ended, or is left for another time.
    Done(Outcome),
    /// It is not there, and this is noted.
    Absent,
    /// It is not there yet.
    Young,
    /// Nobody can tell.
    Unreadable,
}

async fn look(
    app: &App,
    clock: Clock,
    slot: &Slot,
    part: &Part,
    since: Timestamp,
) -> anyhow::Result<Looked> {
    let (id, now) = (part.id, clock.now());
    match look_for(app, slot, part, since).await {
        Ok(Found::Message(message)) => {
            found(app, part, message, None, now).await?;
            tracing::info!(slot = %slot.id, part = part.number, %message, "found the message, marked as sent");
            Ok(Looked::Done(Outcome::Ended))
        }
        Ok(Found::Papers(papers)) => without(app, slot, part, papers, now).await.map(Looked::Done),
        Ok(Found::Nothing) => match decide::not_found(part, now) {
            NotFound::Young => Ok(Looked::Young),
            NotFound::Absent => {
                if part.state == PartState::Sending {
                    app.store.write(move |tx| deliveries::absent(tx, id)).await?;
                }
                Ok(Looked::Absent)
            }
        },
        Ok(Found::Unreadable) => Ok(Looked::Unreadable),
        Err(DiscordError::Unauthorized) => Err(DiscordError::Unauthorized.into()),
        Err(error) => {
            tracing::warn!(slot = %slot.id, %error, "couldn't find out yet whether a post arrived");
            // It ends some time, whatever Discord answers.
            match decide::is_over(part, now) {
                true => Ok(Looked::Unreadable),
                false => Ok(Looked::Done(Outcome::Open)),
            }
        }
    }
}

/// Notes that a part is in the channel. If only its papers are, in a post of another copy of the
/// database, that post is not edited later.
async fn found(
    app: &App,
    part: &Part,
    message: MessageId,
    in_another: Option<Vec<PaperId>>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (id, state) = (part.id, part.state);
    let note = move |tx: &rusqlite::Transaction| {
        if state == PartState::Claimed {
            deliveries::begin_sending(tx, id, now)?;
        }
        deliveries::record_sent(tx, id, message, now)?;
        if in_another.is_some() {
            deliveries::votes_edited(tx, id, now)?;
        }
        Ok(())
    };
    Ok(app.store.write(note).await?)
}

/// Some papers of a part are in the channel already, in other posts: those that are not are sent
/// without them.
async fn without(
    app: &App,
    slot: &Slot,
    part: &Part,
    papers: Vec<(MessageId, PaperId)>,
    now: Timestamp,
) -> anyhow::Result<Outcome> {
    let there: Vec<PaperId> = papers.iter().map(|(_, paper)| paper.clone()).collect();
    let missing: Vec<PaperId> =
        part.papers.iter().filter(|paper| !there.contains(paper)).cloned().collect();
    tracing::info!(slot = %slot.id, part = part.number, papers = there.len(), "papers of a message are in the channel already");
    if let (true, Some((message, _))) = (missing.is_empty(), papers.first()) {
        found(app, part, *message, Some(there), now).await?;
        return Ok(Outcome::Ended);
    }
    let parts = split::rendered(app, slot, missing).await?;
    let (id, channel, state) = (part.id, slot.channel, part.state);
    let replace = move |tx: &rusqlite::Transaction| {
        if state == PartState::Sending {
            deliveries::absent(tx, id)?;
        }
        let slot = deliveries::replace(tx, id, &parts, now)?;
        ledger::enter(tx, channel, &there, ledger::Source::Found, now)?;
        Ok(slot)
    };
    let slot = app.store.write(replace).await?;
    Ok(slot.map_or(Outcome::Open, Outcome::Replaced))
}

/// Tries once. Whoever finds it open later tries again.
async fn send(app: &App, clock: Clock, slot: &Slot, part: &Part) -> anyhow::Result<Outcome> {
    let (id, at, holder) = (part.id, clock.now(), app.leadership.holder().to_owned());
    let body = serde_json::from_str(&part.body)?;
    let begin = move |tx: &rusqlite::Transaction| {
        // Asked here and not before: whoever slept through the end of its lease sends nothing.
        match lease::is_held(tx, &holder, at)? {
            true => deliveries::begin_sending(tx, id, at).map(Some),
            false => Ok(None),
        }
    };
    let Some(sends) = app.store.write(begin).await? else {
        tracing::warn!(slot = %slot.id, "another process delivers by now");
        return Ok(Outcome::Open);
    };
    // Before anything leaves: a database that knows of fewer is a restored one.
    app.send_count.note(sends);
    app.failpoint.pass("sending");
    let error = match app.discord.post(slot.channel, &body).await {
        Ok(message) => {
            app.failpoint.pass("answered");
            let at = clock.now();
            app.store.write(move |tx| deliveries::record_sent(tx, id, message, at)).await?;
            app.failpoint.pass("recorded");
            tracing::info!(slot = %slot.id, part = part.number, channel = %slot.channel, %message, "posted");
            return Ok(Outcome::Ended);
        }
        Err(error) => error,
    };
    tracing::warn!(slot = %slot.id, part = part.number, channel = %slot.channel, %error, "a post failed");
    let answer = decide::answer(&error);
    if answer == Answer::Unclear {
        return Ok(Outcome::Open);
    }
    // Nothing came of this try; of one before it something may have.
    let tried_before = part.tried_at;
    let nothing_done =
        move |tx: &rusqlite::Transaction| deliveries::nothing_done(tx, id, tried_before);
    let state = app.store.write(nothing_done).await?;
    let fields = match error {
        DiscordError::Refused { fields, .. } => fields,
        _ => Vec::new(),
    };
    match answer {
        Answer::Unauthorized => Err(DiscordError::Unauthorized.into()),
        Answer::Later | Answer::Unclear => Ok(Outcome::Open),
        Answer::Refused | Answer::Closed(_) if state == PartState::Sending => {
            find_out(app, clock, slot, part, answer).await
        }
        Answer::Closed(reason) => Ok(Outcome::Closed(reason)),
        Answer::Refused => match split::split_refused(app, slot, part, &fields).await? {
            parts if parts.is_empty() => fail(app, part, FailureReason::Refused, clock.now()).await,
            parts => replace(app, part, parts, clock.now()).await,
        },
    }
}

/// A try was refused for certain, and one before it was unclear: the channel says which it is.
async fn find_out(
    app: &App,
    clock: Clock,
    slot: &Slot,
    part: &Part,
    answer: Answer,
) -> anyhow::Result<Outcome> {
    let now = clock.now();
    let since = decide::looked_from(part.sending_at.unwrap_or(part.claimed_at), now);
    match look(app, clock, slot, part, since).await? {
        Looked::Done(outcome) => Ok(outcome),
        // It may still be on its way.
        Looked::Young => Ok(Outcome::Open),
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
    parts: Vec<deliveries::NewPart>,
    now: Timestamp,
) -> anyhow::Result<Outcome> {
    let (id, count) = (part.id, parts.len());
    let slot = app.store.write(move |tx| deliveries::replace(tx, id, &parts, now)).await?;
    tracing::info!(part = %id, parts = count, "a refused message is sent in other parts");
    Ok(slot.map_or(Outcome::Open, Outcome::Replaced))
}

/// The channel takes nothing: all that is open of the slot has failed, and the channel is noted.
async fn close(
    app: &App,
    slot: &Slot,
    parts: Vec<PartId>,
    reason: FailureReason,
    now: Timestamp,
) -> anyhow::Result<()> {
    let channel = slot.channel;
    let write = move |tx: &rusqlite::Transaction| {
        for part in parts {
            deliveries::record_failed(tx, part, reason, now)?;
        }
        channels::trouble(tx, channel, reason, now)
    };
    app.store.write(write).await?;
    tracing::warn!(channel = %channel, reason = reason.as_str(), "the channel takes no posts");
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
