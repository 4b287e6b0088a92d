//! Lists of numbers most of which have a single member: that one is kept without an allocation.

/// Marks a place in [`ShortLists::several`]; numbers are smaller.
const SEVERAL: u32 = 1 << 31;

/// The members of all lists that have several.
#[derive(Default)]
pub(crate) struct ShortLists {
    several: Vec<Vec<u32>>,
    /// Unused places in `several`.
    unused: Vec<u32>,
}

/// A list: its only member, or [`SEVERAL`] plus a place in [`ShortLists::several`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShortList(u32);

impl ShortList {
    /// A list with one member, which must be less than 2³¹.
    pub(crate) fn new(number: u32) -> ShortList {
        ShortList(number)
    }

    fn place(self) -> Option<usize> {
        (self.0 & SEVERAL != 0).then_some((self.0 & !SEVERAL) as usize)
    }
}

impl ShortLists {
    /// The members, in the order in which they were inserted.
    pub(crate) fn of<'a>(&'a self, list: &'a ShortList) -> &'a [u32] {
        list.place().map_or(std::slice::from_ref(&list.0), |place| &self.several[place])
    }

    /// Adds a number as the last member.
    pub(crate) fn push(&mut self, list: &mut ShortList, number: u32) {
        let end = self.of(list).len();
        self.insert(list, end, number);
    }

    /// Inserts a number before the member at position `at`.
    pub(crate) fn insert(&mut self, list: &mut ShortList, at: usize, number: u32) {
        let place = list.place().unwrap_or_else(|| {
            let place = self.unused.pop().unwrap_or_else(|| {
                self.several.push(Vec::new());
                (self.several.len() - 1) as u32
            });
            self.several[place as usize] = Vec::with_capacity(2);
            self.several[place as usize].push(list.0);
            *list = ShortList(SEVERAL | place);
            place as usize
        });
        self.several[place].insert(at, number);
    }

    /// Removes a number; `false` if no other member is left, so that the list must be dropped.
    pub(crate) fn remove(&mut self, list: &mut ShortList, number: u32) -> bool {
        let Some(place) = list.place() else { return list.0 != number };
        let members = &mut self.several[place];
        members.retain(|other| *other != number);
        if let [one] = members[..] {
            *members = Vec::new();
            self.unused.push(place as u32);
            *list = ShortList(one);
        }
        true
    }

    /// Returns memory that was reserved for more members.
    pub(crate) fn shrink(&mut self) {
        self.several.shrink_to_fit();
        self.several.iter_mut().for_each(Vec::shrink_to_fit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_added_and_removed_in_order() {
        let mut lists = ShortLists::default();
        let (mut one, mut other) = (ShortList::new(5), ShortList::new(9));
        lists.push(&mut one, 7);
        lists.insert(&mut one, 0, 3);
        lists.push(&mut other, 2);
        lists.shrink();
        assert_eq!((lists.of(&one), lists.of(&other)), (&[3, 5, 7][..], &[9, 2][..]));
        assert!(
            lists.remove(&mut one, 5) && lists.remove(&mut one, 4) && lists.remove(&mut one, 3)
        );
        assert_eq!(lists.of(&one), [7], "kept in place again");
        assert!(!lists.remove(&mut one, 7) && lists.remove(&mut one, 8));
        lists.push(&mut one, 8);
        assert_eq!((lists.of(&one), lists.several.len()), (&[7, 8][..], 2), "places are reused");
    }
}
