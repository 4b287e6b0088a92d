//! The words that may be meant by misspelt ones.

/// Shorter words have too many neighbours.
const SHORTEST_WORD: usize = 4;
/// Longer words are not typed.
pub(crate) const LONGEST_WORD: usize = 24;

/// Words that may be meant.
#[derive(Default)]
pub(crate) struct Spellings(pub(crate) Vec<Spelling>);

pub(crate) struct Spelling {
    pub(crate) word: Box<str>,
    pub(crate) term: u32,
    /// The letters it has, one bit each: words that differ in more are ruled out at once.
    pub(crate) letters: u32,
}

impl Spellings {
    /// Notes a word; it comes but once.
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
