//! What a channel cares about: short free texts, each wanted or unwanted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The most characters of one topic.
const MAX_LENGTH: usize = 100;
/// The most topics of one subscription: more do not fit one readable post.
const MAX_TOPICS: usize = 25;

/// One topic, as typed, with single spaces: `video generation`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Topic(String);

/// The topics of a subscription. No wanted topic means every paper is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    /// A paper must match one of these, if there are any.
    pub include: Vec<Topic>,
    /// A paper that matches one of these is left out.
    pub exclude: Vec<Topic>,
}

/// Why a list of topics was refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TopicError {
    /// Nothing a paper could contain.
    #[error("`{0}` has no letter or digit, so no paper can match it.")]
    Wordless(String),
    /// Too long to be a topic.
    #[error("The topic `{0}…` has more than {MAX_LENGTH} characters. Separate topics with commas.")]
    TooLong(String),
    /// Too many topics.
    #[error(
        "{0} topics are too many: at most {MAX_TOPICS} fit one subscription. Add a second one."
    )]
    TooMany(usize),
    /// One topic is wanted and unwanted.
    #[error("`{0}` is both wanted and excluded. Keep one of the two.")]
    Contradiction(String),
}

impl Topic {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Topic {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Topic, TopicError> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > MAX_LENGTH {
            return Err(TopicError::TooLong(text.chars().take(30).collect()));
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err(TopicError::Wordless(text));
        }
        Ok(Topic(text))
    }
}

impl Topics {
    /// Whether every paper is wanted.
    pub fn is_everything(&self) -> bool {
        self.include.is_empty()
    }
}

/// Reads a comma-separated list; a leading `-` excludes: `diffusion, video generation, -medical`.
/// An empty text, `all` or `*` wants everything. Repetitions are dropped, whatever their case.
impl FromStr for Topics {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Topics, TopicError> {
        let mut topics = Topics::default();
        for part in text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            if part == "*" || part.eq_ignore_ascii_case("all") {
                continue;
            }
            let (list, text) = match part.strip_prefix(['-', '−', '–']) {
                Some(rest) => (&mut topics.exclude, rest),
                None => (&mut topics.include, part),
            };
            let topic: Topic = text.parse()?;
            if !list.iter().any(|known| same(known, &topic)) {
                list.push(topic);
            }
        }
        let count = topics.include.len() + topics.exclude.len();
        if count > MAX_TOPICS {
            return Err(TopicError::TooMany(count));
        }
        let both = |topic: &&Topic| topics.exclude.iter().any(|other| same(topic, other));
        if let Some(topic) = topics.include.iter().find(both) {
            return Err(TopicError::Contradiction(topic.to_string()));
        }
        Ok(topics)
    }
}

fn same(one: &Topic, other: &Topic) -> bool {
    one.0.to_lowercase() == other.0.to_lowercase()
}

impl fmt::Display for Topics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let include = self.include.iter().map(Topic::to_string);
        let exclude = self.exclude.iter().map(|topic| format!("-{topic}"));
        let all = include.chain(exclude).collect::<Vec<_>>().join(", ");
        if self.is_everything() && self.exclude.is_empty() {
            return f.write_str("all");
        }
        if self.is_everything() {
            return write!(f, "all, {all}");
        }
        f.write_str(&all)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_are_read_as_typed() {
        for (typed, shown) in [
            ("", "all"),
            ("*", "all"),
            ("all, -medical", "all, -medical"),
            ("diffusion", "diffusion"),
            (" video   generation ,Diffusion,diffusion,", "video generation, Diffusion"),
            ("RL; -games", "RL, -games"),
            ("text-to-image", "text-to-image"),
        ] {
            assert_eq!(typed.parse::<Topics>().expect(typed).to_string(), shown, "{typed}");
        }
        let many = (0..26).map(|n| format!("t{n}")).collect::<Vec<_>>().join(",");
        for (typed, part) in [
            ("a, -A", "both wanted and excluded"),
            ("???", "no letter or digit"),
            ("-", "no letter or digit"),
            (many.as_str(), "26 topics are too many"),
            (&"x".repeat(101), "more than 100 characters"),
        ] {
            let error = typed.parse::<Topics>().expect_err(typed).to_string();
            assert!(error.contains(part), "{typed}: {error}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_the_same(text in "\\PC{0,80}") {
            if let Ok(topics) = text.parse::<Topics>() {
                prop_assert_eq!(topics.to_string().parse::<Topics>(), Ok(topics));
            }
        }
    }
}
