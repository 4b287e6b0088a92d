//! How close a topic usually is to papers, as a baseline for its cosines.

use std::hash::BuildHasher;

use domain::PaperId;
use foldhash::fast::FixedState;

use crate::embedding::{Embedding, Vectors};
use crate::index::Index;
use crate::table::Spread;

/// Papers in a sample. Doubling it hardly changes the mean; half as many are too few.
const SAMPLE: usize = 128;
/// Below this many papers there is no baseline.
const LEAST: usize = 32;

/// A sample of papers' vectors. Some topics are close to every paper ("large models") and others to
/// none, so a cosine means something only relative to this sample. The same papers give the same
/// sample, and adding a paper changes at most one member.
pub struct Background(Vectors);

/// The distribution for topics without a sample.
pub(super) const USUAL: Spread = Spread { mean: 0.245, deviation: 0.084 };

impl Index {
    /// A sample of the index's papers, for [`TopicSet::against`](crate::TopicSet::against).
    pub fn background(&self) -> Background {
        let mut sample = Vectors::new(self.vectors.dimensions());
        let slots = self.sample(true).into_iter().filter_map(|id| self.ids.get(&id));
        for (number, vector) in slots.filter_map(|slot| self.vectors.get(*slot)).enumerate() {
            sample.put(number as u32, &vector);
        }
        Background(sample)
    }

    /// The papers of the sample: chosen from those with an embedding, or from all.
    pub fn sample(&self, embedded: bool) -> Vec<PaperId> {
        let all = self.ids.iter();
        let with = all.filter(|(_, slot)| !embedded || self.vectors.contains(**slot));
        let hash = |id: &PaperId| FixedState::default().hash_one(id.as_str());
        let mut all: Vec<(u64, &PaperId)> = with.map(|(id, _)| (hash(id), id)).collect();
        all.sort_unstable();
        all.truncate(SAMPLE);
        all.into_iter().map(|(_, id)| id.clone()).collect()
    }
}

impl Background {
    /// The usual cosines of a topic; `None` if there are too few papers or they belong to another
    /// model.
    pub(super) fn usual(&self, topic: &Embedding) -> Option<Spread> {
        let count = self.0.len();
        if count < LEAST || topic.dimensions() != self.0.dimensions() {
            return None;
        }
        let (mut sum, mut squares) = (0.0, 0.0);
        self.0.each(topic, |_, cosine| {
            sum += cosine;
            squares += cosine * cosine;
        });
        let mean = sum / count as f32;
        let deviation = (squares / count as f32 - mean * mean).max(0.0).sqrt();
        (deviation > 0.0).then_some(Spread { mean, deviation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::paper;

    fn index(papers: u32) -> Index {
        let mut index = Index::default();
        for number in 0..papers {
            let paper = paper(&format!("2601.{number:05}"), "Boats", "");
            index.put(&paper);
            let angle = number as f32 / papers as f32;
            index.put_embedding(&paper.id, &Embedding::from_real(&[angle.cos(), angle.sin()]));
        }
        index
    }

    #[test]
    fn the_baseline_is_the_mean_of_a_sample() {
        let topic = Embedding::from_real(&[1.0, 0.0]);
        for (papers, mean) in [(31, None), (64, Some(0.84)), (2_000, Some(0.84))] {
            let usual = index(papers).background().usual(&topic);
            assert_eq!(usual.is_some(), mean.is_some(), "{papers} papers");
            let Some((usual, mean)) = usual.zip(mean) else { continue };
            assert!((usual.mean - mean).abs() < 0.03, "{papers} papers: {}", usual.mean);
            assert!((0.1..0.2).contains(&usual.deviation), "{papers} papers: {usual:?}");
        }
        let other = Embedding::from_real(&[1.0, 0.0, 0.0]);
        assert!(index(64).background().usual(&other).is_none());
    }

    #[test]
    fn adding_a_paper_changes_at_most_one_of_the_sample() {
        let sample = |index: &Index| -> Vec<Embedding> {
            let Background(vectors) = index.background();
            (0..vectors.len() as u32).filter_map(|slot| vectors.get(slot)).collect()
        };
        let mut index = index(1_000);
        let before = sample(&index);
        assert_eq!(before.len(), SAMPLE);
        assert!(index.remove(&PaperId::find("2601.00007").expect("an id")));
        let after = sample(&index);
        assert!(before.iter().filter(|vector| !after.contains(vector)).count() <= 1);
    }
}
