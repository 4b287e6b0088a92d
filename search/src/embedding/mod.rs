//! Embeddings as vectors of 8-bit numbers.

pub(crate) mod vectors;

use domain::Paper;

pub use vectors::{Near, Vectors};

/// The text of a paper that gets encoded: title and abstract.
pub fn embedding_text(paper: &Paper) -> String {
    format!("{}. {}", paper.title, paper.summary)
}

/// A direction in the model's space: one 8-bit number per dimension, scaled so that the largest is
/// 127 or -127 and no precision is wasted. Only vectors of the same model can be compared.
#[derive(Clone, Debug)]
pub struct Embedding {
    values: Box<[i8]>,
    /// One divided by the length; 0 without direction. Kept, because computing it takes as long as
    /// a dot product.
    inverse_norm: f32,
}

impl PartialEq for Embedding {
    fn eq(&self, other: &Embedding) -> bool {
        self.values == other.values
    }
}

impl Eq for Embedding {}

impl Embedding {
    fn new(values: Box<[i8]>) -> Embedding {
        let square: i32 = values.iter().map(|value| i32::from(*value).pow(2)).sum();
        let inverse_norm = if square == 0 { 0.0 } else { 1.0 / (square as f32).sqrt() };
        Embedding { values, inverse_norm }
    }

    /// Quantizes a vector. One that is all zeros or contains a non-finite number has no direction
    /// and becomes zeros.
    pub fn from_real(values: &[f32]) -> Embedding {
        let largest = values.iter().fold(0.0, |max: f32, value| value.abs().max(max));
        let sound = largest > 0.0 && values.iter().all(|value| value.is_finite());
        let scale = if sound { 127.0 / largest } else { 0.0 };
        let whole = |value: &f32| if sound { (value * scale).round() as i8 } else { 0 };
        Embedding::new(values.iter().map(whole).collect())
    }

    /// The inverse of [`Embedding::to_bytes`]: one two's-complement byte per dimension.
    pub fn from_bytes(bytes: &[u8]) -> Embedding {
        Embedding::new(bytes.iter().map(|byte| byte.cast_signed()).collect())
    }

    /// The vector for storage: one byte per dimension.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.values.iter().map(|value| value.cast_unsigned()).collect()
    }

    /// The components.
    pub fn values(&self) -> &[i8] {
        &self.values
    }

    /// The number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.values.len()
    }

    /// Cosine similarity, from -1 to 1; 0 if either vector has no direction.
    ///
    /// # Panics
    /// In debug builds, if the dimensions differ.
    pub fn cosine(&self, other: &Embedding) -> f32 {
        debug_assert_eq!(self.values.len(), other.values.len());
        let pairs = self.values.iter().zip(&other.values);
        let dot: i32 = pairs.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        dot as f32 * self.inverse_norm * other.inverse_norm
    }

    /// One divided by the length; 0 for a vector without direction.
    pub(crate) fn inverse_norm(&self) -> f32 {
        self.inverse_norm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantization_keeps_the_direction() {
        let check = |values: &[f32], expected: &[i8]| {
            let embedding = Embedding::from_real(values);
            assert_eq!(embedding.values(), expected, "{values:?}");
            assert_eq!(Embedding::from_bytes(&embedding.to_bytes()), embedding);
        };
        check(&[0.5, -1.0, 0.0], &[64, -127, 0]);
        check(&[1e-30, 0.0], &[127, 0]);
        check(&[0.0, 0.0], &[0, 0]);
        check(&[f32::NAN, 1.0], &[0, 0]);
        check(&[f32::INFINITY, 1.0], &[0, 0]);
        check(&[], &[]);
    }

    #[test]
    fn cosines() {
        let check = |a: &[f32], b: &[f32], expected: f32| {
            let got = Embedding::from_real(a).cosine(&Embedding::from_real(b));
            assert!((got - expected).abs() < 0.005, "{a:?} {b:?}: {got}");
        };
        check(&[1.0, 2.0], &[2.0, 4.0], 1.0);
        check(&[1.0, 2.0], &[-0.1, -0.2], -1.0);
        check(&[1.0, 0.0], &[0.0, 3.0], 0.0);
        check(&[1.0, 0.0], &[1.0, 1.0], std::f32::consts::FRAC_1_SQRT_2);
        check(&[1.0, 0.0], &[0.0, 0.0], 0.0);
    }
}
