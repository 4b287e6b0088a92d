//! Matches a paper against many topics in one pass.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use domain::{Strictness, Topic, TopicHit, TopicReason};
use foldhash::fast::FixedState;

use super::background::{Background, USUAL};
use super::calibration::Calibration;
use super::evidence::{Closeness, Evidence};
use super::reason::{Reason, typical_words};
use super::term::{Reader, Term};
use super::{Match, PaperText};
use crate::concepts::{ConceptId, ConceptMap};
use crate::embedding::{Embedding, Vectors};
use crate::parallel;
use crate::table::{Predictor, Spread, Table};

/// Topics compared with a paper at a time: few enough that what is computed for them stays in the
/// processor's cache.
const BLOCK: usize = 2048;

/// Scores by words up to this one are as good as none.
const TOO_LOW: f32 = 0.01;

/// A set of topics. A paper is compared only with topics that share a word with it, topics for
/// which it mentions something below them on the map, and topics close to it by vector.
#[derive(Default)]
pub struct TopicSet {
    terms: Vec<Term>,
    /// The rarest stem of each wording → the wordings.
    by_stem: HashMap<u64, Vec<Wording>, FixedState>,
    /// A topic's concept, or that of a part → the topics.
    by_concept: Places<ConceptId>,
    /// Table vectors, by topic index.
    tabled: Option<Vectors>,
    /// How these are distributed, by topic index. Next to each other, because every paper is
    /// compared with all of them.
    spreads: Vec<Option<Spread>>,
    /// The predictors of all topics' concepts, each once, and their directions.
    predictors: Vec<Predictor>,
    directions: Option<Vectors>,
    /// The index of each topic's predictor, by topic index.
    predicted_by: Vec<Option<u32>>,
    /// Encoder vectors, by topic index.
    vectors: Option<Vectors>,
    /// The usual cosines, by topic index, if there are vectors.
    usual: Vec<Spread>,
}

/// A way to word a topic, under its rarest stem.
struct Wording {
    topic: u32,
    /// The next two stems; 0 if there are fewer. Most wordings have no more, so few need a look at
    /// the topic.
    next: [u64; 2],
    is_longer: bool,
}

/// Topic indexes by some property, in order.
struct Places<K>(HashMap<K, Vec<u32>, FixedState>);

impl<K> Default for Places<K> {
    fn default() -> Self {
        Places(HashMap::default())
    }
}

impl<K: Hash + Eq> Places<K> {
    fn put(&mut self, key: K, number: u32) {
        let known = self.0.entry(key).or_default();
        if known.last() != Some(&number) {
            known.push(number);
        }
    }
}

/// Vectors by topic index; `None` if no topic has one.
fn by_topic<'a>(vectors: impl Iterator<Item = Option<&'a Embedding>>) -> Option<Vectors> {
    let mut found: Option<Vectors> = None;
    for (number, vector) in vectors.enumerate() {
        if let Some(vector) = vector {
            let found = found.get_or_insert_with(|| Vectors::new(vector.dimensions()));
            found.put(number as u32, vector);
        }
    }
    found
}

impl TopicSet {
    /// Prepares topics with the built-in table; results refer to them by their index.
    pub fn new<'a>(topics: impl IntoIterator<Item = &'a Topic>) -> TopicSet {
        TopicSet::with_table(topics, &Table::builtin())
    }

    /// Prepares topics with another table; papers must be prepared with the same one.
    pub fn with_table<'a>(topics: impl IntoIterator<Item = &'a Topic>, table: &Table) -> TopicSet {
        let reader = Reader::new(table);
        let topics: Vec<&Topic> = topics.into_iter().collect();
        let terms: Vec<Term> = parallel::map(&topics, |topic| reader.read(topic.as_str()));
        let mut uses: HashMap<u64, u32, FixedState> = HashMap::default();
        let stems = |term: &Term| term.all_wordings().flatten().copied().collect::<Vec<u64>>();
        for stem in terms.iter().flat_map(stems) {
            *uses.entry(stem).or_default() += 1;
        }
        let mut set = TopicSet::default();
        for (number, term) in terms.iter().enumerate() {
            for wording in term.all_wordings() {
                if let Some(rarest) = wording.iter().min_by_key(|stem| (uses[*stem], **stem)) {
                    let mut others = wording.iter().filter(|stem| *stem != rarest).copied();
                    let next = [(); 2].map(|()| others.next().unwrap_or_default());
                    let is_longer = others.next().is_some();
                    let wording = Wording { topic: number as u32, next, is_longer };
                    set.by_stem.entry(*rarest).or_default().push(wording);
                }
            }
            for concept in term.concepts() {
                set.by_concept.put(concept, number as u32);
            }
        }
        set.tabled = by_topic(terms.iter().map(|term| Some(&term.tabled.as_ref()?.0)));
        set.find_predictors(&terms, table);
        set.spreads = terms.iter().map(|term| Some(term.tabled.as_ref()?.1)).collect();
        set.terms = terms;
        set
    }

    fn find_predictors(&mut self, terms: &[Term], table: &Table) {
        let mut known: HashMap<ConceptId, Option<u32>, FixedState> = HashMap::default();
        for term in terms {
            let mut find = |concept| {
                let predictor = table.predictor(ConceptMap::builtin().name(concept))?;
                self.predictors.push(predictor);
                Some(self.predictors.len() as u32 - 1)
            };
            let found = term
                .concept
                .map(|concept| *known.entry(concept).or_insert_with_key(|concept| find(*concept)));
            self.predicted_by.push(found.flatten());
        }
        self.directions = by_topic(self.predictors.iter().map(|one| Some(&one.direction)));
    }

    /// Adds the vectors of the topics as typed, in the same order; `None` for topics to be matched
    /// without one. They must come from the model that encodes the papers.
    pub fn with_embedding(mut self, vectors: Vec<Option<Embedding>>) -> TopicSet {
        let dimensions = vectors.iter().flatten().map(Embedding::dimensions).next();
        self.usual = vec![USUAL; self.terms.len()];
        self.vectors = dimensions.map(|dimensions| {
            let mut kept = Vectors::new(dimensions);
            for (number, vector) in vectors.iter().take(self.terms.len()).enumerate() {
                if let Some(vector) = vector {
                    kept.put(number as u32, vector);
                }
            }
            kept
        });
        self
    }

    /// Judges each cosine against the topic's usual cosines with papers. Without this, one default
    /// applies to all topics, which finds too much for some and too little for others. Call it
    /// after [`TopicSet::with_embedding`].
    pub fn against(mut self, background: &Background) -> TopicSet {
        if let Some(vectors) = &self.vectors {
            let slots: Vec<u32> = (0..self.usual.len() as u32).collect();
            let of = |slot: &u32| background.usual(&vectors.get(*slot)?);
            self.usual = parallel::map(&slots, |slot| of(slot).unwrap_or(USUAL));
        }
        self
    }

    /// The evidence for every topic, in order, matched or not; used for calibration.
    pub fn evidence(&self, paper: &PaperText) -> Vec<Evidence> {
        let mut closeness = Vec::new();
        self.closeness(paper, &self.predict(paper), 0..self.terms.len(), &mut closeness);
        let terms = self.terms.iter().zip(closeness);
        terms.map(|(term, closeness)| Evidence::of(term, paper, true, closeness)).collect()
    }

    /// The indexes of the topics that the paper matches, in order.
    pub fn matches(&self, paper: &PaperText, strictness: Strictness) -> Vec<(usize, Match)> {
        let calibration = Calibration::builtin();
        let least = calibration.least(strictness);
        let reaches =
            [false, true].map(|with| calibration.model(paper.has_keywords(), with).reach(least));
        let mut named = self.named(paper).into_iter().peekable();
        let predicted = self.predict(paper);
        let (mut closeness, mut found) = (Vec::new(), Vec::new());
        for from in (0..self.terms.len()).step_by(BLOCK) {
            let block = from..self.terms.len().min(from + BLOCK);
            self.closeness(paper, &predicted, block.clone(), &mut closeness);
            for (at, closeness) in block.zip(closeness.drain(..)) {
                // Of the topics that the paper doesn't name, only those close enough by vector.
                let evidence = match named.next_if(|(number, _)| *number as usize == at) {
                    Some((_, in_words)) => {
                        Evidence::at_most(&self.terms[at], paper, in_words, closeness)
                    }
                    None if reaches[usize::from(closeness.encoder.is_some())].may_be(closeness) => {
                        Evidence::from_embeddings_at_most(&self.terms[at], paper, false, closeness)
                    }
                    None => continue,
                };
                if calibration.score(&evidence) >= least {
                    let score = calibration.score(&evidence.exactly(&self.terms[at], paper));
                    found.extend((score >= least).then_some((at, score)));
                }
            }
        }
        let mut typical = HashMap::default();
        let matched = found.into_iter().map(|(at, score)| {
            let topic = self.terms[at].text.clone();
            let reason = self.reason(at, paper, &mut typical);
            (at, Match { score, hit: TopicHit { topic, reason } })
        });
        matched.collect()
    }

    /// Why the paper matches a topic. `typical` keeps what was found for each predictor.
    fn reason(
        &self,
        at: usize,
        paper: &PaperText,
        typical: &mut HashMap<u32, Vec<String>, FixedState>,
    ) -> TopicReason {
        let topic = &self.terms[at].text;
        let reason = Reason::of(&self.terms[at], paper);
        let (Reason::Similar, Some(by)) = (reason, self.predicted_by.get(at).copied().flatten())
        else {
            return reason.typed(topic);
        };
        let direction = &self.predictors[by as usize].direction;
        let words = typical.entry(by).or_insert_with(|| typical_words(paper, direction)).clone();
        match words.is_empty() {
            true => TopicReason::Similar,
            false => TopicReason::Typical { words, topic: topic.clone() },
        }
    }

    /// The topics that the paper names, or something below them, with their score by words alone.
    pub(super) fn by_words(&self, paper: &PaperText) -> Vec<(usize, f32)> {
        let calibration = Calibration::builtin();
        let named = self.named(paper).into_iter();
        let score = |(number, in_words): (u32, bool)| {
            let term = &self.terms[number as usize];
            let evidence = Evidence::at_most(term, paper, in_words, Closeness::default());
            (number as usize, calibration.score_by_words(&evidence))
        };
        named.map(score).filter(|(_, score)| *score > TOO_LOW).collect()
    }

    /// The topics with words in the paper (`true`), or with something below them mentioned in it;
    /// sorted.
    fn named(&self, paper: &PaperText) -> Vec<(u32, bool)> {
        let mut named: Vec<(u32, bool)> = Vec::new();
        for stem in paper.stems() {
            for wording in self.by_stem.get(&stem).into_iter().flatten() {
                let has = |stem: &u64| *stem == 0 || paper.has_all(&[*stem]);
                let all = |wording: &[u64]| paper.has_all(wording);
                let is_whole = || self.terms[wording.topic as usize].all_wordings().any(all);
                if wording.next.iter().all(has) && (!wording.is_longer || is_whole()) {
                    named.push((wording.topic, true));
                }
            }
        }
        let concepts = paper.mentioned.concepts();
        let below = concepts.filter_map(|concept| self.by_concept.0.get(&concept)).flatten();
        named.extend(below.map(|number| (*number, false)));
        named.sort_unstable_by_key(|(number, in_words)| (*number, !in_words));
        named.dedup_by_key(|(number, _)| *number);
        named
    }

    /// What each predictor says of the paper; empty if the paper has no vector by subject.
    fn predict(&self, paper: &PaperText) -> Vec<f32> {
        let mut all = Vec::new();
        if let (Some(directions), Some(subject)) = (&self.directions, &paper.tabled.subject) {
            all.resize(self.predictors.len(), 0.0);
            directions.each_of(0..all.len(), subject, |at, cosine| {
                all[at] = self.predictors[at].at(cosine);
            });
        }
        all
    }

    /// How close the paper is by vector to each topic of a range.
    fn closeness(
        &self,
        paper: &PaperText,
        predicted: &[f32],
        topics: Range<usize>,
        all: &mut Vec<Closeness>,
    ) {
        all.clear();
        all.resize(topics.len(), Closeness::default());
        if let (Some(vectors), Some(whole)) = (&self.tabled, &paper.tabled.whole) {
            let away = |at: usize, cosine| Some(self.spreads[at]?.deviations(cosine));
            vectors.each_of(topics.clone(), whole, |at, cosine| {
                let (closeness, away) = (&mut all[at - topics.start], away(at, cosine));
                closeness.table = away;
                let own = self.predicted_by[at].and_then(|by| predicted.get(by as usize).copied());
                closeness.predicted = own.or(away.map(Predictor::from_deviations));
            });
            if let Some(title) = &paper.tabled.title {
                vectors.each_of(topics.clone(), title, |at, cosine| {
                    all[at - topics.start].title = away(at, cosine).unwrap_or_default();
                });
            }
        }
        if let (Some(vectors), Some(embedding)) = (&self.vectors, &paper.embedding) {
            vectors.each_of(topics.clone(), embedding, |at, cosine| {
                let closeness = &mut all[at - topics.start];
                let usual = vectors.contains(at as u32).then(|| &self.usual[at]);
                closeness.encoder = usual.map(|usual| usual.deviations(cosine));
                closeness.predicted =
                    closeness.predicted.or(closeness.encoder.map(Predictor::from_deviations));
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fixtures::paper;
    use crate::index::Index;

    fn topics<const N: usize>(texts: [&str; N]) -> Vec<Topic> {
        texts.map(|text| text.parse().expect(text)).into()
    }

    /// The encoder's deviations for each topic.
    fn encoder(set: &TopicSet, values: [f32; 2]) -> Vec<f32> {
        let text = PaperText::new(&paper("2601.00001", "Boats of Paper", "They float."));
        let text = text.with_embedding(Embedding::from_real(&values));
        set.evidence(&text)
            .iter()
            .map(|one| one.measures[super::super::evidence::ENCODER])
            .collect()
    }

    #[test]
    fn a_topic_close_to_every_paper_needs_a_higher_cosine() {
        let mut index = Index::default();
        // Papers are around (1, 0): the first topic is close to all of them, the second to few.
        for number in 0..64 {
            let paper = paper(&format!("2601.{number:05}"), "Boats", "");
            index.put(&paper);
            let angle = (number as f32 - 40.0) / 32.0;
            index.put_embedding(&paper.id, &Embedding::from_real(&[angle.cos(), angle.sin()]));
        }
        let vectors = [[1.0, 0.1], [-0.5, 1.0]].map(|values| Some(Embedding::from_real(&values)));
        let set = TopicSet::new(&topics(["ships", "sails"])).with_embedding(vectors.into());
        let set = set.against(&index.background());
        let (here, there) = (encoder(&set, [1.0, 0.1]), encoder(&set, [-0.5, 1.0]));
        assert!(here[0] < 1.5, "as near as papers usually are: {here:?}");
        assert!(there[1] > 1.5 && there[1] > here[0], "nearer than most: {there:?}");
    }

    #[test]
    fn a_closer_vector_never_lowers_the_score() {
        let vector = |values: [f32; 2]| Some(Embedding::from_real(&values));
        let boats = topics(["boats"]);
        let set = TopicSet::new(&boats).with_embedding(vec![vector([1.0, 0.1])]);
        let score = |values: [f32; 2]| {
            let summary = "Boats are folded of paper, and boats float for an hour.";
            let text = PaperText::new(&paper("2601.00001", "Boats of Paper", summary));
            let text = text.with_embedding(Embedding::from_real(&values));
            set.matches(&text, Strictness::Loose).first().map_or(0.0, |(_, one)| one.score)
        };
        assert!(score([1.0, 0.1]) > score([0.2, 1.0]));
    }

    #[test]
    fn vectors_of_another_model_are_ignored() {
        let set = TopicSet::new(&topics(["boats", "ships"])).with_embedding(vec![None, None]);
        assert_eq!(encoder(&set, [1.0, 0.1]), [0.0, 0.0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_set_matches_like_its_single_topics(
            title in "(LLM|video|diffusion|large language|model|agents|of|in-context| |,){0,6}",
            summary in "(model |RAG |generation |retrieval-augmented |agents |the |video ){0,12}",
            typed in prop::collection::vec("(LLM|video|diffusion|model|RAG|agent)( (model|agents|generation))?", 0..9),
        ) {
            let topics: Vec<Topic> = typed.iter().map(|text| text.parse().expect("a topic")).collect();
            let text = PaperText::new(&paper("2601.00001", &title, &summary));
            let together = TopicSet::new(&topics).matches(&text, Strictness::Loose);
            let alone = topics.iter().enumerate().filter_map(|(number, topic)| {
                let alone = TopicSet::new([topic]).matches(&text, Strictness::Loose);
                Some((number, alone.into_iter().next()?.1))
            });
            prop_assert_eq!(together, alone.collect::<Vec<_>>());
        }
    }
}
