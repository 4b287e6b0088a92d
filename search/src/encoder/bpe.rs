//! Byte-level byte-pair encoding, as GPT-2 and RoBERTa read text.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::EncoderError;
use super::tokenizer::{Ends, File, malformed, unsupported};

/// Longer words are cut, because merging is quadratic in a word's length.
const LONGEST_WORD: usize = 2_048;

#[derive(Deserialize)]
struct Model {
    #[serde(default)]
    dropout: Option<f32>,
    #[serde(default)]
    continuing_subword_prefix: Option<String>,
    #[serde(default)]
    end_of_word_suffix: Option<String>,
    #[serde(default)]
    byte_fallback: bool,
    #[serde(default)]
    ignore_merges: bool,
    vocab: HashMap<String, u32>,
    merges: Vec<Merge>,
}

/// The old and new forms of a merge.
#[derive(Deserialize)]
#[serde(untagged)]
enum Merge {
    Line(String),
    Pair(String, String),
}

/// The vocabulary and the merges.
pub(super) struct BytePairs {
    /// The token of each byte.
    bytes: Vec<u32>,
    /// Pairs of tokens, with their merge rank and result.
    merges: HashMap<(u32, u32), (u32, u32)>,
    ends: Ends,
    prefix_space: bool,
}

impl BytePairs {
    pub(super) fn parse(file: File, vocabulary: usize) -> Result<BytePairs, EncoderError> {
        let ends = file.ends(vocabulary)?;
        if file.normalizer.is_some_and(|normalizer| !normalizer.is_null()) {
            return Err(unsupported("BPE with a normalizer is not supported"));
        }
        let split = file.pre_tokenizer.unwrap_or(Value::Null);
        if split["type"] != "ByteLevel" || split["use_regex"] == false {
            return Err(unsupported("only BPE over bytes (ByteLevel) is supported"));
        }
        let model: Model = serde_json::from_value(file.model).map_err(malformed)?;
        let empty = |text: &Option<String>| text.as_ref().is_none_or(String::is_empty);
        if model.dropout.is_some_and(|share| share > 0.0)
            || model.byte_fallback
            || model.ignore_merges
            || !empty(&model.continuing_subword_prefix)
            || !empty(&model.end_of_word_suffix)
        {
            return Err(unsupported("a BPE setting is not supported"));
        }
        let id = |piece: &str| {
            let id = model.vocab.get(piece).copied().filter(|id| (*id as usize) < vocabulary);
            id.ok_or_else(|| malformed(format!("the piece {piece:?} has no embedding")))
        };
        let bytes = (0..=255).map(|byte| id(&letter_of(byte).to_string()));
        let bytes = bytes.collect::<Result<_, _>>()?;
        let mut merges = HashMap::with_capacity(model.merges.len());
        for (rank, merge) in model.merges.iter().enumerate() {
            let (one, other) = match merge {
                Merge::Pair(one, other) => (one.as_str(), other.as_str()),
                Merge::Line(line) => line
                    .split_once(' ')
                    .ok_or_else(|| malformed(format!("{line:?} is not a valid merge")))?,
            };
            let pair = (id(one)?, id(other)?);
            merges.entry(pair).or_insert((rank as u32, id(&[one, other].concat())?));
        }
        Ok(BytePairs { bytes, merges, ends, prefix_space: split["add_prefix_space"] == true })
    }

    pub(super) fn encode(&self, text: &str, limit: usize) -> Vec<u32> {
        let mut ids = self.ends.begin();
        let spaced;
        let text = match self.prefix_space && !text.starts_with(char::is_whitespace) {
            true => {
                spaced = format!(" {text}");
                &spaced
            }
            false => text,
        };
        let mut rest = text;
        while !rest.is_empty() && ids.len() < limit {
            let (word, after) = rest.split_at(word_length(rest));
            self.merge(&word.as_bytes()[..word.len().min(LONGEST_WORD)], &mut ids);
            rest = after;
        }
        self.ends.close(ids, limit)
    }

    /// Adds the tokens of a word: lowest merge rank first, leftmost first among equals.
    fn merge(&self, word: &[u8], ids: &mut Vec<u32>) {
        let from = ids.len();
        ids.extend(word.iter().map(|byte| self.bytes[usize::from(*byte)]));
        loop {
            let pairs = ids[from..].windows(2).enumerate();
            let known = pairs.filter_map(|(at, pair)| {
                self.merges.get(&(pair[0], pair[1])).map(|(rank, id)| (*rank, at, *id))
            });
            let Some((_, at, id)) = known.min() else { return };
            ids[from + at] = id;
            ids.remove(from + at + 1);
        }
    }
}

/// The letter that represents a byte in the vocabulary: the byte itself if it is printable,
/// otherwise the next one from U+0100 on.
fn letter_of(byte: u8) -> char {
    let prints = |byte: u8| matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    if prints(byte) {
        return char::from(byte);
    }
    let before = (0..byte).filter(|other| !prints(*other)).count() as u32;
    char::from_u32(0x100 + before).unwrap_or_default()
}

/// The length of the first word, in bytes: a contraction's ending; letters, digits or other
/// characters, with an optional leading space; or white space, except the last one before a word.
fn word_length(text: &str) -> usize {
    const ENDINGS: [&str; 7] = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];
    if let Some(ending) = ENDINGS.iter().find(|ending| text.starts_with(**ending)) {
        return ending.len();
    }
    let space = usize::from(text.starts_with(' '));
    let rest = &text[space..];
    if let Some(kind) = rest.chars().next().map(Kind::of).filter(|kind| *kind != Kind::Space) {
        let end = rest.find(|c| Kind::of(c) != kind).unwrap_or(rest.len());
        return space + end;
    }
    let end = text.find(|c| Kind::of(c) != Kind::Space).unwrap_or(text.len());
    let last = text[..end].chars().next_back().map_or(0, char::len_utf8);
    if end < text.len() && end > last { end - last } else { end }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Space,
    Other,
}

impl Kind {
    fn of(c: char) -> Kind {
        match c.general_category_group() {
            _ if c.is_whitespace() => Kind::Space,
            GeneralCategoryGroup::Letter => Kind::Letter,
            GeneralCategoryGroup::Number => Kind::Digit,
            _ => Kind::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_split_like_the_published_regex() {
        let check = |text: &str, expected: &[&str]| {
            let mut words = Vec::new();
            let mut rest = text;
            while !rest.is_empty() {
                let (word, after) = rest.split_at(word_length(rest));
                words.push(word);
                rest = after;
            }
            assert_eq!(words, expected, "{text:?}");
        };
        check("", &[]);
        check("It's 3D!", &["It", "'s", " 3", "D", "!"]);
        check("we'll  see\n\nit ", &["we", "'ll", " ", " see", "\n", "\n", "it", " "]);
        check("a \u{a0}b", &["a", " ", "\u{a0}", "b"]);
        check("¿Qué? 数据 ½", &["¿", "Qué", "?", " 数据", " ½"]);
        check("'S !'s", &["'", "S", " !'", "s"]);
    }

    #[test]
    fn every_byte_has_a_letter() {
        for (byte, letter) in [(b'a', 'a'), (b' ', 'Ġ'), (b'\n', 'Ċ'), (0, 'Ā'), (0xad, 'Ń')] {
            assert_eq!(letter_of(byte), letter, "{byte}");
        }
    }
}
