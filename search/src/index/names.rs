//! The names that papers are found by: titles, authors and organizations.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

use super::person_name::{each_key, each_spelling};
use crate::text::{Words, is_stop_word, key};

/// Papers by name. Names are stored as 64-bit hashes: with a million authors, one index in thirty
/// million confuses two of them.
#[derive(Default)]
pub(crate) struct Names(HashMap<u64, Slots, FixedState>);

/// Nearly every name belongs to one paper.
enum Slots {
    One(u32),
    Many(Vec<u32>),
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
    /// A word of an organization's name.
    Organization,
}

impl Slots {
    fn as_slice(&self) -> &[u32] {
        match self {
            Slots::One(slot) => std::slice::from_ref(slot),
            Slots::Many(slots) => slots,
        }
    }
}

impl Names {
    /// Adds a paper under its names, as returned by [`all_names`].
    pub(crate) fn put(&mut self, slot: u32, names: &[u64]) {
        for name in names {
            match self.0.get_mut(name) {
                None => {
                    self.0.insert(*name, Slots::One(slot));
                }
                // A paper's names are added together, so a duplicate is always the last slot.
                Some(slots) if slots.as_slice().last() == Some(&slot) => {}
                Some(Slots::Many(slots)) => slots.push(slot),
                Some(one) => *one = Slots::Many([one.as_slice(), &[slot]].concat()),
            }
        }
    }

    pub(crate) fn remove(&mut self, slot: u32, names: &[u64]) {
        for name in names {
            let Some(slots) = self.0.get_mut(name) else { continue };
            let left: Vec<u32> =
                slots.as_slice().iter().copied().filter(|other| *other != slot).collect();
            match left.as_slice() {
                [] => {
                    self.0.remove(name);
                }
                [one] => *slots = Slots::One(*one),
                _ => *slots = Slots::Many(left),
            }
        }
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
        each_spelling(text, |words| {
            each_key(words, |key| slots.extend(self.find(Kind::Author, key)));
        });
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// Papers by an author with this surname.
    pub(crate) fn surnamed(&self, text: &str) -> Vec<u32> {
        if text.len() > LONGEST_NAME {
            return Vec::new();
        }
        let mut slots = Vec::new();
        each_spelling(text, |words| {
            let whole: String = words.iter().map(|word| word.whole()).collect();
            slots.extend(self.find(Kind::Surname, &whole));
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
        self.0.get(&hash(kind, name)).map_or(&[], Slots::as_slice)
    }
}

/// In bytes.
const LONGEST_NAME: usize = 120;
/// In words.
const LONGEST_HEAD: usize = 4;

fn hash(kind: Kind, name: &str) -> u64 {
    FixedState::default().hash_one((kind, name))
}

/// The hashes of all names of a paper; `authors` has one per line.
pub(crate) fn all_names(title: &str, authors: &str, organization: &str) -> Vec<u64> {
    let mut names = vec![hash(Kind::Title, &key(title))];
    if let Some((head, _)) = title.split_once(':') {
        names.push(hash(Kind::Head, &key(head)));
    }
    for author in authors.lines() {
        each_spelling(author, |words| {
            each_key(words, |name| names.push(hash(Kind::Author, name)));
            let surname = words.iter().next_back();
            names.extend(surname.map(|surname| hash(Kind::Surname, surname.whole())));
        });
    }
    let organization = Words::of(organization);
    names.extend(organization.parts().map(|word| hash(Kind::Organization, word)));
    names
}
