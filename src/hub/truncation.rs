//! Counts what was truncated in a response because it was longer than anything the hub usually
//! sends.

use std::collections::BTreeMap;
use std::fmt;

use super::lenient::{Lenient, Many, Text};
use super::text::plain;

/// How often each field was truncated. Only field names and counts, never the content.
#[derive(Default)]
pub(super) struct Truncations(BTreeMap<&'static str, usize>);

impl Truncations {
    /// Adds `more` truncations of a field.
    pub(super) fn add(&mut self, field: &'static str, more: usize) {
        if more > 0 {
            *self.0.entry(field).or_default() += more;
        }
    }

    /// A text on one clean line, unless it is empty.
    pub(super) fn line<const MOST: usize>(
        &mut self,
        field: &'static str,
        text: Lenient<Text<MOST>>,
    ) -> Option<String> {
        let text = text.0?;
        self.add(field, usize::from(text.is_cut));
        plain(&text.text)
    }

    /// The items of the expected kind.
    pub(super) fn items<T, const MOST: usize>(
        &mut self,
        field: &'static str,
        many: Lenient<Many<T, MOST>>,
    ) -> Vec<T> {
        let Some(many) = many.0 else { return Vec::new() };
        self.add(field, many.more);
        many.items.into_iter().filter_map(|item| item.0).collect()
    }

    /// Logs one line, if anything was truncated.
    pub(super) fn log(&self) {
        if !self.0.is_empty() {
            tracing::warn!(truncated = %self, "truncated a response of the hub that was longer than expected");
        }
    }
}

impl fmt::Display for Truncations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (field, times)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{times} of {field}")?;
        }
        Ok(())
    }
}
