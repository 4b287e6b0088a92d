//! Tests of typed times: what they mean and when they fire.

use proptest::prelude::*;

use super::*;

fn check(typed: &str, canonical: &str, from: &str, next: &[&str]) {
    let cron: Cron = typed.parse().unwrap_or_else(|error| panic!("{typed}: {error}"));
    assert_eq!(cron.as_str(), canonical, "{typed}");
    let mut at: DateTime = from.parse().expect(from);
    for expected in next {
        at = cron.next_after(at).unwrap_or_else(|| panic!("{typed}: nothing after {at}"));
        assert_eq!(at.to_string(), format!("{expected}:00"), "{typed}");
    }
}

#[test]
fn expressions_fire_as_in_crontab() {
    let from = "2026-05-12T10:00:00"; // a Tuesday
    check("09:00", "0 9 * * *", from, &["2026-05-13T09:00"]);
    check("9:05", "5 9 * * *", from, &["2026-05-13T09:05"]);
    check(
        "18:30 weekdays",
        "30 18 * * 1-5",
        "2026-05-15T18:30:00",
        &["2026-05-18T18:30", "2026-05-19T18:30"],
    );
    check("08:00 mon, wed", "0 8 * * 1,3", from, &["2026-05-13T08:00", "2026-05-18T08:00"]);
    check("0 9 * * 7", "0 9 * * 7", from, &["2026-05-17T09:00"]);
    check("0 9 * * 1", "0 9 * * 1", from, &["2026-05-18T09:00"]);
    check(
        "0 9 * * fri-sun",
        "0 9 * * fri-sun",
        from,
        &["2026-05-15T09:00", "2026-05-16T09:00", "2026-05-17T09:00", "2026-05-22T09:00"],
    );
    check(
        "0 9 * * 5-0",
        "0 9 * * 5-0",
        from,
        &["2026-05-15T09:00", "2026-05-16T09:00", "2026-05-17T09:00", "2026-05-22T09:00"],
    );
    check(
        "0,30 9 * * *",
        "0 9 * * * | 30 9 * * *",
        from,
        &["2026-05-13T09:00", "2026-05-13T09:30", "2026-05-14T09:00"],
    );
    // Both day fields are restricted: the 13th, and every Friday.
    check(
        "0 9 13 * 5",
        "0 9 13 * 5",
        from,
        &["2026-05-13T09:00", "2026-05-15T09:00", "2026-05-22T09:00"],
    );
    check("0 */6 * * *", "0 */6 * * *", from, &["2026-05-12T12:00"]);
    check("0 0 29 2 *", "0 0 29 2 *", from, &["2028-02-29T00:00"]);
}

#[test]
fn times_are_read_as_people_write_them() {
    for (typed, canonical) in [
        ("9am", "0 9 * * *"),
        ("9 am", "0 9 * * *"),
        ("9 a.m.", "0 9 * * *"),
        ("12am", "0 0 * * *"),
        ("12pm", "0 12 * * *"),
        ("9:00 pm", "0 21 * * *"),
        ("21:00 pm", "0 21 * * *"),
        ("9.30pm", "30 21 * * *"),
        ("0900", "0 9 * * *"),
        ("930", "30 9 * * *"),
        ("9", "0 9 * * *"),
        ("at 9", "0 9 * * *"),
        ("9 o'clock", "0 9 * * *"),
        ("09h30", "30 9 * * *"),
        ("9h", "0 9 * * *"),
        ("9 Uhr", "0 9 * * *"),
        ("09:00:00", "0 9 * * *"),
        ("9p", "0 21 * * *"),
        ("9:30a", "30 9 * * *"),
        ("0900h", "0 9 * * *"),
        ("0900 hours", "0 9 * * *"),
        ("9 Uhr 30", "30 9 * * *"),
        ("9 Uhr, 18 Uhr", "0 9,18 * * *"),
        ("9 heures", "0 9 * * *"),
        ("à 9 heures et demie", "30 9 * * *"),
        ("a las 9 horas", "0 9 * * *"),
        ("a las nueve y media", "30 9 * * *"),
        ("nine", "0 9 * * *"),
        ("at nine in the evening", "0 21 * * *"),
        ("half past 7", "30 7 * * *"),
        ("half past seven pm", "30 19 * * *"),
        ("quarter to eight", "45 7 * * *"),
        ("a quarter past nine", "15 9 * * *"),
        ("5 past 9", "5 9 * * *"),
        ("halb acht", "30 7 * * *"),
        ("Viertel nach 9", "15 9 * * *"),
        ("mondays at half past nine", "30 9 * * 1"),
        ("noon", "0 12 * * *"),
        ("midnight", "0 0 * * *"),
        ("every morning", "0 9 * * *"),
        ("8 in the morning", "0 8 * * *"),
        ("6 in the evening", "0 18 * * *"),
        ("every day at 9:15", "15 9 * * *"),
        ("09:00 daily", "0 9 * * *"),
        ("０９：００", "0 9 * * *"),
        ("09：00", "0 9 * * *"),
        ("`09:00`", "0 9 * * *"),
        ("09:00 monday", "0 9 * * 1"),
        ("monday 09:00", "0 9 * * 1"),
        ("Mondays", "0 9 * * 1"),
        ("every monday at 9", "0 9 * * 1"),
        ("tue and thu at 6pm", "0 18 * * 2,4"),
        ("mon-fri 09:00", "0 9 * * 1-5"),
        ("09:00 mon–fri", "0 9 * * 1-5"),
        ("monday to friday at 09:00", "0 9 * * 1-5"),
        ("Mo-Fr 9 Uhr", "0 9 * * 1-5"),
        ("fri-mon 09:00", "0 9 * * 0,1,5,6"),
        ("weekdays at 8:30", "30 8 * * 1-5"),
        ("weekend 10:00", "0 10 * * 0,6"),
        ("weekly", "0 9 * * 1"),
        ("weekly on friday at 17:00", "0 17 * * 5"),
        ("monthly", "0 9 1 * *"),
        ("monthly at 8:00", "0 8 1 * *"),
        ("1st of the month at 9", "0 9 1 * *"),
        ("every month on the 15th, 10am", "0 10 15 * *"),
        ("the 1st and 15th at 9:00", "0 9 1,15 * *"),
        ("hourly", "0 * * * *"),
        ("every hour", "0 * * * *"),
        ("every 6 hours", "0 */6 * * *"),
        ("every 6h", "0 */6 * * *"),
        ("every six hours", "0 */6 * * *"),
        ("alle 6 Stunden", "0 */6 * * *"),
        ("toutes les 6 heures", "0 */6 * * *"),
        ("cada 6 horas", "0 */6 * * *"),
        ("mon/wed/fri 9:00", "0 9 * * 1,3,5"),
        ("9am/6pm", "0 9,18 * * *"),
        ("monday 9am, thursday 6pm", "0 9 * * 1 | 0 18 * * 4"),
        ("9am monday, 6pm thursday", "0 9 * * 1 | 0 18 * * 4"),
        ("monday 9am and 1pm; thursday 18:30", "0 9,13 * * 1 | 30 18 * * 4"),
        ("monday 9am and thursday", "0 9 * * 1,4"),
        ("9am every monday and 6pm", "0 9,18 * * 1"),
        ("monday morning and thursday evening", "0 9 * * 1 | 0 18 * * 4"),
        ("weekdays 9, weekends 11", "0 9 * * 1-5 | 0 11 * * 0,6"),
        ("1st at 9, 15th at 18:00", "0 9 1 * * | 0 18 15 * *"),
        ("@daily", "0 0 * * *"),
        ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"),
        ("09:00,18:00", "0 9,18 * * *"),
        ("09:00, 18:00 mon-fri", "0 9,18 * * 1-5"),
        ("9am and 6pm", "0 9,18 * * *"),
        ("09:00, 18:30", "0 9 * * * | 30 18 * * *"),
        ("毎日9時", "0 9 * * *"),
        ("午後3時半", "30 15 * * *"),
        ("月曜日 9:00", "0 9 * * 1"),
        ("每天上午9点", "0 9 * * *"),
        ("每天下午3点", "0 15 * * *"),
        ("每周一 9点", "0 9 * * 1"),
        ("lundi 9h30", "30 9 * * 1"),
        ("täglich um 9 Uhr", "0 9 * * *"),
        ("todos los días a las 9", "0 9 * * *"),
        ("21:00 am montag", "0 21 * * 1"),
        // Short names of days, not English words.
        ("Do 9:00", "0 9 * * 4"),
        ("Do, So 9:00", "0 9 * * 0,4"),
        ("We, Fr 9am", "0 9 * * 3,5"),
        ("Mo-We 9am", "0 9 * * 1,2,3"),
        ("do om 9 uur", "0 9 * * 4"),
        ("0 9 13 * *", "0 9 13 * *"),
        ("0 9 1 jan *", "0 9 1 jan *"),
        ("0 9 ? * MON", "0 9 ? * mon"),
        ("0 9 * * 1-5", "0 9 * * 1-5"),
        ("0 9 * * * | 30 18 * * *", "0 9 * * * | 30 18 * * *"),
        ("0  9 * * *  |  30 18 * * *", "0 9 * * * | 30 18 * * *"),
        ("*/30 9 * * 1-5", "0 9 * * 1-5 | 30 9 * * 1-5"),
        ("0 9 13 * * | 0,30 18 * * 5", "0 9 13 * * | 0 18 * * 5 | 30 18 * * 5"),
    ] {
        let cron = typed.parse::<Cron>();
        assert_eq!(cron.as_ref().map(Cron::as_str), Ok(canonical), "{typed}");
        let cron = cron.expect(typed);
        assert_eq!(cron.as_str().parse::<Cron>(), Ok(cron), "{typed}: canonical");
    }
}

#[test]
fn a_zone_after_the_time_is_returned() {
    for (typed, canonical, zone) in [
        ("09:00 Europe/Berlin", "0 9 * * *", Some("europe/berlin")),
        ("9am Berlin", "0 9 * * *", Some("berlin")),
        ("mon-fri 9:00 new york", "0 9 * * 1-5", Some("new york")),
        ("9am EST", "0 9 * * *", Some("est")),
        ("9am UTC+1", "0 9 * * *", Some("utc+1")),
        ("9:00Z", "0 9 * * *", Some("utc")),
        ("09:00+01:00", "0 9 * * *", Some("+01:00")),
        ("0 9 * * 1-5 Asia/Tokyo", "0 9 * * 1-5", Some("asia/tokyo")),
        ("09:00", "0 9 * * *", None),
    ] {
        let when = When::parse(typed).expect(typed);
        assert_eq!(when.cron.as_str(), canonical, "{typed}");
        assert_eq!(when.zone.as_deref(), zone, "{typed}");
    }
}

#[test]
fn unreadable_times_are_refused_with_a_reason() {
    use CronField::{Day, Hour, Minute, Month, Weekday};
    let part = |text: &str| text.to_owned();
    for (typed, expected) in [
        ("", CronProblem::Empty),
        (&"9".repeat(201), CronProblem::TooLong),
        // As an expression, it would be too long to be read again.
        (&(1..=24).map(|n| format!("9:{n:02} ")).collect::<String>(), CronProblem::TooLong),
        ("soon", CronProblem::NotATimeOfDay(part("soon"))),
        ("every day", CronProblem::NoTimeOfDay),
        ("25:00", CronProblem::NotATime(part("25:00"))),
        ("09:00, 25:00", CronProblem::NotATime(part("25:00"))),
        ("24:00", CronProblem::NotATime(part("24:00"))),
        ("9:5", CronProblem::NotATime(part("9:5"))),
        ("13am", CronProblem::NotATime(part("13am"))),
        ("9-17", CronProblem::NotATimeOfDay(part("9-17"))),
        ("9:00 - 17:00", CronProblem::NotATimeOfDay(part("9:00-17:00"))),
        ("from 9 to 17", CronProblem::NotATimeOfDay(part("from 9 to 17"))),
        ("first monday of the month", CronProblem::Uncountable(part("first monday"))),
        ("2nd friday 9:00", CronProblem::Uncountable(part("2nd friday"))),
        ("every second day at 9", CronProblem::Uncountable(part("second day"))),
        ("09:00 someday", CronProblem::UnknownWords(part("someday"))),
        ("09:00 Europe/Berlin", CronProblem::IsZone(part("europe/berlin"))),
        ("every 6 hours at 9:00", CronProblem::TimeAndHours),
        ("every 2 weeks", CronProblem::Uncountable(part("2 weeks"))),
        ("every 2 days at 9", CronProblem::Uncountable(part("2 days"))),
        ("every 30 minutes", CronProblem::Uncountable(part("30 minutes"))),
        ("0 9 * *", CronProblem::FieldCount),
        ("0 0 9 * * *", CronProblem::Seconds),
        ("0 24 * * *", CronProblem::OutOfRange(Hour)),
        ("0 22-2 * * *", CronProblem::Backwards(Hour, part("22-2"))),
        ("0 9 20-10 * *", CronProblem::Backwards(Day, part("20-10"))),
        ("61 9 * * *", CronProblem::OutOfRange(Minute)),
        ("0 9 * 13 *", CronProblem::OutOfRange(Month)),
        ("0 9 * * 8", CronProblem::NotAWeekday(part("8"))),
        ("0 9 * * */0", CronProblem::ZeroStep(part("*/0"))),
        ("0 9 L * *", CronProblem::FieldCount),
        ("0 9 * * 5#2", CronProblem::Character(Weekday, part("5#2"))),
    ] {
        match typed.parse::<Cron>() {
            Err(CronError::Unreadable { problem, .. }) => assert_eq!(problem, expected, "{typed}"),
            other => panic!("{typed}: {other:?}"),
        }
    }
    for typed in ["* * * * *", "*/5 * * * *", "0,30 9-21 * * *", "0-30 9 * * *"] {
        assert_eq!(typed.parse::<Cron>(), Err(CronError::TooOften(part(typed))));
    }
    assert_eq!("0 0 30 2 *".parse::<Cron>(), Err(CronError::Never(part("0 0 30 2 *"))));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,120}") {
        let _ = text.parse::<Cron>();
    }

    #[test]
    fn no_plausible_fields_panic(text in "[0-9*,/a-z:-]{1,6}( [0-9*,/a-z-]{1,6}){0,5}") {
        if let Ok(cron) = text.parse::<Cron>() {
            let from = DateTime::constant(2026, 1, 1, 0, 0, 0, 0);
            let next = cron.next_after(from).expect("checked at the door");
            prop_assert!(next > from);
            prop_assert_eq!(cron.as_str().parse::<Cron>().expect("canonical"), cron);
        }
    }
}
