//! Reads named tensors from `model.safetensors` as 32-bit numbers.

use safetensors::{Dtype, SafeTensors};

use super::EncoderError;

const FILE: &str = "model.safetensors";

/// The tensors of a file.
pub(super) struct Weights<'a> {
    tensors: SafeTensors<'a>,
    /// Prepended to every name: some models are published with a `bert.` or `roberta.` prefix.
    prefix: &'static str,
}

impl<'a> Weights<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Weights<'a>, EncoderError> {
        let tensors = SafeTensors::deserialize(bytes)
            .map_err(|error| EncoderError::malformed(FILE, error))?;
        let has = |prefix: &&str| {
            tensors.tensor(&format!("{prefix}embeddings.word_embeddings.weight")).is_ok()
        };
        let prefix = ["bert.", "roberta."].into_iter().find(has).unwrap_or_default();
        Ok(Weights { tensors, prefix })
    }

    /// The values of a tensor, which must have this shape.
    pub(super) fn get(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EncoderError> {
        let name = format!("{}{name}", self.prefix);
        let tensor = self
            .tensors
            .tensor(&name)
            .map_err(|_| EncoderError::malformed(FILE, format!("the tensor {name} is missing")))?;
        if tensor.shape() != shape {
            let what = format!("{name} has shape {:?}, not {shape:?}", tensor.shape());
            return Err(EncoderError::malformed(FILE, what));
        }
        let values: Vec<f32> = match tensor.dtype() {
            Dtype::F32 => {
                tensor.data().as_chunks().0.iter().map(|value| f32::from_le_bytes(*value)).collect()
            }
            Dtype::F16 => {
                let halves = tensor.data().as_chunks().0.iter();
                halves.map(|value| from_half(u16::from_le_bytes(*value))).collect()
            }
            Dtype::BF16 => {
                let halves = tensor.data().as_chunks().0.iter();
                halves.map(|v| f32::from_bits(u32::from(u16::from_le_bytes(*v)) << 16)).collect()
            }
            other => {
                let what = format!(
                    "{FILE}: {name} is of type {other:?}; only F32, F16 and BF16 are supported"
                );
                return Err(EncoderError::Unsupported(what));
            }
        };
        match values.iter().all(|value| value.is_finite()) {
            true => Ok(values),
            false => {
                Err(EncoderError::malformed(FILE, format!("{name} has values that are not finite")))
            }
        }
    }
}

/// Converts an IEEE 754 half-precision value.
fn from_half(half: u16) -> f32 {
    let sign = if half >> 15 == 1 { -1.0 } else { 1.0 };
    let exponent = i32::from(half >> 10 & 0x1f);
    let fraction = f32::from(half & 0x3ff) / 1024.0;
    sign * match exponent {
        0 => fraction * 2.0_f32.powi(-14),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction) * 2.0_f32.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::from_half;

    #[test]
    fn halves() {
        for (half, value) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0001, 2.0_f32.powi(-24)),
            (0x3555, 0.333_251_95),
            (0xfc00, f32::NEG_INFINITY),
        ] {
            assert_eq!(from_half(half), value, "{half:04x}");
        }
        assert!(from_half(0x7e00).is_nan());
    }
}
