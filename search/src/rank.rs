//! Ranking by words: BM25, and a bonus for phrases.

use std::cmp::Ordering;

use crate::index::{GAP, Index};
use crate::query::Filters;
use crate::terms::Terms;

/// BM25: how soon repetitions of a word cease to count.
const K1: f32 = 1.2;
/// BM25: how much long papers are marked down.
const B: f32 = 0.75;
/// The most that phrases add to a score, which is at most 1 without them.
const PHRASE_BONUS: f32 = 0.4;
/// Phrases are looked for in so many of the best papers.
const PHRASE_DEPTH: usize = 200;
/// What a paper gains whose title begins with the question and a colon.
const NAME_BONUS: f32 = 0.5;
/// So many papers are kept when none is over the floor, and looked at for their title.
pub(crate) const NEAREST: usize = 5;

/// A paper and how well its words match, from 0 up.
pub(crate) type Scored = (u32, f32);

/// Papers that share words with a question.
#[derive(Default)]
pub(crate) struct Ranked {
    /// Those over the floor: the best [`NEAREST`], then the others, each in no order.
    pub(crate) close: Vec<Scored>,
    /// If none is: a few of the others, best first.
    pub(crate) nearest: Vec<Scored>,
}

/// What one paper has of a question.
#[derive(Clone, Copy, Default)]
struct Tally {
    score: f32,
    /// The terms found, one bit each.
    mask: u64,
}

impl Index {
    /// Ranks the papers that pass the filters by the words of a text.
    pub(crate) fn rank(&self, text: &str, filters: &Filters) -> Ranked {
        let terms = self.terms(text);
        let (tallies, mut touched) = self.tally(&terms);
        if *filters != Filters::default() {
            touched.retain(|slot| self.doc(*slot).is_some_and(|doc| filters.pass(doc)));
        }
        let tally = |slot: u32| tallies[slot as usize];
        let best = touched.iter().map(|slot| tally(*slot).score).fold(0.0, f32::max);
        let named = self.names.named(text);
        let coverage = |slot: u32| terms.coverage(tally(slot).mask);
        let most = touched.iter().map(|slot| coverage(*slot)).fold(0.0, f32::max);
        let least = if most < terms.floor() { f32::MAX } else { most * terms.share_of_best() };
        let over = |slot: u32| coverage(slot) >= least || named.contains(&slot);
        let (close, far): (Vec<u32>, Vec<u32>) = touched.into_iter().partition(|slot| over(*slot));
        let scored = |slots: Vec<u32>| -> Vec<Scored> {
            slots.into_iter().map(|slot| (slot, tally(slot).score / best)).collect()
        };
        if close.is_empty() {
            let mut nearest = scored(far);
            nearest.sort_unstable_by(|a, b| self.better(*a, *b));
            nearest.truncate(NEAREST);
            return Ranked { close: Vec::new(), nearest };
        }
        let mut close = scored(close);
        if close.len() > PHRASE_DEPTH {
            close.select_nth_unstable_by(PHRASE_DEPTH, |a, b| self.better(*a, *b));
        }
        for (slot, score) in close.iter_mut().take(PHRASE_DEPTH) {
            *score += PHRASE_BONUS * self.phrase(*slot, tally(*slot).mask, &terms);
        }
        for (slot, score) in &mut close {
            if named.contains(slot) {
                *score += NAME_BONUS;
            }
        }
        if close.len() > NEAREST {
            close.select_nth_unstable_by(NEAREST, |a, b| self.better(*a, *b));
        }
        Ranked { close, nearest: Vec::new() }
    }

    /// BM25 of every paper that has a term, by slot, and the slots of these.
    fn tally(&self, terms: &Terms) -> (Vec<Tally>, Vec<u32>) {
        let mut tallies = vec![Tally::default(); self.docs.len()];
        let mut touched = Vec::new();
        let mean = self.mean_length();
        for (place, term) in terms.all.iter().enumerate() {
            let Some(id) = term.id else { continue };
            for posting in &self.postings[id as usize] {
                let slot = posting.slot() as usize;
                let count = posting.count() as f32;
                let norm = K1 * (1.0 - B + B * self.lengths[slot] / mean);
                let tally = &mut tallies[slot];
                if tally.mask == 0 {
                    touched.push(slot as u32);
                }
                tally.score += term.weight * term.idf * count * (K1 + 1.0) / (count + norm);
                tally.mask |= 1 << place;
            }
        }
        (tallies, touched)
    }

    /// Higher score first; the id breaks ties.
    pub(crate) fn better(&self, a: Scored, b: Scored) -> Ordering {
        let id = |slot: u32| self.doc(slot).map(|doc| &doc.id);
        b.1.total_cmp(&a.1).then_with(|| id(a.0).cmp(&id(b.0)))
    }

    /// The share of the question's neighbouring words that are neighbours in the paper, each
    /// pair weighed by how rare its words are.
    fn phrase(&self, slot: u32, mask: u64, terms: &Terms) -> f32 {
        let Some(doc) = self.doc(slot) else { return 0.0 };
        let mut open: Vec<_> = terms.pairs.iter().filter(|pair| pair.within(mask)).collect();
        // Most words of a paper begin no pair: a bit of their number tells at once.
        let begins = open.iter().fold(0u64, |bits, pair| bits | 1 << (pair.ids[0] & 63));
        let mut found = 0.0;
        for neighbours in doc.terms[..doc.running as usize].windows(2) {
            if begins & 1 << (neighbours[0] & 63) == 0 || neighbours[0] == GAP {
                continue;
            }
            open.retain(|pair| {
                let same = pair.ids == [neighbours[0], neighbours[1]];
                if same {
                    found += pair.weight;
                }
                !same
            });
        }
        if terms.pair_weight > 0.0 { found / terms.pair_weight } else { 0.0 }
    }
}
