//! The search engine: words and meaning over papers, topic matching.
//!
//! An [`Index`] holds papers in memory and answers a [`Query`]: an exact id, link, title or
//! author first, then words (BM25) fused with meaning where papers have vectors, with a bonus for
//! phrases. A [`TopicSet`] decides which topics a paper is about, and says why. An [`Encoder`]
//! turns texts into [`Embedding`]s, and [`Vectors`] finds the nearest. Everything here is pure: no
//! clock, and no I/O but the reading of a model's folder when an encoder is opened; the same
//! papers and the same question give the same answer.

mod concepts;
mod embedding;
mod encoder;
pub mod eval;
#[cfg(test)]
mod fixtures;
mod index;
pub mod judge;
mod query;
mod table;
mod text;
mod topics;

pub use concepts::{ConceptId, ConceptMap, Descendant, MapProblem};
pub use embedding::{Embedding, Near, Vectors, embedding_text};
pub use encoder::{Encoder, EncoderError};
pub use index::{Index, Prepared};
pub use query::{
    Answer, Exact, Features, Filters, Hit, Language, Query, Snippet, Sort, Understood, wording,
};
pub use table::{About, BroadTopic, Settings, Step, Table, TableError, TrainingSet};
pub use topics::{
    Background, CalibratedOn, Calibration, CalibrationError, CrossValidated, Evidence, MEASURES,
    Match, PaperText, Sample, TopicMatcher, TopicQuery, TopicSet, calibrate,
};
