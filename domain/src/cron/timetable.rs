//! When an expression fires, in a form that can be described in a few words.

use super::fields::weekdays;

/// The times of an expression that can be described in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timetable {
    /// Once an hour, at this minute.
    Hourly(u8, Days),
    /// At these hours and minutes, in order; at least one.
    At(Vec<(u8, u8)>, Days),
}

/// The days on which an expression fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    All,
    /// Monday to Friday.
    Workdays,
    /// These weekdays, 0 for Monday, in order; at least one.
    Weekdays(Vec<u8>),
    /// These days of each month, in order; at least one.
    OfMonth(Vec<u8>),
}

/// Day of the month, month and weekday.
type DayFields<'a> = [&'a str; 3];

/// The most times a day that are listed.
const MAX_LISTED: usize = 12;

impl Timetable {
    /// One for each group of days; `None` for an expression that is clearer as it is.
    pub(super) fn all_of(text: &str) -> Option<Vec<Timetable>> {
        let mut groups: Vec<(DayFields, Vec<(u8, u8)>)> = Vec::new();
        for expression in text.split(" | ") {
            let fields: Vec<&str> = expression.split(' ').collect();
            let [minute, hours, day, month, weekday] = fields[..] else { return None };
            let minute = minute.parse().ok()?;
            if let ("*", false) = (hours, text.contains('|')) {
                return Some(vec![Timetable::Hourly(minute, Days::of(day, month, weekday)?)]);
            }
            let times = hours_of(hours)?.into_iter().map(|hour| (hour, minute));
            let days = [day, month, weekday];
            match groups.iter_mut().find(|(known, _)| *known == days) {
                Some((_, known)) => known.extend(times),
                None => groups.push((days, times.collect())),
            }
        }
        let timetable = |([day, month, weekday], mut times): (DayFields, Vec<(u8, u8)>)| {
            times.sort_unstable();
            let days = Days::of(day, month, weekday).filter(|_| times.len() <= MAX_LISTED);
            days.map(|days| Timetable::At(times, days))
        };
        groups.into_iter().map(timetable).collect()
    }
}

/// The hours of a field: a list, or every few hours.
fn hours_of(field: &str) -> Option<Vec<u8>> {
    match field.strip_prefix("*/") {
        Some(step) => {
            let step: usize = step.parse().ok().filter(|step| *step > 0)?;
            Some((0..24).step_by(step).collect())
        }
        None => field.split(',').map(|hour| hour.parse().ok()).collect(),
    }
}

impl Days {
    fn of(day: &str, month: &str, weekday: &str) -> Option<Days> {
        match (day, month, weekday) {
            ("*", "*", "*") => Some(Days::All),
            ("*", "*", "1-5" | "mon-fri") => Some(Days::Workdays),
            ("*", "*", weekday) => {
                let set = weekdays(weekday).ok()?;
                // Weeks start on Monday, as in `Workdays`.
                let monday_first = |day: usize| u8::try_from((day + 6) % 7).ok();
                let mut set: Vec<u8> = set.into_iter().filter_map(monday_first).collect();
                set.sort_unstable();
                Some(Days::Weekdays(set))
            }
            (dates, "*", "*") => {
                let dates: Option<Vec<u8>> = dates.split(',').map(|day| day.parse().ok()).collect();
                Some(Days::OfMonth(dates?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cron;

    #[test]
    fn simple_expressions_have_a_timetable() {
        let check = |typed: &str, expected: Option<Timetable>| {
            assert_eq!(typed.parse::<Cron>().expect(typed).timetable(), expected, "{typed}");
        };
        check("09:00", Some(Timetable::At(vec![(9, 0)], Days::All)));
        check("9am, 6:30pm", Some(Timetable::At(vec![(9, 0), (18, 30)], Days::All)));
        check("18:30, 9am", Some(Timetable::At(vec![(9, 0), (18, 30)], Days::All)));
        check(
            "mon-fri 9, 12, 18",
            Some(Timetable::At(vec![(9, 0), (12, 0), (18, 0)], Days::Workdays)),
        );
        check("mon, wed 8:00", Some(Timetable::At(vec![(8, 0)], Days::Weekdays(vec![0, 2]))));
        check("0 9 * * 7", Some(Timetable::At(vec![(9, 0)], Days::Weekdays(vec![6]))));
        check("0 9 * * fri-sun", Some(Timetable::At(vec![(9, 0)], Days::Weekdays(vec![4, 5, 6]))));
        check("1st and 22nd 9:00", Some(Timetable::At(vec![(9, 0)], Days::OfMonth(vec![1, 22]))));
        check("hourly", Some(Timetable::Hourly(0, Days::All)));
        check("15 * * * 1-5", Some(Timetable::Hourly(15, Days::Workdays)));
        let six = vec![(0, 0), (6, 0), (12, 0), (18, 0)];
        check("every 6 hours", Some(Timetable::At(six, Days::All)));
        check("0 9-17 * * *", None);
        check("monday 9am, thursday 6pm", None);
        check("0 9 13 * 5", None);
        check("0 9 1 1 *", None);
    }

    #[test]
    fn days_with_different_times_are_listed() {
        let cron: Cron = "monday 9am and 1pm, thursday 18:30".parse().expect("a time");
        let groups = vec![
            Timetable::At(vec![(9, 0), (13, 0)], Days::Weekdays(vec![0])),
            Timetable::At(vec![(18, 30)], Days::Weekdays(vec![3])),
        ];
        assert_eq!(cron.timetables(), Some(groups));
    }
}
