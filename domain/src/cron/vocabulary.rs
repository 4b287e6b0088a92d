//! Words for times and days in six languages, and how a text is split into them. Those of weekdays are
//! in `calendar_words`.

use crate::calendar_words::{spaceless_weekdays, weekday};

/// Complete expressions, with or without `@`.
pub(super) const MACROS: [(&str, &str); 8] = [
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("hourly", "0 * * * *"),
];

/// What a word means in a time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A weekday, 0 for Sunday.
    Day(u8),
    /// Monday to Friday.
    Workdays,
    /// Saturday and Sunday.
    Weekend,
    /// A named time of day.
    Time(u8, u8),
    Am,
    Pm,
    /// Between two weekdays.
    To,
    /// Once a week or month, on a default day if none is named.
    Weekly,
    Monthly,
    /// A day of the month.
    Date(u8),
    /// A unit after a number: `every 6 hours`.
    Hours,
    /// A unit that cron can't express.
    Uncountable,
    /// A word without meaning of its own.
    Filler,
}

/// Normalizes to lower case and ASCII digits and punctuation, and separates words in scripts
/// without spaces.
pub(super) fn normalized(typed: &str) -> String {
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
        for (from, to) in spaceless_weekdays() {
            text = text.replace(from, &format!(" {to} "));
        }
        for (from, to) in SPACELESS {
            text = text.replace(from, to);
        }
    }
    text.trim().to_owned()
}

/// Other Japanese and Chinese expressions, longest first, with equivalents from the list below.
const SPACELESS: [(&str, &str); 27] = [
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
    ("每", " "),
    ("毎", " "),
];

/// The meaning of a word; `None` if it is not about time.
pub(super) fn word(text: &str) -> Option<Word> {
    let text = text.strip_suffix('.').unwrap_or(text);
    if let Some(day) = weekday(text).filter(|_| !["die", "mit"].contains(&text)) {
        return Some(Word::Day(day.to_sunday_zero_offset().unsigned_abs()));
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
        | "mins" | "weeks" | "last" | "second" | "third" | "fourth" => Word::Uncountable,
        "every" | "each" | "at" | "on" | "the" | "of" | "day" | "days" | "daily" | "everyday"
        | "a" | "and" | "in" | "time" | "oclock" | "täglich" | "jeden" | "jede" | "jedes"
        | "tag" | "tage" | "am." | "um" | "uhr" | "und" | "im" | "tous" | "toutes" | "les"
        | "jours" | "jour" | "chaque" | "à" | "et" | "le" | "todos" | "los" | "las" | "días"
        | "dias" | "día" | "cada" | "y" | "de" | "la" | "el" | "diario" | "quotidien" | "du"
        | "once" | "twice" | "per" | "alle" | "from" | "von" | "&" | "+" | "al" | "h" | "die"
        | "mit" => Word::Filler,
        _ => return None,
    };
    Some(found)
}
