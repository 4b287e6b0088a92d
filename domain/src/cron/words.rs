//! What people type for a time, read as cron expressions: `9am`, `09h30`, `every monday at 9`,
//! `mon-fri 09:00, 18:00`, `@daily`, `毎日9時`, `9:00 Europe/Berlin`.
//!
//! English, German, French, Spanish, Japanese and Chinese words for days and times are known.
//! Words that are none of these are handed back: they may name a time zone.

use std::collections::{BTreeMap, BTreeSet};

/// What was typed, understood.
pub(super) struct Reading {
    /// One expression of five fields for each minute of the hour that occurs.
    pub(super) expressions: Vec<String>,
    /// The words that were not about a time, as typed: perhaps a zone.
    pub(super) rest: Option<String>,
}

/// The time of a day that is named without one, such as `mondays`.
const DEFAULT_TIME: (u8, u8) = (9, 0);

/// Whole answers, after `@` or alone.
const MACROS: [(&str, &str); 8] = [
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("hourly", "0 * * * *"),
];

/// What a word says about when.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// A weekday, 0 for Sunday.
    Day(u8),
    /// Monday to Friday.
    Workdays,
    /// Saturday and Sunday.
    Weekend,
    /// A time of day, by name.
    Time(u8, u8),
    Am,
    Pm,
    /// Between two weekdays.
    To,
    /// Once a week, or once a month, on a day of our choice if none is named.
    Weekly,
    Monthly,
    /// A day of the month.
    Date(u8),
    /// A unit after a number: `every 6 hours`.
    Hours,
    /// A unit that cron cannot count in.
    Uncountable,
    /// Says nothing by itself.
    Filler,
}

/// Reads what was typed.
///
/// # Errors
/// What is wrong with it, as the end of a sentence.
pub(super) fn read(typed: &str) -> Result<Reading, String> {
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

/// Five cron fields, and what follows them.
type Fields<'a> = (Vec<&'a str>, Option<String>);

fn as_fields<'a>(words: &[&'a str]) -> Result<Option<Fields<'a>>, String> {
    let is_field = |(at, word): (usize, &&'a str)| {
        let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "*,-/?#".contains(c));
        let digits = word.starts_with(|c: char| c.is_ascii_digit() || c == '*' || c == '?');
        plain && (digits || at >= 3 && is_name(word))
    };
    let count = words.iter().enumerate().take_while(|field| is_field(*field)).count();
    let has_star = words[..count].iter().any(|word| word.contains(['*', '?']));
    match count {
        6.. if has_star => Err("cron has exactly five fields here; leave out the seconds".into()),
        5.. => {
            let rest = words[5..].join(" ");
            Ok(Some((words[..5].to_vec(), Some(rest).filter(|rest| !rest.is_empty()))))
        }
        2..=4 if has_star => Err("cron has exactly five fields".into()),
        _ if words.iter().any(|word| word.contains('*')) => {
            Err("cron has exactly five fields".into())
        }
        _ => Ok(None),
    }
}

/// The name of a month or weekday, or a list or range of such.
fn is_name(word: &str) -> bool {
    const NAMES: &str =
        "sun mon tue wed thu fri sat jan feb mar apr may jun jul aug sep oct nov dec";
    word.split([',', '-']).all(|part| part.len() == 3 && NAMES.contains(part))
}

/// Lower case, ASCII digits and punctuation, words of scripts without spaces set apart.
fn normalized(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    for c in typed.trim().chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{3001}' | ';' => ',',
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '`' | '"' | '“' | '”' => continue,
            c if c.is_whitespace() => ' ',
            c => c,
        };
        text.extend(c.to_lowercase());
    }
    for (from, to) in [("a.m.", "am"), ("p.m.", "pm"), ("o'clock", " "), ("o’clock", " ")] {
        text = text.replace(from, to);
    }
    if !text.is_ascii() {
        for (from, to) in SPACELESS {
            text = text.replace(from, to);
        }
    }
    text.trim().to_owned()
}

/// Japanese and Chinese, longest first, as words that are known below.
const SPACELESS: [(&str, &str); 54] = [
    ("月曜日", " mon "),
    ("火曜日", " tue "),
    ("水曜日", " wed "),
    ("木曜日", " thu "),
    ("金曜日", " fri "),
    ("土曜日", " sat "),
    ("日曜日", " sun "),
    ("月曜", " mon "),
    ("火曜", " tue "),
    ("水曜", " wed "),
    ("木曜", " thu "),
    ("金曜", " fri "),
    ("土曜", " sat "),
    ("日曜", " sun "),
    ("星期一", " mon "),
    ("星期二", " tue "),
    ("星期三", " wed "),
    ("星期四", " thu "),
    ("星期五", " fri "),
    ("星期六", " sat "),
    ("星期日", " sun "),
    ("星期天", " sun "),
    ("周一", " mon "),
    ("周二", " tue "),
    ("周三", " wed "),
    ("周四", " thu "),
    ("周五", " fri "),
    ("周六", " sat "),
    ("周日", " sun "),
    ("周末", " weekend "),
    ("週末", " weekend "),
    ("每周", " weekly "),
    ("毎週", " weekly "),
    ("毎日", " daily "),
    ("每天", " daily "),
    ("每日", " daily "),
    ("毎月", " monthly "),
    ("每月", " monthly "),
    ("毎朝", " morning "),
    ("平日", " weekdays "),
    ("工作日", " weekdays "),
    ("午前", " am "),
    ("上午", " am "),
    ("早上", " am "),
    ("午後", " pm "),
    ("下午", " pm "),
    ("晚上", " pm "),
    ("正午", " noon "),
    ("時半", ":30 "),
    ("点半", ":30 "),
    ("時", "h"),
    ("点", "h"),
    ("分", " "),
    ("到", " to "),
];

/// What a word says; `None` for one that is not about time.
fn word(text: &str) -> Option<Word> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let day = WEEKDAYS.iter().position(|names| names.split(' ').any(|name| name == text));
    if let Some(day) = day.and_then(|day| u8::try_from(day).ok()) {
        return Some(Word::Day(day));
    }
    let ordinal = ["st", "nd", "rd", "th", "er", "."].iter().find_map(|end| text.strip_suffix(end));
    if let Some(date) = ordinal.and_then(|date| date.parse().ok()).filter(|d| (1..=31).contains(d))
    {
        return Some(Word::Date(date));
    }
    let found = match text {
        "weekday" | "weekdays" | "workday" | "workdays" | "werktags" | "wochentags" => {
            Word::Workdays
        }
        "weekend" | "weekends" | "wochenende" | "wochenenden" => Word::Weekend,
        "noon" | "midday" | "mittag" | "mittags" | "midi" | "mediodía" | "mediodia" => {
            Word::Time(12, 0)
        }
        "midnight" | "mitternacht" | "minuit" | "medianoche" => Word::Time(0, 0),
        "morning" | "mornings" | "morgens" | "matin" | "matins" | "mañana" => Word::Time(9, 0),
        "afternoon" | "afternoons" | "nachmittags" => Word::Time(15, 0),
        "evening" | "evenings" | "abends" | "soir" | "soirs" => Word::Time(18, 0),
        "night" | "nights" | "nachts" => Word::Time(21, 0),
        "am" => Word::Am,
        "pm" => Word::Pm,
        "to" | "till" | "until" | "through" | "thru" | "bis" | "-" => Word::To,
        "weekly" | "week" | "wöchentlich" | "woche" | "semaine" | "semana" | "hebdomadaire"
        | "semanal" => Word::Weekly,
        "monthly" | "month" | "months" | "monatlich" | "monat" | "mois" | "mes" | "mensuel"
        | "mensual" => Word::Monthly,
        "first" => Word::Date(1),
        "hour" | "hours" | "stunde" | "stunden" | "heures" | "horas" | "hrs" => Word::Hours,
        "fortnightly" | "biweekly" | "quarterly" | "other" | "minute" | "minutes" | "min"
        | "mins" | "weeks" | "last" => Word::Uncountable,
        "every" | "each" | "at" | "on" | "the" | "of" | "day" | "days" | "daily" | "everyday"
        | "a" | "and" | "in" | "time" | "oclock" | "täglich" | "jeden" | "jede" | "jedes"
        | "tag" | "tage" | "am." | "um" | "uhr" | "und" | "im" | "tous" | "toutes" | "les"
        | "jours" | "jour" | "chaque" | "à" | "et" | "le" | "todos" | "los" | "las" | "días"
        | "dias" | "día" | "cada" | "y" | "de" | "la" | "el" | "diario" | "quotidien" | "du"
        | "once" | "twice" | "per" | "&" | "+" | "al" | "h" => Word::Filler,
        _ => return None,
    };
    Some(found)
}

/// Names of weekdays from Sunday on.
const WEEKDAYS: [&str; 7] = [
    "sun sunday sundays so sonntag sonntags dimanche dimanches dim domingo domingos dom",
    "mon monday mondays mo montag montags lundi lundis lun lunes",
    "tue tues tuesday tuesdays di dienstag dienstags mardi mardis mar martes",
    "wed weds wednesday wednesdays mi mittwoch mittwochs mercredi mercredis mer miércoles miercoles mié mie",
    "thu thur thurs thursday thursdays do donnerstag donnerstags jeudi jeudis jeu jueves jue",
    "fri friday fridays fr freitag freitags vendredi vendredis ven viernes vie",
    "sat saturday saturdays sa samstag samstags samedi samedis sam sábado sábados sabado sáb sab",
];

/// What has been read so far.
#[derive(Default)]
struct Reader {
    times: Vec<(u8, u8)>,
    days: BTreeSet<u8>,
    dates: BTreeSet<u8>,
    weekly: bool,
    monthly: bool,
    every_hours: Option<u8>,
    /// `am` or `pm` said before the time, as in Japanese and Chinese.
    half: Option<Word>,
    rest: Vec<String>,
}

impl Reader {
    fn read(mut self, words: &[&str]) -> Result<Reading, String> {
        let pieces = words.iter().flat_map(|word| pieces(word));
        let pieces: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += self.take(piece, &pieces[at + 1..])?;
        }
        self.finish()
    }

    /// Reads one piece, and says how many were used.
    fn take(&mut self, piece: &str, after: &[&str]) -> Result<usize, String> {
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
                // `9 in the evening` names one time, not two.
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
                return Err(format!(
                    "a schedule counts in days of the week or month, not in `{piece}`"
                ));
            }
            Word::To | Word::Filler => {}
        }
        Ok(1)
    }

    fn take_number(&mut self, piece: &str, after: &[&str]) -> Result<usize, String> {
        let number = piece.parse::<u8>().ok().filter(|_| piece.len() <= 2);
        match after.first().and_then(|next| word(next)) {
            Some(Word::Hours) if number.is_some() => {
                self.every_hours = number.filter(|hours| (1..=23).contains(hours));
                self.every_hours.ok_or_else(|| wrong(piece))?;
                return Ok(2);
            }
            Some(Word::Uncountable) if number.is_some() => {
                let unit = after.first().copied().unwrap_or_default();
                return Err(format!(
                    "a schedule counts in days of the week or month, not in `{piece} {unit}`"
                ));
            }
            _ => {}
        }
        if let (Some(_), Some(next)) = (number, after.first())
            && matches!(*next, "days" | "tage" | "jours" | "días")
        {
            return Err(format!(
                "a schedule counts in days of the week or month, not in `{piece} {next}`"
            ));
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

    /// From one weekday to another, over the end of the week if need be.
    fn add_days(&mut self, first: u8, last: u8) {
        let length = (last + 7 - first) % 7;
        self.days.extend((0..=length).map(|ahead| (first + ahead) % 7));
    }

    fn finish(mut self) -> Result<Reading, String> {
        let rest = (!self.rest.is_empty()).then(|| self.rest.join(" "));
        if let Some(step) = self.every_hours {
            if !self.times.is_empty() {
                return Err("it has both a time and a number of hours".to_owned());
            }
            let hours = if step == 1 { "*".to_owned() } else { format!("*/{step}") };
            let expression = format!("0 {hours} {}", self.day_fields());
            return Ok(Reading { expressions: vec![expression], rest });
        }
        let says_days = !self.days.is_empty() || !self.dates.is_empty();
        if self.times.is_empty() {
            if !says_days && !self.weekly && !self.monthly {
                return Err(match &rest {
                    Some(rest) => format!("`{rest}` isn't a time of day"),
                    None => "it has no time of day".to_owned(),
                });
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

/// A word without commas, slashes and the like between its parts.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    // A zone's name keeps its slash: `europe/berlin`.
    word.split(',').map(|piece| piece.trim_matches(|c: char| "()[]@".contains(c)))
}

fn wrong(piece: &str) -> String {
    format!("`{piece}` is not a time between 00:00 and 23:59")
}

/// `9am`, `9:30pm`, `09h30`, `9.30`, `0930`, `9`; `None` if it is no number at all.
fn clock_time(piece: &str) -> Result<Option<(u8, u8)>, String> {
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

/// A time with am or pm; `None` for `13am`. `21:00 pm` says it twice and is taken.
fn on_half((hour, minute): (u8, u8), half: Word) -> Option<(u8, u8)> {
    match (half, hour) {
        (Word::Am, 12) => Some((0, minute)),
        (Word::Am, 0..12) | (Word::Pm, 12..) => Some((hour, minute)),
        (Word::Pm, _) => Some((hour + 12, minute)),
        _ => None,
    }
}
