//! Exceptions to the rules, from `words.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

const TEXT: &str = include_str!("words.txt");

/// The sections of the file.
#[derive(Default)]
pub(super) struct Lexicon {
    /// Forms and their headwords.
    headwords: HashMap<&'static str, &'static str, FixedState>,
    /// Stems of verbs with a silent `e` that the rules wouldn't add.
    silent_e: HashSet<&'static str, FixedState>,
    /// Verbs to which the rules would wrongly add an `e`.
    no_e: HashSet<&'static str, FixedState>,
    /// Singular words that end in `s`.
    singular: HashSet<&'static str, FixedState>,
    /// Countable words in `-ic`: `metrics` is a plural, `physics` is not.
    counted: HashSet<&'static str, FixedState>,
    /// Words in `-ie`, without the ending.
    ie: HashSet<&'static str, FixedState>,
    /// Words in `-che`, `-oe` and `-se` whose plural looks like that of `-ch`, `-o` and `-s`, and
    /// the reverse; without the `e`.
    e_plurals: HashSet<&'static str, FixedState>,
}

/// Prefixes that a known verb may have: `recache`, `prefetch`.
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
    // Not in `reach-ing`: `ach-ing` is too short to tell from part of another word.
    let bare = |prefix: &&str| {
        stem.strip_prefix(*prefix).is_some_and(|rest| rest.len() >= 4 && words.contains(rest))
    };
    words.contains(stem) || PREFIXES.iter().any(bare)
}
