//! Words of a text: what a paper and a question are compared by.
//!
//! A word is what stands between spaces, cut into parts at hyphens and where letters meet digits;
//! its parts are also kept joined. So `GPT-4o`, `GPT4o` and `gpt 4o` have parts in common, and
//! `pre-training` has its joined form in common with `pretraining`.

use rust_stemmers::{Algorithm, Stemmer};

use crate::fold::{Command, command, fold, is_word_char};

/// Longer words are noise (encoded data, links); they are cut, so that no text costs much.
const MAX_PART: usize = 48;
/// Words of more parts have no joined form: they are sentences written with hyphens.
const MAX_JOINED: usize = 6;

/// One word.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its parts in order; at least one.
    pub(crate) parts: Vec<Part>,
}

/// One part of a word.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// The folded letters and digits; not empty.
    pub(crate) text: String,
    /// Where it begins in the text, in bytes.
    pub(crate) start: usize,
    /// Where it ends in the text, in bytes.
    pub(crate) end: usize,
}

impl Word {
    /// The parts as one, for a word of several.
    pub(crate) fn joined(&self) -> Option<String> {
        let several = (2..=MAX_JOINED).contains(&self.parts.len());
        several.then(|| self.parts.iter().map(|part| part.text.as_str()).collect())
    }
}

/// The words of a text, in order. TeX is read as what it prints.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut reader = Reader::default();
    let mut rest = text.char_indices().peekable();
    let mut maths = false;
    while let Some((at, c)) = rest.next() {
        if c.is_ascii_alphabetic() && !reader.in_number() {
            // Most of a text: a run of plain letters.
            let mut end = at + 1;
            while rest.next_if(|(_, c)| c.is_ascii_alphabetic()).is_some() {
                end += 1;
            }
            reader.push_letters(text, at, end);
            continue;
        }
        let next = text[at + c.len_utf8()..].chars().next();
        match c {
            '\\' => {
                let name_start = at + 1;
                let mut end = name_start;
                while let Some((_, letter)) = rest.next_if(|(_, c)| c.is_ascii_alphabetic()) {
                    end += letter.len_utf8();
                }
                if end == name_start {
                    // `\"o` is an accent on a letter; `\%`, `\,` and the like stand between words.
                    match rest.next() {
                        Some((_, '"' | '\'' | '`' | '^' | '~' | '=' | '.')) => {}
                        _ => reader.end_word(),
                    }
                    continue;
                }
                match command(&text[name_start..end]) {
                    Command::Letters(letters) => reader.push_all(letters, at, end),
                    Command::Style => {}
                    Command::Break => reader.end_word(),
                }
            }
            '$' => maths = !maths,
            '_' if !maths => reader.end_part(),
            '{' | '}' | '^' | '_' | '\'' | '’' | '\u{ad}' | '\u{200b}'..='\u{200d}' => {
                // A possessive says nothing: `model's` is `model`.
                let possessive = matches!(c, '\'' | '’') && next.is_some_and(|c| c == 's');
                let ends = || !text[at + c.len_utf8() + 1..].starts_with(is_word_char);
                if possessive && ends() {
                    rest.next();
                }
            }
            '.' | ',' if reader.in_number() && next.is_some_and(|c| c.is_ascii_digit()) => {
                // `2.5` is one number; `10,000` is `10000`.
                if c == '.' {
                    reader.push('.', at, at + 1);
                }
            }
            '×' => reader.push_all("x", at, at + c.len_utf8()),
            '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '.' | '@' | '&'
                if next.is_some_and(|c| is_word_char(c) || c == '$' || c == '\\' || c == '{') =>
            {
                reader.end_part();
            }
            c if is_word_char(c) => {
                let end = at + c.len_utf8();
                if c.is_ascii_digit() && reader.in_letters() {
                    reader.end_part();
                } else if c.is_ascii_alphabetic() && reader.in_number() {
                    // `4bit` is two words, `4o` and `3d` are one.
                    let run = text[at..].chars().take(3);
                    if run.clone().count() == 3 && run.clone().all(|c| c.is_ascii_alphabetic()) {
                        reader.end_part();
                    }
                }
                fold(c, |folded| reader.push(folded, at, end));
            }
            _ => reader.end_word(),
        }
    }
    reader.end_word();
    reader.words
}

#[derive(Default)]
struct Reader {
    words: Vec<Word>,
    word: Word,
    part: Part,
}

impl Reader {
    fn push(&mut self, c: char, start: usize, end: usize) {
        if self.part.text.is_empty() {
            self.part.start = start;
        }
        if self.part.text.len() < MAX_PART {
            self.part.text.push(c);
        }
        self.part.end = end;
    }

    /// Adds ASCII letters that stand in the text.
    fn push_letters(&mut self, text: &str, start: usize, end: usize) {
        if self.part.text.is_empty() {
            self.part.start = start;
        }
        let letters = &text[start..end];
        let room = MAX_PART.saturating_sub(self.part.text.len()).min(letters.len());
        self.part.text.extend(letters[..room].chars().map(|c| c.to_ascii_lowercase()));
        self.part.end = end;
    }

    fn push_all(&mut self, letters: &str, start: usize, end: usize) {
        letters.chars().for_each(|c| self.push(c, start, end));
    }

    fn in_letters(&self) -> bool {
        let text = &self.part.text;
        text.len() >= 2 && text.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    fn in_number(&self) -> bool {
        let text = &self.part.text;
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    }

    fn end_part(&mut self) {
        if !self.part.text.is_empty() {
            self.word.parts.push(std::mem::take(&mut self.part));
        }
    }

    fn end_word(&mut self) {
        self.end_part();
        if !self.word.parts.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
        }
    }
}

/// The text without everything but its letters and digits: two titles with the same key are the
/// same title.
pub(crate) fn key(text: &str) -> String {
    words(text).into_iter().flat_map(|word| word.parts).map(|part| part.text).collect()
}

/// Reduces words to stems.
pub(crate) struct Stems(Stemmer);

impl Stems {
    pub(crate) fn new() -> Stems {
        Stems(Stemmer::create(Algorithm::English))
    }

    /// The stem of a folded word; numbers, names with digits and other scripts are their own.
    pub(crate) fn stem(&self, word: &str) -> String {
        if word.len() <= 2 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return word.to_owned();
        }
        match singular_of_acronym(word) {
            Some(acronym) => acronym.to_owned(),
            None => self.0.stem(word).into_owned(),
        }
    }
}

/// `llms` and `gpus` without their `s`, which the stemmer leaves to words without a vowel.
fn singular_of_acronym(word: &str) -> Option<&str> {
    let body = word.strip_suffix('s').filter(|body| !body.ends_with('s'))?;
    let vowel = body.find(['a', 'e', 'i', 'o', 'u', 'y']).unwrap_or(body.len());
    (vowel == body.len() || vowel == body.len() - 1 && vowel >= 2).then_some(body)
}

/// Words that say nothing of what a text is about.
pub(crate) fn is_stop_word(word: &str) -> bool {
    word.len() <= LONGEST_STOP_WORD && STOP_WORDS.binary_search(&word).is_ok()
}

/// Words with which people address a search, besides the stop words: `papers about robots`.
pub(crate) fn is_request_word(word: &str) -> bool {
    matches!(word, "paper" | "papers" | "find" | "show" | "please" | "search" | "arxiv")
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
    use proptest::prelude::*;

    use super::*;

    /// Words as `part-part`, and the joined form of each that has one.
    fn check(text: &str, expected: &str) {
        let shown = words(text).into_iter().map(|word| {
            let parts: Vec<&str> = word.parts.iter().map(|part| part.text.as_str()).collect();
            parts.join("-")
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{text}");
    }

    #[test]
    fn text_is_cut_into_words_and_their_parts() {
        for (text, expected) in [
            ("", ""),
            (" — … 🙂 !", ""),
            ("GPT-4o, GPT4o and gpt 4o", "gpt-4o gpt-4o and gpt 4o"),
            ("Qwen2.5-VL 7B", "qwen-2.5-vl 7b"),
            ("3D 4-bit 4bit p53", "3d 4-bit 4-bit p53"),
            ("10,000 steps, 2.5.", "10000 steps 2.5"),
            ("text‑to–image", "text-to-image"),
            ("The model's users' don’t", "the model users dont"),
            ("Žižek MÜLLER ﬁne ℓ1 π0 Straße", "zizek muller fine l1 pi-0 strasse"),
            (r"$\ell_1$ x_1 $\pi_0$ \textbf{Bold}er", "l1 x-1 pi-0 bolder"),
            (r#"M\"uller and Erd{\H o}s, 5\% or 3$\times$4"#, "muller and erd os 5 or 3x4"),
            ("pass@1 R&D a/b e.g. end.", "pass-1 r-d a b e-g end"),
            ("扩散模型 диффузия", "扩散模型 диффузия"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn one_name_has_one_key() {
        for (one, other) in [
            ("GPT-4o", "gpt 4O"),
            ("Pre-Training", "pretraining"),
            ("What is it?", "What Is It"),
            (r"$\pi_0$: a model", "π0 — A Model"),
        ] {
            assert_eq!(key(one), key(other));
        }
    }

    #[test]
    fn plurals_have_the_stem_of_the_singular() {
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
    fn stop_words_are_found_by_halving() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
        assert!(!is_stop_word("diffusion"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn parts_stand_in_the_text_in_order(
            text in prop_oneof![".{0,6000}", r"[a-zA-Z0-9 $\\{}_^.,'’@&é-]{0,300}"],
        ) {
            let mut last = 0;
            for part in words(&text).iter().flat_map(|word| &word.parts) {
                prop_assert!(!part.text.is_empty());
                prop_assert!(last <= part.start && part.start < part.end);
                prop_assert!(text.get(part.start..part.end).is_some());
                last = part.end;
            }
        }
    }
}
