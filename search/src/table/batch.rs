//! Batches of texts as rows of word counts.

use super::tokens::{self, Headwords};
use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Maps words and pairs to numbers.
pub(super) type Vocabulary = HashMap<String, u32, FixedState>;

/// For each text its distinct words, each with a weight that grows slowly with repetitions.
#[derive(Default)]
pub(super) struct Rows {
    ends: Vec<usize>,
    columns: Vec<u32>,
    weights: Vec<f32>,
}

/// One text.
pub(super) type Row<'a> = (&'a [u32], &'a [f32]);

impl Rows {
    /// Splits texts into words; words not in the vocabulary are dropped.
    pub(super) fn read<'a>(
        texts: impl Iterator<Item = &'a str>,
        vocabulary: &Vocabulary,
        stems: &Headwords,
    ) -> Rows {
        let mut rows = Rows::default();
        for text in texts {
            let mut found: Vec<u32> = Vec::new();
            keys(text, stems, |key| found.extend(vocabulary.get(key)));
            found.sort_unstable();
            for same in found.chunk_by(|one, other| one == other) {
                rows.columns.push(same[0]);
                rows.weights.push(1.0 + (same.len() as f32).ln());
            }
            rows.ends.push(rows.columns.len());
        }
        rows
    }

    pub(super) fn get(&self, row: usize) -> Row<'_> {
        let from = if row == 0 { 0 } else { self.ends[row - 1] };
        let range = from..self.ends[row];
        (&self.columns[range.clone()], &self.weights[range])
    }
}

/// Calls `found` with each word, joined word and pair of a text: [`super::Tokens::keys`] as
/// strings.
pub(super) fn keys(text: &str, stems: &Headwords, mut found: impl FnMut(&str)) {
    let mut before = String::new();
    tokens::each(text, stems, |word, joined| {
        found(word);
        if joined {
            return;
        }
        if !before.is_empty() {
            before.push(' ');
            before.push_str(word);
            found(&before);
            before.clear();
        }
        before.push_str(word);
    });
}
