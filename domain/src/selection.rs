//! Which papers a subscription takes, in addition to its topics.

use crate::word::words;

/// The list that a subscription uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// The hub's daily lists since the last post.
    #[default]
    Daily,
    /// The hub's trending list, in its own order and including old papers.
    Trending,
    /// The papers that gained the most votes in the last 24 hours, according to recorded votes.
    Rising,
}

words!(Source { Daily = "daily", Trending = "trending", Rising = "rising" });

/// Which papers come first, and are kept if a post is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperOrder {
    /// The list's order: votes for daily lists, the hub's rank for trending, votes gained for
    /// rising.
    #[default]
    List,
    /// Most votes first.
    Votes,
    /// The most certain topic match first.
    Match,
}

words!(PaperOrder { List = "list", Votes = "votes", Match = "match" });

/// What a paper is required to have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// A code repository.
    pub code: bool,
    /// A model on the hub.
    pub model: bool,
    /// A dataset on the hub.
    pub dataset: bool,
}

/// Something that a paper can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// A code repository.
    Code,
    /// A model on the hub.
    Model,
    /// A dataset on the hub.
    Dataset,
}

impl Filters {
    /// The required ones, in the order in which they are checked.
    pub fn wanted(self) -> impl Iterator<Item = Requirement> {
        let all = [
            (self.code, Requirement::Code),
            (self.model, Requirement::Model),
            (self.dataset, Requirement::Dataset),
        ];
        all.into_iter().filter(|(wanted, _)| *wanted).map(|(_, has)| has)
    }
}

/// Source, order and filters; the default is that of every subscription from before there was a
/// choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The list.
    pub source: Source,
    /// The order.
    pub order: PaperOrder,
    /// What a paper is required to have.
    pub filters: Filters,
}
