//! The search engine: keyword and semantic search over papers, and topic matching.
//!
//! An [`Index`] holds papers in memory and answers a [`Query`]: first by exact id, link, title or
//! author, then by words (BM25) combined with embeddings for papers that have them, with a bonus
//! for phrases. A [`TopicSet`] decides which topics a paper matches and says why. An [`Encoder`]
//! turns texts into [`Embedding`]s, and [`Vectors`] finds the nearest ones. The crate has no clock
//! and no I/O, except that opening an encoder reads the model's folder. The same papers and the
//! same question always give the same answer.

mod concepts;
mod embedding;
mod encoder;
pub mod eval;
#[cfg(test)]
mod fixtures;
pub mod growth;
mod index;
pub mod judge;
mod linear;
mod parallel;
mod query;
mod random;
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
    Match, PaperText, Sample, TopicMatcher, TopicQuery, TopicSet, calibrate, learn_concepts,
};
