//! What a misspelt topic probably means.

use crate::concepts::ConceptMap;
use crate::index::Index;

impl Index {
    /// The topic that was probably meant: a name on the map of the field that is much like it, or
    /// the topic with words that no paper has replaced by known ones. `None` if it is on the map,
    /// or nothing is near.
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
    fn a_misspelt_topic_is_near_to_what_is_meant() {
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
