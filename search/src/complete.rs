//! Autocomplete: titles for what has been typed so far.

use std::collections::BTreeMap;
use std::ops::Bound;

use domain::PaperId;

use crate::index::Index;
use crate::slots::Slots;
use crate::text::{Word, Words};

/// The words of titles, folded but not stemmed, in order; for each its papers, by slot.
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

    /// Whether the word stands in a title.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// Papers with all of these parts in their title, the last as a prefix if `open`.
    fn with_all(&self, mut parts: Vec<&str>, open: bool, slots: usize) -> Slots {
        let Some(last) = parts.pop() else { return Slots::none(slots) };
        let mut found = Slots::none(slots);
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
            let mut with_part = Slots::none(slots);
            with_part.add(self.0.get(part).map_or(&[], Vec::as_slice));
            found.keep(&with_part);
        }
        found
    }
}

fn title_words(title: &Words) -> impl Iterator<Item = &str> {
    title.parts().chain(title.iter().filter_map(Word::joined))
}

impl Index {
    /// At most `limit` papers whose title contains the typed words, the last of which may be
    /// incomplete, or whose id begins so; most votes first. Nothing typed gives the papers with
    /// the most votes.
    pub fn complete(&self, typed: &str, limit: usize) -> Vec<(PaperId, String)> {
        let mut found: Vec<u32> = match PaperId::find(typed).and_then(|id| self.ids.get(&id)) {
            Some(slot) => vec![*slot],
            None => self.candidates(typed),
        };
        let votes = |slot: &u32| self.facts[*slot as usize].upvotes;
        if found.len() > limit && limit > 0 {
            // By votes alone first: comparing the ids of all that have few votes takes longer.
            let mut all: Vec<u32> = found.iter().map(votes).collect();
            let (_, least, _) = all.select_nth_unstable_by(limit - 1, |a, b| b.cmp(a));
            found.retain(|slot| votes(slot) >= *least);
        }
        found.sort_unstable_by_key(|slot| {
            (std::cmp::Reverse(votes(slot)), self.doc(*slot).map(|doc| &doc.id))
        });
        found.truncate(limit);
        let docs = found.into_iter().filter_map(|slot| self.doc(slot));
        docs.map(|doc| (doc.id.clone(), doc.title.to_string())).collect()
    }

    fn candidates(&self, typed: &str) -> Vec<u32> {
        let typed_words = Words::of(typed);
        let mut words = typed_words.iter();
        let Some(last) = words.next_back() else {
            let nothing = typed.trim().is_empty();
            return if nothing { self.ids.values().copied().collect() } else { Vec::new() };
        };
        // After a space or a full stop the last word is complete.
        let open = typed.ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let mut found = self.with_typed(last, open);
        for word in words {
            if found.is_empty() {
                break;
            }
            found.keep(&self.with_typed(word, false));
        }
        let prefix = typed.trim();
        if prefix.starts_with(|c: char| c.is_ascii_digit()) {
            self.ids_from(prefix).for_each(|slot| found.add(&[slot]));
        }
        found.iter().collect()
    }

    /// Papers with a typed word in their title, its parts apart or joined.
    fn with_typed(&self, word: Word, open: bool) -> Slots {
        let slots = self.docs.len();
        let mut found = self.titles.with_all(word.parts().collect(), open, slots);
        if let Some(joined) = word.joined() {
            found.join(&self.titles.with_all(vec![joined], open, slots));
        }
        found
    }

    fn ids_from(&self, prefix: &str) -> impl Iterator<Item = u32> {
        let from = self.ids.iter().skip_while(move |(id, _)| id.as_str() < prefix);
        from.take_while(move |(id, _)| id.as_str().starts_with(prefix)).map(|(_, slot)| *slot)
    }
}

#[cfg(test)]
mod tests {
    use crate::sample::{index, shelf};

    fn check(typed: &str, limit: usize, expected: &str) {
        let found = index(&shelf()).complete(typed, limit);
        let numbers = found.iter().map(|(id, _)| id.as_str().trim_start_matches("2601.0000"));
        assert_eq!(numbers.collect::<Vec<_>>().join(" "), expected, "{typed}");
    }

    #[test]
    fn typing_narrows_the_titles() {
        for (typed, limit, expected) in [
            ("", 3, "2 7 4"),
            ("dif", 9, "7 1"),
            ("DIFFUSION", 9, "7 1"),
            ("dif ", 9, ""),
            ("dif rum", 9, ""),
            ("diffusion rum", 9, "7"),
            ("video diffusion p", 9, "1"),
            ("gpt4", 9, "2 3"),
            ("gpt-4o", 9, "2 3"),
            ("pretr", 9, "4 5"),
            ("2601.0000", 2, "2 7"),
            ("https://arxiv.org/abs/2601.00005", 9, "5"),
            ("the", 0, ""),
            ("zebra", 9, ""),
            ("?!", 9, ""),
        ] {
            check(typed, limit, expected);
        }
    }
}
