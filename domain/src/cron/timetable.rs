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

impl Timetable {
    /// `None` for an expression that is clearer as it is.
    pub(super) fn of(text: &str) -> Option<Timetable> {
        let mut times: Vec<(u8, u8)> = Vec::new();
        let mut days: Option<[&str; 3]> = None;
        for expression in text.split(" | ") {
            let fields: Vec<&str> = expression.split(' ').collect();
            let [minute, hours, day, month, weekday] = fields[..] else { return None };
            if days.is_some_and(|known| known != [day, month, weekday]) {
                return None;
            }
            days = Some([day, month, weekday]);
            let minute = minute.parse().ok()?;
            if let ("*", false) = (hours, text.contains('|')) {
                return Some(Timetable::Hourly(minute, Days::of(day, month, weekday)?));
            }
            for hour in hours.split(',') {
                times.push((hour.parse().ok()?, minute));
            }
        }
        times.sort_unstable();
        let [day, month, weekday] = days?;
        Some(Timetable::At(times, Days::of(day, month, weekday)?))
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
        check("every 6 hours", None);
        check("0 9 13 * 5", None);
        check("0 9 1 1 *", None);
    }
}
