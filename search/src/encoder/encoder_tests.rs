//! Tests of the forward pass: against plain arithmetic on a small random model and, where it is
//! available, the real model against the published library's output.

use std::collections::HashMap;
use std::path::Path;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde::Deserialize;

use super::*;

/// Sentences with the word pieces and vectors that the published library gives for them.
#[derive(Deserialize)]
struct Reference {
    sentences: Vec<Sentence>,
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    pieces: Vec<u32>,
    /// In ten-thousandths.
    vector: Vec<i16>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("reference.json")).unwrap()
}

/// Skips a test, except in CI, where the model is required.
#[expect(clippy::print_stdout, reason = "what is skipped must show")]
fn skip(reason: &str) {
    let ci = std::env::var("CI").unwrap_or_default();
    assert!(matches!(ci.as_str(), "" | "0" | "false"), "in CI this must run, but {reason}");
    println!("skipped the real model's vectors: {reason}");
}

/// A lower bound: 8-bit weights keep 0.999 for sentences and 0.996 for the empty text.
const LEAST_COSINE: f32 = 0.99;

#[test]
fn the_real_model_gives_the_published_vectors() {
    let Some(folder) = std::env::var_os("PAPERBOY_MODEL") else {
        return skip("PAPERBOY_MODEL is not set to a folder");
    };
    let encoder = Encoder::open(Path::new(&folder)).unwrap();
    if !encoder.name().contains("@53aa51172d14/") {
        return skip(&format!("PAPERBOY_MODEL is {}", encoder.name()));
    }
    for sentence in reference().sentences {
        let text = &sentence.text;
        assert_eq!(encoder.tokenizer.encode(text, 256), sentence.pieces, "{text:?}");
        let exact: Vec<f32> = sentence.vector.iter().map(|value| f32::from(*value)).collect();
        let cosine = cosine(&encoder.forward(&sentence.pieces), &exact);
        assert!(cosine >= LEAST_COSINE, "{text:?}: {cosine}");
        let cosine = encoder.encode(text).cosine(&Embedding::from_real(&exact));
        assert!(cosine >= LEAST_COSINE, "{text:?} in 8 bits: {cosine}");
    }
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// A small random model: tensor names, shapes and values.
struct Small {
    hidden: usize,
    wide: usize,
    heads: usize,
    tensors: HashMap<String, (Vec<usize>, Vec<f32>)>,
}

const PIECES: [&str; 9] =
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "paper", "##boy", "finds", "papers"];
const POSITIONS: usize = 40;
const LAYERS: usize = 2;

impl Small {
    fn new(hidden: usize, wide: usize, heads: usize) -> Small {
        let mut shapes: Vec<(String, Vec<usize>)> = Vec::new();
        let mut put = |name: String, shape: &[usize]| shapes.push((name, shape.to_vec()));
        put("embeddings.word_embeddings.weight".into(), &[PIECES.len(), hidden]);
        put("embeddings.position_embeddings.weight".into(), &[POSITIONS, hidden]);
        put("embeddings.token_type_embeddings.weight".into(), &[2, hidden]);
        let mut norms = vec!["embeddings.LayerNorm".to_owned()];
        for number in 0..LAYERS {
            let at = |part: &str| format!("encoder.layer.{number}.{part}");
            let mut linear = |part: &str, outputs: usize, inputs: usize| {
                put(format!("{}.weight", at(part)), &[outputs, inputs]);
                put(format!("{}.bias", at(part)), &[outputs]);
            };
            for part in ["self.query", "self.key", "self.value", "output.dense"] {
                linear(&format!("attention.{part}"), hidden, hidden);
            }
            linear("intermediate.dense", wide, hidden);
            linear("output.dense", hidden, wide);
            norms.extend([at("attention.output.LayerNorm"), at("output.LayerNorm")]);
        }
        for name in norms {
            put(format!("{name}.weight"), &[hidden]);
            put(format!("{name}.bias"), &[hidden]);
        }
        let mut state = 7_u64;
        let mut next = |spread: f32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ((state >> 40) as f32 / (1 << 23) as f32 - 1.0) * spread
        };
        let value = |name: &str, next: &mut dyn FnMut(f32) -> f32| match name {
            _ if name.ends_with("LayerNorm.weight") => 1.0 + next(0.2),
            _ => next(0.3),
        };
        let tensors = shapes.into_iter().map(|(name, shape)| {
            let values = (0..shape.iter().product()).map(|_| value(&name, &mut next)).collect();
            (name, (shape, values))
        });
        Small { hidden, wide, heads, tensors: tensors.collect() }
    }

    fn folder(&self, pooling: Pooling) -> Folder {
        let bytes: HashMap<&String, (Vec<usize>, Vec<u8>)> = self
            .tensors
            .iter()
            .map(|(name, t)| {
                (name, (t.0.clone(), t.1.iter().flat_map(|value| value.to_le_bytes()).collect()))
            })
            .collect();
        let views = bytes.iter().map(|(name, (shape, bytes))| {
            (*name, TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap())
        });
        let config = serde_json::json!({
            "model_type": "bert", "vocab_size": PIECES.len(), "hidden_size": self.hidden,
            "num_hidden_layers": LAYERS, "num_attention_heads": self.heads,
            "intermediate_size": self.wide, "max_position_embeddings": POSITIONS,
        });
        let vocab: serde_json::Map<_, _> =
            PIECES.iter().enumerate().map(|(id, p)| ((*p).to_owned(), id.into())).collect();
        let tokenizer = serde_json::json!({
            "normalizer": {"type": "BertNormalizer"}, "pre_tokenizer": {"type": "BertPreTokenizer"},
            "model": {"unk_token": "[UNK]", "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100, "vocab": vocab},
        });
        Folder {
            name: "small".to_owned(),
            config: serde_json::from_value(config).unwrap(),
            pooling,
            prompts: Prompts::default(),
            longest: POSITIONS,
            tokenizer: tokenizer.to_string().into_bytes(),
            weights: safetensors::serialize(views, None).unwrap(),
        }
    }

    fn tensor(&self, name: &str) -> Vec<f64> {
        self.tensors[name].1.iter().map(|value| f64::from(*value)).collect()
    }

    fn linear(&self, name: &str, rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let weight = self.tensor(&format!("{name}.weight"));
        let bias = self.tensor(&format!("{name}.bias"));
        let one = |row: &Vec<f64>| {
            let weights = weight.chunks(row.len());
            weights.zip(&bias).map(|(weights, bias)| dot(weights, row) + bias).collect()
        };
        rows.iter().map(one).collect()
    }

    fn norm(&self, name: &str, rows: &[Vec<f64>], more: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let weight = self.tensor(&format!("{name}.weight"));
        let bias = self.tensor(&format!("{name}.bias"));
        let one = |(row, more): (&Vec<f64>, &Vec<f64>)| {
            let row: Vec<f64> = row.iter().zip(more).map(|(a, b)| a + b).collect();
            let mean = row.iter().sum::<f64>() / row.len() as f64;
            let square = row.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / row.len() as f64;
            let place = |(at, v): (usize, &f64)| {
                (v - mean) / (square + 1e-12).sqrt() * weight[at] + bias[at]
            };
            row.iter().enumerate().map(place).collect()
        };
        rows.iter().zip(more).map(one).collect()
    }

    /// The tokens' vectors after the last layer, computed directly from the papers' formulas.
    fn plain(&self, ids: &[u32]) -> Vec<Vec<f64>> {
        let row =
            |name: &str, at: usize| self.tensor(name)[at * self.hidden..][..self.hidden].to_vec();
        let word = |id: &u32| row("embeddings.word_embeddings.weight", *id as usize);
        let words: Vec<_> = ids.iter().map(word).collect();
        let kind = row("embeddings.token_type_embeddings.weight", 0);
        let place = |at| {
            let position = row("embeddings.position_embeddings.weight", at);
            position.iter().zip(&kind).map(|(a, b)| a + b).collect()
        };
        let places: Vec<Vec<f64>> = (0..ids.len()).map(place).collect();
        let mut x = self.norm("embeddings.LayerNorm", &words, &places);
        for number in 0..LAYERS {
            let at = |part: &str| format!("encoder.layer.{number}.{part}");
            let [q, k, v] = ["query", "key", "value"]
                .map(|part| self.linear(&at(&format!("attention.self.{part}")), &x));
            let size = self.hidden / self.heads;
            let mut context = vec![vec![0.0; self.hidden]; x.len()];
            for head in (0..self.hidden).step_by(size) {
                for (token, context) in context.iter_mut().enumerate() {
                    let score = |k: &Vec<f64>| {
                        (dot(&q[token][head..head + size], &k[head..head + size])
                            / (size as f64).sqrt())
                        .exp()
                    };
                    let scores: Vec<f64> = k.iter().map(score).collect();
                    let all: f64 = scores.iter().sum();
                    for (score, v) in scores.iter().zip(&v) {
                        for at in head..head + size {
                            context[at] += score / all * v[at];
                        }
                    }
                }
            }
            let joined = self.linear(&at("attention.output.dense"), &context);
            x = self.norm(&at("attention.output.LayerNorm"), &x, &joined);
            let mut wide = self.linear(&at("intermediate.dense"), &x);
            for value in wide.iter_mut().flatten() {
                *value *= 0.5 * (1.0 + error_function(*value / std::f64::consts::SQRT_2));
            }
            let narrow = self.linear(&at("output.dense"), &wide);
            x = self.norm(&at("output.LayerNorm"), &x, &narrow);
        }
        x
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The error function by its Taylor series.
fn error_function(x: f64) -> f64 {
    let (mut term, mut sum) = (x, x);
    for n in 1..120 {
        term *= -x * x / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    sum * 2.0 / std::f64::consts::PI.sqrt()
}

const TEXTS: [&str; 5] = [
    "",
    "paperboy",
    "A paper",
    "a paperboy finds papers",
    "papers a finds paper finds paperboy a a papers finds a unknown paper boy finds papers a paper \
     papers a finds paper finds paperboy a a papers finds a unknown paper boy finds papers a paper",
];

/// Head sizes and widths that fill whole registers, and some that don't.
const SIZES: [(usize, usize, usize); 4] = [(32, 64, 2), (16, 48, 2), (20, 30, 4), (9, 7, 3)];

#[test]
fn the_forward_pass_matches_the_formulas() {
    for (hidden, wide, heads) in SIZES {
        let small = Small::new(hidden, wide, heads);
        for pooling in [Pooling::Mean, Pooling::First] {
            let encoder = Encoder::build(small.folder(pooling), Level::new()).unwrap();
            for text in TEXTS {
                let ids = encoder.tokenizer.encode(text, encoder.longest);
                let tokens = small.plain(&ids);
                let count = if pooling == Pooling::Mean { tokens.len() } else { 1 };
                let exact: Vec<f32> = (0..hidden)
                    .map(|at| tokens[..count].iter().map(|token| token[at]).sum::<f64>() as f32)
                    .collect();
                let got = encoder.forward(&ids);
                let cosine = cosine(&got, &exact);
                assert!(cosine > 0.999, "{hidden} {wide} {heads} {pooling:?} {text:?}: {cosine}");
            }
        }
    }
}

#[test]
fn every_instruction_set_gives_the_same_bytes() {
    for (hidden, wide, heads) in SIZES {
        let small = Small::new(hidden, wide, heads);
        let open = |level| Encoder::build(small.folder(Pooling::Mean), level).unwrap();
        let mut levels = vec![Level::new()];
        #[cfg(target_arch = "x86_64")]
        levels.extend(Level::new().as_avx2().map(fearless_simd::Simd::level));
        let plain = open(Level::baseline());
        for encoder in levels.into_iter().map(open) {
            for text in TEXTS {
                let ids = plain.tokenizer.encode(text, plain.longest);
                let (best, plain) = (encoder.forward(&ids), plain.forward(&ids));
                assert_eq!(best, plain, "{:?} {hidden} {text:?}", encoder.level);
            }
        }
    }
}

#[test]
fn every_text_has_a_vector() {
    let small = Small::new(16, 48, 2);
    let encoder = Encoder::build(small.folder(Pooling::Mean), Level::new()).unwrap();
    assert_eq!(encoder.dimensions(), 16);
    for text in ["", "\0", "\u{fffd}", "🦀 ÄÖÜ ß", "مرحبا", "数据", "\u{301}\u{301}", "\u{10ffff}"]
    {
        assert_eq!(encoder.encode(text).dimensions(), 16, "{text:?}");
    }
    let long = "paper ".repeat(100_000);
    assert_eq!(encoder.encode(&long), encoder.encode(&"paper ".repeat(POSITIONS)));
}

#[test]
fn models_with_different_weights_have_different_names() {
    let name = |hidden| {
        let folder = Small::new(hidden, 48, 2).folder(Pooling::Mean);
        Encoder::build(folder, Level::new()).unwrap().name().to_owned()
    };
    let (one, other) = (name(16), name(32));
    assert!(one.starts_with("small@") && one.ends_with("/1") && one.len() == "small@/1".len() + 12);
    assert_eq!(one, name(16));
    assert_ne!(one, other);
}

#[test]
fn unsupported_or_damaged_models_are_refused() {
    #[track_caller]
    fn check(change: impl Fn(&mut Folder), expected: &str) {
        let mut folder = Small::new(16, 48, 2).folder(Pooling::Mean);
        change(&mut folder);
        let error = Encoder::build(folder, Level::new()).err().unwrap().to_string();
        assert!(error.contains(expected), "{error}");
    }
    check(|folder| folder.weights.truncate(1000), "model.safetensors is malformed");
    check(|folder| folder.config.hidden_size = 18, "word_embeddings.weight has shape");
    check(|folder| folder.config.num_hidden_layers = 3, "encoder.layer.2");
    check(|folder| folder.config.vocab_size = 3, "word_embeddings.weight has shape");
    check(|folder| folder.tokenizer.truncate(9), "tokenizer.json is malformed");
    let error = Encoder::open(Path::new("/nowhere")).err().unwrap().to_string();
    assert_eq!(error, "the model folder /nowhere has no config.json");
}
