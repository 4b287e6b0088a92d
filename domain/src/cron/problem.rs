//! Why a text is neither a time nor a cron expression.

use crate::excerpt::excerpt;

/// A text that is neither a time nor a cron expression, shortened to one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// Not readable.
    #[error("unreadable time `{text}`: {problem:?}")]
    Unreadable {
        /// What was typed.
        text: String,
        /// What is wrong with it.
        problem: CronProblem,
    },
    /// Valid, but it would flood a channel.
    #[error("`{0}` is due more than 24 times a day")]
    TooOften(String),
    /// Valid, but no date matches.
    #[error("`{0}` is never due")]
    Never(String),
}

/// Why a text is unreadable. The strings are the parts at fault, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CronProblem {
    /// Nothing was typed.
    Empty,
    /// Longer than any reasonable time.
    TooLong,
    /// A time that doesn't exist: `25:00`.
    NotATime(String),
    /// Words instead of a time of day: `soon`.
    NotATimeOfDay(String),
    /// The time of day is missing.
    NoTimeOfDay,
    /// Words that are not a day, time or zone: `someday`.
    UnknownWords(String),
    /// A zone where only a time is expected.
    IsZone(String),
    /// Both a time and a number of hours: `every 6 hours at 9`.
    TimeAndHours,
    /// A unit that a schedule can't repeat by: `2 weeks`.
    Uncountable(String),
    /// A day that comes only once: `tomorrow`.
    OneTime(String),
    /// A number of times without as many days or times: `twice a week`.
    Count(String),
    /// Two zones: `9am EST / 6am PST`.
    TwoZones(String, String),
    /// More or fewer than five fields.
    FieldCount,
    /// Six fields: the first is seconds.
    Seconds,
    /// A character that is not allowed in a field.
    Character(CronField, String),
    /// A range whose end comes first: `22-2`.
    Backwards(CronField, String),
    /// Not a weekday.
    NotAWeekday(String),
    /// A slash without a number after it.
    NoStep(String),
    /// A step of zero.
    ZeroStep(String),
    /// A number outside the range of its field.
    OutOfRange(CronField),
    /// Each field is valid, but the combination is not.
    Combination,
}

impl CronProblem {
    /// The same with its part as typed: what was understood as `tomorrow` may have been `明日`.
    pub(super) fn quoting(self, typed: &str) -> CronProblem {
        let bare = |text: &str| text.to_lowercase().replace(' ', "");
        let (lower, whole) = (typed.to_lowercase(), bare(typed));
        let part = |part: String| {
            let said = part.split(' ').all(|word| lower.contains(word));
            if said || whole.contains(&bare(&part)) { part } else { excerpt(typed) }
        };
        match self {
            CronProblem::NotATime(text) => CronProblem::NotATime(part(text)),
            CronProblem::NotATimeOfDay(text) => CronProblem::NotATimeOfDay(part(text)),
            CronProblem::UnknownWords(text) => CronProblem::UnknownWords(part(text)),
            CronProblem::Uncountable(text) => CronProblem::Uncountable(part(text)),
            CronProblem::OneTime(text) => CronProblem::OneTime(part(text)),
            CronProblem::Count(text) => CronProblem::Count(part(text)),
            other => other,
        }
    }
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

    /// The smallest and the largest number allowed.
    pub fn range(self) -> (u8, u8) {
        match self {
            CronField::Minute => (0, 59),
            CronField::Hour => (0, 23),
            CronField::Day => (1, 31),
            CronField::Month => (1, 12),
            CronField::Weekday => (0, 7),
        }
    }
}
