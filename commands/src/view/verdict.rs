//! Formats why a paper is included in a post or left out.

use domain::{Before, Entry, Has, Verdict};

use super::topic_reason::topic_reason;
use crate::l10n::Text;
use crate::message::escape;
use crate::text;

/// A symbol and a text; `least` is the subscription's minimum votes.
pub(crate) fn verdict(entry: &Entry, least: u32) -> (&'static str, Text) {
    match &entry.verdict {
        Verdict::In(Some(hit)) => {
            let (topic, reason) = (escape(&hit.topic), topic_reason(&hit.reason));
            ("✅", text!("verdict-topic", topic = topic, reason = reason))
        }
        Verdict::In(None) => ("✅", text!("verdict-everything")),
        Verdict::NoTopic => ("➖", text!("verdict-no-topic")),
        Verdict::Excluded(hit) => {
            let (topic, reason) = (escape(&hit.topic), topic_reason(&hit.reason));
            ("⛔", text!("verdict-excluded", topic = topic, reason = reason))
        }
        Verdict::Lacks(Has::Code) => ("➖", text!("verdict-no-code")),
        Verdict::Lacks(Has::Model) => ("➖", text!("verdict-no-model")),
        Verdict::Lacks(Has::Dataset) => ("➖", text!("verdict-no-dataset")),
        Verdict::BelowFloor => {
            ("➖", text!("verdict-few-votes", votes = entry.paper.upvotes, least = least))
        }
        Verdict::Before(before) => ("➖", earlier(*before)),
        Verdict::OverMax => ("➖", text!("verdict-full")),
    }
}

fn earlier(before: Before) -> Text {
    match before {
        Before::Posted => text!("verdict-posted"),
        Before::Unconfirmed => text!("verdict-unconfirmed"),
        Before::PassedOver => text!("verdict-passed-over"),
        Before::Taken(id) => text!("verdict-taken", id = id),
    }
}
