//! The papers and, for each term, the papers that contain it.
//!
//! A paper has a slot; slots of removed papers are used again. A term is a stem, or the stem of
//! a joined word. Terms are never forgotten: their number is bounded by the language.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use domain::{Paper, PaperId};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::complete::TitleWords;
use crate::exact::Names;
use crate::text::{Stems, Word, is_stop_word, words};

/// How much more a word counts in the title than in the abstract.
const TITLE_WEIGHT: u32 = 3;
/// Stands between fields in a paper's terms, so that no phrase crosses them.
pub(crate) const GAP: u32 = u32::MAX;

/// Papers in memory, ready to be searched.
#[derive(Default)]
pub struct Index {
    pub(crate) ids: BTreeMap<PaperId, u32>,
    pub(crate) docs: Vec<Option<Doc>>,
    free: Vec<u32>,
    /// Lengths by slot, apart from the rest: ranking reads one per posting.
    pub(crate) lengths: Vec<f32>,
    /// Folded word → term, nothing for a stop word. Stemming is the dearest step, so each word
    /// is stemmed once.
    words: HashMap<Box<str>, Option<u32>>,
    stems: HashMap<Box<str>, u32>,
    pub(crate) postings: Vec<Vec<Posting>>,
    /// Lengths of all papers together.
    total_length: u64,
    pub(crate) names: Names,
    pub(crate) titles: TitleWords,
}

/// What is known of one paper.
pub(crate) struct Doc {
    pub(crate) id: PaperId,
    pub(crate) title: Box<str>,
    pub(crate) upvotes: u32,
    pub(crate) published: Option<Date>,
    pub(crate) has_code: bool,
    /// Terms in order, without stop words, fields divided by [`GAP`]; joined words at the end.
    pub(crate) terms: Box<[u32]>,
    /// Where in `terms` the running text ends and the joined words begin.
    pub(crate) running: u32,
    /// Number of running terms, those of the title counted three times.
    length: f32,
    authors: Box<[Box<str>]>,
    fingerprint: u64,
}

/// A paper that contains a term, and how often: 24 bits of slot, 8 of count.
#[derive(Clone, Copy)]
pub(crate) struct Posting(u32);

impl Posting {
    fn new(slot: u32, count: u32) -> Posting {
        Posting(slot << 8 | count.min(255))
    }

    pub(crate) fn slot(self) -> u32 {
        self.0 >> 8
    }

    pub(crate) fn count(self) -> u32 {
        self.0 & 255
    }
}

impl Index {
    /// Adds a paper, or replaces the one with its id.
    pub fn put(&mut self, paper: &Paper) {
        let fingerprint = fingerprint(paper);
        // Votes change daily, texts hardly ever.
        if let Some(slot) = self.ids.get(&paper.id)
            && let Some(doc) = &mut self.docs[*slot as usize]
            && doc.fingerprint == fingerprint
        {
            doc.upvotes = paper.upvotes;
            doc.has_code = paper.github.is_some();
            doc.published = published(paper);
            return;
        }
        self.remove(&paper.id);
        let slot = self.free.pop().unwrap_or(self.docs.len() as u32);
        if slot as usize == self.docs.len() {
            self.docs.push(None);
            self.lengths.push(0.0);
        }
        let doc = self.read(paper, fingerprint);
        for (term, count) in doc.counts() {
            self.postings[term as usize].push(Posting::new(slot, count));
        }
        self.total_length += doc.length as u64;
        self.names.put(slot, &doc.title, &doc.authors);
        self.titles.put(slot, &doc.title);
        self.lengths[slot as usize] = doc.length;
        self.ids.insert(paper.id.clone(), slot);
        self.docs[slot as usize] = Some(doc);
    }

    /// Takes a paper out; `false` if it was not there.
    pub fn remove(&mut self, id: &PaperId) -> bool {
        let Some(slot) = self.ids.remove(id) else { return false };
        let Some(doc) = self.docs[slot as usize].take() else { return false };
        for (term, _) in doc.counts() {
            self.postings[term as usize].retain(|posting| posting.slot() != slot);
        }
        self.total_length -= doc.length as u64;
        self.names.remove(slot, &doc.title, &doc.authors);
        self.titles.remove(slot, &doc.title);
        self.free.push(slot);
        true
    }

    /// The number of papers.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no paper.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The mean length of a paper.
    pub(crate) fn mean_length(&self) -> f32 {
        self.total_length as f32 / self.len().max(1) as f32
    }

    /// The term of a stem, if any paper ever had it.
    pub(crate) fn term(&self, stem: &str) -> Option<u32> {
        self.stems.get(stem).copied()
    }

    pub(crate) fn doc(&self, slot: u32) -> Option<&Doc> {
        self.docs.get(slot as usize)?.as_ref()
    }

    fn read(&mut self, paper: &Paper, fingerprint: u64) -> Doc {
        let stems = Stems::new();
        let (mut running, mut joined) = (Vec::new(), Vec::new());
        let mut title_terms = 0;
        let gist = paper.ai_summary.as_deref().unwrap_or_default();
        let keywords = paper.keywords.iter().map(String::as_str);
        let fields = [paper.title.as_str(), &paper.summary, gist].into_iter().chain(keywords);
        for (at, field) in fields.enumerate() {
            for word in words(field) {
                self.read_word(&word, &stems, &mut running, &mut joined);
            }
            if at == 0 {
                title_terms = running.len();
                // Joined words of the title weigh as much as its other words.
                joined.extend(joined.clone().into_iter().flat_map(|term| [term, term]));
            }
            running.push(GAP);
        }
        let (extra, gaps) = (title_terms * (TITLE_WEIGHT as usize - 1), 3 + paper.keywords.len());
        let length = (running.len() + extra - gaps) as f32;
        let running_length = running.len() as u32;
        running.append(&mut joined);
        Doc {
            id: paper.id.clone(),
            title: paper.title.as_str().into(),
            upvotes: paper.upvotes,
            published: published(paper),
            has_code: paper.github.is_some(),
            terms: running.into(),
            running: running_length,
            length,
            authors: paper.authors.iter().map(|name| name.as_str().into()).collect(),
            fingerprint,
        }
    }

    fn read_word(
        &mut self,
        word: &Word,
        stems: &Stems,
        running: &mut Vec<u32>,
        joined: &mut Vec<u32>,
    ) {
        running.extend(word.parts.iter().filter_map(|part| self.learn(&part.text, stems)));
        joined.extend(word.joined().and_then(|whole| self.learn(&whole, stems)));
    }

    /// The term of a word; `None` for a stop word.
    fn learn(&mut self, word: &str, stems: &Stems) -> Option<u32> {
        if let Some(term) = self.words.get(word) {
            return *term;
        }
        if is_stop_word(word) {
            self.words.insert(word.into(), None);
            return None;
        }
        let stem = stems.stem(word);
        let next = self.postings.len() as u32;
        let term = *self.stems.entry(stem.into()).or_insert(next);
        if term == next {
            self.postings.push(Vec::new());
        }
        self.words.insert(word.into(), Some(term));
        Some(term)
    }
}

impl Doc {
    /// Each term once, with its count; terms of the title count three times.
    fn counts(&self) -> Vec<(u32, u32)> {
        let title = self.terms.iter().position(|term| *term == GAP).unwrap_or_default();
        let all = self.terms.iter().enumerate().filter(|(_, term)| **term != GAP);
        let mut weighed: Vec<(u32, u32)> =
            all.map(|(at, term)| (*term, if at < title { TITLE_WEIGHT } else { 1 })).collect();
        weighed.sort_unstable();
        weighed.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        weighed
    }
}

fn published(paper: &Paper) -> Option<Date> {
    paper.published_at.map(|at| TimeZone::UTC.to_datetime(at).date())
}

fn fingerprint(paper: &Paper) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&paper.title, &paper.summary, &paper.ai_summary).hash(&mut hasher);
    (&paper.keywords, &paper.authors).hash(&mut hasher);
    hasher.finish()
}
