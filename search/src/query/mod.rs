//! Questions and answers.

mod answer;
#[cfg(test)]
mod answer_tests;
mod authors;
mod complete;
mod constraint;
mod exact;
mod fusion;
mod language;
mod misspelt_name;
mod nearness;
mod phrases;
mod question;
mod question_dates;
mod question_phrases;
mod question_times;
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
    /// Papers that the hub's search found, best first: each counts as close and ranks higher.
    pub hub_hits: Vec<PaperId>,
    /// What every hit must satisfy.
    pub filters: Filters,
    /// The order of hits.
    pub sort: Sort,
    /// Hits to skip.
    pub offset: usize,
    /// The maximum number of hits.
    pub limit: usize,
    /// The current day, to interpret "this week".
    pub today: Option<Date>,
    /// Take the words exactly as typed: misspelt ones are not corrected.
    pub as_typed: bool,
    /// Which features of search to use.
    pub features: Features,
}

/// The features of search. All are on, except when one is being measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// An id, link, title or author match comes before everything else.
    pub exact: bool,
    /// Only papers close to the question are hits.
    pub floor: bool,
    /// Adjacent words of the question should be adjacent in the paper.
    pub phrases: bool,
    /// Synonyms count, too.
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

/// What every hit must satisfy, even an exact one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Published on this day (UTC) or later. A paper without a date does not pass.
    pub from: Option<Date>,
    /// Published on this day (UTC) or earlier. A paper without a date does not pass.
    pub to: Option<Date>,
    /// At least this many votes.
    pub min_upvotes: u32,
    /// With a code repository.
    pub has_code: bool,
    /// With a model on the hub, as far as known.
    pub has_model: bool,
    /// With a dataset on the hub, as far as known.
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

/// The order of hits. Exact hits always come first; ids break ties.
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

/// The result of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// One page of hits.
    pub hits: Vec<Hit>,
    /// The number of hits found by name, on all pages.
    pub by_name: usize,
    /// The number of hits on all pages, regardless of order and page.
    pub total: usize,
    /// Nothing is close to the question: `total` is 0, and `hits` are papers that share some of its
    /// words or meaning.
    pub nothing_close: bool,
    /// The corrected question, if that is what was answered.
    pub repaired: Option<String>,
    /// Words that no paper has, if the question was answered without them.
    pub unknown_words: Vec<String>,
    /// The number of papers that would be hits without the question's exclusions.
    pub excluded: usize,
    /// A required phrase or author that no paper has.
    pub missing: Option<String>,
    /// What the question asks for in addition to its words.
    pub understood: Understood,
    /// Its language, if not that of the papers.
    pub language: Option<Language>,
}

/// What a question asks for in addition to its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// An order: "latest", "top".
    pub sort: Option<Sort>,
    /// Published within this many days: "this week".
    pub days: Option<i32>,
    /// Published on this day or later: "since 2025".
    pub from: Option<Date>,
    /// Published on this day or earlier: "before 2025".
    pub to: Option<Date>,
    /// Surveys first.
    pub surveys: bool,
    /// Papers by this author or organization first.
    pub by: Option<String>,
}

/// A paper that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The paper.
    pub id: PaperId,
    /// How well the words match, 0 or more; comparable only within one answer.
    pub score: f32,
    /// Set if it was found by name.
    pub exact: Option<Exact>,
}

/// How a paper was found by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exact {
    /// By its id, or a link to it.
    Id,
    /// By its exact or nearly exact title.
    Title,
    /// By the name of an author.
    Author,
    /// By the name of an organization.
    Organization,
}
