//! Memory for ranking, used again from question to question.

use std::sync::{Mutex, PoisonError};

/// What one paper has of a question.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) score: f32,
    /// The words found, one bit each.
    pub(crate) mask: u32,
}

/// One tally per slot, for as many questions as are asked at once.
#[derive(Default)]
pub(crate) struct Pool(Mutex<Vec<Vec<Tally>>>);

impl Pool {
    /// Runs `work` on so many empty tallies.
    pub(crate) fn with<T>(&self, slots: usize, work: impl FnOnce(&mut [Tally]) -> T) -> T {
        let mut tallies = self.all().pop().unwrap_or_default();
        tallies.clear();
        tallies.resize(slots, Tally::default());
        let result = work(&mut tallies);
        self.all().push(tallies);
        result
    }

    fn all(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Tally>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
