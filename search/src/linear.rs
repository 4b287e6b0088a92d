//! Linear algebra: least squares, and the directions that matter most.

use crate::parallel;
use crate::random::Random;

/// How often [`leading`] applies its operator; more rounds tell close directions apart better.
const ROUNDS: usize = 6;

/// The sum of products.
pub(crate) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Adds a multiple of one vector to another.
pub(crate) fn add(to: &mut [f64], factor: f64, vector: &[f64]) {
    to.iter_mut().zip(vector).for_each(|(to, value)| *to += factor * value);
}

/// An orthonormal basis of about the space in which a symmetric operator without negative
/// eigenvalues stretches most: `count` vectors of `width` numbers, by subspace iteration. The same
/// operator gives the same basis.
pub(crate) fn leading(
    width: usize,
    count: usize,
    apply: impl Fn(&Vec<f64>) -> Vec<f64> + Sync,
) -> Vec<Vec<f64>> {
    let mut random = Random::new(1);
    let mut start = || (0..width).map(|_| f64::from(random.normal())).collect();
    let mut basis: Vec<Vec<f64>> = (0..count.min(width)).map(|_| start()).collect();
    for _ in 0..ROUNDS {
        basis = parallel::map(&basis, &apply);
        orthonormalize(&mut basis);
    }
    basis
}

/// Makes vectors orthonormal, in order; those that depend on earlier ones become zeros.
fn orthonormalize(vectors: &mut [Vec<f64>]) {
    for at in 0..vectors.len() {
        let (before, rest) = vectors.split_at_mut(at);
        let own = &mut rest[0];
        let length = dot(own, own).sqrt();
        for other in before {
            let share = dot(own, other);
            add(own, -share, other);
        }
        let left = dot(own, own).sqrt();
        let scale = if left > 1e-9 * length { 1.0 / left } else { 0.0 };
        own.iter_mut().for_each(|value| *value *= scale);
    }
}

/// The Cholesky factor of a regularized covariance: a lower triangular matrix.
pub(crate) struct Factor(Vec<Vec<f64>>);

impl Factor {
    /// Of the sum of all vectors' products with themselves, plus `ridge` on the diagonal.
    pub(crate) fn of<'a>(
        vectors: impl Iterator<Item = &'a [f64]>,
        width: usize,
        ridge: f64,
    ) -> Factor {
        let mut rows = vec![vec![0.0; width]; width];
        for vector in vectors {
            for (at, (row, value)) in rows.iter_mut().zip(vector).enumerate() {
                add(&mut row[..=at], *value, vector);
            }
        }
        for at in 0..width {
            rows[at][at] += ridge;
            for other in 0..=at {
                let (before, row) = rows.split_at(at);
                let above = if other < at { &before[other] } else { &row[0] };
                let rest = row[0][other] - dot(&row[0][..other], &above[..other]);
                rows[at][other] = if other < at { rest / above[other] } else { rest.sqrt() };
            }
        }
        Factor(rows)
    }

    /// Solves for the covariance: the weights of a least-squares fit.
    pub(crate) fn solve(&self, mut right: Vec<f64>) -> Vec<f64> {
        for at in 0..right.len() {
            let row = &self.0[at];
            right[at] = (right[at] - dot(&row[..at], &right)) / row[at];
        }
        self.solve_transposed(right)
    }

    /// Solves for the transposed factor. A shorter vector is solved by the first rows and columns.
    pub(crate) fn solve_transposed(&self, mut right: Vec<f64>) -> Vec<f64> {
        for at in (0..right.len()).rev() {
            let below = at + 1..right.len();
            let known: f64 = below.map(|below| self.0[below][at] * right[below]).sum();
            right[at] = (right[at] - known) / self.0[at][at];
        }
        right
    }

    /// The product of the transposed factor with a vector.
    pub(crate) fn transposed_times(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; vector.len()];
        for (row, value) in self.0.iter().zip(vector) {
            add(&mut product, *value, row);
        }
        product
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: &[f64], other: &[f64]) -> bool {
        one.len() == other.len() && one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-9)
    }

    const UNITS: [[f64; 3]; 4] =
        [[1.0, 2.0, 1.0], [0.5, -1.0, 1.0], [3.0, 0.0, 1.0], [-1.0, 1.0, 1.0]];

    fn covariance(row: usize, column: usize) -> f64 {
        let sum: f64 = UNITS.iter().map(|unit| unit[row] * unit[column]).sum();
        sum + if row == column { 0.5 } else { 0.0 }
    }

    #[test]
    fn equations_are_solved() {
        let factor = Factor::of(UNITS.iter().map(<[f64; 3]>::as_slice), 3, 0.5);
        let wanted = [0.5, -2.0, 1.0];
        let right = [0, 1, 2].map(|row| (0..3).map(|at| covariance(row, at) * wanted[at]).sum());
        assert!(near(&factor.solve(right.to_vec()), &wanted));
        let product = factor.transposed_times(&wanted);
        assert!(near(&factor.solve_transposed(product), &wanted));
        let shorter = factor.solve_transposed(factor.transposed_times(&wanted[..2]));
        assert!(near(&shorter, &wanted[..2]));
    }

    #[test]
    fn the_most_stretched_directions_are_found() {
        // Stretches the first two of five directions, and the others less.
        let stretch = [9.0, 4.0, 0.2, 0.1, 0.0];
        let apply = |vector: &Vec<f64>| {
            vector.iter().zip(stretch).map(|(value, stretch)| value * stretch).collect()
        };
        let basis = leading(5, 2, apply);
        for vector in &basis {
            assert!((dot(vector, vector) - 1.0).abs() < 1e-9);
            assert!(dot(&vector[2..], &vector[2..]) < 1e-9, "{vector:?}");
        }
        assert!(dot(&basis[0], &basis[1]).abs() < 1e-9);
        assert_eq!(leading(5, 2, apply), basis);
        // More than there are: no direction twice.
        let all = leading(5, 9, apply);
        assert_eq!(all.iter().filter(|vector| dot(vector, vector) > 0.5).count(), 4);
    }
}
