//! When a post is due, on a wall clock: a five-field cron expression, or a time in words.
//!
//! The expression is walked in civil time, without a zone; [`crate::Schedule`] gives the
//! instants. Weekdays are the usual ones: 0 and 7 are Sunday, 1 is Monday. A day matches when
//! the day of the month *or* the weekday does, if both are restricted, as in every crontab.
//! Several expressions may be joined by `|`: their union is what was meant by `9:00, 18:30`.

mod describe;
mod words;

use std::fmt;
use std::str::FromStr;

use ::cron::TimeUnitSpec as _;
use chrono::{Datelike, NaiveDate, TimeZone, Timelike, Utc};
use jiff::civil::DateTime;

use crate::Zone;

const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The longest text that is read; a sane one has under 40 characters.
const MAX_LENGTH: usize = 200;
/// Posts a day. More would flood a channel.
const MAX_TIMES: usize = 24;

/// A valid expression that fires at most 24 times a day.
#[derive(Clone, Debug)]
pub struct Cron {
    text: String,
    // Two walks for an expression whose day fields are both restricted: their union is what
    // crontab means.
    walks: Vec<::cron::Schedule>,
}

/// A time as typed, which may name a zone as well: `9:00 Europe/Berlin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// When, on a wall clock.
    pub cron: Cron,
    /// The zone as typed, if one was; it may still be ambiguous.
    pub zone: Option<String>,
}

/// A text that is neither a time nor a cron expression.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// Not readable.
    #[error(
        "I can't read `{text}` as a time: {problem}. Try `09:00`, `9am mon-fri`, `every monday at 9`, or cron such as `0 9 * * 1-5`."
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

    /// In words where words are short: `every day at 09:00`, `Mondays at 09:00`; otherwise the
    /// expression itself.
    pub fn describe(&self) -> String {
        describe::in_words(&self.text).unwrap_or_else(|| format!("`{}`", self.text))
    }

    /// The five fields, single-spaced and lower-case; several expressions are joined by ` | `.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reads one or more expressions of five fields.
    fn from_expressions(typed: &str, expressions: &[String]) -> Result<Cron, CronError> {
        let mut cron = Cron { text: expressions.join(" | "), walks: Vec::new() };
        let mut times = 0;
        for expression in expressions {
            let walks = walks_of(typed, expression)?;
            if walks.iter().any(|walk| walk.minutes().count() > 1) {
                return Err(CronError::TooOften(cut(typed)));
            }
            times += walks.first().map_or(0, |walk| walk.hours().count() as usize);
            cron.walks.extend(walks);
        }
        if times > MAX_TIMES {
            return Err(CronError::TooOften(cut(typed)));
        }
        if cron.next_after(DateTime::constant(2026, 1, 1, 0, 0, 0, 0)).is_none() {
            return Err(CronError::Never(cut(typed)));
        }
        Ok(cron)
    }
}

impl When {
    /// Reads what was typed: words, a time of day, or cron, and a zone after it.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence for the person who typed it.
    pub fn parse(typed: &str) -> Result<When, CronError> {
        let unreadable = |problem: String| CronError::Unreadable { text: cut(typed), problem };
        if typed.trim().is_empty() {
            return Err(unreadable("it is empty".to_owned()));
        }
        if typed.len() > MAX_LENGTH {
            return Err(unreadable("it is too long".to_owned()));
        }
        if typed.contains('|') {
            let parts: Vec<String> =
                typed.split('|').map(|part| part.trim().to_lowercase()).collect();
            return Ok(When { cron: Cron::from_expressions(typed, &parts)?, zone: None });
        }
        let reading = words::read(typed).map_err(&unreadable)?;
        if let Some(rest) = &reading.rest
            && !Zone::is_named_by(rest)
        {
            return Err(unreadable(format!("`{rest}` is neither a day, a time nor a time zone")));
        }
        Ok(When { cron: Cron::from_expressions(typed, &reading.expressions)?, zone: reading.rest })
    }
}

/// The walks of one expression: their union is what crontab means by it.
fn walks_of(typed: &str, expression: &str) -> Result<Vec<::cron::Schedule>, CronError> {
    let unreadable = |problem: String| CronError::Unreadable { text: cut(typed), problem };
    let fields: Vec<&str> = expression.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields[..] else {
        return Err(unreadable("cron has exactly five fields".to_owned()));
    };
    for (field, text) in ["minute", "hour", "day", "month", "weekday"].into_iter().zip(fields) {
        let plain = |c: char| c.is_ascii_alphanumeric() || "*,-/?".contains(c);
        if !text.chars().all(plain) {
            return Err(unreadable(format!("the {field} `{text}` has a character I don't know")));
        }
        if let Some(range) = text.split(',').find(|range| field != "weekday" && is_backwards(range))
        {
            return Err(unreadable(format!("the {field}s `{range}` run backwards")));
        }
    }
    // Quartz writes `?` for "whichever".
    let (day, weekday) = (day.replace('?', "*"), weekday.replace('?', "*"));
    let set = weekdays(&weekday).map_err(&unreadable)?;
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
    match both_restricted {
        true => Ok(vec![walk(&day, "*")?, walk("*", &weekday_names)?]),
        false => Ok(vec![walk(&day, &weekday_names)?]),
    }
}

/// `22-2`: cron has no ranges over midnight.
fn is_backwards(range: &str) -> bool {
    let range = range.split('/').next().unwrap_or(range);
    let ends = range.split_once('-').and_then(|(a, b)| a.parse().ok().zip(b.parse().ok()));
    ends.is_some_and(|(first, last): (u32, u32)| first > last)
}

impl FromStr for Cron {
    type Err = CronError;

    fn from_str(typed: &str) -> Result<Cron, CronError> {
        let When { cron, zone } = When::parse(typed)?;
        match zone {
            None => Ok(cron),
            Some(zone) => Err(CronError::Unreadable {
                text: cut(typed),
                problem: format!("`{zone}` is a time zone"),
            }),
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
            "0 8 * * 1,3",
            "Mondays and Wednesdays at 08:00",
            from,
            &["2026-05-13T08:00", "2026-05-18T08:00"],
        );
        check("0 9 * * 7", "0 9 * * 7", "Sundays at 09:00", from, &["2026-05-17T09:00"]);
        check("0 9 * * 1", "0 9 * * 1", "Mondays at 09:00", from, &["2026-05-18T09:00"]);
        check(
            "0 9 * * fri-sun",
            "0 9 * * fri-sun",
            "Fridays, Saturdays and Sundays at 09:00",
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
    fn a_time_is_read_as_people_write_it() {
        for (typed, canonical) in [
            ("9am", "0 9 * * *"),
            ("9 am", "0 9 * * *"),
            ("9 a.m.", "0 9 * * *"),
            ("12am", "0 0 * * *"),
            ("12pm", "0 12 * * *"),
            ("9:00 pm", "0 21 * * *"),
            ("21:00 pm", "0 21 * * *"),
            ("9.30pm", "30 21 * * *"),
            ("0900", "0 9 * * *"),
            ("930", "30 9 * * *"),
            ("9", "0 9 * * *"),
            ("at 9", "0 9 * * *"),
            ("9 o'clock", "0 9 * * *"),
            ("09h30", "30 9 * * *"),
            ("9h", "0 9 * * *"),
            ("9 Uhr", "0 9 * * *"),
            ("09:00:00", "0 9 * * *"),
            ("noon", "0 12 * * *"),
            ("midnight", "0 0 * * *"),
            ("every morning", "0 9 * * *"),
            ("8 in the morning", "0 8 * * *"),
            ("6 in the evening", "0 18 * * *"),
            ("every day at 9:15", "15 9 * * *"),
            ("09:00 daily", "0 9 * * *"),
            ("０９：００", "0 9 * * *"),
            ("09：00", "0 9 * * *"),
            ("`09:00`", "0 9 * * *"),
            ("09:00 monday", "0 9 * * 1"),
            ("monday 09:00", "0 9 * * 1"),
            ("Mondays", "0 9 * * 1"),
            ("every monday at 9", "0 9 * * 1"),
            ("tue and thu at 6pm", "0 18 * * 2,4"),
            ("mon-fri 09:00", "0 9 * * 1-5"),
            ("09:00 mon–fri", "0 9 * * 1-5"),
            ("monday to friday at 09:00", "0 9 * * 1-5"),
            ("Mo-Fr 9 Uhr", "0 9 * * 1-5"),
            ("fri-mon 09:00", "0 9 * * 0,1,5,6"),
            ("weekdays at 8:30", "30 8 * * 1-5"),
            ("weekend 10:00", "0 10 * * 0,6"),
            ("weekly", "0 9 * * 1"),
            ("weekly on friday at 17:00", "0 17 * * 5"),
            ("monthly", "0 9 1 * *"),
            ("monthly at 8:00", "0 8 1 * *"),
            ("1st of the month at 9", "0 9 1 * *"),
            ("every month on the 15th, 10am", "0 10 15 * *"),
            ("the 1st and 15th at 9:00", "0 9 1,15 * *"),
            ("hourly", "0 * * * *"),
            ("every hour", "0 * * * *"),
            ("every 6 hours", "0 */6 * * *"),
            ("@daily", "0 0 * * *"),
            ("@weekly", "0 0 * * 0"),
            ("@monthly", "0 0 1 * *"),
            ("09:00,18:00", "0 9,18 * * *"),
            ("09:00, 18:00 mon-fri", "0 9,18 * * 1-5"),
            ("9am and 6pm", "0 9,18 * * *"),
            ("09:00, 18:30", "0 9 * * * | 30 18 * * *"),
            ("毎日9時", "0 9 * * *"),
            ("午後3時半", "30 15 * * *"),
            ("月曜日 9:00", "0 9 * * 1"),
            ("每天上午9点", "0 9 * * *"),
            ("每天下午3点", "0 15 * * *"),
            ("lundi 9h30", "30 9 * * 1"),
            ("täglich um 9 Uhr", "0 9 * * *"),
            ("todos los días a las 9", "0 9 * * *"),
            ("21:00 am montag", "0 21 * * 1"),
            ("0 9 13 * *", "0 9 13 * *"),
            ("0 9 1 jan *", "0 9 1 jan *"),
            ("0 9 ? * MON", "0 9 ? * mon"),
            ("0 9 * * 1-5", "0 9 * * 1-5"),
            ("0 9 * * * | 30 18 * * *", "0 9 * * * | 30 18 * * *"),
        ] {
            let cron = typed.parse::<Cron>();
            assert_eq!(cron.as_ref().map(Cron::as_str), Ok(canonical), "{typed}");
            let cron = cron.expect(typed);
            assert_eq!(cron.as_str().parse::<Cron>(), Ok(cron), "{typed}: canonical");
        }
    }

    #[test]
    fn a_zone_after_the_time_is_handed_on() {
        for (typed, canonical, zone) in [
            ("09:00 Europe/Berlin", "0 9 * * *", Some("europe/berlin")),
            ("9am Berlin", "0 9 * * *", Some("berlin")),
            ("mon-fri 9:00 new york", "0 9 * * 1-5", Some("new york")),
            ("9am EST", "0 9 * * *", Some("est")),
            ("9am UTC+1", "0 9 * * *", Some("utc+1")),
            ("0 9 * * 1-5 Asia/Tokyo", "0 9 * * 1-5", Some("asia/tokyo")),
            ("09:00", "0 9 * * *", None),
        ] {
            let when = When::parse(typed).expect(typed);
            assert_eq!(when.cron.as_str(), canonical, "{typed}");
            assert_eq!(when.zone.as_deref(), zone, "{typed}");
        }
    }

    #[test]
    fn times_are_described_in_words() {
        for (typed, words) in [
            ("09:00", "every day at 09:00"),
            ("9am, 6:30pm", "every day at 09:00 and 18:30"),
            ("mon-fri 9, 12, 18", "Monday to Friday at 09:00, 12:00 and 18:00"),
            ("mon, wed 8:00", "Mondays and Wednesdays at 08:00"),
            ("1st and 22nd 9:00", "the 1st and 22nd of each month at 09:00"),
            ("hourly", "every hour at :00"),
            ("every 6 hours", "`0 */6 * * *`"),
            ("0 9 1 1 *", "`0 9 1 1 *`"),
        ] {
            assert_eq!(typed.parse::<Cron>().expect(typed).describe(), words, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_problem() {
        for (typed, part) in [
            ("", "it is empty"),
            ("soon", "`soon` isn't a time of day"),
            ("25:00", "`25:00` is not a time between 00:00 and 23:59"),
            ("09:00, 25:00", "`25:00` is not a time"),
            ("24:00", "`24:00` is not a time"),
            ("9:5", "`9:5` is not a time"),
            ("13am", "`13am` is not a time"),
            ("9-17", "`9-17` isn't a time of day"),
            ("09:00 someday", "`someday` is neither a day, a time nor a time zone"),
            ("09:00 Europe/Berlin", "`europe/berlin` is a time zone"),
            ("every 2 weeks", "not in `2 weeks`"),
            ("every 2 days at 9", "not in `2 days`"),
            ("every 30 minutes", "not in `30 minutes`"),
            ("0 9 * *", "exactly five fields"),
            ("0 0 9 * * *", "leave out the seconds"),
            ("0 24 * * *", "the hour must lie in 0–23"),
            ("0 22-2 * * *", "the hours `22-2` run backwards"),
            ("0 9 20-10 * *", "the days `20-10` run backwards"),
            ("61 9 * * *", "the minute must lie in 0–59"),
            ("0 9 * 13 *", "the month must lie in 1–12"),
            ("0 9 * * 8", "`8` is not a weekday"),
            ("0 9 * * */0", "the step in `*/0` is zero"),
            ("0 9 L * *", "cron has exactly five fields"),
            ("0 9 * * 5#2", "a character I don't know"),
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
