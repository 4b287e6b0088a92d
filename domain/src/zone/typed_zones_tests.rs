//! Zones that people type, by kind, from a table.

use jiff::Timestamp;

use super::{Zone, ZoneError};

/// One line for each: as typed, and as understood.
const TYPED: &str = include_str!("typed_zones.tsv");

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    TYPED.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

fn understood(typed: &str) -> String {
    let now: Timestamp = "2026-01-15T13:07:00Z".parse().expect("a time");
    let (asked, choices) = match Zone::read(typed, now) {
        Ok(zone) => return zone.name().to_owned(),
        Err(ZoneError::Ambiguous { why, choices, .. }) => (format!("ask {why:?}"), choices),
        Err(ZoneError::Unknown { choices, .. }) => ("unknown".to_owned(), choices),
    };
    let names: Vec<&str> = choices.iter().map(|(zone, _)| zone.name()).collect();
    format!("{asked}: {}", names.join(" "))
}

fn check(variant: impl Fn(&str) -> String) {
    let wrong: Vec<String> = rows()
        .map(|(typed, expected)| (variant(typed), expected))
        .map(|(typed, expected)| (understood(&typed), typed, expected))
        .filter(|(found, _, expected)| found != expected)
        .map(|(found, typed, expected)| format!("{typed}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn zones_of_every_kind_are_read_as_meant() {
    check(str::to_owned);
}

#[test]
fn spaces_and_quotes_change_nothing() {
    check(|typed| format!("  `{typed}` "));
    check(|typed| typed.replace(' ', "  "));
}
