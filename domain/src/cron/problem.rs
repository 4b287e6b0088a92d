//! Why a text is neither a time nor a cron expression.

/// A text that is neither a time nor a cron expression, cut to a line.
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
    /// Readable, but it would flood a channel.
    #[error("`{0}` is due more than once an hour")]
    TooOften(String),
    /// Readable, but no date satisfies it.
    #[error("`{0}` is never due")]
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
}
