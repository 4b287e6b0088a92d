//! The vocabulary: words and their terms.
//!
//! A term stands for a headword, a joined word or a synonym group. Terms are never removed: their
//! number is bounded by the language.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::FixedState;

use super::hash_key::HashKey;
use super::short_lists::{ShortList, ShortLists};
use super::spellings::Spellings;
use crate::text::{Stems, family, is_stop_word, parts_of};

/// Marks a stop word.
const NO_TERM: u32 = u32::MAX;

/// Every word seen so far and its term. Finding the headword is the most expensive step of
/// indexing, so it is done once per word. Words and headwords are stored as 64-bit hashes: with ten
/// million words, one index in three hundred thousand confuses two of them.
#[derive(Default)]
pub(crate) struct Vocabulary {
    words: HashMap<HashKey, u32, FixedState>,
    stems: HashMap<HashKey, u32, FixedState>,
    /// The headword of each term; for a term without a word, its number.
    terms: Vec<HashKey>,
    /// The terms of each word family.
    families: HashMap<HashKey, ShortList, FixedState>,
    family_terms: ShortLists,
    /// Candidate words for spelling correction.
    pub(crate) spellings: Spellings,
}

/// The families of a word: its own or, for a compound, those of its parts.
fn families(word: &str) -> Vec<HashKey> {
    let parts = parts_of(word).iter().copied().filter(|part| !is_stop_word(part));
    let parts = parts.chain(word.strip_prefix("non").filter(|rest| rest.len() > 2));
    let mut families: Vec<HashKey> = parts.map(|part| HashKey::of(family(part))).collect();
    if families.is_empty() {
        families.push(HashKey::of(family(word)));
    }
    families
}

impl Vocabulary {
    /// The term of a word, added if it is new; `None` for a stop word.
    pub(crate) fn learn(&mut self, word: &str, stems: &Stems) -> Option<u32> {
        let key = HashKey::of(word);
        let term = match self.words.get(&key) {
            Some(term) => *term,
            None => {
                let term = if is_stop_word(word) { NO_TERM } else { self.learn_stem(word, stems) };
                self.words.insert(key, term);
                term
            }
        };
        (term != NO_TERM).then_some(term)
    }

    fn learn_stem(&mut self, word: &str, stems: &Stems) -> u32 {
        let key = HashKey::of(&*stems.stem(word));
        let term = match self.stems.get(&key) {
            Some(term) => *term,
            None => {
                let term = self.add();
                self.terms[term as usize] = key;
                self.stems.insert(key, term);
                term
            }
        };
        for family in families(word) {
            match self.families.entry(family) {
                Entry::Vacant(entry) => drop(entry.insert(ShortList::new(term))),
                Entry::Occupied(mut entry) => {
                    if !self.family_terms.of(entry.get()).contains(&term) {
                        self.family_terms.push(entry.get_mut(), term);
                    }
                }
            }
        }
        self.spellings.put(word, term);
        term
    }

    /// The terms of related words: derivations, and compounds that contain it. Includes the word's
    /// own term and so all its inflections.
    pub(crate) fn relatives(&self, word: &str) -> impl Iterator<Item = u32> {
        let found = families(word).into_iter().filter_map(|family| self.families.get(&family));
        found.flat_map(|terms| self.family_terms.of(terms)).copied()
    }

    /// Returns memory that was reserved for more words.
    pub(crate) fn shrink(&mut self) {
        self.terms.shrink_to_fit();
        self.family_terms.shrink();
        self.spellings.shrink();
    }

    /// Adds a term that has no word.
    pub(crate) fn add(&mut self) -> u32 {
        let term = self.terms.len() as u32;
        self.terms.push(HashKey::of(term));
        term
    }

    /// The hash of a term's headword, which orders terms alike whatever was indexed first.
    pub(crate) fn headword_hash(&self, term: u32) -> HashKey {
        self.terms[term as usize]
    }

    /// The term of a word, unless it is a stop word or no paper has it.
    pub(crate) fn term(&self, word: &str, stems: &Stems) -> Option<u32> {
        match self.words.get(&HashKey::of(word)) {
            Some(term) => Some(*term).filter(|term| *term != NO_TERM),
            None => self.stem(&stems.stem(word)),
        }
    }

    /// The term of a stem, if any paper has it.
    pub(crate) fn stem(&self, stem: &str) -> Option<u32> {
        self.stems.get(&HashKey::of(stem)).copied()
    }
}
