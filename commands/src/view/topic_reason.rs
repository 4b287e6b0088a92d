//! Formats why a paper matches a topic.

use domain::{PaperField, TopicReason};

use crate::l10n::Text;
use crate::message::escape;
use crate::text;

/// A reason in words. Quotes are escaped.
pub fn topic_reason(reason: &TopicReason) -> Text {
    match reason {
        TopicReason::Words { words, place, times } => {
            let words = escape(words);
            match place {
                PaperField::Title => text!("reason-title", words = words),
                PaperField::Keywords => text!("reason-keywords", words = words),
                PaperField::Summary => text!("reason-summary", words = words),
                PaperField::Abstract => {
                    text!("reason-abstract", words = words, times = (*times).max(1))
                }
            }
        }
        TopicReason::Narrower { words, topic } => {
            text!("reason-part-of", words = escape(words), topic = escape(topic))
        }
        TopicReason::Related { words, topic } => {
            text!("reason-related-to", words = escape(words), topic = escape(topic))
        }
        TopicReason::Typical { words, topic } => {
            let words = words.iter().map(|words| text!("reason-quote", words = escape(words)));
            let words: Vec<Text> = words.collect();
            text!("reason-typical-of", words = words, topic = escape(topic))
        }
        TopicReason::Similar => text!("reason-meaning"),
        TopicReason::Author(name) => text!("reason-author", name = escape(name)),
        TopicReason::Organization(name) => text!("reason-organization", name = escape(name)),
        TopicReason::All(reasons) => {
            let reasons: Vec<Text> = reasons.iter().map(topic_reason).collect();
            text!("reason-all", reasons = reasons)
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    #[test]
    fn reasons_quote_the_paper() {
        let words = |place, times| TopicReason::Words { words: "Boats".to_owned(), place, times };
        let [jailbreak, safety] = ["jailbreaks", "AI safety"].map(str::to_owned);
        for (reason, expected) in [
            (words(PaperField::Title, 1), "“Boats” in the title"),
            (words(PaperField::Keywords, 1), "“Boats” in the keywords"),
            (words(PaperField::Summary, 2), "“Boats” in the summary"),
            (words(PaperField::Abstract, 1), "“Boats” in the abstract"),
            (words(PaperField::Abstract, 3), "“Boats” 3 times in the abstract"),
            (
                TopicReason::Narrower { words: jailbreak.clone(), topic: safety.clone() },
                "jailbreaks, a part of AI safety",
            ),
            (
                TopicReason::Related { words: jailbreak, topic: safety },
                "jailbreaks, related to AI safety",
            ),
            (
                TopicReason::Typical {
                    words: ["point clouds", "scans"].map(str::to_owned).into(),
                    topic: "3D vision".to_owned(),
                },
                "“point clouds” and “scans”, typical of 3D vision",
            ),
            (TopicReason::Similar, "close in meaning"),
            (
                TopicReason::All(vec![
                    TopicReason::Author("Ada Lovelace".to_owned()),
                    TopicReason::Organization("NVIDIA".to_owned()),
                ]),
                "by Ada Lovelace and from NVIDIA",
            ),
        ] {
            assert_eq!(topic_reason(&reason).to(Language::English), expected);
        }
    }
}
