//! Splits a text into words, the units in which papers and questions are compared.
//!
//! A word is the text between spaces, split into parts at hyphens and where letters meet digits;
//! the parts are also kept joined. So `GPT-4o`, `GPT4o` and `gpt 4o` have common parts, and
//! `pre-training` shares its joined form with `pretraining`.

use super::fold::{Command, command, fold, is_word_char};

/// Longer parts are noise (encoded data, links); they are cut to limit the cost of any text.
const MAX_PART: usize = 48;
/// Words with more parts have no joined form: they are sentences written with hyphens.
const MAX_JOINED: usize = 6;

/// The words of a text, in order. All letters share one buffer, so splitting takes three
/// allocations however long the text is.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The folded letters and digits of all parts, concatenated.
    pub(crate) letters: String,
    pub(crate) parts: Vec<Part>,
    /// For each word, the index after its last part.
    pub(crate) ends: Vec<u32>,
}

/// One part of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Part {
    /// The start and end of its letters in the buffer; never empty.
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Its start in the text, in bytes.
    pub(crate) start: u32,
    /// Its end in the text, in bytes.
    pub(crate) end: u32,
}

/// One word, of at least one part.
#[derive(Clone, Copy)]
pub(crate) struct Word<'a> {
    letters: &'a str,
    pub(crate) spans: &'a [Part],
}

impl Words {
    /// Splits a text. TeX is read as what it displays.
    pub(crate) fn of(text: &str) -> Words {
        read(text)
    }

    /// The words.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = Word<'_>> + ExactSizeIterator {
        (0..self.ends.len()).map(|at| {
            let from = if at == 0 { 0 } else { self.ends[at - 1] as usize };
            Word { letters: &self.letters, spans: &self.parts[from..self.ends[at] as usize] }
        })
    }

    /// The parts of all words.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.of(&self.letters))
    }
}

impl Part {
    pub(crate) fn of<'a>(&self, letters: &'a str) -> &'a str {
        &letters[self.from as usize..self.to as usize]
    }
}

impl<'a> Word<'a> {
    /// Its parts, in order.
    pub(crate) fn parts(self) -> impl Iterator<Item = &'a str> {
        self.spans.iter().map(move |part| part.of(self.letters))
    }

    /// The parts joined, for a word with several.
    pub(crate) fn joined(self) -> Option<&'a str> {
        let several = (2..=MAX_JOINED).contains(&self.spans.len());
        several.then(|| self.whole())
    }

    /// The parts joined.
    pub(crate) fn whole(self) -> &'a str {
        let from = self.spans.first().map_or(0, |part| part.from);
        let to = self.spans.last().map_or(0, |part| part.to);
        &self.letters[from as usize..to as usize]
    }
}

/// A text reduced to its letters and digits: titles with the same key are the same title.
pub(crate) fn key(text: &str) -> String {
    read(text).letters
}

/// Splits a text. TeX is read as what it displays.
fn read(text: &str) -> Words {
    // One allocation for most texts; folding rarely makes a text longer.
    let mut reader = Reader::default();
    reader.words.letters.reserve(text.len());
    reader.words.parts.reserve(text.len() / 5);
    let mut rest = text.char_indices().peekable();
    let mut maths = false;
    while let Some((at, c)) = rest.next() {
        if c.is_ascii_alphabetic() && !reader.in_number() {
            // The common case: a run of plain letters.
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
                    // `\"o` is an accent on a letter; `\%`, `\,` and similar separate words.
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
                // Drop a possessive: `model's` is `model`.
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
    words: Words,
    /// The part being read; empty if its two ends are equal.
    part: Part,
}

impl Reader {
    fn text(&self) -> &str {
        self.part.of(&self.words.letters)
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.begin(start);
        if self.text().len() < MAX_PART {
            self.words.letters.push(c);
            self.part.to = self.words.letters.len() as u32;
        }
        self.part.end = end as u32;
    }

    fn begin(&mut self, start: usize) {
        if self.part.from == self.part.to {
            self.part.start = start as u32;
        }
    }

    /// Adds ASCII letters from the text.
    fn push_letters(&mut self, text: &str, start: usize, end: usize) {
        self.begin(start);
        let room = MAX_PART.saturating_sub(self.text().len()).min(end - start);
        let letters = &mut self.words.letters;
        let from = letters.len();
        letters.push_str(&text[start..start + room]);
        letters[from..].make_ascii_lowercase();
        self.part.to = letters.len() as u32;
        self.part.end = end as u32;
    }

    fn push_all(&mut self, letters: &str, start: usize, end: usize) {
        letters.chars().for_each(|c| self.push(c, start, end));
    }

    fn in_letters(&self) -> bool {
        let text = self.text();
        text.len() >= 2 && text.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    fn in_number(&self) -> bool {
        let text = self.text();
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    }

    fn end_part(&mut self) {
        if self.part.from != self.part.to {
            self.words.parts.push(self.part);
        }
        let at = self.words.letters.len() as u32;
        self.part = Part { from: at, to: at, start: 0, end: 0 };
    }

    fn end_word(&mut self) {
        self.end_part();
        let end = self.words.parts.len() as u32;
        if self.words.ends.last().copied().unwrap_or_default() < end {
            self.words.ends.push(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Formats words as `part-part`, followed by the joined forms.
    fn check(text: &str, expected: &str) {
        let words = Words::of(text);
        let shown = words.iter().map(|word| word.parts().collect::<Vec<_>>().join("-"));
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{text}");
    }

    #[test]
    fn text_is_split_into_words_and_parts() {
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
    fn spellings_of_a_name_share_a_key() {
        for (one, other) in [
            ("GPT-4o", "gpt 4O"),
            ("Pre-Training", "pretraining"),
            ("What is it?", "What Is It"),
            (r"$\pi_0$: a model", "π0 — A Model"),
        ] {
            assert_eq!(key(one), key(other));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn parts_are_in_text_order(
            text in prop_oneof![".{0,6000}", r"[a-zA-Z0-9 $\\{}_^.,'’@&é-]{0,300}"],
        ) {
            let mut last = 0;
            let words = Words::of(&text);
            prop_assert!(words.parts().all(|part| !part.is_empty()));
            for part in words.iter().flat_map(|word| word.spans) {
                let (start, end) = (part.start as usize, part.end as usize);
                prop_assert!(last <= start && start < end);
                prop_assert!(text.get(start..end).is_some());
                last = end;
            }
        }
    }
}
