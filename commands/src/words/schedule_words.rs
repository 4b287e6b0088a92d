//! Formats schedules: `Mondays at 09:00 (Europe/Berlin)`.

use domain::{Cron, Days, Schedule, Timetable};

use crate::l10n::{Arg, Text};
use crate::text;

/// A schedule with its zone.
pub fn schedule_words(schedule: &Schedule) -> Text {
    let Schedule { cron, zone } = schedule;
    text!("schedule", schedule = cron_words(cron), zone = zone.name())
}

/// An expression: in words if that is short, otherwise unchanged.
pub fn cron_words(cron: &Cron) -> Arg {
    match cron.timetables() {
        Some(all) => all.into_iter().map(timetable_words).collect::<Vec<Text>>().into(),
        None => format!("`{cron}`").into(),
    }
}

fn timetable_words(timetable: Timetable) -> Text {
    match timetable {
        Timetable::At(times, days) => {
            let shown = |(hour, minute): (u8, u8)| format!("{hour:02}:{minute:02}");
            let times: Vec<String> = times.into_iter().map(shown).collect();
            text!("schedule-at", days = days_words(days), times = times)
        }
        Timetable::Hourly(minute, Days::All) => {
            text!("schedule-hourly", minute = format!("{minute:02}"))
        }
        Timetable::Hourly(minute, days) => {
            let minute = format!("{minute:02}");
            text!("schedule-hourly-on", minute = minute, days = days_words(days))
        }
    }
}

fn days_words(days: Days) -> Text {
    match days {
        Days::All => text!("days-all"),
        Days::Workdays => text!("days-workdays"),
        Days::Weekdays(days) => {
            // Converts from 0 for Monday to 1 for Monday.
            let named = |day: u8| text!("each-weekday", day = day + 1);
            let days: Vec<Text> = days.into_iter().map(named).collect();
            text!("days-weekdays", weekdays = days)
        }
        Days::OfMonth(dates) => {
            let dates: Vec<Text> =
                dates.into_iter().map(|day| text!("day-of-month", day = day)).collect();
            text!("days-of-month", dates = dates)
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{Language, Zone};

    use super::*;

    fn shown(when: &str, language: Language) -> String {
        let schedule = Schedule { cron: when.parse().expect(when), zone: Zone::utc() };
        schedule_words(&schedule).to(language)
    }

    #[test]
    fn schedules_are_short_in_english() {
        for (when, expected) in [
            ("09:00", "every day at 09:00 (UTC)"),
            ("9:05", "every day at 09:05 (UTC)"),
            ("9am, 6:30pm", "every day at 09:00 and 18:30 (UTC)"),
            ("18:30 weekdays", "Monday to Friday at 18:30 (UTC)"),
            ("mon-fri 9, 12, 18", "Monday to Friday at 09:00, 12:00 and 18:00 (UTC)"),
            ("08:00 mon, wed", "Mondays and Wednesdays at 08:00 (UTC)"),
            ("0 9 * * 7", "Sundays at 09:00 (UTC)"),
            ("0 9 * * 1", "Mondays at 09:00 (UTC)"),
            ("0 9 * * fri-sun", "Fridays, Saturdays and Sundays at 09:00 (UTC)"),
            ("1st and 22nd 9:00", "the 1st and 22nd of each month at 09:00 (UTC)"),
            ("the 3rd and 13th 9:00", "the 3rd and 13th of each month at 09:00 (UTC)"),
            ("hourly", "every hour at :00 (UTC)"),
            ("15 * * * 1-5", "every hour at :15, Monday to Friday (UTC)"),
            ("every 6 hours", "every day at 00:00, 06:00, 12:00 and 18:00 (UTC)"),
            ("monday 9am, thursday 6pm", "Mondays at 09:00 and Thursdays at 18:00 (UTC)"),
            ("0 9-17 * * *", "`0 9-17 * * *` (UTC)"),
            ("0 9 13 * 5", "`0 9 13 * 5` (UTC)"),
            ("0 0 29 2 *", "`0 0 29 2 *` (UTC)"),
            ("0 9 1 1 *", "`0 9 1 1 *` (UTC)"),
        ] {
            assert_eq!(shown(when, Language::English), expected, "{when}");
        }
    }

    #[test]
    fn every_language_has_its_own_way() {
        let check = |when: &str, expected: [&str; 6]| {
            assert_eq!(Language::ALL.map(|language| shown(when, language)), expected);
        };
        check(
            "mon, fri 09:00",
            [
                "Mondays and Fridays at 09:00 (UTC)",
                "montags und freitags um 09:00 (UTC)",
                "le lundi et le vendredi à 09:00 (UTC)",
                "los lunes y los viernes a las 09:00 (UTC)",
                "毎週月曜日、金曜日 09:00（UTC）",
                "每周一、周五 09:00（UTC）",
            ],
        );
        check(
            "monday 9am, thursday 6pm",
            [
                "Mondays at 09:00 and Thursdays at 18:00 (UTC)",
                "montags um 09:00 und donnerstags um 18:00 (UTC)",
                "le lundi à 09:00 et le jeudi à 18:00 (UTC)",
                "los lunes a las 09:00 y los jueves a las 18:00 (UTC)",
                "毎週月曜日 09:00、毎週木曜日 18:00（UTC）",
                "每周一 09:00、每周四 18:00（UTC）",
            ],
        );
        check(
            "1st and 15th 9:00, 18:00",
            [
                "the 1st and 15th of each month at 09:00 and 18:00 (UTC)",
                "am 1. und 15. jedes Monats um 09:00 und 18:00 (UTC)",
                "le 1er et le 15 de chaque mois à 09:00 et 18:00 (UTC)",
                "el 1 y el 15 de cada mes a las 09:00 y 18:00 (UTC)",
                "毎月1日、15日 09:00、18:00（UTC）",
                "每月1日、15日 09:00、18:00（UTC）",
            ],
        );
    }
}
