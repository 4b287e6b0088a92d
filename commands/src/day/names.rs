//! The words of days in all six languages, without accents. Those of weekdays, months and numbers
//! are in `domain`.

use domain::{is_article, number_word, without_accents};

/// A weekday of the past, of this week, or one to come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Last,
    This,
    Next,
}

/// Weeks by their distance from the current one, as Japanese and Chinese prefix them.
pub(super) const WEEKS: [(&str, i32); 11] = [
    ("先週", -1),
    ("今週", 0),
    ("来週", 1),
    ("上周", -1),
    ("上个星期", -1),
    ("上星期", -1),
    ("这周", 0),
    ("本周", 0),
    ("下周", 1),
    ("下个星期", 1),
    ("下星期", 1),
];

const LAST: [&str; 13] = [
    "last",
    "past",
    "letzten",
    "letzter",
    "letzte",
    "letztes",
    "vorigen",
    "vergangenen",
    "dernier",
    "derniere",
    "pasado",
    "pasada",
    "ultimo",
];
const THIS: [&str; 6] = ["this", "diesen", "dieser", "ce", "cet", "este"];
const NEXT: [&str; 12] = [
    "next",
    "coming",
    "nachsten",
    "nachster",
    "nachste",
    "kommenden",
    "kommender",
    "kommende",
    "prochain",
    "prochaine",
    "proximo",
    "viene",
];
const AGO: [&str; 5] = ["ago", "vor", "hace", "前", "之前"];
const AHEAD: [&str; 8] = ["in", "dans", "en", "dentro", "from-now", "後", "后", "之后"];
const DAYS: [&str; 9] = ["day", "days", "tag", "tage", "tagen", "jour", "jours", "dia", "dias"];
const DAYS_CJK: [&str; 2] = ["日", "天"];
const WEEK_UNITS: [&str; 12] = [
    "week",
    "weeks",
    "woche",
    "wochen",
    "semaine",
    "semaines",
    "semana",
    "semanas",
    "週間",
    "周",
    "个星期",
    "星期",
];
const FILLERS: [&str; 11] = ["on", "the", "of", "am", "den", "dem", "le", "el", "de", "del", "du"];
/// Lower case without accents, with ASCII digits and apostrophes.
pub(super) fn fold(typed: &str) -> String {
    let typed = without_accents(typed.trim()).replace('’', "'");
    if typed.contains(['前', '後', '后']) {
        return typed.split_whitespace().collect();
    }
    // A few words that belong together.
    typed.replace("il y a ", "vor ").replace(" from now", " from-now")
}

/// The words, without commas and full stops; a number and the characters after it are two.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    let words = folded.split([' ', ',', '\t', '\u{3000}', '\u{a0}']);
    words.flat_map(split_cjk).map(|word| word.trim_end_matches('.')).filter(|word| !word.is_empty())
}

/// `3日前` as `3`, `日`, `前`.
fn split_cjk(word: &str) -> impl Iterator<Item = &str> {
    let spanned = || {
        let units = DAYS_CJK.iter().chain(&WEEK_UNITS);
        let mark = AGO.iter().chain(&AHEAD).filter(|mark| !mark.is_ascii());
        let (rest, mark) =
            mark.filter_map(|mark| Some((word.strip_suffix(mark)?, *mark))).next_back()?;
        let units = units.filter(|unit| !unit.is_ascii());
        let (count, unit) = units
            .filter_map(|unit| Some((rest.strip_suffix(unit)?, *unit)))
            .min_by_key(|found| found.0.len())?;
        number(count).map(|_| [count, unit, mark])
    };
    match spanned() {
        Some(parts) => parts,
        None => [word, "", ""],
    }
    .into_iter()
}

pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// `tomorrow`, `pasado mañana`.
pub(super) fn from_today(words: &str) -> Option<i32> {
    if words == "pasado manana" { Some(2) } else { domain::from_today(words) }
}

pub(super) fn direction(word: &str) -> Option<Direction> {
    match word {
        word if LAST.contains(&word) => Some(Direction::Last),
        word if THIS.contains(&word) => Some(Direction::This),
        word if NEXT.contains(&word) => Some(Direction::Next),
        _ => None,
    }
}

pub(super) fn is_back(word: &str) -> bool {
    AGO.contains(&word)
}

pub(super) fn is_ahead(word: &str) -> bool {
    AHEAD.contains(&word)
}

/// The number of days in a unit.
pub(super) fn unit(word: &str) -> Option<i32> {
    match word {
        word if DAYS.contains(&word) || DAYS_CJK.contains(&word) => Some(1),
        word if WEEK_UNITS.contains(&word) => Some(7),
        _ => None,
    }
}

/// A number in words or digits.
pub(super) fn number(word: &str) -> Option<i32> {
    if is_article(word) {
        return Some(1);
    }
    let digits = || word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok());
    number_word(word).map(i32::from).or_else(|| digits().flatten())
}
