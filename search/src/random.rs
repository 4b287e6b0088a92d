//! Deterministic pseudo-random numbers.

/// SplitMix64.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which must not be 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (((self.next() >> 32) * end as u64) >> 32) as usize
    }

    /// An approximately normal number: the sum of twelve uniform ones.
    pub(crate) fn normal(&mut self) -> f32 {
        let uniform = |random: &mut Random| (random.next() >> 40) as f32 / (1_u64 << 24) as f32;
        (0..12).map(|_| uniform(self)).sum::<f32>() - 6.0
    }

    /// `count` distinct numbers below `end`, or all of them if there are fewer.
    pub(crate) fn sample(&mut self, end: usize, count: usize) -> Vec<usize> {
        let mut chosen = Vec::with_capacity(count);
        let mut known = std::collections::HashSet::new();
        while chosen.len() < count.min(end) {
            let next = self.below(end);
            if known.insert(next) {
                chosen.push(next);
            }
        }
        chosen
    }
}
