//! Times of day as written in digits: `9am`, `9:30p`, `09h30`, `9u30`, `18h30min`, `0930`.

use super::problem::CronProblem;
use crate::Zone;

/// Hour and minute.
pub(super) type Time = (u8, u8);

/// Half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Am,
    Pm,
}

/// A time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) time: Time,
    /// Whether it says in which half of the day it is.
    pub(super) sure: bool,
    /// Whether it is only one or two digits.
    pub(super) bare: bool,
}

pub(super) fn wrong(piece: &str) -> CronProblem {
    CronProblem::NotATime(piece.to_owned())
}

/// Parses a time; `None` if it is not a number at all.
pub(super) fn clock_time(piece: &str) -> Result<Option<Written>, CronProblem> {
    if !piece.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    const ENDINGS: [(&str, Option<Half>); 12] = [
        ("am", Some(Half::Am)),
        ("pm", Some(Half::Pm)),
        ("a", Some(Half::Am)),
        ("p", Some(Half::Pm)),
        ("oclock", None),
        ("o'clock", None),
        ("uhr", None),
        ("hrs", None),
        ("hs", None),
        ("hr", None),
        ("u", None),
        ("h", None),
    ];
    let ending = |(end, half): &(&str, Option<Half>)| Some((piece.strip_suffix(end)?, *half));
    let (digits, half) = ENDINGS.iter().find_map(ending).unwrap_or((piece, None));
    // `18h30min`
    let minutes = ["min", "mn", "m"].iter().find_map(|end| digits.strip_suffix(end));
    let digits = minutes.filter(|rest| rest.contains('h')).unwrap_or(digits);
    if !digits.chars().all(|c| c.is_ascii_digit() || ":.hu".contains(c)) {
        return Ok(None);
    }
    let refused = || wrong(piece);
    let mut parts = digits.split([':', '.', 'h', 'u']);
    let (hour, minute) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(hour), None, ..) if hour.len() > 2 && hour.len() <= 4 => {
            hour.split_at(hour.len() - 2)
        }
        (Some(hour), None, ..) => (hour, "00"),
        (Some(hour), Some(minute), None, _) | (Some(hour), Some(minute), Some("00"), None) => {
            (hour, minute)
        }
        _ => return Err(refused()),
    };
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 {
        return Err(refused());
    }
    let time = hour.parse().ok().zip(minute.parse().ok());
    let time = time.filter(|(hour, minute): &Time| *hour < 24 && *minute < 60);
    let time = time.and_then(|time| half.map_or(Some(time), |half| on_half(time, half)));
    let bare = piece.len() <= 2 && piece.bytes().all(|byte| byte.is_ascii_digit());
    let sure = half.is_some();
    time.map(|time| Some(Written { time, sure, bare })).ok_or_else(refused)
}

/// A time with am or pm; `None` for `13am`. `21:00 pm` is redundant but accepted.
pub(super) fn on_half((hour, minute): Time, half: Half) -> Option<Time> {
    match (half, hour) {
        (Half::Am, 12) => Some((0, minute)),
        (Half::Am, 0..12) | (Half::Pm, 12..) => Some((hour, minute)),
        (Half::Pm, _) => Some((hour + 12, minute)),
        _ => None,
    }
}

/// Splits `9:00z`, `09:00+01:00` and `9ampst` into time and zone.
pub(super) fn with_zone(piece: &str) -> (&str, Option<&str>) {
    let digits = |time: &&str| time.starts_with(|c: char| c.is_ascii_digit());
    if let Some(time) = piece.strip_suffix('z').filter(digits)
        && (time.contains(':') || time.len() == 4)
    {
        return (time, Some("utc"));
    }
    if let Some(at) = piece.find('+').filter(|at| *at > 0 && piece[..*at].contains(':')) {
        return (&piece[..at], Some(&piece[at..]));
    }
    let digits = piece.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if digits.is_empty()
        || !digits.starts_with(|c: char| c.is_ascii_digit())
        || digits.ends_with('\'')
    {
        return (piece, None);
    }
    let letters = &piece[digits.len()..];
    let half = if letters.starts_with("am") || letters.starts_with("pm") { 2 } else { 0 };
    for cut in [half, 0] {
        let zone = &letters[cut..];
        let time = &piece[..digits.len() + cut];
        if (2..=5).contains(&zone.len()) && Zone::is_named_by(zone) && letters != "hs" {
            return (time, Some(zone));
        }
    }
    (piece, None)
}

/// A named part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
    Midnight,
}

impl DayPart {
    /// The time if none is given.
    pub(super) fn default_time(self) -> Time {
        match self {
            DayPart::Morning => (9, 0),
            DayPart::Noon => (12, 0),
            DayPart::Afternoon => (15, 0),
            DayPart::Evening => (18, 0),
            DayPart::Night => (21, 0),
            DayPart::Midnight => (0, 0),
        }
    }

    /// A time in this part of the day: `7` in the evening is 19:00. `None` if it isn't in it.
    pub(super) fn at(self, Written { time: (hour, minute), sure, .. }: Written) -> Option<Time> {
        let here = match (self, hour) {
            (DayPart::Noon, 11 | 12) if !sure => hour,
            (DayPart::Noon, 1..=5) if !sure => hour + 12,
            (DayPart::Midnight, 0 | 12) => 0,
            (DayPart::Noon | DayPart::Midnight, _) => return None,
            _ if sure => hour,
            (DayPart::Morning, 12) => 0,
            (DayPart::Morning, 0..=11) => hour,
            (DayPart::Afternoon, 1..=11) | (DayPart::Evening, 1..=11) => hour + 12,
            (DayPart::Evening | DayPart::Night, 12) => 0,
            (DayPart::Afternoon, 12..) | (DayPart::Evening, 0 | 13..) => hour,
            (DayPart::Night, 6..=11) => hour + 12,
            (DayPart::Night, 0..=5 | 18..) => hour,
            _ => return None,
        };
        Some((here, minute))
    }
}
