//! Training: takes two minutes on two cores for ten thousand papers.

use super::gradient::{Learner, Weights, softplus};
use super::training_set::{Kind, TURNS, TrainingSet};
use super::{About, Background, Table};
use crate::random::Random;

/// Training settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The number of steps; from about a thousand the table overfits the papers.
    pub steps: usize,
    /// The dimensions of a vector.
    pub dimensions: usize,
    /// Pairs per step.
    pub batch: usize,
    /// The seed of the random numbers.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { steps: 1000, dimensions: 128, batch: 512, seed: 7 }
    }
}

/// Training progress.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Steps done.
    pub done: usize,
    /// The loss of the last step.
    pub loss: f32,
}

/// The peak learning rate, reached after [`WARM_UP`] steps.
const RATE: f32 = 2e-3;
const WARM_UP: f32 = 100.0;

impl TrainingSet {
    /// Trains a table; the same set and settings give the same table. `about` describes the
    /// training data.
    pub fn train(&self, settings: &Settings, about: About, mut done: impl FnMut(Step)) -> Table {
        let mut random = Random::new(settings.seed);
        let mut learner = Learner::new(self.start(settings.dimensions, &mut random));
        let turns: Vec<Kind> = TURNS.into_iter().filter(|kind| self.has(*kind)).collect();
        for step in 0..settings.steps {
            if turns.is_empty() || self.words.is_empty() {
                break;
            }
            let kind = turns[random.below(turns.len())];
            let batch = self.batch(kind, settings.batch, &mut random);
            let left = 1.0 - step as f32 / settings.steps as f32;
            let rate = RATE * ((step + 1) as f32 / WARM_UP).min(left.max(0.03));
            let right = |question: usize, text: usize| batch.is_right(question, text);
            let loss = learner.step(&batch.questions, &batch.texts, &right, rate);
            done(Step { done: step + 1, loss });
        }
        self.finish(learner.weights, about)
    }

    /// Initial parameters: random vectors, and larger weights for rare words.
    fn start(&self, dimensions: usize, random: &mut Random) -> Weights {
        let mut vectors = vec![0.0; self.words.len() * dimensions];
        for vector in vectors.chunks_mut(dimensions.max(1)) {
            vector.iter_mut().for_each(|value| *value = random.normal());
            let norm = vector.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-6);
            vector.iter_mut().for_each(|value| *value /= norm);
        }
        let all = self.papers as f32 + 1.0;
        let rarity = |papers: u32| (all / (papers as f32 + 1.0)).ln() * 0.35;
        let importance =
            self.uses.iter().map(|uses| rarity(uses.papers).max(0.05).exp_m1().ln()).collect();
        Weights { dimensions, vectors, importance }
    }

    /// Rounds to bytes and measures the distribution of papers.
    fn finish(&self, weights: Weights, about: About) -> Table {
        let size = weights.dimensions;
        let (mut values, mut scales) = (Vec::<u8>::new(), Vec::new());
        for (vector, raw) in weights.vectors.chunks(size.max(1)).zip(&weights.importance) {
            let largest = vector.iter().fold(1e-12_f32, |most, value| most.max(value.abs()));
            let rounded = vector.iter().map(|value| (value / largest * 127.0).round() as i8);
            values.extend(rounded.map(i8::cast_unsigned));
            scales.push(largest / 127.0 * softplus(*raw));
        }
        let mut units = vec![0.0; self.papers * size];
        for (paper, unit) in units.chunks_mut(size.max(1)).enumerate() {
            weights.encode_one(self.whole.get(paper), unit);
        }
        Table::new(
            about,
            size,
            self.words.join("\n").into_bytes().into(),
            values.into(),
            scales,
            self.uses.clone(),
            Background::of(&units, size),
        )
    }
}

impl Background {
    fn of(units: &[f32], size: usize) -> Background {
        let count = (units.len() / size.max(1)).max(1) as f32;
        let mut mean = vec![0.0; size];
        for unit in units.chunks(size.max(1)) {
            mean.iter_mut().zip(unit).for_each(|(mean, value)| *mean += value / count);
        }
        let mut covariance = vec![0.0; size * size];
        for unit in units.chunks(size.max(1)) {
            let away: Vec<f32> = unit.iter().zip(&mean).map(|(value, mean)| value - mean).collect();
            for (row, weight) in covariance.chunks_mut(size.max(1)).zip(&away) {
                row.iter_mut().zip(&away).for_each(|(to, other)| *to += weight * other / count);
            }
        }
        Background { mean, covariance }
    }
}
