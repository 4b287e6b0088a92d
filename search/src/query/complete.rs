//! Autocomplete: suggests titles for what has been typed so far.

use domain::PaperId;

use crate::index::Index;
use crate::index::slot_set::SlotSet;
use crate::text::{Word, Words};

impl Index {
    /// At most `limit` papers whose title contains the typed words, the last of which may be
    /// incomplete, or whose id starts with the text; most votes first. Empty input gives the papers
    /// with the most votes.
    pub fn complete(&self, typed: &str, limit: usize) -> Vec<(PaperId, String)> {
        let mut found: Vec<u32> = match PaperId::find(typed).and_then(|id| self.ids.get(&id)) {
            Some(slot) => vec![*slot],
            None => self.candidates(typed),
        };
        let votes = |slot: &u32| self.facts[*slot as usize].upvotes;
        if found.len() > limit && limit > 0 {
            // By votes first: comparing the ids of all papers with few votes takes longer.
            let mut all: Vec<u32> = found.iter().map(votes).collect();
            let (_, least, _) = all.select_nth_unstable_by(limit - 1, |a, b| b.cmp(a));
            found.retain(|slot| votes(slot) >= *least);
        }
        found.sort_unstable_by_key(|slot| {
            (std::cmp::Reverse(votes(slot)), self.doc(*slot).map(|doc| &doc.id))
        });
        found.truncate(limit);
        let docs = found.into_iter().filter_map(|slot| self.doc(slot));
        docs.map(|doc| (doc.id.clone(), doc.title().to_owned())).collect()
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

    /// Papers with the typed word in their title, its parts separate or joined.
    fn with_typed(&self, word: Word, open: bool) -> SlotSet {
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
    use crate::fixtures::{index, sample_papers};

    fn check(typed: &str, limit: usize, expected: &str) {
        let found = index(&sample_papers()).complete(typed, limit);
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
