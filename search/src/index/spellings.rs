//! Candidate words for spelling correction.

/// Shorter words have too many neighbours.
const SHORTEST_WORD: usize = 4;
/// Longer words are not corrected.
pub(crate) const LONGEST_WORD: usize = 24;

/// Candidate words.
#[derive(Default)]
pub(crate) struct Spellings(pub(crate) Vec<Spelling>);

pub(crate) struct Spelling {
    pub(crate) word: Box<str>,
    pub(crate) term: u32,
    /// The word's letters, one bit each: words that differ in too many are ruled out at once.
    pub(crate) letters: u32,
}

impl Spellings {
    /// Adds a word, which must be new.
    pub(crate) fn put(&mut self, word: &str, term: u32) {
        if is_plain(word) {
            self.0.push(Spelling { word: word.into(), term, letters: letters(word) });
        }
    }
}

pub(crate) fn is_plain(word: &str) -> bool {
    (SHORTEST_WORD..=LONGEST_WORD).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_lowercase())
}

pub(crate) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, byte| bits | 1 << (byte - b'a'))
}
