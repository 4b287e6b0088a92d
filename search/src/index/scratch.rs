//! Buffers for ranking, reused between questions.

use std::sync::{Mutex, PoisonError};

/// How one paper matches a question.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) score: f32,
    /// The matched words, one bit each.
    pub(crate) mask: u32,
}

/// The buffers for one question.
#[derive(Default)]
pub(crate) struct Scratch {
    /// By slot.
    pub(crate) tallies: Vec<Tally>,
    /// The slots of papers that match the question; see [`Scratch::touch`].
    pub(crate) touched: Vec<u32>,
    /// For each of these, the share of the question that it covers.
    pub(crate) covered: Vec<f32>,
}

impl Scratch {
    fn reset(&mut self, slots: usize) {
        self.tallies.clear();
        self.tallies.resize(slots, Tally::default());
        self.touched.resize(slots, 0);
        self.covered.resize(slots, 0.0);
    }

    /// Collects the papers that have a word of the question or a cosine of at least `least`, and
    /// returns their number. Branch-free, because matches are unpredictable.
    pub(crate) fn touch(&mut self, cosines: &[f32], least: f32) -> usize {
        let mut count = 0;
        let touched = &mut self.touched[..self.tallies.len()];
        let mut note = |slot: usize, with: bool| {
            touched[count] = slot as u32;
            count += usize::from(with);
        };
        if cosines.is_empty() {
            let tallies = self.tallies.iter().enumerate();
            tallies.for_each(|(slot, tally)| note(slot, tally.score > 0.0));
        } else {
            let both = self.tallies.iter().zip(cosines).enumerate();
            both.for_each(|(slot, (tally, cosine))| {
                note(slot, (tally.score > 0.0) | (*cosine >= least))
            });
        }
        count
    }
}

/// Buffers for all questions in progress.
#[derive(Default)]
pub(crate) struct Pool(Mutex<Vec<Scratch>>);

impl Pool {
    /// Runs `work` on buffers for this many slots, with empty tallies.
    pub(crate) fn with<T>(&self, slots: usize, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let mut scratch = self.all().pop().unwrap_or_default();
        scratch.reset(slots);
        let result = work(&mut scratch);
        self.all().push(scratch);
        result
    }

    fn all(&self) -> std::sync::MutexGuard<'_, Vec<Scratch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
