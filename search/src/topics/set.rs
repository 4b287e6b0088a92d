//! Many topics at once: a paper is matched against all of them in one pass.

use std::collections::HashMap;

use domain::Topic;
use foldhash::fast::FixedState;

use super::{Match, PaperText, Strictness, TopicQuery};
use crate::stems::Stems;
use crate::synonyms::Synonyms;

/// Any number of topics, found by their words: a paper is compared only with those that have
/// one of its words, and with these by the word that the fewest topics have.
#[derive(Default)]
pub struct TopicSet {
    topics: Vec<TopicQuery>,
    /// The rarest stem of each wording → its topics.
    by_stem: HashMap<u64, Vec<u32>, FixedState>,
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
        TopicSet { topics, by_stem }
    }

    /// The topics that the paper matches, by their places, in their order.
    pub fn matches(&self, paper: &PaperText, strictness: Strictness) -> Vec<(usize, Match)> {
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
    use crate::sample::paper;

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
