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
}
