//! Parses stretches of time where a day is expected: `2025`, `jan 2026`, `last week`, `先週`.

use domain::{Period, month, month_name};
use jiff::civil::Date;

use super::names::{self, Direction, WEEKS};

/// The first and last day of a year, a month, or the last weeks.
pub(crate) fn period(typed: &str, today: Date) -> Option<(Date, Date)> {
    let folded = names::fold(typed).replace('年', "-").replace(['个', '月'], "");
    let folded = folded.trim_end_matches('-');
    let week = WEEKS.iter().find(|(name, ahead)| folded == *name && *ahead <= 0);
    let words: Vec<&str> = match week {
        Some((_, ahead)) => vec![if *ahead < 0 { "last" } else { "this" }, "week"],
        None => names::words(folded).filter(|word| !is_idle(word)).map(in_english).collect(),
    };
    let words = match words.as_slice() {
        // French: `semaine dernière`.
        [unit @ "week", last @ ("last" | "this")] => vec![*last, *unit],
        // `11月`
        [month] if typed.contains('月') && !month.contains('-') => {
            vec![month_name(month.parse().ok()?)?]
        }
        words => words.to_vec(),
    };
    let (period, used) = Period::read(&words)?;
    (used == words.len()).then(|| period.days(today)).flatten()
}

/// Words before a date that the option says already.
fn is_idle(word: &str) -> bool {
    const IDLE: [&str; 10] =
        ["since", "from", "until", "till", "to", "in", "seit", "depuis", "desde", "la"];
    names::is_filler(word) || IDLE.contains(&word)
}

fn in_english(word: &str) -> &str {
    if let Some(name) = month(word).and_then(month_name) {
        return name;
    }
    match names::direction(word) {
        Some(Direction::Last) if word != "past" => "last",
        Some(Direction::This) => "this",
        _ if names::unit(word) == Some(7) => "week",
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_in_all_languages() {
        let today = Date::constant(2026, 8, 20);
        for (typed, expected) in [
            ("2025", "2025-01-01 2025-12-31"),
            ("2025年", "2025-01-01 2025-12-31"),
            ("2025-03", "2025-03-01 2025-03-31"),
            ("03/2025", "2025-03-01 2025-03-31"),
            ("2025年3月", "2025-03-01 2025-03-31"),
            ("3月", "2026-03-01 2026-03-31"),
            ("March 2025", "2025-03-01 2025-03-31"),
            ("März 2025", "2025-03-01 2025-03-31"),
            ("enero de 2026", "2026-01-01 2026-01-31"),
            ("janvier", "2026-01-01 2026-01-31"),
            ("since January", "2026-01-01 2026-01-31"),
            ("last week", "2026-08-13 2026-08-20"),
            ("letzte Woche", "2026-08-13 2026-08-20"),
            ("la semaine dernière", "2026-08-13 2026-08-20"),
            ("la semana pasada", "2026-08-13 2026-08-20"),
            ("先週", "2026-08-13 2026-08-20"),
            ("上周", "2026-08-13 2026-08-20"),
            ("this month", "2026-07-20 2026-08-20"),
            ("past 3 months", "2026-05-19 2026-08-20"),
            ("last year", "2025-01-01 2025-12-31"),
        ] {
            let found = period(typed, today).map(|(from, to)| format!("{from} {to}"));
            assert_eq!(found.as_deref(), Some(expected), "{typed}");
        }
        for typed in ["", "next week", "来週", "soon", "13月", "2025 mamba", "week", "月", "-"]
        {
            assert_eq!(period(typed, today), None, "{typed}");
        }
    }
}
