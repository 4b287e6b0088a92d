//! What is found by name: an id, a title, an author.

use std::collections::HashMap;

use domain::PaperId;

use crate::index::Index;
use crate::text::{key, words};

/// Papers by the names they are called by.
#[derive(Default)]
pub(crate) struct Names {
    /// The key of a whole title.
    titles: HashMap<Box<str>, Vec<u32>>,
    /// The key of what stands before a title's colon: `Mamba: …`.
    heads: HashMap<Box<str>, Vec<u32>>,
    /// The sorted words of an author's full name.
    authors: HashMap<Box<str>, Vec<u32>>,
    /// The last word of an author's name.
    surnames: HashMap<Box<str>, Vec<u32>>,
}

impl Names {
    pub(crate) fn put(&mut self, slot: u32, title: &str, authors: &[Box<str>]) {
        self.each(title, authors, |map, name| {
            let slots = map.entry(name.into()).or_default();
            // One paper's names are put together, so a repetition is the last one.
            if slots.last() != Some(&slot) {
                slots.push(slot);
            }
        });
    }

    pub(crate) fn remove(&mut self, slot: u32, title: &str, authors: &[Box<str>]) {
        self.each(title, authors, |map, name| {
            let Some(slots) = map.get_mut(name.as_str()) else { return };
            slots.retain(|other| *other != slot);
            if slots.is_empty() {
                map.remove(name.as_str());
            }
        });
    }

    fn each(
        &mut self,
        title: &str,
        authors: &[Box<str>],
        mut put: impl FnMut(&mut HashMap<Box<str>, Vec<u32>>, String),
    ) {
        put(&mut self.titles, key(title));
        if let Some((head, _)) = title.split_once(':') {
            put(&mut self.heads, key(head));
        }
        for author in authors {
            for name in name_keys(author) {
                put(&mut self.authors, name);
            }
            if let Some(surname) = author.split_whitespace().next_back() {
                put(&mut self.surnames, key(surname));
            }
        }
    }

    /// Papers with this title.
    pub(crate) fn titled(&self, text: &str) -> &[u32] {
        find(&self.titles, &key(text))
    }

    /// Papers whose title begins with this name and a colon.
    pub(crate) fn named(&self, text: &str) -> &[u32] {
        find(&self.heads, &key(text))
    }

    /// Papers by the author with this full name, its words in any order.
    pub(crate) fn written_by(&self, text: &str) -> Vec<u32> {
        let mut slots: Vec<u32> =
            name_keys(text).iter().flat_map(|name| find(&self.authors, name)).copied().collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// Papers by an author with this surname.
    pub(crate) fn surnamed(&self, text: &str) -> &[u32] {
        find(&self.surnames, &key(text))
    }
}

fn find<'a>(map: &'a HashMap<Box<str>, Vec<u32>>, name: &str) -> &'a [u32] {
    if name.is_empty() {
        return &[];
    }
    map.get(name).map_or(&[], Vec::as_slice)
}

/// The keys of a full name: with its hyphens as spaces, without them, and without initials. None
/// for a single word, which is no full name.
fn name_keys(name: &str) -> Vec<String> {
    let split: Vec<String> =
        words(name).into_iter().flat_map(|word| word.parts).map(|part| part.text).collect();
    let whole: Vec<String> = name.split_whitespace().map(key).collect();
    let long = split.iter().filter(|word| word.chars().count() > 1).cloned().collect();
    let mut keys: Vec<String> = [split, whole, long]
        .into_iter()
        .filter(|words| (2..=8).contains(&words.len()))
        .map(|mut words| {
            words.sort_unstable();
            words.join(" ")
        })
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The id in a question: the whole of it, or a link or id among its words.
pub(crate) fn id(text: &str) -> Option<PaperId> {
    PaperId::find(text).or_else(|| text.split_whitespace().find_map(PaperId::find))
}

impl Index {
    /// Whether `typed` is the paper's title but for a few words: at least five, in its order.
    pub(crate) fn is_nearly_title(&self, slot: u32, typed: &str) -> bool {
        let Some(doc) = self.doc(slot) else { return false };
        let parts = |text: &str| -> Vec<String> {
            words(text).into_iter().flat_map(|word| word.parts).map(|part| part.text).collect()
        };
        let (typed, title) = (parts(typed), parts(&doc.title));
        if typed.len() < 5 || typed.len() > 2 * title.len() {
            return false;
        }
        let shared = longest_common(&typed, &title);
        // Dice's coefficient: 1 for the same words.
        2.0 * shared as f32 / (typed.len() + title.len()) as f32 >= 0.8
    }
}

/// The length of the longest common subsequence.
fn longest_common(one: &[String], other: &[String]) -> usize {
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
