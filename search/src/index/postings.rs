//! Posting lists: for each term, the papers that contain it, in slot order.

/// The posting lists of all terms.
#[derive(Default)]
pub(crate) struct Postings(Vec<Vec<Posting>>);

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

impl Postings {
    /// The papers of a term.
    pub(crate) fn of(&self, term: u32) -> &[Posting] {
        self.0.get(term as usize).map_or(&[], Vec::as_slice)
    }

    /// Records that a paper has a term this many times.
    pub(crate) fn put(&mut self, term: u32, slot: u32, count: u32) {
        let at = term as usize;
        if at >= self.0.len() {
            self.0.resize_with(at + 1, Vec::new);
        }
        let postings = &mut self.0[at];
        let posting = Posting::new(slot, count);
        match postings.last() {
            // Slots of removed papers are reused, so a new paper isn't always the last.
            Some(last) if *last > posting => {
                let place = postings.partition_point(|other| *other < posting);
                postings.insert(place, posting);
            }
            _ => postings.push(posting),
        }
    }

    /// Returns memory that was reserved for more papers.
    pub(crate) fn shrink(&mut self) {
        self.0.iter_mut().for_each(Vec::shrink_to_fit);
    }

    /// Removes a paper from a term's list.
    pub(crate) fn remove(&mut self, term: u32, slot: u32) {
        let Some(postings) = self.0.get_mut(term as usize) else { return };
        let place = postings.partition_point(|posting| posting.slot() < slot);
        if postings.get(place).is_some_and(|posting| posting.slot() == slot) {
            postings.remove(place);
        }
    }
}
