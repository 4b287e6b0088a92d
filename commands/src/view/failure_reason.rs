//! Why a slot did not bring what it should, in words an admin can act on.

use domain::{ChannelId, FailureReason, SubscriptionId};

/// The words for a reason: no capital at the start, no full stop at the end.
pub fn explain(reason: FailureReason) -> &'static str {
    match reason {
        FailureReason::UnknownChannel => "the channel was deleted",
        FailureReason::MissingPermission => {
            "I can't see or post in the channel; I need View Channel, Send Messages (in a thread: \
             Send Messages in Threads) and Embed Links"
        }
        FailureReason::DirectMessagesClosed => "this person doesn't accept direct messages from me",
        FailureReason::ThreadLocked => {
            "the thread is archived and locked; unlock it, or choose another channel"
        }
        FailureReason::Refused => "Discord refused the message",
        FailureReason::DiscordUnavailable => "Discord did not answer in time",
        FailureReason::HubUnavailable => {
            "the papers hub did not answer and no recent list is stored"
        }
        FailureReason::Unconfirmed => {
            "I couldn't confirm that the post arrived, so I didn't send it again"
        }
        FailureReason::OwnFault => "something went wrong on my side; my log has the details",
        FailureReason::Missed => "I was offline for more than 12 hours after it was due",
        FailureReason::Overtaken => "I was offline, and a later post followed",
        FailureReason::AlreadySent => "its post was in the channel already",
        FailureReason::NotInServer => "I wasn't in the server at that time",
    }
}

/// The message to the person whose channel takes no posts.
pub fn channel_blocked(
    channel: ChannelId,
    subscription: SubscriptionId,
    reason: FailureReason,
) -> String {
    match reason {
        // A deleted channel never comes back: nothing is promised.
        FailureReason::UnknownChannel => format!(
            "I couldn't post the papers of subscription #{subscription}: its channel was deleted. \
             Choose another one with `/subscription add`, and remove this one with \
             `/subscription remove`."
        ),
        reason => format!(
            "I couldn't post the papers of subscription #{subscription} in <#{channel}>: {}. The \
             subscription is kept and resumes by itself as soon as I can post there again. \
             `/status` in the server shows the details.",
            explain(reason)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words_of_its_own() {
        let words: std::collections::HashSet<&str> = FailureReason::all().map(explain).collect();
        assert_eq!(words.len(), FailureReason::all().count());
        assert!(words.iter().all(|text| !text.ends_with('.')));
    }

    #[test]
    fn nothing_is_promised_for_a_deleted_channel() {
        for reason in FailureReason::all() {
            let told = channel_blocked(ChannelId(7), SubscriptionId(3), reason);
            let promised = told.contains("resumes by itself");
            assert_eq!(promised, reason != FailureReason::UnknownChannel, "{told}");
        }
    }
}
