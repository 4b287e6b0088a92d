//! BERT's basic tokenizer: drops control characters and accents, lowercases, and splits off
//! punctuation and Chinese characters.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The settings of `BertNormalizer`.
#[derive(Deserialize)]
pub(super) struct Letters {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default = "yes")]
    clean_text: bool,
    #[serde(default = "yes")]
    handle_chinese_chars: bool,
    /// Defaults to the value of `lowercase`.
    strip_accents: Option<bool>,
    #[serde(default = "yes")]
    lowercase: bool,
}

fn yes() -> bool {
    true
}

impl Letters {
    pub(super) fn is_bert(&self) -> bool {
        self.kind == "BertNormalizer"
    }

    /// The normalized character, or `None` if it is dropped.
    fn clean(&self, c: char) -> Option<char> {
        match c {
            '\t' | '\n' | '\r' => Some(' '),
            '\0' | '\u{fffd}' if self.clean_text => None,
            _ if self.clean_text && c.general_category_group() == GeneralCategoryGroup::Other => {
                None
            }
            _ if c.is_whitespace() => Some(' '),
            _ => Some(c),
        }
    }
}

/// Calls `take` with each word of a text until it returns `false`.
pub(super) fn for_each_word(letters: &Letters, text: &str, mut take: impl FnMut(&str) -> bool) {
    let chars = text.chars().filter_map(|c| letters.clean(c));
    if letters.strip_accents.unwrap_or(letters.lowercase) {
        // Decompose the whole text, not single characters: marks are reordered across several
        // characters.
        let is_accent = |c: &char| c.general_category() == GeneralCategory::NonspacingMark;
        split(letters, chars.nfd().filter(|c| !is_accent(c)), &mut take);
    } else {
        split(letters, chars, &mut take);
    }
}

fn split(
    letters: &Letters,
    chars: impl Iterator<Item = char>,
    take: &mut impl FnMut(&str) -> bool,
) {
    let mut word = String::new();
    for c in chars {
        let alone = is_punctuation(c) || (letters.handle_chinese_chars && is_chinese(c));
        let ends = alone || c.is_whitespace();
        if ends && !word.is_empty() {
            if !take(&word) {
                return;
            }
            word.clear();
        }
        if alone && !take(c.encode_utf8(&mut [0; 4])) {
            return;
        }
        match ends {
            true => {}
            false if letters.lowercase => word.extend(c.to_lowercase()),
            false => word.push(c),
        }
    }
    if !word.is_empty() {
        take(&word);
    }
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// The Unicode blocks that BERT's authors list.
fn is_chinese(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}'
        | '\u{2a700}'..='\u{2b73f}' | '\u{2b740}'..='\u{2b81f}' | '\u{2b920}'..='\u{2ceaf}'
        | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}
