//! When a post is due, on a wall clock: a five-field cron expression, or `HH:MM` with days.
//!
//! The expression is walked in civil time, without a zone; [`crate::Schedule`] gives the
//! instants. Weekdays are the usual ones: 0 and 7 are Sunday, 1 is Monday. A day matches when
//! the day of the month *or* the weekday does, if both are restricted, as in every crontab.

use std::fmt;
use std::str::FromStr;

use ::cron::TimeUnitSpec as _;
use chrono::{Datelike, NaiveDate, TimeZone, Timelike, Utc};
use jiff::civil::DateTime;

const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The longest expression that is read; a sane one has under 40 characters.
const MAX_LENGTH: usize = 100;

/// A valid expression that fires at most once an hour.
#[derive(Clone, Debug)]
pub struct Cron {
    text: String,
    // Two walks when both day fields are restricted: their union is what crontab means.
    walks: Vec<::cron::Schedule>,
}

/// A text that is neither a time nor a cron expression.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// Not readable.
    #[error(
        "`{text}` is not a time I can read: {problem}. Write `09:00`, `09:00 mon-fri`, or five cron fields such as `0 9 * * 1-5` (minute, hour, day, month, weekday)."
    )]
    Unreadable {
        /// What was typed, cut to a line.
        text: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Readable, but it would flood a channel.
    #[error("`{0}` would post more than once an hour. Give one minute, for example `0 * * * *`.")]
    TooOften(String),
    /// Readable, but no date satisfies it.
    #[error("`{0}` never happens. Check the day and the month.")]
    Never(String),
}

impl Cron {
    /// The first matching minute strictly after `after`; `None` when there is none before 2100.
    pub fn next_after(&self, after: DateTime) -> Option<DateTime> {
        let date = NaiveDate::from_ymd_opt(
            after.year().into(),
            after.month().unsigned_abs().into(),
            after.day().unsigned_abs().into(),
        )?;
        let time = date.and_hms_opt(
            after.hour().unsigned_abs().into(),
            after.minute().unsigned_abs().into(),
            after.second().unsigned_abs().into(),
        )?;
        // UTC has no transitions, so that the crate sees plain civil time.
        let from = Utc.from_utc_datetime(&time);
        let next = self.walks.iter().filter_map(|walk| walk.after(&from).next()).min()?;
        DateTime::new(
            next.year().try_into().ok()?,
            next.month().try_into().ok()?,
            next.day().try_into().ok()?,
            next.hour().try_into().ok()?,
            next.minute().try_into().ok()?,
            0,
            0,
        )
        .ok()
    }

    /// In words where words are short: `every day at 09:00`, `mon–fri at 09:00`; otherwise the
    /// expression itself.
    pub fn describe(&self) -> String {
        let fields: Vec<&str> = self.text.split(' ').collect();
        if let [minute, hour, "*", "*", days] = fields[..]
            && let (Ok(minute), Ok(hour)) = (minute.parse::<u8>(), hour.parse::<u8>())
        {
            return match days {
                "*" => format!("every day at {hour:02}:{minute:02}"),
                "1-5" => format!("Monday to Friday at {hour:02}:{minute:02}"),
                days => match weekdays(days) {
                    Ok(set) => format!("{} at {hour:02}:{minute:02}", names(&set).join(", ")),
                    Err(_) => format!("`{}`", self.text),
                },
            };
        }
        format!("`{}`", self.text)
    }

    /// The five fields, single-spaced and lower-case.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn from_fields(typed: &str, fields: [&str; 5]) -> Result<Cron, CronError> {
        let unreadable = |problem: String| CronError::Unreadable { text: cut(typed), problem };
        let [minute, hour, day, month, weekday] = fields;
        for (field, text) in ["minute", "hour", "day", "month", "weekday"].into_iter().zip(fields) {
            let plain = |c: char| c.is_ascii_alphanumeric() || "*,-/".contains(c);
            if !text.chars().all(plain) {
                return Err(unreadable(format!(
                    "the {field} `{text}` has a character I do not know"
                )));
            }
        }
        let set = weekdays(weekday).map_err(&unreadable)?;
        let weekday_names = if weekday.starts_with('*') && set.len() == 7 {
            "*".to_owned()
        } else {
            names(&set).join(",")
        };
        let walk = |day: &str, weekday: &str| {
            format!("0 {minute} {hour} {day} {month} {weekday}")
                .parse::<::cron::Schedule>()
                .map_err(|_| unreadable(blame(minute, hour, day, month)))
        };
        let both_restricted = !day.starts_with('*') && !weekday.starts_with('*');
        let walks = if both_restricted {
            vec![walk(day, "*")?, walk("*", &weekday_names)?]
        } else {
            vec![walk(day, &weekday_names)?]
        };
        let cron = Cron { text: fields.join(" ").to_lowercase(), walks };
        if cron.walks.iter().any(|walk| walk.minutes().count() > 1) {
            return Err(CronError::TooOften(cut(typed)));
        }
        if cron.next_after(DateTime::constant(2026, 1, 1, 0, 0, 0, 0)).is_none() {
            return Err(CronError::Never(cut(typed)));
        }
        Ok(cron)
    }
}

impl FromStr for Cron {
    type Err = CronError;

    fn from_str(typed: &str) -> Result<Cron, CronError> {
        let text = typed.trim().to_lowercase();
        let unreadable =
            |problem: &str| CronError::Unreadable { text: cut(typed), problem: problem.to_owned() };
        if text.len() > MAX_LENGTH {
            return Err(unreadable("it is too long"));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        match words[..] {
            [] => Err(unreadable("it is empty")),
            [minute, hour, day, month, weekday] => {
                Cron::from_fields(typed, [minute, hour, day, month, weekday])
            }
            [time, ref days @ ..] if time.contains(':') => {
                let (hour, minute) = clock_time(time)
                    .ok_or_else(|| unreadable("the time must lie between 00:00 and 23:59"))?;
                let days = match days.join(",").as_str() {
                    "" | "daily" => "*".to_owned(),
                    "weekdays" => "1-5".to_owned(),
                    "weekends" => "0,6".to_owned(),
                    days => days.replace(",,", ","),
                };
                let days = if days == "mon-fri" { "1-5".to_owned() } else { days };
                let (minute, hour) = (minute.to_string(), hour.to_string());
                Cron::from_fields(typed, [&minute, &hour, "*", "*", &days])
            }
            [_] => Err(unreadable("it has no colon")),
            _ => Err(unreadable("cron has exactly five fields")),
        }
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Cron {
    fn eq(&self, other: &Cron) -> bool {
        self.text == other.text
    }
}

impl Eq for Cron {}

fn cut(text: &str) -> String {
    text.trim().chars().take(60).collect()
}

fn clock_time(text: &str) -> Option<(u8, u8)> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |text: &str, least: usize| {
        (text.len() >= least && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<u8>().ok())
            .flatten()
    };
    let (hour, minute) = (digits(hour, 1)?, digits(minute, 2)?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}

fn names(set: &[usize]) -> Vec<&'static str> {
    set.iter().map(|day| DAYS[*day]).collect()
}

/// The weekdays of a field, 0 = Sunday, sorted; the crate's own numbers start at 1 = Sunday.
fn weekdays(field: &str) -> Result<Vec<usize>, String> {
    let day = |text: &str| {
        DAYS.iter()
            .position(|name| *name == text)
            .or_else(|| text.parse().ok().filter(|day| *day <= 7 && text.len() == 1))
            .ok_or_else(|| format!("`{text}` is not a weekday (0–7 or mon–sun)"))
    };
    let mut set = [false; 7];
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => {
                let step: usize = step.parse().map_err(|_| format!("`{part}` has no step"))?;
                (range, Some(step))
            }
            None => (part, None),
        };
        if step == Some(0) {
            return Err(format!("the step in `{part}` is zero"));
        }
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (day(first)?, day(last)?);
                // `fri-sun` reads naturally; only names and 7 make the end come out as 0.
                (first, if last == 0 && first > 0 { 7 } else { last })
            }
            None if range == "*" => (0, 6),
            None if step.is_some() => (day(range)?, 6),
            None => (day(range)?, day(range)?),
        };
        if first > last {
            return Err(format!("the range `{range}` runs backwards"));
        }
        for day in (first..=last).step_by(step.unwrap_or(1)) {
            set[day % 7] = true;
        }
    }
    Ok((0..7).filter(|day| set[*day]).collect())
}

/// Says which field is out of range, since the crate's own error names a byte position.
fn blame(minute: &str, hour: &str, day: &str, month: &str) -> String {
    let fields = [
        ("minute", "0–59", format!("0 {minute} * * * *")),
        ("hour", "0–23", format!("0 * {hour} * * *")),
        ("day", "1–31", format!("0 * * {day} * *")),
        ("month", "1–12", format!("0 * * * {month} *")),
    ];
    fields
        .into_iter()
        .find(|(_, _, alone)| alone.parse::<::cron::Schedule>().is_err())
        .map(|(name, range, _)| format!("the {name} must lie in {range}"))
        .unwrap_or_else(|| "the fields do not fit together".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(typed: &str, canonical: &str, described: &str, from: &str, next: &[&str]) {
        let cron: Cron = typed.parse().unwrap_or_else(|error| panic!("{typed}: {error}"));
        assert_eq!(cron.as_str(), canonical, "{typed}");
        assert_eq!(cron.describe(), described, "{typed}");
        let mut at: DateTime = from.parse().expect(from);
        for expected in next {
            at = cron.next_after(at).unwrap_or_else(|| panic!("{typed}: nothing after {at}"));
            assert_eq!(at.to_string(), format!("{expected}:00"), "{typed}");
        }
    }

    #[test]
    fn expressions_fire_when_a_crontab_would() {
        let from = "2026-05-12T10:00:00"; // a Tuesday
        check("09:00", "0 9 * * *", "every day at 09:00", from, &["2026-05-13T09:00"]);
        check("9:05", "5 9 * * *", "every day at 09:05", from, &["2026-05-13T09:05"]);
        check(
            "18:30 weekdays",
            "30 18 * * 1-5",
            "Monday to Friday at 18:30",
            "2026-05-15T18:30:00",
            &["2026-05-18T18:30", "2026-05-19T18:30"],
        );
        check(
            "08:00 mon, wed",
            "0 8 * * mon,wed",
            "mon, wed at 08:00",
            from,
            &["2026-05-13T08:00", "2026-05-18T08:00"],
        );
        check("0 9 * * 7", "0 9 * * 7", "sun at 09:00", from, &["2026-05-17T09:00"]);
        check("0 9 * * 1", "0 9 * * 1", "mon at 09:00", from, &["2026-05-18T09:00"]);
        check(
            "0 9 * * fri-sun",
            "0 9 * * fri-sun",
            "sun, fri, sat at 09:00",
            from,
            &["2026-05-15T09:00", "2026-05-16T09:00", "2026-05-17T09:00", "2026-05-22T09:00"],
        );
        // Both day fields restricted: the 13th, and every Friday.
        check(
            "0 9 13 * 5",
            "0 9 13 * 5",
            "`0 9 13 * 5`",
            from,
            &["2026-05-13T09:00", "2026-05-15T09:00", "2026-05-22T09:00"],
        );
        check("0 */6 * * *", "0 */6 * * *", "`0 */6 * * *`", from, &["2026-05-12T12:00"]);
        check("0 0 29 2 *", "0 0 29 2 *", "`0 0 29 2 *`", from, &["2028-02-29T00:00"]);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_problem() {
        for (typed, part) in [
            ("", "it is empty"),
            ("soon", "no colon"),
            ("25:00", "between 00:00 and 23:59"),
            ("9:5", "between 00:00 and 23:59"),
            ("09:00 someday", "`someday` is not a weekday"),
            ("0 9 * *", "exactly five fields"),
            ("0 24 * * *", "the hour must lie in 0–23"),
            ("61 9 * * *", "the minute must lie in 0–59"),
            ("0 9 * 13 *", "the month must lie in 1–12"),
            ("0 9 * * 8", "`8` is not a weekday"),
            ("0 9 * * */0", "the step in `*/0` is zero"),
            ("0 9 ? * *", "a character I do not know"),
            ("* * * * *", "more than once an hour"),
            ("*/5 9 * * *", "more than once an hour"),
            ("0 0 30 2 *", "never happens"),
        ] {
            let error = typed.parse::<Cron>().expect_err(typed).to_string();
            assert!(error.contains(part), "{typed}: {error}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,120}") {
            let _ = text.parse::<Cron>();
        }

        #[test]
        fn no_plausible_fields_panic(text in "[0-9*,/a-z:-]{1,6}( [0-9*,/a-z-]{1,6}){0,5}") {
            if let Ok(cron) = text.parse::<Cron>() {
                let from = DateTime::constant(2026, 1, 1, 0, 0, 0, 0);
                let next = cron.next_after(from).expect("checked at the door");
                prop_assert!(next > from);
                prop_assert_eq!(cron.as_str().parse::<Cron>().expect("canonical"), cron);
            }
        }
    }
}
