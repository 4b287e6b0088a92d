//! Formats why a paper is included in a post or left out.

use domain::{Entry, PriorOutcome, Requirement, TopicHit, TopicReason, Verdict};

use super::topic_reason::topic_reason;
use crate::l10n::Text;
use crate::message::escape;
use crate::text;

/// A symbol and a text; `least` is the subscription's minimum votes.
pub(crate) fn verdict(entry: &Entry, least: u32) -> (&'static str, Text) {
    match &entry.verdict {
        Verdict::In(Some(hit)) if names_topic(hit) => ("✅", topic_reason(&hit.reason)),
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
        Verdict::Lacks(Requirement::Code) => ("➖", text!("verdict-no-code")),
        Verdict::Lacks(Requirement::Model) => ("➖", text!("verdict-no-model")),
        Verdict::Lacks(Requirement::Dataset) => ("➖", text!("verdict-no-dataset")),
        Verdict::BelowFloor => {
            ("➖", text!("verdict-few-votes", votes = entry.paper.upvotes, least = least))
        }
        Verdict::Before(before) => ("➖", earlier(*before)),
        Verdict::OverMax => ("➖", text!("verdict-full")),
    }
}

/// Whether the reason already says which topic matched.
fn names_topic(hit: &TopicHit) -> bool {
    match &hit.reason {
        TopicReason::Narrower { topic, .. }
        | TopicReason::Related { topic, .. }
        | TopicReason::Typical { topic, .. } => *topic == hit.topic,
        TopicReason::Author(_) | TopicReason::Organization(_) => true,
        _ => false,
    }
}

fn earlier(before: PriorOutcome) -> Text {
    match before {
        PriorOutcome::Posted => text!("verdict-posted"),
        PriorOutcome::Unconfirmed => text!("verdict-unconfirmed"),
        PriorOutcome::PassedOver => text!("verdict-passed-over"),
        PriorOutcome::Taken(id) => text!("verdict-taken", id = id),
    }
}
