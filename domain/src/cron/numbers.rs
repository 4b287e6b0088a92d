//! Numbers from 0 to 59 in words: `forty-five`, `dreiundzwanzig`, `dix-huit`.

use crate::calendar_words::number_word;
use crate::without_accents;

/// A number at the beginning of some words.
pub(super) struct Number {
    pub(super) value: u8,
    /// The number of words that it takes.
    pub(super) used: usize,
    /// Whether it is in letters.
    pub(super) spelled: bool,
}

/// Eleven to nineteen beyond the words that days use, too.
const TEENS: [(u8, &str); 7] = [
    (13, "thirteen dreizehn treize trece treze tredici dertien tretton"),
    (14, "fourteen vierzehn quatorze catorce catorze quattordici veertien fjorton"),
    (15, "fifteen funfzehn quinze quince quindici vijftien femton"),
    (16, "sixteen sechzehn seize dieciseis dezesseis sedici zestien sexton"),
    (17, "seventeen siebzehn dix-sept diecisiete dezessete diciassette zeventien sjutton"),
    (18, "eighteen achtzehn dix-huit dieciocho dezoito diciotto achttien arton"),
    (19, "nineteen neunzehn dix-neuf diecinueve dezenove diciannove negentien nitton"),
];
const TENS: [(u8, &str); 4] = [
    (20, "twenty zwanzig vingt veinte vinte venti twintig tjugo"),
    (30, "thirty dreissig trente treinta trinta trenta dertig trettio"),
    (40, "forty fourty vierzig quarante cuarenta quarenta quaranta veertig fyrtio"),
    (50, "fifty funfzig cinquante cincuenta cinquenta cinquanta vijftig femtio"),
];

/// Reads the number that the words begin with, in digits or letters.
pub(super) fn number(words: &[&str]) -> Option<Number> {
    let first = *words.first()?;
    if let Ok(value) = first.parse() {
        return Some(Number { value, used: 1, spelled: false });
    }
    let spelled = |value, used| Some(Number { value, used, spelled: true });
    let first = without_accents(first);
    if first == "zero" || first == "null" || first == "cero" {
        return spelled(0, 1);
    }
    let ones = |word: &str| number_word(word).filter(|value| *value < 10);
    if let Some(tens) = among(&TENS, &first) {
        let next = |at: usize| words.get(at).and_then(|word| ones(word));
        return match (next(1), words.get(1)) {
            (Some(one), _) => spelled(tens + one, 2),
            (None, Some(&("et" | "y"))) => {
                match next(2).filter(|_| tens > 20 || first == "vingt") {
                    Some(one) => spelled(tens + one, 3),
                    None => spelled(tens, 1),
                }
            }
            _ => spelled(tens, 1),
        };
    }
    spelled(one_word(&first)?, 1)
}

/// A number in one word, possibly with hyphens.
pub(super) fn one_word(word: &str) -> Option<u8> {
    if let Some(known) = number_word(word).or_else(|| among(&TEENS, word)) {
        return Some(known);
    }
    if let Some(tens) = among(&TENS, word) {
        return Some(tens);
    }
    let ones = |word: &str| match word {
        "ein" | "un" | "uno" => Some(1),
        word => number_word(word).filter(|value| *value < 10),
    };
    // `twenty-one`, `vingt-et-un`.
    if let Some((tens, one)) = word.split_once('-') {
        let one = one.strip_prefix("et-").unwrap_or(one);
        return Some(among(&TENS, tens)? + ones(one)?);
    }
    // `einundzwanzig`, `veintiuno`.
    if let Some((one, tens)) = word.split_once("und") {
        return Some(among(&TENS, tens)? + ones(one)?);
    }
    Some(20 + ones(word.strip_prefix("veinti")?)?)
}

fn among(table: &[(u8, &str)], word: &str) -> Option<u8> {
    let named = |names: &str| names.split(' ').any(|name| name == word);
    table.iter().find(|(_, names)| named(names)).map(|(value, _)| *value)
}

/// The day of the month of an ordinal in letters: `fifteenth`, `ersten`, `primero`.
pub(super) fn ordinal_word(word: &str) -> Option<u8> {
    const IRREGULAR: [(u8, &str); 10] = [
        (1, "first erste ersten erster eerste premier primero primer primo pierwszego 1er"),
        (2, "second zweite zweiten tweede deuxieme segundo"),
        (3, "third dritte dritten derde tredje troisieme tercero tercer"),
        (4, "fjarde fjerde"),
        (6, "sjatte sjette"),
        (5, "fifth cinquieme quinto"),
        (8, "eighth"),
        (9, "ninth neuvieme noveno"),
        (12, "twelfth"),
        (7, "siebte siebten septimo"),
    ];
    if let Some(known) = among(&IRREGULAR, word) {
        return Some(known);
    }
    if let Some((tens, one)) = word.split_once('-') {
        let one = ordinal_word(one).filter(|one| *one < 10)?;
        return Some(among(&TENS, tens)? + one).filter(|date| *date <= 31);
    }
    let tens = word.strip_suffix("ieth").map(|stem| format!("{stem}y"));
    let endings = ["th", "ten", "sten", "te", "ste", "ieme"];
    let stems = endings.iter().filter_map(|end| word.strip_suffix(end));
    let date = tens.and_then(|stem| one_word(&stem)).or_else(|| stems.filter_map(one_word).next());
    date.filter(|date| (1..=31).contains(date))
}
