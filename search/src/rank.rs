//! Ranking: BM25 over words, meaning where there is a model, and a bonus for phrases.

use std::cmp::Ordering;

use crate::index::Index;
use crate::query::{Filters, Query, Sort};
use crate::scratch::Tally;
use crate::terms::Terms;
use crate::top::Top;

/// BM25: how soon repetitions of a word cease to count.
const K1: f32 = 0.9;
/// BM25: how much long papers are marked down.
const B: f32 = 0.75;
/// So many papers are kept for what follows, and more if more are asked for.
const DEPTH: usize = 1_000;
/// What a paper gains whose title begins with the question and a colon.
const NAME_BONUS: f32 = 0.5;
/// So many papers are looked at for their title.
pub(crate) const NEAREST: usize = 5;

/// A paper and how well it matches, from 0 up.
pub(crate) type Scored = (u32, f32);

/// Papers that answer a question.
#[derive(Default)]
pub(crate) struct Ranked {
    /// Those over the floor, best first as asked: at least as many as are to be shown.
    pub(crate) close: Vec<Scored>,
    /// How many are over the floor, whether they are in `close` or not.
    pub(crate) total: usize,
    /// If none is over it: the best others, best first, at most as many as are to be shown.
    pub(crate) nearest: Vec<Scored>,
}

/// How far the best paper comes.
#[derive(Default)]
struct Best {
    /// The highest score by words.
    score: f32,
    /// The largest share of the question covered.
    coverage: f32,
}

impl Index {
    /// Ranks the papers that pass the filters, all but those in `named`.
    pub(crate) fn rank(&self, query: &Query, named: impl Iterator<Item = u32>) -> Ranked {
        let terms = self.terms(&query.text, &query.ways);
        self.pool.with(self.docs.len(), |tallies| {
            self.tally(&terms, tallies);
            if query.filters != Filters::default() {
                for (tally, facts) in tallies.iter_mut().zip(&self.facts) {
                    if !query.filters.pass(facts) {
                        *tally = Tally::default();
                    }
                }
            }
            named.for_each(|slot| tallies[slot as usize] = Tally::default());
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

    fn select(&self, query: &Query, terms: &Terms, tallies: &[Tally]) -> Ranked {
        let coverage = terms.coverage();
        let mut best = Best::default();
        for tally in tallies.iter().filter(|tally| tally.score > 0.0) {
            let covered = coverage.of(tally.mask);
            // `f32::max` takes thrice as long, for numbers that never come here.
            best.score = if tally.score > best.score { tally.score } else { best.score };
            best.coverage = if covered > best.coverage { covered } else { best.coverage };
        }
        if best.score == 0.0 {
            return Ranked::default();
        }
        let wanted = query.offset.saturating_add(query.limit);
        let least = match query.ways.floor {
            false => 0.0,
            true if best.coverage < terms.floor() => f32::MAX,
            true => best.coverage * terms.share_of_best(),
        };
        // A paper called so is close, whatever else it says.
        let called: Vec<u32> = match query.ways.exact {
            true => self.names.named(&query.text).to_vec(),
            false => Vec::new(),
        };
        // What is far down by score may be first by votes.
        let all = query.sort != Sort::Relevance;
        let room = if all { usize::MAX } else { wanted.max(DEPTH) };
        let mut top = Top::new(room, |a: &Scored, b: &Scored| self.order(query.sort, *a, *b));
        let mut total = 0;
        for (slot, tally) in tallies.iter().enumerate() {
            if tally.score > 0.0
                && coverage.of(tally.mask) >= least
                && !called.contains(&(slot as u32))
            {
                total += 1;
                top.push(slot as u32, tally.score / best.score);
            }
        }
        let called = called.into_iter().filter(|slot| tallies[*slot as usize].score > 0.0);
        for slot in called {
            total += 1;
            top.push(slot, tallies[slot as usize].score / best.score + NAME_BONUS);
        }
        if total == 0 {
            let mut top =
                Top::new(wanted, |a: &Scored, b: &Scored| self.order(Sort::Relevance, *a, *b));
            let touched = tallies.iter().enumerate().filter(|(_, tally)| tally.score > 0.0);
            touched.for_each(|(slot, tally)| top.push(slot as u32, tally.score / best.score));
            return Ranked { nearest: top.sorted(), ..Ranked::default() };
        }
        let mut close = top.sorted();
        if query.ways.phrases && query.sort == Sort::Relevance {
            self.add_phrases(
                terms,
                |slot| tallies[slot as usize].mask,
                &mut close,
                wanted.max(NEAREST),
            );
            close.sort_unstable_by(|a, b| self.order(query.sort, *a, *b));
        }
        Ranked { close, total, nearest: Vec::new() }
    }

    /// As asked, then by votes, then by id: a total order. Among equal matches, as all papers of
    /// one author are, those with more votes come first.
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
