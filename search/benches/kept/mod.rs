//! The vectors of a set of papers, kept from run to run: to encode them takes minutes.

use std::path::PathBuf;

use domain::Paper;
use search::{Embedding, Encoder, passage};

/// The vectors of the papers, in their order; `name` is what they are kept under.
pub(crate) fn vectors(name: &str, papers: &[Paper], encoder: &Encoder) -> Vec<Embedding> {
    let model = encoder.name().replace('/', "-");
    let kept = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{model}.vectors"));
    let bytes = std::fs::read(&kept).unwrap_or_default();
    if bytes.len() == papers.len() * encoder.dimensions() {
        return bytes.chunks(encoder.dimensions()).map(Embedding::from_bytes).collect();
    }
    let all: Vec<Embedding> = papers.iter().map(|paper| encoder.encode(&passage(paper))).collect();
    let bytes: Vec<u8> = all.iter().flat_map(Embedding::to_bytes).collect();
    std::fs::write(&kept, bytes).expect("the target folder");
    all
}
