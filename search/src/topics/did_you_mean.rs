//! Suggests what a misspelt topic means.

use crate::concepts::ConceptMap;
use crate::index::Index;

impl Index {
    /// The topic that was probably meant: the most similar name on the map, or the topic with
    /// unknown words corrected. `None` if the topic is on the map or nothing is similar.
    pub fn did_you_mean(&self, topic: &str) -> Option<String> {
        let map = ConceptMap::builtin();
        if map.lookup(topic).is_some() {
            return None;
        }
        map.nearest(topic).map(str::to_owned).or_else(|| self.repaired(topic))
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures::{index, sample_papers};

    #[test]
    fn misspelt_topics_are_corrected() {
        let index = index(&sample_papers());
        let check = |typed: &str, expected: Option<&str>| {
            assert_eq!(index.did_you_mean(typed).as_deref(), expected, "{typed}");
        };
        for (typed, expected) in [
            ("reinforcment lerning", Some("reinforcement learning")),
            ("Reinforcment Learning", Some("reinforcement learning")),
            ("quantizaton", Some("quantization")),
            ("hallucinatoin", Some("hallucination")),
            ("reinforcement learning", None),
            ("RL", None),
            ("qwerty", None),
            ("boats of paper", None),
            ("ai", None),
            ("", None),
        ] {
            check(typed, expected);
        }
    }
}
