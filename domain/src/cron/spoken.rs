//! Rewrites times as people say them into digits: `half past seven`, `halb acht`, `neuf heures et
//! demie`, `ten to nine`, `every 6h`.

use super::clock::DayPart;
use super::numbers::{Number, number};
use super::vocabulary::{Word, word};

/// Words that only Dutch has, and its numbers that English doesn't have.
const DUTCH: [&str; 23] = [
    "om",
    "uur",
    "elke",
    "iedere",
    "dagelijks",
    "wekelijks",
    "ochtend",
    "avond",
    "ochtends",
    "avonds",
    "middags",
    "op",
    "een",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "negen",
    "tien",
    "twaalf",
];

/// Whether a word is only Dutch.
pub(super) fn is_dutch(pieces: &[String]) -> bool {
    pieces.iter().any(|piece| DUTCH.contains(&piece.as_str()))
}

/// The pieces with spoken times and numbers in digits; all others are unchanged. `dutch` if the text
/// has Dutch words.
pub(super) fn in_digits(pieces: &[String], dutch: bool) -> Vec<String> {
    let mut words = with_halves_apart(pieces);
    // In Dutch, `half 9` is half past eight, as in German.
    if dutch {
        words.iter_mut().filter(|word| **word == "half").for_each(|word| *word = "halb");
    }
    let mut digits: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let before = at.checked_sub(1).map(|at| words[at]);
        let repeats =
            before.is_some_and(|before| before != "a" && word(before) == Some(Word::Every));
        let (text, used) = match span(&words[at..], repeats) {
            Some((hours, used)) => (vec![hours.to_string(), "hours".to_owned()], used),
            None => match spoken(&words[at..], digits.last().map(String::as_str), before) {
                Some(Spoken { hour, minute, used, replaces }) => {
                    if replaces {
                        digits.pop();
                    }
                    (vec![format!("{hour}:{minute:02}")], used)
                }
                None => plain(&words[at..]),
            },
        };
        digits.extend(text);
        at += used;
    }
    digits
}

/// The pieces, with `am` or `pm` separate from an hour to which minutes were said: `quarter to 6pm`.
/// Before noon and midnight, it is the other half: `ten to 12pm` is in the morning.
fn with_halves_apart(pieces: &[String]) -> Vec<&str> {
    let piece = |at: usize| pieces.get(at).map_or("", String::as_str);
    let is_count = |text: &str| {
        let unit = matches!(text, "half" | "quarter" | "minute" | "minutes" | "min" | "mins");
        unit || number(&[text]).is_some_and(|number| number.spelled)
    };
    let mut words = Vec::with_capacity(pieces.len());
    for at in 0..pieces.len() {
        let whole = piece(at);
        let joined = ["am", "pm"].iter().find_map(|half| Some((whole.strip_suffix(*half)?, *half)));
        let (hour, half, place) = match joined {
            Some(("", half)) if at > 0 => (piece(at - 1), half, at - 1),
            Some((hour, half)) => (hour, half, at),
            None => ("", "", at),
        };
        // In `from nine to 12pm`, they are hours.
        let from = matches!(piece(place.wrapping_sub(3)), "from" | "between");
        let said = place >= 2 && !from && is_count(piece(place - 2)) && number(&[hour]).is_some();
        let to = matches!(piece(place.wrapping_sub(1)), "to" | "before" | "till" | "til" | "of");
        let past = matches!(piece(place.wrapping_sub(1)), "past" | "after");
        if half.is_empty() || !said || !(to || past) {
            words.push(whole);
            continue;
        }
        if place == at {
            words.push(hour);
        }
        let noon = to && matches!(hour, "12" | "twelve");
        words.push(if noon && half == "pm" || !noon && half == "am" { "am" } else { "pm" });
    }
    words
}

/// A word, or a number in digits.
fn plain(words: &[&str]) -> (Vec<String>, usize) {
    let known = number(words).filter(|number| number.spelled);
    match known.filter(|_| !matches!(word(words[0]), Some(Word::Ordinal(_) | Word::Count(_)))) {
        Some(Number { value, used, .. }) => (vec![value.to_string()], used),
        None => (vec![words[0].to_owned()], 1),
    }
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

impl Spoken {
    fn at(hour: u8, minute: u8, used: usize) -> Option<Spoken> {
        Some(Spoken { hour, minute, used, replaces: false })
    }

    /// So many minutes before the hour.
    fn to(hour: u8, minutes: u8, used: usize) -> Option<Spoken> {
        let hour = match hour {
            0 => 23,
            1 => 12,
            hour => hour - 1,
        };
        Spoken::at(hour, 60 - minutes, used)
    }
}

fn spoken(words: &[&str], last: Option<&str>, before: Option<&str>) -> Option<Spoken> {
    match *words {
        ["half", "past" | "after", hour, ..] => Spoken::at(on_dial(hour)?, 30, 3),
        ["half", hour, ..] => Spoken::at(on_dial(hour)?, 30, 2),
        ["halb" | "halv" | "puoli", hour, ..] | ["wpół" | "wpol", "do", hour, ..] => {
            let used = if words[1] == "do" { 3 } else { 2 };
            Spoken::to(on_dial(hour)?, 30, used)
        }
        ["dreiviertel", hour, ..] => Spoken::to(on_dial(hour)?, 15, 2),
        ["quarter", "past" | "after", hour, ..]
        | ["viertel", "nach", hour, ..]
        | ["kwart" | "kvart", "over" | "över", hour, ..]
        | ["kwadrans", "po", hour, ..] => Spoken::at(on_dial(hour)?, 15, 3),
        ["quarter", "to" | "before" | "till" | "til" | "of", hour, ..]
        | ["viertel", "vor", hour, ..]
        | ["kwart" | "kvart", "voor" | "i" | "på", hour, ..] => Spoken::to(on_dial(hour)?, 15, 3),
        ["et", "demie" | "demi", ..] | ["y", "media", ..] => after(last?, 30, 2),
        ["e", "mezza" | "mezzo" | "meia", ..] => after(last?, 30, 2),
        ["buçuk" | "bucuk", ..] => after(last?, 30, 1),
        ["et", "quart", ..] | ["y", "cuarto", ..] => after(last?, 15, 2),
        ["e", "un" | "um", "quarto", ..] => after(last?, 15, 3),
        ["moins" | "menos" | "meno", ref rest @ ..] => less(last?, rest),
        ["y", ref rest @ ..] => {
            let minutes = number(rest).filter(|minutes| minutes.spelled && minutes.value < 60)?;
            let hour = last?.strip_suffix(":00").unwrap_or(last?);
            let said =
                before.is_some_and(|before| number(&[before]).is_some_and(|one| one.spelled));
            let said = said || last?.ends_with(":00");
            after(hour, minutes.value, minutes.used + 1).filter(|_| said)
        }
        _ => by_number(words),
    }
}

/// A time that begins with a number.
fn by_number(words: &[&str]) -> Option<Spoken> {
    // Danish and Norwegian `ti` is a Tuesday elsewhere.
    let ten = Number { value: 10, used: 1, spelled: true };
    let ten = matches!(words, ["ti", "i" | "på" | "over", ..]).then_some(ten);
    let first = ten.or_else(|| number(words))?;
    let rest = &words[first.used..];
    // `10 minutes past 9`
    let (named, rest) = match *rest {
        ["minute" | "minutes" | "min" | "mins" | "minuten", ref rest @ ..] => (1, rest),
        ref rest => (0, rest),
    };
    let minutes = first.value;
    let used = first.used + named;
    match *rest {
        ["past" | "after" | "nach" | "over" | "över", ref rest @ ..] if minutes < 60 => {
            if let ["halb", hour, ..] = *rest {
                let half = Spoken::to(on_dial(hour)?, 30, used + 3)?;
                return Spoken::at(half.hour, (30 + minutes).min(59), used + 3);
            }
            Spoken::at(on_dial(rest.first()?)?, minutes, used + 2)
        }
        // `9 to 5` is a range, `ten to nine` isn't.
        ["i" | "på", hour, ..]
            if matches!(words[0], "fem" | "tio" | "ti" | "tjugo" | "tyve" | "tjue")
                && on_dial(hour).is_some() =>
        {
            Spoken::to(on_dial(hour)?, minutes, used + 2)
        }
        [to @ ("to" | "before" | "till" | "vor" | "voor"), ref rest @ ..]
            if (1..60).contains(&minutes)
                && (named > 0
                    || to.starts_with("vo")
                    || first.spelled && minutes.is_multiple_of(5)) =>
        {
            if let ["halb", hour, ..] = *rest {
                let half = Spoken::to(on_dial(hour)?, 30, used + 3)?;
                return Spoken::at(half.hour, 30_u8.checked_sub(minutes)?, used + 3);
            }
            let hour = on_dial(rest.first()?)?;
            // `nine to five`
            let range = first.spelled && named == 0 && minutes == 5 && to == "to" && hour < 5;
            (!range).then(|| Spoken::to(hour, minutes, used + 2))?
        }
        _ if named > 0 => None,
        [
            "uhr" | "heures" | "heure" | "horas" | "hora" | "uur" | "ore" | "hs" | "h",
            ref rest @ ..,
        ] => {
            let hour = Some(first.value).filter(|hour| *hour < 24)?;
            let unit = words.get(first.used);
            match minutes_after(rest, unit) {
                Some((minute, more)) => Spoken::at(hour, minute, used + 1 + more),
                None => Spoken::at(hour, 0, used + 1),
            }
        }
        // `nine thirty`, `seven oh five`, `9 30`
        ref rest => {
            let hour = Some(first.value).filter(|hour| *hour < 24)?;
            if let [oh, one, ..] = *rest
                && first.spelled
                && matches!(oh, "oh" | "o" | "zero")
            {
                let one = number(&[one]).filter(|one| one.spelled && one.value < 10)?;
                return Spoken::at(hour, one.value, used + 2);
            }
            let minute = number(rest)?;
            let digits = rest.first()?;
            let typed = digits.len() == 2 && (minute.value > 23 || *digits == "00");
            let said = first.spelled && minute.spelled && minute.value >= 10;
            let both = said || !first.spelled && !minute.spelled && typed;
            let next = rest.get(minute.used).and_then(|next| number(&[next]));
            (both && minute.value < 60 && next.is_none())
                .then(|| Spoken::at(hour, minute.value, used + minute.used))?
        }
    }
}

/// The minutes of `9 Uhr 30` and `huit heures vingt`, but not of `9 Uhr, 18 Uhr`.
fn minutes_after(rest: &[&str], unit: Option<&&str>) -> Option<(u8, usize)> {
    let minute = number(rest).filter(|minute| minute.value < 60)?;
    let two = minute.spelled || rest.first()?.len() == 2;
    (two && rest.get(minute.used) != unit).then_some((minute.value, minute.used))
}

/// Minutes said after the hour: `9 heures et demie`, `midi et quart`.
fn after(last: &str, minute: u8, used: usize) -> Option<Spoken> {
    Some(Spoken { hour: hour_of(last)?, minute, used, replaces: true })
}

/// `neuf heures moins le quart`, `nueve menos diez`.
fn less(last: &str, rest: &[&str]) -> Option<Spoken> {
    let (article, rest) = match *rest {
        ["le" | "un" | "um", ref rest @ ..] => (1, rest),
        ref rest => (0, rest),
    };
    let (minutes, used) = match *rest {
        ["quart" | "cuarto" | "quarto", ..] => (15, 1),
        ref rest => number(rest).map(|minutes| (minutes.value, minutes.used))?,
    };
    let hour = hour_of(last).filter(|_| (1..60).contains(&minutes))?;
    Spoken::to(hour, minutes, 1 + article + used).map(|said| Spoken { replaces: true, ..said })
}

/// A whole hour that was read before.
fn hour_of(last: &str) -> Option<u8> {
    if let Some(Word::Part(part @ (DayPart::Noon | DayPart::Midnight))) = word(last) {
        return Some(part.default_time().0);
    }
    let hour = last.strip_suffix(":00").or_else(|| last.strip_suffix('h')).unwrap_or(last);
    hour.parse().ok().filter(|hour: &u8| *hour < 24)
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
    let count = number(words)?;
    match words.get(count.used) {
        Some(&("heures" | "horas" | "h" | "ore" | "uur" | "saat")) => {
            Some((count.value, count.used + 1))
        }
        _ => None,
    }
}

/// An hour on a dial, noon or midnight.
fn on_dial(text: &str) -> Option<u8> {
    match word(text) {
        Some(Word::Part(DayPart::Noon)) => Some(12),
        Some(Word::Part(DayPart::Midnight)) => Some(0),
        _ if text == "ti" => Some(10),
        _ => number(&[text]).map(|hour| hour.value).filter(|hour| (1..=12).contains(hour)),
    }
}
