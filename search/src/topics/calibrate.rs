//! Fits the calibration to labeled papers: a logistic model with few, regularized weights, under
//! which more evidence never lowers the score.

use domain::Strictness;

use super::calibration::{CalibratedOn, Calibration, Kind, Model, variant};
use super::evidence::{Evidence, MEASURE_COUNT, TOPIC};
use crate::judge::Tally;

/// The strength of regularization, per standard deviation of a measure.
const RIDGE: f64 = 3.0;
/// Rounds of reweighting; it converges after a dozen.
const ROUNDS: usize = 14;
/// Cross-validation folds for topics; papers are split in half.
const FOLDS: usize = 8;
/// The precision required of strict on the labeled papers. Other papers and topics give a little
/// less.
const STRICT_PRECISION: f64 = 0.92;
const NORMAL_PRECISION: f64 = 0.81;
const LOOSE_RECALL: f64 = 0.86;
/// Of thresholds for normal whose F1 is this close to the best, the lowest is taken: subscribers miss
/// a paper more than they mind one.
const EQUAL_F1: f64 = 0.005;

/// A labeled pair. A paper with keywords occurs twice: with and without them.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The topic's index.
    pub topic: usize,
    /// The paper's index.
    pub paper: usize,
    /// 2 for definitely relevant, 1 for partly, 0 for not.
    pub label: u8,
    /// Whether the paper is unmodified, as opposed to having its keywords removed.
    pub natural: bool,
    /// The evidence for the topic. The encoder's part is used only where one is available.
    pub evidence: Evidence,
}

/// The quality of a calibration on topics and papers it was not fitted to.
#[derive(Clone, Debug, Default)]
pub struct CrossValidated {
    /// Without an encoder, loose first.
    pub words: [Tally; 3],
    /// With an encoder.
    pub encoder: [Tally; 3],
}

/// Fits the calibration; the same samples give the same one.
pub fn calibrate(samples: &[Sample], about: CalibratedOn) -> (Calibration, CrossValidated) {
    let mut found = Calibration { about, ..Calibration::empty() };
    // Scores of samples from models that saw neither their topic nor their paper.
    let mut unseen: Vec<(f32, u8, bool)> = Vec::new();
    for (kind, keywords) in Kind::ALL.into_iter().flat_map(|kind| [(kind, false), (kind, true)]) {
        let encoder = kind == Kind::Encoder;
        let fits = |sample: &&Sample| {
            sample.evidence.keywords == keywords && (!encoder || sample.evidence.encoder)
        };
        let own: Vec<&Sample> = samples.iter().filter(fits).collect();
        found.models[variant(kind, keywords)] = fit(&own, kind);
        if kind == Kind::Words {
            continue;
        }
        for topics in 0..FOLDS {
            for papers in 0..2 {
                let in_fold = |sample: &Sample| {
                    (scatter(sample.topic, FOLDS) == topics, scatter(sample.paper, 2) == papers)
                };
                let taught = own.iter().filter(|one| in_fold(one) == (false, false));
                let fold = fit(&taught.copied().collect::<Vec<_>>(), kind);
                let asked = own.iter().filter(|one| in_fold(one) == (true, true) && one.natural);
                unseen.extend(asked.map(|one| (fold.score(&one.evidence), one.label, encoder)));
            }
        }
    }
    found.least = thresholds(&unseen);
    let mut quality = CrossValidated::default();
    for (score, label, encoder) in &unseen {
        let tallies = if *encoder { &mut quality.encoder } else { &mut quality.words };
        for ((tally, strictness), least) in tallies.iter_mut().zip(Strictness::ALL).zip(found.least)
        {
            tally.count(strictness, *label, *score >= least);
        }
    }
    (found, quality)
}

/// A pseudo-random number below `parts`.
fn scatter(number: usize, parts: usize) -> usize {
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed >> 32) as usize) % parts
}

/// The score thresholds of loose, normal and strict.
fn thresholds(unseen: &[(f32, u8, bool)]) -> [f32; 3] {
    let at = |least: f32, strictness: Strictness| {
        let mut tally = Tally::default();
        for (score, label, _) in unseen {
            tally.count(strictness, *label, *score >= least);
        }
        tally
    };
    let steps = || (1..99).map(|percent| percent as f32 / 100.0);
    let loose = steps()
        .take_while(|least| at(*least, Strictness::Loose).recall() >= LOOSE_RECALL)
        .last()
        .unwrap_or(0.01);
    let strict = steps()
        .find(|least| at(*least, Strictness::Strict).precision() >= STRICT_PRECISION)
        .unwrap_or(0.9);
    let precise = |least: &f32| at(*least, Strictness::Normal).precision() >= NORMAL_PRECISION;
    let f1 = |least: f32| at(least, Strictness::Normal).f1();
    let best = steps().filter(precise).map(f1).fold(0.0, f64::max);
    let normal = steps().filter(precise).find(|least| f1(*least) >= best - EQUAL_F1);
    let normal = normal.unwrap_or(0.5).max(loose);
    [loose, normal, strict.max(normal)]
}

/// Fits a logistic model by iteratively reweighted least squares with coordinate descent. Weights
/// of evidence are at least 0.
fn fit(samples: &[&Sample], kind: Kind) -> Model {
    let used: Vec<usize> = (0..MEASURE_COUNT).filter(|at| kind.uses(*at)).collect();
    let scales: Vec<f64> = used.iter().map(|at| deviation(samples, *at)).collect();
    // The first column is the intercept.
    let width = used.len() + 1;
    let rows: Vec<Vec<f64>> = samples
        .iter()
        .map(|sample| {
            let values = used.iter().zip(&scales);
            let values = values.map(|(at, scale)| f64::from(sample.evidence.measures[*at]) / scale);
            std::iter::once(1.0).chain(values).collect()
        })
        .collect();
    let mut weights = vec![0.0; width];
    for _ in 0..ROUNDS {
        let mut gram = vec![0.0; width * width];
        let mut right = vec![0.0; width];
        for (row, sample) in rows.iter().zip(samples) {
            let sum: f64 = row.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let chance = 1.0 / (1.0 + (-sum).exp());
            let spread = (chance * (1.0 - chance)).max(1e-4);
            let wanted = f64::from(u8::from(sample.label > 0));
            let target = sum + (wanted - chance) / spread;
            for one in (0..width).filter(|one| row[*one] != 0.0) {
                let weighed = spread * row[one];
                right[one] += weighed * target;
                for (sum, value) in gram[one * width..][..width].iter_mut().zip(row) {
                    *sum += weighed * value;
                }
            }
        }
        for _ in 0..200 {
            for one in 0..width {
                let gram = &gram[one * width..][..width];
                let all: f64 = gram.iter().zip(&weights).map(|(sum, weight)| sum * weight).sum();
                let ridge = if one == 0 { 1e-9 } else { RIDGE };
                let others = all - gram[one] * weights[one];
                let best = (right[one] - others) / (gram[one] + ridge);
                let free = one == 0 || used[one - 1] >= TOPIC;
                weights[one] = if free { best } else { best.max(0.0) };
            }
        }
    }
    let mut model = Model { bias: weights[0] as f32, weights: [0.0; MEASURE_COUNT] };
    for ((at, scale), weight) in used.iter().zip(&scales).zip(&weights[1..]) {
        model.weights[*at] = (weight / scale) as f32;
    }
    model
}

fn deviation(samples: &[&Sample], at: usize) -> f64 {
    let values = || samples.iter().map(|sample| f64::from(sample.evidence.measures[at]));
    let count = samples.len().max(1) as f64;
    let mean = values().sum::<f64>() / count;
    (values().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt() + 1e-3
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Papers whose title names their topic, nine times out of ten.
    fn samples() -> Vec<Sample> {
        let sample = |number: usize| {
            let (topic, paper) = (number % 16, number / 16);
            let named = (topic * 7 + paper * 3).is_multiple_of(5);
            let mut measures = [0.0; MEASURE_COUNT];
            measures[0] = f32::from(u8::from(named));
            measures[6] = f32::from(u8::from(number.is_multiple_of(3)));
            let label = if named && number % 10 != 1 { 2 } else { 0 };
            let evidence = Evidence { measures, keywords: paper.is_multiple_of(2), encoder: false };
            Sample { topic, paper, label, natural: true, evidence }
        };
        (0..16 * 60).map(sample).collect()
    }

    #[test]
    fn only_discriminating_measures_get_weight() {
        let (found, quality) = calibrate(&samples(), CalibratedOn::default());
        let with = |at: usize, keywords: bool| {
            let mut measures = [0.0; MEASURE_COUNT];
            measures[at] = 1.0;
            found.score(&Evidence { measures, keywords, encoder: false })
        };
        for keywords in [false, true] {
            assert!(with(0, keywords) > 0.8, "{}", with(0, keywords));
            assert!(with(6, keywords) < 0.1, "{}", with(6, keywords));
        }
        assert!(quality.words[1].f1() > 0.9, "{:?}", quality.words);
        assert!(found.models.iter().all(|model| model.weights.iter().all(|one| *one >= 0.0)));
    }

    #[test]
    fn a_calibration_round_trips() {
        let (found, _) = calibrate(&samples(), CalibratedOn { papers: 60, topics: 16, wanted: 7 });
        let read = Calibration::read(&found.to_json()).expect("a calibration");
        assert_eq!(read.about, found.about);
        assert_eq!(read, found);
        assert!(Calibration::read("{}").is_err());
    }

    #[test]
    fn the_builtin_calibration_is_complete() {
        let own = Calibration::read(include_str!("calibration.json")).expect("a calibration");
        assert!(own.least.is_sorted());
    }
}
