//! Bringing a claimed slot to its end: its parts go out in order, each once.
//!
//! A part that was on its way before is not simply sent again. While Discord still remembers
//! its nonce, the same message is sent: if the first one arrived, Discord answers with that.
//! Later the channel itself is read for it, and only when it is not there it is sent. Where the
//! channel cannot be read it is given up: a post that comes twice is worse than one that is
//! missing and says so.

use domain::{FailureReason, MessageId};
use jiff::{SignedDuration, Timestamp};

use super::App;
use super::deliver::Stop;
use super::isolate;
use crate::clock::Clock;
use crate::discord::{DiscordError, Lane};
use crate::store::deliveries::{self, Part, PartId, PartState, Slot};
use crate::store::{channels, lease};

/// Discord says "a few minutes" of its memory of nonces; less is relied on.
const NONCE_MEMORY: SignedDuration = SignedDuration::from_secs(60);
/// Our clock and Discord's differ: the channel is read from before the first try.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(15);
/// After our clock was set back it is read from so long ago.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// A post that could not be sent for so long is given up; its papers come with the next slot.
const GIVE_UP: SignedDuration = SignedDuration::from_hours(6);
/// A thread that is locked, or in the archive and locked.
const THREAD_LOCKED: [i64; 2] = [50_083, 160_005];
/// A kind of channel that takes no messages.
const NO_MESSAGES: [i64; 2] = [50_008, 50_024];

/// What became of one part.
enum Outcome {
    /// It has ended, one way or the other.
    Ended,
    /// It is unclear, or Discord cannot take it now: another time.
    Open,
    /// The channel takes no post at all.
    Closed(FailureReason),
    /// Others stand in its place.
    Replaced(Slot),
}

/// Sends what is open of a slot, and ends it if nothing is left. True if it has ended.
///
/// # Errors
/// The store's, and [`DiscordError::Unauthorized`].
pub(super) async fn carry(
    app: &App,
    clock: Clock,
    mut slot: Slot,
    stop: &Stop,
) -> anyhow::Result<bool> {
    let mut next = 0;
    while let Some(part) = slot.parts.get(next) {
        if *stop.borrow() {
            tracing::info!(slot = %slot.id, "stopping: the rest of this slot is left for the next start");
            return Ok(false);
        }
        match carry_part(app, clock, &slot, part).await? {
            Outcome::Ended => next += 1,
            Outcome::Open => return Ok(false),
            Outcome::Closed(reason) => {
                let rest = slot.parts.iter().skip(next).filter(|part| !has_ended(part));
                let rest: Vec<PartId> = rest.map(|part| part.id).collect();
                close(app, &slot, rest, reason, clock.now()).await?;
                break;
            }
            Outcome::Replaced(replaced) => (slot, next) = (replaced, 0),
        }
    }
    let (id, now) = (slot.id, clock.now());
    let state = app.store.write(move |tx| deliveries::finish(tx, id, now)).await?;
    app.rehearsal.pass("finished");
    tracing::info!(slot = %id, subscription = %slot.subscription, state = state.as_str(), "slot ended");
    Ok(true)
}

fn has_ended(part: &Part) -> bool {
    matches!(part.state, PartState::Sent | PartState::Failed)
}

async fn carry_part(app: &App, clock: Clock, slot: &Slot, part: &Part) -> anyhow::Result<Outcome> {
    let now = clock.now();
    let first_try = match part.state {
        PartState::Sent | PartState::Failed => return Ok(Outcome::Ended),
        PartState::Claimed => None,
        PartState::Sending => part.sending_at,
    };
    let Some(first_try) = first_try else {
        // Never on its way: nothing to find out.
        return match now.duration_since(part.claimed_at) > GIVE_UP {
            true => fail(app, part, FailureReason::DiscordUnavailable, now).await,
            false => send(app, clock, slot, part).await,
        };
    };
    if now.duration_since(first_try).abs() < NONCE_MEMORY {
        return send(app, clock, slot, part).await;
    }
    match look_for(app, slot, part, looked_from(first_try, now)).await {
        Ok(Some(message)) => {
            let id = part.id;
            app.store.write(move |tx| deliveries::record_sent(tx, id, message, now)).await?;
            tracing::info!(slot = %slot.id, part = part.number, message = %message, "it had arrived");
            Ok(Outcome::Ended)
        }
        Ok(None) if now.duration_since(first_try) > GIVE_UP => {
            fail(app, part, FailureReason::DiscordUnavailable, now).await
        }
        Ok(None) => send(app, clock, slot, part).await,
        Err(DiscordError::Unauthorized) => Err(DiscordError::Unauthorized.into()),
        Err(DiscordError::NotFound { .. }) => Ok(Outcome::Closed(FailureReason::UnknownChannel)),
        Err(DiscordError::Forbidden { .. } | DiscordError::Refused { .. }) => {
            fail(app, part, FailureReason::Unconfirmed, now).await
        }
        Err(error) => {
            tracing::warn!(slot = %slot.id, %error, "what became of a post is still unclear");
            Ok(Outcome::Open)
        }
    }
}

async fn look_for(
    app: &App,
    slot: &Slot,
    part: &Part,
    since: Timestamp,
) -> Result<Option<MessageId>, DiscordError> {
    let access = app.discord.access(slot.guild, slot.channel, Lane::Delivery).await?;
    if !access.reads_history() {
        return Err(DiscordError::Forbidden { code: 0 });
    }
    let body = serde_json::from_str(&part.body).unwrap_or_default();
    let mark = commands::Press::card_menu(&part.nonce);
    app.discord.find_sent(slot.channel, &mark, &body, since).await
}

/// The instant that no post first tried at `first_try` is older than.
fn looked_from(first_try: Timestamp, now: Timestamp) -> Timestamp {
    let back = |at: Timestamp, span| at.checked_sub(span).unwrap_or(at);
    match first_try.duration_since(now) > CLOCK_SKEW {
        // Written by a clock that ran ahead: all that is known is that it was not long ago.
        true => back(now, DAY),
        false => back(first_try.min(now), CLOCK_SKEW),
    }
}

/// Tries once. Whoever finds it open later tries again.
async fn send(app: &App, clock: Clock, slot: &Slot, part: &Part) -> anyhow::Result<Outcome> {
    let (id, at, holder) = (part.id, clock.now(), app.duty.holder().to_owned());
    let body = serde_json::from_str(&part.body)?;
    let begin = move |tx: &rusqlite::Transaction| {
        // Asked here and not before: whoever slept through the end of its lease sends nothing.
        let is_held = lease::is_held(tx, &holder, at)?;
        if is_held {
            deliveries::begin_sending(tx, id, at)?;
        }
        Ok(is_held)
    };
    if !app.store.write(begin).await? {
        tracing::warn!(slot = %slot.id, "another process delivers by now");
        return Ok(Outcome::Open);
    }
    app.rehearsal.pass("sending");
    let error = match app.discord.post(slot.channel, &body).await {
        Ok(message) => {
            app.rehearsal.pass("answered");
            let at = clock.now();
            app.store.write(move |tx| deliveries::record_sent(tx, id, message, at)).await?;
            app.rehearsal.pass("recorded");
            tracing::info!(slot = %slot.id, part = part.number, channel = %slot.channel, %message, "posted");
            return Ok(Outcome::Ended);
        }
        Err(error) => error,
    };
    tracing::warn!(slot = %slot.id, part = part.number, channel = %slot.channel, %error, "a post failed");
    match error {
        DiscordError::Unauthorized => Err(error.into()),
        DiscordError::Forbidden { code } | DiscordError::Refused { code, .. }
            if THREAD_LOCKED.contains(&code) =>
        {
            Ok(Outcome::Closed(FailureReason::ThreadLocked))
        }
        DiscordError::Refused { code, .. } if NO_MESSAGES.contains(&code) => {
            Ok(Outcome::Closed(FailureReason::Refused))
        }
        DiscordError::Forbidden { .. } => Ok(Outcome::Closed(FailureReason::MissingPermission)),
        DiscordError::NotFound { .. } => Ok(Outcome::Closed(FailureReason::UnknownChannel)),
        DiscordError::Refused { fields, .. } => {
            match isolate::replacements(app, slot, part, &fields).await? {
                parts if parts.is_empty() => {
                    fail(app, part, FailureReason::Refused, clock.now()).await
                }
                parts => replace(app, part, parts, clock.now()).await,
            }
        }
        DiscordError::RateLimited { .. } | DiscordError::Unreachable => {
            // Nothing was done, and no try before was unclear: as if it had never been sent.
            if part.state == PartState::Claimed {
                app.store.write(move |tx| deliveries::hand_back(tx, id)).await?;
            }
            Ok(Outcome::Open)
        }
        DiscordError::Ambiguous(_) => Ok(Outcome::Open),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_looked_for_from_before_it_can_be() {
        let at = |minute: i64| Timestamp::from_second(1_778_576_400 + minute * 60).expect("a time");
        let check = |first_try: i64, now: i64, from: i64| {
            let found = looked_from(at(first_try), at(now));
            assert_eq!(found, at(from), "first tried at {first_try}, now {now}");
        };
        check(0, 2, -15);
        check(0, 300, -15);
        // Set back by a little, and by hours.
        check(10, 5, -10);
        check(180, 5, 5 - 24 * 60);
    }
}
