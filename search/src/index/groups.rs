//! Synonym groups as terms of the index.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::vocabulary::Vocabulary;
use crate::text::{Stems, Words, synonym_groups};

/// The terms after the first one of a name, and the group's term.
type Rest = (Box<[u32]>, u32);

/// Synonym groups as index terms: a paper that uses any name in a group has the group's term.
#[derive(Default)]
pub(crate) struct Groups {
    /// By the first term of a name; longest names first.
    names: HashMap<u32, Vec<Rest>, FixedState>,
    /// No name begins with a term above this one, which rules out most terms of a text.
    last: u32,
}

impl Groups {
    /// Reads the table; its words become terms of the vocabulary.
    pub(crate) fn read(vocabulary: &mut Vocabulary) -> Groups {
        let stems = Stems::new();
        let mut groups = Groups::default();
        for names in synonym_groups() {
            let names: Vec<Vec<u32>> = names
                .map(|name| {
                    let words = Words::of(name).with_compounds();
                    words.parts().filter_map(|part| vocabulary.learn(part, &stems)).collect()
                })
                .collect();
            // `diffusion = diffusion model`: the longer name contains the shorter one.
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

    /// Calls `found` with the group's term and position for each name that occurs in these terms.
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
