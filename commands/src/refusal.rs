//! A user's mistake.

use std::fmt;

use domain::{CronError, ExpressionError, Language, TopicError, ZoneError};

use crate::l10n::Text;
use crate::words::{search_error, time_error, topics_error, zone_error};

/// A user's mistake with what to do instead: a message, translated when it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(Text);

impl Refusal {
    /// The message in a language.
    pub fn to(&self, language: Language) -> String {
        self.0.to(language)
    }
}

/// In English, for logs.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to(Language::English))
    }
}

impl std::error::Error for Refusal {}

impl From<Text> for Refusal {
    fn from(text: Text) -> Refusal {
        Refusal(text)
    }
}

impl From<CronError> for Refusal {
    fn from(error: CronError) -> Refusal {
        Refusal(time_error(&error))
    }
}

impl From<ZoneError> for Refusal {
    fn from(error: ZoneError) -> Refusal {
        Refusal(zone_error(&error))
    }
}

impl From<TopicError> for Refusal {
    fn from(error: TopicError) -> Refusal {
        Refusal(topics_error(&error))
    }
}

impl From<ExpressionError> for Refusal {
    fn from(error: ExpressionError) -> Refusal {
        Refusal(search_error(&error))
    }
}
