//! Why a paper matches a topic.

/// The strongest evidence in a paper for a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TopicReason {
    /// The topic's own words or a synonym.
    Words {
        /// The words as written in the paper.
        words: String,
        /// Where they are.
        place: PaperField,
        /// How often they occur; at least 1.
        times: usize,
    },
    /// A narrower concept: jailbreak attacks for AI safety.
    Narrower {
        /// The words as written in the paper.
        words: String,
        /// The topic they are part of.
        topic: String,
    },
    /// A related concept.
    Related {
        /// The words as written in the paper.
        words: String,
        /// The topic they are related to.
        topic: String,
    },
    /// None of its words, but others that papers about it often use.
    Typical {
        /// The most telling ones as written in the paper; at least one.
        words: Vec<String>,
        /// The topic that they are typical of.
        topic: String,
    },
    /// None of its words, but a similar embedding.
    Similar,
    /// It is by this author.
    Author(String),
    /// It is from this organization.
    Organization(String),
    /// Every part of the topic that had to match.
    All(Vec<TopicReason>),
}

/// A part of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperField {
    /// Its title.
    Title,
    /// The hub's keywords.
    Keywords,
    /// The hub's one-sentence summary.
    Summary,
    /// Its abstract.
    Abstract,
}
