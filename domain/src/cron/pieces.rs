//! Splits a normalized text into pieces: words, times and commas.

use super::clock::with_zone;
use super::vocabulary::{Word, word};
use crate::calendar_words::number_word;

/// A comma between pieces.
pub(super) const COMMA: &str = ",";

/// The pieces of a text.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut pieces: Vec<String> = Vec::new();
    for (at, whole) in words.iter().enumerate() {
        for (part, piece) in whole.split(',').enumerate() {
            if part > 0 {
                pieces.push(COMMA.to_owned());
            }
            let last = at + 1 == words.len();
            let before = pieces.last().map(String::as_str).unwrap_or_default();
            for piece in listed(trimmed(piece, before, last)) {
                if let Some(parts) = day_and_part(&piece).or_else(|| with_case(&piece)) {
                    pieces.extend(<[&str; 2]>::from(parts).map(str::to_owned));
                    continue;
                }
                let (time, zone) = with_zone(&piece);
                pieces.extend([Some(time), zone].into_iter().flatten().map(str::to_owned));
            }
        }
    }
    joined(pieces)
}

/// A piece without the marks around it. A full stop makes a German date of a number, unless it ends
/// the sentence.
fn trimmed<'a>(piece: &'a str, before: &str, last: bool) -> &'a str {
    let piece = piece.trim_matches(|c: char| "()[]<>@!?'".contains(c)).trim_end_matches(':');
    let piece = piece.strip_suffix("'s").unwrap_or(piece);
    // Turkish: `9'da`, `cuma'ya`, and `ayın 1'i`, which is a date.
    let piece = match piece.split_once('\'') {
        Some((base, "de" | "da" | "te" | "ta" | "e" | "a" | "ye" | "ya")) => base,
        // `dokuzda`
        _ => ["de", "da", "te", "ta"]
            .iter()
            .find_map(|case| piece.strip_suffix(case))
            .filter(|base| base.len() > 2 && number_word(base).is_some())
            .unwrap_or(piece),
    };
    let is_date = |date: &str| date.len() <= 2 && date.bytes().all(|byte| byte.is_ascii_digit());
    match piece.strip_suffix('.') {
        Some(date) if is_date(date) && !last && word(before) != Some(Word::At) => piece,
        Some(date) if is_date(date) && matches!(before, "am" | "den" | "zum" | "jeden" | "und") => {
            piece
        }
        Some(_) => piece.trim_end_matches('.'),
        None => piece,
    }
}

/// Splits days or times with slashes or other marks between them: `mon/wed/fri`, `sat+sun`. The
/// slash in a zone's name stays: `europe/berlin`.
fn listed(piece: &str) -> Vec<String> {
    const MARKS: &[char] = &['/', '&', '+', '|'];
    let in_list = |part: &str| {
        !part.is_empty() && (part.starts_with(|c: char| c.is_ascii_digit()) || word(part).is_some())
    };
    // `2/day`
    if let Some((count, unit)) = piece.split_once('/')
        && count.len() <= 2
        && count.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(word(unit), Some(Word::DayUnit | Word::Weekly | Word::Monthly))
    {
        return [count, "times", "a", unit].map(str::to_owned).to_vec();
    }
    if piece.len() > 1 && piece.contains(MARKS) && piece.split(MARKS).all(in_list) {
        let signed = piece.contains(':') && piece.contains('+');
        if !signed {
            let parts: Vec<&str> = piece.split(MARKS).collect();
            return parts.join(" , ").split(' ').map(str::to_owned).collect();
        }
    }
    match piece {
        "" => Vec::new(),
        "/" | "|" | ";" => vec![COMMA.to_owned()],
        "&" | "+" | "-" => vec![piece.to_owned()],
        _ if !piece.chars().any(char::is_alphanumeric) => Vec::new(),
        _ => vec![piece.to_owned()],
    }
}

/// Splits `freitagabend`.
fn day_and_part(piece: &str) -> Option<(&str, &str)> {
    let at = ["tag", "mittwoch", "sonnabend", "dag"]
        .iter()
        .find_map(|end| Some(piece.find(end)? + end.len()))?;
    let (day, part) = piece.split_at(at);
    // On its own, `morgen` is tomorrow.
    let part = if part == "morgen" { "morgens" } else { part };
    let both = (word(day), word(part));
    matches!(both, (Some(Word::Day(_)), Some(Word::Part(_)))).then_some((day, part))
}

/// Splits the case off a day or a time, where it means "from", as in Turkish and Finnish:
/// `pazartesi'den`, `9'dan`, `maanantaista`.
fn with_case(piece: &str) -> Option<(&str, &str)> {
    let turkish = piece.split_once('\'');
    let turkish = turkish.filter(|(_, case)| matches!(*case, "den" | "dan" | "ten" | "tan"));
    let base = turkish.map(|(base, _)| base).or_else(|| piece.strip_suffix("sta"))?;
    let day = matches!(word(base), Some(Word::Day(_)));
    (day || turkish.is_some()).then_some((base, "-"))
}

/// Joins what belongs together: `9 p. m.`, `utc - 5`.
fn joined(pieces: Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::with_capacity(pieces.len());
    let mut rest = pieces.into_iter().peekable();
    while let Some(piece) = rest.next() {
        let offset = |next: &String| next.starts_with(['+', '-']);
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
        if matches!(piece.as_str(), "utc" | "gmt")
            && let Some(sign) = rest.next_if(offset)
        {
            let alone = sign.len() == 1;
            match rest.next_if(|next| alone && digits(next)) {
                Some(hours) => all.push(format!("{piece}{sign}{hours}")),
                None if alone => all.extend([piece, sign]),
                None => all.push(format!("{piece}{sign}")),
            }
            continue;
        }
        // `9h 30`
        let hour = piece.strip_suffix('h').is_some_and(|hour| !hour.is_empty() && digits(hour));
        if hour && let Some(minute) = rest.next_if(|next| next.len() == 2 && digits(next)) {
            match rest.peek().is_some_and(|next| next == "h" || next == "uhr") {
                true => all.extend([piece, minute]),
                false => all.push(format!("{piece}{minute}")),
            }
            continue;
        }
        let after_time =
            all.last().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()));
        if matches!(piece.as_str(), "a" | "p")
            && after_time
            && rest.next_if(|next| next == "m").is_some()
        {
            all.push(format!("{piece}m"));
            continue;
        }
        all.push(piece);
    }
    all
}

/// Whether there are German words, so that `am` before a day is no half of the day.
pub(super) fn is_german(pieces: &[String]) -> bool {
    const GERMAN: &str = "uhr um jeden jede jedes jedem und taglich täglich wochentlich wöchentlich \
                          monatlich monats werktags zum früh morgens mittags nachmittags nachts";
    pieces.iter().any(|piece| {
        let bare = piece.trim_end_matches('.');
        let known = GERMAN.split(' ').any(|word| word == bare) || piece.ends_with("uhr");
        let day = matches!(word(piece), Some(Word::Day(_) | Word::Weekend | Word::Part(_)));
        let named = ["tag", "tags", "mittwoch", "mittwochs", "wochenende", "abend", "abends"];
        known || day && named.iter().any(|end| piece.ends_with(end))
    })
}
