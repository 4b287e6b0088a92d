//! Vectors in memory, with an exact scan over all of them.

use std::ops::Range;

use fearless_simd::{Level, Simd, SimdBase, SimdWiden, dispatch, i8x32, i16x16, i32x8};

use crate::Embedding;

/// Vectors are zero-padded to a multiple of this.
const STEP: usize = 32;

/// The vectors of one model by slot: one byte per dimension, plus four for the length.
pub struct Vectors {
    level: Level,
    dimensions: usize,
    /// For each slot, as many steps as a vector needs.
    values: Vec<[i8; STEP]>,
    /// One divided by each vector's length; 0 for an empty slot.
    inverse_norms: Vec<f32>,
    count: usize,
}

/// A slot and its similarity to the query, from -1 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// The slot.
    pub slot: u32,
    /// The cosine.
    pub cosine: f32,
}

impl Vectors {
    /// An empty collection for vectors of `dimensions` numbers.
    pub fn new(dimensions: usize) -> Vectors {
        Vectors {
            level: Level::new(),
            dimensions,
            values: Vec::new(),
            inverse_norms: Vec::new(),
            count: 0,
        }
    }

    /// The number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The number of vectors.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no vectors.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether the slot holds a vector.
    pub fn contains(&self, slot: u32) -> bool {
        self.inverse_norms.get(slot as usize).is_some_and(|norm| *norm != 0.0)
    }

    /// Stores a vector, replacing any previous one. Returns `false` and leaves the slot empty if
    /// the dimensions don't match or the vector has no direction.
    pub fn put(&mut self, slot: u32, vector: &Embedding) -> bool {
        self.remove(slot);
        let norm = vector.inverse_norm();
        if vector.dimensions() != self.dimensions || norm == 0.0 {
            return false;
        }
        let (slot, steps) = (slot as usize, self.steps());
        if slot >= self.inverse_norms.len() {
            self.inverse_norms.resize(slot + 1, 0.0);
            self.values.resize((slot + 1) * steps, [0; STEP]);
        }
        let place = self.values[slot * steps..][..steps].iter_mut();
        for (step, values) in place.zip(vector.values().chunks(STEP)) {
            step[..values.len()].copy_from_slice(values);
        }
        self.inverse_norms[slot] = norm;
        self.count += 1;
        true
    }

    /// Empties a slot.
    pub fn remove(&mut self, slot: u32) {
        if self.contains(slot) {
            self.inverse_norms[slot as usize] = 0.0;
            self.count -= 1;
        }
    }

    /// The vector of a slot.
    pub fn get(&self, slot: u32) -> Option<Embedding> {
        let steps = self.steps();
        let values = self.values.get(slot as usize * steps..)?.get(..steps)?.as_flattened();
        let bytes = || values[..self.dimensions].iter().map(|value| value.cast_unsigned());
        self.contains(slot).then(|| Embedding::from_bytes(&bytes().collect::<Vec<u8>>()))
    }

    /// The cosine of every slot up to the last one ever used, 0 for empty ones. Empty if the
    /// query's dimensions don't match.
    pub fn cosines(&self, query: &Embedding) -> Vec<f32> {
        let mut cosines = Vec::new();
        if query.dimensions() == self.dimensions {
            cosines.reserve_exact(self.inverse_norms.len());
            self.each(query, |_, cosine| cosines.push(cosine));
        }
        cosines
    }

    /// Calls `found` with the cosine of every slot, in order, as in [`Vectors::cosines`].
    pub(crate) fn each(&self, query: &Embedding, mut found: impl FnMut(u32, f32)) {
        self.each_of(0..self.inverse_norms.len(), query, |slot, cosine| found(slot as u32, cosine));
    }

    /// The same for a range of slots; those beyond the last one are left out.
    pub(crate) fn each_of(
        &self,
        slots: Range<usize>,
        query: &Embedding,
        found: impl FnMut(usize, f32),
    ) {
        if query.dimensions() != self.dimensions {
            return;
        }
        let mut wide: Vec<[i16; STEP]> = vec![[0; STEP]; self.steps()];
        for (to, value) in wide.as_flattened_mut().iter_mut().zip(query.values()) {
            *to = i16::from(*value);
        }
        let scale = query.inverse_norm();
        dispatch!(self.level, simd => scan(simd, self, slots, &wide, scale, found));
    }

    /// The `count` nearest vectors, nearest first; ties go to the lower slot.
    pub fn nearest(&self, query: &Embedding, count: usize) -> Vec<Near> {
        let cosines = self.cosines(query);
        let mut best: Vec<Near> = Vec::with_capacity(2 * count);
        let mut floor = f32::NEG_INFINITY;
        for (slot, cosine) in cosines.into_iter().enumerate() {
            if cosine > floor && self.inverse_norms[slot] != 0.0 {
                best.push(Near { slot: slot as u32, cosine });
                if best.len() == 2 * count {
                    best.select_nth_unstable_by(count - 1, nearer);
                    best.truncate(count);
                    floor = best[count - 1].cosine;
                }
            }
        }
        best.sort_unstable_by(nearer);
        best.truncate(count);
        best
    }

    fn steps(&self) -> usize {
        self.dimensions.div_ceil(STEP)
    }
}

fn nearer(a: &Near, b: &Near) -> std::cmp::Ordering {
    b.cosine.total_cmp(&a.cosine).then(a.slot.cmp(&b.slot))
}

#[inline(always)]
fn scan<S: Simd>(
    simd: S,
    vectors: &Vectors,
    slots: Range<usize>,
    query: &[[i16; STEP]],
    scale: f32,
    mut found: impl FnMut(usize, f32),
) {
    if query.is_empty() {
        return;
    }
    let end = slots.end.min(vectors.inverse_norms.len());
    let slots = slots.start.min(end)..end;
    let norms = &vectors.inverse_norms[slots.clone()];
    let values = vectors.values[slots.start * query.len()..].chunks_exact(query.len());
    for ((slot, norm), vector) in slots.zip(norms).zip(values) {
        let mut sums = [i32x8::splat(simd, 0); 2];
        for (step, query) in vector.iter().zip(query) {
            let (low, high) = i8x32::from_slice(simd, step).widen();
            let query_low = i16x16::from_slice(simd, &query[..16]);
            let query_high = i16x16::from_slice(simd, &query[16..]);
            sums[0] += simd.pairwise_dot_product_i16x16(low, query_low);
            sums[1] += simd.pairwise_dot_product_i16x16(high, query_high);
        }
        let mut lanes = [0_i32; 8];
        (sums[0] + sums[1]).store_slice(&mut lanes);
        found(slot, lanes.iter().sum::<i32>() as f32 * (norm * scale));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Deterministic pseudo-random numbers.
    fn vector(seed: u32, dimensions: usize) -> Embedding {
        let mut state = u64::from(seed) + 1;
        let next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        };
        Embedding::from_bytes(&std::iter::repeat_with(next).take(dimensions).collect::<Vec<u8>>())
    }

    #[test]
    fn the_scan_finds_every_cosine_and_the_nearest() {
        for dimensions in [1, 7, 31, 32, 33, 384] {
            let mut vectors = Vectors::new(dimensions);
            for slot in (0..101).filter(|slot| slot % 3 != 0) {
                vectors.put(slot, &vector(slot, dimensions));
            }
            vectors.remove(50);
            let query = vector(1000, dimensions);
            let cosines = vectors.cosines(&query);
            let mut expected = Vec::new();
            for slot in 0..101 {
                let held = slot % 3 != 0 && slot != 50;
                let held = held && vector(slot, dimensions).inverse_norm() > 0.0;
                let cosine = if held { vector(slot, dimensions).cosine(&query) } else { 0.0 };
                assert!((cosines[slot as usize] - cosine).abs() < 1e-5, "slot {slot}");
                assert_eq!(vectors.get(slot), held.then(|| vector(slot, dimensions)));
                if held {
                    expected.push(Near { slot, cosine: cosines[slot as usize] });
                }
            }
            assert_eq!(vectors.len(), expected.len());
            expected.sort_by(nearer);
            for count in [0, 1, 5, 1000] {
                let wanted = &expected[..count.min(expected.len())];
                assert_eq!(vectors.nearest(&query, count), wanted, "{count} of {dimensions}");
            }
        }
    }

    #[test]
    fn vectors_that_do_not_fit_are_rejected() {
        let mut vectors = Vectors::new(4);
        assert!(vectors.put(7, &vector(1, 4)));
        assert!(!vectors.put(7, &vector(1, 5)));
        assert!(vectors.is_empty() && !vectors.contains(7));
        assert!(!vectors.put(7, &Embedding::from_bytes(&[0; 4])));
        assert_eq!(vectors.cosines(&vector(1, 5)), Vec::<f32>::new());
        assert_eq!(vectors.nearest(&vector(1, 4), 3), []);
    }

    #[test]
    fn every_instruction_set_gives_the_same() {
        let mut vectors = Vectors::new(384);
        for slot in 0..40 {
            vectors.put(slot, &vector(slot, 384));
        }
        let best = vectors.cosines(&vector(99, 384));
        vectors.level = Level::baseline();
        assert_eq!(vectors.cosines(&vector(99, 384)), best);
    }
}
