//! What words mean next to others: short names of days are other words in other languages.

use super::pieces::COMMA;
use super::vocabulary::{Word, word};
use crate::calendar_words::is_slavic_day;

/// The meaning of each piece.
pub(super) fn meanings(pieces: &[String]) -> Vec<Option<Word>> {
    let piece = |at: usize| pieces.get(at).map_or("", String::as_str);
    let polish = has_slavic_day(pieces);
    let each = (0..pieces.len()).map(|at| {
        let known = word(piece(at));
        let (before, next) = (piece(at.wrapping_sub(1)), piece(at + 1));
        match piece(at) {
            // Italian and Polish prepositions: `di lunedì`, `we wtorki`.
            "di" | "we" if is_day(next) && next.len() > 3 => Some(Word::Filler),
            "di" if matches!(word(next), Some(Word::Every | Word::Monthly)) => Some(Word::Filler),
            // `9am MA` is Massachusetts.
            "ma" | "wo" | "vr" | "za" | "zo" | "van"
                if next.is_empty() && before != COMMA && !is_day(before) =>
            {
                known.filter(|_| at == 0)
            }
            "pt" if polish => Some(Word::Day(5)),
            short if next == "klo" => day_in_range(short).map(Word::Day).or(known),
            _ => known,
        }
    });
    each.collect()
}

/// Whether there is the name of a day in a Slavic language, so that `pt` is a Polish Friday.
pub(super) fn has_slavic_day(pieces: &[String]) -> bool {
    pieces.iter().any(|piece| is_slavic_day(piece) || matches!(piece.as_str(), "pon" | "śr"))
}

fn is_day(piece: &str) -> bool {
    matches!(word(piece), Some(Word::Day(_)))
}

/// A day at an end of a range, where it may be shorter than elsewhere: Polish `pt`, Finnish `to`.
pub(super) fn day_in_range(text: &str) -> Option<u8> {
    match (text, word(text)) {
        (_, Some(Word::Day(day))) => Some(day),
        ("ti", _) => Some(2),
        ("ke", _) => Some(3),
        ("to", _) => Some(4),
        ("pt" | "pe", _) => Some(5),
        ("la", _) => Some(6),
        _ => None,
    }
}
