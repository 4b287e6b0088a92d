//! Parses times as people type them into cron expressions: `9am`, `09h30`, `every monday at 9`,
//! `mon-fri 09:00, 18:00`, `@daily`, `毎日9時`, `9:00 Europe/Berlin`.
//!
//! Knows English, German, French, Spanish, Japanese and Chinese words for days and times. Other
//! words are returned, because they may name a time zone.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::CronProblem;
use super::vocabulary::{MACROS, Word, normalized, word};

/// A parsed time.
pub(super) struct Reading {
    /// One five-field expression per distinct minute.
    pub(super) expressions: Vec<String>,
    /// The words that are not about time, as typed: possibly a zone.
    pub(super) rest: Option<String>,
}

/// The time of day if none is given, as in `mondays`.
const DEFAULT_TIME: (u8, u8) = (9, 0);
/// Parses what was typed.
///
/// # Errors
/// The reason if it can't be parsed.
pub(super) fn read(typed: &str) -> Result<Reading, CronProblem> {
    let text = normalized(typed);
    if let Some((_, expression)) = MACROS.iter().find(|(name, _)| *name == text) {
        return Ok(Reading { expressions: vec![(*expression).to_owned()], rest: None });
    }
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    match as_fields(&words)? {
        Some((fields, rest)) => Ok(Reading { expressions: vec![fields.join(" ")], rest }),
        None => Reader::default().read(&words),
    }
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

/// The state of the parser.
#[derive(Default)]
struct Reader {
    times: Vec<(u8, u8)>,
    days: BTreeSet<u8>,
    dates: BTreeSet<u8>,
    weekly: bool,
    monthly: bool,
    every_hours: Option<u8>,
    /// `am` or `pm` before the time, as in Japanese and Chinese.
    half: Option<Word>,
    rest: Vec<String>,
}

impl Reader {
    fn read(mut self, words: &[&str]) -> Result<Reading, CronProblem> {
        let pieces = words.iter().flat_map(|word| pieces(word));
        let pieces: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += self.take(piece, &pieces[at + 1..])?;
        }
        self.finish()
    }

    /// Parses one piece and returns how many were used.
    fn take(&mut self, piece: &str, after: &[&str]) -> Result<usize, CronProblem> {
        if let Some((first, last)) = piece.split_once('-')
            && let (Some(Word::Day(first)), Some(Word::Day(last))) = (word(first), word(last))
        {
            self.add_days(first, last);
            return Ok(1);
        }
        let Some(known) = word(piece) else { return self.take_number(piece, after) };
        match known {
            Word::Day(first) => {
                if let [to, last, ..] = after
                    && word(to) == Some(Word::To)
                    && let Some(Word::Day(last)) = word(last)
                {
                    self.add_days(first, last);
                    return Ok(3);
                }
                self.days.insert(first);
            }
            Word::Workdays => self.add_days(1, 5),
            Word::Weekend => self.days.extend([0, 6]),
            Word::Time(hour, minute) => {
                // `9 in the evening` is one time, not two.
                let half = if hour < 12 { Word::Am } else { Word::Pm };
                match self.times.last_mut() {
                    Some(last) if last.0 <= 12 && !matches!(hour, 0 | 12) => {
                        *last = on_half(*last, half).ok_or_else(|| wrong(piece))?;
                    }
                    Some(_) if !matches!(hour, 0 | 12) => {}
                    _ => self.times.push((hour, minute)),
                }
            }
            Word::Am | Word::Pm => match self.times.last_mut().filter(|last| last.0 <= 12) {
                Some(last) => *last = on_half(*last, known).ok_or_else(|| wrong(piece))?,
                None => self.half = Some(known),
            },
            Word::Weekly => self.weekly = true,
            Word::Monthly => self.monthly = true,
            Word::Date(date) => {
                self.dates.insert(date);
            }
            Word::Hours => self.every_hours = Some(1),
            Word::Uncountable => {
                return Err(CronProblem::Uncountable(piece.to_owned()));
            }
            Word::To | Word::Filler => {}
        }
        Ok(1)
    }

    fn take_number(&mut self, piece: &str, after: &[&str]) -> Result<usize, CronProblem> {
        let number = piece.parse::<u8>().ok().filter(|_| piece.len() <= 2);
        match after.first().and_then(|next| word(next)) {
            Some(Word::Hours) if number.is_some() => {
                self.every_hours = number.filter(|hours| (1..=23).contains(hours));
                self.every_hours.ok_or_else(|| wrong(piece))?;
                return Ok(2);
            }
            Some(Word::Uncountable) if number.is_some() => {
                let unit = after.first().copied().unwrap_or_default();
                return Err(CronProblem::Uncountable(format!("{piece} {unit}")));
            }
            _ => {}
        }
        if let (Some(_), Some(next)) = (number, after.first())
            && matches!(*next, "days" | "tage" | "jours" | "días")
        {
            return Err(CronProblem::Uncountable(format!("{piece} {next}")));
        }
        match clock_time(piece)? {
            Some(time) => {
                let time = match self.half.take() {
                    Some(half) => on_half(time, half).ok_or_else(|| wrong(piece))?,
                    None => time,
                };
                self.times.push(time);
            }
            None => self.rest.push(piece.to_owned()),
        }
        Ok(1)
    }

    /// Adds a range of weekdays, which may wrap around the end of the week.
    fn add_days(&mut self, first: u8, last: u8) {
        let length = (last + 7 - first) % 7;
        self.days.extend((0..=length).map(|ahead| (first + ahead) % 7));
    }

    fn finish(mut self) -> Result<Reading, CronProblem> {
        let rest = (!self.rest.is_empty()).then(|| self.rest.join(" "));
        if let Some(step) = self.every_hours {
            if !self.times.is_empty() {
                return Err(CronProblem::TimeAndHours);
            }
            let hours = if step == 1 { "*".to_owned() } else { format!("*/{step}") };
            let expression = format!("0 {hours} {}", self.day_fields());
            return Ok(Reading { expressions: vec![expression], rest });
        }
        let says_days = !self.days.is_empty() || !self.dates.is_empty();
        if self.times.is_empty() {
            if !says_days && !self.weekly && !self.monthly {
                return Err(rest.map_or(CronProblem::NoTimeOfDay, CronProblem::NotATimeOfDay));
            }
            self.times.push(DEFAULT_TIME);
        }
        let mut by_minute: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
        for (hour, minute) in &self.times {
            by_minute.entry(*minute).or_default().insert(*hour);
        }
        let days = self.day_fields();
        let expression = |(minute, hours): (u8, BTreeSet<u8>)| {
            let hours: Vec<String> = hours.iter().map(u8::to_string).collect();
            format!("{minute} {} {days}", hours.join(","))
        };
        Ok(Reading { expressions: by_minute.into_iter().map(expression).collect(), rest })
    }

    /// The last three fields.
    fn day_fields(&self) -> String {
        let mut dates: Vec<String> = self.dates.iter().map(u8::to_string).collect();
        if self.monthly && dates.is_empty() && self.days.is_empty() {
            dates.push("1".to_owned());
        }
        let mut days: Vec<u8> = self.days.iter().copied().collect();
        if self.weekly && days.is_empty() && dates.is_empty() {
            days.push(1);
        }
        let days = match days.as_slice() {
            [] => "*".to_owned(),
            [1, 2, 3, 4, 5] => "1-5".to_owned(),
            days if days.len() == 7 => "*".to_owned(),
            days => days.iter().map(u8::to_string).collect::<Vec<_>>().join(","),
        };
        let dates = if dates.is_empty() { "*".to_owned() } else { dates.join(",") };
        format!("{dates} * {days}")
    }
}

/// Splits a word at commas, slashes and similar characters.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    // Keep the slash in a zone's name: `europe/berlin`.
    word.split(',').map(|piece| piece.trim_matches(|c: char| "()[]@".contains(c)))
}

fn wrong(piece: &str) -> CronProblem {
    CronProblem::NotATime(piece.to_owned())
}

/// Parses `9am`, `9:30pm`, `09h30`, `9.30`, `0930`, `9`; `None` if it is not a number at all.
fn clock_time(piece: &str) -> Result<Option<(u8, u8)>, CronProblem> {
    if !piece.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let (digits, half) = match piece {
        _ if piece.ends_with("am") => (&piece[..piece.len() - 2], Some(Word::Am)),
        _ if piece.ends_with("pm") => (&piece[..piece.len() - 2], Some(Word::Pm)),
        _ if piece.ends_with("uhr") => (&piece[..piece.len() - 3], None),
        _ => (piece, None),
    };
    if !digits.chars().all(|c| c.is_ascii_digit() || ":.h".contains(c)) {
        return Ok(None);
    }
    let refused = || wrong(piece);
    let mut parts = digits.split([':', '.', 'h']);
    let (hour, minute) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(hour), None, ..) if hour.len() > 2 && hour.len() <= 4 => {
            hour.split_at(hour.len() - 2)
        }
        (Some(hour), None, ..) | (Some(hour), Some(""), None, _) => (hour, "00"),
        (Some(hour), Some(minute), None, _) | (Some(hour), Some(minute), Some("00"), None) => {
            (hour, minute)
        }
        _ => return Err(refused()),
    };
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 {
        return Err(refused());
    }
    let time = hour.parse().ok().zip(minute.parse().ok());
    let time = time.filter(|(hour, minute): &(u8, u8)| *hour < 24 && *minute < 60);
    let time = time.and_then(|time| half.map_or(Some(time), |half| on_half(time, half)));
    time.map(Some).ok_or_else(refused)
}

/// A time with am or pm; `None` for `13am`. `21:00 pm` is redundant but accepted.
fn on_half((hour, minute): (u8, u8), half: Word) -> Option<(u8, u8)> {
    match (half, hour) {
        (Word::Am, 12) => Some((0, minute)),
        (Word::Am, 0..12) | (Word::Pm, 12..) => Some((hour, minute)),
        (Word::Pm, _) => Some((hour + 12, minute)),
        _ => None,
    }
}
