//! Decides whether a paper is about a topic, how certainly, and why.
//!
//! A topic is prepared as a [`term`]: its words and synonyms, its concept on the map, and its
//! vector in the table. [`evidence`] measures what in a paper supports it, and [`calibration`]
//! weighs that, with one calibration for all topics.

mod background;
mod calibrate;
mod calibration;
mod concept_names;
mod did_you_mean;
mod evidence;
mod field;
mod matcher;
mod narrower;
mod paper_text;
mod people;
mod predict;
mod reason;
mod term;
mod topic_set;
mod wordings;

use domain::{Strictness, Topic, TopicHit};

pub use background::Background;
pub use calibrate::{CrossValidated, Sample, calibrate};
pub use calibration::{CalibratedOn, Calibration, CalibrationError};
pub use evidence::{Evidence, MEASURES};
pub use matcher::TopicMatcher;
pub use paper_text::PaperText;
pub use predict::learn_concepts;
pub use topic_set::TopicSet;

/// A topic that a paper matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The probability that the paper is about it, from 0 to 1: the share of papers with this
    /// evidence that a careful reader would file under the topic.
    pub score: f32,
    /// The topic as typed, and the words of the paper that support it, as written.
    pub hit: TopicHit,
}

impl Match {
    /// Whether the score reaches this strictness.
    pub fn is(&self, strictness: Strictness) -> bool {
        self.score >= least(strictness)
    }
}

/// The score threshold for a match.
fn least(strictness: Strictness) -> f32 {
    Calibration::builtin().least(strictness)
}

/// A topic, prepared once for any number of papers.
pub struct TopicQuery(TopicSet);

impl TopicQuery {
    /// Prepares a topic.
    pub fn new(topic: &Topic) -> TopicQuery {
        TopicQuery(TopicSet::new([topic]))
    }

    /// The match, if the score reaches this strictness.
    pub fn hit(&self, paper: &PaperText, strictness: Strictness) -> Option<Match> {
        self.0.matches(paper, strictness).pop().map(|(_, found)| found)
    }
}

#[cfg(test)]
mod tests {
    use domain::Paper;
    use proptest::prelude::*;

    use super::*;
    use crate::fixtures::{paper, shown};

    /// A paper whose fields each mention different things.
    fn sample() -> Paper {
        let summary = "We fold boats with GPT-4o. An agent appears in passing. Rumours spread, and rumours stop. \
            Boats need wind-aware cardboard sails. Our code is open. Generation of maps is slow. \
            Videos were watched in the shade of a tree. We train with RLHF and with RLHF again.";
        let mut paper = paper("2601.00001", "Pocket Video Diffusion for GPT-4o", summary);
        paper.keywords = vec!["retrieval-augmented generation".to_owned(), "3D maps".to_owned()];
        paper.ai_summary = Some("Large language models fold paper boats.".to_owned());
        paper
    }

    fn found(topic: &str) -> Option<Match> {
        let query = TopicQuery::new(&topic.parse().expect(topic));
        query.hit(&PaperText::new(&sample()), Strictness::Loose)
    }

    #[test]
    fn matches_have_a_reason() {
        let check = |topic: &str, because: &str| {
            let found = found(topic).unwrap_or_else(|| panic!("{topic} is not found"));
            assert_eq!(shown(&found.hit.reason), because, "{topic}");
            assert_eq!(found.hit.topic, topic);
        };
        check("diffusion", "“Diffusion” in the title");
        check("Video diffusion models", "“Video Diffusion” in the title");
        check("gpt4o", "“GPT-4o” in the title");
    }

    #[test]
    fn unrelated_topics_do_not_match() {
        for topic in ["quantum error correction", "protein folding", "the"] {
            assert_eq!(found(topic), None, "{topic}");
        }
    }

    #[test]
    fn more_evidence_never_lowers_the_score() {
        let score = |title: &str, summary: &str, keywords: &[&str]| {
            let mut paper = paper("2601.00001", title, summary);
            paper.keywords = keywords.iter().map(|one| (*one).to_owned()).collect();
            let query = TopicQuery::new(&"jailbreak".parse().expect("a topic"));
            query.hit(&PaperText::new(&paper), Strictness::Loose).map_or(0.0, |found| found.score)
        };
        let once = "Boats are folded of paper. A jailbreak is seen. Sails are sewn of old maps.";
        let twice = "A jailbreak is seen. A jailbreak of boats is seen again. Sails are sewn.";
        let steps = [
            score("On Boats", "Boats are folded of paper. Sails are sewn of old maps.", &["boats"]),
            score("On Boats", once, &["boats"]),
            score("On Boats", twice, &["boats"]),
            score("On Boats", twice, &["boats", "jailbreak"]),
            score("Jailbreaks on Boats", twice, &["boats", "jailbreak"]),
        ];
        assert!(steps.is_sorted(), "{steps:?}");
        assert!(steps[0] < steps[4], "{steps:?}");
    }

    #[test]
    fn narrower_terms_support_a_topic_and_add_up() {
        let set = TopicSet::new(&["AI safety".parse().expect("a topic")]);
        let rest = "Boats are folded of paper, sails are sewn of old maps, and gulls look on.";
        let [once, two] = [
            format!("We study jailbreak attacks and again jailbreak attacks. {rest}"),
            format!("We study jailbreak attacks and also red teaming. {rest}"),
        ]
        .map(|summary| PaperText::new(&paper("2601.00001", "Folding Boats", &summary)));
        let found = set.matches(&two, Strictness::Loose).pop().expect("two narrower terms").1;
        assert_eq!(shown(&found.hit.reason), "jailbreak attacks, a part of AI safety");
        let by_words = |text: &PaperText| set.by_words(text).pop().map_or(0.0, |(_, score)| score);
        let (once, two) = (by_words(&once), by_words(&two));
        assert!(once < two, "different ones say more: {once} {two}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn no_text_panics(text in ".{0,6000}", topic in "\\PC{1,100}") {
            let mut paper = paper("2601.00001", &text, &text);
            paper.keywords = vec![topic.clone()];
            let text = PaperText::new(&paper);
            let query = topic.parse::<Topic>().ok().map(|topic| TopicQuery::new(&topic));
            if let Some(found) = query.and_then(|query| query.hit(&text, Strictness::Loose)) {
                prop_assert!((0.0..=1.0).contains(&found.score));
            }
        }
    }
}
