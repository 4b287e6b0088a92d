//! The search engine: words and meaning over papers, topic matching.
//!
//! An [`Index`] holds papers in memory and answers a [`Query`]: an exact id, link, title or
//! author first, then words (BM25) fused with meaning where papers have vectors, with a bonus for
//! phrases. A [`TopicSet`] decides which topics a paper is about, and says why. An [`Encoder`]
//! turns texts into [`Embedding`]s, and [`Vectors`] finds the nearest. Everything here is pure: no
//! clock, and no I/O but the reading of a model's folder when an encoder is opened; the same
//! papers and the same question give the same answer.

mod answer;
mod authors;
mod complete;
mod compounds;
mod constraint;
mod doc;
mod embedding;
mod encoder;
pub mod eval;
mod exact;
mod fold;
mod fusion;
mod index;
pub mod judge;
mod language;
mod meaning;
mod phrases;
mod postings;
mod query;
mod question;
mod rank;
#[cfg(test)]
mod sample;
mod scratch;
mod similar;
mod slots;
mod snippet;
mod spelling;
mod stems;
mod synonyms;
mod table;
mod terms;
mod text;
mod top;
mod topics;
mod vectors;
mod vocabulary;
mod word_forms;

pub use constraint::wording;
pub use doc::Prepared;
pub use embedding::Embedding;
pub use encoder::{Encoder, EncoderError};
pub use index::Index;
pub use language::Language;
pub use meaning::passage;
pub use query::{Answer, Exact, Filters, Hit, Query, Sort, Understood, Ways};
pub use snippet::Snippet;
pub use table::{About, Broad, Lessons, Settings, Step, Table, TableError};
pub use topics::{
    Background, CalibratedOn, Calibration, CalibrationError, ConceptId, ConceptMap, CrossValidated,
    Descendant, Evidence, MEASURES, MapProblem, Match, PaperText, Sample, TopicMatcher, TopicQuery,
    TopicSet, calibrate,
};
pub use vectors::{Near, Vectors};
