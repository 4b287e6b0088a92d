//! At most one task of this process works on a slot at a time.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use crate::store::deliveries::SlotId;

/// The slots that this process is working on.
#[derive(Debug, Default)]
pub(crate) struct SlotLocks(Mutex<HashSet<SlotId>>);

/// A slot locked by one task. Dropping this unlocks it.
#[derive(Debug)]
pub(super) struct SlotGuard<'a> {
    locks: &'a SlotLocks,
    slot: SlotId,
}

impl SlotLocks {
    /// Locks a slot, unless another task has it.
    pub(super) fn try_lock_slot(&self, slot: SlotId) -> Option<SlotGuard<'_>> {
        let mut locked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Create the guard only if the slot was free, because dropping it unlocks the slot.
        locked.insert(slot).then(|| SlotGuard { locks: self, slot })
    }

    /// Whether the slot is locked.
    pub(super) fn is_locked(&self, slot: SlotId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&slot)
    }
}

impl Drop for SlotGuard<'_> {
    fn drop(&mut self) {
        self.locks.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.slot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_unlocked_when_their_guard_is_dropped() {
        let locks = SlotLocks::default();
        let guard = locks.try_lock_slot(SlotId(1)).expect("a free slot");
        assert!(locks.try_lock_slot(SlotId(1)).is_none() && locks.is_locked(SlotId(1)));
        assert!(locks.try_lock_slot(SlotId(2)).is_some(), "another slot is free");
        drop(guard);
        assert!(!locks.is_locked(SlotId(1)) && locks.try_lock_slot(SlotId(1)).is_some());
    }
}
