//! Parses days as people type them, in all six languages: `2026-01-31`, `gestern`, `last friday`,
//! `12 nov`, `3天前`.

mod calendar;
mod names;
mod period;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use calendar::Written;
use domain::weekday;
use names::{WEEKS, fold, is_filler, number};
pub(crate) use period::period;

/// A typed day, possibly relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// A date.
    On(Date),
    /// A month and a day of it, in the nearest year.
    Yearly(i8, i8),
    /// This many days from today.
    FromToday(i32),
    /// The nearest day with this name.
    Named(Weekday),
    /// The first day with this name after today.
    Next(Weekday),
    /// The last day with this name before today.
    Last(Weekday),
    /// A day this many weeks from the current week, which begins on Monday.
    InWeek(i32, Weekday),
}

/// Why a day can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayError {
    /// It isn't a day.
    Unreadable,
    /// Day and month could be either way around: both readings, as month and day, and the year.
    Ambiguous([(i8, i8); 2], Option<i16>),
}

/// A day further away is a typo.
const FURTHEST: i32 = 3_660;

impl Day {
    /// Parses a day.
    pub fn parse(typed: &str) -> Result<Day, DayError> {
        let typed = fold(typed);
        match calendar::parse(&typed) {
            Some(Written::Day(day)) => return Ok(day),
            Some(Written::Ambiguous(readings, year)) => {
                return Err(DayError::Ambiguous(readings, year));
            }
            None => {}
        }
        let words: Vec<&str> = names::words(&typed).filter(|word| !is_filler(word)).collect();
        names::from_today(&words.join(" "))
            .map(Day::FromToday)
            .or_else(|| by_name(&words))
            .or_else(|| by_week(&typed))
            .or_else(|| span(&words))
            .or_else(|| calendar::with_month(&words))
            .ok_or(DayError::Unreadable)
    }

    /// The date; without a year or a week, the last one up to today.
    pub fn latest(self, today: Date) -> Date {
        match self {
            Day::Named(weekday) => {
                let back = today.weekday().since(weekday);
                today.checked_sub(i32::from(back).days()).unwrap_or(today)
            }
            Day::Yearly(month, day) => {
                // The 29th of February needs up to eight years.
                let years = (0..=8).filter_map(|back| today.year().checked_sub(back));
                let mut dates = years.filter_map(|year| Date::new(year, month, day).ok());
                dates.find(|date| *date <= today).unwrap_or(today)
            }
            other => other.from(today),
        }
    }

    /// The date; without a year or a week, the next one after today.
    pub fn coming(self, today: Date) -> Date {
        match self {
            Day::Named(weekday) => today.nth_weekday(1, weekday).unwrap_or(today),
            Day::Yearly(month, day) => {
                let years = (0..=8).filter_map(|on| today.year().checked_add(on));
                let mut dates = years.filter_map(|year| Date::new(year, month, day).ok());
                dates.find(|date| *date > today).unwrap_or(today)
            }
            other => other.from(today),
        }
    }

    /// The past day that may be meant by one in the future: the last one with the same name, or as
    /// many days ago.
    pub fn past(self, today: Date) -> Date {
        match self {
            Day::On(_) | Day::Yearly(..) => today,
            Day::FromToday(days) => Day::FromToday(days.saturating_neg()).from(today),
            Day::Named(weekday) | Day::Next(weekday) | Day::Last(weekday) => {
                Day::Named(weekday).latest(today)
            }
            Day::InWeek(_, weekday) => Day::Named(weekday).latest(today),
        }
    }

    fn from(self, today: Date) -> Date {
        match self {
            Day::On(date) => date,
            Day::FromToday(days) => today.checked_add(days.days()).unwrap_or(today),
            Day::Last(weekday) => today.nth_weekday(-1, weekday).unwrap_or(today),
            Day::Next(weekday) => today.nth_weekday(1, weekday).unwrap_or(today),
            Day::InWeek(weeks, weekday) => {
                let back = i32::from(today.weekday().to_monday_zero_offset());
                let on = i32::from(weekday.to_monday_zero_offset());
                today.checked_add((on - back + 7 * weeks).days()).unwrap_or(today)
            }
            Day::Named(_) | Day::Yearly(..) => today,
        }
    }
}

/// `friday`, `this friday`, `last friday`, `vendredi prochain`.
fn by_name(words: &[&str]) -> Option<Day> {
    match words {
        [name] => weekday(name).map(Day::Named),
        [first, second] => {
            let (mark, name) = match weekday(second) {
                Some(name) => (first, name),
                None => (second, weekday(first)?),
            };
            match names::direction(mark)? {
                names::Direction::Last => Some(Day::Last(name)),
                names::Direction::This => Some(Day::Named(name)),
                names::Direction::Next => Some(Day::Next(name)),
            }
        }
        _ => None,
    }
}

/// `上周五`, `来週の金曜日`.
fn by_week(typed: &str) -> Option<Day> {
    let typed = typed.split_whitespace().collect::<String>();
    WEEKS.iter().find_map(|(week, from_this)| {
        let name = typed.strip_prefix(week)?;
        let name = name.strip_prefix('の').unwrap_or(name);
        // 上周五: the week's character belongs to the day, too.
        let day = weekday(name).or_else(|| weekday(&format!("周{name}")))?;
        Some(Day::InWeek(*from_this, day))
    })
}

/// `3 days ago`, `in 2 weeks`, `vor 3 Tagen`, `3日前`.
fn span(words: &[&str]) -> Option<Day> {
    let (back, count, unit) = match words {
        [count, unit] => (false, *count, *unit),
        [mark, count, unit] if names::is_ahead(mark) => (false, *count, *unit),
        [mark, count, unit] if names::is_back(mark) => (true, *count, *unit),
        [count, unit, mark] if names::is_back(mark) => (true, *count, *unit),
        [count, unit, mark] if names::is_ahead(mark) => (false, *count, *unit),
        _ => return None,
    };
    let days = names::unit(unit)?.checked_mul(number(count)?)?;
    let days = Some(days).filter(|days| (0..=FURTHEST).contains(days))?;
    Some(Day::FromToday(if back { -days } else { days }))
}

#[cfg(test)]
mod day_tests;
