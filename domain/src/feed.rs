//! The hub's day. Its daily list belongs to a New York date that begins at 21:30 the evening
//! before, so "today's list" differs from today's date at some hours everywhere.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::Zone;

/// The date under which the hub lists what is new at `now`.
pub fn feed_date(now: Timestamp) -> Date {
    // Shifting the clock by 2 h 30 min moves the roll-over from 21:30 to midnight.
    let shifted = now.saturating_add(2.hours().minutes(30)).unwrap_or(now);
    Zone::new_york().civil(shifted).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_feed_rolls_over_in_the_new_york_evening() {
        for (now, date) in [
            ("2026-05-12T12:00:00Z", "2026-05-12"),
            ("2026-05-13T01:29:59Z", "2026-05-12"),
            ("2026-05-13T01:30:00Z", "2026-05-13"),
            ("2026-01-13T02:29:59Z", "2026-01-12"),
            ("2026-01-13T02:30:00Z", "2026-01-13"),
        ] {
            let now: Timestamp = now.parse().expect("a timestamp");
            assert_eq!(feed_date(now).to_string(), date, "{now}");
        }
    }
}
