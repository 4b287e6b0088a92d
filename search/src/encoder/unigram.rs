//! SentencePiece's Unigram tokenizer, as XLM-R uses it: splits each word into its most likely
//! sequence of known pieces.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::EncoderError;
use super::charsmap::Charsmap;
use super::tokenizer::{Ends, File, malformed, unsupported};

/// Replaces the space before a word.
const SPACE: char = '▁';
/// How much less likely an unknown letter is than the rarest piece, as a log probability.
const UNKNOWN_PENALTY: f64 = 10.0;
/// Longer words are cut, in characters.
const LONGEST_WORD: usize = 4_096;

#[derive(Deserialize)]
struct Model {
    unk_id: Option<u32>,
    #[serde(default)]
    byte_fallback: bool,
    vocab: Vec<(Box<str>, f64)>,
}

/// The pieces and the text normalization.
pub(super) struct Unigram {
    pieces: HashMap<Box<str>, (u32, f64)>,
    /// The length of the longest piece, in characters.
    longest: usize,
    unknown: u32,
    unknown_score: f64,
    letters: Option<Charsmap>,
    ends: Ends,
}

/// The most likely split of a word up to some position.
#[derive(Clone, Copy)]
struct Best {
    score: f64,
    /// Where its last piece begins.
    from: usize,
    id: u32,
}

impl Unigram {
    pub(super) fn parse(file: File, vocabulary: usize) -> Result<Unigram, EncoderError> {
        let ends = file.ends(vocabulary)?;
        let letters = letters(file.normalizer.as_ref())?;
        if !file.pre_tokenizer.as_ref().is_some_and(is_metaspace) {
            return Err(unsupported("only words with a ▁ before each (Metaspace) are supported"));
        }
        let model: Model = serde_json::from_value(file.model).map_err(malformed)?;
        let count = model.vocab.len();
        let unknown = model.unk_id.filter(|id| (*id as usize) < count);
        let unknown = unknown.ok_or_else(|| unsupported("its Unigram has no unknown token"))?;
        if model.byte_fallback || count > vocabulary {
            return Err(unsupported(
                "byte pieces and pieces without an embedding are not supported",
            ));
        }
        let least = model.vocab.iter().map(|(_, score)| *score).fold(f64::INFINITY, f64::min);
        let numbered = model.vocab.into_iter().zip(0..);
        let special = |id: u32| [ends.start, ends.end, unknown].contains(&id);
        let texts = numbered.filter(|((piece, _), id)| !special(*id) && !piece.is_empty());
        let pieces: HashMap<Box<str>, (u32, f64)> =
            texts.map(|((piece, score), id)| (piece, (id, score))).collect();
        Ok(Unigram {
            longest: pieces.keys().map(|piece| piece.chars().count()).max().unwrap_or_default(),
            pieces,
            unknown,
            unknown_score: least - UNKNOWN_PENALTY,
            letters,
            ends,
        })
    }

    pub(super) fn encode(&self, text: &str, limit: usize) -> Vec<u32> {
        let mut ids = self.ends.begin();
        let read;
        let text = match &self.letters {
            Some(letters) => {
                read = letters.normalize(text);
                &read
            }
            None => text,
        };
        let mut piece = String::new();
        for word in text.split_whitespace().flat_map(|word| word.split(SPACE)) {
            if word.is_empty() {
                continue;
            }
            if ids.len() >= limit {
                break;
            }
            piece.clear();
            piece.push(SPACE);
            piece.extend(word.chars().take(LONGEST_WORD));
            self.push(&piece, &mut ids);
        }
        self.ends.close(ids, limit)
    }

    /// Adds the most likely pieces of a word (Viterbi); adjacent unknown letters become one token.
    fn push(&self, word: &str, ids: &mut Vec<u32>) {
        let mut best: Vec<Option<Best>> = vec![None; word.len() + 1];
        for (from, c) in word.char_indices() {
            let before = match from {
                0 => 0.0,
                _ => best[from].map_or(f64::NEG_INFINITY, |best| best.score),
            };
            let mut offer = |to: usize, id: u32, score: f64| {
                let score = before + score;
                if best[to].is_none_or(|best| score > best.score) {
                    best[to] = Some(Best { score, from, id });
                }
            };
            let mut alone = false;
            for (at, last) in word[from..].char_indices().take(self.longest) {
                let to = from + at + last.len_utf8();
                if let Some((id, score)) = self.pieces.get(&word[from..to]) {
                    offer(to, *id, *score);
                    alone |= at == 0;
                }
            }
            if !alone {
                offer(from + c.len_utf8(), self.unknown, self.unknown_score);
            }
        }
        let first = ids.len();
        let mut at = word.len();
        while let Some(Best { from, id, .. }) = best[at] {
            if id != self.unknown || ids[first..].last() != Some(&id) {
                ids.push(id);
            }
            at = from;
            if at == 0 {
                break;
            }
        }
        ids[first..].reverse();
    }
}

/// The normalization of letters. Spaces need no rule, since words are split at them.
fn letters(normalizer: Option<&Value>) -> Result<Option<Charsmap>, EncoderError> {
    let Some(normalizer) = normalizer.filter(|one| !one.is_null()) else { return Ok(None) };
    let steps = match normalizer["type"].as_str() {
        Some("Sequence") => normalizer["normalizers"].as_array().cloned().unwrap_or_default(),
        _ => vec![normalizer.clone()],
    };
    let mut found = None;
    for step in steps {
        let spaces = |text: &Value| text.as_str().is_some_and(|text| text.trim().is_empty());
        match step["type"].as_str() {
            Some("Precompiled") if found.is_none() => {
                let map = step["precompiled_charsmap"].as_str().unwrap_or_default();
                found = Some(Charsmap::parse(map).ok_or_else(|| malformed("invalid charsmap"))?);
            }
            Some("Strip") => {}
            Some("Replace") if spaces(&step["content"]) && step["pattern"]["Regex"] == " {2,}" => {}
            _ => return Err(unsupported("the Unigram normalizer is not supported")),
        }
    }
    Ok(found)
}

/// Whether each word gets a ▁ prefix: `Metaspace`, possibly after `WhitespaceSplit`.
fn is_metaspace(pre: &Value) -> bool {
    let meta = |one: &Value| {
        let prepends = match one["prepend_scheme"].as_str() {
            Some(scheme) => scheme == "always",
            None => one["add_prefix_space"] != false,
        };
        one["type"] == "Metaspace" && one["replacement"] == "▁" && prepends && one["split"] != false
    };
    match pre["pretokenizers"].as_array().map(Vec::as_slice) {
        Some([split, last]) => split["type"] == "WhitespaceSplit" && meta(last),
        Some([one]) => meta(one),
        Some(_) => false,
        None => meta(pre),
    }
}
