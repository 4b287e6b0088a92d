//! Topics and searches that people type, by kind, from a table.

use std::fmt::Display;
use std::str::FromStr;

use super::Expression;
use crate::Topics;

/// One line for each: where it is typed, as typed, and as understood.
const TYPED: &str = include_str!("typed_expressions.tsv");

fn understood<T: FromStr<Err: Display> + Display>(typed: &str) -> String {
    match typed.parse::<T>() {
        Ok(read) => read.to_string(),
        Err(error) => format!("refuse: {error}"),
    }
}

#[test]
fn operators_of_every_kind_are_read_as_meant() {
    let mut wrong = Vec::new();
    for line in TYPED.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(place), Some(typed), Some(expected)) = (cells.next(), cells.next(), cells.next())
        else {
            panic!("{line}");
        };
        let typed = typed.replace("\\n", "\n");
        let found = match place {
            "topics" => understood::<Topics>(&typed),
            _ => understood::<Expression>(&typed),
        };
        if found != expected {
            wrong.push(format!("{place}: {typed}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
