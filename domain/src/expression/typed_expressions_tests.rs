//! Topics and searches that people type, by kind, from a table.

use std::fmt::Display;
use std::str::FromStr;

use super::Expression;
use crate::Topics;
use crate::typed_tables::{check, rows};

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
    check(rows(TYPED), |row| {
        let (place, typed) = row.split_once('\t').expect("a place and a text");
        let typed = typed.replace("\\n", "\n");
        match place {
            "topics" => understood::<Topics>(&typed),
            _ => understood::<Expression>(&typed),
        }
    });
}
