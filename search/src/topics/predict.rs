//! Learns to predict from a paper's vector which concepts it is about.
//!
//! Many papers are about a concept without naming it or anything below it. What they have in common
//! with those that do is in their vectors: for each concept, ridge regression from the vectors of
//! all papers to their scores by words alone.

use domain::{Paper, Topic};

use super::{PaperText, TopicSet};
use crate::concepts::ConceptMap;
use crate::embedding::Embedding;
use crate::parallel;
use crate::table::{Predictor, Predictors, Table};

/// The strength of regularization.
const RIDGE: f64 = 1.0;
/// Concepts with a smaller sum of scores are left out, because too little is learned about them.
const LEAST: f64 = 6.0;

/// A paper's vector, and the concepts that it mentions with their scores by words alone.
type Learned = (Vec<f64>, Vec<(usize, f32)>);

/// Adds to a table the predictors of all concepts that enough of the papers are about; the same
/// papers give the same ones.
pub fn learn_concepts(table: Table, papers: &[Paper]) -> Table {
    let map = ConceptMap::builtin();
    let named = map.ids().filter_map(|id| Some((map.name(id), map.name(id).parse().ok()?)));
    let (names, topics): (Vec<&str>, Vec<Topic>) = named.unzip();
    let set = TopicSet::with_table(&topics, &table);
    let papers: Vec<&Paper> = papers.iter().collect();
    let read = parallel::map(&papers, |paper| {
        let text = PaperText::with_table(paper, &table);
        let unit = text.tabled.whole.as_ref().map(unit)?;
        Some((unit, set.by_words(&text)))
    });
    let read: Vec<Learned> = read.into_iter().flatten().collect();
    let Some(width) = read.first().map(|(unit, _)| unit.len()) else { return table };
    let factor = Factor::of(read.iter().map(|(unit, _)| unit.as_slice()), width);
    let mut scores: Vec<Vec<(usize, f64)>> = vec![Vec::new(); topics.len()];
    for (paper, (_, named)) in read.iter().enumerate() {
        for (topic, score) in named {
            scores[*topic].push((paper, f64::from(*score)));
        }
    }
    let sum = |scores: &[(usize, f64)]| scores.iter().map(|(_, score)| score).sum::<f64>();
    let places: Vec<usize> = (0..topics.len()).filter(|at| sum(&scores[*at]) >= LEAST).collect();
    let predictors = parallel::map(&places, |place| {
        let mut right = vec![0.0; width];
        for (paper, score) in &scores[*place] {
            right.iter_mut().zip(&read[*paper].0).for_each(|(sum, value)| *sum += score * value);
        }
        let weights = factor.solve(right);
        let (direction, intercept) = weights.split_at(width - 1);
        let slope = direction.iter().map(|value| value * value).sum::<f64>().sqrt();
        let direction: Vec<f32> = direction.iter().map(|value| *value as f32).collect();
        Predictor {
            direction: Embedding::from_real(&direction),
            slope: slope as f32,
            intercept: intercept[0] as f32,
        }
    });
    let names: Vec<&str> = places.iter().map(|place| names[*place]).collect();
    table.with_predictors(Predictors::new(&names, &predictors))
}

/// A paper's vector with length 1, and a constant.
fn unit(vector: &Embedding) -> Vec<f64> {
    let norm = f64::from(vector.inverse_norm());
    let values = vector.values().iter().map(|value| f64::from(*value) * norm);
    values.chain([1.0]).collect()
}

/// The Cholesky factor of the regularized covariance of all papers: a lower triangular matrix.
struct Factor(Vec<Vec<f64>>);

impl Factor {
    fn of<'a>(units: impl Iterator<Item = &'a [f64]>, width: usize) -> Factor {
        let mut rows = vec![vec![0.0; width]; width];
        for unit in units {
            for (row, one) in rows.iter_mut().zip(unit) {
                row.iter_mut().zip(unit).for_each(|(sum, other)| *sum += one * other);
            }
        }
        for (at, row) in rows.iter_mut().enumerate() {
            row[at] += RIDGE;
        }
        for at in 0..width {
            for other in 0..=at {
                let (before, row) = rows.split_at(at);
                let above = if other < at { &before[other] } else { &row[0] };
                let products = row[0][..other].iter().zip(&above[..other]);
                let rest = row[0][other] - products.map(|(one, two)| one * two).sum::<f64>();
                rows[at][other] = if other < at { rest / above[other] } else { rest.sqrt() };
            }
        }
        Factor(rows)
    }

    /// The solution for this right side.
    fn solve(&self, mut right: Vec<f64>) -> Vec<f64> {
        let rows = &self.0;
        for at in 0..rows.len() {
            let known: f64 = rows[at][..at].iter().zip(&right).map(|(one, two)| one * two).sum();
            right[at] = (right[at] - known) / rows[at][at];
        }
        for at in (0..rows.len()).rev() {
            let known: f64 = (at + 1..rows.len()).map(|below| rows[below][at] * right[below]).sum();
            right[at] = (right[at] - known) / rows[at][at];
        }
        right
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::paper;
    use crate::table::{About, Settings, TrainingSet};

    #[test]
    fn concepts_are_predicted_for_papers_that_do_not_name_them() {
        let papers: Vec<Paper> = (0..80)
            .map(|number| {
                let (title, words) = match number % 2 {
                    0 => ("Video generation", "clips flicker between frames and temporal motion"),
                    _ => ("Protein folding", "residues bind to pockets and helices of chains"),
                };
                let summary = format!(
                    "{title} in sample {number} shows how {words} behave. Of {title} we say that \
                     {words} last, and {title} is studied."
                );
                paper(&format!("2601.{number:05}"), title, &summary)
            })
            .collect();
        let settings = Settings { steps: 60, dimensions: 32, batch: 32, seed: 7 };
        let about = About { papers: papers.len(), ..About::default() };
        let table = TrainingSet::read(&papers, &[]).train(&settings, about, |_| {});
        assert_eq!(table.predicted(), 0);
        let table = learn_concepts(table, &papers);
        let predicted = |concept: &str, text: &str| {
            let name =
                ConceptMap::builtin().name(ConceptMap::builtin().lookup(concept).expect(concept));
            let predictor = table.predictor(name).expect(concept);
            predictor.at(table.embed(text).expect(text).cosine(&predictor.direction))
        };
        for (concept, like, unlike) in [
            ("video generation", "Clips flicker between frames", "Residues bind to pockets"),
            ("protein folding", "Helices of chains", "Temporal motion of clips"),
        ] {
            let (like, unlike) = (predicted(concept, like), predicted(concept, unlike));
            assert!(like > unlike + 0.1, "{concept}: {like} {unlike}");
        }
        let read = Table::read(&table.to_bytes().expect("bytes")).expect("a table");
        assert_eq!(read.predicted(), table.predicted());
    }

    #[test]
    fn equations_are_solved() {
        let units = [[1.0, 2.0, 1.0], [0.5, -1.0, 1.0], [3.0, 0.0, 1.0], [-1.0, 1.0, 1.0]];
        let factor = Factor::of(units.iter().map(<[f64; 3]>::as_slice), 3);
        let wanted = [0.5, -2.0, 1.0];
        let mut right = vec![0.0; 3];
        for row in 0..3 {
            for column in 0..3 {
                let sum: f64 = units.iter().map(|unit| unit[row] * unit[column]).sum();
                let ridge = if row == column { RIDGE } else { 0.0 };
                right[row] += (sum + ridge) * wanted[column];
            }
        }
        let found = factor.solve(right);
        assert!(found.iter().zip(wanted).all(|(one, two)| (one - two).abs() < 1e-9), "{found:?}");
    }
}
