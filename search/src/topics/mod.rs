//! Whether a paper is about a topic, how surely, and why.

mod background;
mod concepts;
mod expression;
mod meaning;
mod meant;
mod set;
mod text;

use domain::{Strictness, Topic, TopicHit};

use crate::stems::Stems;
use crate::synonyms::Synonyms;
use text::{Field, Place, Span, hash};

pub use background::Background;
pub use concepts::{ConceptId, ConceptMap, Descendant, MapProblem};
pub use expression::TopicMatcher;
pub use set::TopicSet;
pub use text::PaperText;

/// A topic that a paper matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// How surely the paper is about it, from 0 to 1: of papers with this evidence, the share
    /// that their readers would file under the topic.
    pub score: f32,
    /// The topic as typed, and the words of the paper that say so, as they stand there.
    pub hit: TopicHit,
}

/// A topic, prepared once for any number of papers.
pub struct TopicQuery {
    topic: String,
    /// The stems of the topic, then those of its other names.
    wordings: Vec<Vec<u64>>,
}

/// What in a paper speaks for a topic.
#[derive(Clone, Copy)]
struct Evidence<'a> {
    score: f32,
    field: &'a Field,
    span: Span,
    times: usize,
}

/// The least score of a match.
fn least(strictness: Strictness) -> f32 {
    match strictness {
        Strictness::Loose => 0.1,
        Strictness::Normal => 0.55,
        Strictness::Strict => 0.75,
    }
}

impl Match {
    /// Whether the paper is about the topic as surely as asked.
    pub fn is(&self, strictness: Strictness) -> bool {
        self.score >= least(strictness)
    }
}

/// How surely a paper is about a topic of one, two, or more words that its abstract names once,
/// twice, three times, or more often. Measured on hf_topics: the share of such papers that have
/// it for a keyword, over the share where the topic is named all over the paper.
const IN_ABSTRACT: [[f32; 4]; 3] =
    [[0.40, 0.65, 0.75, 0.90], [0.60, 0.75, 0.85, 0.95], [0.75, 0.85, 0.90, 1.0]];
/// Words of the topic that stand close together, but not one after another.
const NEAR_IN_TITLE: f32 = 0.7;
const NEAR_IN_ABSTRACT: f32 = 0.12;

impl TopicQuery {
    /// Prepares a topic, with its other names.
    pub fn new(topic: &Topic) -> TopicQuery {
        TopicQuery::read(topic, &Synonyms::read(), &Stems::new())
    }

    fn read(topic: &Topic, synonyms: &Synonyms, stems: &Stems) -> TopicQuery {
        let wordings = synonyms.wordings(topic.as_str(), stems);
        let hashes = |stems: &Vec<String>| stems.iter().map(|stem| hash(stem)).collect();
        TopicQuery { topic: topic.to_string(), wordings: wordings.iter().map(hashes).collect() }
    }

    /// Whether the paper is about the topic as surely as asked.
    pub fn hit(&self, paper: &PaperText, strictness: Strictness) -> Option<Match> {
        let evidence = paper.fields.iter().filter_map(|field| self.evidence(field));
        // Of two equally sure, the first: what the title says is read first.
        let best = evidence.reduce(|best, next| if next.score > best.score { next } else { best });
        let best = best.filter(|best| best.score >= least(strictness))?;
        let because = best.field.quote(best.span, best.times);
        Some(Match { score: best.score, hit: TopicHit { topic: self.topic.clone(), because } })
    }

    fn evidence<'a>(&self, field: &'a Field) -> Option<Evidence<'a>> {
        let phrases = self.wordings.iter();
        let phrases = phrases
            .flat_map(|stems| field.phrases(stems).into_iter().map(|span| (span, stems.len())));
        let mut found: Vec<(Span, usize)> = phrases.collect();
        found.sort_unstable();
        // Two wordings may meet at one place: "diffusion" and "diffusion model".
        found.dedup_by_key(|(span, _)| span.0);
        if let Some((span, words)) = found.first() {
            let times = found.len();
            let score = match field.place {
                Place::Keyword => 1.0,
                Place::Title => 0.9,
                Place::Gist => 0.8,
                Place::Abstract => IN_ABSTRACT[words.clamp(&1, &3) - 1][times.min(4) - 1],
            };
            return Some(Evidence { score, field, span: *span, times });
        }
        let span = self.wordings.iter().find_map(|wording| field.near(wording))?;
        let score = match field.place {
            Place::Keyword => 0.9,
            Place::Title | Place::Gist => NEAR_IN_TITLE,
            Place::Abstract => NEAR_IN_ABSTRACT,
        };
        Some(Evidence { score, field, span, times: 1 })
    }
}

#[cfg(test)]
mod tests {
    use domain::Paper;
    use proptest::prelude::*;

    use super::*;
    use crate::sample::paper;

    /// A paper in which each field speaks of other things.
    fn sample() -> Paper {
        let summary = "We fold boats. An agent appears in passing. Rumours spread, and rumours stop. \
            Boats need wind-aware cardboard sails. Our code is open. Generation of maps is slow. \
            Videos were watched in the shade of a tree. We train with RLHF and with RLHF again.";
        let mut paper = paper("2601.00001", "Pocket Video Diffusion for GPT-4o", summary);
        paper.keywords = vec!["retrieval-augmented generation".to_owned(), "3D maps".to_owned()];
        paper.ai_summary = Some("Large language models fold paper boats.".to_owned());
        paper
    }

    fn check(topic: &str, score: f32, because: &str) {
        let query = TopicQuery::new(&topic.parse().expect(topic));
        let found = query.hit(&PaperText::new(&sample()), Strictness::Loose);
        let (scored, said) = match &found {
            Some(found) => (found.score, found.hit.because.as_str()),
            None => (0.0, ""),
        };
        assert_eq!((scored, said), (score, because), "{topic}");
        assert!(found.is_none_or(|found| found.hit.topic == topic));
    }

    #[test]
    fn a_topic_matches_for_a_reason() {
        for (topic, score, because) in [
            ("diffusion", 0.9, "“Diffusion” in the title"),
            ("Video diffusion models", 0.9, "“Video Diffusion” in the title"),
            ("gpt4o", 0.9, "“GPT-4o” in the title"),
            ("RAG", 1.0, "“retrieval-augmented generation” in the keywords"),
            ("maps in 3D", 0.9, "“3D maps” in the keywords"),
            ("LLMs", 0.8, "“Large language models” in the summary"),
            ("rumour", 0.65, "“Rumours” 2 times in the abstract"),
            ("rlhf", 0.65, "“RLHF” 2 times in the abstract"),
            ("slow generation of maps", 0.0, ""),
            ("cardboard sails", 0.6, "“cardboard sails” in the abstract"),
            // In passing: words apart, a single mention.
            ("wind-aware sails", 0.12, "“wind-aware cardboard sails” in the abstract"),
            ("agents", 0.4, "“agent” in the abstract"),
            // Across two sentences, in another order, not at all.
            ("code generation", 0.0, ""),
            ("map generation", 0.0, ""),
            ("video generation", 0.0, ""),
            ("quantum", 0.0, ""),
            ("the", 0.0, ""),
        ] {
            check(topic, score, because);
        }
    }

    #[test]
    fn strictness_is_a_threshold() {
        let paper = PaperText::new(&sample());
        let hits = |topic: &str| {
            let query = TopicQuery::new(&topic.parse().expect(topic));
            [Strictness::Loose, Strictness::Normal, Strictness::Strict]
                .map(|strictness| query.hit(&paper, strictness).is_some())
        };
        assert_eq!(hits("agents"), [true, false, false]);
        assert_eq!(hits("rumours"), [true, true, false]);
        assert_eq!(hits("diffusion"), [true, true, true]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn no_text_panics(text in ".{0,6000}", topic in "\\PC{1,100}") {
            let mut paper = paper("2601.00001", &text, &text);
            paper.keywords = vec![topic.clone()];
            let text = PaperText::new(&paper);
            if let Ok(topic) = topic.parse::<Topic>() {
                let _ = TopicQuery::new(&topic).hit(&text, Strictness::Loose);
            }
        }
    }
}
