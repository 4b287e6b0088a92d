//! Tests of days as people type them.

use proptest::prelude::*;

use super::*;

/// A Tuesday.
const TODAY: Date = Date::constant(2026, 5, 12);

fn check(rows: &[(&str, &str, &str)]) {
    for (typed, latest, coming) in rows {
        let day = Day::parse(typed).expect(typed);
        let found = (day.latest(TODAY).to_string(), day.coming(TODAY).to_string());
        assert_eq!(found, ((*latest).to_owned(), (*coming).to_owned()), "{typed}");
    }
}

#[test]
fn days_are_read_as_people_type_them() {
    check(&[
        ("2026-01-31", "2026-01-31", "2026-01-31"),
        ("Today", "2026-05-12", "2026-05-12"),
        (" yesterday ", "2026-05-11", "2026-05-11"),
        ("tomorrow", "2026-05-13", "2026-05-13"),
        ("friday", "2026-05-08", "2026-05-15"),
        ("fri", "2026-05-08", "2026-05-15"),
        ("next Thursday", "2026-05-14", "2026-05-14"),
        ("this thursday", "2026-05-07", "2026-05-14"),
        ("next tuesday", "2026-05-19", "2026-05-19"),
        ("coming friday", "2026-05-15", "2026-05-15"),
        ("tuesday", "2026-05-12", "2026-05-19"),
        ("last tuesday", "2026-05-05", "2026-05-05"),
        ("3 days ago", "2026-05-09", "2026-05-09"),
        ("in 2 weeks", "2026-05-26", "2026-05-26"),
        ("2 weeks from now", "2026-05-26", "2026-05-26"),
        ("a week", "2026-05-19", "2026-05-19"),
    ]);
    for typed in ["", "someday", "2026-13-01", "in 2 months", "in 99999 weeks", "in -1 days"] {
        assert_eq!(Day::parse(typed), Err(DayError::Unreadable), "{typed}");
    }
}

#[test]
fn days_are_read_in_every_language() {
    let check = |weekday: &[&str], day: &str| {
        for typed in weekday {
            assert_eq!(
                Day::parse(typed).map(|day| day.latest(TODAY).to_string()),
                Ok(day.to_owned()),
                "{typed}"
            );
        }
    };
    check(&["heute", "aujourd'hui", "aujourd’hui", "hoy", "今日", "今天"], "2026-05-12");
    check(&["gestern", "hier", "ayer", "昨日", "昨天"], "2026-05-11");
    check(&["vorgestern", "avant-hier", "anteayer", "一昨日", "前天"], "2026-05-10");
    // And in others.
    check(
        &["gisteren", "ieri", "ontem", "igår", "eilen", "wczoraj", "dün", "вчера", "어제"],
        "2026-05-11",
    );
    check(
        &["venerdì", "sexta-feira", "vrijdag", "fredag", "perjantai", "piątek", "금요일"],
        "2026-05-08",
    );
    check(&["4 maj 2026", "4 toukokuu 2026", "4 maggio 2026", "4 maio 2026"], "2026-05-04");
    check(&["morgen", "demain", "mañana", "明日", "明天"], "2026-05-13");
    check(&["pasado mañana", "übermorgen", "après-demain", "后天"], "2026-05-14");
    check(
        &[
            "Freitag",
            "Fr.",
            "fr",
            "vendredi",
            "ven.",
            "viernes",
            "vie",
            "金曜日",
            "金曜",
            "周五",
            "星期五",
        ],
        "2026-05-08",
    );
    check(
        &["Mittwoch", "Mi", "mercredi", "mer.", "miércoles", "mié", "水曜", "周三"],
        "2026-05-06",
    );
    check(&["Montag", "lundi", "lunes", "lun", "月曜日", "周一", "星期一"], "2026-05-11");
    check(
        &["Sonntag", "So", "dimanche", "domingo", "dom", "日曜日", "周日", "星期天"],
        "2026-05-10",
    );
    check(
        &["letzten Dienstag", "mardi dernier", "el martes pasado", "上周二", "先週の火曜日"],
        "2026-05-05",
    );
    check(
        &["nächsten Freitag", "kommenden Freitag", "vendredi prochain", "el próximo viernes"],
        "2026-05-15",
    );
    check(&["diesen Freitag", "ce vendredi", "este viernes"], "2026-05-08");
    check(&["am Freitag", "le vendredi", "el viernes"], "2026-05-08");
    check(
        &["vor 3 Tagen", "il y a 3 jours", "hace 3 días", "3日前", "3 日前", "3天前", "三天前"],
        "2026-05-09",
    );
    check(
        &[
            "vor einer Woche",
            "il y a une semaine",
            "hace una semana",
            "1週間前",
            "1周前",
            "一个星期前",
        ],
        "2026-05-05",
    );
    check(
        &[
            "in 2 Wochen",
            "dans 2 semaines",
            "en 2 semanas",
            "dentro de 2 semanas",
            "2週間後",
            "2周后",
        ],
        "2026-05-26",
    );
    check(&["下周五", "来週の金曜日"], "2026-05-22");
}

#[test]
fn every_weekday_and_month_is_read_in_every_language() {
    use domain::Language;
    for language in Language::ALL {
        for offset in 0..7 {
            let date = TODAY.saturating_sub(offset.days());
            let shown = crate::l10n::long_date(language, date);
            let name = crate::say!(
                language,
                "weekday",
                day = date.weekday().to_monday_one_offset().unsigned_abs()
            );
            if name.chars().count() > 1 {
                assert_eq!(Day::parse(&name), Ok(Day::Named(date.weekday())), "{name}");
            }
            assert!(!shown.is_empty());
        }
        for month in 1..=12 {
            let date = Date::constant(2026, month, 28);
            let shown = crate::l10n::day_month_year(language, date);
            assert_eq!(Day::parse(&shown), Ok(Day::On(date)), "{shown}");
        }
    }
}

#[test]
fn a_future_day_has_a_past_one_that_may_be_meant() {
    for (typed, past) in [
        ("next friday", "2026-05-08"),
        ("next tuesday", "2026-05-12"),
        ("tomorrow", "2026-05-11"),
        ("in 3 days", "2026-05-09"),
        ("下周五", "2026-05-08"),
        ("2027-01-01", "2026-05-12"),
        ("29 feb", "2026-05-12"),
    ] {
        let day = Day::parse(typed).expect(typed);
        assert_eq!(day.past(TODAY).to_string(), past, "{typed}");
        assert!(day.past(TODAY) <= TODAY, "{typed}");
    }
}

#[test]
fn dates_are_read_in_every_order() {
    for typed in [
        "2025-11-12",
        "2025/11/12",
        "2025.11.12",
        "20251112",
        "12.11.2025",
        "12.11.25",
        "12 nov 2025",
        "Nov 12, 2025",
        "12. November 2025",
        "12 novembre 2025",
        "12 de noviembre de 2025",
        "2025年11月12日",
        "2025 年 11 月 12 日",
        "mercredi 12 novembre 2025",
        "12 ago 2025",
    ] {
        let month = if typed.contains("ago") { 8 } else { 11 };
        assert_eq!(Day::parse(typed), Ok(Day::On(Date::constant(2025, month, 12))), "{typed}");
    }
    check(&[
        ("12 nov", "2025-11-12", "2026-11-12"),
        ("nov 12th", "2025-11-12", "2026-11-12"),
        ("12.11.", "2025-11-12", "2026-11-12"),
        ("11月12日", "2025-11-12", "2026-11-12"),
        ("1er mai", "2026-05-01", "2027-05-01"),
        ("29 feb", "2024-02-29", "2028-02-29"),
        ("11/25/2025", "2025-11-25", "2025-11-25"),
        ("25/11/2025", "2025-11-25", "2025-11-25"),
        ("25-11-2025", "2025-11-25", "2025-11-25"),
        ("11/11/2025", "2025-11-11", "2025-11-11"),
    ]);
    for typed in [
        "31.2.2026",
        "30 feb",
        "12 jui",
        "13/13/2026",
        "12.11.2026.1",
        "2026-11",
        "11月",
        "mar",
        "12",
    ] {
        let read = Day::parse(typed);
        let is_weekday = typed == "mar";
        assert_eq!(read.is_err(), !is_weekday, "{typed}: {read:?}");
    }
}

#[test]
fn refusals_name_what_is_understood() {
    for language in domain::Language::ALL {
        for refusal in ["date-unreadable", "day-unreadable"] {
            let shown = crate::l10n::Text::new(refusal).with("value", "someday").to(language);
            let examples: Vec<&str> = shown.split('`').skip(1).step_by(2).skip(1).collect();
            assert_eq!(examples.len(), 5, "{shown}");
            for example in examples {
                assert!(Day::parse(example).is_ok(), "{example}");
            }
        }
    }
}

#[test]
fn ambiguous_dates_have_two_readings() {
    for (typed, readings, year) in [
        ("11/12/2026", [(12, 11), (11, 12)], Some(2026)),
        ("11-12-26", [(12, 11), (11, 12)], Some(2026)),
        ("3/4", [(4, 3), (3, 4)], None),
    ] {
        assert_eq!(Day::parse(typed), Err(DayError::Ambiguous(readings, year)), "{typed}");
    }
}

proptest! {
    #[test]
    fn no_day_panics(
        typed in "\\PC{0,30}",
        near in "(in |vor )?[0-9]{1,6} ?(day|week|日|周)s?( ago|前)?",
        written in "[0-9]{1,4}[-/.年][0-9]{1,4}[-/.月][0-9]{0,4}",
    ) {
        for typed in [typed, near, written] {
            if let Ok(day) = Day::parse(&typed) {
                for today in [Date::MIN, Date::MAX, TODAY] {
                    let _ = (day.latest(today), day.coming(today), day.past(today));
                }
            }
        }
    }
}
