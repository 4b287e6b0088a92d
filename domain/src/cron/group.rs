//! Days and the times on them: `monday 9am` in `monday 9am, thursday 6pm`.

use std::collections::{BTreeMap, BTreeSet};

use super::clock::{DayPart, Time, Written};

/// The time of day if none is given, as in `mondays`.
const DEFAULT_TIME: Time = (9, 0);

/// One group of a schedule.
#[derive(Default)]
pub(super) struct Group {
    /// What it began with: all others then begin with the same.
    pub(super) began_with: Option<Kind>,
    pub(super) times: Vec<Written>,
    /// Parts of the day without a time so far.
    pub(super) parts: Vec<DayPart>,
    pub(super) days: BTreeSet<u8>,
    /// Every day, unless days are named next to it.
    pub(super) daily: bool,
    /// Every day, whatever else is named: `every day at 9 and mondays`.
    pub(super) always: bool,
    /// Days that are left out; all others are meant if there are no days.
    pub(super) except: BTreeSet<u8>,
    pub(super) dates: BTreeSet<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Days,
    Times,
}

/// The days if a group has none.
#[derive(Clone, Copy, Default)]
pub(super) struct Defaults {
    pub(super) weekly: bool,
    pub(super) monthly: bool,
}

impl Group {
    pub(super) fn new(began_with: Kind) -> Group {
        Group { began_with: Some(began_with), ..Group::default() }
    }

    pub(super) fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::Days => {
                let named = !self.days.is_empty() || !self.dates.is_empty();
                named || self.daily || !self.except.is_empty()
            }
            Kind::Times => !self.times.is_empty() || !self.parts.is_empty(),
        }
    }

    /// Whether it has days and times, so that another of what it began with begins another group.
    pub(super) fn is_full(&self, kind: Kind) -> bool {
        self.began_with == Some(kind) && self.has(Kind::Days) && self.has(Kind::Times)
    }

    /// Adds a range of weekdays, which may wrap around the end of the week.
    pub(super) fn add_days(&mut self, first: u8, last: u8) {
        let length = (last + 7 - first) % 7;
        self.days.extend((0..=length).map(|ahead| (first + ahead) % 7));
    }

    pub(super) fn add_time(&mut self, written: Written) {
        self.times.push(written);
        if written.sure {
            self.take_along();
        }
    }

    /// Replaces the last time by what the words after it make of it.
    pub(super) fn correct_time(&mut self, time: Time) {
        if let Some(last) = self.times.last_mut() {
            *last = Written { time, sure: true, ..*last };
            self.take_along();
        }
    }

    /// Moves bare hours to the afternoon that lead up to a time there: `7 and 9pm`, but not `8 and
    /// 6pm`.
    fn take_along(&mut self) {
        let Some((last, before)) = self.times.split_last_mut() else { return };
        let is_bare = |one: &&Written| one.bare && !one.sure && (1..12).contains(&one.time.0);
        let bare = before.iter().rev().take_while(is_bare).count();
        let bare = before.len() - bare..;
        let bare = &mut before[bare];
        let (hour, minute) = last.time;
        if hour <= 12 {
            return;
        }
        // Of `9, 1 and 5pm`, only the hours after the last step back.
        let mut next = (hour - 12, minute);
        for one in bare.iter_mut().rev() {
            if one.time >= next {
                break;
            }
            next = one.time;
            one.time.0 += 12;
        }
    }

    /// The times, with the default of each part of the day that has none.
    pub(super) fn all_times(&self) -> Vec<Time> {
        let parts = self.parts.iter().map(|part| part.default_time());
        let times = self.times.iter().map(|written| written.time);
        let mut times: Vec<Time> = times.chain(parts).collect();
        times.sort_unstable();
        times.dedup();
        times
    }

    /// The number of days of the week or month that are named.
    pub(super) fn day_count(&self) -> usize {
        self.days.len().max(self.dates.len())
    }

    /// Whether no day is left out.
    pub(super) fn is_every_day(&self) -> bool {
        let all = self.always || self.days.len() == 7 || self.daily && self.days.is_empty();
        all && self.dates.is_empty() && self.except.is_empty()
    }

    fn absorb(&mut self, other: Group) {
        self.always |= self.daily && other.has(Kind::Days);
        self.daily |= other.daily;
        self.times.extend(other.times);
        self.parts.extend(other.parts);
        self.days.extend(other.days);
        self.except.extend(other.except);
        self.dates.extend(other.dates);
    }

    /// One expression for each minute.
    pub(super) fn expressions(&self, defaults: Defaults) -> Option<Vec<String>> {
        let mut times = self.all_times();
        if times.is_empty() {
            times.push(DEFAULT_TIME);
        }
        let mut by_minute: BTreeMap<u8, Vec<String>> = BTreeMap::new();
        for (hour, minute) in times {
            by_minute.entry(minute).or_default().push(hour.to_string());
        }
        let days = self.day_fields(defaults)?;
        let expression =
            |(minute, hours): (u8, Vec<String>)| format!("{minute} {} {days}", hours.join(","));
        Some(by_minute.into_iter().map(expression).collect())
    }

    /// The last three fields; `None` if no day is left.
    pub(super) fn day_fields(&self, defaults: Defaults) -> Option<String> {
        let mut dates: Vec<String> = self.dates.iter().map(u8::to_string).collect();
        let mut days = self.days.clone();
        let every = self.always || self.daily && days.is_empty() && dates.is_empty();
        if every {
            days = (0..7).collect();
        }
        if !self.except.is_empty() {
            if days.is_empty() {
                days = (0..7).collect();
            }
            days.retain(|day| !self.except.contains(day));
            if days.is_empty() {
                return None;
            }
        }
        if defaults.monthly && dates.is_empty() && days.is_empty() {
            dates.push("1".to_owned());
        }
        if defaults.weekly && days.is_empty() && dates.is_empty() {
            days.insert(1);
        }
        let days: Vec<u8> = days.into_iter().collect();
        let days = match days.as_slice() {
            [] => "*".to_owned(),
            [1, 2, 3, 4, 5] => "1-5".to_owned(),
            days if days.len() == 7 => "*".to_owned(),
            days => days.iter().map(u8::to_string).collect::<Vec<_>>().join(","),
        };
        let dates = if dates.is_empty() { "*".to_owned() } else { dates.join(",") };
        Some(format!("{dates} * {days}"))
    }
}

/// Adds what has only days, or only times, to the group before: `monday 9am and thursday`.
pub(super) fn merged(groups: Vec<Group>) -> Vec<Group> {
    let mut merged: Vec<Group> = Vec::new();
    for group in groups {
        match merged.last_mut() {
            Some(last) if !(group.has(Kind::Days) && group.has(Kind::Times)) => last.absorb(group),
            _ => merged.push(group),
        }
    }
    merged
}
