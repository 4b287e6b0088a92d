//! Ranking by words: BM25, and a bonus for phrases.

use std::cmp::Ordering;

use crate::doc::GAP;
use crate::index::Index;
use crate::query::{Filters, Query};
use crate::scratch::Tally;
use crate::terms::Terms;

/// BM25: how soon repetitions of a word cease to count.
const K1: f32 = 0.9;
/// BM25: how much long papers are marked down.
const B: f32 = 0.75;
/// What a paper gains that has every phrase of the question once; its score is at most 1 without.
const PHRASE_BONUS: f32 = 0.6;
/// How soon repetitions of a phrase cease to count: for ever they add at most half.
const PHRASE_K: f32 = 0.5;
/// Phrases are looked for in so many of the best papers.
const PHRASE_DEPTH: usize = 1_000;
/// What a paper gains whose title begins with the question and a colon.
const NAME_BONUS: f32 = 0.5;
/// So many papers are looked at for their title.
pub(crate) const NEAREST: usize = 5;

/// A paper and how well it matches, from 0 up.
pub(crate) type Scored = (u32, f32);

/// Papers that share words with a question.
#[derive(Default)]
pub(crate) struct Ranked {
    /// Those over the floor: the best [`NEAREST`], then the others, each in no order.
    pub(crate) close: Vec<Scored>,
    /// If none is: the best others, best first, at most as many as were asked for.
    pub(crate) nearest: Vec<Scored>,
}

impl Index {
    /// Ranks the papers that pass the filters.
    pub(crate) fn rank(&self, query: &Query) -> Ranked {
        let terms = self.terms(&query.text, &query.ways);
        self.pool.with(self.docs.len(), |tallies| {
            self.tally(&terms, tallies);
            self.select(query, &terms, tallies)
        })
    }

    /// BM25 of every paper that has a term.
    fn tally(&self, terms: &Terms, tallies: &mut [Tally]) {
        let mean = self.mean_length();
        let (flat, slope) = (K1 * (1.0 - B), K1 * B / mean);
        for term in &terms.all {
            let weight = term.weight * (K1 + 1.0);
            for posting in self.postings.of(term.id) {
                let slot = posting.slot() as usize;
                let count = posting.count() as f32;
                let tally = &mut tallies[slot];
                tally.score += weight * count / (count + flat + slope * self.lengths[slot]);
                tally.mask |= term.bits;
            }
        }
    }

    fn select(&self, query: &Query, terms: &Terms, tallies: &mut [Tally]) -> Ranked {
        let coverage = terms.coverage();
        let (mut best, mut most) = (0.0f32, 0.0f32);
        let filtered = query.filters != Filters::default();
        for (tally, facts) in tallies.iter_mut().zip(&self.facts) {
            if tally.score == 0.0 {
                continue;
            }
            if filtered && !query.filters.pass(facts) {
                *tally = Tally::default();
                continue;
            }
            best = best.max(tally.score);
            most = most.max(coverage.of(tally.mask));
        }
        let named = self.names.named(&query.text);
        let floor = query.ways.floor;
        let nothing_close = floor && most < terms.floor();
        let least = match (floor, nothing_close) {
            (false, _) => 0.0,
            (true, false) => most * terms.share_of_best(),
            (true, true) => f32::MAX,
        };
        let scored = |keep: &dyn Fn(u32, &Tally) -> bool| -> Vec<Scored> {
            let touched = tallies.iter().enumerate().filter(|(_, tally)| tally.score > 0.0);
            let kept = touched.filter(|(slot, tally)| keep(*slot as u32, tally));
            kept.map(|(slot, tally)| (slot as u32, tally.score / best)).collect()
        };
        let is_named = |slot: u32| !named.is_empty() && named.contains(&slot);
        let mut close = scored(&|slot, tally| coverage.of(tally.mask) >= least || is_named(slot));
        if close.is_empty() {
            let mut nearest = scored(&|_, _| true);
            self.cut(&mut nearest, query.limit);
            nearest.sort_unstable_by(|a, b| self.better(*a, *b));
            return Ranked { close: Vec::new(), nearest };
        }
        if query.ways.phrases && !terms.pairs.is_empty() {
            self.best_first(&mut close, PHRASE_DEPTH);
            let mut times = Vec::new();
            for (slot, score) in close.iter_mut().take(PHRASE_DEPTH) {
                let mask = tallies[*slot as usize].mask;
                *score += PHRASE_BONUS * self.phrase(*slot, mask, terms, &mut times);
            }
        }
        for (slot, score) in &mut close {
            if is_named(*slot) {
                *score += NAME_BONUS;
            }
        }
        self.best_first(&mut close, NEAREST);
        Ranked { close, nearest: Vec::new() }
    }

    /// Brings the best so many to the front, in no order.
    fn best_first(&self, scored: &mut [Scored], count: usize) {
        if count > 0 && scored.len() > count {
            scored.select_nth_unstable_by(count - 1, |a, b| self.better(*a, *b));
        }
    }

    fn cut(&self, scored: &mut Vec<Scored>, count: usize) {
        self.best_first(scored, count);
        scored.truncate(count);
    }

    /// Higher score first; the id breaks ties.
    pub(crate) fn better(&self, a: Scored, b: Scored) -> Ordering {
        let id = |slot: u32| self.doc(slot).map(|doc| &doc.id);
        b.1.total_cmp(&a.1).then_with(|| id(a.0).cmp(&id(b.0)))
    }

    /// How much of the question's neighbouring words are neighbours in the paper, from 0 up, 1 if
    /// each pair is found once; pairs are weighed by how rare their words are.
    fn phrase(&self, slot: u32, mask: u32, terms: &Terms, times: &mut Vec<u32>) -> f32 {
        let Some(doc) = self.doc(slot) else { return 0.0 };
        // Most words of a paper begin no pair: a bit of their number tells at once.
        let open = terms.pairs.iter().filter(|pair| pair.within(mask));
        let begins = open.fold(0u64, |bits, pair| bits | 1 << (pair.ids[0] & 63));
        if begins == 0 {
            return 0.0;
        }
        times.clear();
        times.resize(terms.pairs.len(), 0);
        let mut last = GAP;
        for term in doc.running() {
            if begins >> (last & 63) & 1 == 1 && last != GAP {
                for (pair, times) in terms.pairs.iter().zip(times.iter_mut()) {
                    *times += u32::from(pair.ids == [last, term]);
                }
            }
            last = term;
        }
        let found = terms.pairs.iter().zip(times.iter()).map(|(pair, times)| {
            let times = *times as f32;
            pair.weight * (1.0 + PHRASE_K) * times / (times + PHRASE_K)
        });
        found.sum::<f32>() / terms.pair_weight
    }
}
