//! An expression in words, where words are short.

/// `Mondays at 09:00`, `every day at 09:00 and 18:00`; `None` for an expression that reads better
/// as it is.
pub(super) fn in_words(text: &str) -> Option<String> {
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
            let days = on_days(day, month, weekday)?;
            let days = if days == "every day" { String::new() } else { format!(", {days}") };
            return Some(format!("every hour at :{minute:02}{days}"));
        }
        for hour in hours.split(',') {
            times.push((hour.parse().ok()?, minute));
        }
    }
    times.sort_unstable();
    let [day, month, weekday] = days?;
    let times: Vec<String> =
        times.into_iter().map(|(hour, minute)| format!("{hour:02}:{minute:02}")).collect();
    Some(format!("{} at {}", on_days(day, month, weekday)?, joined(&times)))
}

fn on_days(day: &str, month: &str, weekday: &str) -> Option<String> {
    if month != "*" {
        return None;
    }
    match (day, weekday) {
        ("*", "*") => Some("every day".to_owned()),
        ("*", "1-5" | "mon-fri") => Some("Monday to Friday".to_owned()),
        ("*", weekday) => {
            let set = super::fields::weekdays(weekday).ok()?;
            // The week begins on Monday, as in the words before.
            let mut set: Vec<usize> = set.into_iter().map(|day| (day + 6) % 7).collect();
            set.sort_unstable();
            let names: Vec<String> = set.into_iter().map(|day| NAMES[day].to_owned()).collect();
            Some(joined(&names))
        }
        (dates, "*") => {
            let dates: Option<Vec<String>> = dates.split(',').map(ordinal).collect();
            Some(format!("the {} of each month", joined(&dates?)))
        }
        _ => None,
    }
}

const NAMES: [&str; 7] =
    ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

fn ordinal(date: &str) -> Option<String> {
    let number: u8 = date.parse().ok()?;
    let end = match (number % 10, number) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    Some(format!("{number}{end}"))
}

/// `a`, `a and b`, `a, b and c`.
fn joined(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
