//! How a request is to be answered: what it costs, who sees the answer, and whether it changes
//! something.

use crate::Request;

/// What an answer costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Suggestions for what is being typed: a look at the index, with every key.
    Typing,
    /// A few papers.
    Light,
    /// The papers of many days, matched against topics.
    Heavy,
}

impl Request {
    /// What its answer costs.
    pub fn cost(&self) -> Cost {
        match self {
            Request::SuggestZone(..)
            | Request::SuggestPaper(_)
            | Request::SuggestSubscription(..) => Cost::Typing,
            Request::Preview(..) | Request::Subscribe(_) | Request::CorrectTopic(..) => Cost::Heavy,
            _ => Cost::Light,
        }
    }

    /// Whether only the person who asked sees the answer.
    pub fn is_private(&self) -> bool {
        !matches!(
            self,
            Request::Search(_)
                | Request::SearchPage(..)
                | Request::Day(..)
                | Request::Paper(_)
                | Request::Similar(_)
        )
    }

    /// Whether something is stored for a server. That must happen once, and not behind the back of
    /// a person who was shown a failure.
    pub fn changes_something(&self) -> bool {
        matches!(self, Request::Subscribe(_) | Request::Unsubscribe(..) | Request::CorrectTopic(..))
    }
}
