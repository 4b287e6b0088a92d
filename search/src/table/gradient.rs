//! The arithmetic of training: texts to vectors, the loss of a batch, and Adam.
//!
//! Every sum has a fixed order, so that the same papers give the same table. Two threads always
//! share the work by rows, regardless of the machine.

use super::batch::Row;

/// How sharply the right pair must be preferred to the wrong ones.
const TEMPERATURE: f32 = 0.07;
const BETAS: (f32, f32) = (0.9, 0.99);

/// The trained parameters: a vector and a weight for each word.
pub(super) struct Weights {
    pub(super) dimensions: usize,
    pub(super) vectors: Vec<f32>,
    /// The weight before [`softplus`].
    pub(super) importance: Vec<f32>,
}

/// The vectors of a batch of texts, and their lengths before normalization.
struct Encoded {
    units: Vec<f32>,
    norms: Vec<f32>,
}

/// Adam's two moments for one kind of parameter.
struct Moments {
    first: Vec<f32>,
    second: Vec<f32>,
}

/// The state of training.
pub(super) struct Learner {
    pub(super) weights: Weights,
    moments: [Moments; 2],
    /// One for each half of a batch.
    gradients: [Gradient; 2],
    steps: i32,
}

struct Gradient {
    vectors: Vec<f32>,
    importance: Vec<f32>,
}

/// The dot product, accumulated in sixteen lanes.
pub(crate) fn dot(one: &[f32], other: &[f32]) -> f32 {
    let (mut strands, split) = ([0.0_f32; 16], one.len() / 16 * 16);
    for (one, other) in one.chunks_exact(16).zip(other.chunks_exact(16)) {
        for ((strand, one), other) in strands.iter_mut().zip(one).zip(other) {
            *strand += one * other;
        }
    }
    let rest: f32 = one[split..].iter().zip(&other[split..]).map(|(one, other)| one * other).sum();
    strands.iter().sum::<f32>() + rest
}

fn add(to: &mut [f32], weight: f32, from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += weight * from;
    }
}

pub(super) fn softplus(value: f32) -> f32 {
    if value > 20.0 { value } else { value.exp().ln_1p() }
}

impl Weights {
    /// The normalized vectors of texts.
    fn encode(&self, rows: &[Row<'_>]) -> Encoded {
        let size = self.dimensions;
        let mut encoded =
            Encoded { units: vec![0.0; rows.len() * size], norms: vec![0.0; rows.len()] };
        let half = rows.len().div_ceil(2).max(1);
        std::thread::scope(|scope| {
            let units = encoded.units.chunks_mut(half * size);
            for ((rows, units), norms) in
                rows.chunks(half).zip(units).zip(encoded.norms.chunks_mut(half))
            {
                scope.spawn(move || {
                    for ((row, unit), norm) in
                        rows.iter().zip(units.chunks_mut(size)).zip(norms.iter_mut())
                    {
                        *norm = self.encode_one(*row, unit);
                    }
                });
            }
        });
        encoded
    }

    /// Writes the normalized vector of a text to `unit`, which must be zeros; returns its length
    /// before normalization.
    pub(super) fn encode_one(&self, (columns, weights): Row<'_>, unit: &mut [f32]) -> f32 {
        for (column, weight) in columns.iter().zip(weights) {
            let column = *column as usize;
            let scale = weight * softplus(self.importance[column]);
            add(unit, scale, &self.vectors[column * self.dimensions..][..self.dimensions]);
        }
        let norm = dot(unit, unit).sqrt() + 1e-9;
        unit.iter_mut().for_each(|value| *value /= norm);
        norm
    }
}

impl Learner {
    pub(super) fn new(weights: Weights) -> Learner {
        let moments = |size: usize| Moments { first: vec![0.0; size], second: vec![0.0; size] };
        let gradient = |weights: &Weights| Gradient {
            vectors: vec![0.0; weights.vectors.len()],
            importance: vec![0.0; weights.importance.len()],
        };
        Learner {
            moments: [moments(weights.vectors.len()), moments(weights.importance.len())],
            gradients: [gradient(&weights), gradient(&weights)],
            weights,
            steps: 0,
        }
    }

    /// One step: moves each question closer to its own row's text than to those of other rows,
    /// except for pairs in `mask`, which are not wrong either. Returns the loss.
    pub(super) fn step(
        &mut self,
        questions: &[Row<'_>],
        texts: &[Row<'_>],
        mask: &(impl Fn(usize, usize) -> bool + Sync),
        rate: f32,
    ) -> f32 {
        let asked = self.weights.encode(questions);
        let found = self.weights.encode(texts);
        let (loss, slopes) = contrast(&asked.units, &found.units, self.weights.dimensions, mask);
        let weights = &self.weights;
        let [first, second] = &mut self.gradients;
        std::thread::scope(|scope| {
            scope.spawn(|| first.collect(weights, questions, &asked, &slopes.0));
            second.collect(weights, texts, &found, &slopes.1);
        });
        self.steps += 1;
        let corrections = (1.0 - BETAS.0.powi(self.steps), 1.0 - BETAS.1.powi(self.steps));
        let [first, second] = &mut self.gradients;
        let [vectors, importance] = &mut self.moments;
        vectors.apply(
            &mut self.weights.vectors,
            [&mut first.vectors, &mut second.vectors],
            rate,
            corrections,
        );
        importance.apply(
            &mut self.weights.importance,
            [&mut first.importance, &mut second.importance],
            3.0 * rate,
            corrections,
        );
        loss
    }
}

impl Gradient {
    /// Propagates the gradients of text vectors to their words.
    fn collect(&mut self, weights: &Weights, rows: &[Row<'_>], encoded: &Encoded, slopes: &[f32]) {
        let size = weights.dimensions;
        let mut inner = vec![0.0; size];
        for (number, (columns, counts)) in rows.iter().enumerate() {
            let unit = &encoded.units[number * size..][..size];
            let slope = &slopes[number * size..][..size];
            let along = dot(slope, unit);
            for ((inner, slope), unit) in inner.iter_mut().zip(slope).zip(unit) {
                *inner = (slope - along * unit) / encoded.norms[number];
            }
            for (column, count) in columns.iter().zip(*counts) {
                let column = *column as usize;
                let raw = weights.importance[column];
                let vector = &weights.vectors[column * size..][..size];
                let sigmoid = 1.0 / (1.0 + (-raw).exp());
                self.importance[column] += count * dot(&inner, vector) * sigmoid;
                let to = &mut self.vectors[column * size..][..size];
                add(to, count * softplus(raw), &inner);
            }
        }
    }
}

impl Moments {
    /// Applies Adam on two threads and clears the gradients.
    fn apply(
        &mut self,
        weights: &mut [f32],
        [one, other]: [&mut [f32]; 2],
        rate: f32,
        corrections: (f32, f32),
    ) {
        let half = weights.len().div_ceil(2).max(1);
        let weights = weights.chunks_mut(half);
        let moments = self.first.chunks_mut(half).zip(self.second.chunks_mut(half));
        let gradients = one.chunks_mut(half).zip(other.chunks_mut(half));
        std::thread::scope(|scope| {
            for ((weights, (first, second)), (one, other)) in weights.zip(moments).zip(gradients) {
                scope.spawn(move || {
                    for at in 0..weights.len() {
                        let slope = one[at] + other[at];
                        (one[at], other[at]) = (0.0, 0.0);
                        first[at] = BETAS.0 * first[at] + (1.0 - BETAS.0) * slope;
                        second[at] = BETAS.1 * second[at] + (1.0 - BETAS.1) * slope * slope;
                        let size = (second[at] / corrections.1).sqrt() + 1e-8;
                        weights[at] -= rate * (first[at] / corrections.0) / size;
                    }
                });
            }
        });
    }
}

/// The contrastive loss of a batch in both directions, question to text and text to question, and
/// its gradients for both.
fn contrast(
    asked: &[f32],
    found: &[f32],
    size: usize,
    mask: &(impl Fn(usize, usize) -> bool + Sync),
) -> (f32, (Vec<f32>, Vec<f32>)) {
    let count = asked.len() / size;
    let half = count.div_ceil(2).max(1);
    let mut scores = vec![0.0_f32; count * count];
    std::thread::scope(|scope| {
        for (part, rows) in scores.chunks_mut(half * count).enumerate() {
            scope.spawn(move || {
                for (at, row) in rows.chunks_mut(count).enumerate() {
                    let question = part * half + at;
                    let vector = &asked[question * size..][..size];
                    for (text, score) in row.iter_mut().enumerate() {
                        let masked = question != text && mask(question, text);
                        let cosine = dot(vector, &found[text * size..][..size]);
                        *score = if masked { -1e4 } else { cosine / TEMPERATURE };
                    }
                }
            });
        }
    });
    // By rows: which text belongs to the question. By columns: which question belongs to the text.
    let mut slopes = vec![0.0_f32; count * count];
    let mut loss = 0.0;
    for question in 0..count {
        let row = &scores[question * count..][..count];
        let most = row.iter().fold(f32::MIN, |most, score| most.max(*score));
        let slope = &mut slopes[question * count..][..count];
        for (slope, score) in slope.iter_mut().zip(row) {
            *slope = (score - most).exp();
        }
        let all: f32 = slope.iter().sum();
        slope.iter_mut().for_each(|slope| *slope /= all);
        loss -= (slope[question] + 1e-12).ln();
    }
    let mut most = vec![f32::MIN; count];
    for row in scores.chunks(count) {
        most.iter_mut().zip(row).for_each(|(most, score)| *most = most.max(*score));
    }
    let mut all = vec![0.0_f32; count];
    for row in scores.chunks_mut(count) {
        for ((score, most), all) in row.iter_mut().zip(&most).zip(&mut all) {
            *score = (*score - most).exp();
            *all += *score;
        }
    }
    let scale = 1.0 / (2.0 * count as f32 * TEMPERATURE);
    for question in 0..count {
        for (text, all) in all.iter().enumerate() {
            let at = question * count + text;
            let back = scores[at] / all;
            if question == text {
                loss -= (back + 1e-12).ln();
                slopes[at] = (slopes[at] + back - 2.0) * scale;
            } else {
                slopes[at] = (slopes[at] + back) * scale;
            }
        }
    }
    let (mut to_asked, mut to_found) = (vec![0.0; asked.len()], vec![0.0; found.len()]);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for (row, to) in slopes.chunks(count).zip(to_asked.chunks_mut(size)) {
                for (slope, from) in row.iter().zip(found.chunks(size)) {
                    add(to, *slope, from);
                }
            }
        });
        for (row, from) in slopes.chunks(count).zip(asked.chunks(size)) {
            for (slope, to) in row.iter().zip(to_found.chunks_mut(size)) {
                add(to, *slope, from);
            }
        }
    });
    (loss / (2.0 * count as f32), (to_asked, to_found))
}
