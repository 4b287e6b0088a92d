//! The wordings of a topic: itself and its synonyms.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::text::{Stems, stems_of, synonym_groups};

/// The maximum number of wordings per topic.
const MAX_WORDINGS: usize = 16;

/// Synonyms as stems, for topics.
pub(crate) struct Synonyms {
    groups: Vec<Vec<Vec<String>>>,
    /// The first stem of a name → its groups, in table order.
    by_first: HashMap<String, Vec<usize>, FixedState>,
}

impl Synonyms {
    /// Reads the synonym table.
    pub(crate) fn read() -> Synonyms {
        let stems = Stems::new();
        let groups: Vec<Vec<Vec<String>>> = synonym_groups()
            .map(|names| names.map(|name| stems_of(name, &stems)).collect())
            .collect();
        let mut by_first: HashMap<String, Vec<usize>, FixedState> = HashMap::default();
        for (number, names) in groups.iter().enumerate() {
            for first in names.iter().filter_map(|name| name.first()) {
                by_first.entry(first.clone()).or_default().push(number);
            }
        }
        Synonyms { groups, by_first }
    }

    /// The wordings of a topic, as stems: itself first, then with each known name replaced by a
    /// synonym.
    pub(crate) fn wordings(&self, topic: &str, stems: &Stems) -> Vec<Vec<String>> {
        let own = stems_of(topic, stems);
        let mut numbers: Vec<usize> =
            own.iter().filter_map(|stem| self.by_first.get(stem)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut all = vec![own];
        for names in numbers.into_iter().map(|number| &self.groups[number]) {
            for known in all.clone() {
                replace(&known, names, &mut all);
            }
        }
        all.truncate(MAX_WORDINGS);
        all
    }
}

fn replace(known: &[String], names: &[Vec<String>], all: &mut Vec<Vec<String>>) {
    let longest = |at: usize| {
        let here = names.iter().filter(|name| !name.is_empty() && known[at..].starts_with(name));
        here.max_by_key(|name| name.len())
    };
    for at in 0..known.len() {
        let Some(name) = longest(at) else { continue };
        for other in names.iter().filter(|other| *other != name && !other.is_empty()) {
            let rest = &known[at + name.len()..];
            let wording: Vec<String> =
                known[..at].iter().chain(other).chain(rest).cloned().collect();
            if !all.contains(&wording) {
                all.push(wording);
            }
        }
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(topic: &str, expected: &[&str]) {
        let stems = Stems::new();
        let found = Synonyms::read().wordings(topic, &stems);
        let expected: Vec<Vec<String>> =
            expected.iter().map(|name| stems_of(name, &stems)).collect();
        assert_eq!(found, expected, "{topic}");
    }

    #[test]
    fn topics_have_synonym_wordings() {
        for (topic, expected) in [
            ("robots", vec!["robots"]),
            ("RAG", vec!["rag", "retrieval-augmented generation"]),
            ("Retrieval augmented generation", vec!["retrieval augmented generation", "rag"]),
            ("LLM agents", vec!["llm agents", "large language model agents"]),
            ("Mixtures of Experts", vec!["mixture of experts", "moe"]),
            ("diffusion models", vec!["diffusion models", "diffusion"]),
            ("vision", vec!["vision"]),
            ("KV-cache", vec!["kv cache", "key-value cache"]),
        ] {
            check(topic, &expected);
        }
    }
}
