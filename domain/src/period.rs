//! Stretches of time as people name them: `2025`, `january 2026`, `2026-01`, `last 3 weeks`.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar_words::{english_months, number_word};

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// This many days up to today.
    Recent(i32),
    /// The calendar year this many years before the current one.
    YearsBack(i16),
    /// A year, or a month or day of it. Without a year, it is the last one that has begun.
    Calendar {
        /// The year.
        year: Option<i16>,
        /// The month, from 1.
        month: Option<i8>,
        /// The day of the month.
        day: Option<i8>,
    },
}

/// Years of papers. Other numbers are more likely something else.
const YEARS: std::ops::RangeInclusive<i16> = 1991..=2099;
impl Period {
    /// The period at the beginning of some words, which are in lower case, and the number of words
    /// that name it.
    pub fn read(words: &[&str]) -> Option<(Period, usize)> {
        recent(words).or_else(|| in_digits(words.first()?)).or_else(|| with_month(words))
    }

    /// The first and the last day; the last may be in the future. `None` if there is no such day.
    pub fn days(self, today: Date) -> Option<(Date, Date)> {
        let (year, month, day) = match self {
            Period::Recent(days) => return Some((today.checked_sub(days.days()).ok()?, today)),
            Period::YearsBack(back) => (today.year().checked_sub(back)?, None, None),
            Period::Calendar { year: Some(year), month, day } => (year, month, day),
            Period::Calendar { year: None, month, day } => {
                let begun = |year: &i16| {
                    let first = Date::new(*year, month.unwrap_or(1), day.unwrap_or(1));
                    first.is_ok_and(|first| first <= today)
                };
                // The 29th of February needs up to eight years.
                let mut years = (0..=8).filter_map(|back| today.year().checked_sub(back));
                (years.find(begun)?, month, day)
            }
        };
        let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let last = match (month, day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        };
        Some((first, last))
    }

    /// Whether it is a month or day without a year, whose name may be another word: `may`.
    pub fn is_yearless(self) -> bool {
        matches!(self, Period::Calendar { year: None, .. })
    }

    fn year(year: i16) -> Period {
        Period::Calendar { year: Some(year), month: None, day: None }
    }
}

/// `this week`, `last 3 months`, `past couple of days`, `yesterday`.
fn recent(words: &[&str]) -> Option<(Period, usize)> {
    let word = |at: usize| words.get(at).copied();
    match word(0)? {
        "today" => return Some((Period::Recent(1), 1)),
        "yesterday" => return Some((Period::Recent(2), 1)),
        "lately" | "recently" => return Some((Period::Recent(60), 1)),
        "this" | "last" | "past" | "previous" => {}
        _ => return None,
    }
    let (count, unit) = match (word(1)?, word(2)) {
        ("couple", Some("of")) => (2, 3),
        ("couple", _) => (2, 2),
        ("few", _) => (3, 2),
        (count, _) => {
            let known = count.parse().ok().or_else(|| number_word(count).map(i32::from));
            known.map_or((1, 1), |count| (count, 2))
        }
    };
    let counted = unit > 1;
    if counted && word(0) == Some("this") || !(1..=500).contains(&count) {
        return None;
    }
    let days = match word(unit)?.trim_end_matches('s') {
        "hour" if counted => return Some((Period::Recent((count + 23) / 24), unit + 1)),
        "day" if counted => 1,
        "week" => 7,
        "month" => 31,
        "year" if !counted && word(0) == Some("this") => {
            return Some((Period::YearsBack(0), 2));
        }
        "year" if !counted && word(0) == Some("last") => {
            return Some((Period::YearsBack(1), 2));
        }
        "year" => 365,
        _ => return None,
    };
    // A longer time is a typo.
    (count * days <= 50 * 365).then(|| (Period::Recent(count * days), unit + 1))
}

/// `2025`, `2025-03`, `03/2025`, `2025-03-14`.
fn in_digits(word: &str) -> Option<(Period, usize)> {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let month = |text: &str| text.parse().ok().filter(|month| (1..=12).contains(month));
    let period = match parts.as_slice() {
        [year] => Period::year(read_year(year)?),
        [year, other] if year.len() == 4 => {
            Period::Calendar { year: Some(read_year(year)?), month: Some(month(other)?), day: None }
        }
        [other, year] => {
            Period::Calendar { year: Some(read_year(year)?), month: Some(month(other)?), day: None }
        }
        [year, other, day] => {
            let (year, month, day) = (read_year(year)?, month(other)?, day.parse().ok()?);
            let date = Date::new(year, month, day).ok()?;
            Period::Calendar {
                year: Some(date.year()),
                month: Some(date.month()),
                day: Some(date.day()),
            }
        }
        _ => return None,
    };
    Some((period, 1))
}

fn read_year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|year| YEARS.contains(year))
}

/// `january`, `jan 2026`, `5 january 2026`, `january 5th`, `march of 2025`, `jan '26`.
fn with_month(words: &[&str]) -> Option<(Period, usize)> {
    let word = |at: usize| words.get(at).map_or("", |word| word.trim_end_matches([',', '.']));
    let read_day = |text: &str| {
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end));
        number.unwrap_or(text).parse().ok().filter(|day: &i8| (1..=31).contains(day))
    };
    let year_at = |at: usize| {
        let at = if word(at) == "of" { at + 1 } else { at };
        let short = word(at).strip_prefix('\'').filter(|year| year.len() == 2);
        let short = short.and_then(|year| year.parse::<i16>().ok()).map(|year| 2000 + year);
        Some((short.or_else(|| read_year(word(at)))?, at + 1))
    };
    let (month, day, used) = match (read_month(word(0)), read_month(word(1))) {
        (Some(month), _) => match read_day(word(1)) {
            Some(day) => (month, Some(day), 2),
            None => (month, None, 1),
        },
        (None, Some(month)) => (month, Some(read_day(word(0))?), 2),
        _ => return None,
    };
    // The day exists at least in some years.
    Date::new(2024, month, day.unwrap_or(1)).ok()?;
    let (year, used) = match year_at(used) {
        Some((year, used)) => (Some(year), used),
        None => (None, used),
    };
    if let (Some(year), Some(day)) = (year, day) {
        Date::new(year, month, day).ok()?;
    }
    Some((Period::Calendar { year, month: Some(month), day }, used))
}

/// A month by its name or its first three letters.
fn read_month(word: &str) -> Option<i8> {
    let named = |name: &&str| *name == word || name.get(..3) == Some(word);
    let at = english_months().position(|name| named(&name)).or((word == "sept").then_some(8))?;
    i8::try_from(at + 1).ok()
}

/// The English name of a month, as [`Period::read`] reads it.
pub fn month_name(month: i8) -> Option<&'static str> {
    english_months().nth(usize::try_from(month).ok()?.checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = Date::constant(2026, 8, 20);

    #[test]
    fn periods_are_read_with_their_first_and_last_day() {
        for (typed, days) in [
            ("2025", "2025-01-01 2025-12-31"),
            ("2025-03", "2025-03-01 2025-03-31"),
            ("03/2025", "2025-03-01 2025-03-31"),
            ("2025-03-14", "2025-03-14 2025-03-14"),
            ("january", "2026-01-01 2026-01-31"),
            ("sept", "2025-09-01 2025-09-30"),
            ("feb 2024", "2024-02-01 2024-02-29"),
            ("jan. 2026", "2026-01-01 2026-01-31"),
            ("jan '26", "2026-01-01 2026-01-31"),
            ("march of 2025", "2025-03-01 2025-03-31"),
            ("5 january 2026", "2026-01-05 2026-01-05"),
            ("january 5th, 2026", "2026-01-05 2026-01-05"),
            ("29 feb", "2024-02-29 2024-02-29"),
            ("yesterday", "2026-08-18 2026-08-20"),
            ("last week", "2026-08-13 2026-08-20"),
            ("last 3 weeks", "2026-07-30 2026-08-20"),
            ("past couple of days", "2026-08-18 2026-08-20"),
            ("last 48 hours", "2026-08-18 2026-08-20"),
            ("this year", "2026-01-01 2026-12-31"),
            ("last year", "2025-01-01 2025-12-31"),
            ("past year", "2025-08-20 2026-08-20"),
        ] {
            let words: Vec<&str> = typed.split(' ').collect();
            let (period, used) = Period::read(&words).expect(typed);
            assert_eq!(used, words.len(), "{typed}");
            let shown = period.days(TODAY).map(|(first, last)| format!("{first} {last}"));
            assert_eq!(shown.as_deref(), Some(days), "{typed}");
        }
        for typed in [
            "",
            "1066",
            "20255",
            "2025-13",
            "2025-02-30",
            "31 feb",
            "ma",
            "marching",
            "5",
            "week",
            "last",
            "last 0 weeks",
            "last 999999999 years",
            "this 3 weeks",
            "12/11",
            "２０２５",
        ] {
            let words: Vec<&str> = typed.split(' ').collect();
            assert_eq!(Period::read(&words), None, "{typed}");
        }
        assert_eq!(month_name(12), Some("december"));
        assert_eq!(month_name(0), None);
    }

    proptest! {
        #[test]
        fn no_period_panics(
            words in prop::collection::vec(
                prop_oneof![
                    3 => "last|this|past|few|couple|of|days|weeks|years|hours|may|jan|'26|29|feb",
                    1 => "[0-9]{0,10}[-/.]?[0-9]{0,4}[-/.]?[0-9]{0,4}",
                    1 => "\\PC{0,4}",
                ],
                0..6,
            ),
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            if let Some((period, used)) = Period::read(&words) {
                prop_assert!((1..=words.len()).contains(&used));
                for today in [Date::MIN, Date::MAX, TODAY] {
                    let _ = period.days(today);
                }
            }
        }
    }
}
