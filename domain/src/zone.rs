//! IANA time zones: `Europe/Berlin`, `America/New_York`. The database is compiled in, so that
//! the answer does not depend on the machine.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// An IANA time zone that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A text that names no time zone.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a time zone I know. Use a name such as `Europe/Berlin`, `America/New_York` or `UTC`."
)]
pub struct ZoneError(String);

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

    /// The instant at which a wall clock here first shows `at`, or the first valid instant
    /// after it where clocks were put forward over it. `None` when the whole civil day of `at`
    /// was left out (Apia, 2011-12-30).
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
                // Read with the offset before the gap, the time lies at or after the
                // transition; the transition itself is the first instant that exists.
                let after = ambiguous.later().ok()?;
                let just_after = after.checked_add(SignedDuration::from_secs(1)).ok()?;
                self.0.preceding(just_after).next().map(|transition| transition.timestamp())
            }
        }
    }

    /// Names of zones that contain `typed`, best first: at most `limit`. Those whose name or
    /// city starts with the text come before those that merely contain it.
    pub fn suggest(typed: &str, limit: usize) -> Vec<String> {
        let wanted = fold(typed);
        let mut found: Vec<(u8, String)> = jiff::tz::db()
            .available()
            .map(|name| name.as_str().to_owned())
            .filter(|name| is_offered(name))
            .filter_map(|name| {
                let folded = fold(&name);
                let city = folded.rsplit('/').next().unwrap_or(&folded);
                let rank = match () {
                    () if folded == wanted || city == wanted => 0,
                    () if city.starts_with(&wanted) => 1,
                    () if folded.starts_with(&wanted) => 2,
                    () if folded.contains(&wanted) => 3,
                    () => return None,
                };
                Some((rank, name))
            })
            .collect();
        found.sort();
        found.into_iter().map(|(_, name)| name).take(limit).collect()
    }

    fn is_missing(&self, day: Date) -> bool {
        // A day exists as soon as its first or its last second does.
        let in_gap = |at: DateTime| {
            matches!(self.0.to_ambiguous_timestamp(at).offset(), AmbiguousOffset::Gap { .. })
        };
        in_gap(day.at(0, 0, 0, 0)) && in_gap(day.at(23, 59, 59, 0))
    }
}

/// Old aliases and bare abbreviations stay accepted, but are not offered.
fn is_offered(name: &str) -> bool {
    name == "UTC" || (name.contains('/') && !name.starts_with("Etc/") && !name.starts_with("US/"))
}

fn fold(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Zone, ZoneError> {
        let name = text.trim().replace(' ', "_");
        let refused = || ZoneError(text.trim().chars().take(60).collect());
        if name.is_empty() || name.len() > 60 {
            return Err(refused());
        }
        TimeZone::get(&name)
            .ok()
            .filter(|zone| zone.iana_name().is_some())
            .map(Zone)
            .ok_or_else(refused)
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
        #[test]
        fn no_text_panics(text in "\\PC{0,60}", near in "[A-Za-z_/ +:.-]{0,20}") {
            for typed in [text, near] {
                let _ = typed.parse::<Zone>();
                prop_assert!(Zone::suggest(&typed, 25).len() <= 25);
            }
        }
    }

    #[test]
    fn names_are_read_kindly_and_refused_by_name() {
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

    #[test]
    fn a_city_is_found_by_its_beginning() {
        for (typed, first) in [
            ("berl", "Europe/Berlin"),
            ("new york", "America/New_York"),
            ("tok", "Asia/Tokyo"),
            ("utc", "UTC"),
        ] {
            let found = Zone::suggest(typed, 25);
            assert_eq!(found.first().map(String::as_str), Some(first), "{found:?}");
        }
        assert_eq!(Zone::suggest("", 25).len(), 25);
        assert!(Zone::suggest("nowhere", 25).is_empty());
    }
}
