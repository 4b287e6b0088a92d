//! The phrase bonus: words that are adjacent both in the question and in the paper.

use super::terms::{Coverage, Pair, Terms};
use super::top::Scored;
use crate::index::Index;
use crate::index::doc::GAP;

/// The bonus for a paper that has every word and every phrase of the question once.
const BONUS: f32 = 0.9;
/// How soon repetitions of a phrase stop counting: in total they add at most half.
const K: f32 = 0.5;
/// The minimum and maximum number of top papers to check for phrases. Questions with many phrases
/// need fewer, since each one separates papers.
const DEPTH: (usize, usize) = (200, 500);
/// Depth times the number of phrases.
const WORK: usize = 3_000;
/// The number of top papers used to decide which neighbors are phrases.
const SAMPLE: usize = 64;
/// Neighbors that are adjacent in a quarter of the papers that have both are a phrase; others are
/// adjacent by chance and count less.
const PHRASE_SHARE: f32 = 0.25;
/// Added to the papers counted, so that a very small sample doesn't decide.
const UNSEEN: f32 = 0.2;

/// A filter on the last ten bits of a term's number: whether it begins a phrase or is one. Rules
/// out most words of a paper.
struct Beginnings([u64; 16]);

impl Beginnings {
    fn of(terms: &Terms) -> Beginnings {
        let mut bits = [0; 16];
        let firsts = terms.pairs.iter().map(|pair| pair.ids[0]);
        for term in firsts.chain(terms.pairs.iter().filter_map(|pair| pair.joined)) {
            bits[(term / 64 % 16) as usize] |= 1u64 << (term % 64);
        }
        Beginnings(bits)
    }

    fn may_be(&self, term: u32) -> bool {
        self.0[(term / 64 % 16) as usize] >> (term % 64) & 1 == 1
    }
}

/// The number of top papers to check for phrases.
pub(crate) fn phrase_depth(terms: &Terms) -> usize {
    if terms.pairs.is_empty() {
        return 0;
    }
    (WORK / terms.pairs.len()).clamp(DEPTH.0, DEPTH.1)
}

impl Index {
    /// Adds the bonus to the best papers, given best first. Papers are skipped that could not reach
    /// the `wanted` best even with every phrase that their words (`mask`) allow.
    pub(crate) fn add_phrases(
        &self,
        terms: &Terms,
        coverage: &Coverage,
        mask: impl Fn(u32) -> u32,
        close: &mut [Scored],
        wanted: usize,
    ) {
        if terms.pairs.is_empty() {
            return;
        }
        let depth = phrase_depth(terms).min(close.len());
        let beginnings = Beginnings::of(terms);
        let weights = self.phrase_weights(terms, &beginnings, &mask, &close[..depth.min(SAMPLE)]);
        let mut times = Vec::new();
        // The best scores so far, best first.
        let mut best: Vec<f32> = Vec::with_capacity(wanted.min(depth) + 1);
        for (slot, score) in &mut close[..depth] {
            let mask = mask(*slot);
            // A phrase shouldn't put a paper first that has only part of the question.
            let bonus = BONUS * coverage.of(mask).powi(2);
            let possible = terms.pairs.iter().zip(&weights).filter(|(pair, _)| pair.within(mask));
            let possible: f32 = possible.map(|(_, weight)| weight * (1.0 + K)).sum();
            let bound = *score + bonus * possible;
            let hopeless = best.len() >= wanted && best.last().is_some_and(|last| bound < *last);
            if possible > 0.0 && !hopeless {
                self.count_pairs(*slot, terms, &beginnings, &mut times);
                let found = weights.iter().zip(&times).map(|(weight, times)| {
                    let times = *times as f32;
                    weight * (1.0 + K) * times / (times + K)
                });
                *score += bonus * found.sum::<f32>();
            }
            if wanted < depth {
                let place = best.partition_point(|other| other >= score);
                best.insert(place, *score);
                best.truncate(wanted);
            }
        }
    }

    /// The weight of each pair, at most 1 in total: the rarer its words and the more certain that
    /// it is a phrase, the more. Estimated from the papers in `best`.
    fn phrase_weights(
        &self,
        terms: &Terms,
        beginnings: &Beginnings,
        mask: &impl Fn(u32) -> u32,
        best: &[Scored],
    ) -> Vec<f32> {
        let mut both = vec![0.0; terms.pairs.len()];
        let mut together = vec![UNSEEN; terms.pairs.len()];
        let mut times = Vec::new();
        for (slot, _) in best {
            let mask = mask(*slot);
            if !terms.pairs.iter().any(|pair| pair.within(mask)) {
                continue;
            }
            self.count_pairs(*slot, terms, beginnings, &mut times);
            let within = terms.pairs.iter().enumerate().filter(|(_, pair)| pair.within(mask));
            for (at, _) in within {
                both[at] += 1.0;
                together[at] += f32::from(u8::from(times[at] > 0));
            }
        }
        let counted = terms.pairs.iter().zip(both.iter().zip(&together));
        let weight = |(pair, (both, together)): (&Pair, (&f32, &f32))| {
            let sure = (together / (both + 1.0) / PHRASE_SHARE).min(1.0);
            sure * pair.weight / terms.pair_weight
        };
        counted.map(weight).collect()
    }

    /// Counts the occurrences of each pair in the paper.
    fn count_pairs(&self, slot: u32, terms: &Terms, beginnings: &Beginnings, times: &mut Vec<u32>) {
        times.clear();
        times.resize(terms.pairs.len(), 0);
        let Some(doc) = self.doc(slot) else { return };
        let mut last = GAP;
        for term in doc.running() {
            if beginnings.may_be(last) && last != GAP || beginnings.may_be(term) {
                for (pair, times) in terms.pairs.iter().zip(times.iter_mut()) {
                    let together = pair.ids == [last, term] || pair.joined == Some(term);
                    *times += u32::from(together);
                }
            }
            last = term;
        }
    }
}
