//! Ranking: BM25 over words, meaning where there is a model, and a bonus for phrases.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::index::Index;
use crate::query::{Filters, Query, Sort};
use crate::scratch::Tally;
use crate::terms::Terms;
use crate::top::Top;

/// BM25: how soon repetitions of a word cease to count.
const K1: f32 = 0.9;
/// BM25: how much long papers are marked down.
const B: f32 = 0.75;
/// How much meaning counts beside words: at most so much, words at most 1. A question of fewer
/// words than this has proportionally less of it: who types two words means these.
const MEANING: f32 = 0.8;
const MEANING_WORDS: f32 = 7.0;
/// What a paper gains that has every word of a short question; of one of more words than this,
/// less by the square.
const WHOLE: f32 = 1.0;
const WHOLE_WORDS: f32 = 3.0;
/// Whose cosine is not less is close in meaning, if it is not far behind the best one's: of claims
/// about medicine 92 in 100 have such a paper of medicine, 1 in 1,000 one of machine learning.
const CLOSE: f32 = 0.45;
const CLOSE_SHARE: f32 = 0.8;
/// Where no paper is nearer in meaning, words in common are chance, unless they are nearly all.
const FAR: f32 = 0.3;
const NEARLY_ALL: f32 = 0.8;
/// So many papers are kept for what follows, and more if more are asked for.
const DEPTH: usize = 1_000;
/// What a paper gains whose title begins with the question and a colon.
const NAME_BONUS: f32 = 0.5;
/// What a paper gains that was found elsewhere as the best; the sixth gains half of it.
const ELSEWHERE: f32 = 0.4;
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
    /// The highest cosine.
    cosine: f32,
}

/// How scores by words and by meaning become one.
struct Fusion {
    /// Times a score by words: 1 for the best paper.
    words: f32,
    /// Times a cosine: `meant` for the best paper.
    meaning: f32,
    meant: f32,
    /// Times the share of the question covered.
    whole: f32,
}

impl Best {
    /// Whether the words in common mean nothing.
    fn is_chance(&self) -> bool {
        self.cosine > 0.0 && self.cosine < FAR && self.coverage < NEARLY_ALL
    }
}

impl Fusion {
    fn new(terms: &Terms, best: &Best) -> Fusion {
        let weight = MEANING * (terms.len() / MEANING_WORDS).min(1.0);
        let meant = if best.cosine > 0.0 { weight } else { 0.0 };
        Fusion {
            words: 1.0 / best.score.max(f32::MIN_POSITIVE),
            meaning: meant / best.cosine.max(f32::MIN_POSITIVE),
            meant,
            whole: WHOLE * (WHOLE_WORDS / terms.len()).min(1.0).powi(2),
        }
    }
}

/// A paper that is close whatever it says.
struct Apart {
    slot: u32,
    tally: Tally,
    cosine: f32,
    bonus: f32,
}

impl Index {
    /// Ranks the papers that pass the filters, all but those in `named`.
    pub(crate) fn rank(&self, query: &Query, named: impl Iterator<Item = u32>) -> Ranked {
        let terms = self.terms(&query.text, &query.ways);
        let mut cosines = self.cosines(query.meaning.as_ref());
        cosines.resize(self.docs.len(), 0.0);
        self.pool.with(self.docs.len(), |tallies| {
            self.tally(&terms, tallies);
            let mut leave_out = |slot: usize| {
                tallies[slot] = Tally::default();
                cosines[slot] = 0.0;
            };
            if query.filters != Filters::default() {
                let passed = |slot: &usize| !query.filters.pass(&self.facts[*slot]);
                (0..self.facts.len()).filter(passed).for_each(&mut leave_out);
            }
            named.for_each(|slot| leave_out(slot as usize));
            self.select(query, &terms, tallies, &mut cosines)
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

    fn select(
        &self,
        query: &Query,
        terms: &Terms,
        tallies: &mut [Tally],
        cosines: &mut [f32],
    ) -> Ranked {
        let coverage = terms.coverage();
        let mut best = Best::default();
        for tally in tallies.iter().filter(|tally| tally.score > 0.0) {
            let covered = coverage.of(tally.mask);
            // `f32::max` takes thrice as long, for numbers that never come here.
            best.score = if tally.score > best.score { tally.score } else { best.score };
            best.coverage = if covered > best.coverage { covered } else { best.coverage };
        }
        best.cosine =
            cosines.iter().copied().fold(0.0, |one, other| if other > one { other } else { one });
        if best.score == 0.0 && best.cosine == 0.0 && query.elsewhere.is_empty() {
            return Ranked::default();
        }
        let fusion = Fusion::new(terms, &best);
        let fused = |slot: usize, tally: &Tally, cosine: f32| {
            let words = tally.score * fusion.words;
            // A paper that has no vector yet is as near in meaning as its words say.
            let unknown =
                cosine == 0.0 && fusion.meant > 0.0 && !self.vectors.contains(slot as u32);
            let meaning =
                if unknown { words * fusion.meant } else { cosine.max(0.0) * fusion.meaning };
            words + meaning + fusion.whole * coverage.of(tally.mask)
        };
        let wanted = query.offset.saturating_add(query.limit);
        let (least, least_cosine) = match query.ways.floor {
            false => (0.0, f32::MIN_POSITIVE),
            true => {
                let by_words = match best.coverage < terms.floor() || best.is_chance() {
                    true => f32::MAX,
                    false => best.coverage * terms.share_of_best(),
                };
                (by_words, (best.cosine * CLOSE_SHARE).max(CLOSE))
            }
        };
        let apart: Vec<Apart> = self.apart(query, tallies, cosines);
        // What is far down by score may be first by votes.
        let all = query.sort != Sort::Relevance;
        let room = if all { usize::MAX } else { wanted.max(DEPTH) };
        let mut top = Top::new(room, |a: &Scored, b: &Scored| self.order(query.sort, *a, *b));
        let mut total = 0;
        for (slot, (tally, cosine)) in tallies.iter().zip(cosines.iter()).enumerate() {
            let by_words = tally.score > 0.0 && coverage.of(tally.mask) >= least;
            if by_words || *cosine >= least_cosine {
                total += 1;
                top.push(slot as u32, fused(slot, tally, *cosine));
            }
        }
        for Apart { slot, tally, cosine, bonus } in apart {
            total += 1;
            top.push(slot, fused(slot as usize, &tally, cosine) + bonus);
            tallies[slot as usize] = tally;
        }
        if total == 0 {
            let order = |a: &Scored, b: &Scored| self.order(Sort::Relevance, *a, *b);
            let mut top = Top::new(wanted, order);
            for (slot, (tally, cosine)) in tallies.iter().zip(cosines.iter()).enumerate() {
                let score = fused(slot, tally, *cosine);
                if score > 0.0 {
                    top.push(slot as u32, score);
                }
            }
            return Ranked { nearest: top.sorted(), ..Ranked::default() };
        }
        let mut close = top.sorted();
        if query.ways.phrases && query.sort == Sort::Relevance {
            let mask = |slot: u32| tallies[slot as usize].mask;
            self.add_phrases(terms, &coverage, mask, &mut close, wanted.max(NEAREST));
            close.sort_unstable_by(|a, b| self.order(query.sort, *a, *b));
        }
        Ranked { close, total, nearest: Vec::new() }
    }

    /// Takes out the papers that are close whatever they say: those that are called as was asked,
    /// and those found elsewhere.
    fn apart(&self, query: &Query, tallies: &mut [Tally], cosines: &mut [f32]) -> Vec<Apart> {
        let named = if query.ways.exact { self.names.named(&query.text) } else { &[] };
        let mut bonuses: BTreeMap<u32, f32> = BTreeMap::new();
        for slot in named.iter().filter(|slot| tallies[**slot as usize].score > 0.0) {
            bonuses.insert(*slot, NAME_BONUS);
        }
        let elsewhere = query.elsewhere.iter().filter_map(|id| self.ids.get(id));
        for (place, slot) in elsewhere.enumerate() {
            if query.filters.pass(&self.facts[*slot as usize]) {
                *bonuses.entry(*slot).or_default() += ELSEWHERE / (1.0 + place as f32 / 5.0);
            }
        }
        let take = |(slot, bonus)| Apart {
            slot,
            tally: std::mem::take(&mut tallies[slot as usize]),
            cosine: std::mem::take(&mut cosines[slot as usize]),
            bonus,
        };
        bonuses.into_iter().map(take).collect()
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
