//! Parses dates as they are written: `2026/11/12`, `12.11.2026`, `12 nov`, `11月12日`.

use domain::{month, weekday};
use jiff::civil::Date;

use super::Day;

/// A date in digits.
pub(super) enum Written {
    Day(Day),
    /// Both readings, as month and day, and the year.
    Ambiguous([(i8, i8); 2], Option<i16>),
}

/// A date in digits; `None` if it is something else.
pub(super) fn parse(folded: &str) -> Option<Written> {
    let typed = match folded.contains('月') {
        true => folded.replace(['年', '月'], "-").replace(['日', '号', ' '], ""),
        false => folded.to_owned(),
    };
    if typed.len() == 8 && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return on(typed.get(..4)?, typed.get(4..6)?, typed.get(6..)?);
    }
    let mark = typed.chars().find(|letter| !letter.is_ascii_digit())?;
    let parts: Vec<&str> = typed.trim_end_matches('.').split(mark).map(str::trim).collect();
    let is_number = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !parts.iter().all(is_number) {
        return None;
    }
    match (mark, parts.as_slice()) {
        ('-' | '/' | '.', [year, month, day]) if year.len() == 4 => on(year, month, day),
        ('.', [day, month, year]) => on(&full(year)?, month, day),
        ('.', [day, month]) => yearly(month, day),
        ('-', [month, day]) if folded.contains('月') => yearly(month, day),
        ('-' | '/', [first, second, year]) => either(first, second, Some(&full(year)?)),
        ('-' | '/', [first, second]) => either(first, second, None),
        _ => None,
    }
}

/// `12 nov 2026`, `November 12th`, `mardi 12 mai`.
pub(super) fn with_month(words: &[&str]) -> Option<Day> {
    let words: Vec<&str> = match words {
        [first, rest @ ..] if rest.len() > 1 && weekday(first).is_some() => rest.to_vec(),
        words => words.to_vec(),
    };
    let (named, numbers): (Vec<&str>, Vec<&str>) =
        words.into_iter().partition(|word| month(word).is_some());
    let ([name], [day, year @ ..]) = (named.as_slice(), numbers.as_slice()) else { return None };
    let day =
        ["st", "nd", "rd", "th", "er"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let (month, day) = (month(name)?, day.parse().ok()?);
    match year {
        [] => is_day(month, day).then_some(Day::Yearly(month, day)),
        [year] if year.len() == 4 => Date::new(year.parse().ok()?, month, day).ok().map(Day::On),
        _ => None,
    }
}

/// A year of four digits.
fn full(year: &str) -> Option<String> {
    match year.len() {
        2 => Some(format!("20{year}")),
        4 => Some(year.to_owned()),
        _ => None,
    }
}

fn on(year: &str, month: &str, day: &str) -> Option<Written> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(Written::Day(Day::On(date)))
}

fn yearly(month: &str, day: &str) -> Option<Written> {
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    is_day(month, day).then_some(Written::Day(Day::Yearly(month, day)))
}

/// Two numbers, of which either can be the month.
fn either(first: &str, second: &str, year: Option<&str>) -> Option<Written> {
    let year: Option<i16> = year.map(str::parse).transpose().ok()?;
    let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    let exists = |(month, day): &(i8, i8)| match year {
        Some(year) => Date::new(year, *month, *day).is_ok(),
        None => is_day(*month, *day),
    };
    let mut readings: Vec<_> =
        [(second, first), (first, second)].into_iter().filter(exists).collect();
    readings.dedup();
    match (readings.as_slice(), year) {
        ([one, other], year) => Some(Written::Ambiguous([*one, *other], year)),
        ([(month, day)], Some(year)) => {
            Date::new(year, *month, *day).ok().map(|date| Written::Day(Day::On(date)))
        }
        ([(month, day)], None) => Some(Written::Day(Day::Yearly(*month, *day))),
        _ => None,
    }
}

/// Whether a month has such a day, at least in some years.
fn is_day(month: i8, day: i8) -> bool {
    Date::new(2024, month, day).is_ok()
}
