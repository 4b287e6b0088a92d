//! Messages that are not about papers: refusals, apologies, rate limits.

use std::time::Duration;

use domain::{Language, RoleId};
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

use super::moment;
use crate::message::{Message, shorten};
use crate::{Refusal, say, text};

/// The apology for an internal error; the details are in the log.
pub fn apology(language: Language) -> Message {
    Message::text(say!(language, "apology"))
}

/// The answer to an interaction that could not be read.
pub fn unreadable(language: Language) -> Message {
    Message::text(say!(language, "unreadable"))
}

/// The answer to a user who exceeds their rate limit.
pub fn too_fast(wait: Duration, language: Language) -> Message {
    Message::text(say!(language, "too-fast", seconds = seconds(wait)))
}

/// The answer if a server exceeds its rate limit.
pub fn server_too_fast(wait: Duration, language: Language) -> Message {
    Message::text(say!(language, "server-too-fast", seconds = seconds(wait)))
}

/// The refusal for a member who has used the commands that the server allows in a minute; `again` is
/// when the next one is accepted.
pub fn member_too_fast(count: u32, again: Timestamp) -> Refusal {
    // Discord shows whole seconds, and a press in the last of them would be refused again.
    let up = TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Ceil);
    let again = again.round(up).unwrap_or(again);
    text!("member-too-fast", count = count, when = moment(again, 'R')).into()
}

/// The answer while too many requests are being handled.
pub fn busy(language: Language) -> Message {
    Message::text(say!(language, "busy"))
}

/// The refusal for a change that could not be stored.
pub fn not_saved() -> Refusal {
    text!("not-saved").into()
}

/// The refusal for a member who presses an admin button; `role` is the manager role, if set.
pub fn only_managers(role: Option<RoleId>) -> Refusal {
    match role {
        None => text!("only-managers").into(),
        Some(role) => text!("only-managers-or", role = super::mention_role(role)).into(),
    }
}

/// Whole seconds after which the wait is over.
pub(crate) fn seconds(wait: Duration) -> u64 {
    wait.as_secs_f64().ceil().max(1.0) as u64
}

/// The message for a refusal.
pub fn refusal(refusal: &Refusal, language: Language) -> Message {
    Message::text(escape_refusal(&refusal.to(language)))
}

/// Refusals are our own sentences, but they show what was typed: as code, which `message::quoted`
/// keeps closed, and mentions are never parsed. Roles that we name are shown by their names.
fn escape_refusal(text: &str) -> String {
    let harmless = text.replace('@', "@\u{200b}").replace("<@\u{200b}&", "<@&");
    shorten(&harmless, 1_900)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{ENGLISH, read};
    use super::*;
    use crate::setup::test_too_soon;

    #[test]
    fn a_wait_is_over_when_it_says() {
        let check = |millis: u64, expected: &str| {
            let wait = Duration::from_millis(millis);
            for shown in [
                read(&too_fast(wait, ENGLISH)),
                read(&server_too_fast(wait, ENGLISH)),
                test_too_soon(wait).to_string(),
            ] {
                assert!(shown.ends_with(&format!("in {expected}.")), "{millis}: {shown}");
            }
        };
        check(0, "1 second");
        check(1, "1 second");
        check(1_000, "1 second");
        check(1_001, "2 seconds");
        check(2_900, "3 seconds");
        let again = Timestamp::from_millisecond(1_778_572_800_100).expect("a time");
        let shown = member_too_fast(5, again).to_string();
        assert!(shown.contains("<t:1778572801:R>"), "{shown}");
    }
}
