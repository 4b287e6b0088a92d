//! The search engine: words over papers, topic matching.
//!
//! An [`Index`] holds papers in memory and answers a [`Query`]: an exact id, link, title or
//! author first, then words (BM25) with a bonus for phrases. [`TopicQuery`] decides whether a
//! paper is about a topic and says why. Everything here is pure: no I/O, no clock; the same
//! papers and the same question give the same answer.

mod answer;
mod complete;
mod doc;
pub mod eval;
mod exact;
mod fold;
mod index;
mod phrases;
mod postings;
mod query;
mod rank;
#[cfg(test)]
mod sample;
mod scratch;
mod snippet;
mod spelling;
mod stems;
mod synonyms;
mod terms;
mod text;
mod top;
mod topics;
mod vocabulary;

pub use doc::Prepared;
pub use index::Index;
pub use query::{Answer, Exact, Filters, Hit, Query, Sort, Ways};
pub use snippet::Snippet;
pub use topics::{Match, PaperText, Strictness, TopicQuery, TopicSet};
