//! Why a text is neither a time nor a cron expression.

use std::fmt;

/// A text that is neither a time nor a cron expression, cut to a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// Not readable.
    #[error(
        "I can't read `{text}` as a time: {problem}. Try `09:00`, `9am mon-fri`, `every monday at 9`, or cron such as `0 9 * * 1-5`."
    )]
    Unreadable {
        /// What was typed.
        text: String,
        /// What is wrong with it.
        problem: CronProblem,
    },
    /// Readable, but it would flood a channel.
    #[error("`{0}` would post more than once an hour. Give one minute, for example `0 * * * *`.")]
    TooOften(String),
    /// Readable, but no date satisfies it.
    #[error("`{0}` never happens. Check the day and the month.")]
    Never(String),
}

/// What makes a text unreadable. The texts are the parts at fault, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CronProblem {
    /// Nothing was typed.
    Empty,
    /// More was typed than anyone means.
    TooLong,
    /// A time that no clock shows: `25:00`.
    NotATime(String),
    /// Words in the place of a time of day: `soon`.
    NotATimeOfDay(String),
    /// There is no time of day.
    NoTimeOfDay,
    /// Words that are no day, time or zone: `someday`.
    UnknownWords(String),
    /// A zone where only a time is read.
    IsZone(String),
    /// Both a time and a number of hours: `every 6 hours at 9`.
    TimeAndHours,
    /// A unit that a schedule can't count in: `2 weeks`.
    Uncountable(String),
    /// More or fewer than five fields.
    FieldCount,
    /// Six fields: the first is seconds.
    Seconds,
    /// A character that no field has.
    Character(CronField, String),
    /// A range whose end comes first: `22-2`.
    Backwards(CronField, String),
    /// Not a weekday.
    NotAWeekday(String),
    /// A slash without a number behind it.
    NoStep(String),
    /// A step of zero.
    ZeroStep(String),
    /// A number that its field doesn't reach.
    OutOfRange(CronField),
    /// Each field is right, and all together are not.
    Combination,
}

/// A field of a cron expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CronField {
    /// The first.
    Minute,
    /// The second.
    Hour,
    /// The third: the day of the month.
    Day,
    /// The fourth.
    Month,
    /// The fifth.
    Weekday,
}

impl CronField {
    /// From the first to the last.
    pub(super) const ALL: [CronField; 5] =
        [CronField::Minute, CronField::Hour, CronField::Day, CronField::Month, CronField::Weekday];

    /// The least and the greatest number it takes.
    pub fn range(self) -> (u8, u8) {
        match self {
            CronField::Minute => (0, 59),
            CronField::Hour => (0, 23),
            CronField::Day => (1, 31),
            CronField::Month => (1, 12),
            CronField::Weekday => (0, 7),
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            CronField::Minute => "minute",
            CronField::Hour => "hour",
            CronField::Day => "day",
            CronField::Month => "month",
            CronField::Weekday => "weekday",
        }
    }
}

impl fmt::Display for CronProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CronProblem::Empty => f.write_str("it is empty"),
            CronProblem::TooLong => f.write_str("it is too long"),
            CronProblem::NotATime(text) => {
                write!(f, "`{text}` is not a time between 00:00 and 23:59")
            }
            CronProblem::NotATimeOfDay(text) => write!(f, "`{text}` isn't a time of day"),
            CronProblem::NoTimeOfDay => f.write_str("it has no time of day"),
            CronProblem::UnknownWords(text) => {
                write!(f, "`{text}` is neither a day, a time nor a time zone")
            }
            CronProblem::IsZone(text) => write!(f, "`{text}` is a time zone"),
            CronProblem::TimeAndHours => f.write_str("it has both a time and a number of hours"),
            CronProblem::Uncountable(text) => {
                write!(f, "a schedule counts in days of the week or month, not in `{text}`")
            }
            CronProblem::FieldCount => f.write_str("cron has exactly five fields"),
            CronProblem::Seconds => {
                f.write_str("cron has exactly five fields here; leave out the seconds")
            }
            CronProblem::Character(field, text) => {
                write!(f, "the {} `{text}` has a character I don't know", field.as_str())
            }
            CronProblem::Backwards(CronField::Weekday, text) => {
                write!(f, "the range `{text}` runs backwards")
            }
            CronProblem::Backwards(field, text) => {
                write!(f, "the {}s `{text}` run backwards", field.as_str())
            }
            CronProblem::NotAWeekday(text) => {
                write!(f, "`{text}` is not a weekday (0–7 or mon–sun)")
            }
            CronProblem::NoStep(text) => write!(f, "`{text}` has no step"),
            CronProblem::ZeroStep(text) => write!(f, "the step in `{text}` is zero"),
            CronProblem::OutOfRange(field) => {
                let (least, most) = field.range();
                write!(f, "the {} must lie in {least}–{most}", field.as_str())
            }
            CronProblem::Combination => f.write_str("the fields do not fit together"),
        }
    }
}
