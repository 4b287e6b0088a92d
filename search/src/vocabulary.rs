//! Words as terms.
//!
//! A term is a stem, the stem of a joined word, or a synonym group. Terms are never forgotten:
//! their number is bounded by the language.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::spelling::Spellings;
use crate::stems::{Stems, is_stop_word};

/// Stands for a stop word.
const NO_TERM: u32 = u32::MAX;

/// Every word ever read, and its term. Stemming is the dearest step of reading, so each word is
/// stemmed once. Words and stems are kept as hashes of 64 bits, found at one glance: of ten million
/// words two are confused once in three hundred thousand indexes.
#[derive(Default)]
pub(crate) struct Vocabulary {
    words: HashMap<u64, u32, FixedState>,
    stems: HashMap<u64, u32, FixedState>,
    terms: u32,
    /// The words that may be meant by misspelt ones.
    pub(crate) spellings: Spellings,
}

fn hash(word: &str) -> u64 {
    FixedState::default().hash_one(word)
}

impl Vocabulary {
    /// The term of a word, new if need be; `None` for a stop word.
    pub(crate) fn learn(&mut self, word: &str, stems: &Stems) -> Option<u32> {
        let key = hash(word);
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
        let key = hash(&stems.stem(word));
        let term = match self.stems.get(&key) {
            Some(term) => *term,
            None => {
                let term = self.add();
                self.stems.insert(key, term);
                term
            }
        };
        self.spellings.put(word, term);
        term
    }

    /// A new term without a word.
    pub(crate) fn add(&mut self) -> u32 {
        self.terms += 1;
        self.terms - 1
    }

    /// The term of a word that is no stop word, if any paper ever had it.
    pub(crate) fn term(&self, word: &str, stems: &Stems) -> Option<u32> {
        match self.words.get(&hash(word)) {
            Some(term) => Some(*term).filter(|term| *term != NO_TERM),
            None => self.stem(&stems.stem(word)),
        }
    }

    /// The term of a stem, if any paper ever had it.
    pub(crate) fn stem(&self, stem: &str) -> Option<u32> {
        self.stems.get(&hash(stem)).copied()
    }
}
