//! Which papers a subscription takes, besides its topics.

use crate::word::words;

/// The list that a subscription draws on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// The hub's daily lists since the last post.
    #[default]
    Daily,
    /// The hub's trending list: its own order, old papers in it.
    Trending,
    /// The papers that gained most votes in the last 24 hours, by our own record of votes.
    Rising,
}

words!(Source { Daily = "daily", Trending = "trending", Rising = "rising" });

/// Which papers come first, and stay when a post is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperOrder {
    /// The order of the list: votes for the daily lists, the hub's rank for the trending one, votes
    /// gained for the rising one.
    #[default]
    List,
    /// Most votes first.
    Votes,
    /// The surest match of a topic first.
    Match,
}

words!(PaperOrder { List = "list", Votes = "votes", Match = "match" });

/// What a paper must have.
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
pub enum Has {
    /// A code repository.
    Code,
    /// A model on the hub.
    Model,
    /// A dataset on the hub.
    Dataset,
}

impl Filters {
    /// What must be there, in the order in which it is asked for.
    pub fn wanted(self) -> impl Iterator<Item = Has> {
        let all = [(self.code, Has::Code), (self.model, Has::Model), (self.dataset, Has::Dataset)];
        all.into_iter().filter(|(wanted, _)| *wanted).map(|(_, has)| has)
    }
}

/// From which list, in which order, with what; the default is that of every subscription made before
/// there was a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The list.
    pub source: Source,
    /// The order.
    pub order: PaperOrder,
    /// What a paper must have.
    pub filters: Filters,
}
