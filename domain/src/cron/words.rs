//! Parses times as people type them into cron expressions: `9am`, `09h30`, `every monday at 9`,
//! `mon-fri 09:00, 18:00`, `@daily`, `毎日9時`, `9:00 Europe/Berlin`.
//!
//! Knows English, German, French, Spanish, Japanese and Chinese words for days and times. Other
//! words are returned, because they may name a time zone.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::CronProblem;
use super::spoken::in_digits;
use super::vocabulary::{MACROS, Word, normalized, word};

/// A parsed time.
pub(super) struct Reading {
    /// One five-field expression for each minute and group of days.
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
    /// Never empty once something was read; each has days and times of its own.
    groups: Vec<Group>,
    weekly: bool,
    monthly: bool,
    every_hours: Option<u8>,
    /// `am` or `pm` before the time, as in Japanese and Chinese.
    half: Option<Word>,
    /// The time that was read last, if nothing came after it.
    last_time: Option<String>,
    rest: Vec<String>,
}

/// Days and the times on them: `monday 9am` in `monday 9am, thursday 6pm`.
#[derive(Default)]
struct Group {
    /// What it began with: all others then begin with the same.
    began_with: Option<Part>,
    times: Vec<(u8, u8)>,
    days: BTreeSet<u8>,
    dates: BTreeSet<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Days,
    Times,
}

impl Group {
    fn has(&self, part: Part) -> bool {
        match part {
            Part::Days => !self.days.is_empty() || !self.dates.is_empty(),
            Part::Times => !self.times.is_empty(),
        }
    }
}

impl Reader {
    fn read(mut self, words: &[&str]) -> Result<Reading, CronProblem> {
        let pieces: Vec<&str> = words.iter().flat_map(|word| pieces(word)).collect();
        let pieces = in_digits(&pieces);
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            let last_time = self.last_time.take();
            at += self.take(piece, &pieces[at + 1..], last_time.as_deref())?;
        }
        self.finish()
    }

    /// The group that gets the next day or time: `monday 9am, thursday 6pm` has two.
    fn group(&mut self, part: Part) -> &mut Group {
        let is_new = self.groups.last().is_none_or(|group| {
            group.began_with == Some(part) && group.has(Part::Days) && group.has(Part::Times)
        });
        if is_new {
            self.groups.push(Group { began_with: Some(part), ..Group::default() });
        }
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    /// The time read last, for words that change it.
    fn time_before(&mut self) -> Option<&mut (u8, u8)> {
        self.groups.last_mut()?.times.last_mut()
    }

    /// Parses one piece and returns how many were used.
    fn take(
        &mut self,
        piece: &str,
        after: &[&str],
        last_time: Option<&str>,
    ) -> Result<usize, CronProblem> {
        if let Some((first, last)) = piece.split_once('-')
            && let (Some(Word::Day(first)), Some(Word::Day(last))) = (word(first), word(last))
        {
            self.add_days(first, last);
            return Ok(1);
        }
        let next = after.first().copied().unwrap_or_default();
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
                self.group(Part::Days).days.insert(first);
            }
            Word::Workdays => self.add_days(1, 5),
            Word::Weekend => self.group(Part::Days).days.extend([0, 6]),
            Word::Time(hour, minute) => {
                // `9 in the evening` is one time, not two; `monday morning, friday evening` is two.
                let half = if hour < 12 { Word::Am } else { Word::Pm };
                let is_noon = matches!(hour, 0 | 12);
                let begins = self.groups.last().is_some_and(|group| {
                    group.began_with == Some(Part::Times) && group.has(Part::Days)
                });
                match self.time_before().filter(|_| !is_noon && !begins) {
                    Some(last) if last.0 <= 12 => {
                        *last = on_half(*last, half).ok_or_else(|| wrong(piece))?;
                    }
                    Some(_) => {}
                    None => self.group(Part::Times).times.push((hour, minute)),
                }
            }
            Word::Am | Word::Pm => match self.time_before().filter(|last| last.0 <= 12) {
                Some(last) => *last = on_half(*last, known).ok_or_else(|| wrong(piece))?,
                None => self.half = Some(known),
            },
            Word::Weekly => self.weekly = true,
            Word::Monthly => self.monthly = true,
            // Cron has no `first monday`: it would mean the 1st, and every Monday.
            Word::Date(_)
                if matches!(word(next), Some(Word::Day(_) | Word::Workdays | Word::Weekend)) =>
            {
                return Err(CronProblem::Uncountable(format!("{piece} {next}")));
            }
            Word::Date(date) => {
                self.group(Part::Days).dates.insert(date);
            }
            Word::Hours => self.every_hours = Some(1),
            Word::Uncountable => {
                return Err(CronProblem::Uncountable(piece.to_owned()));
            }
            Word::To => {
                if let Some(first) = last_time
                    && next.starts_with(|c: char| c.is_ascii_digit())
                {
                    return Err(CronProblem::NotATimeOfDay(format!("{first}-{next}")));
                }
            }
            Word::Filler => {}
        }
        Ok(1)
    }

    fn take_number(&mut self, piece: &str, after: &[&str]) -> Result<usize, CronProblem> {
        let number = piece.parse::<u8>().ok().filter(|_| piece.len() <= 2);
        let mut used = 1;
        match after.first().and_then(|next| word(next)) {
            Some(Word::Hours) if number.is_some() => {
                self.every_hours = number.filter(|hours| (1..=23).contains(hours));
                self.every_hours.ok_or_else(|| wrong(piece))?;
                return Ok(2);
            }
            // `0900 hours`.
            Some(Word::Hours) if piece.len() == 4 => used = 2,
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
        let (piece, offset) = with_offset(piece);
        match clock_time(piece)? {
            Some(time) => {
                let time = match self.half.take() {
                    Some(half) => on_half(time, half).ok_or_else(|| wrong(piece))?,
                    None => time,
                };
                self.group(Part::Times).times.push(time);
                self.last_time = Some(piece.to_owned());
                self.rest.extend(offset.map(str::to_owned));
            }
            None => self.rest.push(piece.to_owned()),
        }
        Ok(used)
    }

    /// Adds a range of weekdays, which may wrap around the end of the week.
    fn add_days(&mut self, first: u8, last: u8) {
        let length = (last + 7 - first) % 7;
        let days = (0..=length).map(|ahead| (first + ahead) % 7);
        self.group(Part::Days).days.extend(days);
    }

    fn finish(mut self) -> Result<Reading, CronProblem> {
        let rest = (!self.rest.is_empty()).then(|| self.rest.join(" "));
        self.merge_groups();
        if let Some(step) = self.every_hours {
            if self.groups.iter().any(|group| group.has(Part::Times)) {
                return Err(CronProblem::TimeAndHours);
            }
            let hours = if step == 1 { "*".to_owned() } else { format!("*/{step}") };
            let days = self.groups.pop().unwrap_or_default();
            let expression = format!("0 {hours} {}", self.day_fields(&days));
            return Ok(Reading { expressions: vec![expression], rest });
        }
        if self.groups.is_empty() {
            if !self.weekly && !self.monthly {
                return Err(rest.map_or(CronProblem::NoTimeOfDay, CronProblem::NotATimeOfDay));
            }
            self.groups.push(Group::default());
        }
        let mut expressions = Vec::new();
        for group in &self.groups {
            let mut by_minute: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
            let default = [DEFAULT_TIME];
            let times = if group.times.is_empty() { &default[..] } else { &group.times };
            for (hour, minute) in times {
                by_minute.entry(*minute).or_default().insert(*hour);
            }
            let days = self.day_fields(group);
            expressions.extend(by_minute.into_iter().map(|(minute, hours)| {
                let hours: Vec<String> = hours.iter().map(u8::to_string).collect();
                format!("{minute} {} {days}", hours.join(","))
            }));
        }
        Ok(Reading { expressions, rest })
    }

    /// Adds what has only days, or only times, to the group before: `monday 9am and thursday`.
    fn merge_groups(&mut self) {
        let mut merged: Vec<Group> = Vec::new();
        for group in std::mem::take(&mut self.groups) {
            match merged.last_mut() {
                Some(last) if !(group.has(Part::Days) && group.has(Part::Times)) => {
                    last.times.extend(group.times);
                    last.days.extend(group.days);
                    last.dates.extend(group.dates);
                }
                _ => merged.push(group),
            }
        }
        self.groups = merged;
    }

    /// The last three fields.
    fn day_fields(&self, group: &Group) -> String {
        let mut dates: Vec<String> = group.dates.iter().map(u8::to_string).collect();
        if self.monthly && dates.is_empty() && group.days.is_empty() {
            dates.push("1".to_owned());
        }
        let mut days: Vec<u8> = group.days.iter().copied().collect();
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

/// Splits a word at commas, and at slashes and ampersands between days or times: `mon/wed/fri`. The
/// slash in a zone's name stays: `europe/berlin`.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    const LIST: &[char] = &['/', '&'];
    let in_list =
        |part: &str| part.starts_with(|c: char| c.is_ascii_digit()) || word(part).is_some();
    let all = text.split(',').flat_map(move |piece| {
        let is_list = piece.split(LIST).all(in_list);
        piece.split(if is_list { LIST } else { &[','] })
    });
    let all = all.map(|piece| piece.trim_matches(|c: char| "()[]@".contains(c)));
    all.filter(|piece| !piece.is_empty())
}

/// Splits `9:00z` and `09:00+01:00` into time and offset.
fn with_offset(piece: &str) -> (&str, Option<&str>) {
    if let Some(time) = piece.strip_suffix('z').filter(|time| time.contains(':')) {
        return (time, Some("utc"));
    }
    match piece.find('+').filter(|at| *at > 0 && piece[..*at].contains(':')) {
        Some(at) => (&piece[..at], Some(&piece[at..])),
        None => (piece, None),
    }
}

fn wrong(piece: &str) -> CronProblem {
    CronProblem::NotATime(piece.to_owned())
}

/// Parses `9am`, `9:30p`, `09h30`, `9.30`, `0930`, `9h`, `9`; `None` if it is not a number at all.
fn clock_time(piece: &str) -> Result<Option<(u8, u8)>, CronProblem> {
    if !piece.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    const ENDINGS: [(&str, Option<Word>); 7] = [
        ("am", Some(Word::Am)),
        ("pm", Some(Word::Pm)),
        ("a", Some(Word::Am)),
        ("p", Some(Word::Pm)),
        ("uhr", None),
        ("hrs", None),
        ("h", None),
    ];
    let ending = |(end, half): &(&str, Option<Word>)| Some((piece.strip_suffix(end)?, *half));
    let (digits, half) = ENDINGS.iter().find_map(ending).unwrap_or((piece, None));
    if !digits.chars().all(|c| c.is_ascii_digit() || ":.h".contains(c)) {
        return Ok(None);
    }
    let refused = || wrong(piece);
    let mut parts = digits.split([':', '.', 'h']);
    let (hour, minute) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(hour), None, ..) if hour.len() > 2 && hour.len() <= 4 => {
            hour.split_at(hour.len() - 2)
        }
        (Some(hour), None, ..) => (hour, "00"),
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
