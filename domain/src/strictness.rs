//! How certain a topic match must be for a paper to be posted.

use std::fmt;
use std::str::FromStr;

use crate::excerpt::excerpt;

/// How certain a match must be; means the same for every topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// A mention or a similar meaning is enough.
    Loose,
    /// The paper deals with it.
    #[default]
    Normal,
    /// It is the paper's main subject.
    Strict,
}

/// A word that is not a strictness.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a strictness")]
pub struct StrictnessError(String);

impl Strictness {
    /// From the widest to the narrowest.
    pub const ALL: [Strictness; 3] = [Strictness::Loose, Strictness::Normal, Strictness::Strict];

    /// Its name, as typed and stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Strictness::Loose => "loose",
            Strictness::Normal => "normal",
            Strictness::Strict => "strict",
        }
    }
}

impl fmt::Display for Strictness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Strictness {
    type Err = StrictnessError;

    fn from_str(text: &str) -> Result<Strictness, StrictnessError> {
        let text = text.trim();
        let named = |one: &Strictness| text.eq_ignore_ascii_case(one.as_str());
        let found = Strictness::ALL.into_iter().find(named);
        found.ok_or_else(|| StrictnessError(excerpt(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_others_are_refused() {
        for one in Strictness::ALL {
            assert_eq!(one.to_string().to_uppercase().parse(), Ok(one));
        }
        let refused = "tight".parse::<Strictness>();
        assert_eq!(refused, Err(StrictnessError("tight".to_owned())));
    }
}
