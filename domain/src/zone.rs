//! IANA time zones: `Europe/Berlin`, `America/New_York`. The database is compiled in, so that
//! results don't depend on the machine.
//!
//! [`Zone::read`] interprets what people type for a place, and [`Zone::suggest`] completes it.

mod offset;
mod places;
mod read;
mod suggest;
#[cfg(test)]
mod typed_zones_tests;
mod wordings;

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// A valid IANA time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

pub use read::{WhyAsk, ZoneError};
pub use suggest::Hints;

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Zone {
        Zone(TimeZone::UTC)
    }

    /// The zone of the hub's daily list.
    pub(crate) fn new_york() -> Zone {
        Zone(TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC))
    }

    /// The IANA name, in its canonical spelling.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The date and time on a wall clock in this zone.
    pub fn civil(&self, at: Timestamp) -> DateTime {
        self.0.to_datetime(at)
    }

    /// The instant at which a wall clock here first shows `at`, or the first valid instant after it
    /// if clocks skipped it. `None` if the whole civil day was skipped (Apia, 2011-12-30).
    pub fn resolve(&self, at: DateTime) -> Option<Timestamp> {
        let ambiguous = self.0.to_ambiguous_timestamp(at);
        match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => {
                ambiguous.earlier().ok()
            }
            AmbiguousOffset::Gap { .. } => {
                if self.is_missing(at.date()) {
                    return None;
                }
                // Read with the offset before the gap, the time is at or after the transition; the
                // transition itself is the first instant that exists.
                let after = ambiguous.later().ok()?;
                let just_after = after.checked_add(SignedDuration::from_secs(1)).ok()?;
                self.0.preceding(just_after).next().map(|transition| transition.timestamp())
            }
        }
    }

    fn is_missing(&self, day: Date) -> bool {
        // A day exists if its first or last second does.
        let in_gap = |at: DateTime| {
            matches!(self.0.to_ambiguous_timestamp(at).offset(), AmbiguousOffset::Gap { .. })
        };
        in_gap(day.at(0, 0, 0, 0)) && in_gap(day.at(23, 59, 59, 0))
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    /// Parses a stored IANA name; for what people type, see [`Zone::read`].
    fn from_str(text: &str) -> Result<Zone, ZoneError> {
        let name = text.trim().replace(' ', "_");
        let zone = (!name.is_empty() && name.len() <= 60).then(|| TimeZone::get(&name).ok());
        let zone = zone.flatten().filter(|zone| zone.iana_name().is_some());
        zone.map(Zone).ok_or_else(|| ZoneError::unknown(text))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_text_panics(text in "\\PC{0,60}", near in "[A-Za-z_/ +:.-]{0,20}") {
            for typed in [text, near] {
                let _ = (typed.parse::<Zone>(), Zone::read(&typed, Timestamp::UNIX_EPOCH));
                let hints = Hints { now: Timestamp::UNIX_EPOCH, locale: None, guild: None };
                prop_assert!(Zone::suggest(&typed, &hints, 25).len() <= 25);
            }
        }
    }

    #[test]
    fn stored_names_are_accepted_and_others_refused() {
        for (typed, name) in [
            ("Europe/Berlin", "Europe/Berlin"),
            ("europe/berlin", "Europe/Berlin"),
            (" America/New York ", "America/New_York"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(typed.parse::<Zone>().expect(typed).name(), name);
        }
        for typed in ["", "Berlin", "Mars/Olympus", "../../etc/passwd", "🕘", "+02:00"] {
            let error = typed.parse::<Zone>().expect_err(typed).to_string();
            assert!(error.contains(&format!("`{typed}`")), "{error}");
        }
    }
}
