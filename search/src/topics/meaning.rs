//! Topics that a paper does not name and is about all the same.

use domain::TopicHit;

use super::{Match, Strictness, TopicQuery};

/// How surely a paper of this cosine is about a topic that it does not name, cosines rising.
const SCORES: [(f32, f32); 3] = [(0.45, 0.1), (0.55, 0.2), (0.65, 0.3)];

/// The least cosine whose score is a match; `None` if none is.
pub(super) fn least_cosine(strictness: Strictness) -> Option<f32> {
    SCORES.iter().find(|(_, score)| *score >= strictness.least()).map(|(cosine, _)| *cosine)
}

/// The score of a cosine: between two of the table on the straight line, beyond them as theirs.
fn score(cosine: f32) -> f32 {
    let after = SCORES.partition_point(|(known, _)| *known <= cosine);
    match (after.checked_sub(1).map(|before| SCORES[before]), SCORES.get(after)) {
        (None, _) => 0.0,
        (Some((_, score)), None) => score,
        (Some((from, low)), Some((to, high))) => low + (high - low) * (cosine - from) / (to - from),
    }
}

impl TopicQuery {
    /// The match by a cosine alone.
    pub(super) fn close_in_meaning(&self, cosine: f32) -> Match {
        let because = "close in meaning".to_owned();
        Match { score: score(cosine), hit: TopicHit { topic: self.topic.clone(), because } }
    }
}
