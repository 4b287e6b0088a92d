//! Reads the files of a published model folder.
//!
//! This is the only module of the crate that reads files, and it does so only when an encoder is
//! opened.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::EncoderError;

/// The contents of a model folder.
pub(super) struct Folder {
    pub(super) name: String,
    pub(super) config: Config,
    pub(super) pooling: Pooling,
    pub(super) prompts: Prompts,
    /// Maximum length in word pieces, start and end tokens included.
    pub(super) longest: usize,
    pub(super) tokenizer: Vec<u8>,
    pub(super) weights: Vec<u8>,
}

/// How the tokens' vectors are combined into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pooling {
    Mean,
    First,
}

/// The prompts a model expects before a question and before a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Prompts {
    pub(super) query: String,
    pub(super) passage: String,
}

impl Prompts {
    /// Distinguishes vectors made with these prompts in the model's name; empty without prompts.
    pub(super) fn mark(&self) -> String {
        if *self == Prompts::default() {
            return String::new();
        }
        let both = Sha256::digest(format!("{}\0{}", self.query, self.passage));
        format!("+{:02x}{:02x}", both[0], both[1])
    }
}

/// `config_sentence_transformers.json`.
#[derive(Deserialize, Default)]
#[serde(default)]
struct PromptsFile {
    prompts: HashMap<String, String>,
    default_prompt_name: Option<String>,
}

impl PromptsFile {
    /// Chooses as the published library does: the prompt of that name, or else the default one.
    fn prompts(mut self) -> Prompts {
        let usual = self.default_prompt_name.and_then(|name| self.prompts.get(&name).cloned());
        let mut take = |names: &[&str]| {
            let named = names.iter().find_map(|name| self.prompts.remove(*name));
            named.or_else(|| usual.clone()).unwrap_or_default()
        };
        Prompts { query: take(&["query"]), passage: take(&["passage", "document"]) }
    }
}

/// `config.json`.
#[derive(Clone, Deserialize)]
pub(super) struct Config {
    pub(super) model_type: String,
    pub(super) vocab_size: usize,
    pub(super) hidden_size: usize,
    pub(super) num_hidden_layers: usize,
    pub(super) num_attention_heads: usize,
    pub(super) intermediate_size: usize,
    pub(super) max_position_embeddings: usize,
    #[serde(default = "gelu")]
    hidden_act: String,
    #[serde(default = "epsilon")]
    pub(super) layer_norm_eps: f32,
    position_embedding_type: Option<String>,
    pad_token_id: Option<usize>,
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn epsilon() -> f32 {
    1e-12
}

impl Config {
    /// The row of the first position; RoBERTa's positions start after the padding's.
    pub(super) fn first_position(&self) -> usize {
        match self.model_type.as_str() {
            "bert" => 0,
            _ => self.pad_token_id.unwrap_or(1).saturating_add(1),
        }
    }

    /// Refuses settings that would be computed incorrectly.
    pub(super) fn check(&self) -> Result<(), EncoderError> {
        let wrong = |what: String| Err(EncoderError::Unsupported(format!("config.json: {what}")));
        if !["bert", "roberta", "xlm-roberta"].contains(&self.model_type.as_str()) {
            return wrong(format!(
                "only the model types bert, roberta and xlm-roberta are supported, not {}",
                self.model_type
            ));
        }
        if self.hidden_act != "gelu" {
            return wrong(format!(
                "only the activation gelu is supported, not {}",
                self.hidden_act
            ));
        }
        if self.position_embedding_type.as_deref().is_some_and(|kind| kind != "absolute") {
            return wrong("only absolute positions are supported".to_owned());
        }
        let sizes = [self.hidden_size, self.num_attention_heads, self.intermediate_size];
        // Larger sizes could overflow 32-bit sums of products.
        if sizes.contains(&0)
            || !self.hidden_size.is_multiple_of(self.num_attention_heads)
            || sizes.iter().any(|size| *size > 1 << 16)
            || !(2..=1 << 16).contains(&self.max_position_embeddings)
            || self.max_position_embeddings.saturating_sub(self.first_position()) < 2
        {
            return wrong("the sizes are invalid".to_owned());
        }
        Ok(())
    }
}

/// `1_Pooling/config.json`, in its old and new forms.
#[derive(Deserialize, Default)]
#[serde(default)]
struct PoolingFile {
    pooling_mode: Option<String>,
    pooling_mode_cls_token: bool,
    pooling_mode_mean_tokens: bool,
    pooling_mode_max_tokens: bool,
    pooling_mode_mean_sqrt_len_tokens: bool,
    pooling_mode_weightedmean_tokens: bool,
    pooling_mode_lasttoken: bool,
}

impl PoolingFile {
    fn pooling(&self) -> Option<Pooling> {
        let others = self.pooling_mode_max_tokens
            || self.pooling_mode_mean_sqrt_len_tokens
            || self.pooling_mode_weightedmean_tokens
            || self.pooling_mode_lasttoken;
        match (self.pooling_mode.as_deref(), self.pooling_mode_mean_tokens) {
            (Some("mean"), _) => Some(Pooling::Mean),
            (Some("cls"), _) => Some(Pooling::First),
            (None, true) if !others && !self.pooling_mode_cls_token => Some(Pooling::Mean),
            (None, false) if !others && self.pooling_mode_cls_token => Some(Pooling::First),
            _ => None,
        }
    }
}

/// An entry of `modules.json`: one step from text to vector.
#[derive(Deserialize)]
struct Module {
    #[serde(default)]
    path: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct SentenceFile {
    max_seq_length: Option<usize>,
}

impl Folder {
    /// Reads the folder at `path`.
    pub(super) fn read(path: &Path) -> Result<Folder, EncoderError> {
        let folder = Folder::without_weights(path)?;
        Ok(Folder { weights: required(path, "model.safetensors")?, ..folder })
    }

    /// Reads everything except the weights.
    pub(super) fn without_weights(path: &Path) -> Result<Folder, EncoderError> {
        let config: Config = required_json(path, "config.json")?;
        config.check()?;
        let mut pooling_file = "1_Pooling/config.json".to_owned();
        for module in json::<Vec<Module>>(path, "modules.json")?.unwrap_or_default() {
            match module.kind.rsplit('.').next() {
                Some("Transformer" | "Normalize") => {}
                Some("Pooling") => pooling_file = format!("{}/config.json", module.path),
                _ => {
                    let what = format!("modules.json: {} is not supported", module.kind);
                    return Err(EncoderError::Unsupported(what));
                }
            }
        }
        let pooling = match json::<PoolingFile>(path, &pooling_file)? {
            Some(file) => file.pooling().ok_or_else(|| {
                let what = "only mean and cls pooling are supported";
                EncoderError::Unsupported(format!("{pooling_file}: {what}"))
            })?,
            // The published library's default.
            None => Pooling::Mean,
        };
        let sentence = json::<SentenceFile>(path, "sentence_bert_config.json")?;
        let longest = sentence
            .and_then(|file| file.max_seq_length)
            .unwrap_or(usize::MAX)
            .clamp(2, config.max_position_embeddings - config.first_position());
        let prompts = json::<PromptsFile>(path, "config_sentence_transformers.json")?;
        let prompts = prompts.unwrap_or_default().prompts();
        let name = path.file_name().map_or("model".into(), |name| name.to_string_lossy());
        Ok(Folder {
            name: name.into_owned(),
            config,
            pooling,
            prompts,
            longest,
            tokenizer: required(path, "tokenizer.json")?,
            weights: Vec::new(),
        })
    }
}

fn bytes(folder: &Path, file: &str) -> Result<Option<Vec<u8>>, EncoderError> {
    match std::fs::read(folder.join(file)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(source) => Err(EncoderError::Unreadable { path: folder.join(file), source }),
    }
}

fn required(folder: &Path, file: &'static str) -> Result<Vec<u8>, EncoderError> {
    let missing = || EncoderError::Missing { folder: folder.to_owned(), file };
    bytes(folder, file)?.ok_or_else(missing)
}

fn json<T: DeserializeOwned>(folder: &Path, file: &str) -> Result<Option<T>, EncoderError> {
    let Some(bytes) = bytes(folder, file)? else { return Ok(None) };
    let content = serde_json::from_slice(&bytes);
    content.map(Some).map_err(|error| EncoderError::malformed(file, error))
}

fn required_json<T: DeserializeOwned>(
    folder: &Path,
    file: &'static str,
) -> Result<T, EncoderError> {
    let missing = || EncoderError::Missing { folder: folder.to_owned(), file };
    json(folder, file)?.ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_chosen_as_in_the_published_library() {
        let check = |file: &str, query: &str, passage: &str| {
            let read: PromptsFile = serde_json::from_str(file).unwrap();
            let expected = Prompts { query: query.to_owned(), passage: passage.to_owned() };
            assert_eq!(read.prompts(), expected, "{file}");
        };
        check("{}", "", "");
        check(
            r#"{"prompts": {"query": "query: ", "passage": "passage: "}}"#,
            "query: ",
            "passage: ",
        );
        check(r#"{"prompts": {"query": "q ", "document": ""}}"#, "q ", "");
        check(r#"{"prompts": {"all": "x "}, "default_prompt_name": "all"}"#, "x ", "x ");
        check(r#"{"prompts": {"all": "x "}, "default_prompt_name": null}"#, "", "");
        assert_eq!(Prompts::default().mark(), "");
        let prompts = Prompts { query: "q ".to_owned(), ..Prompts::default() };
        assert!(prompts.mark().len() == 5 && prompts.mark() != Prompts::default().mark());
    }

    #[test]
    fn pooling_is_read_in_both_forms() {
        let check = |file: &str, expected: Option<Pooling>| {
            let read: PoolingFile = serde_json::from_str(file).unwrap();
            assert_eq!(read.pooling(), expected, "{file}");
        };
        check(r#"{"pooling_mode_mean_tokens": true}"#, Some(Pooling::Mean));
        check(r#"{"pooling_mode_cls_token": true}"#, Some(Pooling::First));
        check(r#"{"pooling_mode": "cls", "include_prompt": true}"#, Some(Pooling::First));
        check(r#"{"pooling_mode": "mean"}"#, Some(Pooling::Mean));
        check(r#"{"pooling_mode": "max"}"#, None);
        check(r#"{"pooling_mode_mean_tokens": true, "pooling_mode_max_tokens": true}"#, None);
        check(r#"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true}"#, None);
        check("{}", None);
    }
}
