//! What is found by name: an id, a title, an author.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

use crate::index::Index;
use crate::stems::is_stop_word;
use crate::text::{Words, key};

/// Papers by the names they are called by. Names are kept as hashes of 64 bits: of a million
/// authors two are confused once in thirty million indexes.
#[derive(Default)]
pub(crate) struct Names(HashMap<u64, Slots, FixedState>);

/// Nearly every name has one paper.
enum Slots {
    One(u32),
    Many(Vec<u32>),
}

/// What a name is the name of.
#[derive(Clone, Copy, Hash)]
enum Kind {
    /// A whole title.
    Title,
    /// What stands before a title's colon: `Mamba: …`.
    Head,
    /// The sorted words of an author's full name.
    Author,
    /// The last word of an author's name.
    Surname,
    /// A word of the name of an organization.
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
    /// Adds a paper under its names, as [`all_names`] gives them.
    pub(crate) fn put(&mut self, slot: u32, names: &[u64]) {
        for name in names {
            match self.0.get_mut(name) {
                None => {
                    self.0.insert(*name, Slots::One(slot));
                }
                // One paper's names are put together, so a repetition is the last one.
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

    /// Papers whose title begins with a name and a colon, if the text begins with that name and goes
    /// on: `S* test time scaling`.
    pub(crate) fn begins(&self, text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        let ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
        for end in ends.take(LONGEST_HEAD) {
            let head = text[..end].trim();
            // A stop word is none with a sign after it.
            let bare = head.chars().all(|c| c.is_alphanumeric() || ",.:;?!".contains(c));
            if !(bare && is_stop_word(&key(head))) {
                found.extend(self.named(head));
            }
        }
        found
    }

    /// Papers by the author with this full name, its words in any order.
    pub(crate) fn written_by(&self, text: &str) -> Vec<u32> {
        // A sentence is no name, and long ones would be sorted for nothing.
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

    /// Papers of an organization that has this word in its name.
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

/// The hashes of all names of a paper; `authors` has one a line.
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

/// Gives a name as it is written without accents, and as it is transliterated: `Löwe` is `Lowe` and
/// `Loewe`.
pub(crate) fn each_spelling(name: &str, mut found: impl FnMut(&Words)) {
    found(&Words::of(name));
    if let Some(other) = transliterated(name) {
        found(&Words::of(&other));
    }
}

/// The name with its letters of two sounds written as two; `None` if it has none.
pub(crate) fn transliterated(name: &str) -> Option<String> {
    let two = |c: char| match c {
        'ö' | 'ø' | 'ő' => Some("oe"),
        'Ö' | 'Ø' | 'Ő' => Some("Oe"),
        'ä' => Some("ae"),
        'Ä' => Some("Ae"),
        'ü' | 'ű' => Some("ue"),
        'Ü' | 'Ű' => Some("Ue"),
        'å' => Some("aa"),
        'Å' => Some("Aa"),
        'đ' => Some("dj"),
        'Đ' => Some("Dj"),
        _ => None,
    };
    let composed: String = unicode_normalization::UnicodeNormalization::nfc(name).collect();
    if !composed.chars().any(|c| two(c).is_some()) {
        return None;
    }
    let mut other = String::with_capacity(composed.len() + 4);
    composed.chars().for_each(|c| match two(c) {
        Some(letters) => other.push_str(letters),
        None => other.push(c),
    });
    Some(other)
}

/// Gives the keys of a full name: with its hyphens as spaces, without them, without initials, and
/// with its first and last word alone. None for a single word, which is no full name.
pub(crate) fn each_key(words: &Words, mut found: impl FnMut(&str)) {
    let split: Vec<&str> = words.parts().collect();
    let whole: Vec<&str> = words.iter().map(|word| word.whole()).collect();
    let long: Vec<&str> = split.iter().filter(|word| word.chars().count() > 1).copied().collect();
    let hyphens = whole.len() != split.len();
    let initials = long.len() != split.len();
    let outer = match (whole.first(), whole.last()) {
        (Some(first), Some(last)) if whole.len() > 2 && first.chars().count() > 1 => {
            Some(vec![*first, *last])
        }
        _ => None,
    };
    let all =
        [Some(split), Some(whole).filter(|_| hyphens), Some(long).filter(|_| initials), outer];
    for mut words in all.into_iter().flatten().filter(|words| (2..=8).contains(&words.len())) {
        words.sort_unstable();
        found(&words.join(" "));
    }
}

impl Index {
    /// Whether `typed` is the paper's title but for a few words: at least five, in its order.
    pub(crate) fn is_nearly_title(&self, slot: u32, typed: &str) -> bool {
        let Some(doc) = self.doc(slot) else { return false };
        let (typed, title) = (Words::of(typed), Words::of(&doc.title));
        let (typed, title): (Vec<&str>, Vec<&str>) =
            (typed.parts().collect(), title.parts().collect());
        if typed.len() < 5 || typed.len() > 2 * title.len() {
            return false;
        }
        let shared = longest_common(&typed, &title);
        // Dice's coefficient: 1 for the same words.
        2.0 * shared as f32 / (typed.len() + title.len()) as f32 >= 0.8
    }
}

/// The length of the longest common subsequence.
fn longest_common(one: &[&str], other: &[&str]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for a in one {
        let mut diagonal = 0;
        for (at, b) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if a == b { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}
