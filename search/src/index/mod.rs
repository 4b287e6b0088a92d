//! The index: papers in memory, with a posting list for each term.

pub(crate) mod doc;
mod embeddings;
pub(crate) mod groups;
mod hash_key;
pub(crate) mod names;
pub(crate) mod organization;
pub(crate) mod person_name;
pub(crate) mod popularity;
pub(crate) mod postings;
pub(crate) mod scratch;
mod short_lists;
pub(crate) mod slot_set;
pub(crate) mod spellings;
pub(crate) mod survey;
mod title_words;
pub(crate) mod vocabulary;

use std::collections::BTreeMap;
use std::sync::mpsc;

use domain::{Paper, PaperId};

use crate::embedding::Vectors;
use crate::text::Stems;
use doc::{Doc, Facts, GAP, TITLE_WEIGHT};
use groups::Groups;
use names::{Names, all_names};
use popularity::popularity;
use postings::Postings;
use scratch::Pool;
use title_words::TitleWords;
use vocabulary::Vocabulary;

pub use doc::Prepared;

/// The most prepared papers queued for insertion.
const WAITING: usize = 256;

/// Papers in memory, ready to search. Each paper has a slot; slots of removed papers are reused,
/// lowest first.
pub struct Index {
    pub(crate) ids: BTreeMap<PaperId, u32>,
    pub(crate) docs: Vec<Option<Doc>>,
    free: Vec<u32>,
    /// By slot. Kept apart because ranking reads one per posting.
    pub(crate) lengths: Vec<f32>,
    /// By slot.
    pub(crate) facts: Vec<Facts>,
    /// By slot. Kept apart from the facts because ranking reads it for every candidate for the top
    /// hits.
    pub(crate) popularity: Vec<f32>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) groups: Groups,
    pub(crate) postings: Postings,
    /// The sum of all lengths.
    total_length: u64,
    pub(crate) names: Names,
    pub(crate) titles: TitleWords,
    pub(crate) vectors: Vectors,
    pub(crate) pool: Pool,
}

impl Default for Index {
    fn default() -> Index {
        let mut vocabulary = Vocabulary::default();
        let groups = Groups::read(&mut vocabulary);
        Index {
            ids: BTreeMap::new(),
            docs: Vec::new(),
            free: Vec::new(),
            lengths: Vec::new(),
            facts: Vec::new(),
            popularity: Vec::new(),
            vocabulary,
            groups,
            postings: Postings::default(),
            total_length: 0,
            names: Names::default(),
            titles: TitleWords::default(),
            vectors: Vectors::new(0),
            pool: Pool::default(),
        }
    }
}

impl Index {
    /// Builds an index of all papers that `each` yields. They are prepared on this thread and
    /// inserted on another.
    ///
    /// # Errors
    /// Whatever `each` returns.
    pub fn build<E>(each: impl FnOnce(&mut dyn FnMut(Paper)) -> Result<(), E>) -> Result<Index, E> {
        std::thread::scope(|scope| {
            let (give, take) = mpsc::sync_channel::<Prepared>(WAITING);
            let inserting = scope.spawn(move || {
                let mut index = Index::default();
                take.into_iter().for_each(|read| index.insert(read));
                index.shrink();
                index
            });
            // Sending fails only if the other thread panicked, which `join` passes on.
            let given = each(&mut |paper| drop(give.send(Prepared::new(&paper))));
            drop(give);
            let index = inserting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            given.map(|()| index)
        })
    }

    /// Returns memory that was reserved for more papers.
    fn shrink(&mut self) {
        self.docs.shrink_to_fit();
        self.lengths.shrink_to_fit();
        self.facts.shrink_to_fit();
        self.popularity.shrink_to_fit();
        self.postings.shrink();
        self.names.shrink();
        self.titles.shrink();
        self.vocabulary.shrink();
    }

    /// Adds a paper, or replaces the one with its id.
    pub fn put(&mut self, paper: &Paper) {
        self.insert(Prepared::new(paper));
    }

    /// Adds a prepared paper, or replaces the one with its id. This takes microseconds, so it can
    /// run between searches; preparing takes ten times as long. Links are kept, and so is the
    /// vector unless the [`crate::embedding::embedding_text`] changed.
    pub fn insert(&mut self, read: Prepared) {
        let known = self.ids.get(&read.id).copied();
        // Links are not part of the prepared paper, so they stay as they are.
        let Facts { has_model, has_dataset, .. } =
            known.map(|slot| self.facts[slot as usize]).unwrap_or_default();
        let facts = Facts { has_model, has_dataset, ..read.facts };
        let doc = known.and_then(|slot| self.doc(slot));
        // Votes change daily, texts hardly ever.
        if let Some(slot) = known
            && doc.is_some_and(|doc| doc.fingerprint == read.fingerprint)
        {
            self.facts[slot as usize] = facts;
            self.popularity[slot as usize] = popularity(facts.upvotes);
            return;
        }
        let same_embedding_text = doc.is_some_and(|doc| doc.embedding_text == read.embedding_text);
        let vector = known.filter(|_| same_embedding_text).and_then(|slot| self.vectors.get(slot));
        self.remove(&read.id);
        let slot = self.free.pop().unwrap_or(self.docs.len() as u32);
        if slot as usize == self.docs.len() {
            self.docs.push(None);
            self.lengths.push(0.0);
            self.facts.push(Facts::default());
            self.popularity.push(0.0);
        }
        let (running, joined) = self.terms_of(&read);
        let at = slot as usize;
        self.popularity[at] = popularity(facts.upvotes);
        self.facts[at] = facts;
        if let Some(vector) = vector {
            self.vectors.put(slot, &vector);
        }
        self.lengths[at] = length(&running);
        self.total_length += self.lengths[at] as u64;
        self.names.put(slot, &read.names);
        self.titles.put(slot, &read.title_words);
        self.ids.insert(read.id.clone(), slot);
        for (term, count) in counts(running.iter().chain(&joined).copied(), &self.groups) {
            self.postings.put(term, slot, count);
        }
        self.docs[at] = Some(Doc::new(read, &running, &joined));
    }

    /// Removes a paper; `false` if it was not in the index.
    pub fn remove(&mut self, id: &PaperId) -> bool {
        let Some(slot) = self.ids.remove(id) else { return false };
        let at = slot as usize;
        let Some(doc) = self.docs[at].take() else { return false };
        for (term, _) in counts(doc.running().chain(doc.joined()), &self.groups) {
            self.postings.remove(term, slot);
        }
        self.total_length -= self.lengths[at] as u64;
        self.lengths[at] = 0.0;
        self.names.remove(slot, &all_names(doc.title(), doc.authors(), doc.organization()));
        self.titles.remove(slot, doc.title());
        self.vectors.remove(slot);
        let place = self.free.partition_point(|other| *other > slot);
        self.free.insert(place, slot);
        true
    }

    /// Records whether models or datasets are linked to a paper, for [`crate::Filters`]. Does
    /// nothing if the paper is not in the index.
    pub fn note_linked(&mut self, id: &PaperId, models: bool, datasets: bool) {
        if let Some(slot) = self.ids.get(id) {
            let facts = &mut self.facts[*slot as usize];
            (facts.has_model, facts.has_dataset) = (models, datasets);
        }
    }

    /// Whether the paper is in the index.
    pub fn contains(&self, id: &PaperId) -> bool {
        self.ids.contains_key(id)
    }

    /// The number of papers.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are no papers.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The mean length of a paper, in terms.
    pub(crate) fn mean_length(&self) -> f32 {
        self.total_length as f32 / self.len().max(1) as f32
    }

    /// The number of papers that have a word, given folded and in one piece.
    pub(crate) fn papers_with(&self, word: &str) -> usize {
        // Papers that were removed leave their words in the vocabulary.
        let term = self.vocabulary.term(word, &Stems::new());
        term.map_or(0, |term| self.postings.of(term).len())
    }

    pub(crate) fn doc(&self, slot: u32) -> Option<&Doc> {
        self.docs.get(slot as usize)?.as_ref()
    }

    /// A paper's terms in order, and its joined terms.
    fn terms_of(&mut self, read: &Prepared) -> (Vec<u32>, Vec<u32>) {
        let stems = Stems::new();
        let (mut running, mut joined) = (Vec::with_capacity(256), Vec::new());
        for (at, field) in read.fields.iter().enumerate() {
            for word in field.iter() {
                let parts = word.parts();
                running.extend(parts.filter_map(|part| self.vocabulary.learn(part, &stems)));
                let whole = word.joined();
                joined.extend(whole.and_then(|whole| self.vocabulary.learn(whole, &stems)));
            }
            if at == 0 {
                // Joined words of the title weigh as much as its other words.
                joined.extend_from_within(..);
                joined.extend_from_within(..joined.len() / 2);
            }
            running.push(GAP);
        }
        (running, joined)
    }
}

/// The number of terms, those of the title counted three times.
fn length(running: &[u32]) -> f32 {
    let gaps = running.iter().filter(|term| **term == GAP).count();
    let title = running.iter().position(|term| *term == GAP).unwrap_or_default();
    (running.len() - gaps + title * (TITLE_WEIGHT as usize - 1)) as f32
}

/// Each term of a paper with its count. Terms of the title count three times. A synonym group
/// counts as often as all its names together.
fn counts(terms: impl Iterator<Item = u32>, groups: &Groups) -> Vec<(u32, u32)> {
    let mut weight = TITLE_WEIGHT;
    let mut all: Vec<(u32, u32)> = Vec::with_capacity(512);
    let mut field: Vec<u32> = Vec::with_capacity(256);
    for term in terms {
        if term != GAP {
            field.push(term);
            all.push((term, weight));
            continue;
        }
        groups.each_in(&field, |group, _| all.push((group, weight)));
        field.clear();
        weight = 1;
    }
    all.sort_unstable();
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    all
}
