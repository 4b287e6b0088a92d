//! Sentence encoders of the BERT family, loaded from a model folder.
//!
//! A folder has the layout the Hub publishes: `config.json` (model type bert, roberta or
//! xlm-roberta), `tokenizer.json` (WordPiece, byte-level BPE or Unigram), `model.safetensors` (one
//! file; F32, F16 or BF16) and, if the model has them, `modules.json`, `1_Pooling/config.json`
//! (mean or cls), `sentence_bert_config.json` and `config_sentence_transformers.json` (prompts for
//! questions and papers). This covers all-MiniLM, bge, gte, e5, first-generation granite-embedding
//! and the multilingual models of these families. The model types modernbert and mpnet, and folders
//! with only `pytorch_model.bin`, are not supported.
//!
//! Weights are quantized to 8 bits at load time and activations to 16 bits; sums are exact. The
//! same text gives the same bytes on every machine and instruction set.

mod basic_tokenizer;
mod bpe;
mod charsmap;
#[cfg(test)]
mod encoder_tests;
mod layer;
mod math;
mod matmul;
mod model_folder;
#[cfg(test)]
mod published;
mod tokenizer;
mod unigram;
mod weights;
mod wordpiece;

use std::path::{Path, PathBuf};

use fearless_simd::Level;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::embedding::Embedding;
use layer::{Layer, Linear, Scratch};
use math::Norm;
use model_folder::{Config, Folder, Pooling, Prompts};
use tokenizer::Tokenizer;
use weights::Weights;

/// Increased when the same weights start to give different vectors.
const REVISION: u32 = 1;

/// Why a model can't be used.
#[derive(Debug, Error)]
pub enum EncoderError {
    /// A required file is missing.
    #[error("the model folder {} has no {file}", folder.display())]
    Missing {
        /// The folder asked for.
        folder: PathBuf,
        /// The file's name.
        file: &'static str,
    },
    /// A file exists but can't be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A file's content is damaged.
    #[error("{file} is malformed: {reason}")]
    Malformed {
        /// The file's name.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// The model is valid, but of a kind that is not supported.
    #[error("{0}")]
    Unsupported(String),
}

impl EncoderError {
    fn malformed(file: &str, reason: impl std::fmt::Display) -> EncoderError {
        EncoderError::Malformed { file: file.to_owned(), reason: reason.to_string() }
    }
}

/// A sentence encoder in memory; about 25 MB for 22 million weights. Can be shared between threads.
pub struct Encoder {
    name: String,
    level: Level,
    hidden: usize,
    longest: usize,
    pooling: Pooling,
    tokenizer: Tokenizer,
    prompts: Prompts,
    /// One row of 8-bit values per word piece, with its scale.
    words: Vec<i8>,
    word_scales: Vec<f32>,
    /// One row per position, with the embedding of "first text" added.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

impl Encoder {
    /// Loads a model folder; takes a quarter of a second for 22 million weights.
    ///
    /// # Errors
    /// If a file is missing or damaged, or the model is not supported.
    pub fn open(folder: &Path) -> Result<Encoder, EncoderError> {
        Encoder::build(Folder::read(folder)?, Level::new())
    }

    /// Checks everything except the weights: whether a folder's model is supported. The weights may
    /// be missing.
    ///
    /// # Errors
    /// The same as [`Encoder::open`].
    pub fn check(folder: &Path) -> Result<(), EncoderError> {
        let folder = Folder::without_weights(folder)?;
        Tokenizer::parse(&folder.tokenizer, folder.config.vocab_size).map(drop)
    }

    fn build(folder: Folder, level: Level) -> Result<Encoder, EncoderError> {
        let config = &folder.config;
        let hidden = config.hidden_size;
        let checksum = Sha256::digest(&folder.weights);
        let weights = Weights::parse(&folder.weights)?;
        let word =
            weights.get("embeddings.word_embeddings.weight", &[config.vocab_size, hidden])?;
        let (words, word_scales) = eight_bits(&word, hidden);
        let shape = [config.max_position_embeddings, hidden];
        let mut positions = weights.get("embeddings.position_embeddings.weight", &shape)?;
        positions.drain(..config.first_position() * hidden);
        let kinds = weights
            .get("embeddings.token_type_embeddings.weight", &[2, hidden])
            .or_else(|_| weights.get("embeddings.token_type_embeddings.weight", &[1, hidden]))?;
        for row in positions.chunks_exact_mut(hidden) {
            for (value, kind) in row.iter_mut().zip(&kinds) {
                *value += kind;
            }
        }
        let norm = norm(&weights, "embeddings.LayerNorm", config)?;
        let layers = (0..config.num_hidden_layers)
            .map(|number| layer(&weights, number, config, level))
            .collect::<Result<_, _>>()?;
        let start: String = checksum[..6].iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Encoder {
            name: format!("{}@{start}/{REVISION}{}", folder.name, folder.prompts.mark()),
            level,
            hidden,
            longest: folder.longest,
            pooling: folder.pooling,
            tokenizer: Tokenizer::parse(&folder.tokenizer, config.vocab_size)?,
            prompts: folder.prompts,
            words,
            word_scales,
            positions,
            norm,
            layers,
        })
    }

    /// The folder's name, the start of the weights' SHA-256, and the encoder's revision, as in
    /// `all-MiniLM-L6-v2@53aa51172d14/1`. Never compare vectors made under different names.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.hidden
    }

    /// Encodes a paper's text, truncated to the model's maximum length. Every text has a vector,
    /// even the empty one. Takes about 30 ms for an abstract.
    pub fn encode(&self, text: &str) -> Embedding {
        self.encode_after(&self.prompts.passage, text)
    }

    /// Encodes a question or a topic, with the model's query prompt if it has one. Takes about 1 ms
    /// for a short one.
    pub fn encode_query(&self, text: &str) -> Embedding {
        self.encode_after(&self.prompts.query, text)
    }

    fn encode_after(&self, prompt: &str, text: &str) -> Embedding {
        let prompted;
        let text = match prompt.is_empty() {
            true => text,
            false => {
                prompted = [prompt, text].concat();
                &prompted
            }
        };
        Embedding::from_real(&self.forward(&self.tokenizer.encode(text, self.longest)))
    }

    /// The pooled vector of word pieces, not normalized.
    fn forward(&self, ids: &[u32]) -> Vec<f32> {
        let hidden = self.hidden;
        let mut words = Vec::with_capacity(ids.len() * hidden);
        for id in ids {
            let row = *id as usize * hidden;
            let scale = self.word_scales[*id as usize];
            words.extend(self.words[row..row + hidden].iter().map(|v| f32::from(*v) * scale));
        }
        let mut tokens = self.positions[..words.len()].to_vec();
        self.norm.add(self.level, &mut tokens, &words);
        let mut scratch = Scratch::default();
        for layer in &self.layers {
            layer.apply(self.level, hidden, &mut tokens, &mut scratch);
        }
        let mut pooled = tokens[..hidden].to_vec();
        if self.pooling == Pooling::Mean {
            for token in tokens[hidden..].chunks_exact(hidden) {
                for (sum, value) in pooled.iter_mut().zip(token) {
                    *sum += value;
                }
            }
        }
        pooled
    }
}

/// Quantizes rows of `wide` numbers to 8 bits; returns them with each row's scale.
fn eight_bits(values: &[f32], wide: usize) -> (Vec<i8>, Vec<f32>) {
    let scale = |row: &[f32]| row.iter().fold(0.0, |max: f32, v| v.abs().max(max)) / 127.0;
    let scales: Vec<f32> = values.chunks_exact(wide).map(scale).collect();
    let rows = values.chunks_exact(wide).zip(&scales);
    let whole =
        |value: f32, scale: f32| if scale > 0.0 { (value / scale).round() as i8 } else { 0 };
    (rows.flat_map(|(row, scale)| row.iter().map(|v| whole(*v, *scale))).collect(), scales)
}

fn norm(weights: &Weights, name: &str, config: &Config) -> Result<Norm, EncoderError> {
    Ok(Norm {
        weight: weights.get(&format!("{name}.weight"), &[config.hidden_size])?,
        bias: weights.get(&format!("{name}.bias"), &[config.hidden_size])?,
        epsilon: config.layer_norm_eps,
    })
}

fn layer(
    weights: &Weights,
    number: usize,
    config: &Config,
    level: Level,
) -> Result<Layer, EncoderError> {
    let (hidden, wide) = (config.hidden_size, config.intermediate_size);
    let at = |part: &str| format!("encoder.layer.{number}.{part}");
    let (mut weight, mut bias) = (Vec::new(), Vec::new());
    for part in ["query", "key", "value"] {
        let part = at(&format!("attention.self.{part}"));
        weight.extend(weights.get(&format!("{part}.weight"), &[hidden, hidden])?);
        bias.extend(weights.get(&format!("{part}.bias"), &[hidden])?);
    }
    let linear = |part: &str, outputs: usize, inputs: usize| {
        let part = at(part);
        let weight = weights.get(&format!("{part}.weight"), &[outputs, inputs])?;
        let bias = weights.get(&format!("{part}.bias"), &[outputs])?;
        Ok::<_, EncoderError>(Linear::new(level, &weight, &bias))
    };
    Ok(Layer {
        heads: config.num_attention_heads,
        attend: Linear::new(level, &weight, &bias),
        join: linear("attention.output.dense", hidden, hidden)?,
        after_attention: norm(weights, &at("attention.output.LayerNorm"), config)?,
        widen: linear("intermediate.dense", wide, hidden)?,
        narrow: linear("output.dense", hidden, wide)?,
        after_feed: norm(weights, &at("output.LayerNorm"), config)?,
    })
}
