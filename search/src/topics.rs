//! Whether a paper is about a topic, and why.

use domain::{Paper, Topic, TopicHit};

use crate::stems::{Stems, is_stop_word};
use crate::synonyms::wordings;
use crate::text::Words;

/// The words of a topic may stand apart by so many others: "LLM-based shopping agents".
const SLACK: usize = 2;
/// And by so many if they stand in another order, as in "generation of videos". In an abstract
/// that is chance more often than not.
const SLACK_OUT_OF_ORDER: usize = 1;
/// A topic named so often in the abstract is what the paper is about.
const OFTEN: usize = 2;

/// A paper's words, prepared once for any number of topics.
pub struct PaperText {
    fields: Vec<Field>,
}

/// Where in a paper a topic was found, strongest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Title,
    Keyword,
    Gist,
    Abstract,
}

struct Field {
    place: Place,
    text: String,
    /// Where each word stands in `text`, in bytes.
    spans: Vec<(usize, usize)>,
    /// (stem, first word, number of words), sorted. Joined words span several.
    stems: Vec<(u64, u32, u32)>,
}

/// A topic, prepared once for any number of papers.
pub struct TopicQuery {
    topic: String,
    wordings: Vec<Vec<u64>>,
}

impl PaperText {
    /// Reads a paper.
    pub fn new(paper: &Paper) -> PaperText {
        let stems = Stems::new();
        let mut fields = vec![Field::new(Place::Title, &paper.title, &stems)];
        let keywords = paper.keywords.iter();
        fields.extend(keywords.map(|keyword| Field::new(Place::Keyword, keyword, &stems)));
        let gist = paper.ai_summary.iter();
        fields.extend(gist.map(|gist| Field::new(Place::Gist, gist, &stems)));
        fields.push(Field::new(Place::Abstract, &paper.summary, &stems));
        PaperText { fields }
    }
}

impl TopicQuery {
    /// Prepares a topic, with its other names.
    pub fn new(topic: &Topic) -> TopicQuery {
        let wordings = wordings(topic.as_str(), &Stems::new());
        let wordings = wordings.iter().map(|stems| stems.iter().map(|stem| hash(stem)).collect());
        TopicQuery { topic: topic.to_string(), wordings: wordings.collect() }
    }

    /// Whether the paper is about the topic, and the words that say so as they stand there. The
    /// topic, or another name of it, must stand in the title, a keyword or the one-sentence
    /// summary, or twice in the abstract. For a topic of several words it is enough that they
    /// stand close together once, in the abstract in their order.
    pub fn hit(&self, paper: &PaperText) -> Option<TopicHit> {
        let because = paper.fields.iter().find_map(|field| self.because(field))?;
        Some(TopicHit { topic: self.topic.clone(), because })
    }

    fn because(&self, field: &Field) -> Option<String> {
        let needed = if field.place == Place::Abstract { OFTEN } else { 1 };
        let mut found: Vec<(usize, usize)> =
            self.wordings.iter().flat_map(|wording| field.phrases(wording)).collect();
        found.sort_unstable();
        // Two wordings may meet at one place: "diffusion" and "diffusion model".
        found.dedup_by_key(|(first, _)| *first);
        if found.len() >= needed {
            return Some(field.quote(found[0], found.len()));
        }
        self.wordings.iter().find_map(|wording| field.near(wording)).map(|at| field.quote(at, 1))
    }
}

impl Field {
    fn new(place: Place, text: &str, stemmer: &Stems) -> Field {
        let (mut spans, mut stems) = (Vec::new(), Vec::new());
        let words = Words::of(text);
        for word in words.iter() {
            let first = spans.len() as u32;
            for (part, span) in word.parts().zip(word.spans) {
                if !is_stop_word(part) {
                    stems.push((hash(&stemmer.stem(part)), spans.len() as u32, 1));
                    spans.push((span.start as usize, span.end as usize));
                }
            }
            let count = spans.len() as u32 - first;
            if let Some(joined) = word.joined()
                && count > 0
            {
                stems.push((hash(&stemmer.stem(joined)), first, count));
            }
        }
        stems.sort_unstable();
        Field { place, text: text.to_owned(), spans, stems }
    }

    fn standing(&self, stem: u64) -> impl Iterator<Item = (usize, usize)> {
        let from = self.stems.partition_point(|(other, ..)| *other < stem);
        let here = self.stems[from..].iter().take_while(move |(other, ..)| *other == stem);
        here.map(|(_, at, count)| (*at as usize, (at + count) as usize))
    }

    /// Where the stems stand one after another, as first and past-the-last word.
    fn phrases(&self, stems: &[u64]) -> Vec<(usize, usize)> {
        let Some((first, rest)) = stems.split_first() else { return Vec::new() };
        let mut found: Vec<(usize, usize)> = self.standing(*first).collect();
        for stem in rest {
            if found.is_empty() {
                break;
            }
            let next: Vec<(usize, usize)> = self.standing(*stem).collect();
            found = found
                .into_iter()
                .filter_map(|(from, to)| {
                    next.iter().find(|(at, _)| *at == to).map(|(_, end)| (from, *end))
                })
                .collect();
        }
        found
    }

    /// Where several stems stand close together in one sentence.
    fn near(&self, stems: &[u64]) -> Option<(usize, usize)> {
        let (first, rest) = stems.split_first().filter(|(_, rest)| !rest.is_empty())?;
        self.standing(*first).find_map(|(at, end)| {
            let (mut from, mut to, mut last, mut in_order) = (at, end, at, true);
            for stem in rest {
                let (other, end) = self.standing(*stem).min_by_key(|(other, _)| {
                    // Of two equally near, the one that follows.
                    (other.abs_diff(at), other < &at)
                })?;
                in_order &= other > last;
                last = other;
                from = from.min(other);
                to = to.max(end);
            }
            let slack = match (self.place, in_order) {
                (Place::Keyword, _) => Some(usize::MAX / 2),
                (_, true) => Some(SLACK),
                (Place::Abstract, false) => None,
                (_, false) => Some(SLACK_OUT_OF_ORDER),
            };
            let close = slack.is_some_and(|slack| to - from <= stems.len() + slack);
            (close && !self.ends_sentence(from, to)).then_some((from, to))
        })
    }

    /// Whether a sentence ends between two words.
    fn ends_sentence(&self, from: usize, to: usize) -> bool {
        let text = self.between(from, to);
        [". ", "? ", "! ", ".\n"].iter().any(|end| text.contains(end))
    }

    fn between(&self, from: usize, to: usize) -> &str {
        &self.text[self.spans[from].0..self.spans[to - 1].1]
    }

    /// The words that matched, as they stand there.
    fn quote(&self, (from, to): (usize, usize), times: usize) -> String {
        let words = self.between(from, to).split_whitespace().collect::<Vec<_>>().join(" ");
        match (self.place, times) {
            (Place::Title, _) => format!("“{words}” in the title"),
            (Place::Keyword, _) => format!("“{words}” in the keywords"),
            (Place::Gist, _) => format!("“{words}” in the summary"),
            (Place::Abstract, 0 | 1) => format!("“{words}” in the abstract"),
            (Place::Abstract, times) => format!("“{words}” {times} times in the abstract"),
        }
    }
}

/// FNV-1a. Stems are compared by it: shorter than the stems, and the same on every machine.
fn hash(stem: &str) -> u64 {
    stem.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
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

    fn check(topic: &str, because: Option<&str>) {
        let query = TopicQuery::new(&topic.parse().expect(topic));
        let hit = query.hit(&PaperText::new(&sample()));
        assert_eq!(hit.as_ref().map(|hit| hit.because.as_str()), because, "{topic}");
        assert!(hit.is_none_or(|hit| hit.topic == topic));
    }

    #[test]
    fn a_topic_matches_for_a_reason() {
        for (topic, because) in [
            ("diffusion", Some("“Diffusion” in the title")),
            ("Video diffusion models", Some("“Video Diffusion” in the title")),
            ("gpt4o", Some("“GPT-4o” in the title")),
            ("RAG", Some("“retrieval-augmented generation” in the keywords")),
            ("maps in 3D", Some("“3D maps” in the keywords")),
            ("LLMs", Some("“Large language models” in the summary")),
            ("rumour", Some("“Rumours” 2 times in the abstract")),
            ("rlhf", Some("“RLHF” 2 times in the abstract")),
            ("wind-aware sails", Some("“wind-aware cardboard sails” in the abstract")),
            // Once in passing, across two sentences, in another order, not at all.
            ("agents", None),
            ("code generation", None),
            ("map generation", None),
            ("video generation", None),
            ("quantum", None),
            ("the", None),
        ] {
            check(topic, because);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn no_text_panics(text in ".{0,6000}", topic in "\\PC{1,100}") {
            let mut paper = paper("2601.00001", &text, &text);
            paper.keywords = vec![topic.clone()];
            let text = PaperText::new(&paper);
            if let Ok(topic) = topic.parse::<Topic>() {
                let _ = TopicQuery::new(&topic).hit(&text);
            }
        }
    }
}
