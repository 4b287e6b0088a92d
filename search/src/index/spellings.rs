//! Candidate words for spelling correction.

/// Shorter words have too many neighbors.
const SHORTEST_WORD: usize = 4;
/// Longer words are not corrected.
pub(crate) const LONGEST_WORD: usize = 24;

/// Candidate words. Their letters share one buffer.
#[derive(Default)]
pub(crate) struct Spellings {
    text: String,
    all: Vec<Spelling>,
}

#[derive(Clone, Copy)]
struct Spelling {
    /// Where it ends in the buffer; it begins where the one before ends.
    end: u32,
    term: u32,
    letters: u32,
}

/// A candidate word.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    from: u32,
    end: u32,
    pub(crate) term: u32,
    /// The word's letters, one bit each: words that differ in too many are ruled out at once.
    pub(crate) letters: u32,
}

impl Candidate {
    /// The number of its letters.
    pub(crate) fn len(self) -> usize {
        (self.end - self.from) as usize
    }
}

impl Spellings {
    /// Adds a word, which must be new.
    pub(crate) fn put(&mut self, word: &str, term: u32) {
        if is_plain(word) {
            self.text.push_str(word);
            let end = self.text.len() as u32;
            self.all.push(Spelling { end, term, letters: letters(word) });
        }
    }

    /// All words, in the order in which they were added.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Candidate> {
        let mut end = 0;
        self.all.iter().map(move |one| {
            let from = std::mem::replace(&mut end, one.end);
            Candidate { from, end, term: one.term, letters: one.letters }
        })
    }

    pub(crate) fn word(&self, one: Candidate) -> &str {
        &self.text[one.from as usize..one.end as usize]
    }

    /// Returns memory that was reserved for more words.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.all.shrink_to_fit();
    }
}

pub(crate) fn is_plain(word: &str) -> bool {
    (SHORTEST_WORD..=LONGEST_WORD).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_lowercase())
}

pub(crate) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, byte| bits | 1 << (byte - b'a'))
}
