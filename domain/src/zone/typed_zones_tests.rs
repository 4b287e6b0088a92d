//! Zones that people type, by kind, from a table.

use jiff::Timestamp;

use super::{Zone, ZoneError};
use crate::typed_tables::{check, rows};

/// One line for each: as typed, and as understood.
const TYPED: &str = include_str!("typed_zones.tsv");

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

#[test]
fn zones_of_every_kind_are_read_as_meant() {
    check(rows(TYPED), understood);
}

#[test]
fn spaces_and_quotes_change_nothing() {
    let quoted = |typed: &str| format!("  `{typed}` ");
    let spaced = |typed: &str| typed.replace(' ', "  ");
    check(rows(TYPED).map(|(typed, expected)| (quoted(typed), expected)), understood);
    check(rows(TYPED).map(|(typed, expected)| (spaced(typed), expected)), understood);
}
