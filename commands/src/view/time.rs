//! Days and instants.

use jiff::Timestamp;
use jiff::civil::Date;

/// `Tuesday, 12 May 2026`.
pub(crate) fn long_date(date: Date) -> String {
    date.strftime("%A, %-d %B %Y").to_string()
}

/// An instant that Discord shows in each reader's own time: `<t:…:F>`.
pub(crate) fn moment(at: Timestamp, style: char) -> String {
    format!("<t:{}:{style}>", at.as_second())
}
