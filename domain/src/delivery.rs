//! How a due slot ends, and the plain reasons for one that failed.

use std::fmt;
use std::str::FromStr;

/// The state of a slot. Every slot ends in one of the last four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotState {
    /// A delivery is recorded and may be on its way.
    Claimed,
    /// Every part stands in the channel.
    Sent,
    /// No paper was both wanted and new.
    NothingNew,
    /// Nothing was posted, for a named reason; its papers come with the next slot.
    Failed,
    /// Passed over on purpose: missed while the bot was off, or replaced by a later slot.
    Skipped,
}

impl SlotState {
    /// The word stored and shown.
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

/// Why a slot failed, in the words an admin can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureReason {
    /// The channel is gone.
    UnknownChannel,
    /// The bot may not see or write there.
    MissingPermission,
    /// The thread is archived and locked.
    ThreadLocked,
    /// Discord refused the message itself.
    Refused,
    /// Discord did not answer, or answered with an error of its own, for too long.
    DiscordUnavailable,
    /// Nothing is known of the list: the hub did not answer and nothing recent is stored.
    HubUnavailable,
    /// Whether the post arrived cannot be told, so it is not sent a second time.
    Unconfirmed,
}

const REASONS: [(FailureReason, &str, &str); 7] = [
    (FailureReason::UnknownChannel, "unknown channel", "the channel no longer exists"),
    (
        FailureReason::MissingPermission,
        "missing permission",
        "I may not see or post in the channel; I need View Channel, Send Messages and Embed Links",
    ),
    (
        FailureReason::ThreadLocked,
        "thread locked",
        "the thread is archived and locked; unlock it, or choose another channel",
    ),
    (FailureReason::Refused, "refused", "Discord refused the message"),
    (FailureReason::DiscordUnavailable, "discord unavailable", "Discord did not answer in time"),
    (
        FailureReason::HubUnavailable,
        "hub unavailable",
        "the papers hub did not answer and no recent list is stored",
    ),
    (
        FailureReason::Unconfirmed,
        "unconfirmed",
        "I could not find out whether the post arrived, and never post twice",
    ),
];

impl FailureReason {
    /// The short name stored in the database and shown in lists.
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// The sentence shown to an admin.
    pub fn explain(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (FailureReason, &'static str, &'static str) {
        // Every variant has its row: the test below counts them.
        REASONS.iter().find(|row| row.0 == self).unwrap_or(&REASONS[6])
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
        REASONS
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
    fn every_reason_is_itself_when_read_back() {
        for (reason, name, _) in REASONS {
            assert_eq!(reason.as_str(), name);
            assert_eq!(name.parse(), Ok(reason));
        }
        assert!("bored".parse::<FailureReason>().is_err());
    }
}
