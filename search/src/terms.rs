//! The words of a question as terms of the index, and how much of them a paper must have.

use crate::index::{GAP, Index};
use crate::text::{Stems, is_request_word, is_stop_word, words};

/// Terms beyond these, the first of a question, are not looked at. One bit each in a mask.
const MAX_TERMS: usize = 64;
/// How much a joined word counts beside its parts.
const JOINED_WEIGHT: f32 = 0.5;

/// The words of a question as terms.
#[derive(Default)]
pub(crate) struct Terms {
    /// Each term once.
    pub(crate) all: Vec<Term>,
    /// Neighbours in the question.
    pub(crate) pairs: Vec<Pair>,
    /// The weight of all pairs together.
    pub(crate) pair_weight: f32,
    /// The terms that are words or parts of words, as a mask.
    words: u64,
    /// For each joined word its mask and that of its parts: a paper that has one has the other.
    compounds: Vec<(u64, u64)>,
    /// How rare all words are, together.
    all_mass: f32,
}

pub(crate) struct Term {
    stem: String,
    /// Missing for a word that no paper ever had.
    pub(crate) id: Option<u32>,
    /// How rare the term is: BM25's inverse document frequency.
    pub(crate) idf: f32,
    /// How much it counts: a joined word repeats what its parts have said.
    pub(crate) weight: f32,
}

/// Two terms that stand one after the other in the question.
pub(crate) struct Pair {
    pub(crate) ids: [u32; 2],
    pub(crate) weight: f32,
    places: [usize; 2],
}

impl Index {
    /// Reads a question. Stop words are left out, and so are words of address ("papers about …")
    /// unless there is nothing else.
    pub(crate) fn terms(&self, text: &str) -> Terms {
        let stems = Stems::new();
        let text_words = words(text);
        let says = |word: &str| !is_stop_word(word) && !is_request_word(word);
        let mut parts = text_words.iter().flat_map(|word| &word.parts);
        let addressed = parts.any(|part| says(&part.text));
        let idle = |word: &str| if addressed { !says(word) } else { is_stop_word(word) };
        let mut terms = Terms::default();
        let mut previous: Option<usize> = None;
        for word in &text_words {
            let mut own = 0;
            for part in word.parts.iter().filter(|part| !idle(&part.text)) {
                let Some(place) = self.add(&mut terms, stems.stem(&part.text), 1.0) else {
                    continue;
                };
                if let Some(previous) = previous {
                    terms.pair(previous, place);
                }
                previous = Some(place);
                own |= 1 << place;
            }
            terms.words |= own;
            if own != 0
                && let Some(joined) = word.joined()
                && let Some(place) = self.add(&mut terms, stems.stem(&joined), JOINED_WEIGHT)
            {
                terms.compounds.push((1 << place, own));
            }
        }
        terms.all_mass = terms.mass(terms.words);
        terms
    }

    /// The place of a term among those of the question; `None` if there is no room.
    fn add(&self, terms: &mut Terms, stem: String, weight: f32) -> Option<usize> {
        if let Some(place) = terms.all.iter().position(|term| term.stem == stem) {
            return Some(place);
        }
        if terms.all.len() == MAX_TERMS {
            return None;
        }
        let id = self.term(&stem);
        let with = id.map_or(0, |id| self.postings[id as usize].len()) as f32;
        let idf = (1.0 + (self.len() as f32 - with + 0.5) / (with + 0.5)).ln();
        terms.all.push(Term { stem, id, idf, weight });
        Some(terms.all.len() - 1)
    }
}

impl Terms {
    fn pair(&mut self, one: usize, other: usize) {
        if one == other || self.pairs.iter().any(|pair| pair.places == [one, other]) {
            return;
        }
        let ids = [one, other].map(|place| self.all[place].id.unwrap_or(GAP));
        let weight = self.all[one].idf + self.all[other].idf;
        self.pair_weight += weight;
        self.pairs.push(Pair { ids, weight, places: [one, other] });
    }

    /// The share of the question that a paper with these terms covers, rare words weighing more.
    pub(crate) fn coverage(&self, mask: u64) -> f32 {
        let mut has = mask;
        for (joined, parts) in &self.compounds {
            if mask & joined != 0 {
                has |= parts;
            }
        }
        if self.all_mass > 0.0 { self.mass(has) / self.all_mass } else { 0.0 }
    }

    /// The least that the best paper must cover, or nothing is close: most of two words, a
    /// quarter of a long sentence. Of claims about medicine 97 in 100 come over it in papers
    /// of medicine, 16 in 100 in papers of machine learning.
    pub(crate) fn floor(&self) -> f32 {
        (0.24 + 0.9 / (self.len() + 0.5)).min(0.6)
    }

    /// The share of the best paper's coverage that a paper must reach to be a hit.
    pub(crate) fn share_of_best(&self) -> f32 {
        (0.3 + 0.8 / self.len()).min(0.65)
    }

    fn len(&self) -> f32 {
        self.words.count_ones().max(1) as f32
    }

    /// How rare these words are, together.
    fn mass(&self, mask: u64) -> f32 {
        let mut rest = mask & self.words;
        let mut mass = 0.0;
        while rest != 0 {
            mass += self.all[rest.trailing_zeros() as usize].idf;
            rest &= rest - 1;
        }
        mass
    }
}

impl Pair {
    /// Whether a paper with these terms has both.
    pub(crate) fn within(&self, mask: u64) -> bool {
        self.places.iter().all(|place| mask & 1 << place != 0)
    }
}
