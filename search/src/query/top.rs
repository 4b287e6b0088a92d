//! Keeps the best items without sorting all of them.

use std::cmp::Ordering;

/// A paper and how well it matches, from 0 up.
pub(crate) type Scored = (u32, f32);

/// Collects scored papers and keeps the best `room`.
pub(crate) struct Top<F> {
    room: usize,
    kept: Vec<Scored>,
    /// Anything below it can't be among the best.
    least: f32,
    /// Best first; a total order.
    better: F,
}

impl<F: Fn(&Scored, &Scored) -> Ordering> Top<F> {
    pub(crate) fn new(room: usize, better: F) -> Top<F> {
        Top { room, kept: Vec::new(), least: f32::NEG_INFINITY, better }
    }

    /// Whether a paper with this score can be among the best.
    pub(crate) fn takes(&self, score: f32) -> bool {
        score >= self.least
    }

    pub(crate) fn push(&mut self, slot: u32, score: f32) {
        if !self.takes(score) {
            return;
        }
        self.kept.push((slot, score));
        // Twice the room, which amortizes the cost of each cut.
        if self.kept.len() > self.room.saturating_mul(2).max(64) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() > self.room {
            if self.room == 0 {
                self.kept.clear();
                return;
            }
            self.kept.select_nth_unstable_by(self.room - 1, &self.better);
            self.kept.truncate(self.room);
            self.least = self.kept[self.room - 1].1;
        }
    }

    /// The best items, best first.
    pub(crate) fn sorted(mut self) -> Vec<Scored> {
        self.cut();
        self.kept.sort_unstable_by(&self.better);
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn the_best_match_a_full_sort(
            scores in prop::collection::vec(0u8..20, 0..400), room in 0usize..90,
        ) {
            let better = |a: &Scored, b: &Scored| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
            let mut all: Vec<Scored> =
                scores.iter().enumerate().map(|(slot, score)| (slot as u32, f32::from(*score))).collect();
            let mut top = Top::new(room, better);
            all.iter().for_each(|(slot, score)| top.push(*slot, *score));
            all.sort_unstable_by(better);
            all.truncate(room);
            prop_assert_eq!(top.sorted(), all);
        }
    }
}
