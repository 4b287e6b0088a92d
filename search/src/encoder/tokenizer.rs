//! Converts text to token ids, with the kind of tokenizer that `tokenizer.json` specifies.

use serde::Deserialize;
use serde_json::Value;

use super::EncoderError;
use super::bpe::BytePairs;
use super::unigram::Unigram;
use super::wordpiece::WordPiece;

/// A tokenizer. All kinds treat special tokens written in a text (`[SEP]`, `</s>`) as text.
pub(super) enum Tokenizer {
    /// BERT's.
    WordPiece(WordPiece),
    /// RoBERTa's.
    BytePairs(BytePairs),
    /// XLM-R's, based on SentencePiece.
    Unigram(Unigram),
}

/// The parts of `tokenizer.json` that all kinds except BERT's share.
#[derive(Deserialize)]
pub(super) struct File {
    pub(super) normalizer: Option<Value>,
    pub(super) pre_tokenizer: Option<Value>,
    post_processor: Option<Value>,
    pub(super) model: Value,
}

/// The tokens before and after every text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// An error for an unsupported setting in `tokenizer.json`.
pub(super) fn unsupported(what: &str) -> EncoderError {
    EncoderError::Unsupported(format!("tokenizer.json: {what}"))
}

/// An error for a malformed `tokenizer.json`.
pub(super) fn malformed(what: impl std::fmt::Display) -> EncoderError {
    EncoderError::malformed("tokenizer.json", what)
}

impl Tokenizer {
    /// Parses `tokenizer.json`; `vocabulary` is the number of embeddings.
    pub(super) fn parse(json: &[u8], vocabulary: usize) -> Result<Tokenizer, EncoderError> {
        #[derive(Deserialize)]
        struct Model {
            #[serde(rename = "type")]
            kind: Option<String>,
        }
        #[derive(Deserialize)]
        struct Peek {
            model: Model,
        }
        let Peek { model } = serde_json::from_slice(json).map_err(malformed)?;
        let file = || serde_json::from_slice::<File>(json).map_err(malformed);
        match model.kind.as_deref() {
            None | Some("WordPiece") => {
                WordPiece::parse(json, vocabulary).map(Tokenizer::WordPiece)
            }
            Some("BPE") => BytePairs::parse(file()?, vocabulary).map(Tokenizer::BytePairs),
            Some("Unigram") => Unigram::parse(file()?, vocabulary).map(Tokenizer::Unigram),
            Some(kind) => {
                let known = "only WordPiece, BPE and Unigram tokenizers are supported";
                Err(unsupported(&format!("{known}, not {kind}")))
            }
        }
    }

    /// The tokens of a text between the start and end tokens, at most `limit` in all.
    pub(super) fn encode(&self, text: &str, limit: usize) -> Vec<u32> {
        match self {
            Tokenizer::WordPiece(pieces) => pieces.encode(text, limit),
            Tokenizer::BytePairs(pairs) => pairs.encode(text, limit),
            Tokenizer::Unigram(pieces) => pieces.encode(text, limit),
        }
    }
}

impl File {
    /// The start and end tokens, which must have embeddings.
    pub(super) fn ends(&self, vocabulary: usize) -> Result<Ends, EncoderError> {
        let post = self.post_processor.as_ref();
        let ends = post.and_then(|post| match post["type"].as_str()? {
            "RobertaProcessing" | "BertProcessing" => {
                let id = |name: &str| post[name][1].as_u64();
                Some((id("cls")?, id("sep")?))
            }
            "TemplateProcessing" => {
                let [first, text, last] = post["single"].as_array()?.as_slice() else {
                    return None;
                };
                text.get("Sequence")?;
                let id = |part: &Value| {
                    let name = part["SpecialToken"]["id"].as_str()?;
                    post["special_tokens"][name]["ids"][0].as_u64()
                };
                Some((id(first)?, id(last)?))
            }
            _ => None,
        });
        let (start, end) = ends
            .filter(|(start, end)| (*start).max(*end) < vocabulary as u64)
            .ok_or_else(|| unsupported("only one start and one end token are supported"))?;
        Ok(Ends { start: start as u32, end: end as u32 })
    }
}

impl Ends {
    /// Starts a token list with the start token.
    pub(super) fn begin(self) -> Vec<u32> {
        vec![self.start]
    }

    /// Truncates a token list and adds the end token.
    pub(super) fn close(self, mut ids: Vec<u32>, limit: usize) -> Vec<u32> {
        ids.truncate(limit.saturating_sub(1));
        ids.push(self.end);
        ids
    }
}
