//! A [`Cron`] in a [`Zone`]: the instants at which a post is due.
//!
//! Daylight saving: a time that clocks skip runs at the first instant after the gap; a time that
//! occurs twice runs only the first time; nothing runs on a civil day that doesn't exist. Instants
//! strictly increase.

use jiff::Timestamp;

use crate::{Cron, Zone};

/// An expression and the zone in which it applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The times on a wall clock.
    pub cron: Cron,
    /// The zone of the clock.
    pub zone: Zone,
}

impl Schedule {
    /// The first due instant strictly after `now`.
    pub fn next_after(&self, now: Timestamp) -> Option<Timestamp> {
        let mut civil = self.zone.civil(now);
        loop {
            civil = self.cron.next_after(civil)?;
            match self.zone.resolve(civil) {
                Some(due) if due > now => return Some(due),
                // In the second hour of an overlap, or on a day that doesn't exist: continue.
                _ => {}
            }
        }
    }

    /// The last due instant in `(earliest, now]`: the slot to catch up on after downtime.
    pub fn last_between(&self, earliest: Timestamp, now: Timestamp) -> Option<Timestamp> {
        std::iter::successors(self.next_after(earliest), |due| self.next_after(*due))
            .take_while(|due| *due <= now)
            .last()
    }

    /// The last `count` due instants before `before`, latest first; fewer if there aren't that many
    /// within ten years.
    pub fn previous(&self, before: Timestamp, count: usize) -> Vec<Timestamp> {
        const HOURS: [i64; 6] = [6, 48, 9 * 24, 100 * 24, 1_500 * 24, 3_660 * 24];
        let mut found = Vec::new();
        for hours in HOURS {
            let span = jiff::SignedDuration::from_hours(hours);
            let earliest = before.saturating_sub(span).unwrap_or(before);
            let all = std::iter::successors(self.next_after(earliest), |due| self.next_after(*due));
            found = all.take_while(|due| *due < before).collect();
            if found.len() >= count {
                break;
            }
        }
        found.into_iter().rev().take(count).collect()
    }

    /// The next `count` due instants after `now`.
    pub fn upcoming(&self, now: Timestamp, count: usize) -> Vec<Timestamp> {
        std::iter::successors(self.next_after(now), |due| self.next_after(*due))
            .take(count)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;

    fn schedule(when: &str, zone: &str) -> Schedule {
        Schedule { cron: when.parse().expect(when), zone: zone.parse().expect(zone) }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect(text)
    }

    fn check(when: &str, zone: &str, after: &str, due: &[&str]) {
        let found = schedule(when, zone).upcoming(at(after), due.len());
        let expected: Vec<Timestamp> = due.iter().map(|text| at(text)).collect();
        assert_eq!(found, expected, "{when} in {zone} after {after}");
    }

    #[test]
    fn skipped_times_run_at_the_first_instant_after_the_gap() {
        check(
            "02:30",
            "America/New_York",
            "2026-03-07T12:00:00Z",
            &["2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z"],
        );
        check(
            "02:30",
            "Europe/Berlin",
            "2026-03-28T12:00:00Z",
            &["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"],
        );
        // Lord Howe shifts by half an hour: 02:00 becomes 02:30.
        check(
            "02:15",
            "Australia/Lord_Howe",
            "2026-10-03T12:00:00Z",
            &["2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"],
        );
        // Every hour: the slot in the gap and the next one coincide and run once.
        check(
            "0 * * * *",
            "Europe/Berlin",
            "2026-03-29T00:30:00Z",
            &["2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"],
        );
    }

    #[test]
    fn repeated_times_run_once_the_first_time() {
        check(
            "01:30",
            "America/New_York",
            "2026-10-31T12:00:00Z",
            &["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"],
        );
        check("02:30", "Europe/Berlin", "2026-10-25T00:30:00Z", &["2026-10-26T01:30:00Z"]);
        check(
            "01:45",
            "Australia/Lord_Howe",
            "2026-04-04T12:00:00Z",
            &["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"],
        );
        check(
            "0 * * * *",
            "Europe/Berlin",
            "2026-10-24T23:30:00Z",
            &["2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"],
        );
    }

    #[test]
    fn previous_slots_are_found_however_rare() {
        let check = |when: &str, before: &str, expected: &[&str]| {
            let found = schedule(when, "UTC").previous(at(before), 3);
            let expected: Vec<Timestamp> = expected.iter().map(|text| at(text)).collect();
            assert_eq!(found, expected, "{when} before {before}");
        };
        check(
            "0 * * * *",
            "2026-05-12T09:00:30Z",
            &["2026-05-12T09:00:00Z", "2026-05-12T08:00:00Z", "2026-05-12T07:00:00Z"],
        );
        check(
            "09:00",
            "2026-05-12T09:00:00Z",
            &["2026-05-11T09:00:00Z", "2026-05-10T09:00:00Z", "2026-05-09T09:00:00Z"],
        );
        check(
            "0 9 1 * *",
            "2026-05-01T09:00:00Z",
            &["2026-04-01T09:00:00Z", "2026-03-01T09:00:00Z", "2026-02-01T09:00:00Z"],
        );
        check(
            "0 9 29 2 *",
            "2026-05-01T09:00:00Z",
            &["2024-02-29T09:00:00Z", "2020-02-29T09:00:00Z"],
        );
    }

    #[test]
    fn nothing_runs_on_a_day_that_does_not_exist() {
        check(
            "08:00",
            "Pacific/Apia",
            "2011-12-28T20:00:00Z",
            &["2011-12-29T18:00:00Z", "2011-12-30T18:00:00Z"],
        );
        let civil: Vec<String> = schedule("08:00", "Pacific/Apia")
            .upcoming(at("2011-12-28T20:00:00Z"), 2)
            .into_iter()
            .map(|due| "Pacific/Apia".parse::<Zone>().expect("Apia").civil(due).to_string())
            .collect();
        assert_eq!(civil, ["2011-12-29T08:00:00", "2011-12-31T08:00:00"]);
    }

    #[test]
    fn the_last_slot_in_a_window_is_found() {
        let daily = schedule("09:00", "UTC");
        let last = |from: &str, to: &str| daily.last_between(at(from), at(to));
        assert_eq!(last("2026-05-12T20:00:00Z", "2026-05-13T08:59:59Z"), None, "not yet due");
        assert_eq!(
            last("2026-05-12T21:00:00Z", "2026-05-13T09:00:00Z"),
            Some(at("2026-05-13T09:00:00Z"))
        );
        assert_eq!(
            last("2026-05-10T00:00:00Z", "2026-05-13T12:00:00Z"),
            Some(at("2026-05-13T09:00:00Z")),
            "three were missed: the last one counts"
        );
    }

    const ZONES: [&str; 6] = [
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "UTC",
    ];

    proptest! {
        #[test]
        fn instants_increase_and_match_the_schedule(
            zone in 0..ZONES.len(),
            hour in 0..24_u8,
            minute in 0..60_u8,
            start in 1_300_000_000_i64..1_900_000_000,
        ) {
            let schedule = schedule(&format!("{hour:02}:{minute:02}"), ZONES[zone]);
            let start = Timestamp::from_second(start).expect("in range");
            let mut last = start;
            let mut last_day = None;
            for due in schedule.upcoming(start, 400) {
                prop_assert!(due > last);
                // Never more than a day plus a missing day apart: nothing is skipped.
                prop_assert!(due.duration_since(last) <= jiff::SignedDuration::from_hours(49));
                let civil = schedule.zone.civil(due);
                prop_assert_ne!(Some(civil.date()), last_day, "once a civil day");
                let asked = civil.date().at(hour as i8, minute as i8, 0, 0);
                // Either the requested time, or the end of a gap.
                let shown = civil == asked;
                let before = schedule.zone.civil(due - 1.second());
                prop_assert!(shown || (before < asked && asked < civil), "{} for {}", civil, asked);
                (last, last_day) = (due, Some(civil.date()));
            }
        }
    }
}
