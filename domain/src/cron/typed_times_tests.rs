//! Times that people type, by kind, from a table.

use proptest::prelude::*;

use super::{CronError, When};
use crate::typed_tables::{check, rows};

/// One line for each: as typed, and as understood.
const TYPED: [&str; 2] =
    [include_str!("typed_times.tsv"), include_str!("typed_times_by_language.tsv")];

fn typed() -> impl Iterator<Item = (&'static str, &'static str)> {
    TYPED.into_iter().flat_map(rows)
}

fn understood(typed: &str) -> String {
    match When::parse(typed) {
        Ok(When { cron, zone: Some(zone) }) => format!("{cron} in {zone}"),
        Ok(When { cron, zone: None }) => cron.to_string(),
        Err(CronError::Unreadable { problem, .. }) => format!("refuse: {problem:?}"),
        Err(other) => format!("refuse: {other:?}"),
    }
}

#[test]
fn times_of_every_kind_are_read_as_meant() {
    check(typed(), understood);
}

#[test]
fn case_width_spaces_and_courtesies_change_nothing() {
    let mut variants: Vec<(String, &str)> = Vec::new();
    for (typed, expected) in typed().filter(|(_, expected)| !expected.starts_with("refuse")) {
        // A lower-case `la` can be an article.
        let fixed = ["9am LA", "9am ET", "9 AM ET"].iter().any(|place| typed.starts_with(place));
        if typed.starts_with('@') || typed.contains('=') || fixed {
            continue;
        }
        let wide: String = typed
            .chars()
            .map(|c| match c {
                '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
                c => c,
            })
            .collect();
        variants.extend(
            [
                typed.to_uppercase(),
                wide,
                typed.replace(' ', "  \u{a0}"),
                format!(" `{typed}` "),
                format!("\u{200b}{typed}\u{feff}"),
            ]
            .map(|variant| (variant, expected)),
        );
        let is_cron = typed.contains(" * ") || typed.contains("cron");
        if !is_cron {
            let courtesies = [format!("please {typed}"), format!("{typed} please")];
            variants.extend(courtesies.map(|courtesy| (courtesy, expected)));
        }
    }
    check(variants, understood);
}

/// Words of all kinds, in any order.
fn soup() -> impl Strategy<Value = String> {
    let words: Vec<&str> = typed().flat_map(|(typed, _)| typed.split(' ')).collect();
    let piece = prop_oneof![
        8 => prop::sample::select(words).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
        1 => "[0-9]{1,4}[:.h,;-]?[0-9]{0,2}",
    ];
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn no_words_panic_and_every_reading_is_stable(text in soup()) {
        if let Ok(When { cron, .. }) = When::parse(&text) {
            prop_assert_eq!(cron.as_str().parse(), Ok(cron.clone()), "{}", text);
            let spaced = format!("  {text}\u{200b} ");
            prop_assert_eq!(When::parse(&spaced).map(|when| when.cron), Ok(cron), "{}", text);
        }
    }
}
