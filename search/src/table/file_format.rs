//! The table's file format: safetensors, with a description of the training data in the header.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};
use serde::{Deserialize, Serialize};

use super::{Background, Predictors, Subjects, Table, Uses, pair};
use crate::text::hash;

/// The header key that holds [`About`].
const HEADER: &str = "paperboy";

/// What a table was trained on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The number of papers.
    pub papers: usize,
    /// The months of the first and last paper by date, as `2403` and `2605`.
    pub months: (String, String),
    /// The number of topics, and the start of a SHA-256 of them.
    pub concepts: (usize, String),
    /// The number of papers labeled by people.
    #[serde(default)]
    pub labeled: usize,
    /// Training steps.
    pub steps: usize,
    /// The seed of the random numbers.
    pub seed: u64,
}

/// Why a file can't be read as a table.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Not a safetensors file.
    #[error("not a safetensors file: {0}")]
    Format(#[from] safetensors::SafeTensorError),
    /// A safetensors file, but not a valid table.
    #[error("`{0}` is missing or inconsistent with the rest")]
    Part(&'static str),
}

impl Table {
    pub(super) fn new(
        about: About,
        dimensions: usize,
        words: Cow<'static, [u8]>,
        values: Cow<'static, [u8]>,
        scales: Vec<f32>,
        uses: Vec<Uses>,
        background: Background,
    ) -> Table {
        let key = |word: &str| match word.split_once(' ') {
            Some((one, other)) => pair(hash(one), hash(other)),
            None => hash(word),
        };
        let mut table = Table {
            about,
            dimensions,
            rows: HashMap::default(),
            words,
            values,
            scales,
            uses,
            background,
            subjects: Subjects::default(),
            predictors: Predictors::default(),
        };
        table.rows = (0..).zip(table.words()).map(|(row, word)| (key(word), row)).collect();
        table
    }

    /// Reads a file written by [`Table::to_bytes`].
    ///
    /// # Errors
    /// If it is anything else.
    pub fn read(bytes: &[u8]) -> Result<Table, TableError> {
        Table::parse(bytes, |part| Cow::Owned(part.to_vec()))
    }

    /// The same for a file that is part of the program, most of which needs no copy.
    pub(super) fn read_static(bytes: &'static [u8]) -> Result<Table, TableError> {
        Table::parse(bytes, Cow::Borrowed)
    }

    fn parse<'a>(
        bytes: &'a [u8],
        keep: impl Fn(&'a [u8]) -> Cow<'static, [u8]>,
    ) -> Result<Table, TableError> {
        let (_, header) = SafeTensors::read_metadata(bytes)?;
        let about = header.metadata().as_ref().and_then(|all| all.get(HEADER));
        let about = about.and_then(|text| serde_json::from_str(text).ok());
        let about: About = about.ok_or(TableError::Part(HEADER))?;
        let file = SafeTensors::deserialize(bytes)?;
        let part = |name: &'static str, dtype: Dtype| match file.tensor(name) {
            Ok(tensor) if tensor.dtype() == dtype => Ok(tensor),
            _ => Err(TableError::Part(name)),
        };
        let words = part("words", Dtype::U8)?.data();
        let count = std::str::from_utf8(words).map_err(|_| TableError::Part("words"))?;
        let count = count.lines().count();
        let reals = |name: &'static str, count: usize| -> Result<Vec<f32>, TableError> {
            let tensor = part(name, Dtype::F32)?;
            let (chunks, _) = tensor.data().as_chunks::<4>();
            let values: Vec<f32> = chunks.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
            let sound = values.len() == count && values.iter().all(|value| value.is_finite());
            if sound { Ok(values) } else { Err(TableError::Part(name)) }
        };
        let integers = |name: &'static str| -> Result<Vec<u32>, TableError> {
            let tensor = part(name, Dtype::U32)?;
            let (chunks, _) = tensor.data().as_chunks::<4>();
            Ok(chunks.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect())
        };
        let counts = |name: &'static str| -> Result<Vec<u32>, TableError> {
            let values = integers(name)?;
            if values.len() == count { Ok(values) } else { Err(TableError::Part(name)) }
        };
        let values = part("embedding", Dtype::I8)?;
        let dimensions = match values.shape() {
            [rows, dimensions] if *rows == count && *dimensions > 0 => *dimensions,
            _ => return Err(TableError::Part("embedding")),
        };
        let (papers, titles, repeated) =
            (counts("papers")?, counts("titles")?, counts("repeated")?);
        let uses = papers.iter().zip(&titles).zip(&repeated);
        let uses = uses
            .map(|((papers, titles), repeated)| Uses {
                papers: *papers,
                titles: *titles,
                repeated: *repeated,
            })
            .collect();
        let background = Background {
            mean: reals("mean", dimensions)?,
            covariance: reals("covariance", dimensions * dimensions)?,
        };
        let scales = reals("scale", count)?;
        // Tables of earlier versions predict nothing, or by other vectors.
        let mut subjects = Subjects::default();
        let mut predictors = Predictors::default();
        if let Ok(values) = file.tensor("subjects") {
            let rows = integers("subject rows")?;
            let scales = reals("subject scale", rows.len())?;
            let dimensions = values.shape().last().copied().unwrap_or_default();
            subjects = Subjects { dimensions, rows, values: keep(values.data()), scales };
            if values.dtype() != Dtype::I8 || !subjects.is_sound(count) {
                return Err(TableError::Part("subjects"));
            }
            let names = part("concepts", Dtype::U8)?;
            let lines = std::str::from_utf8(names.data());
            let count = lines.map_err(|_| TableError::Part("concepts"))?.lines().count();
            let directions = part("directions", Dtype::I8)?;
            if directions.shape() != [count, dimensions] {
                return Err(TableError::Part("directions"));
            }
            let (slopes, intercepts) = (reals("slopes", count)?, reals("intercepts", count)?);
            let (names, directions) = (keep(names.data()), keep(directions.data()));
            predictors = Predictors::of_parts(names, directions, slopes, intercepts);
        }
        let (words, values) = (keep(words), keep(values.data()));
        let table = Table::new(about, dimensions, words, values, scales, uses, background);
        Ok(table.with_subjects(subjects).with_predictors(predictors))
    }

    /// Serializes the table; the same table gives the same bytes.
    ///
    /// # Errors
    /// None for tables from [`Table::read`] or training.
    pub fn to_bytes(&self) -> Result<Vec<u8>, TableError> {
        let reals = |values: &[f32]| {
            values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>()
        };
        let counts = |count: fn(&Uses) -> u32| {
            self.uses.iter().flat_map(|uses| count(uses).to_le_bytes()).collect::<Vec<u8>>()
        };
        let (rows, size) = (self.len(), self.dimensions);
        let Subjects { dimensions: subject_size, rows: subject_rows, .. } = &self.subjects;
        let Predictors { names, directions, slopes, intercepts, .. } = &self.predictors;
        let subject_row_bytes = subject_rows.iter().flat_map(|row| row.to_le_bytes()).collect();
        let parts = [
            ("words", Dtype::U8, vec![self.words.len()], self.words.to_vec()),
            ("embedding", Dtype::I8, vec![rows, size], self.values.to_vec()),
            ("scale", Dtype::F32, vec![rows], reals(&self.scales)),
            ("papers", Dtype::U32, vec![rows], counts(|uses| uses.papers)),
            ("titles", Dtype::U32, vec![rows], counts(|uses| uses.titles)),
            ("repeated", Dtype::U32, vec![rows], counts(|uses| uses.repeated)),
            ("mean", Dtype::F32, vec![size], reals(&self.background.mean)),
            ("covariance", Dtype::F32, vec![size, size], reals(&self.background.covariance)),
            ("subject rows", Dtype::U32, vec![subject_rows.len()], subject_row_bytes),
            (
                "subjects",
                Dtype::I8,
                vec![subject_rows.len(), *subject_size],
                self.subjects.values.to_vec(),
            ),
            ("subject scale", Dtype::F32, vec![subject_rows.len()], reals(&self.subjects.scales)),
            ("concepts", Dtype::U8, vec![names.len()], names.to_vec()),
            ("directions", Dtype::I8, vec![slopes.len(), *subject_size], directions.to_vec()),
            ("slopes", Dtype::F32, vec![slopes.len()], reals(slopes)),
            ("intercepts", Dtype::F32, vec![slopes.len()], reals(intercepts)),
        ];
        let mut views = BTreeMap::new();
        for (name, dtype, shape, bytes) in &parts {
            views.insert(*name, TensorView::new(*dtype, shape.clone(), bytes)?);
        }
        let about = serde_json::to_string(&self.about).unwrap_or_default();
        // A single key: with several, their order in the header would not be deterministic.
        let header = [(HEADER.to_owned(), about)].into_iter().collect();
        Ok(serialize(views, Some(header))?)
    }
}
