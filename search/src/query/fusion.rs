//! Combines scores by words and by meaning, and decides which papers are close enough to be hits.

use super::Query;
use super::terms::Terms;

/// The maximum weight of meaning, relative to 1 for words, for a question of at least eight words.
/// Shorter questions give it less, because a person who types two words means exactly those.
const MEANING: f32 = 1.2;
const MEANING_WORDS: f32 = 8.0;
/// How steeply the weight falls with the number of words.
const MEANING_FALL: f32 = 1.5;
/// The bonus for matching every word of a short question; for longer ones it falls with the square
/// of the number of words.
const WHOLE: f32 = 1.0;
const WHOLE_WORDS: f32 = 3.0;
/// A paper with at least this cosine is close in meaning, unless it is far behind the best one. 92
/// in 100 claims about medicine have such a paper among medical papers, 5 in 1,000 among papers on
/// machine learning.
pub(crate) const CLOSE: f32 = 0.45;
const CLOSE_SHARE: f32 = 0.8;
/// Between these numbers of judged words a question gradually becomes a pasted text. The best paper
/// for a text is probably that text, so its score says nothing about how close others must be.
const TEXT_WORDS: (f32, f32) = (14.0, 26.0);
/// When the whole question must match: the minimum share of the best paper's coverage.
const WHOLE_SHARE: f32 = 0.95;
/// And the minimum share of its score, which means in the title or more than once.
const WHOLE_SCORE: f32 = 0.8;

/// How well the best paper matches.
#[derive(Default)]
pub(crate) struct Best {
    /// The highest score by words.
    pub(crate) score: f32,
    /// The largest share of the question covered.
    pub(crate) coverage: f32,
    /// The highest cosine.
    pub(crate) cosine: f32,
}

/// The weights that combine scores by words and by meaning.
pub(crate) struct Fusion {
    /// Multiplies a score by words: 1 for the best paper.
    words: f32,
    /// Multiplies a cosine: the weight of meaning for the best paper.
    embedding: f32,
    meaning: f32,
    /// Multiplies the share of the question covered.
    whole: f32,
}

/// The minimum for a hit: either coverage and score, or cosine.
pub(crate) struct Floor {
    /// The share of the question covered, for a paper with any of its words.
    pub(crate) coverage: f32,
    /// Its score by words.
    pub(crate) score: f32,
    /// Its cosine.
    pub(crate) cosine: f32,
}

impl Best {
    /// Accounts for a paper that has a word of the question.
    pub(crate) fn see(&mut self, score: f32, covered: f32) {
        // `f32::max` is three times slower because it handles NaN, which can't occur here.
        self.score = if score > self.score { score } else { self.score };
        self.coverage = if covered > self.coverage { covered } else { self.coverage };
    }
}

impl Fusion {
    pub(crate) fn new(terms: &Terms, best: &Best) -> Fusion {
        let weight = MEANING * (terms.len() / MEANING_WORDS).min(1.0).powf(MEANING_FALL);
        let meaning = if best.cosine > 0.0 { weight } else { 0.0 };
        Fusion {
            words: 1.0 / best.score.max(f32::MIN_POSITIVE),
            embedding: meaning / best.cosine.max(f32::MIN_POSITIVE),
            meaning,
            whole: WHOLE * (WHOLE_WORDS / terms.len()).min(1.0).powi(2),
        }
    }

    /// The score of a paper. `cosine` is `None` for one that has no vector yet; its meaning is then
    /// estimated from its words.
    pub(crate) fn score(&self, score: f32, covered: f32, cosine: Option<f32>) -> f32 {
        let words = score * self.words;
        let meaning = match cosine {
            Some(cosine) => cosine.max(0.0) * self.embedding,
            None => words * self.meaning,
        };
        words + meaning + self.whole * covered
    }

    /// The same, when nothing is known about meaning.
    pub(crate) fn by_words(&self, score: f32, covered: f32) -> f32 {
        score * self.words + self.whole * covered
    }
}

/// How much a question is a pasted text, from 0 to 1.
fn text_share(terms: &Terms) -> f32 {
    let (from, to) = TEXT_WORDS;
    ((terms.len() - from) / (to - from)).clamp(0.0, 1.0)
}

impl Floor {
    /// The cosine below which no paper can pass the floor by meaning.
    pub(crate) fn least_cosine(query: &Query, terms: &Terms, best: &Best) -> f32 {
        if !query.features.floor {
            return f32::MIN_POSITIVE;
        }
        let share = CLOSE_SHARE * (1.0 - text_share(terms));
        (best.cosine * share).max(CLOSE)
    }

    pub(crate) fn new(query: &Query, terms: &Terms, best: &Best) -> Floor {
        let by_words = best.coverage >= terms.floor();
        let coverage = match (query.features.floor, by_words) {
            (false, _) => 0.0,
            (true, true) => best.coverage * terms.share_of_best() * (1.0 - text_share(terms)),
            (true, false) => f32::MAX,
        };
        Floor { coverage, score: 0.0, cosine: Floor::least_cosine(query, terms, best) }
    }

    /// A floor that requires as much of the question as any paper has.
    pub(crate) fn whole(best: &Best) -> Floor {
        Floor {
            coverage: best.coverage * WHOLE_SHARE,
            score: best.score * WHOLE_SCORE,
            cosine: f32::MAX,
        }
    }
}
