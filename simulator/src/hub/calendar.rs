//! Dates in the hub's parameters: `2026-05-14`, `2026-W20`, `2026-05`.

/// Days since 1970-01-01, or `None` if this is not a valid date.
pub(super) fn day_number(date: &str) -> Option<i64> {
    let (month, day) = date.split_at_checked(7)?;
    let (year, month) = year_and_month(month)?;
    let day = digits(day.strip_prefix('-')?, 2)?;
    (1..=month_length(year, month)).contains(&day).then(|| number(year, month, day))
}

/// Whether this is a month such as `2026-05`.
pub(super) fn is_month(text: &str) -> bool {
    year_and_month(text).is_some()
}

/// The seven dates of an ISO week W01–W52, starting with Monday. The hub doesn't support W53.
pub(super) fn week(text: &str) -> Option<Vec<String>> {
    let (year, week) = text.split_once("-W")?;
    let (year, week) = (digits(year, 4)?, digits(week, 2)?);
    if !(1..=52).contains(&week) {
        return None;
    }
    // 4 January is always in week 1; 1970-01-01 was a Thursday.
    let fourth = number(year, 1, 4);
    let monday = fourth - (fourth + 3).rem_euclid(7) + 7 * (week - 1);
    Some((monday..monday + 7).map(date).collect())
}

fn year_and_month(text: &str) -> Option<(i64, i64)> {
    let (year, month) = text.split_once('-')?;
    let (year, month) = (digits(year, 4)?, digits(month, 2)?);
    (1..=12).contains(&month).then_some((year, month))
}

fn digits(text: &str, length: usize) -> Option<i64> {
    let all = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

fn month_length(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01; years are counted from March, so that the leap day comes last.
fn number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

fn date(number: i64) -> String {
    let day = number + 719_468;
    let era = day.div_euclid(146_097);
    let day = day.rem_euclid(146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_must_exist_in_the_calendar() {
        #[track_caller]
        fn check(text: &str, expected: Option<i64>) {
            assert_eq!(day_number(text), expected, "{text}");
        }
        check("1970-01-01", Some(0));
        check("2000-02-29", Some(11_016));
        check("2026-05-14", Some(20_587));
        check("2026-02-29", None);
        check("2026-13-01", None);
        check("2026-05-00", None);
        check("2026-5-14", None);
        check("2026-05-14T00", None);
        check("gestern", None);
        check("2026-0é-14", None);
    }

    #[test]
    fn weeks_have_seven_dates_from_monday() {
        #[track_caller]
        fn check(text: &str, expected: Option<(&str, &str)>) {
            let week = week(text);
            let ends = week.as_deref().map(|days| (days[0].as_str(), days[6].as_str()));
            assert_eq!(ends, expected, "{text}");
        }
        check("2026-W20", Some(("2026-05-11", "2026-05-17")));
        check("2026-W01", Some(("2025-12-29", "2026-01-04")));
        check("2024-W09", Some(("2024-02-26", "2024-03-03")));
        check("2026-W53", None);
        check("2026-W00", None);
        check("2026-20", None);
    }
}
