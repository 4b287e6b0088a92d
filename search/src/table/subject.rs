//! A second vector for each of the commoner words: papers on the same subjects are close by it, in
//! whatever words they say so.

use std::borrow::Cow;

use super::tokens::Tokens;
use super::{Table, weigh, weighted_sum};
use crate::embedding::Embedding;

/// The vectors by subject of some of a table's words and pairs.
#[derive(Default)]
pub(crate) struct Subjects {
    pub(super) dimensions: usize,
    /// The rows of the table that have a vector, in ascending order.
    pub(super) rows: Vec<u32>,
    /// One signed byte per dimension.
    pub(super) values: Cow<'static, [u8]>,
    /// The factor for the values of each row.
    pub(super) scales: Vec<f32>,
}

impl Subjects {
    /// Rounds vectors of a table's `rows`, which must ascend, to bytes.
    pub(crate) fn new(rows: Vec<u32>, vectors: &[Vec<f64>]) -> Subjects {
        let dimensions = vectors.first().map_or(0, Vec::len);
        let (mut values, mut scales) = (Vec::<u8>::new(), Vec::new());
        for vector in vectors {
            let largest = vector.iter().fold(1e-12_f64, |most, value| most.max(value.abs()));
            let rounded = vector.iter().map(|value| (value / largest * 127.0).round() as i8);
            values.extend(rounded.map(i8::cast_unsigned));
            scales.push((largest / 127.0) as f32);
        }
        Subjects { dimensions, rows, values: values.into(), scales }
    }

    /// Whether the parts have matching sizes, for a table with so many rows.
    pub(super) fn is_sound(&self, table_rows: usize) -> bool {
        self.rows.is_sorted()
            && self.rows.last().is_none_or(|row| (*row as usize) < table_rows)
            && self.scales.len() == self.rows.len()
            && self.values.len() == self.rows.len() * self.dimensions
    }
}

impl Table {
    /// Adds vectors by subject.
    pub(crate) fn with_subjects(mut self, subjects: Subjects) -> Table {
        self.subjects = subjects;
        self
    }

    /// A text's words and pairs that at least `least` papers use, as rows of the table, each with a
    /// weight that is larger if they are repeated and if they are rare.
    pub(crate) fn tf_idf(&self, tokens: &Tokens, least: u32) -> Vec<(u32, f32)> {
        let papers = |row: u32| self.uses[row as usize].papers;
        let known = weigh(self.rows_of(tokens)).filter(|(row, _)| papers(*row) >= least);
        known.map(|(row, weight)| (row, weight * self.rarity(row))).collect()
    }

    /// The inverse document frequency of a row.
    pub(crate) fn rarity(&self, row: u32) -> f32 {
        let papers = self.uses[row as usize].papers as f32;
        1.0 + ((self.about.papers as f32 + 1.0) / (papers + 1.0)).ln()
    }

    /// How far a word or pair draws a text by subject in a direction; 0 if it has no vector.
    pub(crate) fn along(&self, key: u64, direction: &Embedding) -> f32 {
        let Subjects { dimensions, rows, values, scales } = &self.subjects;
        let place = self.rows.get(&key).and_then(|row| rows.binary_search(row).ok());
        place.map_or(0.0, |place| {
            let own = values[place * dimensions..][..*dimensions].iter().zip(direction.values());
            let dot = own.map(|(own, along)| f32::from(own.cast_signed()) * f32::from(*along));
            scales[place] * direction.inverse_norm() * dot.sum::<f32>()
        })
    }

    /// The vector by subject of a text; `None` if none of its words has one.
    pub(crate) fn subject(&self, tokens: &Tokens) -> Option<Embedding> {
        let Subjects { dimensions, rows, values, scales } = &self.subjects;
        let known = weigh(self.rows_of(tokens)).filter_map(|(row, weight)| {
            let place = rows.binary_search(&row).ok()?;
            Some((&values[place * dimensions..][..*dimensions], weight * scales[place]))
        });
        weighted_sum(*dimensions, known)
    }
}
