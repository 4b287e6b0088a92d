//! The calibration: turns evidence into the probability that a paper is about a topic. One
//! calibration serves all topics.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::Strictness;
use serde::{Deserialize, Serialize};

use super::evidence::{
    Closeness, ENCODER, Evidence, KEYWORDS, MEASURE_COUNT, MEASURES, NEAREST, PREDICTED, TABLE,
    TITLE, TOPIC,
};

static BUILTIN: LazyLock<Calibration> = LazyLock::new(|| {
    Calibration::read(include_str!("calibration.json")).unwrap_or_else(|_| Calibration::empty())
});

/// The result of [`calibrate`](super::calibrate::calibrate) on labeled papers: the weight of each
/// measure, for papers with and without keywords: with and without an encoder, and by words alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// What it was fitted to.
    pub about: CalibratedOn,
    pub(super) models: [Model; VARIANTS.len()],
    /// The score thresholds, loose first.
    pub(super) least: [f32; 3],
}

/// What a calibration was fitted to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalibratedOn {
    /// Labeled papers.
    pub papers: usize,
    /// Topics.
    pub topics: usize,
    /// Labeled pairs of a paper and a topic.
    pub wanted: usize,
}

/// A logistic model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Model {
    pub(super) bias: f32,
    pub(super) weights: [f32; MEASURE_COUNT],
}

#[derive(Serialize, Deserialize)]
struct File {
    about: CalibratedOn,
    least: BTreeMap<String, f32>,
    models: BTreeMap<String, Weights>,
}

#[derive(Serialize, Deserialize)]
struct Weights {
    bias: f32,
    weights: BTreeMap<String, f32>,
}

/// Which measures a model uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// All but the encoder's.
    Table,
    /// All.
    Encoder,
    /// Only those of words.
    Words,
}

impl Kind {
    pub(super) const ALL: [Kind; 3] = [Kind::Table, Kind::Encoder, Kind::Words];

    pub(super) fn uses(self, measure: usize) -> bool {
        match self {
            Kind::Table => measure != ENCODER,
            Kind::Encoder => true,
            Kind::Words => measure < TABLE,
        }
    }
}

/// The names of the models: for each [`Kind`], without and with keywords.
const VARIANTS: [&str; 6] = [
    "without keywords",
    "keywords",
    "without keywords, encoder",
    "keywords, encoder",
    "without keywords, words alone",
    "keywords, words alone",
];

/// The place of a model in [`VARIANTS`].
pub(super) fn variant(kind: Kind, keywords: bool) -> usize {
    2 * kind as usize + usize::from(keywords)
}

/// Why a text can't be read as a calibration.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// Not JSON, or in another format.
    #[error("not a calibration: {0}")]
    Format(#[from] serde_json::Error),
    /// A part is missing.
    #[error("`{0}` is missing")]
    Missing(&'static str),
}

impl Calibration {
    /// The built-in calibration.
    pub fn builtin() -> &'static Calibration {
        &BUILTIN
    }

    /// A calibration under which nothing matches.
    pub(super) fn empty() -> Calibration {
        let model = Model { bias: 0.0, weights: [0.0; MEASURE_COUNT] };
        Calibration {
            about: CalibratedOn::default(),
            models: [model; VARIANTS.len()],
            least: [2.0; 3],
        }
    }

    /// Parses the output of [`Calibration::to_json`].
    ///
    /// # Errors
    /// If it is anything else.
    pub fn read(text: &str) -> Result<Calibration, CalibrationError> {
        let file: File = serde_json::from_str(text)?;
        let mut read = Calibration { about: file.about, ..Calibration::empty() };
        for (model, name) in read.models.iter_mut().zip(VARIANTS) {
            let found = file.models.get(name).ok_or(CalibrationError::Missing(name))?;
            model.bias = found.bias;
            for (weight, measure) in model.weights.iter_mut().zip(MEASURES) {
                *weight = found.weights.get(measure).copied().unwrap_or(0.0);
            }
        }
        for (least, strictness) in read.least.iter_mut().zip(Strictness::ALL) {
            let found = file.least.get(strictness.as_str());
            *least = *found.ok_or(CalibrationError::Missing(strictness.as_str()))?;
        }
        Ok(read)
    }

    /// The calibration as JSON, without weights of 0.
    pub fn to_json(&self) -> String {
        let models = VARIANTS.iter().zip(&self.models).map(|(name, model)| {
            let named = MEASURES.iter().zip(&model.weights).filter(|(_, weight)| **weight != 0.0);
            let weights = named.map(|(name, weight)| ((*name).to_owned(), *weight)).collect();
            ((*name).to_owned(), Weights { bias: model.bias, weights })
        });
        let least = Strictness::ALL.iter().zip(self.least);
        let file = File {
            about: self.about.clone(),
            least: least.map(|(one, least)| (one.to_string(), least)).collect(),
            models: models.collect(),
        };
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }

    /// The score threshold for a match.
    pub(super) fn least(&self, strictness: Strictness) -> f32 {
        match strictness {
            Strictness::Loose => self.least[0],
            Strictness::Normal => self.least[1],
            Strictness::Strict => self.least[2],
        }
    }

    /// The probability that a paper with this evidence is about the topic, from 0 to 1.
    pub fn score(&self, evidence: &Evidence) -> f32 {
        self.model(evidence.keywords, evidence.encoder).score(evidence)
    }

    /// The same by words alone, for training what predicts it from vectors.
    pub(super) fn score_by_words(&self, evidence: &Evidence) -> f32 {
        self.models[variant(Kind::Words, evidence.keywords)].score(evidence)
    }

    pub(super) fn model(&self, keywords: bool, encoder: bool) -> &Model {
        let kind = if encoder { Kind::Encoder } else { Kind::Table };
        &self.models[variant(kind, keywords)]
    }
}

impl Model {
    pub(super) fn score(&self, evidence: &Evidence) -> f32 {
        let products = self.weights.iter().zip(&evidence.measures);
        let sum = products.fold(self.bias, |sum, (weight, measure)| sum + weight * measure);
        1.0 / (1.0 + (-sum).exp())
    }

    /// The vector evidence that a paper needs to reach a score without naming the topic or anything
    /// below it.
    pub(super) fn reach(&self, least: f32) -> Reach {
        let least = least.clamp(1e-6, 1.0 - 1e-6);
        let most = |from: usize, to: usize, value: f32| -> f32 {
            self.weights[from..to].iter().map(|weight| weight.max(0.0) * value).sum()
        };
        // The most that the keywords and the topic itself can add.
        let rest = most(KEYWORDS, PREDICTED, NEAREST) + most(TOPIC, MEASURE_COUNT, 1.0);
        let needed = (least / (1.0 - least)).ln() - self.bias - rest;
        let [table, title, predicted, encoder] =
            [TABLE, TITLE, PREDICTED, ENCODER].map(|at| self.weights[at]);
        Reach { needed, table, title, predicted, encoder }
    }
}

/// The minimum vector evidence for a score.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    needed: f32,
    table: f32,
    title: f32,
    predicted: f32,
    encoder: f32,
}

impl Reach {
    /// Whether a paper so close to a topic can reach the score.
    pub(super) fn may_be(&self, closeness: Closeness) -> bool {
        let Closeness { table, title, predicted, encoder } = closeness;
        let capped = |away: f32| away.clamp(0.0, NEAREST);
        let [table, encoder] = [table.or(encoder), encoder].map(|away| away.unwrap_or(0.0));
        let (table, title) = (capped(table) * self.table, capped(title) * self.title);
        let predicted = predicted.unwrap_or(0.0) * self.predicted;
        table + title + predicted + capped(encoder) * self.encoder >= self.needed
    }
}
