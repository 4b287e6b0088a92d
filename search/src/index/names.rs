//! The names that papers are found by: titles, authors and organizations.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::FixedState;

use super::hash_key::HashKey;
use super::organization::each_organization_key;
use super::person_name::{Key, each_key, each_spelling, other_given_names, surname_with_particles};
use super::short_lists::{ShortList, ShortLists};
use crate::text::{is_stop_word, key};

/// Papers by name. Names are stored as 64-bit hashes: with a million authors, one index in thirty
/// million confuses two of them.
#[derive(Default)]
pub(crate) struct Names {
    /// The slots of each name's papers; nearly every name belongs to one.
    by_hash: HashMap<HashKey, ShortList, FixedState>,
    slots: ShortLists,
}

/// The kind of a name.
#[derive(Clone, Copy, Hash)]
enum Kind {
    /// A whole title.
    Title,
    /// The part before a title's colon: `Mamba: …`.
    Head,
    /// The sorted words of an author's full name.
    Author,
    /// The last word of an author's name.
    Surname,
    /// The first word of an author's name.
    GivenName,
    /// A word of an organization's name.
    Organization,
}

impl Names {
    /// Adds a paper under its names, as returned by [`all_names`].
    pub(crate) fn put(&mut self, slot: u32, names: &[HashKey]) {
        for name in names {
            match self.by_hash.entry(*name) {
                Entry::Vacant(entry) => drop(entry.insert(ShortList::new(slot))),
                // A paper's names are added together, so a duplicate is always the last slot.
                Entry::Occupied(mut entry) => {
                    if self.slots.of(entry.get()).last() != Some(&slot) {
                        self.slots.push(entry.get_mut(), slot);
                    }
                }
            }
        }
    }

    pub(crate) fn remove(&mut self, slot: u32, names: &[HashKey]) {
        for name in names {
            if let Some(slots) = self.by_hash.get_mut(name)
                && !self.slots.remove(slots, slot)
            {
                self.by_hash.remove(name);
            }
        }
    }

    /// Returns memory that was reserved for more papers.
    pub(crate) fn shrink(&mut self) {
        self.slots.shrink();
    }

    /// Papers with this title.
    pub(crate) fn titled(&self, text: &str) -> &[u32] {
        self.find(Kind::Title, &key(text))
    }

    /// Papers whose title begins with this name and a colon.
    pub(crate) fn named(&self, text: &str) -> &[u32] {
        self.find(Kind::Head, &key(text))
    }

    /// Papers whose title begins with a name and a colon, if the text starts with that name and
    /// continues: `S* test time scaling`.
    pub(crate) fn begins(&self, text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        let ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
        for end in ends.take(LONGEST_HEAD) {
            let head = text[..end].trim();
            // A stop word with a sign after it counts as a name.
            let bare = head.chars().all(|c| c.is_alphanumeric() || ",.:;?!".contains(c));
            if !(bare && is_stop_word(&key(head))) {
                found.extend(self.named(head));
            }
        }
        found
    }

    /// Papers by the author with this full name, in any word order.
    pub(crate) fn written_by(&self, text: &str) -> Vec<u32> {
        // Skip sentences, which would be sorted for nothing.
        if text.len() > LONGEST_NAME {
            return Vec::new();
        }
        let mut slots = Vec::new();
        let mut add = |text: &str| {
            each_spelling(text, |words| {
                each_key(words, |key, kind| {
                    // `Fei-Fei Li` isn't `Fei Li`, unless there is no Fei-Fei Li.
                    if slots.is_empty() || kind == Key::Full {
                        slots.extend(self.find(Kind::Author, key));
                    }
                });
            });
        };
        add(text);
        other_given_names(text).for_each(|name| add(&name));
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// Papers by an author with this surname.
    pub(crate) fn surnamed(&self, text: &str) -> Vec<u32> {
        self.named_in_part(Kind::Surname, text)
    }

    /// Papers by an author whose first name this is.
    pub(crate) fn with_given_name(&self, text: &str) -> Vec<u32> {
        self.named_in_part(Kind::GivenName, text)
    }

    /// Whether it is the first or last name of an author.
    pub(crate) fn has_person(&self, name: &str) -> bool {
        !self.surnamed(name).is_empty() || !self.with_given_name(name).is_empty()
    }

    fn named_in_part(&self, kind: Kind, text: &str) -> Vec<u32> {
        if text.len() > LONGEST_NAME {
            return Vec::new();
        }
        let mut slots = Vec::new();
        each_spelling(text, |words| {
            let whole: String = words.iter().map(|word| word.whole()).collect();
            slots.extend(self.find(kind, &whole));
        });
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// Papers from an organization with this word in its name.
    pub(crate) fn of_organization(&self, word: &str) -> &[u32] {
        self.find(Kind::Organization, word)
    }

    fn find(&self, kind: Kind, name: &str) -> &[u32] {
        if name.is_empty() {
            return &[];
        }
        self.by_hash.get(&hash(kind, name)).map_or(&[], |slots| self.slots.of(slots))
    }
}

/// In bytes.
const LONGEST_NAME: usize = 120;
/// In words.
const LONGEST_HEAD: usize = 4;

fn hash(kind: Kind, name: &str) -> HashKey {
    HashKey::of((kind, name))
}

/// The hashes of all names of a paper; `authors` has one per line.
pub(crate) fn all_names(title: &str, authors: &str, organization: &str) -> Vec<HashKey> {
    let mut names = vec![hash(Kind::Title, &key(title))];
    if let Some((head, _)) = title.split_once(':') {
        names.push(hash(Kind::Head, &key(head)));
    }
    for author in authors.lines() {
        each_spelling(author, |words| {
            each_key(words, |name, _| names.push(hash(Kind::Author, name)));
            let given = words.iter().next();
            names.extend(given.map(|given| hash(Kind::GivenName, given.whole())));
            let surname = words.iter().next_back();
            names.extend(surname.map(|surname| hash(Kind::Surname, surname.whole())));
            let long = surname_with_particles(words);
            names.extend(long.map(|surname| hash(Kind::Surname, &surname)));
        });
    }
    each_organization_key(organization, |word| names.push(hash(Kind::Organization, word)));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_long_as_a_paper_has_them() {
        let mut names = Names::default();
        let of = |title: &str, author: &str| all_names(title, author, "");
        let (first, second) = (of("One", "Ada Lovelace"), of("Two", "Ada Lovelace"));
        let third = of("Three", "Ada Lovelace\nGrace Hopper");
        names.put(0, &first);
        names.put(1, &second);
        names.put(2, &third);
        let check = |names: &Names, expected: &[u32]| {
            assert_eq!(names.written_by("Ada Lovelace"), expected);
            assert_eq!(names.surnamed("Lovelace"), expected);
            assert_eq!(names.with_given_name("ada"), expected);
        };
        check(&names, &[0, 1, 2]);
        assert_eq!(names.written_by("Grace Hopper"), [2]);
        names.remove(1, &second);
        check(&names, &[0, 2]);
        names.remove(0, &first);
        check(&names, &[2]);
        names.put(3, &second);
        names.put(3, &second);
        check(&names, &[2, 3]);
        names.remove(2, &third);
        names.remove(3, &second);
        check(&names, &[]);
        assert!(names.by_hash.is_empty() && names.titled("Three").is_empty());
    }
}
