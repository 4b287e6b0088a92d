//! Finds the name of a zone among the words of a time: `9am los angeles`, `9am UTC - 5`.

use super::meanings::has_slavic_day;
use super::numbers::number;
use super::pieces::COMMA;
use super::vocabulary::{Word, word};
use crate::Zone;

/// The longest name looked for, in words.
const LONGEST: usize = 5;

/// Takes the zone out of the pieces. `capitals` are the words typed in capital letters, if others
/// were not.
pub(super) fn take_zone(pieces: &mut Vec<String>, capitals: &[String]) -> Option<String> {
    for count in (1..=LONGEST.min(pieces.len())).rev() {
        for at in 0..=pieces.len() - count {
            let name = &pieces[at..at + count];
            let text = joined(name);
            if is_name(pieces, at, count, capitals) && Zone::is_named_by(&text) {
                let (at, count) = trimmed(pieces, at, count);
                let text = joined(&pieces[at..at + count]);
                let time =
                    pieces.get(at + count).is_some_and(|next| next == "time" || next == "zeit");
                pieces.drain(at..at + count + usize::from(time));
                return Some(text);
            }
        }
    }
    None
}

fn joined(name: &[String]) -> String {
    name.join(" ").replace(" , ", ", ")
}

/// The name without words of time around it: `am` in `am asia/kolkata`.
fn trimmed(pieces: &[String], at: usize, count: usize) -> (usize, usize) {
    let named = |at: usize, count: usize| Zone::is_named_by(&joined(&pieces[at..at + count]));
    let idle = |piece: &String| piece == COMMA || word(piece).is_some();
    let (mut at, mut count) = (at, count);
    while count > 1 && idle(&pieces[at]) && named(at + 1, count - 1) {
        (at, count) = (at + 1, count - 1);
    }
    while count > 1 && idle(&pieces[at + count - 1]) && named(at, count - 1) {
        count -= 1;
    }
    (at, count)
}

/// Whether these pieces could be a name: at least one means nothing else here.
fn is_name(pieces: &[String], at: usize, count: usize, capitals: &[String]) -> bool {
    let name = &pieces[at..at + count];
    let next = pieces.get(at + count).map(String::as_str);
    let begins_with_digit = |piece: &String| piece.starts_with(|c: char| c.is_ascii_digit());
    let at_end = |piece: Option<&String>| piece.is_some_and(|piece| piece == COMMA);
    // `9am pacific, noon eastern`
    let is_part = |piece: &String| matches!(word(piece), Some(Word::Part(_)));
    if name.iter().any(|piece| piece == "-" || begins_with_digit(piece) || is_part(piece))
        || at_end(name.first())
        || at_end(name.last())
    {
        return false;
    }
    if let [one] = name
        && matches!(one.as_str(), "la" | "et" | "de")
    {
        // Articles and the like, unless it must be Los Angeles, Eastern Time or Germany.
        let joins = next.is_some_and(|next| {
            next.starts_with(|c: char| c.is_ascii_digit())
                || matches!(next, "demi" | "demie" | "quart")
        });
        let last = next.is_none() && at > 0 || next == Some("time");
        return (last && one != "de" || capitals.contains(one)) && !joins;
    }
    // `pon, śr, pt` are days.
    if name.iter().any(|piece| piece == "pt") && has_slavic_day(pieces) {
        return false;
    }
    let means = |piece: &String| {
        let known = word(piece).filter(|word| *word != Word::Times || piece != "time");
        known.is_some() || number(&[piece.as_str()]).is_some()
    };
    let unknown = name
        .iter()
        .filter(|piece| !means(piece) && !matches!(piece.as_str(), "time" | COMMA))
        .count();
    unknown > 0
}
