//! How much a typed word differs from the one that was meant.

/// From this length on, two letters may be wrong.
const TWO_WRONG: usize = 8;

/// How many letters may be wrong in a word of so many.
pub(crate) fn most_wrong(letters: usize) -> usize {
    if letters < TWO_WRONG { 1 } else { 2 }
}

/// The number of letters to change, insert, delete or swap with a neighbor to turn one word into the
/// other; `None` if more than `most`.
pub(crate) fn wrong_letters(one: &str, other: &str, most: usize) -> Option<usize> {
    Some(strsim::osa_distance(one, other)).filter(|wrong| *wrong <= most)
}

/// A shorter word is only a typo if letters are swapped or missing: it has too many neighbors.
const SHORT: usize = 5;
/// The letters as they lie on most keyboards.
const KEYBOARD: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Whether a word with a few wrong letters is more likely a typo than another word. The first letter is
/// rarely wrong, and only if all others are right.
pub(crate) fn is_typo_of(typed: &str, meant: &str) -> bool {
    let is_long = typed.len() >= SHORT || typed.len() < meant.len() || are_swapped(typed, meant);
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    let (Some((first, rest)), Some((begins, others))) = (typed.split_first(), meant.split_first())
    else {
        return false;
    };
    let begins_swapped = rest.first() == Some(begins) && others.first() == Some(first);
    let is_missing = others == typed;
    // Not `atypical`.
    let is_superfluous = rest == meant && *first != b'a';
    let is_beside = rest == others && are_neighbors(*first, *begins);
    let is_start_right =
        first == begins || begins_swapped || is_missing || is_superfluous || is_beside;
    typed != meant && is_start_right && is_long
}

fn are_neighbors(one: u8, other: u8) -> bool {
    let place = |key: u8| {
        let rows = KEYBOARD.iter().enumerate();
        rows.filter_map(|(y, row)| Some((row.find(char::from(key))?, y))).next()
    };
    let (Some(one), Some(other)) = (place(one), place(other)) else { return false };
    one.0.abs_diff(other.0) <= 1 && one.1.abs_diff(other.1) <= 1
}

/// Whether the words differ in nothing but two letters next to each other.
pub(crate) fn are_swapped(one: &str, other: &str) -> bool {
    let wrong = one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count();
    wrong == 2 && one.len() == other.len() && wrong_letters(one, other, 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_counted() {
        for (one, other, expected) in [
            ("word", "word", Some(0)),
            ("word", "wrod", Some(1)),
            ("word", "words", Some(1)),
            ("word", "ward", Some(1)),
            ("word", "ord", Some(1)),
            ("word", "sward", Some(2)),
            ("word", "lord's", None),
        ] {
            assert_eq!(wrong_letters(one, other, 2), expected, "{one} {other}");
        }
    }

    #[test]
    fn typos_are_distinguished_from_other_words() {
        for (typed, meant, expected) in [
            ("difusion", "diffusion", true),
            ("transfomrers", "transformers", true),
            ("rtansformer", "transformer", true),
            ("ransformer", "transformer", true),
            ("ttransformer", "transformer", true),
            ("robt", "robot", true),
            ("teh", "the", true),
            ("yransformer", "transformer", true),
            ("upregulated", "regulated", false),
            ("unassembled", "assembled", false),
            ("asymmetric", "symmetric", false),
            ("downward", "onward", false),
            ("port", "part", false),
            ("iteem", "item", true),
            ("word", "word", false),
            ("", "a", false),
        ] {
            assert_eq!(is_typo_of(typed, meant), expected, "{typed} {meant}");
        }
    }
}
