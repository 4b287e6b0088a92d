//! Parses days as people type them: `2026-01-31`, `yesterday`, `friday`, `in 2 weeks`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A typed day, possibly relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// A date.
    On(Date),
    /// This many days from today.
    FromToday(i32),
    /// The nearest day with this name.
    Named(Weekday),
}

/// The names of weekdays, which can be shortened to three letters.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];
/// A day further away is a typo.
const FURTHEST: i32 = 3_660;

impl Day {
    /// Parses a day; `None` if it is not one.
    pub fn parse(typed: &str) -> Option<Day> {
        let typed = typed.trim().to_lowercase();
        if let Ok(date) = typed.parse::<Date>() {
            return Some(Day::On(date));
        }
        let words: Vec<&str> = typed.split_whitespace().collect();
        let span = |count: &str, unit: &str| -> Option<i32> {
            let count: i32 = match count {
                "a" | "one" => 1,
                count => count.parse().ok().filter(|count| (0..=FURTHEST).contains(count))?,
            };
            match unit {
                "day" | "days" => Some(count),
                "week" | "weeks" => Some(count * 7).filter(|days| *days <= FURTHEST),
                _ => None,
            }
        };
        match words.as_slice() {
            ["today"] => Some(Day::FromToday(0)),
            ["yesterday"] => Some(Day::FromToday(-1)),
            ["tomorrow"] => Some(Day::FromToday(1)),
            ["last" | "next" | "on", name] | [name] => {
                let of_name = |row: &&(&str, Weekday)| name.len() >= 3 && row.0.starts_with(name);
                WEEKDAYS.iter().find(of_name).map(|row| Day::Named(row.1))
            }
            ["in", count, unit] | [count, unit] => span(count, unit).map(Day::FromToday),
            [count, unit, "ago"] => span(count, unit).map(|days| Day::FromToday(-days)),
            _ => None,
        }
    }

    /// The date; for a weekday, the last one up to today.
    pub fn latest(self, today: Date) -> Date {
        match self {
            Day::Named(weekday) => {
                let back = today.weekday().since(weekday);
                today.checked_sub(i32::from(back).days()).unwrap_or(today)
            }
            other => other.from(today),
        }
    }

    /// The date; for a weekday, the next one after today.
    pub fn coming(self, today: Date) -> Date {
        match self {
            Day::Named(weekday) => today.nth_weekday(1, weekday).unwrap_or(today),
            other => other.from(today),
        }
    }

    fn from(self, today: Date) -> Date {
        match self {
            Day::On(date) => date,
            Day::FromToday(days) => today.checked_add(days.days()).unwrap_or(today),
            Day::Named(_) => today,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        // A Tuesday.
        let today = Date::constant(2026, 5, 12);
        for (typed, latest, coming) in [
            ("2026-01-31", "2026-01-31", "2026-01-31"),
            ("Today", "2026-05-12", "2026-05-12"),
            (" yesterday ", "2026-05-11", "2026-05-11"),
            ("tomorrow", "2026-05-13", "2026-05-13"),
            ("friday", "2026-05-08", "2026-05-15"),
            ("fri", "2026-05-08", "2026-05-15"),
            ("next Thursday", "2026-05-07", "2026-05-14"),
            ("tuesday", "2026-05-12", "2026-05-19"),
            ("3 days ago", "2026-05-09", "2026-05-09"),
            ("in 2 weeks", "2026-05-26", "2026-05-26"),
            ("a week", "2026-05-19", "2026-05-19"),
        ] {
            let day = Day::parse(typed).expect(typed);
            let found = (day.latest(today).to_string(), day.coming(today).to_string());
            assert_eq!(found, (latest.to_owned(), coming.to_owned()), "{typed}");
        }
        for typed in
            ["", "someday", "fr", "2026-13-01", "in 2 months", "in 99999 weeks", "in -1 days"]
        {
            assert_eq!(Day::parse(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn no_day_panics(typed in "\\PC{0,30}", near in "(in )?[0-9]{1,6} (day|week)s( ago)?") {
            for typed in [typed, near] {
                if let Some(day) = Day::parse(&typed) {
                    for today in [Date::MIN, Date::MAX, Date::constant(2026, 5, 12)] {
                        let _ = (day.latest(today), day.coming(today));
                    }
                }
            }
        }
    }
}
