//! Parses times as people type them into cron expressions: `9am`, `09h30`, `every monday at 9`,
//! `mon-fri 09:00, 18:00`, `@daily`, `毎日9時`, `9:00 Europe/Berlin`.
//!
//! Knows words for days and times in the languages of the bot, in Italian, Portuguese, Dutch, Danish,
//! Norwegian, Swedish, Finnish, Polish, Turkish and Korean, and a few in others. Other words are returned if they name a time zone.

use super::normalized::normalized;
use super::phrases::with_phrases;
use super::pieces::{is_german, pieces};
use super::problem::CronProblem;
use super::reader::Reader;
use super::spoken::{in_digits, is_dutch};
use super::vocabulary::MACROS;
use super::zone_among::take_zone;

/// A parsed time.
pub(super) struct Reading {
    /// One five-field expression for each minute and group of days.
    pub(super) expressions: Vec<String>,
    /// The name of a zone, as typed.
    pub(super) zone: Option<String>,
}

/// Parses what was typed.
///
/// # Errors
/// The reason if it can't be parsed.
pub(super) fn read(typed: &str) -> Result<Reading, CronProblem> {
    let text = normalized(typed);
    if let Some((_, expression)) = MACROS.iter().find(|(name, _)| *name == text) {
        return Ok(Reading { expressions: vec![(*expression).to_owned()], zone: None });
    }
    let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut zone = None;
    if let [first, ..] = words.as_slice()
        && let Some((name, value)) = first.split_once('=')
        && matches!(name, "tz" | "cron_tz" | "timezone")
    {
        zone = Some(value.to_owned());
        words.remove(0);
    }
    if let ["cron" | "cron:" | "crontab", ..] = words.as_slice() {
        words.remove(0);
    }
    if let Some((fields, rest)) = as_fields(&words)? {
        return Ok(Reading { expressions: vec![fields.join(" ")], zone: rest.or(zone) });
    }
    let words = with_phrases(&words);
    let mut all = pieces(&words.join(" "));
    let capitals = capitals(typed);
    let named = take_zone(&mut all, &capitals);
    if let (Some(one), Some(other)) = (&named, take_zone(&mut all, &capitals))
        && *one != other
    {
        return Err(CronProblem::TwoZones(one.clone(), other));
    }
    let german = is_german(&all);
    let dutch = is_dutch(&all);
    let digits = in_digits(&all, dutch);
    let expressions = Reader::new(&digits, german, dutch).read()?;
    match expressions {
        Some(expressions) => Ok(Reading { expressions, zone: named.or(zone) }),
        None => Err(named.map_or(CronProblem::NoTimeOfDay, CronProblem::NotATimeOfDay)),
    }
}

/// The words typed in capital letters, in lower case, if others were not.
fn capitals(typed: &str) -> Vec<String> {
    let words = || typed.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    let is_capital = |word: &&str| !word.chars().any(char::is_lowercase);
    let half = |word: &str| {
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        matches!(letters.to_lowercase().as_str(), "am" | "pm" | "h")
    };
    if words().filter(|word| !half(word)).count() > 1 && words().all(|word| is_capital(&word)) {
        return Vec::new();
    }
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    words().filter(is_capital).map(bare).collect()
}

/// Five cron fields, and the text after them.
type Fields<'a> = (Vec<&'a str>, Option<String>);

fn as_fields<'a>(words: &[&'a str]) -> Result<Option<Fields<'a>>, CronProblem> {
    let is_field = |(at, word): (usize, &&'a str)| {
        let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "*,-/?#".contains(c));
        let digits = word.starts_with(|c: char| c.is_ascii_digit() || c == '*' || c == '?');
        plain && (digits || at >= 3 && is_name(word))
    };
    let count = words.iter().enumerate().take_while(|field| is_field(*field)).count();
    let has_star = words[..count].iter().any(|word| word.contains(['*', '?']));
    match count {
        6.. if has_star => Err(CronProblem::Seconds),
        5.. => {
            let rest = words[5..].join(" ");
            Ok(Some((words[..5].to_vec(), Some(rest).filter(|rest| !rest.is_empty()))))
        }
        2..=4 if has_star => Err(CronProblem::FieldCount),
        _ if words.iter().any(|word| word.contains('*')) => Err(CronProblem::FieldCount),
        _ => Ok(None),
    }
}

/// Whether it is the name of a month or weekday, or a list or range of names.
fn is_name(word: &str) -> bool {
    const NAMES: &str =
        "sun mon tue wed thu fri sat jan feb mar apr may jun jul aug sep oct nov dec";
    word.split([',', '-']).all(|part| part.len() == 3 && NAMES.contains(part))
}
