//! Converts domain values and errors to texts: each becomes a [`Text`](crate::l10n::Text) for any
//! language.

mod schedule_words;
mod time_error;
mod topics_error;
mod zone_error;

pub use schedule_words::{cron_words, schedule_words};
pub use time_error::time_error;
pub use topics_error::{search_error, topics_error};
pub use zone_error::zone_error;
