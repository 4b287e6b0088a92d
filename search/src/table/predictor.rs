//! Predicts from a paper's vector by subject which concepts it is about, even if it doesn't name
//! them.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::embedding::Embedding;
use crate::text::hash;

/// A linear function of a paper's vector by subject: how relevant to a concept papers there are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Predictor {
    pub(crate) direction: Embedding,
    /// The relevance per cosine, and at a cosine of 0.
    pub(crate) slope: f32,
    pub(crate) intercept: f32,
}

/// The predictors of many concepts.
#[derive(Default)]
pub(crate) struct Predictors {
    /// The row of each concept, by the hash of its main name.
    rows: HashMap<u64, usize, FixedState>,
    /// The main names in UTF-8, one per line.
    pub(super) names: Cow<'static, [u8]>,
    /// One signed byte per dimension.
    pub(super) directions: Cow<'static, [u8]>,
    pub(super) slopes: Vec<f32>,
    pub(super) intercepts: Vec<f32>,
}

impl Predictor {
    /// The square root of the relevance of a paper with this cosine, from 0 to 1: the root tells
    /// papers apart where relevance is low.
    pub(crate) fn at(&self, cosine: f32) -> f32 {
        (self.slope * cosine + self.intercept).clamp(0.0, 1.0).sqrt()
    }

    /// The usual value for a topic without a predictor, by the table's deviations. Fitted to the
    /// topics that have one.
    pub(crate) fn from_deviations(away: f32) -> f32 {
        (PER_DEVIATION * away + AT_MEAN).clamp(0.0, HIGHEST)
    }
}

const PER_DEVIATION: f32 = 0.115;
const AT_MEAN: f32 = 0.11;
const HIGHEST: f32 = 0.5;

impl Predictors {
    /// Predictors of the concepts with these main names, in the same order.
    pub(crate) fn new(names: &[&str], all: &[Predictor]) -> Predictors {
        let directions: Vec<u8> = all.iter().flat_map(|one| one.direction.to_bytes()).collect();
        Predictors::of_parts(
            names.join("\n").into_bytes().into(),
            directions.into(),
            all.iter().map(|one| one.slope).collect(),
            all.iter().map(|one| one.intercept).collect(),
        )
    }

    pub(super) fn of_parts(
        names: Cow<'static, [u8]>,
        directions: Cow<'static, [u8]>,
        slopes: Vec<f32>,
        intercepts: Vec<f32>,
    ) -> Predictors {
        let lines = std::str::from_utf8(&names).unwrap_or_default().lines();
        let rows = lines.map(hash).zip(0..).collect();
        Predictors { rows, names, directions, slopes, intercepts }
    }

    pub(super) fn get(&self, concept: &str) -> Option<Predictor> {
        let row = *self.rows.get(&hash(concept))?;
        let dimensions = self.directions.len() / self.len();
        Some(Predictor {
            direction: Embedding::from_bytes(&self.directions[row * dimensions..][..dimensions]),
            slope: self.slopes[row],
            intercept: self.intercepts[row],
        })
    }

    pub(super) fn len(&self) -> usize {
        self.slopes.len()
    }
}
