//! Predicts from a paper's vector which concepts it is about, even if it doesn't name them.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::embedding::Embedding;

/// A linear function of a paper's vector: the score that papers there usually have by words alone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Predictor {
    pub(crate) direction: Embedding,
    /// The score per cosine, and at a cosine of 0.
    pub(crate) slope: f32,
    pub(crate) intercept: f32,
}

/// The predictors of many concepts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Predictors {
    /// By the concept's main name.
    places: HashMap<String, usize, FixedState>,
    pub(super) names: Vec<String>,
    pub(super) all: Vec<Predictor>,
}

impl Predictor {
    /// The square root of the score for a paper with this cosine, from 0 to 1: the root tells
    /// papers apart where scores are low.
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
    pub(crate) fn new(named: impl IntoIterator<Item = (String, Predictor)>) -> Predictors {
        let mut predictors = Predictors::default();
        for (name, predictor) in named {
            predictors.places.insert(name.clone(), predictors.all.len());
            predictors.names.push(name);
            predictors.all.push(predictor);
        }
        predictors
    }

    pub(crate) fn get(&self, concept: &str) -> Option<Predictor> {
        self.places.get(concept).map(|at| self.all[*at].clone())
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }
}
