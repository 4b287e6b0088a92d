//! Why a paper matches a topic.

/// What in a paper speaks most for a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TopicReason {
    /// The topic's own words, or another name of it.
    Words {
        /// The words as the paper has them.
        words: String,
        /// Where they are.
        place: PaperPlace,
        /// How often they are there; at least 1.
        times: usize,
    },
    /// A narrower concept: jailbreak attacks for AI safety.
    Narrower {
        /// The words as the paper has them.
        words: String,
        /// What they are a part of.
        topic: String,
    },
    /// A related concept.
    Related {
        /// The words as the paper has them.
        words: String,
        /// What they are related to.
        topic: String,
    },
    /// No words of it, but its embedding is near.
    Similar,
    /// It is by this author.
    Author(String),
    /// It is from this organization.
    Organization(String),
    /// Everything that the topic asks for.
    All(Vec<TopicReason>),
}

/// A part of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperPlace {
    /// Its title.
    Title,
    /// The hub's keywords.
    Keywords,
    /// The hub's one-sentence summary.
    Summary,
    /// Its abstract.
    Abstract,
}
