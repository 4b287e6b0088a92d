//! Finds the author whose name was misspelt: `Ziwie Liu`.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::index::Index;
use crate::index::spellings::{LONGEST_WORD, letters};
use crate::text::{Words, most_wrong, wrong_letters};

/// A shorter word is more likely another name, unless the rest of the name is long.
const LONG: usize = 5;

/// A name can be cut to this many letters: `Hanna` for `Hannaneh`.
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
            let is_short_form =
                (SHORT_FORM..meant.len()).contains(&typed.len()) && meant.starts_with(typed);
            match is_short_form {
                true => Some(most),
                false => near.then(|| wrong_letters(typed, meant, most)).flatten(),
            }
        };
        if self.last == other.last {
            one(&self.first, &other.first, &self.last)
        } else if self.first == other.first {
            one(&self.last, &other.last, &self.first)
        } else {
            None
        }
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
        let docs = slots.iter().filter_map(|slot| self.doc(*slot));
        for author in docs.flat_map(|doc| doc.authors().lines()) {
            if !typed.may_be(author) {
                continue;
            }
            if let Some((_, papers)) = found.get_mut(author) {
                *papers += 1;
            } else if let Some(name) = FullName::read(author)
                && let Some(wrong) = typed.wrong(&name).filter(|wrong| *wrong > 0)
            {
                found.insert(author, (wrong, 1));
            }
        }
        let best = found
            .into_iter()
            .min_by_key(|(name, (wrong, papers))| (*wrong, Reverse(*papers), *name));
        best.map(|(name, _)| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures::{index, paper};

    #[test]
    fn misspelt_authors_are_found() {
        let mut papers = Vec::new();
        for (at, author) in ["Ziwei Liu", "Ziwei Liu", "Yann LeCun", "Wei Li", "Jürgen Schmidhuber"]
            .iter()
            .enumerate()
        {
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
