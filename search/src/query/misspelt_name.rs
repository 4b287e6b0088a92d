//! Finds the author whose name was misspelt: `Ziwie Liu`.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::index::Index;
use crate::index::spellings::{LONGEST_WORD, letters};
use crate::text::{Words, most_wrong, wrong_letters};

/// A shorter word is more likely another name, unless the rest of the name is long.
const LONG: usize = 5;

/// The fewest letters of a shortened first name: `Hanna` for `Hannaneh`.
const SHORT_FORM: usize = 4;

/// A first and last name in plain letters.
struct FullName {
    first: String,
    last: String,
}

impl FullName {
    fn read(name: &str) -> Option<FullName> {
        let words = Words::of(name);
        let all: Vec<&str> = words.iter().map(|word| word.whole()).collect();
        let is_plain = |word: &str| {
            word.len() <= LONGEST_WORD && word.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        match all.as_slice() {
            [first, .., last] if is_plain(first) && is_plain(last) => {
                Some(FullName { first: (*first).to_owned(), last: (*last).to_owned() })
            }
            _ => None,
        }
    }

    /// Whether an author's name, as it is written, may have one of its words; cheap, and true for all
    /// that aren't only plain letters.
    fn may_be(&self, author: &str) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphabetic() || byte == b' ';
        let first = author.split(' ').next().unwrap_or_default();
        let last = author.rsplit(' ').next().unwrap_or_default();
        first.eq_ignore_ascii_case(&self.first)
            || last.eq_ignore_ascii_case(&self.last)
            || !author.bytes().all(is_plain)
    }

    /// The number of wrong letters, if it is this name with a typo in one of its words.
    fn wrong(&self, other: &FullName) -> Option<usize> {
        let one = |typed: &str, meant: &str, rest: &str| {
            let most = most_wrong(typed.len());
            let near = (letters(typed) ^ letters(meant)).count_ones() as usize <= 2 * most
                && typed.len().abs_diff(meant.len()) <= most
                && (typed.len() >= LONG || typed.len() > 2 && rest.len() >= LONG);
            near.then(|| wrong_letters(typed, meant, most)).flatten()
        };
        if self.last == other.last {
            one(&self.first, &other.first, &self.last)
        } else if self.first == other.first {
            one(&self.last, &other.last, &self.first)
        } else {
            None
        }
    }

    /// Whether it is this name with the first name cut short.
    fn is_short_for(&self, other: &FullName) -> bool {
        let (typed, meant) = (&self.first, &other.first);
        let is_cut =
            typed.len() >= SHORT_FORM && typed != meant && meant.starts_with(typed.as_str());
        is_cut && self.last == other.last
    }
}

impl Index {
    /// The author of papers whose name is like a typed one, if no author has that name: the one with
    /// the fewest wrong letters, then with the most papers.
    pub(crate) fn author_like(&self, typed: &str) -> Option<String> {
        if !(2..=3).contains(&typed.split_whitespace().count()) {
            return None;
        }
        let typed = FullName::read(typed)?;
        // One of the words is right.
        let mut slots = self.names.surnamed(&typed.last);
        slots.extend(self.names.with_given_name(&typed.first));
        slots.sort_unstable();
        slots.dedup();
        let mut found: HashMap<&str, (usize, usize)> = HashMap::new();
        let mut cut: BTreeSet<&str> = BTreeSet::new();
        let docs = slots.iter().filter_map(|slot| self.doc(*slot));
        for author in docs.flat_map(|doc| doc.authors().lines()) {
            if !typed.may_be(author) {
                continue;
            }
            if let Some((_, papers)) = found.get_mut(author) {
                *papers += 1;
            } else if let Some(name) = FullName::read(author) {
                if let Some(wrong) = typed.wrong(&name).filter(|wrong| *wrong > 0) {
                    found.insert(author, (wrong, 1));
                } else if typed.is_short_for(&name) {
                    cut.insert(author);
                }
            }
        }
        let best = found
            .into_iter()
            .min_by_key(|(name, (wrong, papers))| (*wrong, Reverse(*papers), *name));
        // A name that is short for several people's says nothing.
        let only = if let [one] = Vec::from_iter(cut).as_slice() { Some(*one) } else { None };
        best.map(|(name, _)| name).or(only).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures::{index, paper};

    const NAMES: [&str; 9] = [
        "Ziwei Liu",
        "Ziwei Liu",
        "Yann LeCun",
        "Wei Li",
        "Jürgen Schmidhuber",
        "Hannaneh Hajishirzi",
        "Xiaotong Zhao",
        "Xiaohan Zhao",
        "Wei Zhang",
    ];

    #[test]
    fn misspelt_authors_are_found() {
        let mut papers = Vec::new();
        for (at, author) in NAMES.iter().enumerate() {
            let mut one = paper(&format!("2601.0010{at}"), "A Title", "An abstract.");
            one.authors = vec![(*author).to_owned()];
            papers.push(one);
        }
        let index = index(&papers);
        for (typed, expected) in [
            ("Ziwie Liu", Some("Ziwei Liu")),
            ("ziwei lui", Some("Ziwei Liu")),
            ("Yan LeCun", Some("Yann LeCun")),
            ("yann lecunn", Some("Yann LeCun")),
            ("Jurgen Schmithuber", Some("Jürgen Schmidhuber")),
            ("Jurgn Schmithuber", None),
            ("Schmid Schmidhuber", None),
            ("Ziwe Liu", Some("Ziwei Liu")),
            ("Hanna Hajishirzi", Some("Hannaneh Hajishirzi")),
            ("Xiao Zhao", None),
            ("Wei Zhan", None),
            ("Wei Lu", None),
            ("Wai Li", None),
            ("LeCun", None),
            ("Yann LeCun", None),
            ("state space models are fun", None),
            ("", None),
        ] {
            assert_eq!(index.author_like(typed).as_deref(), expected, "{typed}");
        }
    }
}
