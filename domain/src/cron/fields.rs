//! The five fields of a cron expression, converted for the cron crate.

use super::problem::{CronError, CronField, CronProblem};

const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The schedules for one expression; crontab means their union.
pub(super) fn schedules_of(
    typed: &str,
    expression: &str,
) -> Result<Vec<::cron::Schedule>, CronError> {
    let unreadable =
        |problem| CronError::Unreadable { text: crate::excerpt::excerpt(typed), problem };
    let fields: Vec<&str> = expression.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields[..] else {
        return Err(unreadable(CronProblem::FieldCount));
    };
    for (field, text) in CronField::ALL.into_iter().zip(fields) {
        let plain = |c: char| c.is_ascii_alphanumeric() || "*,-/?".contains(c);
        if !text.chars().all(plain) {
            return Err(unreadable(CronProblem::Character(field, text.to_owned())));
        }
        let mut ranges = text.split(',').filter(|_| field != CronField::Weekday);
        if let Some(range) = ranges.find(|range| is_backwards(range)) {
            return Err(unreadable(CronProblem::Backwards(field, range.to_owned())));
        }
    }
    // Quartz writes `?` for "any".
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

/// Whether a range is like `22-2`: cron has no ranges past midnight.
fn is_backwards(range: &str) -> bool {
    let range = range.split('/').next().unwrap_or(range);
    let ends = range.split_once('-').and_then(|(a, b)| a.parse().ok().zip(b.parse().ok()));
    ends.is_some_and(|(first, last): (u32, u32)| first > last)
}

fn names(set: &[usize]) -> Vec<&'static str> {
    set.iter().map(|day| DAYS[*day]).collect()
}

/// The weekdays of a field, 0 = Sunday, sorted; the cron crate counts from 1 = Sunday.
pub(super) fn weekdays(field: &str) -> Result<Vec<usize>, CronProblem> {
    let day = |text: &str| {
        DAYS.iter()
            .position(|name| *name == text)
            .or_else(|| text.parse().ok().filter(|day| *day <= 7 && text.len() == 1))
            .ok_or_else(|| CronProblem::NotAWeekday(text.to_owned()))
    };
    let mut set = [false; 7];
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => {
                let step: Result<usize, _> = step.parse();
                (range, Some(step.map_err(|_| CronProblem::NoStep(part.to_owned()))?))
            }
            None => (part, None),
        };
        if step == Some(0) {
            return Err(CronProblem::ZeroStep(part.to_owned()));
        }
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (day(first)?, day(last)?);
                // At the end of a range, Sunday is the last day of the week: `fri-sun`, `5-7`, `5-0`.
                (first, if last == 0 && first > 0 { 7 } else { last })
            }
            None if range == "*" => (0, 6),
            None if step.is_some() => (day(range)?, 6),
            None => (day(range)?, day(range)?),
        };
        if first > last {
            return Err(CronProblem::Backwards(CronField::Weekday, range.to_owned()));
        }
        for day in (first..=last).step_by(step.unwrap_or(1)) {
            set[day % 7] = true;
        }
    }
    Ok((0..7).filter(|day| set[*day]).collect())
}

/// Finds the field that is out of range, since the crate's own error gives a byte position.
fn blame(minute: &str, hour: &str, day: &str, month: &str) -> CronProblem {
    let fields = [
        (CronField::Minute, format!("0 {minute} * * * *")),
        (CronField::Hour, format!("0 * {hour} * * *")),
        (CronField::Day, format!("0 * * {day} * *")),
        (CronField::Month, format!("0 * * * {month} *")),
    ];
    let wrong = fields.into_iter().find(|(_, alone)| alone.parse::<::cron::Schedule>().is_err());
    wrong.map_or(CronProblem::Combination, |(field, _)| CronProblem::OutOfRange(field))
}
