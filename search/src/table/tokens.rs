//! The words and pairs of a text, as table keys.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::text::{Stems, Words, hash, is_stop_word};

/// Only this many words of a text are used.
const MAX_WORDS: usize = 400;

/// A text as the hashes of its words in order, without stop words.
#[derive(Default)]
pub(crate) struct Tokens {
    words: Vec<u64>,
    /// Words of several parts joined: `pretraining` for `pre-training`.
    joined: Vec<u64>,
}

/// The hash of two adjacent words.
pub(crate) fn pair(one: u64, other: u64) -> u64 {
    (one.rotate_left(23) ^ other).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Tokens {
    /// Tokenizes a text.
    pub(crate) fn of(text: &str) -> Tokens {
        let mut tokens = Tokens::default();
        each(text, &Headwords::default(), |word, joined| {
            if joined { &mut tokens.joined } else { &mut tokens.words }.push(hash(word));
        });
        tokens
    }

    /// Builds tokens from words that were already split.
    pub(crate) fn new(words: Vec<u64>, joined: Vec<u64>) -> Tokens {
        Tokens { words, joined }
    }

    /// Words, joined words and pairs, each as often as it occurs.
    pub(crate) fn keys(&self) -> impl Iterator<Item = u64> {
        let pairs = self.words.windows(2).map(|two| pair(two[0], two[1]));
        self.words.iter().chain(&self.joined).copied().chain(pairs)
    }
}

/// A cache of headwords: training looks up the same words millions of times.
#[derive(Default)]
pub(super) struct Headwords(RefCell<HashMap<String, Box<str>, FixedState>>);

impl Headwords {
    fn with(&self, word: &str, found: impl FnOnce(&str)) {
        let mut known = self.0.borrow_mut();
        if let Some(headword) = known.get(word) {
            return found(headword);
        }
        let headword = Stems::new().stem(word);
        found(&headword);
        known.insert(word.to_owned(), headword.into());
    }
}

/// Calls `found` with each word that is not a stop word, and whether it is a joined one.
pub(super) fn each(text: &str, headwords: &Headwords, mut found: impl FnMut(&str, bool)) {
    let words = Words::of(text).with_compounds();
    for word in words.iter().take(MAX_WORDS) {
        for part in word.parts().filter(|part| !is_stop_word(part)) {
            headwords.with(part, |headword| found(headword, false));
        }
        if let Some(joined) = word.joined() {
            headwords.with(joined, |headword| found(headword, true));
        }
    }
}
