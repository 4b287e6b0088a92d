//! Autocomplete: titles for what has been typed so far.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Bound;

use domain::PaperId;

use crate::exact;
use crate::index::Index;
use crate::text::{Word, words};

/// The words of titles, folded but not stemmed, in order.
#[derive(Default)]
pub(crate) struct TitleWords(BTreeMap<Box<str>, BTreeSet<u32>>);

impl TitleWords {
    pub(crate) fn put(&mut self, slot: u32, title: &str) {
        for word in title_words(title) {
            self.0.entry(word.into()).or_default().insert(slot);
        }
    }

    pub(crate) fn remove(&mut self, slot: u32, title: &str) {
        for word in title_words(title) {
            let Some(slots) = self.0.get_mut(word.as_str()) else { continue };
            slots.remove(&slot);
            if slots.is_empty() {
                self.0.remove(word.as_str());
            }
        }
    }

    fn with_word(&self, word: &str) -> HashSet<u32> {
        self.0.get(word).into_iter().flatten().copied().collect()
    }

    fn with_prefix(&self, prefix: &str) -> HashSet<u32> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let words = self.0.range::<str, _>(from).take_while(|(word, _)| word.starts_with(prefix));
        words.flat_map(|(_, slots)| slots).copied().collect()
    }

    /// Papers with all of these parts in their title, the last as a prefix if `open`.
    fn with_all(&self, parts: &[&str], open: bool) -> HashSet<u32> {
        let Some((last, others)) = parts.split_last() else { return HashSet::new() };
        let mut found = if open { self.with_prefix(last) } else { self.with_word(last) };
        for part in others {
            let slots = self.0.get(*part);
            found.retain(|slot| slots.is_some_and(|slots| slots.contains(slot)));
        }
        found
    }
}

fn title_words(title: &str) -> impl Iterator<Item = String> {
    words(title).into_iter().flat_map(|word| {
        let joined = word.joined();
        word.parts.into_iter().map(|part| part.text).chain(joined)
    })
}

impl Index {
    /// At most `limit` papers whose title contains the typed words, the last of which may be
    /// incomplete, or whose id begins so; most votes first. Nothing typed gives the papers with
    /// the most votes.
    pub fn complete(&self, typed: &str, limit: usize) -> Vec<(PaperId, String)> {
        let mut found: Vec<u32> = match exact::id(typed).and_then(|id| self.ids.get(&id)) {
            Some(slot) => vec![*slot],
            None => self.candidates(typed),
        };
        let rank = |slot: &u32| {
            let doc = self.doc(*slot);
            (std::cmp::Reverse(doc.map(|doc| doc.upvotes)), doc.map(|doc| &doc.id))
        };
        if found.len() > limit && limit > 0 {
            found.select_nth_unstable_by(limit - 1, |a, b| rank(a).cmp(&rank(b)));
        }
        found.truncate(limit);
        found.sort_unstable_by(|a, b| rank(a).cmp(&rank(b)));
        let docs = found.into_iter().filter_map(|slot| self.doc(slot));
        docs.map(|doc| (doc.id.clone(), doc.title.to_string())).collect()
    }

    fn candidates(&self, typed: &str) -> Vec<u32> {
        let typed_words = words(typed);
        let Some((last, others)) = typed_words.split_last() else {
            let nothing = typed.trim().is_empty();
            return if nothing { self.ids.values().copied().collect() } else { Vec::new() };
        };
        // After a space or a full stop the last word is complete.
        let open = typed.ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let mut found = self.with_typed(last, open);
        for word in others {
            let slots = self.with_typed(word, false);
            found.retain(|slot| slots.contains(slot));
        }
        let prefix = typed.trim();
        if prefix.starts_with(|c: char| c.is_ascii_digit()) {
            found.extend(self.ids_from(prefix));
        }
        found.into_iter().collect()
    }

    /// Papers with a typed word in their title, its parts apart or joined.
    fn with_typed(&self, word: &Word, open: bool) -> HashSet<u32> {
        let parts: Vec<&str> = word.parts.iter().map(|part| part.text.as_str()).collect();
        let mut found = self.titles.with_all(&parts, open);
        if let Some(joined) = word.joined() {
            found.extend(self.titles.with_all(&[&joined], open));
        }
        found
    }

    fn ids_from(&self, prefix: &str) -> impl Iterator<Item = u32> {
        self.ids
            .iter()
            .skip_while(move |(id, _)| id.as_str() < prefix)
            .take_while(move |(id, _)| id.as_str().starts_with(prefix))
            .map(|(_, slot)| *slot)
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
