//! BERT's WordPiece tokenizer: longest known piece first.
//!
//! Special tokens written in a text (`[SEP]`) are treated as text, so input can't end the sequence
//! early.

use std::collections::HashMap;

use serde::Deserialize;

use super::EncoderError;
use super::basic_tokenizer::{Letters, for_each_word};

/// The part of `tokenizer.json` that is used.
#[derive(Deserialize)]
struct File {
    normalizer: Option<Letters>,
    pre_tokenizer: Option<Kind>,
    model: Model,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    name: String,
}

#[derive(Deserialize)]
struct Model {
    #[serde(default)]
    unk_token: String,
    #[serde(default)]
    continuing_subword_prefix: String,
    #[serde(default)]
    max_input_chars_per_word: usize,
    vocab: serde_json::Value,
}

/// The vocabulary and the text normalization.
pub(super) struct WordPiece {
    letters: Letters,
    /// Pieces that begin a word.
    first: HashMap<Box<str>, u32>,
    /// Pieces that continue a word, without their prefix.
    next: HashMap<Box<str>, u32>,
    unknown: u32,
    start: u32,
    end: u32,
    /// Words with more characters are unknown as a whole.
    longest_word: usize,
    /// The length of the longest piece, in characters.
    longest_piece: usize,
}

impl WordPiece {
    /// Parses `tokenizer.json`; `vocabulary` is the number of embeddings.
    pub(super) fn parse(json: &[u8], vocabulary: usize) -> Result<WordPiece, EncoderError> {
        let wrong = |what: &str| EncoderError::Unsupported(format!("tokenizer.json: {what}"));
        let file: File = serde_json::from_slice(json)
            .map_err(|error| EncoderError::malformed("tokenizer.json", error))?;
        if file.pre_tokenizer.is_none_or(|kind| kind.name != "BertPreTokenizer") {
            return Err(wrong("only the pre-tokenizer BertPreTokenizer is supported"));
        }
        let letters = file.normalizer.ok_or_else(|| wrong("the normalizer is missing"))?;
        if !letters.is_bert() {
            return Err(wrong("only the normalizer BertNormalizer is supported"));
        }
        let serde_json::Value::Object(vocab) = file.model.vocab else {
            return Err(wrong("the vocabulary is not an object"));
        };
        let mut pieces = WordPiece {
            letters,
            first: HashMap::new(),
            next: HashMap::new(),
            unknown: 0,
            start: 0,
            end: 0,
            longest_word: file.model.max_input_chars_per_word,
            longest_piece: 0,
        };
        let prefix = file.model.continuing_subword_prefix;
        for (piece, id) in vocab {
            let id = id.as_u64().filter(|id| *id < vocabulary as u64);
            let Some(id) = id else {
                return Err(wrong(&format!("the piece {piece:?} has no embedding")));
            };
            pieces.longest_piece = pieces.longest_piece.max(piece.chars().count());
            match piece.strip_prefix(&prefix) {
                Some(rest) if !prefix.is_empty() => pieces.next.insert(rest.into(), id as u32),
                _ => pieces.first.insert(piece.into(), id as u32),
            };
        }
        let special = |name: &str| {
            let missing = || wrong(&format!("the token {name:?} is missing"));
            pieces.first.get(name).copied().ok_or_else(missing)
        };
        let (unknown, start, end) =
            (special(&file.model.unk_token)?, special("[CLS]")?, special("[SEP]")?);
        Ok(WordPiece { unknown, start, end, ..pieces })
    }

    /// The pieces of a text between the start and end tokens, at most `limit` in all.
    pub(super) fn encode(&self, text: &str, limit: usize) -> Vec<u32> {
        let mut ids = vec![self.start];
        for_each_word(&self.letters, text, |word| {
            self.push(word, &mut ids);
            ids.len() < limit
        });
        ids.truncate(limit.saturating_sub(1));
        ids.push(self.end);
        ids
    }

    fn push(&self, word: &str, ids: &mut Vec<u32>) {
        let before = ids.len();
        let mut rest = word;
        if word.chars().nth(self.longest_word).is_some() {
            return ids.push(self.unknown);
        }
        while !rest.is_empty() {
            let known = if ids.len() == before { &self.first } else { &self.next };
            let longest = rest.char_indices().nth(self.longest_piece).map_or(rest.len(), |at| at.0);
            let found = (1..=longest)
                .rev()
                .filter_map(|end| Some((end, known.get(rest.get(..end)?)?)))
                .next();
            let Some((end, id)) = found else {
                ids.truncate(before);
                return ids.push(self.unknown);
            };
            ids.push(*id);
            rest = &rest[end..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokenizer() -> WordPiece {
        let pieces = [
            "[UNK]",
            "[CLS]",
            "[SEP]",
            "attention",
            "is",
            "all",
            "you",
            "need",
            "##s",
            "un",
            "##aff",
            "##able",
            "!",
            "数",
            "cafe",
            "-",
            "[",
            "]",
            "sep",
        ];
        let vocab: serde_json::Map<_, _> =
            pieces.iter().enumerate().map(|(id, piece)| ((*piece).to_owned(), id.into())).collect();
        let json = serde_json::json!({
            "normalizer": {"type": "BertNormalizer", "clean_text": true,
                "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100, "vocab": vocab},
        });
        WordPiece::parse(json.to_string().as_bytes(), pieces.len()).unwrap()
    }

    #[track_caller]
    fn check(text: &str, expected: &[u32]) {
        let ids = tokenizer().encode(text, 12);
        assert_eq!(ids[1..ids.len() - 1], *expected, "{text:?}");
        assert_eq!((ids[0], ids[ids.len() - 1]), (1, 2), "{text:?}");
    }

    #[test]
    fn pieces() {
        check("", &[]);
        check(" \n\t", &[]);
        check("Attention is ALL you need!", &[3, 4, 5, 6, 7, 12]);
        check("needs unaffable", &[7, 8, 9, 10, 11]);
        check("is-all", &[4, 15, 5]);
        check("unknown is", &[0, 4]);
        check("数数", &[13, 13]);
        check("Café CAFE\u{301}", &[14, 14]);
        check("is\u{0}\u{fffd}\u{200b}all", &[0]);
        check("i\u{0}s\u{ad}", &[4]);
        check("[SEP]", &[16, 18, 17]);
        check(&"a".repeat(101), &[0]);
        check(&"all ".repeat(99), &[5; 10]);
    }

    #[test]
    fn other_tokenizers_are_refused() {
        let check = |json: &str, expected: &str| {
            let error = WordPiece::parse(json.as_bytes(), 5).err().unwrap().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("{", "tokenizer.json is malformed");
        check(r#"{"model": {"vocab": {}}}"#, "BertPreTokenizer");
    }
}
