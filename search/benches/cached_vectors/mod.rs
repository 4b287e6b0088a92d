//! Caches the vectors of a set of papers between runs, because encoding them takes minutes.

use std::path::PathBuf;

use domain::Paper;
use search::{Embedding, Encoder, embedding_text};

/// The papers' vectors, in order; `name` is the cache key.
pub(crate) fn vectors(name: &str, papers: &[Paper], encoder: &Encoder) -> Vec<Embedding> {
    if let Some(known) = known(name, papers, encoder) {
        return known;
    }
    let all: Vec<Embedding> =
        papers.iter().map(|paper| encoder.encode(&embedding_text(paper))).collect();
    let bytes: Vec<u8> = all.iter().flat_map(Embedding::to_bytes).collect();
    std::fs::write(file(name, encoder), bytes).expect("the target folder");
    all
}

/// The same, if an earlier run has cached them.
pub(crate) fn known(name: &str, papers: &[Paper], encoder: &Encoder) -> Option<Vec<Embedding>> {
    let bytes = std::fs::read(file(name, encoder)).ok()?;
    let whole = bytes.len() == papers.len() * encoder.dimensions();
    whole.then(|| bytes.chunks(encoder.dimensions()).map(Embedding::from_bytes).collect())
}

fn file(name: &str, encoder: &Encoder) -> PathBuf {
    let model = encoder.name().replace('/', "-");
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{model}.vectors"))
}
