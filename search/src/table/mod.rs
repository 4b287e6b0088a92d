//! A table of word vectors trained on papers: semantic matching without a sentence encoder.
//!
//! A text's vector is the weighted mean of the vectors of its words and pairs of adjacent words.
//! [`TrainingSet::train`] makes a table from papers; [`Table::builtin`] is built into the program.
//! A table also has vectors by subject, and predicts from them which concepts a paper is about; these
//! are learned in `topics`.

mod batch;
mod file_format;
mod gradient;
mod predictor;
mod subject;
mod tokens;
mod train;
mod training_set;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use foldhash::fast::FixedState;

use crate::embedding::Embedding;
pub use file_format::{About, TableError};
pub(crate) use predictor::{Predictor, Predictors};
pub(crate) use subject::Subjects;
pub(crate) use tokens::{Tokens, pair};
pub use train::{Settings, Step};
pub use training_set::{BroadTopic, TrainingSet};

/// The built-in table.
const BUILTIN: &[u8] = include_bytes!("table.safetensors");

static TABLE: OnceLock<Arc<Table>> = OnceLock::new();

/// Word vectors, with statistics on how often and where papers use the words.
pub struct Table {
    about: About,
    dimensions: usize,
    /// The row of each word and pair, by hash.
    rows: HashMap<u64, u32, FixedState>,
    /// The words themselves in UTF-8, one per line: one word, or two separated by a space.
    words: Cow<'static, [u8]>,
    /// One signed byte per dimension.
    values: Cow<'static, [u8]>,
    /// The factor for the values of each row.
    scales: Vec<f32>,
    uses: Vec<Uses>,
    background: Background,
    subjects: Subjects,
    predictors: Predictors,
}

/// A table's rows by the terms of another vocabulary.
#[derive(Default)]
pub(crate) struct TermRows {
    words: HashMap<u32, u32, FixedState>,
    pairs: HashMap<(u32, u32), u32, FixedState>,
}

/// How many of the papers in the training data use a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    /// In the title, abstract or keywords.
    pub(crate) papers: u32,
    /// In the title.
    pub(crate) titles: u32,
    /// At least twice.
    pub(crate) repeated: u32,
}

/// The distribution of papers' vectors: whether a cosine is high can only be judged against it.
#[derive(Default)]
struct Background {
    mean: Vec<f32>,
    /// In row-major order.
    covariance: Vec<f32>,
}

/// A topic's cosines with papers: their mean and standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) mean: f32,
    pub(crate) deviation: f32,
}

impl Spread {
    /// The number of standard deviations by which a cosine is above the mean.
    pub(crate) fn deviations(self, cosine: f32) -> f32 {
        (cosine - self.mean) / self.deviation
    }
}

impl Table {
    /// The table in use: the built-in one, or the one passed to [`Table::use_instead`].
    ///
    /// # Panics
    /// Never: a test reads the built-in table.
    pub fn builtin() -> Arc<Table> {
        let read = || Arc::new(Table::read_static(BUILTIN).expect("the built-in table"));
        TABLE.get_or_init(read).clone()
    }

    /// Replaces the table for the whole process. Must be called before any topic or paper is read;
    /// returns `false` if a table is already in use.
    pub fn use_instead(table: Table) -> bool {
        TABLE.set(Arc::new(table)).is_ok()
    }

    /// What it was trained on.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The number of words and pairs.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    /// The words and pairs, in the order of their rows.
    fn words(&self) -> impl Iterator<Item = &str> {
        std::str::from_utf8(&self.words).unwrap_or_default().lines()
    }

    /// The vector of a text; `None` if none of its words is in the table.
    pub fn embed(&self, text: &str) -> Option<Embedding> {
        self.embed_tokens(&Tokens::of(text))
    }

    /// The same for a text that was already tokenized.
    pub(crate) fn embed_tokens(&self, tokens: &Tokens) -> Option<Embedding> {
        self.embed_rows(self.rows_of(tokens))
    }

    fn rows_of(&self, tokens: &Tokens) -> Vec<u32> {
        tokens.keys().filter_map(|key| self.rows.get(&key)).copied().collect()
    }

    /// The table's rows by the numbers that another vocabulary gives to its words.
    pub(crate) fn rows_by_term(&self, term: impl Fn(&str) -> Option<u32>) -> TermRows {
        let mut rows = TermRows::default();
        for (row, words) in (0..).zip(self.words()) {
            match words.split_once(' ') {
                Some((one, other)) => {
                    let pair = term(one).zip(term(other));
                    rows.pairs.extend(pair.map(|pair| (pair, row)));
                }
                None => rows.words.extend(term(words).map(|term| (term, row))),
            }
        }
        rows
    }

    /// The vector of a text given as `terms`, in order and without stop words.
    pub(crate) fn embed_terms(&self, rows: &TermRows, terms: &[u32]) -> Option<Embedding> {
        let words = terms.iter().filter_map(|term| rows.words.get(term));
        let pairs = terms.windows(2).filter_map(|two| rows.pairs.get(&(two[0], two[1])));
        self.embed_rows(words.chain(pairs).copied().collect())
    }

    fn embed_rows(&self, rows: Vec<u32>) -> Option<Embedding> {
        let row = |(row, weight): (u32, f32)| {
            let row = row as usize;
            (&self.values[row * self.dimensions..][..self.dimensions], weight * self.scales[row])
        };
        weighted_sum(self.dimensions, weigh(rows).map(row))
    }

    /// The distribution of papers' cosines with a topic that has this vector.
    pub(crate) fn spread(&self, topic: &Embedding) -> Spread {
        let norm = topic.inverse_norm();
        let unit: Vec<f32> = topic.values().iter().map(|value| f32::from(*value) * norm).collect();
        let mean = gradient::dot(&unit, &self.background.mean);
        let rows = self.background.covariance.chunks_exact(self.dimensions.max(1));
        let variance: f32 =
            rows.zip(&unit).map(|(row, weight)| weight * gradient::dot(row, &unit)).sum();
        Spread { mean, deviation: variance.max(1e-6).sqrt() }
    }

    /// The predictor of the concept with this main name.
    pub(crate) fn predictor(&self, concept: &str) -> Option<Predictor> {
        self.predictors.get(concept)
    }

    /// Adds predictors.
    pub(crate) fn with_predictors(mut self, predictors: Predictors) -> Table {
        self.predictors = predictors;
        self
    }

    /// The number of concepts that it predicts.
    pub fn predicted(&self) -> usize {
        self.predictors.len()
    }

    /// How papers use a word or pair; `None` if too few do.
    pub(crate) fn uses(&self, key: u64) -> Option<Uses> {
        self.rows.get(&key).map(|row| self.uses[*row as usize])
    }
}

/// Distinct rows in order, each with a weight that grows slowly with repetitions.
fn weigh(mut rows: Vec<u32>) -> impl Iterator<Item = (u32, f32)> {
    rows.sort_unstable();
    let mut from = 0;
    std::iter::from_fn(move || {
        let row = *rows.get(from)?;
        let times = rows[from..].iter().take_while(|other| **other == row).count();
        from += times;
        Some((row, 1.0 + (times as f32).ln()))
    })
}

/// The direction of a weighted sum of rows of bytes; `None` without any.
fn weighted_sum<'a>(
    dimensions: usize,
    rows: impl Iterator<Item = (&'a [u8], f32)>,
) -> Option<Embedding> {
    let mut sum: Option<Vec<f32>> = None;
    for (values, weight) in rows {
        let sum = sum.get_or_insert_with(|| vec![0.0; dimensions]);
        for (sum, value) in sum.iter_mut().zip(values) {
            *sum += weight * f32::from(value.cast_signed());
        }
    }
    sum.as_deref().map(Embedding::from_real)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::paper;

    #[test]
    fn the_builtin_table_knows_related_terms() {
        let table = Table::builtin();
        assert!(table.about().papers > 5_000 && table.len() > 10_000);
        let vector = |text: &str| table.embed(text).expect(text);
        let nearer = |topic: &str, near: &str, far: &str| {
            let topic = vector(topic);
            let (near, far) = (vector(near).cosine(&topic), vector(far).cosine(&topic));
            assert!(near > far + 0.1, "{near} {far}");
        };
        nearer("AI safety", "jailbreak attacks", "point clouds");
        nearer("3D vision", "point clouds", "jailbreak attacks");
        nearer("efficient inference", "speculative decoding", "speech recognition");
        assert!(table.embed("qqzzx").is_none() && table.embed("").is_none());
    }

    fn set() -> TrainingSet {
        let words = ["boats", "kites", "lamps", "drums", "ropes", "gulls", "maps", "sails"];
        let papers: Vec<_> = (0..64)
            .map(|number| {
                let [one, two] = [words[number % 8], words[(number + 1) % 8]];
                let text = format!("We fold {one} of paper. Then {one} and {two} are seen again.");
                let mut paper = paper(&format!("2601.{number:05}"), &format!("On {one}"), &text);
                paper.keywords = vec![one.to_owned(), format!("folded {one}")];
                paper
            })
            .collect();
        let broad = BroadTopic { names: vec!["toys".into()], narrower: vec!["kites".into()] };
        TrainingSet::read(&papers, &[broad])
    }

    #[test]
    fn training_is_deterministic() {
        let settings = Settings { steps: 12, dimensions: 32, batch: 24, seed: 7 };
        let set = set();
        let train = |settings: &Settings| {
            let table = set.train(settings, About::default(), |_| {});
            table.to_bytes().expect("bytes")
        };
        let bytes = train(&settings);
        assert!(bytes == train(&settings), "a second training gives other bytes");
        assert!(bytes != train(&Settings { seed: 8, ..settings }), "the seed counts");
        let read = Table::read(&bytes).expect("a table");
        assert!(read.to_bytes().expect("bytes") == bytes);
    }

    #[test]
    fn the_builtin_table_round_trips() {
        let read = Table::read(BUILTIN).expect("a table");
        assert!(read.predicted() > 300);
        assert!(read.to_bytes().expect("bytes") == BUILTIN);
    }

    #[test]
    fn training_brings_related_texts_together() {
        let settings = Settings { steps: 60, dimensions: 32, batch: 32, seed: 7 };
        let mut losses = Vec::new();
        let table = set().train(&settings, About::default(), |step| losses.push(step.loss));
        assert_eq!(losses.len(), 60);
        let near = |one: &str, other: &str| {
            let vector = |text: &str| table.embed(text).expect(text);
            vector(one).cosine(&vector(other))
        };
        assert!(near("kites", "On kites of paper") > near("kites", "On drums of paper") + 0.3);
    }

    #[test]
    fn invalid_tables_are_refused() {
        for bytes in [&b""[..], b"boats", &BUILTIN[..BUILTIN.len() / 2]] {
            assert!(Table::read(bytes).is_err());
        }
    }
}
