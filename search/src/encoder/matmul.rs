//! Matrix products of 16-bit rows with 8-bit columns, where nearly all of the time goes.
//!
//! Products and sums are integers, so every instruction set gives the same bits. Columns are stored
//! in panels of sixteen with two neighboring depths side by side, as pairwise multiply-add
//! (`vpmaddwd`, `vpdpwssd`, `smlal`) needs them; six or twelve rows at a time fill the registers.

use fearless_simd::{
    Bytes, Level, Simd, SimdBase, SimdCombine, SimdWiden, dispatch, f32x16, i8x32, i16x32, i32x16,
};

use super::math::round;

/// Columns per panel.
pub(super) const WIDTH: usize = 16;
/// Rows whose sums fit in sixteen 256-bit registers along with one step of a panel.
const HEIGHT: usize = 6;
/// Rows that go through all panels before the next ones, so that they stay in the L2 cache.
const ROWS_PER_PASS: usize = 96;
/// The largest column value.
const COLUMN_LIMIT: f32 = 127.0;

/// The left operand: rows of 16-bit values, each with a scale.
#[derive(Default)]
pub(super) struct Rows {
    /// Depth, in pairs.
    pairs: usize,
    /// Two neighboring values packed in each.
    values: Vec<i32>,
    scales: Vec<f32>,
}

impl Rows {
    /// Makes room for rows of `depth` values.
    pub(super) fn reset(&mut self, rows: usize, depth: usize) {
        self.pairs = depth.div_ceil(2);
        self.values.clear();
        self.values.resize(rows * self.pairs, 0);
        self.scales.clear();
        self.scales.resize(rows, 0.0);
    }

    /// A row's packed values and its scale.
    #[inline(always)]
    pub(super) fn row_mut(&mut self, row: usize) -> (&mut [i32], &mut f32) {
        (&mut self.values[row * self.pairs..][..self.pairs], &mut self.scales[row])
    }

    /// Fills `rows` rows with `depth` values each, `stride` apart, multiplied by `factor`.
    pub(super) fn fill(
        &mut self,
        level: Level,
        source: &[f32],
        stride: usize,
        depth: usize,
        factor: f32,
    ) {
        let rows = source.len().div_ceil(stride);
        self.reset(rows, depth);
        dispatch!(level, simd => fill_rows(simd, self, source, stride, depth, factor));
    }
}

/// The largest row value for which no sum of `depth` products overflows 32 bits.
pub(super) fn row_limit(depth: usize) -> f32 {
    (i32::MAX / (127 * depth.max(1) as i32)).min(i32::from(i16::MAX)) as f32
}

/// Packs two row values into one, the first one first in memory.
#[inline(always)]
pub(super) fn pair(first: i32, second: i32) -> i32 {
    if cfg!(target_endian = "big") {
        first << 16 | second & 0xffff
    } else {
        second << 16 | first & 0xffff
    }
}

#[inline(always)]
fn fill_rows<S: Simd>(
    _: S,
    rows: &mut Rows,
    source: &[f32],
    stride: usize,
    depth: usize,
    factor: f32,
) {
    let limit = row_limit(depth);
    for (number, values) in source.chunks(stride).enumerate() {
        let values = &values[..depth];
        let largest = largest(values);
        let scale = if largest > 0.0 { limit / largest } else { 0.0 };
        let (pairs, row_scale) = rows.row_mut(number);
        *row_scale = if largest > 0.0 { largest / limit * factor } else { 0.0 };
        let (whole, rest) = values.as_chunks::<2>();
        for (to, [first, second]) in pairs.iter_mut().zip(whole) {
            *to = pair(round(first * scale), round(second * scale));
        }
        if let ([last], Some(to)) = (rest, pairs.last_mut()) {
            *to = pair(round(last * scale), 0);
        }
    }
}

/// The largest magnitude.
#[inline(always)]
fn largest(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut lanes = [0.0_f32; 8];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            let value = value.abs();
            *lane = if value > *lane { value } else { *lane };
        }
    }
    lanes.iter().chain(rest).fold(0.0, |largest, value| value.abs().max(largest))
}

/// The right operand: columns of 8-bit values, each with a scale, in panels of sixteen.
#[derive(Default)]
pub(super) struct Columns {
    pairs: usize,
    /// By panel, then by pair of depths: two values of each column in the panel.
    panels: Vec<[i8; 2 * WIDTH]>,
    /// Padded to whole panels.
    scales: Vec<f32>,
}

impl Columns {
    fn reset(&mut self, columns: usize, depth: usize) {
        self.pairs = depth.div_ceil(2);
        let panels = columns.div_ceil(WIDTH);
        self.panels.clear();
        self.panels.resize(panels * self.pairs, [0; 2 * WIDTH]);
        self.scales.clear();
        self.scales.resize(panels * WIDTH, 0.0);
    }

    /// Fills columns from runs of `depth` values, `stride` apart.
    pub(super) fn fill(&mut self, level: Level, source: &[f32], stride: usize, depth: usize) {
        self.reset(source.len().div_ceil(stride), depth);
        dispatch!(level, simd => fill_columns(simd, self, source, stride, depth));
    }

    /// Fills columns from rows: each run of `columns` values, `stride` apart, is one depth of all
    /// columns.
    pub(super) fn fill_across(
        &mut self,
        level: Level,
        source: &[f32],
        stride: usize,
        columns: usize,
    ) {
        self.reset(columns, source.len().div_ceil(stride));
        dispatch!(level, simd => fill_across(simd, self, source, stride, columns));
    }

    /// The number of columns, padded to whole panels.
    pub(super) fn padded(&self) -> usize {
        self.scales.len()
    }
}

#[inline(always)]
fn fill_columns<S: Simd>(_: S, columns: &mut Columns, source: &[f32], stride: usize, depth: usize) {
    for (column, values) in source.chunks(stride).enumerate() {
        let values = &values[..depth];
        let largest = largest(values);
        if largest == 0.0 {
            continue;
        }
        let scale = COLUMN_LIMIT / largest;
        columns.scales[column] = largest / COLUMN_LIMIT;
        let first = column / WIDTH * columns.pairs;
        let place = column % WIDTH * 2;
        for (step, values) in
            columns.panels[first..][..columns.pairs].iter_mut().zip(values.chunks(2))
        {
            for (to, value) in step[place..place + 2].iter_mut().zip(values) {
                *to = round(value * scale) as i8;
            }
        }
    }
}

#[inline(always)]
fn fill_across<S: Simd>(_: S, columns: &mut Columns, source: &[f32], stride: usize, wide: usize) {
    let largest = &mut columns.scales[..wide];
    for values in source.chunks(stride) {
        for (largest, value) in largest.iter_mut().zip(values) {
            let value = value.abs();
            *largest = if value > *largest { value } else { *largest };
        }
    }
    let scales: Vec<f32> =
        largest.iter().map(|value| if *value > 0.0 { COLUMN_LIMIT / value } else { 0.0 }).collect();
    for value in largest {
        *value /= COLUMN_LIMIT;
    }
    for (depth, values) in source.chunks(stride).enumerate() {
        let panels = values[..wide].chunks(WIDTH).zip(scales.chunks(WIDTH));
        for (panel, (values, scales)) in panels.enumerate() {
            let step = &mut columns.panels[panel * columns.pairs + depth / 2];
            let places = step.iter_mut().skip(depth % 2).step_by(2);
            for (to, (value, scale)) in places.zip(values.iter().zip(scales)) {
                *to = round(value * scale) as i8;
            }
        }
    }
}

/// Where a product is written: its first column, and the distance between rows.
pub(super) struct Target<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) stride: usize,
    /// Columns to write, without the padding of the last panel.
    pub(super) columns: usize,
}

/// `rows × columns + bias`; `bias` is either empty or padded to whole panels.
pub(super) fn multiply(level: Level, rows: &Rows, columns: &Columns, bias: &[f32], to: Target<'_>) {
    debug_assert_eq!(rows.pairs, columns.pairs);
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = level.as_avx512() {
        return simd.vectorize(
            #[inline(always)]
            || multiply_all(simd, vnni::Fused::new(), rows, columns, bias, to),
        );
    }
    dispatch!(level, simd => multiply_all(simd, Pairwise, rows, columns, bias, to));
}

/// How products are added to sums.
trait AddProducts<S: Simd>: Copy {
    /// Whether twice as many rows fit in registers.
    const HAS_32_REGISTERS: bool = false;

    /// Adds the products of two neighboring values in `row` and `columns` to each sum. All give
    /// the same result.
    fn add_products(
        self,
        simd: S,
        sums: i32x16<S>,
        row: i16x32<S>,
        columns: i16x32<S>,
    ) -> i32x16<S>;
}

/// With the instructions that every processor has.
#[derive(Clone, Copy)]
struct Pairwise;

impl<S: Simd> AddProducts<S> for Pairwise {
    #[inline(always)]
    fn add_products(
        self,
        simd: S,
        sums: i32x16<S>,
        row: i16x32<S>,
        columns: i16x32<S>,
    ) -> i32x16<S> {
        sums + simd.pairwise_dot_product_i16x32(row, columns)
    }
}

/// AVX-512 VNNI multiplies and adds in one instruction.
#[cfg(target_arch = "x86_64")]
mod vnni {
    use std::arch::x86_64::{__m512i, _mm512_mask_dpwssd_epi32};

    use fearless_simd::{SimdInto, i16x32, i32x16, x86::Avx512};

    #[derive(Clone, Copy)]
    pub(super) struct Fused {
        /// All lanes. The compiler must not know that: it would replace the instruction with
        /// separate ones, which it believes to be faster.
        lanes: u16,
    }

    impl Fused {
        pub(super) fn new() -> Fused {
            Fused { lanes: std::hint::black_box(u16::MAX) }
        }
    }

    fearless_simd::kernel!(
        #[inline(always)]
        fn fused(
            simd: Avx512,
            lanes: u16,
            sums: __m512i,
            row: __m512i,
            columns: __m512i,
        ) -> __m512i {
            _mm512_mask_dpwssd_epi32(sums, lanes, row, columns)
        }
    );

    impl super::AddProducts<Avx512> for Fused {
        const HAS_32_REGISTERS: bool = true;

        #[inline(always)]
        fn add_products(
            self,
            simd: Avx512,
            sums: i32x16<Avx512>,
            row: i16x32<Avx512>,
            columns: i16x32<Avx512>,
        ) -> i32x16<Avx512> {
            fused(simd, self.lanes, sums.into(), row.into(), columns.into()).simd_into(simd)
        }
    }
}

#[inline(always)]
fn multiply_all<S: Simd, P: AddProducts<S>>(
    simd: S,
    products: P,
    rows: &Rows,
    columns: &Columns,
    bias: &[f32],
    to: Target<'_>,
) {
    let pairs = rows.pairs;
    if pairs == 0 {
        return;
    }
    for pass in (0..rows.scales.len()).step_by(ROWS_PER_PASS) {
        let end = rows.scales.len().min(pass + ROWS_PER_PASS);
        for (number, panel) in columns.panels.chunks_exact(pairs).enumerate() {
            let first = number * WIDTH;
            let mut finish = Finish {
                scales: &columns.scales[first..first + WIDTH],
                bias: if bias.is_empty() { &[0.0; WIDTH] } else { &bias[first..first + WIDTH] },
                values: &mut to.values[first..],
                stride: to.stride,
                wide: WIDTH.min(to.columns - first),
            };
            let mut row = pass;
            while P::HAS_32_REGISTERS && row + 2 * HEIGHT <= end {
                tile::<S, P, { 2 * HEIGHT }>(simd, products, rows, row, panel, &mut finish);
                row += 2 * HEIGHT;
            }
            while row + HEIGHT <= end {
                tile::<S, P, HEIGHT>(simd, products, rows, row, panel, &mut finish);
                row += HEIGHT;
            }
            match end - row {
                1 => tile::<S, P, 1>(simd, products, rows, row, panel, &mut finish),
                2 => tile::<S, P, 2>(simd, products, rows, row, panel, &mut finish),
                3 => tile::<S, P, 3>(simd, products, rows, row, panel, &mut finish),
                4 => tile::<S, P, 4>(simd, products, rows, row, panel, &mut finish),
                5 => tile::<S, P, 5>(simd, products, rows, row, panel, &mut finish),
                _ => {}
            }
        }
    }
}

/// Multiplies `R` rows by one panel's columns, into the target.
#[inline(always)]
fn tile<S: Simd, P: AddProducts<S>, const R: usize>(
    simd: S,
    products: P,
    rows: &Rows,
    first: usize,
    panel: &[[i8; 2 * WIDTH]],
    finish: &mut Finish<'_>,
) {
    let pairs = panel.len();
    let values: [&[i32]; R] =
        std::array::from_fn(|row| &rows.values[(first + row) * pairs..][..pairs]);
    let mut sums = [i32x16::splat(simd, 0); R];
    for (depth, step) in panel.iter().enumerate() {
        let (low, high) = i8x32::from_slice(simd, step).widen();
        let columns = low.combine(high);
        for (sum, row) in sums.iter_mut().zip(values) {
            let both: i16x32<S> = i32x16::splat(simd, row[depth]).bitcast();
            *sum = products.add_products(simd, *sum, both, columns);
        }
    }
    for (row, sums) in (first..).zip(sums) {
        finish.write(simd, row, rows.scales[row], sums);
    }
}

/// Converts integer sums back to real numbers, into the target.
struct Finish<'a> {
    scales: &'a [f32],
    bias: &'a [f32],
    values: &'a mut [f32],
    stride: usize,
    wide: usize,
}

impl Finish<'_> {
    #[inline(always)]
    fn write<S: Simd>(&mut self, simd: S, row: usize, scale: f32, sums: i32x16<S>) {
        let to = &mut self.values[row * self.stride..];
        let scales = f32x16::from_slice(simd, self.scales) * scale;
        let bias = f32x16::from_slice(simd, self.bias);
        let values = simd.cvt_f32_i32x16(sums) * scales + bias;
        if self.wide == WIDTH {
            values.store_slice(&mut to[..WIDTH]);
        } else {
            let mut whole = [0.0; WIDTH];
            values.store_slice(&mut whole);
            to[..self.wide].copy_from_slice(&whole[..self.wide]);
        }
    }
}
