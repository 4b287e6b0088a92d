//! Many topics at once: a paper is matched against all of them in one pass.

use std::collections::HashMap;

use domain::{Strictness, Topic};
use foldhash::fast::FixedState;

use super::background::{Background, Usual};
use super::meaning;
use super::{Match, PaperText, TopicQuery};
use crate::embedding::Embedding;
use crate::stems::Stems;
use crate::synonyms::Synonyms;
use crate::vectors::Vectors;

/// Any number of topics, found by their words: a paper is compared only with those that have
/// one of its words, and with these by the word that the fewest topics have. Where both have a
/// vector, a topic is also found by its meaning.
#[derive(Default)]
pub struct TopicSet {
    topics: Vec<TopicQuery>,
    /// The rarest stem of each wording → its topics.
    by_stem: HashMap<u64, Vec<u32>, FixedState>,
    /// By the topics' places.
    vectors: Option<Vectors>,
    /// By the topics' places, if there are vectors.
    usual: Vec<Usual>,
}

impl TopicSet {
    /// Prepares topics; they are known by their places in this order.
    pub fn new<'a>(topics: impl IntoIterator<Item = &'a Topic>) -> TopicSet {
        let (synonyms, stems) = (Synonyms::read(), Stems::new());
        let read = |topic: &Topic| TopicQuery::read(topic, &synonyms, &stems);
        let topics: Vec<TopicQuery> = topics.into_iter().map(read).collect();
        let mut uses: HashMap<u64, u32, FixedState> = HashMap::default();
        for stem in topics.iter().flat_map(|topic| topic.wordings.iter().flatten()) {
            *uses.entry(*stem).or_default() += 1;
        }
        let mut by_stem: HashMap<u64, Vec<u32>, FixedState> = HashMap::default();
        for (number, topic) in topics.iter().enumerate() {
            for wording in &topic.wordings {
                let Some(rarest) = wording.iter().min_by_key(|stem| (uses[*stem], **stem)) else {
                    continue;
                };
                let known = by_stem.entry(*rarest).or_default();
                if known.last() != Some(&(number as u32)) {
                    known.push(number as u32);
                }
            }
        }
        TopicSet { topics, by_stem, vectors: None, usual: Vec::new() }
    }

    /// Gives topics their meaning: the vector of each topic as typed, in the order in which they
    /// came; `None` for one that is to be found by its words alone. All are of the model that
    /// encodes the papers.
    pub fn with_meaning(mut self, vectors: Vec<Option<Embedding>>) -> TopicSet {
        let dimensions = vectors.iter().flatten().map(Embedding::dimensions).next();
        self.usual = vec![Usual::default(); self.topics.len()];
        self.vectors = dimensions.map(|dimensions| {
            let mut kept = Vectors::new(dimensions);
            for (number, vector) in vectors.iter().take(self.topics.len()).enumerate() {
                if let Some(vector) = vector {
                    kept.put(number as u32, vector);
                }
            }
            kept
        });
        self
    }

    /// Judges how near a paper is by how near papers are to each topic as a rule; without it one
    /// rule holds for all topics, which finds too much of some and too little of others. To be
    /// called after [`TopicSet::with_meaning`].
    pub fn against(mut self, background: &Background) -> TopicSet {
        let vectors = self.vectors.iter();
        let usual = vectors.flat_map(|vectors| {
            let of = |slot| background.usual(&vectors.get(slot)?);
            (0..self.usual.len() as u32).map(move |slot| of(slot).unwrap_or_default())
        });
        self.usual = usual.collect();
        self
    }

    /// The topics that the paper matches, by their places, in their order. Words decide; what is
    /// only close in meaning comes in besides, never over what a word says.
    pub fn matches(&self, paper: &PaperText, strictness: Strictness) -> Vec<(usize, Match)> {
        let mut found = self.by_words(paper, strictness);
        let Some((vectors, meaning)) = self.vectors.as_ref().zip(paper.meaning.as_ref()) else {
            return found;
        };
        let Some(far) = meaning::least(strictness) else { return found };
        let worded = found.len();
        vectors.each(meaning, |slot, cosine| {
            let number = slot as usize;
            let usual = self.usual[number];
            // Slots without a vector have no cosine, whatever is usual.
            if cosine < usual.cosine(far) || !vectors.contains(slot) {
                return;
            }
            if found[..worded].binary_search_by_key(&number, |(other, _)| *other).is_err() {
                found.push((number, self.topics[number].close_in_meaning(usual, cosine)));
            }
        });
        found.sort_unstable_by_key(|(number, _)| *number);
        found
    }

    fn by_words(&self, paper: &PaperText, strictness: Strictness) -> Vec<(usize, Match)> {
        let stems = paper.stems();
        let found = stems.iter().filter_map(|stem| self.by_stem.get(stem)).flatten();
        let mut numbers: Vec<u32> = found.copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let topics =
            numbers.into_iter().map(|number| (number as usize, &self.topics[number as usize]));
        let whole = topics.filter(|(_, topic)| {
            let has = |stem: &u64| stems.binary_search(stem).is_ok();
            topic.wordings.iter().any(|wording| wording.iter().all(has))
        });
        whole.filter_map(|(number, topic)| Some((number, topic.hit(paper, strictness)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::Index;
    use crate::sample::paper;

    /// What a set finds, as `topic score because`.
    fn check(vectors: [Option<[f32; 2]>; 3], paper_at: Option<[f32; 2]>, expected: &[&str]) {
        let topics: Vec<Topic> =
            ["boats", "ships", "RLHF"].map(|text| text.parse().expect(text)).into();
        let real = |values: [f32; 2]| Embedding::from_real(&values);
        let set = TopicSet::new(&topics).with_meaning(vectors.map(|one| one.map(real)).into());
        let text = PaperText::new(&paper("2601.00001", "Boats of Paper", "They float."));
        let text = match paper_at {
            Some(values) => text.with_meaning(real(values)),
            None => text,
        };
        let found = set.matches(&text, Strictness::Loose).into_iter();
        let shown = found.map(|(at, found)| {
            assert!(found.is(Strictness::Loose) && found.score <= 1.0);
            format!("{at} {} {}", found.hit.topic, found.hit.because)
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{vectors:?} {paper_at:?}");
    }

    #[test]
    fn a_topic_near_to_every_paper_needs_more() {
        let mut index = Index::default();
        // Papers lie about (1, 0): the first topic is near to all of them, the second to few.
        for number in 0..64 {
            let paper = paper(&format!("2601.{number:05}"), "Boats", "");
            index.put(&paper);
            let angle = (number as f32 - 40.0) / 32.0;
            index.put_meaning(&paper.id, &Embedding::from_real(&[angle.cos(), angle.sin()]));
        }
        let topics: Vec<Topic> = ["ships", "sails"].map(|text| text.parse().expect(text)).into();
        let vectors = [[1.0, 0.1], [-0.5, 1.0]].map(|values| Some(Embedding::from_real(&values)));
        let set = TopicSet::new(&topics).with_meaning(vectors.into());
        let found = |set: &TopicSet, values: [f32; 2]| -> Vec<usize> {
            let text = PaperText::new(&paper("2601.00001", "Boats of Paper", "They float."));
            let text = text.with_meaning(Embedding::from_real(&values));
            set.matches(&text, Strictness::Loose).into_iter().map(|(at, _)| at).collect()
        };
        assert_eq!(found(&set, [1.0, 0.1]), [0]);
        assert_eq!(found(&set, [-0.5, 1.0]), [1]);
        let set = set.against(&index.background());
        assert_eq!(found(&set, [1.0, 0.1]), [0; 0], "as near as papers usually are");
        assert_eq!(found(&set, [-0.5, 1.0]), [1], "nearer than any");
    }

    #[test]
    fn meaning_adds_what_no_word_says() {
        let (here, there) = ([1.0, 0.1], [-0.1, 1.0]);
        let named = "0 boats “Boats” in the title";
        let close = "1 ships close in meaning";
        check([None, None, None], Some(here), &[named]);
        check([Some(here), Some(here), Some(there)], None, &[named]);
        check([Some(here), Some(here), Some(there)], Some(here), &[named, close]);
        // What words say is not taken back.
        check([Some(there), Some(there), None], Some(here), &[named]);
        check([None, Some(here), None], Some(here), &[named, close]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_set_finds_what_its_topics_find(
            title in "(LLM|video|diffusion|large language|model|agents|of|in-context| |,){0,6}",
            summary in "(model |RAG |generation |retrieval-augmented |agents |the |video ){0,12}",
            typed in prop::collection::vec("(LLM|video|diffusion|model|RAG|agent)( (model|agents|generation))?", 0..9),
        ) {
            let topics: Vec<Topic> = typed.iter().map(|text| text.parse().expect("a topic")).collect();
            let text = PaperText::new(&paper("2601.00001", &title, &summary));
            let together = TopicSet::new(&topics).matches(&text, Strictness::Loose);
            let alone = topics.iter().enumerate().filter_map(|(number, topic)| {
                Some((number, TopicQuery::new(topic).hit(&text, Strictness::Loose)?))
            });
            prop_assert_eq!(together, alone.collect::<Vec<_>>());
        }
    }
}
