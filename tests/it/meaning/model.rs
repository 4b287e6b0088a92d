//! A sentence encoder small enough for a test: words in the same group have the same meaning, all
//! others almost none.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

const HIDDEN: usize = 64;
const SPECIAL: [&str; 4] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];

/// Writes a model folder in the hub's format. Another `seed` gives the groups other directions.
pub(super) fn write(folder: &Path, seed: u64, groups: &[&[&str]]) {
    fs::create_dir_all(folder).expect("a folder");
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    let mut vocabulary: Map<String, Value> = Map::new();
    let mut words: Vec<f32> = Vec::new();
    for word in SPECIAL {
        vocabulary.insert(word.to_owned(), vocabulary.len().into());
        words.extend([0.0; HIDDEN]);
    }
    for group in groups {
        let direction: Vec<f32> = (0..HIDDEN).map(|_| next()).collect();
        for word in *group {
            vocabulary.insert((*word).to_owned(), vocabulary.len().into());
            words.extend(&direction);
        }
    }
    // Every text has at least a faint direction: that of this bias.
    let bias: Vec<f32> = (0..HIDDEN).map(|_| next() * 0.04).collect();
    let positions = 64;
    let config = json!({
        "model_type": "bert", "vocab_size": vocabulary.len(), "hidden_size": HIDDEN,
        "num_hidden_layers": 0, "num_attention_heads": 1, "intermediate_size": HIDDEN,
        "max_position_embeddings": positions,
    });
    let tokenizer = json!({
        "normalizer": { "type": "BertNormalizer" },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "model": { "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": vocabulary },
    });
    let tensors = [
        ("embeddings.word_embeddings.weight", vec![words.len() / HIDDEN, HIDDEN], words),
        (
            "embeddings.position_embeddings.weight",
            vec![positions, HIDDEN],
            vec![0.0; positions * HIDDEN],
        ),
        ("embeddings.token_type_embeddings.weight", vec![2, HIDDEN], vec![0.0; 2 * HIDDEN]),
        ("embeddings.LayerNorm.weight", vec![HIDDEN], vec![1.0; HIDDEN]),
        ("embeddings.LayerNorm.bias", vec![HIDDEN], bias),
    ];
    fs::write(folder.join("config.json"), config.to_string()).expect("config");
    fs::write(folder.join("tokenizer.json"), tokenizer.to_string()).expect("tokenizer");
    fs::write(folder.join("model.safetensors"), safetensors(&tensors)).expect("weights");
}

/// The published format of weights: the length of a JSON header, the header, the numbers.
fn safetensors(tensors: &[(&str, Vec<usize>, Vec<f32>)]) -> Vec<u8> {
    let (mut header, mut data) = (Map::new(), Vec::new());
    for (name, shape, values) in tensors {
        let from = data.len();
        data.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        let offsets = [from, data.len()];
        let entry = json!({ "dtype": "F32", "shape": shape, "data_offsets": offsets });
        header.insert((*name).to_owned(), entry);
    }
    let header = Value::Object(header).to_string();
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.into_bytes());
    bytes.extend(data);
    bytes
}
