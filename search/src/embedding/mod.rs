//! A text's vector, in 8-bit numbers.

pub(crate) mod vectors;

use domain::Paper;

pub use vectors::{Near, Vectors};

/// What of a paper is encoded: its title and its abstract.
pub fn embedding_text(paper: &Paper) -> String {
    format!("{}. {}", paper.title, paper.summary)
}

/// A direction in the model's space: one 8-bit number per dimension, the largest of them 127 or
/// -127, so that no bit of the eight is wasted. Only vectors of one model can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedding {
    values: Box<[i8]>,
}

impl Embedding {
    /// The nearest vector to this direction. All zeros, or a number that is not finite, has no
    /// direction: it gives zeros.
    pub fn from_real(values: &[f32]) -> Embedding {
        let largest = values.iter().fold(0.0, |max: f32, value| value.abs().max(max));
        let sound = largest > 0.0 && values.iter().all(|value| value.is_finite());
        let scale = if sound { 127.0 / largest } else { 0.0 };
        let whole = |value: &f32| if sound { (value * scale).round() as i8 } else { 0 };
        Embedding { values: values.iter().map(whole).collect() }
    }

    /// What [`Embedding::to_bytes`] gave: as many bytes as dimensions, in two's complement.
    pub fn from_bytes(bytes: &[u8]) -> Embedding {
        Embedding { values: bytes.iter().map(|byte| byte.cast_signed()).collect() }
    }

    /// The vector for storing: a byte per dimension.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.values.iter().map(|value| value.cast_unsigned()).collect()
    }

    /// The numbers.
    pub fn values(&self) -> &[i8] {
        &self.values
    }

    /// Numbers in the vector.
    pub fn dimensions(&self) -> usize {
        self.values.len()
    }

    /// How near two directions are: -1 to 1; 0 if one of them is none.
    ///
    /// # Panics
    /// In debug builds, when the two are of different dimensions.
    pub fn cosine(&self, other: &Embedding) -> f32 {
        debug_assert_eq!(self.values.len(), other.values.len());
        let pairs = self.values.iter().zip(&other.values);
        let dot: i32 = pairs.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        dot as f32 * self.inverse_norm() * other.inverse_norm()
    }

    /// One divided by the length; 0 for the vector without a direction.
    pub(crate) fn inverse_norm(&self) -> f32 {
        let square: i32 = self.values.iter().map(|value| i32::from(*value).pow(2)).sum();
        if square == 0 { 0.0 } else { 1.0 / (square as f32).sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_survives() {
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
