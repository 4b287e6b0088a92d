//! The search engine: words and meaning over papers, topic matching.
//!
//! An [`Index`] holds papers in memory and answers a [`Query`]: an exact id, link, title or
//! author first, then words (BM25) with a bonus for phrases. [`TopicQuery`] decides whether a
//! paper is about a topic and says why. An [`Encoder`] turns texts into [`Embedding`]s, and
//! [`Vectors`] finds the nearest. Everything here is pure: no clock, and no I/O but the reading of
//! a model's folder when an encoder is opened; the same papers and the same question give the
//! same answer.

mod answer;
mod complete;
mod embedding;
mod encoder;
mod exact;
mod fold;
mod index;
mod query;
mod rank;
#[cfg(test)]
mod sample;
mod synonyms;
mod terms;
mod text;
mod topics;
mod vectors;

pub use embedding::Embedding;
pub use encoder::{Encoder, EncoderError};
pub use index::Index;
pub use query::{Answer, Exact, Filters, Hit, Query, Sort};
pub use topics::{PaperText, TopicQuery};
pub use vectors::{Near, Vectors};
