//! Sets of papers, by slot.

/// A set of slots, one bit each: the first letter typed already matches a tenth of all papers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SlotSet(Vec<u64>);

impl SlotSet {
    /// An empty set with room for this many slots.
    pub(crate) fn none(slots: usize) -> SlotSet {
        SlotSet(vec![0; slots.div_ceil(64)])
    }

    /// A set of the given slots.
    pub(crate) fn of(slots: usize, these: &[u32]) -> SlotSet {
        let mut set = SlotSet::none(slots);
        set.add(these);
        set
    }

    /// The slots that all of these sets have; none if there are no sets.
    pub(crate) fn common_to(slots: usize, sets: impl IntoIterator<Item = SlotSet>) -> SlotSet {
        let common = sets.into_iter().reduce(|mut common, set| {
            common.keep(&set);
            common
        });
        common.unwrap_or_else(|| SlotSet::none(slots))
    }

    pub(crate) fn add(&mut self, slots: &[u32]) {
        for slot in slots {
            self.0[*slot as usize / 64] |= 1 << (slot % 64);
        }
    }

    pub(crate) fn has(&self, slot: u32) -> bool {
        self.0.get(slot as usize / 64).is_some_and(|bits| bits >> (slot % 64) & 1 == 1)
    }

    pub(crate) fn join(&mut self, other: &SlotSet) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one |= other);
    }

    pub(crate) fn keep(&mut self, other: &SlotSet) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one &= other);
    }

    pub(crate) fn take_out(&mut self, other: &SlotSet) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one &= !other);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().enumerate().flat_map(|(at, bits)| {
            let mut rest = *bits;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }
}
