//! Why a slot did not bring what it should, in words an admin can act on.

use domain::FailureReason;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words_of_its_own() {
        let words: std::collections::HashSet<&str> = FailureReason::all().map(explain).collect();
        assert_eq!(words.len(), FailureReason::all().count());
        assert!(words.iter().all(|text| !text.ends_with('.')));
    }
}
