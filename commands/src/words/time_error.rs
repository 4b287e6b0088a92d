//! Explains why a time can't be parsed.

use domain::{CronError, CronField, CronProblem};

use crate::l10n::Text;
use crate::message::quoted;
use crate::text;

/// The problem with a time, and what to type instead.
pub fn time_error(error: &CronError) -> Text {
    match error {
        CronError::Unreadable { text: typed, problem } => {
            let words = problem_words(problem);
            match names_part(problem) {
                true => text!("time-unreadable-part", problem = words),
                false => text!("time-unreadable", typed = quoted(typed), problem = words),
            }
        }
        CronError::TooOften(typed) => text!("time-too-often", typed = quoted(typed)),
        CronError::Never(typed) => text!("time-never", typed = quoted(typed)),
    }
}

fn problem_words(problem: &CronProblem) -> Text {
    match problem {
        CronProblem::Empty => text!("time-empty"),
        CronProblem::TooLong => text!("time-too-long"),
        CronProblem::NotATime(part) => text!("time-not-a-time", part = quoted(part)),
        CronProblem::NotATimeOfDay(part) => text!("time-not-a-time-of-day", part = quoted(part)),
        CronProblem::NoTimeOfDay => text!("time-no-time-of-day"),
        CronProblem::UnknownWords(part) => text!("time-unknown-words", part = quoted(part)),
        CronProblem::IsZone(part) => text!("time-is-zone", part = quoted(part)),
        CronProblem::TimeAndHours => text!("time-and-hours"),
        CronProblem::Uncountable(part) => text!("time-uncountable", part = quoted(part)),
        CronProblem::OneTime(part) => text!("time-one-time", part = quoted(part)),
        CronProblem::Count(part) => text!("time-count", part = quoted(part)),
        CronProblem::TwoZones(one, other) => {
            text!("time-two-zones", one = quoted(one), other = quoted(other))
        }
        CronProblem::FieldCount => text!("time-field-count"),
        CronProblem::Seconds => text!("time-seconds"),
        CronProblem::Character(field, part) => {
            text!("time-character", field = field_name(*field), part = quoted(part))
        }
        CronProblem::Backwards(field, part) => {
            text!("time-backwards", field = field_name(*field), part = quoted(part))
        }
        CronProblem::NotAWeekday(part) => text!("time-not-a-weekday", part = quoted(part)),
        CronProblem::NoStep(part) => text!("time-no-step", part = quoted(part)),
        CronProblem::ZeroStep(part) => text!("time-zero-step", part = quoted(part)),
        CronProblem::OutOfRange(field) => {
            let ((least, most), field) = (field.range(), field_name(*field));
            text!("time-out-of-range", field = field, least = least, most = most)
        }
        CronProblem::Combination => text!("time-combination"),
    }
}

/// Whether the text quotes the part at fault, so that the whole input need not be quoted.
fn names_part(problem: &CronProblem) -> bool {
    match problem {
        CronProblem::NotATime(_)
        | CronProblem::NotATimeOfDay(_)
        | CronProblem::UnknownWords(_)
        | CronProblem::IsZone(_)
        | CronProblem::Uncountable(_)
        | CronProblem::OneTime(_)
        | CronProblem::Count(_)
        | CronProblem::TwoZones(..)
        | CronProblem::Character(..)
        | CronProblem::Backwards(..)
        | CronProblem::NotAWeekday(_)
        | CronProblem::NoStep(_)
        | CronProblem::ZeroStep(_) => true,
        CronProblem::Empty
        | CronProblem::TooLong
        | CronProblem::NoTimeOfDay
        | CronProblem::TimeAndHours
        | CronProblem::FieldCount
        | CronProblem::Seconds
        | CronProblem::OutOfRange(_)
        | CronProblem::Combination => false,
    }
}

fn field_name(field: CronField) -> Text {
    match field {
        CronField::Minute => text!("field-minute"),
        CronField::Hour => text!("field-hour"),
        CronField::Day => text!("field-day"),
        CronField::Month => text!("field-month"),
        CronField::Weekday => text!("field-weekday"),
    }
}

#[cfg(test)]
mod tests {
    use domain::{Cron, Language};

    use super::*;

    #[test]
    fn unreadable_times_are_refused_with_a_reason() {
        for (typed, part) in [
            ("", "It's empty."),
            ("soon", "`soon` isn't a time of day. Try `09:00`"),
            (
                "0 9 * *",
                "I can't read `0 9 * *` as a time. Cron has exactly five fields. Try `09:00`",
            ),
            ("25:00", "`25:00` isn't a time between 00:00 and 23:59."),
            ("09:00, 25:00", "`25:00` isn't a time"),
            ("24:00", "`24:00` isn't a time"),
            ("9:5", "`9:5` isn't a time"),
            ("13am", "`13am` isn't a time"),
            ("9-17", "`9-17` isn't a time of day"),
            ("09:00 someday", "`someday` isn't a day, a time or a time zone."),
            ("09:00 Europe/Berlin", "`europe/berlin` is a time zone."),
            ("every 2 weeks", "`2 weeks` isn't possible"),
            ("every 2 days at 9", "`2 days` isn't possible"),
            ("every 30 minutes", "`30 minutes` isn't possible"),
            ("9am EST / 6am PST", "`est` and `pst` are two time zones"),
            ("tomorrow at 9", "`tomorrow` comes only once"),
            ("twice a week", "`twice a week` doesn't say when"),
            ("every 6 hours at 9:00", "both a time of day and an interval in hours"),
            ("0 9 * *", "exactly five fields"),
            ("0 0 9 * * *", "leave out the seconds"),
            ("0 24 * * *", "The hour field takes numbers from 0 to 23."),
            ("0 22-2 * * *", "The range `22-2` in the hour field runs backwards."),
            ("0 9 20-10 * *", "The range `20-10` in the day field runs backwards."),
            ("0 9 * * 5-3", "The range `5-3` in the weekday field runs backwards."),
            ("61 9 * * *", "The minute field takes numbers from 0 to 59."),
            ("0 9 * 13 *", "The month field takes numbers from 1 to 12."),
            ("0 9 * * 8", "`8` isn't a weekday"),
            ("0 9 * * 1/x", "`1/x` has no number after the slash."),
            ("0 9 * * */0", "The step in `*/0` is zero."),
            ("0 9 L * *", "Cron has exactly five fields."),
            ("0 9 * * 5#2", "a character that cron doesn't use: `5#2`"),
            ("* * * * *", "more than 24 times a day"),
            ("0,30 * * * *", "more than 24 times a day"),
            ("0 0 30 2 *", "never happens"),
        ] {
            let error = typed.parse::<Cron>().expect_err(typed);
            let text = time_error(&error).to(Language::English);
            assert!(text.contains(part), "{typed}: {text}");
        }
    }
}
