//! How a due slot ends, and the reasons for failure.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;

/// A slot that was missed, or is revived by undoing a pause, is still posted if it is at most this
/// old.
pub const CATCH_UP: SignedDuration = SignedDuration::from_hours(12);

/// The state of a slot. Every slot ends in one of the last four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotState {
    /// The delivery is recorded and may be in progress.
    Claimed,
    /// Every part is in the channel.
    Sent,
    /// There were no new papers that match.
    NothingNew,
    /// Nothing was posted, for a known reason; its papers come with the next slot.
    Failed,
    /// Skipped on purpose: missed while the bot was off, or replaced by a later slot.
    Skipped,
}

impl SlotState {
    /// The text stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            SlotState::Claimed => "claimed",
            SlotState::Sent => "sent",
            SlotState::NothingNew => "nothing new",
            SlotState::Failed => "failed",
            SlotState::Skipped => "skipped",
        }
    }
}

/// Why a slot failed, was skipped, or lacks a part. The text for people is in `commands`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureReason {
    /// The channel no longer exists.
    UnknownChannel,
    /// The bot may not view the channel or post in it.
    MissingPermission,
    /// The user does not accept direct messages from the bot.
    DirectMessagesClosed,
    /// The thread is locked.
    ThreadLocked,
    /// Discord refused the message itself.
    Refused,
    /// Discord did not answer, or answered with a server error, for too long.
    DiscordUnavailable,
    /// The list is unknown: the hub did not answer and no recent one is stored.
    HubUnavailable,
    /// It is unknown whether the post arrived, so it is not sent a second time.
    Unconfirmed,
    /// An internal error of the bot.
    OwnFault,
    /// Missed while the bot was off, and too old to post late.
    Missed,
    /// Missed while the bot was off, and followed by a later slot that was posted late.
    Overtaken,
    /// The bot was not in the server.
    NotInServer,
    /// Its post was found in the channel: another copy of the database had sent it.
    AlreadySent,
    /// No thread could be opened under the post; its papers are in the channel.
    ThreadNotOpened,
    /// The post is in the channel, but was not published to its followers.
    NotPublished,
    /// The subscription was paused while the slot waited for its list.
    Paused,
}

const CODES: [(FailureReason, &str); 16] = [
    (FailureReason::UnknownChannel, "unknown channel"),
    (FailureReason::MissingPermission, "missing permission"),
    (FailureReason::DirectMessagesClosed, "direct messages closed"),
    (FailureReason::ThreadLocked, "thread locked"),
    (FailureReason::Refused, "refused"),
    (FailureReason::DiscordUnavailable, "discord unavailable"),
    (FailureReason::HubUnavailable, "hub unavailable"),
    (FailureReason::Unconfirmed, "unconfirmed"),
    (FailureReason::OwnFault, "own fault"),
    (FailureReason::Missed, "missed"),
    (FailureReason::Overtaken, "overtaken"),
    (FailureReason::NotInServer, "not in server"),
    (FailureReason::AlreadySent, "already sent"),
    (FailureReason::ThreadNotOpened, "thread not opened"),
    (FailureReason::NotPublished, "not published"),
    (FailureReason::Paused, "paused"),
];

impl FailureReason {
    /// Every reason.
    pub fn all() -> impl Iterator<Item = FailureReason> {
        CODES.into_iter().map(|row| row.0)
    }

    /// The code stored in the database.
    pub fn as_str(self) -> &'static str {
        // A test below checks that every variant has its row, in this order.
        CODES[self as usize].1
    }
}

impl fmt::Display for FailureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for FailureReason {
    type Err = String;

    fn from_str(text: &str) -> Result<FailureReason, String> {
        CODES
            .iter()
            .find(|row| row.1 == text)
            .map(|row| row.0)
            .ok_or_else(|| format!("`{text}` is not a failure reason"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_round_trips() {
        for (reason, code) in CODES {
            assert_eq!(reason.as_str(), code);
            assert_eq!(code.parse(), Ok(reason));
        }
        assert_eq!(CODES.len(), FailureReason::Paused as usize + 1);
        assert!("bored".parse::<FailureReason>().is_err());
    }
}
