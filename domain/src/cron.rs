//! When a post is due, in wall-clock time: a five-field cron expression, or a time in words.
//!
//! The expression is evaluated in civil time, without a zone; [`crate::Schedule`] gives the
//! instants. Weekdays are numbered as usual: 0 and 7 are Sunday, 1 is Monday. If the day of the
//! month and the weekday are both restricted, a day matches when *either* does, as in crontab.
//! Several expressions can be joined by `|` and mean their union, as in `9:00, 18:30`.

mod clock;
mod digits;
mod fields;
mod group;
mod meanings;
mod normalized;
mod numbers;
mod phrases;
mod pieces;
mod problem;
mod reader;
mod spaceless;
mod spoken;
mod timetable;
mod vocabulary;
mod words;
mod zone_among;

use std::fmt;
use std::str::FromStr;

use ::cron::TimeUnitSpec as _;
use chrono::{Datelike, NaiveDate, TimeZone, Timelike, Utc};
use jiff::civil::DateTime;

pub use self::problem::{CronError, CronField, CronProblem};
pub use self::timetable::{Days, Timetable};
use crate::Zone;
use crate::excerpt::excerpt;

/// The longest text that is parsed, and the longest expression; a reasonable one has under 40
/// characters.
const MAX_LENGTH: usize = 200;
/// Posts per day. More would flood a channel.
const MAX_TIMES: usize = 24;

/// A valid expression that fires at most 24 times a day.
#[derive(Clone, Debug)]
pub struct Cron {
    text: String,
    // Two schedules for an expression whose day fields are both restricted: crontab means their
    // union.
    walks: Vec<::cron::Schedule>,
}

/// A time as typed, possibly with a zone: `9:00 Europe/Berlin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The time on a wall clock.
    pub cron: Cron,
    /// The zone as typed, if there is one; it may still be ambiguous.
    pub zone: Option<String>,
}

impl Cron {
    /// The first matching minute strictly after `after`; `None` if there is none before 2100.
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
        // UTC has no transitions, so the crate sees plain civil time.
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

    /// When it fires, if that can be said in a few words and is the same on all its days.
    pub fn timetable(&self) -> Option<Timetable> {
        self.timetables().filter(|all| all.len() == 1)?.pop()
    }

    /// When it fires, by groups of days with the same times, if that can be said in a few words.
    pub fn timetables(&self) -> Option<Vec<Timetable>> {
        Timetable::all_of(&self.text)
    }

    /// The five fields, single-spaced and in lower case; several expressions are joined by ` | `.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Parses one or more five-field expressions.
    fn from_expressions(typed: &str, expressions: &[String]) -> Result<Cron, CronError> {
        let (mut texts, mut walks) = (Vec::new(), Vec::new());
        let mut times = 0;
        for expression in expressions {
            let all = fields::schedules_of(typed, expression)?;
            let Some(walk) = all.first() else { continue };
            times += walk.minutes().count() as usize * walk.hours().count() as usize;
            if times > MAX_TIMES {
                return Err(CronError::TooOften(excerpt(typed)));
            }
            match expression.split_once(' ') {
                // One for each minute, as for `9:00, 9:30`.
                Some((_, rest)) if walk.minutes().count() > 1 => {
                    texts.extend(walk.minutes().iter().map(|minute| format!("{minute} {rest}")));
                }
                _ => texts.push(expression.clone()),
            }
            walks.extend(all);
        }
        let mut cron = Cron { text: texts.join(" | "), walks };
        if cron.text.len() > MAX_LENGTH {
            cron.text = expressions.join(" | ");
        }
        // It is parsed again when it is read from the database.
        if cron.text.len() > MAX_LENGTH {
            return Err(CronError::Unreadable {
                text: excerpt(typed),
                problem: CronProblem::TooLong,
            });
        }
        if cron.next_after(DateTime::constant(2026, 1, 1, 0, 0, 0, 0)).is_none() {
            return Err(CronError::Never(excerpt(typed)));
        }
        Ok(cron)
    }
}

impl When {
    /// Parses what a person typed: words, a time of day, or cron, with an optional zone after it.
    ///
    /// # Errors
    /// [`CronError`] says what is wrong.
    pub fn parse(typed: &str) -> Result<When, CronError> {
        let unreadable = |problem: CronProblem| CronError::Unreadable {
            text: excerpt(typed),
            problem: problem.quoting(typed),
        };
        if typed.trim().is_empty() {
            return Err(unreadable(CronProblem::Empty));
        }
        if typed.len() > MAX_LENGTH {
            return Err(unreadable(CronProblem::TooLong));
        }
        let single_spaced = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts: Vec<String> =
            typed.split('|').map(|part| single_spaced(part).to_lowercase()).collect();
        let is_cron = |part: &String| part.split_whitespace().count() == 5 && !part.contains(':');
        if parts.len() > 1 && parts.iter().all(is_cron) {
            return Ok(When { cron: Cron::from_expressions(typed, &parts)?, zone: None });
        }
        let reading = words::read(typed).map_err(&unreadable)?;
        if let Some(zone) = &reading.zone
            && !Zone::is_named_by(zone)
        {
            return Err(unreadable(CronProblem::UnknownWords(zone.clone())));
        }
        Ok(When { cron: Cron::from_expressions(typed, &reading.expressions)?, zone: reading.zone })
    }
}

impl FromStr for Cron {
    type Err = CronError;

    fn from_str(typed: &str) -> Result<Cron, CronError> {
        let When { cron, zone } = When::parse(typed)?;
        match zone {
            None => Ok(cron),
            Some(zone) => Err(CronError::Unreadable {
                text: excerpt(typed),
                problem: CronProblem::IsZone(zone),
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

#[cfg(test)]
mod cron_tests;
#[cfg(test)]
mod typed_times_tests;
