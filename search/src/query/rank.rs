//! Ranking: BM25 over words, meaning if there is a model, and a phrase bonus.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::constraint::Limits;
use super::fusion::{Best, Floor, Fusion};
use super::phrases::phrase_depth;
use super::terms::Terms;
use super::top::{Scored, Top};
use super::{Filters, Query, Sort};
use crate::index::Index;
use crate::index::popularity::MOST as MOST_POPULAR;
use crate::index::scratch::{Scratch, Tally};

/// BM25: how soon repetitions of a word stop counting.
const K1: f32 = 0.9;
/// BM25: how much long papers are penalized.
const B: f32 = 0.75;
/// The bonus for a title that begins with the question and a colon.
const NAME_BONUS: f32 = 0.5;
/// The bonus for the hub's first hit; the sixth gets half of it.
const HUB_HIT: f32 = 0.4;
/// The bonus for a survey if surveys are asked for: as much as matching every word.
const SURVEY: f32 = 1.0;
/// The number of top papers whose title is compared with the question.
pub(crate) const NEAREST: usize = 5;

/// The papers that answer a question.
#[derive(Default)]
pub(crate) struct Ranked {
    /// Those above the floor, best first: at least as many as will be shown.
    pub(crate) close: Vec<Scored>,
    /// How many are above the floor, including those not in `close`.
    pub(crate) total: usize,
    /// Those above it but excluded.
    pub(crate) excluded: Vec<u32>,
    /// If none is above it: the best others, best first, at most as many as will be shown.
    pub(crate) nearest: Vec<Scored>,
}

/// A paper that counts as close whatever its text.
struct Pinned {
    slot: u32,
    tally: Tally,
    cosine: f32,
    bonus: f32,
    /// The bonus if it also has the rest of the question.
    head: f32,
}

impl Index {
    /// Ranks the papers that pass the filters and limits, except those in `named`.
    pub(crate) fn rank(&self, query: &Query, named: &[u32], limits: &Limits) -> Ranked {
        let terms = self.terms(&query.text, &query.features);
        let mut cosines = self.cosines(query.embedding.as_ref());
        if !cosines.is_empty() {
            cosines.resize(self.docs.len(), 0.0);
        }
        self.pool.with(self.docs.len(), |scratch| {
            self.tally(&terms, &mut scratch.tallies);
            let mut leave_out = |slot: usize| {
                scratch.tallies[slot] = Tally::default();
                cosines.get_mut(slot).into_iter().for_each(|cosine| *cosine = 0.0);
            };
            if query.filters != Filters::default() {
                let passed = |slot: &usize| !query.filters.pass(&self.facts[*slot]);
                (0..self.facts.len()).filter(passed).for_each(&mut leave_out);
            }
            if let Some(only) = &limits.only {
                let other = |slot: &usize| !only.has(*slot as u32);
                (0..self.facts.len()).filter(other).for_each(&mut leave_out);
            }
            named.iter().for_each(|slot| leave_out(*slot as usize));
            self.select(query, named, &terms, limits, scratch, &mut cosines)
        })
    }

    /// Adds up BM25 for every paper that has a term.
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

    fn select(
        &self,
        query: &Query,
        named: &[u32],
        terms: &Terms,
        limits: &Limits,
        scratch: &mut Scratch,
        cosines: &mut [f32],
    ) -> Ranked {
        let coverage = terms.coverage();
        let mut best = Best { cosine: self.yardstick(largest(cosines)), ..Best::default() };
        let count = scratch.touch(cosines, Floor::least_cosine(query, terms, &best));
        let Scratch { tallies, touched, covered } = scratch;
        let touched = || touched[..count].iter().map(|slot| *slot as usize);
        for (slot, share) in touched().zip(covered.iter_mut()) {
            *share = coverage.of(tallies[slot].mask);
            best.see(tallies[slot].score, *share);
        }
        if best.score == 0.0 && best.cosine == 0.0 && query.hub_hits.is_empty() {
            return Ranked::default();
        }
        let fusion = Fusion::new(terms, &best);
        let meant = best.cosine > 0.0;
        let fused = |slot: usize, score: f32, covered: f32, cosine: f32| {
            if !meant {
                return fusion.by_words(score, covered);
            }
            let known = cosine != 0.0 || self.vectors.contains(slot as u32);
            fusion.score(score, covered, known.then_some(cosine))
        };
        let floor = match limits.whole {
            true => Floor::whole(&best),
            false => Floor::new(query, terms, &best),
        };
        let is_excluded = |slot: u32| limits.exclude.as_ref().is_some_and(|set| set.has(slot));
        let kind = |slot: usize| match limits.surveys && self.facts[slot].is_survey {
            true => SURVEY,
            false => 0.0,
        };
        let most = MOST_POPULAR + if limits.surveys { SURVEY } else { 0.0 };
        let mut excluded = Vec::new();
        let pinned: Vec<Pinned> = self.pinned(query, named, limits, tallies, cosines);
        let wanted = query.offset.saturating_add(query.limit);
        // In other orders, a paper with a low score may come first.
        let all = query.sort != Sort::Relevance;
        let room = if all { usize::MAX } else { wanted.max(phrase_depth(terms)).max(NEAREST) };
        let mut top = Top::new(room, |a: &Scored, b: &Scored| self.order(query.sort, *a, *b));
        let mut total = 0;
        for (slot, covered) in touched().zip(covered.iter()) {
            let score = tallies[slot].score;
            let cosine = cosines.get(slot).copied().unwrap_or_default();
            let by_words = score > 0.0 && *covered >= floor.coverage && score >= floor.score;
            if by_words || cosine >= floor.cosine {
                if is_excluded(slot as u32) {
                    excluded.push(slot as u32);
                    continue;
                }
                total += 1;
                let score = fused(slot, score, *covered, cosine);
                // Look up votes only for papers that they could bring in.
                if top.takes(score + most) {
                    top.push(slot as u32, score + self.popularity[slot] + kind(slot));
                }
            }
        }
        for Pinned { slot, tally, cosine, bonus, head } in pinned {
            let covered = coverage.of(tally.mask);
            tallies[slot as usize] = tally;
            if is_excluded(slot) {
                excluded.push(slot);
                continue;
            }
            total += 1;
            let score = fused(slot as usize, tally.score, covered, cosine);
            let bonus = bonus + head * covered * covered + kind(slot as usize);
            top.push(slot, score + self.popularity[slot as usize] + bonus);
        }
        if total == 0 {
            let order = |a: &Scored, b: &Scored| self.order(Sort::Relevance, *a, *b);
            let mut top = Top::new(wanted, order);
            for (slot, tally) in tallies.iter().enumerate() {
                let cosine = cosines.get(slot).copied().unwrap_or_default();
                let score = fused(slot, tally.score, coverage.of(tally.mask), cosine);
                if score > 0.0 && !is_excluded(slot as u32) {
                    top.push(slot as u32, score);
                }
            }
            return Ranked { nearest: top.sorted(), excluded, ..Ranked::default() };
        }
        let mut close = top.sorted();
        if query.features.phrases && query.sort == Sort::Relevance {
            let mask = |slot: u32| tallies[slot as usize].mask;
            self.add_phrases(terms, &coverage, mask, &mut close, wanted.max(NEAREST));
            close.sort_unstable_by(|a, b| self.order(query.sort, *a, *b));
        }
        Ranked { close, total, excluded, nearest: Vec::new() }
    }

    /// Takes out the papers that count as close whatever their text: those named by the question,
    /// those the hub found, and those with whose name the question begins. Not those in `named`.
    fn pinned(
        &self,
        query: &Query,
        named: &[u32],
        limits: &Limits,
        tallies: &mut [Tally],
        cosines: &mut [f32],
    ) -> Vec<Pinned> {
        let mut bonuses: BTreeMap<u32, (f32, f32)> = BTreeMap::new();
        let has_word = |slot: &u32| tallies[*slot as usize].score > 0.0;
        if query.features.exact {
            for slot in self.names.named(&query.text).iter().copied().filter(has_word) {
                bonuses.entry(slot).or_default().0 = NAME_BONUS;
            }
            for slot in self.names.begins(&query.text).into_iter().filter(has_word) {
                bonuses.entry(slot).or_default().1 = NAME_BONUS;
            }
        }
        let hub_hits = query.hub_hits.iter().filter_map(|id| self.ids.get(id));
        let hub_hits = hub_hits.filter(|slot| !named.contains(slot));
        for (place, slot) in hub_hits.enumerate() {
            let within = limits.only.as_ref().is_none_or(|only| only.has(*slot));
            if within && query.filters.pass(&self.facts[*slot as usize]) {
                bonuses.entry(*slot).or_default().0 += HUB_HIT / (1.0 + place as f32 / 5.0);
            }
        }
        let take = |(slot, (bonus, head))| Pinned {
            slot,
            tally: std::mem::take(&mut tallies[slot as usize]),
            cosine: cosines.get_mut(slot as usize).map(std::mem::take).unwrap_or_default(),
            bonus,
            head,
        };
        bonuses.into_iter().map(take).collect()
    }

    /// The requested order, then votes, then id: a total order. Equal matches, such as all papers
    /// by one author, are thus ordered by votes.
    pub(crate) fn order(&self, sort: Sort, a: Scored, b: Scored) -> Ordering {
        let facts = |scored: Scored| &self.facts[scored.0 as usize];
        let asked = match sort {
            Sort::Relevance => b.1.total_cmp(&a.1),
            Sort::Votes => Ordering::Equal,
            Sort::Newest => facts(b).published.cmp(&facts(a).published),
        };
        let id = |scored: Scored| self.doc(scored.0).map(|doc| &doc.id);
        let votes = || facts(b).upvotes.cmp(&facts(a).upvotes);
        asked.then_with(votes).then_with(|| id(a).cmp(&id(b)))
    }
}

/// The largest positive number, or 0. Computed in lanes to avoid a serial dependency.
fn largest(values: &[f32]) -> f32 {
    let larger = |one: f32, other: f32| if other > one { other } else { one };
    let (chunks, rest) = values.as_chunks::<16>();
    let mut lanes = [0.0_f32; 16];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = larger(*lane, *value);
        }
    }
    lanes.into_iter().chain(rest.iter().copied()).fold(0.0, larger)
}
