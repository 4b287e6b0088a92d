//! The bonus for phrases: words that stand together in the question and in the paper.

use crate::doc::GAP;
use crate::index::Index;
use crate::rank::Scored;
use crate::terms::Terms;

/// What a paper gains that has every phrase of the question once; its score is at most 1 without.
const BONUS: f32 = 0.8;
/// How soon repetitions of a phrase cease to count: for ever they add at most half.
const K: f32 = 0.5;
/// Phrases are looked for in the best papers: at least and at most so many, fewer for a question
/// of many phrases, since these tell papers apart sooner.
const DEPTH: (usize, usize) = (200, 1_000);
/// Depth times phrases.
const WORK: usize = 3_000;

/// Which terms begin a phrase, by the last ten bits of their number: most words of a paper are
/// told off by it.
struct Beginnings([u64; 16]);

impl Beginnings {
    fn of(terms: &Terms) -> Beginnings {
        let mut bits = [0; 16];
        for term in terms.pairs.iter().map(|pair| pair.ids[0]) {
            bits[(term / 64 % 16) as usize] |= 1u64 << (term % 64);
        }
        Beginnings(bits)
    }

    fn may_be(&self, term: u32) -> bool {
        self.0[(term / 64 % 16) as usize] >> (term % 64) & 1 == 1
    }
}

impl Index {
    /// Adds the bonus to the best papers, given best first. A paper is passed over that would not
    /// be among the `wanted` best with every phrase that its words, by `mask`, allow.
    pub(crate) fn add_phrases(
        &self,
        terms: &Terms,
        mask: impl Fn(u32) -> u32,
        close: &mut [Scored],
        wanted: usize,
    ) {
        if terms.pairs.is_empty() {
            return;
        }
        let depth = (WORK / terms.pairs.len()).clamp(DEPTH.0, DEPTH.1).min(close.len());
        let beginnings = Beginnings::of(terms);
        let mut times = Vec::new();
        // The best scores so far, best first.
        let mut best: Vec<f32> = Vec::with_capacity(wanted.min(depth) + 1);
        for (slot, score) in &mut close[..depth] {
            let mask = mask(*slot);
            let possible = terms.pairs.iter().filter(|pair| pair.within(mask));
            let possible: f32 = possible.map(|pair| pair.weight * (1.0 + K)).sum();
            let bound = *score + BONUS * possible / terms.pair_weight;
            let hopeless = best.len() >= wanted && best.last().is_some_and(|last| bound < *last);
            if possible > 0.0 && !hopeless {
                *score += BONUS * self.phrases(*slot, terms, &beginnings, &mut times);
            }
            if wanted < depth {
                let place = best.partition_point(|other| other >= score);
                best.insert(place, *score);
                best.truncate(wanted);
            }
        }
    }

    /// How much of the question's neighbouring words are neighbours in the paper, from 0 up, 1 if
    /// each pair is found once; pairs are weighed by how rare their words are.
    fn phrases(
        &self,
        slot: u32,
        terms: &Terms,
        beginnings: &Beginnings,
        times: &mut Vec<u32>,
    ) -> f32 {
        let Some(doc) = self.doc(slot) else { return 0.0 };
        times.clear();
        times.resize(terms.pairs.len(), 0);
        let mut last = GAP;
        for term in doc.running() {
            if beginnings.may_be(last) && last != GAP {
                for (pair, times) in terms.pairs.iter().zip(times.iter_mut()) {
                    *times += u32::from(pair.ids == [last, term]);
                }
            }
            last = term;
        }
        let found = terms.pairs.iter().zip(times.iter()).map(|(pair, times)| {
            let times = *times as f32;
            pair.weight * (1.0 + K) * times / (times + K)
        });
        found.sum::<f32>() / terms.pair_weight
    }
}
