//! Topics that a paper does not name and is about all the same.

use domain::{Strictness, TopicHit};

use super::background::Usual;
use super::{Match, TopicQuery};

/// How surely a paper is about a topic that it does not name, by how many times its usual spread
/// the cosine lies over what is usual for the topic. Measured on hf_topics as the scores of words
/// are, and a third of it taken: that the paper has no word of it speaks against it. Never as much as
/// [`Strictness::Normal`] asks for.
const SCORES: [(f32, f32); 4] = [(3.0, 0.1), (3.5, 0.16), (4.0, 0.2), (4.5, 0.36)];

/// How far over what is usual a match begins; `None` if nothing is sure enough.
pub(super) fn least(strictness: Strictness) -> Option<f32> {
    SCORES.iter().find(|(_, score)| *score >= super::least(strictness)).map(|(far, _)| *far)
}

impl Usual {
    /// The cosine that is so far over what is usual.
    pub(super) fn cosine(self, far: f32) -> f32 {
        self.mean + far * self.spread
    }

    /// The score of a cosine: between two of the table on the straight line.
    fn score(self, cosine: f32) -> f32 {
        let far = (cosine - self.mean) / self.spread;
        let after = SCORES.partition_point(|(known, _)| *known <= far);
        let before = SCORES[after.saturating_sub(1)];
        match SCORES.get(after).filter(|_| after > 0) {
            Some((to, high)) => before.1 + (high - before.1) * (far - before.0) / (to - before.0),
            None => before.1,
        }
    }
}

impl TopicQuery {
    /// The match by a cosine alone.
    pub(super) fn close_in_meaning(&self, usual: Usual, cosine: f32) -> Match {
        let because = "close in meaning".to_owned();
        let hit = TopicHit { topic: self.topic.clone(), because };
        Match { score: usual.score(cosine), hit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_how_far_a_cosine_is_over_the_usual() {
        let check = |mean: f32, spread: f32, cosine: f32, expected: f32| {
            let score = Usual { mean, spread }.score(cosine);
            assert!((score - expected).abs() < 1e-3, "{mean} {spread} {cosine}: {score}");
        };
        check(0.1, 0.1, 0.45, 0.16);
        check(0.2, 0.1, 0.55, 0.16);
        check(0.1, 0.05, 0.275, 0.16);
        check(0.1, 0.1, 0.475, 0.18);
        check(0.1, 0.1, 0.4, 0.1);
        check(0.1, 0.1, 0.9, 0.36);
    }

    #[test]
    fn meaning_alone_is_never_more_than_loose() {
        assert_eq!(least(Strictness::Loose), Some(3.0));
        assert_eq!(least(Strictness::Normal), None);
        assert_eq!(least(Strictness::Strict), None);
        assert!(SCORES.is_sorted_by(|one, other| one.0 < other.0 && one.1 < other.1));
    }
}
