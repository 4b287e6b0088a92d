//! What rules get wrong, from `words.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

const TEXT: &str = include_str!("words.txt");

/// The sections of the file.
#[derive(Default)]
pub(super) struct Lexicon {
    /// Forms and their headwords.
    headwords: HashMap<&'static str, &'static str, FixedState>,
    /// What is left of verbs in silent `e` without it, where the rules would not add it.
    silent_e: HashSet<&'static str, FixedState>,
    /// Verbs to which the rules would add an `e`.
    no_e: HashSet<&'static str, FixedState>,
    /// Words that end in `s` in the singular.
    singular: HashSet<&'static str, FixedState>,
    /// Words in `-ic` that are counted: `metrics` are several, `physics` is one.
    counted: HashSet<&'static str, FixedState>,
    /// Words in `-ie`, without it.
    ie: HashSet<&'static str, FixedState>,
    /// Words in `-che`, `-oe` and `-se` of which the plural looks like that of `-ch`, `-o` and `-s`,
    /// and the reverse, without the `e`.
    e_plurals: HashSet<&'static str, FixedState>,
}

/// Verbs are also known with these before them: `recache`, `prefetch`.
const PREFIXES: [&str; 16] = [
    "re", "un", "pre", "de", "dis", "mis", "over", "under", "up", "down", "co", "out", "auto",
    "self", "in", "inter",
];

impl Lexicon {
    pub(super) fn get() -> &'static Lexicon {
        static TABLE: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
        &TABLE
    }

    fn read() -> Lexicon {
        let mut table = Lexicon::default();
        let mut section = "";
        for line in TEXT.lines() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']');
                continue;
            }
            let words = line.split_whitespace();
            match section {
                "forms" => {
                    let Some((headword, forms)) = line.split_once('=') else { continue };
                    let headword = headword.trim();
                    let forms = forms.split_whitespace().chain([headword]);
                    table.headwords.extend(forms.map(|form| (form, headword)));
                }
                "apart" => table.headwords.extend(words.map(|word| (word, word))),
                "silent e" => table.silent_e.extend(words.filter_map(|one| one.strip_suffix('e'))),
                "no e" => table.no_e.extend(words),
                "singular" => table.singular.extend(words),
                "counted" => table.counted.extend(words),
                "ie" => table.ie.extend(words.filter_map(|one| one.strip_suffix("ie"))),
                "es" => table.e_plurals.extend(words.map(|one| one.trim_end_matches('e'))),
                _ => {}
            }
        }
        table
    }

    /// All forms and headwords.
    #[cfg(test)]
    pub(super) fn words() -> impl Iterator<Item = &'static str> {
        Lexicon::get().headwords.iter().flat_map(|(form, headword)| [*form, *headword])
    }

    pub(super) fn headword(&self, word: &str) -> Option<&'static str> {
        self.headwords.get(word).copied()
    }

    pub(super) fn drops_e(&self, stem: &str) -> bool {
        known(&self.silent_e, stem)
    }

    pub(super) fn has_no_e(&self, stem: &str) -> bool {
        known(&self.no_e, stem)
    }

    pub(super) fn is_singular(&self, word: &str) -> bool {
        self.singular.contains(word)
    }

    pub(super) fn is_counted(&self, word: &str) -> bool {
        self.counted.contains(word)
    }

    pub(super) fn ends_in_ie(&self, root: &str) -> bool {
        self.ie.contains(root)
    }

    pub(super) fn is_unusual_plural(&self, root: &str) -> bool {
        self.e_plurals.contains(root)
    }
}

fn known(words: &HashSet<&'static str, FixedState>, stem: &str) -> bool {
    // Of `reach-ing` not: `ach-ing` is too short to be told from a part of another word.
    let bare = |prefix: &&str| {
        stem.strip_prefix(*prefix).is_some_and(|rest| rest.len() >= 4 && words.contains(rest))
    };
    words.contains(stem) || PREFIXES.iter().any(bare)
}
