//! Other names of the same thing, from `synonyms.txt`: as wordings of a topic, and as groups that
//! are terms of the index.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use crate::stems::{Stems, is_stop_word};
use crate::text::Words;
use crate::vocabulary::Vocabulary;

/// One group of names a line, names divided by `=`; `#` begins a comment.
const TABLE: &str = include_str!("synonyms.txt");
/// A topic has at most so many wordings.
const MAX_WORDINGS: usize = 16;

/// The stems of a text without stop words.
pub(crate) fn stems_of(text: &str, stems: &Stems) -> Vec<String> {
    let words = Words::of(text).with_compounds();
    words.parts().filter(|part| !is_stop_word(part)).map(|part| stems.stem(part)).collect()
}

/// What follows the first term of a name, and the group's term.
type Rest = (Box<[u32]>, u32);

/// The groups as terms of an index: a paper that has any name of a group has the group's term.
#[derive(Default)]
pub(crate) struct Groups {
    /// By the first term of a name. Longest names first.
    names: HashMap<u32, Vec<Rest>, FixedState>,
    /// No name begins with a term over this one: most terms of a text are told off by it.
    last: u32,
}

impl Groups {
    /// Reads the table; its words become terms of the vocabulary.
    pub(crate) fn read(vocabulary: &mut Vocabulary) -> Groups {
        let stems = Stems::new();
        let mut groups = Groups::default();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let names: Vec<Vec<u32>> = line
                .split('=')
                .map(|name| {
                    let words = Words::of(name).with_compounds();
                    words.parts().filter_map(|part| vocabulary.learn(part, &stems)).collect()
                })
                .collect();
            // `diffusion = diffusion model`: who has the one has the other.
            let repeats = |name: &Vec<u32>| {
                name.len() == 1
                    && names.iter().any(|other| other.len() > 1 && other.contains(&name[0]))
            };
            if names.iter().any(repeats) {
                continue;
            }
            let group = vocabulary.add();
            for name in names {
                let Some((first, rest)) = name.split_first() else { continue };
                groups.last = groups.last.max(*first);
                let known = groups.names.entry(*first).or_default();
                known.push((rest.into(), group));
                known.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
            }
        }
        groups
    }

    /// Gives each name of a group that stands in these terms: the group's term, and where.
    pub(crate) fn each_in(&self, terms: &[u32], mut found: impl FnMut(u32, Range<usize>)) {
        for (at, term) in terms.iter().enumerate() {
            if *term > self.last {
                continue;
            }
            let names = self.names.get(term).into_iter().flatten();
            for (rest, group) in names.filter(|(rest, _)| terms[at + 1..].starts_with(rest)) {
                found(*group, at..at + 1 + rest.len());
            }
        }
    }
}

/// The names as stems, for topics.
pub(crate) struct Synonyms {
    groups: Vec<Vec<Vec<String>>>,
    /// The first stem of a name → its groups, in the order of the table.
    by_first: HashMap<String, Vec<usize>, FixedState>,
}

impl Synonyms {
    /// Reads the table.
    pub(crate) fn read() -> Synonyms {
        let stems = Stems::new();
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        let groups: Vec<Vec<Vec<String>>> = lines
            .map(|line| line.split('=').map(|name| stems_of(name, &stems)).collect())
            .collect();
        let mut by_first: HashMap<String, Vec<usize>, FixedState> = HashMap::default();
        for (number, names) in groups.iter().enumerate() {
            for first in names.iter().filter_map(|name| name.first()) {
                by_first.entry(first.clone()).or_default().push(number);
            }
        }
        Synonyms { groups, by_first }
    }

    /// The wordings of a topic, as stems: itself first, then each in which a known name is
    /// replaced by another.
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
    fn a_topic_has_its_other_names() {
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

    #[test]
    fn every_name_of_the_table_has_words() {
        let stems = Stems::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let names: Vec<_> = line.split('=').map(|name| stems_of(name, &stems)).collect();
            assert!(names.len() >= 2 && names.iter().all(|name| !name.is_empty()), "{line}");
        }
    }
}
