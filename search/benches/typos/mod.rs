//! Misspelt words, which should be corrected, and rare words of another field, which shouldn't.
//!
//! Nothing is random: typos are chosen by a hash of the word and its paper.

use domain::Paper;

use crate::known::{hash, papers_with, words};

/// One paper in this many gets a misspelt question.
const STEP: usize = 3;
/// The number of words of a title in a question.
const WORDS: usize = 4;
/// Shorter words are not misspelt: one wrong letter makes another word of them.
const SHORTEST: usize = 5;
/// A misspelt word is in at least this many papers.
const COMMON: usize = 20;
/// A word in at most this many of the papers is rare.
const RARE: usize = 2;
/// A rare word counts if at least this many papers of its own field have it.
const SURE: usize = 5;
/// The letters, in the order of the keyboard.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// A question, and the same with a typo in one of its words.
pub(crate) struct Misspelt {
    pub(crate) meant: String,
    pub(crate) typed: String,
}

/// The first words of titles, with one typo each.
pub(crate) fn misspelt(papers: &[Paper]) -> Vec<Misspelt> {
    let with = papers_with(papers);
    let count = |word: &str| with.get(word).copied().unwrap_or_default();
    let mut all = Vec::new();
    for (id, paper) in papers.iter().enumerate().step_by(STEP) {
        let meant: Vec<String> = words(&paper.title).take(WORDS).collect();
        let fit = meant
            .iter()
            .enumerate()
            .filter(|(_, word)| word.len() >= SHORTEST && count(word) >= COMMON);
        let Some((at, word)) = fit.min_by_key(|(_, word)| hash(id, word)) else { continue };
        let mut typed = meant.clone();
        typed[at] = with_typo(word, hash(id + 1, word));
        // A typo can make another word.
        if count(&typed[at]) <= RARE {
            all.push(Misspelt { meant: meant.join(" "), typed: typed.join(" ") });
        }
    }
    all
}

/// Words that several papers of another field have, and hardly any of `papers`.
pub(crate) fn rare(papers: &[Paper], others: &[Paper]) -> Vec<String> {
    let (here, there) = (papers_with(papers), papers_with(others));
    let is_rare = |word: &str| here.get(word).is_none_or(|papers| *papers <= RARE);
    let sure = there.into_iter().filter(|(word, papers)| *papers >= SURE && is_rare(word));
    let mut all: Vec<String> = sure.map(|(word, _)| word).collect();
    all.sort_unstable();
    all
}

/// The word with one letter swapped with the next, left out, typed twice, or replaced by its
/// neighbor on the keyboard; at any place.
fn with_typo(word: &str, dice: u64) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = (dice / 4) as usize % (letters.len() - 1);
    match dice % 4 {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = neighbor(letters[at]),
    }
    letters.into_iter().collect()
}

fn neighbor(letter: char) -> char {
    let row = ROWS.iter().find_map(|row| Some((row, row.find(letter)?)));
    let Some((row, at)) = row else { return letter };
    let next = if at + 1 < row.len() { at + 1 } else { at - 1 };
    row.as_bytes()[next].into()
}
