//! Why a slot did not post what it should, in words an admin can act on.

use domain::FailureReason;
use jiff::Timestamp;

use super::moment;
use crate::l10n::Text;
use crate::text;

/// Why nothing can be posted to a channel, and since when.
pub(crate) fn blocked_since((reason, since): (FailureReason, Timestamp)) -> Text {
    let (time, reason) = (moment(since, 'R'), explain(reason));
    text!("list-channel-closed", time = time, reason = reason)
}

/// The text for a reason: no initial capital, no full stop.
pub(crate) fn explain(reason: FailureReason) -> Text {
    match reason {
        FailureReason::UnknownChannel => text!("failure-unknown-channel"),
        FailureReason::MissingPermission => text!("failure-missing-permission"),
        FailureReason::DirectMessagesClosed => text!("failure-direct-messages-closed"),
        FailureReason::ThreadLocked => text!("failure-thread-locked"),
        FailureReason::Refused => text!("failure-refused"),
        FailureReason::DiscordUnavailable => text!("failure-discord-unavailable"),
        FailureReason::HubUnavailable => text!("failure-hub-unavailable"),
        FailureReason::Unconfirmed => text!("failure-unconfirmed"),
        FailureReason::OwnFault => text!("failure-own-fault"),
        FailureReason::Missed => text!("failure-missed"),
        FailureReason::Overtaken => text!("failure-overtaken"),
        FailureReason::AlreadySent => text!("failure-already-sent"),
        FailureReason::NotInServer => text!("failure-not-in-server"),
        FailureReason::ThreadNotOpened => text!("failure-thread-not-opened"),
        FailureReason::NotPublished => text!("failure-not-published"),
        FailureReason::Paused => text!("failure-paused"),
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    #[test]
    fn every_reason_has_its_own_text() {
        for language in Language::ALL {
            let words: std::collections::HashSet<String> =
                FailureReason::all().map(|reason| explain(reason).to(language)).collect();
            assert_eq!(words.len(), FailureReason::all().count());
            assert!(words.iter().all(|text| !text.ends_with(['.', '。'])), "{words:?}");
        }
    }
}
