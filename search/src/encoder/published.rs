//! Tests tiny random models of each kind, in `published/`, against the published libraries: the
//! tokens must match exactly and the vectors closely. `published/generate.py` creates the models
//! and the reference output.

use std::path::PathBuf;

use serde::Deserialize;

use super::*;

/// A lower bound: 8-bit weights keep the vectors of these models closer than this.
const LEAST_COSINE: f32 = 0.99;

#[derive(Deserialize)]
struct Row {
    text: String,
    tokens: Vec<u32>,
    /// In ten-thousandths, like those below.
    query: Vec<i16>,
    passage: Vec<i16>,
}

fn check(model: &str) {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/encoder/published").join(model);
    let encoder = Encoder::open(&folder).unwrap();
    let rows = std::fs::read(folder.join("reference.json")).unwrap();
    let rows: Vec<Row> = serde_json::from_slice(&rows).unwrap();
    assert!(rows.len() > 10);
    for Row { text, tokens, query, passage } in rows {
        assert_eq!(encoder.tokenizer.encode(&text, encoder.longest), tokens, "{model}: {text:?}");
        let near = |own: Embedding, published: &[i16]| {
            let published: Vec<f32> = published.iter().map(|value| f32::from(*value)).collect();
            let cosine = own.cosine(&Embedding::from_real(&published));
            assert!(cosine >= LEAST_COSINE, "{model}: {text:?}: {cosine}");
        };
        near(encoder.encode_query(&text), &query);
        near(encoder.encode(&text), &passage);
    }
}

#[test]
fn roberta_with_byte_pairs_matches_the_library() {
    check("roberta");
}

#[test]
fn a_multilingual_model_with_unigrams_and_prompts_matches_the_library() {
    check("multilingual");
}
