//! Why a paper matches a topic, in words.

use domain::{PaperPlace, TopicReason};

/// The words for a reason; they are not escaped.
pub fn topic_reason(reason: &TopicReason) -> String {
    match reason {
        TopicReason::Words { words, place, times } => match (place, times) {
            (PaperPlace::Title, _) => format!("“{words}” in the title"),
            (PaperPlace::Keywords, _) => format!("“{words}” in the keywords"),
            (PaperPlace::Summary, _) => format!("“{words}” in the summary"),
            (PaperPlace::Abstract, 0 | 1) => format!("“{words}” in the abstract"),
            (PaperPlace::Abstract, times) => format!("“{words}” {times} times in the abstract"),
        },
        TopicReason::Narrower { words, topic } => format!("{words}, a part of {topic}"),
        TopicReason::Related { words, topic } => format!("{words}, related to {topic}"),
        TopicReason::Similar => "close in meaning".to_owned(),
        TopicReason::Author(name) => format!("by {name}"),
        TopicReason::Organization(name) => format!("from {name}"),
        TopicReason::All(reasons) => {
            reasons.iter().map(topic_reason).collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_what_the_paper_says() {
        let words = |place, times| TopicReason::Words { words: "Boats".to_owned(), place, times };
        let [jailbreak, safety] = ["jailbreaks", "AI safety"].map(str::to_owned);
        for (reason, expected) in [
            (words(PaperPlace::Title, 1), "“Boats” in the title"),
            (words(PaperPlace::Keywords, 1), "“Boats” in the keywords"),
            (words(PaperPlace::Summary, 2), "“Boats” in the summary"),
            (words(PaperPlace::Abstract, 1), "“Boats” in the abstract"),
            (words(PaperPlace::Abstract, 3), "“Boats” 3 times in the abstract"),
            (
                TopicReason::Narrower { words: jailbreak.clone(), topic: safety.clone() },
                "jailbreaks, a part of AI safety",
            ),
            (
                TopicReason::Related { words: jailbreak, topic: safety },
                "jailbreaks, related to AI safety",
            ),
            (TopicReason::Similar, "close in meaning"),
            (
                TopicReason::All(vec![
                    TopicReason::Author("Ada Lovelace".to_owned()),
                    TopicReason::Organization("NVIDIA".to_owned()),
                ]),
                "by Ada Lovelace, from NVIDIA",
            ),
        ] {
            assert_eq!(topic_reason(&reason), expected);
        }
    }
}
