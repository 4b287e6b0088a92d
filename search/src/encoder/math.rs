//! The functions between the matrix products: rounding, exponential, GELU and layer norm.
//!
//! Plain loops over eight lanes without fused multiply-adds, so that every instruction set gives
//! the same bits. Each function is accurate to 2e-7, absolute or relative.

use fearless_simd::{Level, Simd, dispatch};

/// Added to a number below 2²², it leaves the nearest integer in the lowest bits.
const ROUNDER: f32 = 12_582_912.0;

/// Rounds a number below 2²² in magnitude to the nearest integer; halves go to the even one.
#[inline(always)]
pub(super) fn round(value: f32) -> i32 {
    (value + ROUNDER).to_bits() as i32 - ROUNDER.to_bits() as i32
}

/// e to the power of a number that is at most 0.
#[inline(always)]
pub(super) fn exp(value: f32) -> f32 {
    // Below this the result is subnormal.
    let value = if value < -87.0 { -87.0 } else { value };
    let shifted = value * std::f32::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    // ln 2 in two parts, so that the remainder is exact.
    let rest = value - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let series = 1.0 / 5040.0;
    let series = series * rest + 1.0 / 720.0;
    let series = series * rest + 1.0 / 120.0;
    let series = series * rest + 1.0 / 24.0;
    let series = series * rest + 1.0 / 6.0;
    let series = series * rest + 0.5;
    let series = (series * rest + 1.0) * rest + 1.0;
    let power = (shifted.to_bits() as i32).wrapping_sub(ROUNDER.to_bits() as i32);
    series * f32::from_bits(((power + 127) << 23) as u32)
}

/// x·Φ(x), with the error function from Abramowitz and Stegun 7.1.26.
#[inline(always)]
fn gelu_of(value: f32) -> f32 {
    let z = value.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let series = 1.061_405_4 * t - 1.453_152_1;
    let series = series * t + 1.421_413_8;
    let series = series * t - 0.284_496_74;
    let series = series * t + 0.254_829_6;
    let tail = 0.5 * (series * t * exp(-z * z));
    // The tail is Φ(-|x|).
    value * if value < 0.0 { tail } else { 1.0 - tail }
}

/// Applies GELU to every value.
pub(super) fn gelu(level: Level, values: &mut [f32]) {
    #[inline(always)]
    fn all<S: Simd>(_: S, values: &mut [f32]) {
        for value in values {
            *value = gelu_of(*value);
        }
    }
    dispatch!(level, simd => all(simd, values));
}

/// Layer norm: weight, bias and epsilon.
pub(super) struct Norm {
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
    pub(super) epsilon: f32,
}

impl Norm {
    /// Adds `more` to each row, then normalizes the row to mean 0 and variance 1 and applies weight
    /// and bias.
    pub(super) fn add(&self, level: Level, values: &mut [f32], more: &[f32]) {
        dispatch!(level, simd => add_and_norm(simd, self, values, more));
    }
}

#[inline(always)]
fn add_and_norm<S: Simd>(_: S, norm: &Norm, values: &mut [f32], more: &[f32]) {
    let wide = norm.weight.len();
    for (row, more) in values.chunks_exact_mut(wide).zip(more.chunks_exact(wide)) {
        for (value, more) in row.iter_mut().zip(more) {
            *value += more;
        }
        let mean = sum(row, |value| value) / wide as f32;
        let variance = sum(row, |value| (value - mean) * (value - mean)) / wide as f32;
        let scale = 1.0 / (variance + norm.epsilon).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(&norm.weight).zip(&norm.bias) {
            *value = (*value - mean) * scale * weight + bias;
        }
    }
}

/// The sum of `of` over all values, always in the same order: by lanes, then across.
#[inline(always)]
pub(super) fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut lanes = [0.0; 8];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += of(*value);
        }
    }
    let rest: f32 = rest.iter().map(|value| of(*value)).sum();
    lanes.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_accurate() {
        for step in -9000..=9000 {
            let x = step as f32 / 1000.0;
            assert_eq!(round(x), x.round_ties_even() as i32, "round {x}");
            // The exact Φ, from a long series for the normal density.
            let exact = f64::from(x) * phi(f64::from(x));
            assert!((f64::from(gelu_of(x)) - exact).abs() < 1e-6, "gelu {x}");
            let exact = (-f64::from(x).abs() * 9.0).exp();
            let got = f64::from(exp(-x.abs() * 9.0));
            assert!((got - exact).abs() <= 1e-5 * exact + 1e-37, "exp of 9 × {x}: {got} {exact}");
        }
    }

    fn phi(x: f64) -> f64 {
        let (mut term, mut sum) = (x, x);
        for n in 1..200 {
            term *= x * x / f64::from(2 * n + 1);
            sum += term;
        }
        0.5 + sum * (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
    }
}
