//! What words mean next to others: short names of days are other words in other languages.

use super::clock::clock_time;
use super::pieces::COMMA;
use super::vocabulary::{Word, word};
use crate::calendar_words::is_slavic_day;

/// The meaning of each piece; `germanic` if the text has German or Dutch words.
pub(super) fn meanings(pieces: &[String], germanic: bool) -> Vec<Option<Word>> {
    let piece = |at: usize| pieces.get(at).map_or("", String::as_str);
    let polish = has_slavic_day(pieces);
    let finnish = pieces.iter().any(|piece| piece == "klo");
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
            // `de 9h à 17h`, `dalle 9 alle 17`
            "à" | "às" | "a" | "alle" | "do" if is_time(before) && is_time(next) => {
                let start = piece(at.wrapping_sub(2));
                let from = matches!(start, "de" | "das" | "dalle" | "desde" | "od" | "von");
                let alone = matches!(piece(at), "à" | "às") && start != "dia";
                if from || alone { Some(Word::To) } else { known }
            }
            // Polish: `poniedziałek do piątku`.
            "do" if polish => {
                let range = is_day(before) && day_in_range(next).is_some();
                Some(if range { Word::To } else { Word::Filler })
            }
            // `can we do 9am`, Portuguese `do domingo`
            short if also_english(short) && !germanic => {
                let day = is_among_days(pieces, at) && !(is_day(next) && next.len() > 3);
                known.filter(|_| day).or(Some(Word::Filler))
            }
            short if finnish => day_in_range(short).map(Word::Day).or(known),
            _ => known,
        }
    });
    each.collect()
}

/// Short names of days that are English words, too: `do` is a German Thursday.
fn also_english(piece: &str) -> bool {
    matches!(piece, "do" | "we" | "so")
}

/// Whether another short name of a day is next to it, or there is nothing but days and times.
fn is_among_days(pieces: &[String], at: usize) -> bool {
    let joins = |piece: &String| matches!(word(piece), Some(Word::And | Word::To));
    let idle = |piece: &&String| *piece == COMMA || joins(piece);
    let is_short_day = |piece: &String| piece.len() == 2 && is_day(piece) && !also_english(piece);
    // `Do 9:00`, but not `do 9am`, which is English.
    let on_24_hours = |piece: &String| is_time(piece) && !piece.ends_with('m');
    let (before, after) = (&pieces[..at], &pieces[at + 1..]);
    let nearest =
        [before.iter().rev().find(|piece| !idle(piece)), after.iter().find(|piece| !idle(piece))];
    let is_listed = match (before, after) {
        // `Mo 9:00 & Do 18:00`
        ([.., joiner], [time, ..]) if joins(joiner) && on_24_hours(time) => true,
        // `Do & So`
        ([.., other, joiner], _) if joins(joiner) && also_english(other) => true,
        (_, [joiner, other, ..]) => joins(joiner) && also_english(other),
        _ => false,
    };
    if is_listed || nearest.into_iter().flatten().any(is_short_day) {
        return true;
    }
    let plain = |piece: &String| idle(&piece) || is_day(piece) || on_24_hours(piece);
    let sentence = pieces.windows(2).any(|two| two.iter().all(|piece| also_english(piece)));
    pieces.iter().all(plain) && !sentence
}

/// Whether there is the name of a day in a Slavic language, so that `pt` is a Polish Friday.
pub(super) fn has_slavic_day(pieces: &[String]) -> bool {
    pieces.iter().any(|piece| is_slavic_day(piece) || matches!(piece.as_str(), "pon" | "śr"))
}

fn is_time(piece: &str) -> bool {
    piece.starts_with(|c: char| c.is_ascii_digit())
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

/// Whether there are several parts between commas or `and`, each with a day and a time.
pub(super) fn are_complete(pieces: &[String]) -> bool {
    let is_end = |piece: &String| piece == COMMA || word(piece) == Some(Word::And);
    let complete = |part: &[String]| {
        let words = || part.iter().map(|piece| word(piece));
        let unit = words().any(|word| word == Some(Word::Every))
            && words().any(|word| word == Some(Word::DayUnit));
        let day = words().any(|word| {
            matches!(word, Some(Word::Day(_) | Word::Workdays | Word::Weekend | Word::Daily))
        });
        let time = |piece: &String| {
            matches!(word(piece), Some(Word::Part(_))) || matches!(clock_time(piece), Ok(Some(_)))
        };
        (unit || day) && part.iter().any(time)
    };
    pieces.split(is_end).count() > 1 && pieces.split(is_end).all(complete)
}
