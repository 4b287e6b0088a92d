//! Rewrites times as people say them into digits: `half past seven`, `halb acht`, `neuf heures et
//! demie`, `every 6h`.

use crate::calendar_words::number_word;

/// The words with spoken times in digits; all others are unchanged.
pub(super) fn in_digits(words: &[&str]) -> Vec<String> {
    let mut digits: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let repeats = at > 0 && is_every(words[at - 1]);
        let (text, used) = match span(&words[at..], repeats) {
            Some((hours, used)) => (vec![hours.to_string(), "hours".to_owned()], used),
            None => match spoken(&words[at..], digits.last().map(String::as_str)) {
                Some(Spoken { hour, minute, used, replaces }) => {
                    if replaces {
                        digits.pop();
                    }
                    (vec![format!("{hour}:{minute:02}")], used)
                }
                None => {
                    let number = number_word(words[at]).map(|number| number.to_string());
                    (vec![number.unwrap_or_else(|| words[at].to_owned())], 1)
                }
            },
        };
        digits.extend(text);
        at += used;
    }
    digits
}

/// A time that was said.
struct Spoken {
    hour: u8,
    minute: u8,
    /// The number of words.
    used: usize,
    /// Whether the hour was the word before.
    replaces: bool,
}

fn spoken(words: &[&str], before: Option<&str>) -> Option<Spoken> {
    let time = |hour: u8, minute: u8, used| Spoken { hour, minute, used, replaces: false };
    let to = |hour: u8, minute: u8, used| time(if hour == 1 { 12 } else { hour - 1 }, minute, used);
    match *words {
        ["half", "past", hour, ..] => Some(time(on_dial(hour)?, 30, 3)),
        ["half", hour, ..] => Some(time(on_dial(hour)?, 30, 2)),
        ["halb", hour, ..] => Some(to(on_dial(hour)?, 30, 2)),
        ["quarter", "past" | "after", hour, ..] | ["viertel", "nach", hour, ..] => {
            Some(time(on_dial(hour)?, 15, 3))
        }
        ["quarter", "to" | "before" | "till" | "of", hour, ..] | ["viertel", "vor", hour, ..] => {
            Some(to(on_dial(hour)?, 45, 3))
        }
        [minutes, "past", hour, ..] => {
            let minutes = number(minutes)?;
            (minutes < 60).then_some(time(on_dial(hour)?, minutes, 3))
        }
        ["et", "demie" | "demi", ..] | ["y", "media", ..] => after(before?, 30, 2),
        ["et", "quart", ..] | ["y", "cuarto", ..] => after(before?, 15, 2),
        [hour, "uhr" | "heures" | "heure" | "horas" | "hora" | "h", ref rest @ ..] => {
            // `9 Uhr 30`, but not `9 Uhr, 18 Uhr`.
            let hour = number(hour).filter(|hour| *hour < 24)?;
            let minute = match *rest {
                [minute, ref next @ ..] if minute.len() == 2 && next.first() != words.get(1) => {
                    minute.parse().ok().filter(|minute: &u8| *minute < 60)
                }
                _ => None,
            };
            Some(time(hour, minute.unwrap_or(0), if minute.is_some() { 3 } else { 2 }))
        }
        _ => None,
    }
}

/// Minutes said after the hour: `9 heures et demie`.
fn after(before: &str, minute: u8, used: usize) -> Option<Spoken> {
    let hour = before.strip_suffix(":00").or_else(|| before.strip_suffix('h')).unwrap_or(before);
    let hour = hour.parse().ok().filter(|hour: &u8| *hour < 24)?;
    Some(Spoken { hour, minute, used, replaces: true })
}

/// A number of hours between posts: `6h`, `six heures`.
fn span(words: &[&str], repeats: bool) -> Option<(u8, usize)> {
    if !repeats {
        return None;
    }
    let short = words[0].strip_suffix("hrs").or_else(|| words[0].strip_suffix('h'));
    if let Some(hours) = short.and_then(|hours| hours.parse().ok()) {
        return Some((hours, 1));
    }
    let [hours, "heures" | "horas" | "h", ..] = *words else { return None };
    Some((number(hours)?, 2))
}

/// Whether the next word is repeated: `every`, `toutes les`.
fn is_every(word: &str) -> bool {
    matches!(word, "every" | "each" | "alle" | "cada" | "les")
}

/// An hour on a dial.
fn on_dial(word: &str) -> Option<u8> {
    number(word).filter(|hour| (1..=12).contains(hour))
}

/// A number in words or digits.
fn number(word: &str) -> Option<u8> {
    number_word(word).or_else(|| word.parse().ok())
}
