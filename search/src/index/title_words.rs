//! The words of titles, for autocomplete.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::slot_set::SlotSet;
use crate::text::{Word, Words};

/// The words of titles, folded but not stemmed, in order, each with its papers' slots.
#[derive(Default)]
pub(crate) struct TitleWords(BTreeMap<Box<str>, Vec<u32>>);

impl TitleWords {
    pub(crate) fn put(&mut self, slot: u32, title: &Words) {
        for word in title_words(title) {
            let slots = match self.0.get_mut(word) {
                Some(slots) => slots,
                None => self.0.entry(word.into()).or_default(),
            };
            if let Err(place) = slots.binary_search(&slot) {
                slots.insert(place, slot);
            }
        }
    }

    pub(crate) fn remove(&mut self, slot: u32, title: &str) {
        for word in title_words(&Words::of(title)) {
            let Some(slots) = self.0.get_mut(word) else { continue };
            if let Ok(place) = slots.binary_search(&slot) {
                slots.remove(place);
            }
            if slots.is_empty() {
                self.0.remove(word);
            }
        }
    }

    /// Whether the word occurs in any title.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// Papers with all of these parts in their title; if `open`, the last one is a prefix.
    pub(crate) fn with_all(&self, mut parts: Vec<&str>, open: bool, slots: usize) -> SlotSet {
        let Some(last) = parts.pop() else { return SlotSet::none(slots) };
        let mut found = SlotSet::none(slots);
        if open {
            let from = (Bound::Included(last), Bound::Unbounded);
            for (word, slots) in self.0.range::<str, _>(from) {
                if !word.starts_with(last) {
                    break;
                }
                found.add(slots);
            }
        } else if let Some(slots) = self.0.get(last) {
            found.add(slots);
        }
        for part in parts {
            let mut with_part = SlotSet::none(slots);
            with_part.add(self.0.get(part).map_or(&[], Vec::as_slice));
            found.keep(&with_part);
        }
        found
    }
}

fn title_words(title: &Words) -> impl Iterator<Item = &str> {
    title.parts().chain(title.iter().filter_map(Word::joined))
}
