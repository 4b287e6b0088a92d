//! A question and its answer.

mod answer;
#[cfg(test)]
mod answer_tests;
mod authors;
mod complete;
mod constraint;
mod exact;
mod fusion;
mod language;
mod nearness;
mod phrases;
mod question;
mod question_phrases;
mod rank;
mod similar;
mod snippet;
mod spelling;
mod terms;
mod top;

use domain::PaperId;
use jiff::civil::Date;

use crate::embedding::Embedding;
use crate::index::doc::Facts;

pub use constraint::wording;
pub use language::Language;
pub use snippet::Snippet;

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What was typed: an id, a link, a title, an author, or words.
    pub text: String,
    /// The embedding of [`Index::wording`](crate::Index::wording), made by the model that encoded
    /// the papers. Without one, only words are compared.
    pub embedding: Option<Embedding>,
    /// Papers that somebody else found for it, best first: each is close, and ranks higher.
    pub hub_hits: Vec<PaperId>,
    /// What every hit must satisfy.
    pub filters: Filters,
    /// The order of hits.
    pub sort: Sort,
    /// Hits to pass over.
    pub offset: usize,
    /// The most hits to give.
    pub limit: usize,
    /// The day on which it is asked, so that "this week" is understood.
    pub today: Option<Date>,
    /// The words are meant as typed, however they look: misspelt ones are not repaired.
    pub as_typed: bool,
    /// How to look for it.
    pub features: Features,
}

/// The features of finding: all of them, unless one is to be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// An id, a link, a title or an author comes before everything else.
    pub exact: bool,
    /// Nothing is a hit that is not close to the question.
    pub floor: bool,
    /// Words that stand together in the question had better stand together in the paper.
    pub phrases: bool,
    /// Other names of the same thing count, too.
    pub synonyms: bool,
}

impl Default for Features {
    fn default() -> Features {
        Features { exact: true, floor: true, phrases: true, synonyms: true }
    }
}

impl Query {
    /// A question without filters, for the first ten hits by relevance.
    pub fn new(text: impl Into<String>) -> Query {
        Query { text: text.into(), limit: 10, ..Query::default() }
    }
}

/// What every hit must satisfy, an exact one too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Published on this day (UTC) or later. A paper without a date does not pass.
    pub from: Option<Date>,
    /// Published on this day (UTC) or earlier. A paper without a date does not pass.
    pub to: Option<Date>,
    /// With at least so many votes.
    pub min_upvotes: u32,
    /// With a code repository.
    pub has_code: bool,
    /// With a model on the hub, as far as is known.
    pub has_model: bool,
    /// With a dataset on the hub, as far as is known.
    pub has_dataset: bool,
}

impl Filters {
    pub(crate) fn pass(&self, paper: &Facts) -> bool {
        let after = self.from.is_none_or(|from| paper.published.is_some_and(|date| date >= from));
        let before = self.to.is_none_or(|to| paper.published.is_some_and(|date| date <= to));
        after
            && before
            && (paper.has_code || !self.has_code)
            && (paper.has_model || !self.has_model)
            && (paper.has_dataset || !self.has_dataset)
            && paper.upvotes >= self.min_upvotes
    }
}

/// The order of hits. Exact hits come first in each; the id breaks ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Most votes first.
    Votes,
    /// Newest first; papers without a date last.
    Newest,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// One page of hits.
    pub hits: Vec<Hit>,
    /// Hits on all pages together. It depends on neither order nor page.
    pub total: usize,
    /// Nothing comes near the question: `total` is 0, and `hits` are papers that share some of
    /// its words or meaning.
    pub nothing_close: bool,
    /// The question with misspelt words put right, if that is what was answered.
    pub repaired: Option<String>,
    /// Papers that would be hits, but for what the question excludes.
    pub excluded: usize,
    /// What the question insists on and no paper has: a phrase, an author.
    pub missing: Option<String>,
    /// What the question asks for besides its words.
    pub understood: Understood,
    /// Its language, if that is not the papers'.
    pub language: Option<Language>,
}

/// What a question asks for besides its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// An order: "latest", "top".
    pub sort: Option<Sort>,
    /// Published within so many days: "this week".
    pub days: Option<i32>,
    /// Surveys first.
    pub surveys: bool,
    /// Papers by this author or organization first.
    pub by: Option<String>,
}

/// One paper found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The paper.
    pub id: PaperId,
    /// How well its words match, from 0 up; comparable within one answer only.
    pub score: f32,
    /// Set if it was found by name.
    pub exact: Option<Exact>,
}

/// How a paper was found by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exact {
    /// By its id, or a link to it.
    Id,
    /// By its title, whole or nearly so.
    Title,
    /// By the full name of an author.
    Author,
}
