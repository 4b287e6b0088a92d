//! The words of one part of a paper, with their positions.

use domain::{PaperField, TopicReason};

use crate::text::{Stems, Words, hash, is_stop_word};

/// The maximum number of words between two words of a topic: "LLM-based shopping agents".
const SLACK: usize = 2;
/// The same if they are in another order, as in "generation of videos". In an abstract a larger gap
/// is usually coincidence.
const SLACK_OUT_OF_ORDER: usize = 1;

/// A part of a paper, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Keyword,
    Tldr,
    Abstract,
}

/// The words of one part.
pub(super) struct Field {
    pub(super) place: Place,
    text: String,
    /// The position of each word in `text`, in bytes.
    spans: Vec<(usize, usize)>,
    /// The words in order, parallel to `spans`.
    pub(super) words: Vec<u64>,
    /// Joined words and the endings of names: the index of the first part, and the index after the
    /// last.
    pub(super) joined: Vec<(u64, usize, usize)>,
    /// Sorted by stem. Joined words span several.
    pub(super) stems: Vec<Occurrence>,
}

/// A stem in a field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    pub(super) stem: u64,
    first: u32,
    words: u32,
}

/// A range of a field's words: the first, and the one after the last.
pub(super) type Span = (usize, usize);

impl Field {
    pub(super) fn new(place: Place, text: &str, stemmer: &Stems) -> Field {
        let (mut spans, mut stems) = (Vec::new(), Vec::new());
        let (mut plain, mut whole) = (Vec::new(), Vec::new());
        let words = Words::of(text).with_compounds();
        for word in words.iter() {
            let first = spans.len() as u32;
            for (part, span) in word.parts().zip(word.spans) {
                if !is_stop_word(part) {
                    let stem = hash(&stemmer.stem(part));
                    stems.push(Occurrence { stem, first: spans.len() as u32, words: 1 });
                    plain.push(stem);
                    let (from, to) = (span.start as usize, span.end as usize);
                    // Titles and keywords name what the paper is about; an abstract also names what
                    // it is compared with.
                    let named = if place == Place::Abstract { "" } else { &text[from..to] };
                    for ending in name_endings(named) {
                        let stem = hash(&stemmer.stem(&ending.to_lowercase()));
                        stems.push(Occurrence { stem, first: spans.len() as u32, words: 1 });
                        whole.push((stem, spans.len(), spans.len() + 1));
                    }
                    spans.push((from, to));
                }
            }
            let count = spans.len() as u32 - first;
            if let Some(joined) = word.joined()
                && count > 0
            {
                let stem = hash(&stemmer.stem(joined));
                stems.push(Occurrence { stem, first, words: count });
                whole.push((stem, first as usize, spans.len()));
            }
        }
        stems.sort_unstable();
        Field { place, text: text.to_owned(), spans, words: plain, joined: whole, stems }
    }

    fn occurrences(&self, stem: u64) -> impl Iterator<Item = Span> {
        let from = self.stems.partition_point(|other| other.stem < stem);
        let here = self.stems[from..].iter().take_while(move |other| other.stem == stem);
        here.map(|one| (one.first as usize, (one.first + one.words) as usize))
    }

    /// Whether the stem occurs.
    pub(super) fn has(&self, stem: u64) -> bool {
        self.stems.binary_search_by_key(&stem, |one| one.stem).is_ok()
    }

    /// Where the stems occur as a phrase.
    pub(super) fn phrases(&self, stems: &[u64]) -> Vec<Span> {
        let Some((first, rest)) = stems.split_first() else { return Vec::new() };
        let mut found: Vec<Span> = self.occurrences(*first).collect();
        for stem in rest {
            if found.is_empty() {
                break;
            }
            let next: Vec<Span> = self.occurrences(*stem).collect();
            found = found
                .into_iter()
                .filter_map(|(from, to)| {
                    next.iter().find(|(at, _)| *at == to).map(|(_, end)| (from, *end))
                })
                .collect();
        }
        found
    }

    /// Where several stems occur close together in one sentence.
    pub(super) fn near(&self, stems: &[u64]) -> Option<Span> {
        let (first, rest) = stems.split_first().filter(|(_, rest)| !rest.is_empty())?;
        self.occurrences(*first).find_map(|(at, end)| {
            let (mut from, mut to, mut last, mut in_order) = (at, end, at, true);
            for stem in rest {
                let (other, end) = self.occurrences(*stem).min_by_key(|(other, _)| {
                    // Of two equally close ones, take the later.
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

    /// Whether it is the paper's own text, not the hub's.
    pub(super) fn is_own(&self) -> bool {
        matches!(self.place, Place::Title | Place::Abstract)
    }

    /// Whether nothing but a space or a hyphen separates the words.
    pub(super) fn is_phrase(&self, (from, to): Span) -> bool {
        let ends = self.spans[from..to].windows(2);
        let gaps = ends.filter_map(|two| self.text.get(two[0].1..two[1].0));
        gaps.map(str::trim).all(|gap| gap.is_empty() || gap == "-")
    }

    fn between(&self, from: usize, to: usize) -> &str {
        &self.text[self.spans[from].0..self.spans[to - 1].1]
    }

    /// The words as written, with single spaces.
    pub(super) fn words_at(&self, (from, to): Span) -> String {
        self.between(from, to).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The matched words as written, and where they are.
    pub(super) fn quote(&self, span: Span, times: usize) -> TopicReason {
        let place = match self.place {
            Place::Title => PaperField::Title,
            Place::Keyword => PaperField::Keywords,
            Place::Tldr => PaperField::Summary,
            Place::Abstract => PaperField::Abstract,
        };
        TopicReason::Words { words: self.words_at(span), place, times: times.max(1) }
    }
}

/// The endings of a name in camel case, which often say what it is: `Bench` of `EdgeBench`, `RAG` of
/// `HyperRAG`.
fn name_endings(name: &str) -> impl Iterator<Item = &str> {
    let letters = name.as_bytes();
    let begins = |at: &usize| {
        let in_capitals =
            letters[*at - 1].is_ascii_uppercase() && letters[*at + 1].is_ascii_lowercase();
        letters[*at].is_ascii_uppercase() && (letters[*at - 1].is_ascii_lowercase() || in_capitals)
    };
    // Two letters say too little.
    (1..letters.len().saturating_sub(2)).filter(begins).map(|at| &name[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_in_what_they_are() {
        for (name, expected) in [
            ("EdgeBench", vec!["Bench"]),
            ("WMBench", vec!["Bench"]),
            ("HyperRAG", vec!["RAG"]),
            ("QLoRA", vec!["LoRA"]),
            ("RoboSemanticBench", vec!["SemanticBench", "Bench"]),
            ("ÜberNeRF", vec!["NeRF"]),
            ("OpenAI", vec![]),
            ("benchmark", vec![]),
            ("BENCH", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(name_endings(name).collect::<Vec<_>>(), expected, "{name}");
        }
    }

    #[test]
    fn endings_of_names_count_in_titles_only() {
        for (place, counts) in
            [(Place::Title, true), (Place::Keyword, true), (Place::Abstract, false)]
        {
            let field = Field::new(place, "EdgeBench of boats", &Stems::new());
            assert_eq!(field.has(hash(&Stems::new().stem("bench"))), counts, "{place:?}");
            assert_eq!(field.words.len(), 2, "{place:?}");
        }
    }
}
