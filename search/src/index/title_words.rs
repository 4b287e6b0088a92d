//! The words of titles, for autocomplete.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::short_lists::{ShortList, ShortLists};
use super::slot_set::SlotSet;
use crate::text::{Word, Words};

/// The words of titles, folded but not stemmed, in order, each with its papers' slots.
#[derive(Default)]
pub(crate) struct TitleWords {
    words: BTreeMap<Box<str>, ShortList>,
    slots: ShortLists,
}

impl TitleWords {
    pub(crate) fn put(&mut self, slot: u32, title: &Words) {
        for word in title_words(title) {
            let Some(slots) = self.words.get_mut(word) else {
                self.words.insert(word.into(), ShortList::new(slot));
                continue;
            };
            if let Err(place) = self.slots.of(slots).binary_search(&slot) {
                self.slots.insert(slots, place, slot);
            }
        }
    }

    pub(crate) fn remove(&mut self, slot: u32, title: &str) {
        for word in title_words(&Words::of(title)) {
            if let Some(slots) = self.words.get_mut(word)
                && !self.slots.remove(slots, slot)
            {
                self.words.remove(word);
            }
        }
    }

    /// Returns memory that was reserved for more papers.
    pub(crate) fn shrink(&mut self) {
        self.slots.shrink();
    }

    /// Whether the word occurs in any title.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Papers with all of these parts in their title; if `open`, the last one is a prefix.
    pub(crate) fn with_all(&self, mut parts: Vec<&str>, open: bool, slots: usize) -> SlotSet {
        let Some(last) = parts.pop() else { return SlotSet::none(slots) };
        let mut found = SlotSet::none(slots);
        if open {
            let from = (Bound::Included(last), Bound::Unbounded);
            for (word, slots) in self.words.range::<str, _>(from) {
                if !word.starts_with(last) {
                    break;
                }
                found.add(self.slots.of(slots));
            }
        } else if let Some(slots) = self.words.get(last) {
            found.add(self.slots.of(slots));
        }
        for part in parts {
            let mut with_part = SlotSet::none(slots);
            with_part.add(self.words.get(part).map_or(&[], |slots| self.slots.of(slots)));
            found.keep(&with_part);
        }
        found
    }
}

fn title_words(title: &Words) -> impl Iterator<Item = &str> {
    title.parts().chain(title.iter().filter_map(Word::joined))
}
