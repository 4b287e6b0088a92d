//! The test post, which shows that posts arrive in a channel. It contains no paper, so that it
//! isn't mistaken for a real post.

use std::time::Duration;

use domain::{ChannelId, Language};
use jiff::Timestamp;

use super::panel::Panel;
use crate::message::{Component, Message};
use crate::view::notice::seconds;
use crate::view::subscription::topics;
use crate::view::{mention, moment};
use crate::words::schedule_words;
use crate::{Refusal, say, text};

/// The message for the channel, in the language of the posts.
pub fn test_post(panel: &Panel, now: Timestamp, language: Language) -> Message {
    let heading = say!(language, "test-heading");
    let papers = match &panel.topics {
        Some(wanted) => say!(language, "test-papers-on", topics = topics(wanted, language)),
        None => say!(language, "test-papers"),
    };
    let schedule = panel.schedule();
    let words = schedule_words(&schedule).to(language);
    let next = schedule.next_after(now).map(|due| format!(" · {}", moment(due, 'R')));
    let (small, next) = (say!(language, "test-small"), next.unwrap_or_default());
    let text = format!("### 🧪 {heading}\n{papers}\n{words}{next}\n-# {small}");
    Message::boxed(vec![Component::Text(text)])
}

/// The answer after it was sent.
pub fn test_sent(channel: ChannelId, language: Language) -> Message {
    Message::text(format!("✅ {}", say!(language, "test-sent", channel = mention(channel))))
}

/// The refusal if Discord did not accept it.
pub fn test_failed(channel: ChannelId) -> Refusal {
    text!("test-failed", channel = mention(channel)).into()
}

/// The refusal of another test too soon after one.
pub fn test_too_soon(wait: Duration) -> Refusal {
    text!("test-too-soon", seconds = seconds(wait)).into()
}
