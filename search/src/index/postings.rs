//! Posting lists: for each term, the papers that contain it, in slot order.

/// The posting lists of all terms.
#[derive(Default)]
pub(crate) struct Postings {
    /// By term.
    lists: Vec<List>,
    /// The lists of terms that are, or were, in several papers.
    several: Vec<Vec<Posting>>,
}

/// The papers of a term. Most terms are in a single one, which takes no allocation.
#[derive(Clone, Copy, Default)]
enum List {
    #[default]
    Empty,
    One(Posting),
    /// A place in [`Postings::several`].
    Several(u32),
}

/// A paper that contains a term, with its count: 24 bits of slot, 8 of count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting(u32);

impl Posting {
    fn new(slot: u32, count: u32) -> Posting {
        Posting(slot << 8 | count.min(255))
    }

    pub(crate) fn slot(self) -> u32 {
        self.0 >> 8
    }

    pub(crate) fn count(self) -> u32 {
        self.0 & 255
    }
}

/// Whether a term's papers include this one.
pub(crate) fn has_slot(postings: &[Posting], slot: u32) -> bool {
    postings.binary_search_by_key(&slot, |posting| posting.slot()).is_ok()
}

impl Postings {
    /// The papers of a term, by slot.
    pub(crate) fn of(&self, term: u32) -> &[Posting] {
        match self.lists.get(term as usize) {
            None | Some(List::Empty) => &[],
            Some(List::One(posting)) => std::slice::from_ref(posting),
            Some(List::Several(place)) => &self.several[*place as usize],
        }
    }

    /// Records that a paper has a term this many times.
    pub(crate) fn put(&mut self, term: u32, slot: u32, count: u32) {
        let at = term as usize;
        if at >= self.lists.len() {
            self.lists.resize(at + 1, List::Empty);
        }
        let posting = Posting::new(slot, count);
        let postings = match self.lists[at] {
            List::Empty => {
                self.lists[at] = List::One(posting);
                return;
            }
            List::One(other) => {
                self.lists[at] = List::Several(self.several.len() as u32);
                self.several.push(Vec::with_capacity(2));
                let last = self.several.len() - 1;
                self.several[last].push(other);
                &mut self.several[last]
            }
            List::Several(place) => &mut self.several[place as usize],
        };
        match postings.last() {
            // Slots of removed papers are reused, so a new paper isn't always the last.
            Some(last) if *last > posting => {
                let place = postings.partition_point(|other| *other < posting);
                postings.insert(place, posting);
            }
            _ => postings.push(posting),
        }
    }

    /// Removes a paper from a term's list.
    pub(crate) fn remove(&mut self, term: u32, slot: u32) {
        match self.lists.get_mut(term as usize) {
            None | Some(List::Empty) => {}
            Some(List::One(posting)) if posting.slot() != slot => {}
            Some(list @ List::One(_)) => *list = List::Empty,
            Some(List::Several(place)) => {
                let postings = &mut self.several[*place as usize];
                let place = postings.partition_point(|posting| posting.slot() < slot);
                if postings.get(place).is_some_and(|posting| posting.slot() == slot) {
                    postings.remove(place);
                }
            }
        }
    }

    /// Returns memory that was reserved for more papers.
    pub(crate) fn shrink(&mut self) {
        self.lists.shrink_to_fit();
        self.several.shrink_to_fit();
        self.several.iter_mut().for_each(Vec::shrink_to_fit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_in_slot_order() {
        let mut postings = Postings::default();
        let check = |postings: &Postings, expected: &[(u32, u32)]| {
            let found = postings.of(3).iter().map(|one| (one.slot(), one.count()));
            assert_eq!(found.collect::<Vec<_>>(), expected);
        };
        check(&postings, &[]);
        postings.put(3, 9, 1);
        check(&postings, &[(9, 1)]);
        postings.put(3, 4, 700);
        postings.put(3, 11, 2);
        postings.put(1, 5, 1);
        check(&postings, &[(4, 255), (9, 1), (11, 2)]);
        postings.shrink();
        for slot in [9, 4, 5, 11] {
            postings.remove(3, slot);
        }
        check(&postings, &[]);
        postings.put(3, 6, 1);
        check(&postings, &[(6, 1)]);
        postings.remove(1, 6);
        postings.remove(1, 5);
        assert!(postings.of(1).is_empty() && postings.of(7).is_empty());
    }
}
