//! Why a slot did not bring what it should, in words an admin can act on.

use domain::{ChannelId, FailureReason, Language, SubscriptionId};

use super::mention;
use crate::l10n::Text;
use crate::{say, text};

/// The words for a reason: no capital at the start, no full stop at the end.
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
    }
}

/// The message to the person whose channel takes no posts.
pub fn channel_blocked(
    channel: ChannelId,
    subscription: SubscriptionId,
    reason: FailureReason,
    language: Language,
) -> String {
    match reason {
        // A deleted channel never comes back: nothing is promised.
        FailureReason::UnknownChannel => {
            say!(language, "notice-channel-deleted", id = subscription)
        }
        reason => {
            let (channel, reason) = (mention(channel), explain(reason));
            say!(
                language,
                "notice-channel-closed",
                id = subscription,
                channel = channel,
                reason = reason
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words_of_its_own() {
        for language in Language::ALL {
            let words: std::collections::HashSet<String> =
                FailureReason::all().map(|reason| explain(reason).to(language)).collect();
            assert_eq!(words.len(), FailureReason::all().count());
            assert!(words.iter().all(|text| !text.ends_with(['.', '。'])), "{words:?}");
        }
    }

    #[test]
    fn nothing_is_promised_for_a_deleted_channel() {
        for reason in FailureReason::all() {
            let notice =
                channel_blocked(ChannelId(7), SubscriptionId(3), reason, Language::English);
            let promised = notice.contains("resumes by itself");
            assert_eq!(promised, reason != FailureReason::UnknownChannel, "{notice}");
        }
    }
}
