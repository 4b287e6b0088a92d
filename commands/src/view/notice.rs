//! Messages that are not about papers: refusals, apologies, rate limits.

use std::time::Duration;

use domain::{Language, RoleId};
use jiff::Timestamp;

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

fn seconds(wait: Duration) -> u64 {
    wait.as_secs().max(1)
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
