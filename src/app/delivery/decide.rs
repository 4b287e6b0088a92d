//! Decides the next action for one message of a post. The rules do no I/O, so that a test can try
//! every order of answers, faults and restarts.
//!
//! A message that may have arrived is never sent again with another nonce, and its papers stay
//! claimed, until the channel has been read long enough after the last attempt without finding it.

#[cfg(test)]
mod walk;

use domain::FailureReason;
use jiff::{SignedDuration, Timestamp};

use crate::discord::DiscordError;
use crate::store::deliveries::{Part, PartKind, PartState};

/// How long Discord is relied on to remember a nonce. It documents "a few minutes". An older
/// attempt has either arrived by now or never will.
pub(super) const NONCE_MEMORY: SignedDuration = SignedDuration::from_secs(60);
/// The bot's clock and Discord's may differ, so the channel is read from before the first attempt.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(15);
/// How far back the channel is read after the bot's clock was set back.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// A post that could not be sent for this long is given up; its papers come with the next slot.
const GIVE_UP: SignedDuration = SignedDuration::from_hours(6);
/// The thread is locked, or archived and locked.
const THREAD_LOCKED: [i64; 2] = [50_083, 160_005];
/// The user does not accept direct messages from the bot.
const DIRECT_MESSAGES_CLOSED: i64 = 50_007;
/// The channel type does not support messages.
const NO_MESSAGES: [i64; 2] = [50_008, 50_024];

/// The next action for a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// None: the part has ended.
    Ended,
    /// Send it.
    Send,
    /// Read the channel for it, from this instant on.
    Look(Timestamp),
    /// Give it up.
    GiveUp(FailureReason),
}

/// The meaning of Discord's answer to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The token was refused, so no further request can succeed.
    Unauthorized,
    /// Nothing was done; a later attempt may succeed.
    Later,
    /// It is unclear whether the request was applied.
    Unclear,
    /// Nothing was done: Discord refused this message.
    Refused,
    /// Nothing was done: the channel accepts no posts.
    Closed(FailureReason),
}

/// The meaning of reading the channel without finding a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotFound {
    /// It certainly has not arrived.
    Absent,
    /// An attempt is so recent that it may still arrive, and the nonce is still remembered.
    Young,
}

/// The next action for a part at `now`.
pub(super) fn next(part: &Part, now: Timestamp) -> Next {
    // It is safe to repeat, so there is no need to look for it.
    let is_repeatable = part.kind.is_repeatable() || part.opened.is_some();
    match (part.state, part.sending_at) {
        (PartState::Sent | PartState::Failed, _) => Next::Ended,
        _ if is_repeatable && is_over(part, now) => Next::GiveUp(FailureReason::DiscordUnavailable),
        _ if is_repeatable => Next::Send,
        // Discord takes no nonce for a forum post, so the bot looks for every earlier attempt.
        (PartState::Sending, Some(first)) if part.kind == PartKind::Post => {
            Next::Look(looked_from(first, now))
        }
        (PartState::Sending, Some(first)) if is_young(first, now) => Next::Send,
        (PartState::Sending, Some(first)) => Next::Look(looked_from(first, now)),
        // Claimed: this database never sent it.
        _ if is_over(part, now) => Next::GiveUp(FailureReason::DiscordUnavailable),
        _ if is_young(part.claimed_at, now) => Next::Send,
        // It was left alone for long, so another copy of the database may have sent it.
        _ => Next::Look(looked_from(part.claimed_at, now)),
    }
}

/// Classifies Discord's answer to an unsuccessful attempt.
pub(super) fn answer(error: &DiscordError) -> Answer {
    match error {
        DiscordError::Unauthorized => Answer::Unauthorized,
        DiscordError::Forbidden { code } | DiscordError::Refused { code, .. }
            if THREAD_LOCKED.contains(code) =>
        {
            Answer::Closed(FailureReason::ThreadLocked)
        }
        DiscordError::Forbidden { code: DIRECT_MESSAGES_CLOSED } => {
            Answer::Closed(FailureReason::DirectMessagesClosed)
        }
        DiscordError::Refused { code, .. } if NO_MESSAGES.contains(code) => {
            Answer::Closed(FailureReason::Refused)
        }
        DiscordError::Forbidden { .. } => Answer::Closed(FailureReason::MissingPermission),
        DiscordError::NotFound { .. } => Answer::Closed(FailureReason::UnknownChannel),
        DiscordError::Refused { .. } => Answer::Refused,
        DiscordError::RateLimited { .. }
        | DiscordError::Unreachable
        | DiscordError::Blocked { .. } => Answer::Later,
        DiscordError::Ambiguous(_) => Answer::Unclear,
    }
}

/// What it means that reading the channel at `now` did not find the part.
pub(super) fn not_found(part: &Part, now: Timestamp) -> NotFound {
    match part.tried_at.is_some_and(|tried| is_young(tried, now)) {
        true => NotFound::Young,
        false => NotFound::Absent,
    }
}

/// Whether a part has been open long enough to be given up.
pub(super) fn is_over(part: &Part, now: Timestamp) -> bool {
    now.duration_since(part.claimed_at) > GIVE_UP
}

fn is_young(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).abs() < NONCE_MEMORY
}

/// The earliest time at which a post first tried at `first_try` can exist.
pub(super) fn looked_from(first_try: Timestamp, now: Timestamp) -> Timestamp {
    let back = |at: Timestamp, span| at.checked_sub(span).unwrap_or(at);
    match first_try.duration_since(now) > CLOCK_SKEW {
        // The recording clock ran ahead, so all that is known is that it was recent.
        true => back(now, DAY),
        false => back(first_try.min(now), CLOCK_SKEW),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_778_576_400 + second).expect("a time")
    }

    #[test]
    fn the_search_starts_before_a_post_can_exist() {
        let check = |first_try: i64, now: i64, from: i64| {
            let found = looked_from(at(first_try * 60), at(now * 60));
            assert_eq!(found, at(from * 60), "first tried at {first_try}, now {now}");
        };
        check(0, 2, -15);
        check(0, 300, -15);
        // Set back by a little, and by hours.
        check(10, 5, -10);
        check(180, 5, 5 - 24 * 60);
    }

    #[test]
    fn the_next_action_depends_on_state_and_age() {
        let part = |state, sending: Option<i64>, tried: Option<i64>| Part {
            id: crate::store::deliveries::PartId(1),
            number: 1,
            nonce: "n".to_owned(),
            body: "{}".to_owned(),
            state,
            claimed_at: at(0),
            sending_at: sending.map(at),
            tried_at: tried.map(at),
            message_id: None,
            papers: Vec::new(),
            kind: PartKind::Message,
            parent: None,
            line: None,
            opened: None,
            channel: None,
        };
        let (claimed, sending) = (PartState::Claimed, PartState::Sending);
        let check = |state, first: Option<i64>, now: i64, expected: Next| {
            assert_eq!(next(&part(state, first, first), at(now)), expected, "{state:?} at {now}");
        };
        let given_up = Next::GiveUp(FailureReason::DiscordUnavailable);
        let from_before = Next::Look(at(-900));
        check(claimed, None, 59, Next::Send);
        check(claimed, None, 60, from_before);
        check(claimed, None, 6 * 3_600 + 1, given_up);
        check(sending, Some(0), 59, Next::Send);
        check(sending, Some(0), 60, from_before);
        // At any age, a message that may have arrived is looked for first.
        check(sending, Some(0), 7 * 3_600, from_before);
        check(PartState::Failed, Some(0), 7 * 3_600, Next::Ended);
        let of = |kind, opened, state, first: Option<i64>, now: i64| {
            next(&Part { kind, opened, ..part(state, first, first) }, at(now))
        };
        // Threads, publications and edits are repeated; forum posts never are.
        for state in [claimed, sending] {
            let first = (state == sending).then_some(0);
            for kind in [PartKind::Thread, PartKind::Publish] {
                assert_eq!(of(kind, None, state, first, 900), Next::Send, "{kind:?}");
                assert_eq!(of(kind, None, state, first, 7 * 3_600), given_up, "{kind:?}");
            }
            let opened = Some(domain::MessageId(9));
            assert_eq!(of(PartKind::Message, opened, state, first, 900), Next::Send);
            assert_eq!(of(PartKind::Post, opened, state, first, 7 * 3_600), given_up);
        }
        assert_eq!(of(PartKind::Post, None, sending, Some(0), 1), from_before);
        assert_eq!(of(PartKind::Post, None, claimed, None, 1), Next::Send);
        let young = part(sending, Some(0), Some(70));
        assert_eq!(not_found(&young, at(129)), NotFound::Young);
        assert_eq!(not_found(&young, at(130)), NotFound::Absent);
    }

    #[test]
    fn answers_are_classified_by_their_effect() {
        let refused = |code| DiscordError::Refused { status: 400, code, fields: Vec::new() };
        for (error, expected) in [
            (DiscordError::Unauthorized, Answer::Unauthorized),
            (
                DiscordError::Forbidden { code: 50_013 },
                Answer::Closed(FailureReason::MissingPermission),
            ),
            (
                DiscordError::Forbidden { code: 160_005 },
                Answer::Closed(FailureReason::ThreadLocked),
            ),
            (
                DiscordError::Forbidden { code: 50_007 },
                Answer::Closed(FailureReason::DirectMessagesClosed),
            ),
            (refused(50_083), Answer::Closed(FailureReason::ThreadLocked)),
            (refused(50_008), Answer::Closed(FailureReason::Refused)),
            (refused(50_035), Answer::Refused),
            (
                DiscordError::NotFound { code: 10_003 },
                Answer::Closed(FailureReason::UnknownChannel),
            ),
            (DiscordError::Unreachable, Answer::Later),
            (DiscordError::Blocked { status: 403 }, Answer::Later),
            (DiscordError::Ambiguous("time-out"), Answer::Unclear),
        ] {
            assert_eq!(answer(&error), expected, "{error}");
        }
    }
}
