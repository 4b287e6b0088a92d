//! Answers that are not about papers: refusals, apologies, and "not so fast".

use std::time::Duration;

use super::count;
use crate::Refusal;
use crate::message::{Message, shorten};

/// The one answer to a failure of ours; what failed stands in the log.
pub fn apology() -> Message {
    Message::text(
        "Something went wrong on my side, and it is logged. Please try again in a minute.",
    )
}

/// The answer to what could not be read at all.
pub fn unreadable() -> Message {
    Message::text("I couldn't read that. Please use the command again.")
}

/// The answer to somebody who asks faster than the bot answers.
pub fn too_fast(wait: Duration) -> Message {
    Message::text(format!("That was a lot at once. Please try again in {}.", seconds(wait)))
}

/// The answer where all members of a server together do.
pub fn server_too_fast(wait: Duration) -> Message {
    Message::text(format!(
        "This server is using me a lot right now. Please try again in {}.",
        seconds(wait)
    ))
}

/// The answer while too much is in hand.
pub fn busy() -> Message {
    Message::text("I'm busy right now. Please try again in a minute.")
}

/// What becomes of a change that could not be stored.
pub fn not_saved() -> Refusal {
    Refusal(
        "I couldn't save that, so nothing was changed. Please try again in a minute.".to_owned(),
    )
}

fn seconds(wait: Duration) -> String {
    count(wait.as_secs().max(1) as usize, "second")
}

/// A person's mistake, answered.
pub fn refusal(refusal: &Refusal) -> Message {
    Message::text(escape_refusal(&refusal.0))
}

/// Refusals are our own sentences, but they quote what was typed: back-quotes keep it harmless,
/// and mentions are never parsed.
fn escape_refusal(text: &str) -> String {
    shorten(&text.replace('@', "@\u{200b}"), 1_900)
}
