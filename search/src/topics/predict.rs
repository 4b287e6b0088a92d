//! Learns to tell from a paper's words which concepts it is about, even if it names none of them.
//!
//! The words and pairs of all papers are reduced to vectors by subject of few numbers: first to the
//! directions in which papers differ most (latent semantic analysis), then to those that best tell
//! the papers about a concept from others (reduced-rank regression). For each concept, ridge
//! regression from these vectors predicts how relevant a paper is to it. It learns from labeled
//! papers or, for a concept without enough of them, from the scores of all papers by words alone.

use std::collections::{HashMap, HashSet};

use domain::{Paper, PaperId, Topic};

use super::{PaperText, TopicSet};
use crate::concepts::{ConceptId, ConceptMap};
use crate::embedding::{Embedding, embedding_text};
use crate::judge::Labels;
use crate::linear::{Factor, add, dot, leading};
use crate::parallel;
use crate::table::{Predictor, Predictors, Subjects, Table, Tokens};

/// Words and pairs in fewer papers have no vector by subject.
const LEAST_PAPERS: u32 = 12;
/// The number of directions kept of all words, and of those for vectors by subject.
const DIRECTIONS: usize = 384;
const DIMENSIONS: usize = 128;
/// The strength of regularization.
const RIDGE: f64 = 1.0;
/// The least sum of a concept's scores by labels and by words: with less, too little is learned, and
/// the topic's own words say more.
const LEAST_LABELED: f64 = 30.0;
const LEAST_BY_WORDS: f64 = 100.0;
/// What the papers about a concept are usually predicted, if it is common; and the lowest usual.
const USUAL: f64 = 0.5;
const LOWEST: f64 = 0.005;
/// How relevant a paper is to a topic by its label.
const BY_LABEL: [f64; 3] = [0.0, 0.8, 1.0];
/// The weight of a concept known by words alone in the choice of directions; a labeled one has 1.
const BY_WORDS: f64 = 0.3;

/// A concept, and how relevant papers are to it; those without a score aren't.
struct Target {
    name: &'static str,
    scores: Vec<(usize, f64)>,
    /// The set of labels that tells; all papers tell by words if `None`.
    labels: Option<usize>,
}

/// Vectors of papers for least squares: each ends with a constant.
struct Fits<'a> {
    all: Fit<'a>,
    /// For the papers of each set of labels.
    labeled: Vec<Fit<'a>>,
}

struct Fit<'a> {
    papers: Vec<Option<&'a [f64]>>,
    factor: Factor,
    width: usize,
}

/// Adds to a table vectors by subject, and predictors of all concepts that enough of the papers are
/// about; the same papers and labels give the same ones. A paper that lacks a topic of its set of
/// labels isn't about it; of a topic that only other sets have, nothing is known.
pub fn learn_concepts(table: Table, papers: &[Paper], labels: &[Labels]) -> Table {
    let is_labeled: Vec<Vec<bool>> = labels
        .iter()
        .map(|labels| {
            let known: HashSet<&PaperId> = labels.papers.iter().map(|paper| &paper.id).collect();
            papers.iter().map(|paper| known.contains(&paper.id)).collect()
        })
        .collect();
    let targets = targets(&table, papers, labels);
    let tokens = parallel::map(papers, |paper| Tokens::of(&embedding_text(paper)));
    let texts = parallel::map(&tokens, |tokens| table.tf_idf(tokens, LEAST_PAPERS));
    let table = learn_subjects(table, &texts, &is_labeled, &targets);
    let vectors = parallel::map(&tokens, |tokens| Some(unit(&table.subject(tokens)?)));
    let fits = Fits::of(vectors.iter().map(Option::as_deref), &is_labeled);
    let predictors = parallel::map(&targets, |target| {
        let weights = fits.of_target(target);
        let (direction, intercept) = weights.split_at(weights.len().saturating_sub(1));
        let slope = dot(direction, direction).sqrt();
        let scale = fits.scale(target, &weights);
        let direction: Vec<f32> = direction.iter().map(|value| *value as f32).collect();
        Predictor {
            direction: Embedding::from_real(&direction),
            slope: (slope * scale) as f32,
            intercept: intercept.first().map_or(0.0, |value| (*value * scale) as f32),
        }
    });
    let names: Vec<&str> = targets.iter().map(|target| target.name).collect();
    table.with_predictors(Predictors::new(&names, &predictors))
}

/// The concepts that enough papers are about.
fn targets(table: &Table, papers: &[Paper], labels: &[Labels]) -> Vec<Target> {
    let map = ConceptMap::builtin();
    let named = map.ids().filter_map(|id| Some((id, map.name(id).parse().ok()?)));
    let (concepts, topics): (Vec<ConceptId>, Vec<Topic>) = named.unzip();
    let set = TopicSet::with_table(&topics, table);
    let read = parallel::map(papers, |paper| set.by_words(&PaperText::with_table(paper, table)));
    let mut by_words: Vec<Vec<(usize, f64)>> = vec![Vec::new(); topics.len()];
    for (paper, named) in read.into_iter().enumerate() {
        for (topic, score) in named {
            by_words[topic].push((paper, f64::from(score)));
        }
    }
    let places: HashMap<&PaperId, usize> =
        papers.iter().enumerate().map(|(place, paper)| (&paper.id, place)).collect();
    let mut by_label: HashMap<(ConceptId, usize), HashMap<usize, f64>> = HashMap::new();
    for (number, labels) in labels.iter().enumerate() {
        for paper in &labels.papers {
            let Some(place) = places.get(&paper.id) else { continue };
            for (topic, label) in &paper.labels {
                let Some(concept) = map.lookup(topic) else { continue };
                let score = BY_LABEL[usize::from(*label).min(2)];
                let known = by_label.entry((concept, number)).or_default();
                let best = known.entry(*place).or_default();
                *best = best.max(score);
            }
        }
    }
    let sum = |scores: &[(usize, f64)]| scores.iter().map(|(_, score)| score).sum::<f64>();
    let target = |(concept, by_words): (ConceptId, Vec<(usize, f64)>)| {
        let mut found = Target { name: map.name(concept), scores: by_words, labels: None };
        let mut best = LEAST_LABELED;
        for number in 0..labels.len() {
            let scores = by_label.remove(&(concept, number)).unwrap_or_default();
            let mut scores: Vec<(usize, f64)> = scores.into_iter().collect();
            scores.sort_unstable_by_key(|(paper, _)| *paper);
            if sum(&scores) >= best {
                best = sum(&scores);
                found = Target { scores, labels: Some(number), ..found };
            }
        }
        (found.labels.is_some() || sum(&found.scores) >= LEAST_BY_WORDS).then_some(found)
    };
    concepts.into_iter().zip(by_words).filter_map(target).collect()
}

/// Adds vectors by subject to a table: chooses the directions and reduces words to them.
fn learn_subjects(
    table: Table,
    texts: &[Vec<(u32, f32)>],
    is_labeled: &[Vec<bool>],
    targets: &[Target],
) -> Table {
    let mut rows: Vec<u32> = texts.iter().flatten().map(|(row, _)| *row).collect();
    rows.sort_unstable();
    rows.dedup();
    let texts: Vec<Vec<(usize, f64)>> = parallel::map(texts, |text| {
        let length = text.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        let place = |(row, weight): &(u32, f32)| {
            Some((rows.binary_search(row).ok()?, f64::from(weight / length)))
        };
        text.iter().filter_map(place).collect()
    });
    let along = |direction: &Vec<f64>| -> Vec<f64> {
        let sum = |text: &Vec<(usize, f64)>| text.iter().map(|(at, by)| by * direction[*at]).sum();
        texts.iter().map(sum).collect()
    };
    // A direction of words, applied to the covariance of all papers.
    let covariance = |direction: &Vec<f64>| {
        let mut to = vec![0.0; rows.len()];
        for (text, along) in texts.iter().zip(along(direction)) {
            text.iter().for_each(|(at, by)| to[*at] += by * along);
        }
        to
    };
    let basis = leading(rows.len(), DIRECTIONS.min(texts.len() / 4), covariance);
    let columns = parallel::map(&basis, along);
    let vectors: Vec<Option<Vec<f64>>> = (0..texts.len())
        .map(|paper| Some(columns.iter().map(|column| column[paper]).chain([1.0]).collect()))
        .collect();
    let fits = Fits::of(vectors.iter().map(Option::as_deref), is_labeled);
    let whiten = &fits.all.factor;
    let told: Vec<Vec<f64>> = parallel::map(targets, |target| {
        let mut weights = fits.of_target(target);
        weights.pop();
        let papers = fits.for_target(target).count();
        let scale = target.importance() / (target.deviation(papers) + 0.03);
        weights.iter_mut().for_each(|weight| *weight *= scale);
        whiten.transposed_times(&weights)
    });
    let apply = |direction: &Vec<f64>| {
        let mut to = vec![0.0; direction.len()];
        told.iter().for_each(|told| add(&mut to, dot(told, direction), told));
        to
    };
    let best = leading(basis.len(), DIMENSIONS, apply);
    let best = parallel::map(&best, |direction| whiten.solve_transposed(direction.clone()));
    let places: Vec<usize> = (0..rows.len()).collect();
    let vectors: Vec<Vec<f64>> = parallel::map(&places, |place| {
        let own: Vec<f64> = basis.iter().map(|direction| direction[*place]).collect();
        let rarity = f64::from(table.rarity(rows[*place]));
        best.iter().map(|direction| rarity * dot(direction, &own)).collect()
    });
    table.with_subjects(Subjects::new(rows, &vectors))
}

impl Target {
    fn importance(&self) -> f64 {
        if self.labels.is_some() { 1.0 } else { BY_WORDS }
    }

    /// The standard deviation of the scores of so many papers.
    fn deviation(&self, papers: usize) -> f64 {
        let papers = papers.max(1) as f64;
        let mean = self.scores.iter().map(|(_, score)| score).sum::<f64>() / papers;
        let square = self.scores.iter().map(|(_, score)| score * score).sum::<f64>() / papers;
        (square - mean * mean).max(0.0).sqrt()
    }
}

impl<'a> Fits<'a> {
    fn of(
        papers: impl Iterator<Item = Option<&'a [f64]>> + Clone,
        is_labeled: &[Vec<bool>],
    ) -> Self {
        let labeled = is_labeled.iter().map(|is_labeled| {
            let labeled = papers.clone().zip(is_labeled);
            Fit::of(labeled.map(|(paper, labeled)| paper.filter(|_| *labeled)).collect())
        });
        Fits { labeled: labeled.collect(), all: Fit::of(papers.clone().collect()) }
    }

    /// The fit to the papers whose scores are known.
    fn for_target(&self, target: &Target) -> &Fit<'a> {
        target.labels.map_or(&self.all, |number| &self.labeled[number])
    }

    fn of_target(&self, target: &Target) -> Vec<f64> {
        self.for_target(target).weights(&target.scores)
    }

    /// A factor for predictions: of rare concepts they are all low, even for papers about them.
    fn scale(&self, target: &Target, weights: &[f64]) -> f64 {
        let fit = self.for_target(target);
        let predict = |(paper, score): &(usize, f64)| {
            let vector = fit.papers[*paper]?;
            Some((score * dot(vector, weights).clamp(0.0, 1.0), *score))
        };
        let (predicted, sum) = target
            .scores
            .iter()
            .filter_map(predict)
            .fold((0.0, 0.0), |sum, next| (sum.0 + next.0, sum.1 + next.1));
        let usual = (predicted / sum).max(LOWEST);
        (USUAL / usual).sqrt()
    }
}

impl<'a> Fit<'a> {
    fn of(papers: Vec<Option<&'a [f64]>>) -> Fit<'a> {
        let width = papers.iter().flatten().next().map_or(0, |paper| paper.len());
        let factor = Factor::of(papers.iter().flatten().copied(), width, RIDGE);
        Fit { papers, factor, width }
    }

    fn count(&self) -> usize {
        self.papers.iter().flatten().count()
    }

    fn weights(&self, scores: &[(usize, f64)]) -> Vec<f64> {
        let mut right = vec![0.0; self.width];
        for (paper, score) in scores {
            self.papers[*paper].iter().for_each(|paper| add(&mut right, *score, paper));
        }
        self.factor.solve(right)
    }
}

/// A paper's vector with length 1, and a constant.
fn unit(vector: &Embedding) -> Vec<f64> {
    let norm = f64::from(vector.inverse_norm());
    let values = vector.values().iter().map(|value| f64::from(*value) * norm);
    values.chain([1.0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::paper;
    use crate::judge::LabeledPaper;
    use crate::table::{About, Settings, TrainingSet};

    /// Papers of two kinds in turn, by title and words.
    fn papers(kinds: [(&str, &str); 2]) -> Vec<Paper> {
        let of = |number: usize| {
            let (title, words) = kinds[number % 2];
            let summary = format!(
                "{title} in sample {number} shows how {words} behave. Of {title} we say that \
                 {words} last, and {title} is studied."
            );
            paper(&format!("2601.{number:05}"), title, &summary)
        };
        (0..600).map(of).collect()
    }

    fn train(papers: &[Paper], labels: &[Labels]) -> Table {
        let settings = Settings { steps: 60, dimensions: 32, batch: 32, seed: 7 };
        let about = About { papers: papers.len(), ..About::default() };
        let table = TrainingSet::read(papers, &[]).train(&settings, about, |_| {});
        assert_eq!(table.predicted(), 0);
        learn_concepts(table, papers, labels)
    }

    fn predicted(table: &Table, concept: &str, text: &str) -> Option<f32> {
        let map = ConceptMap::builtin();
        let predictor = table.predictor(map.name(map.lookup(concept).expect(concept)))?;
        let subject = table.subject(&Tokens::of(text)).expect(text);
        Some(predictor.at(subject.cosine(&predictor.direction)))
    }

    #[test]
    fn concepts_are_predicted_for_papers_that_do_not_name_them() {
        let papers = papers([
            ("Video generation", "clips flicker between frames and temporal motion"),
            ("Protein folding", "residues bind to pockets and helices of chains"),
        ]);
        let table = train(&papers, &[]);
        for (concept, like, unlike) in [
            ("video generation", "Clips flicker between frames", "Residues bind to pockets"),
            ("protein folding", "Helices of chains", "Temporal motion of clips"),
        ] {
            let of = |text: &str| predicted(&table, concept, text).expect(concept);
            let (like, unlike) = (of(like), of(unlike));
            assert!(like > unlike + 0.1, "{concept}: {like} {unlike}");
        }
        let bytes = table.to_bytes().expect("bytes");
        let read = Table::read(&bytes).expect("a table");
        assert_eq!(read.predicted(), table.predicted());
        assert!(read.to_bytes().expect("bytes") == bytes);
        assert!(train(&papers, &[]).to_bytes().expect("bytes") == bytes);
    }

    #[test]
    fn labels_teach_what_no_word_says() {
        let papers = papers([
            ("Sails of paper", "kites flutter between harbors and gulls"),
            ("Drums of copper", "lamps flicker beside ropes and anvils"),
        ]);
        let concept = "cognitive science";
        assert_eq!(predicted(&train(&papers, &[]), concept, "Gulls"), None);
        let label = |number: usize| LabeledPaper {
            id: papers[number].id.clone(),
            labels: number.is_multiple_of(2).then(|| (concept.to_owned(), 2)).into_iter().collect(),
        };
        let labels = Labels { papers: (0..120).map(label).collect(), topics: Vec::new() };
        let table = train(&papers, &[labels]);
        let of = |text: &str| predicted(&table, concept, text).expect(concept);
        assert!(of("Kites flutter") > of("Lamps flicker") + 0.3);
    }
}
