//! Headwords, stop words and filler words.

use super::word_forms::headword;
use super::words::Words;

/// Reduces words to their headwords.
pub(crate) struct Stems;

impl Stems {
    pub(crate) fn new() -> Stems {
        Stems
    }

    /// The headword of a folded word.
    pub(crate) fn stem(&self, word: &str) -> String {
        headword(word).into_owned()
    }
}

/// The headwords of a text without stop words.
pub(crate) fn stems_of(text: &str, stems: &Stems) -> Vec<String> {
    let words = Words::of(text).with_compounds();
    words.parts().filter(|part| !is_stop_word(part)).map(|part| stems.stem(part)).collect()
}

/// FNV-1a, used to compare stems: smaller than the stems, and the same on every machine.
pub(crate) fn hash(stem: &str) -> u64 {
    stem.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Words that say nothing about a text's topic.
pub(crate) fn is_stop_word(word: &str) -> bool {
    word.len() <= LONGEST_STOP_WORD && STOP_WORDS.binary_search(&word).is_ok()
}

/// Further words that people address to a search engine, as in `papers about robots`.
pub(crate) fn is_request_word(word: &str) -> bool {
    matches!(word, "paper" | "papers" | "please" | "arxiv")
}

const LONGEST_STOP_WORD: usize = 8;

/// In alphabetical order.
const STOP_WORDS: [&str; 115] = [
    "a", "about", "above", "across", "after", "again", "against", "all", "also", "although", "am",
    "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "being", "between",
    "both", "but", "by", "can", "could", "did", "do", "does", "during", "each", "either", "for",
    "from", "further", "had", "has", "have", "he", "her", "here", "his", "how", "however", "i",
    "if", "in", "into", "is", "it", "its", "itself", "may", "me", "might", "more", "most", "my",
    "neither", "no", "nor", "not", "of", "on", "only", "or", "other", "our", "over", "own", "s",
    "she", "should", "so", "some", "such", "t", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "through", "thus", "to", "too", "under", "until",
    "up", "very", "was", "we", "were", "what", "when", "where", "whether", "which", "while", "who",
    "whom", "why", "will", "with", "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_share_the_stem_of_the_singular() {
        let stems = Stems::new();
        for (one, other) in [
            ("llm", "llms"),
            ("gpu", "gpus"),
            ("vae", "vaes"),
            ("agent", "agents"),
            ("policy", "policies"),
            ("pretrained", "pretraining"),
            ("4o", "4o"),
        ] {
            assert_eq!(stems.stem(one), stems.stem(other));
        }
        assert_eq!(stems.stem("loss"), "loss");
    }

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
        assert!(!is_stop_word("diffusion"));
    }
}
