//! Scores by words and by meaning made one, and how far a paper must come to be a hit.

use super::Query;
use super::terms::Terms;

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
pub(crate) const CLOSE: f32 = 0.45;
const CLOSE_SHARE: f32 = 0.8;
/// A question of so many judged words is a text: the best paper is likely to be that text, and
/// tells nothing of how far others must come. Up to the lower number it is a question.
const TEXT_WORDS: (f32, f32) = (14.0, 26.0);
/// Where the whole question is wanted: so much of what the best paper has of it.
const WHOLE_SHARE: f32 = 0.95;
/// And so much of its score: in the title, or more than once.
const WHOLE_SCORE: f32 = 0.8;

/// How far the best paper comes.
#[derive(Default)]
pub(crate) struct Best {
    /// The highest score by words.
    pub(crate) score: f32,
    /// The largest share of the question covered.
    pub(crate) coverage: f32,
    /// The highest cosine.
    pub(crate) cosine: f32,
}

/// How scores by words and by meaning become one.
pub(crate) struct Fusion {
    /// Times a score by words: 1 for the best paper.
    words: f32,
    /// Times a cosine: `meant` for the best paper.
    embedding: f32,
    meant: f32,
    /// Times the share of the question covered.
    whole: f32,
}

/// How far a paper must come: either will do.
pub(crate) struct Floor {
    /// The share of the question that it covers, if it has a word of it.
    pub(crate) coverage: f32,
    /// Its score by words.
    pub(crate) score: f32,
    /// Its cosine.
    pub(crate) cosine: f32,
}

impl Best {
    /// Takes in a paper that has a word of the question.
    pub(crate) fn see(&mut self, score: f32, covered: f32) {
        // `f32::max` takes thrice as long, for numbers that never come here.
        self.score = if score > self.score { score } else { self.score };
        self.coverage = if covered > self.coverage { covered } else { self.coverage };
    }
}

impl Fusion {
    pub(crate) fn new(terms: &Terms, best: &Best) -> Fusion {
        let weight = MEANING * (terms.len() / MEANING_WORDS).min(1.0);
        let meant = if best.cosine > 0.0 { weight } else { 0.0 };
        Fusion {
            words: 1.0 / best.score.max(f32::MIN_POSITIVE),
            embedding: meant / best.cosine.max(f32::MIN_POSITIVE),
            meant,
            whole: WHOLE * (WHOLE_WORDS / terms.len()).min(1.0).powi(2),
        }
    }

    /// The score of a paper. `cosine` is `None` for one that has no vector yet: it is as near in
    /// meaning as its words say.
    pub(crate) fn score(&self, score: f32, covered: f32, cosine: Option<f32>) -> f32 {
        let words = score * self.words;
        let meaning = match cosine {
            Some(cosine) => cosine.max(0.0) * self.embedding,
            None => words * self.meant,
        };
        words + meaning + self.whole * covered
    }

    /// The same, where nothing is known of meaning.
    pub(crate) fn by_words(&self, score: f32, covered: f32) -> f32 {
        score * self.words + self.whole * covered
    }
}

/// How much a question is a text, from 0 to 1.
fn text_share(terms: &Terms) -> f32 {
    let (from, to) = TEXT_WORDS;
    ((terms.len() - from) / (to - from)).clamp(0.0, 1.0)
}

impl Floor {
    /// The cosine without which no paper is over the floor by its meaning.
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

    /// Only what has all of the question that any paper has.
    pub(crate) fn whole(best: &Best) -> Floor {
        Floor {
            coverage: best.coverage * WHOLE_SHARE,
            score: best.score * WHOLE_SCORE,
            cosine: f32::MAX,
        }
    }
}
