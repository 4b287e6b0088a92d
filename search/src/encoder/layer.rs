//! One transformer layer: attention, then feed-forward, each with a residual connection.

use fearless_simd::{Level, Simd, dispatch};

use super::math::{Norm, exp, gelu, round};
use super::matmul::{Columns, Rows, Target, multiply, pair, row_limit};

/// A matrix and its bias: `x · wᵀ + b`.
pub(super) struct Linear {
    pub(super) weight: Columns,
    /// Padded to whole panels, like the weight's columns.
    pub(super) bias: Vec<f32>,
    pub(super) outputs: usize,
}

impl Linear {
    /// Builds it from a weight of `outputs` rows.
    pub(super) fn new(level: Level, weight: &[f32], bias: &[f32]) -> Linear {
        let mut columns = Columns::default();
        let depth = weight.len() / bias.len().max(1);
        columns.fill(level, weight, depth.max(1), depth);
        let mut padded = bias.to_vec();
        padded.resize(columns.padded(), 0.0);
        Linear { weight: columns, bias: padded, outputs: bias.len() }
    }

    fn apply(&self, level: Level, rows: &Rows, tokens: usize, to: &mut Vec<f32>) {
        to.resize(tokens * self.outputs, 0.0);
        let to = Target { values: to, stride: self.outputs, columns: self.outputs };
        multiply(level, rows, &self.weight, &self.bias, to);
    }
}

/// The weights of a layer.
pub(super) struct Layer {
    pub(super) heads: usize,
    /// Queries, keys and values of all heads, concatenated.
    pub(super) attend: Linear,
    pub(super) join: Linear,
    pub(super) after_attention: Norm,
    pub(super) widen: Linear,
    pub(super) narrow: Linear,
    pub(super) after_feed: Norm,
}

/// Buffers for intermediate values, reused for every layer.
#[derive(Default)]
pub(super) struct Scratch {
    rows: Rows,
    columns: Columns,
    attended: Vec<f32>,
    scores: Vec<f32>,
    context: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
}

impl Layer {
    /// Applies the layer in place to the tokens' vectors of `hidden` numbers each.
    pub(super) fn apply(&self, level: Level, hidden: usize, tokens: &mut [f32], s: &mut Scratch) {
        let count = tokens.len() / hidden;
        s.rows.fill(level, tokens, hidden, hidden, 1.0);
        self.attend.apply(level, &s.rows, count, &mut s.attended);
        s.context.resize(count * hidden, 0.0);
        for head in 0..self.heads {
            self.attend_one(level, hidden, head, s);
        }
        s.rows.fill(level, &s.context, hidden, hidden, 1.0);
        self.join.apply(level, &s.rows, count, &mut s.narrow);
        self.after_attention.add(level, tokens, &s.narrow);

        s.rows.fill(level, tokens, hidden, hidden, 1.0);
        self.widen.apply(level, &s.rows, count, &mut s.wide);
        gelu(level, &mut s.wide);
        s.rows.fill(level, &s.wide, self.widen.outputs, self.widen.outputs, 1.0);
        self.narrow.apply(level, &s.rows, count, &mut s.narrow);
        self.after_feed.add(level, tokens, &s.narrow);
    }

    /// Computes one head's part of the context.
    fn attend_one(&self, level: Level, hidden: usize, head: usize, s: &mut Scratch) {
        let size = hidden / self.heads;
        let stride = 3 * hidden;
        let first = head * size;
        let count = s.attended.len() / stride;
        let factor = 1.0 / (size as f32).sqrt();
        s.rows.fill(level, &s.attended[first..], stride, size, factor);
        s.columns.fill(level, &s.attended[hidden + first..], stride, size);
        let padded = s.columns.padded();
        s.scores.resize(count * padded, 0.0);
        let to = Target { values: &mut s.scores, stride: padded, columns: padded };
        multiply(level, &s.rows, &s.columns, &[], to);
        s.rows.reset(count, count);
        dispatch!(level, simd => soften(simd, &mut s.scores, padded, count, &mut s.rows));
        s.columns.fill_across(level, &s.attended[2 * hidden + first..], stride, size);
        let to = Target { values: &mut s.context[first..], stride: hidden, columns: size };
        multiply(level, &s.rows, &s.columns, &[], to);
    }
}

/// Softmax of each row's first `count` scores, as rows of integers. The scale divides by the sum of
/// the rounded values.
#[inline(always)]
fn soften<S: Simd>(_: S, scores: &mut [f32], stride: usize, count: usize, rows: &mut Rows) {
    let limit = row_limit(count);
    for (number, row) in scores.chunks_exact_mut(stride).enumerate() {
        row[count..].fill(f32::MIN);
        let mut lanes = [f32::MIN; 8];
        for chunk in row.as_chunks::<8>().0 {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                *lane = if *value > *lane { *value } else { *lane };
            }
        }
        let largest = lanes.into_iter().fold(f32::MIN, f32::max);
        let (pairs, scale) = rows.row_mut(number);
        let mut sum = 0;
        // Padding after the last score is e to a large negative power: 0.
        for (to, [first, second]) in pairs.iter_mut().zip(row.as_chunks::<2>().0) {
            let first = round(exp(first - largest) * limit);
            let second = round(exp(second - largest) * limit);
            sum += first + second;
            *to = pair(first, second);
        }
        *scale = 1.0 / sum as f32;
    }
}
