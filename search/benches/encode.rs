//! Measures encoding and scanning on one core.
//!
//! `PAPERBOY_MODEL=<folder> cargo bench -p search --bench encode`

use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use search::{Embedding, Encoder, Vectors};

const QUERIES: [&str; 4] = [
    "diffusion models for video",
    "how to make attention cheaper on long contexts",
    "reinforcement learning from human feedback",
    "small language models that run on a phone",
];

/// The average length of an abstract on the hub: about 230 word pieces.
const ABSTRACT: &str = "Sparse retrieval with learned term weights. \
    Retrieval systems that answer from a large collection of documents must be accurate, fast and \
    cheap to keep current. We study how far a classic inverted index can be pushed when the weight \
    of each term is predicted by a small neural network instead of being counted. Our method reads \
    every document once, assigns a weight to each of its terms and to a bounded number of terms \
    that it does not contain, and stores the result in an ordinary index. Queries are not encoded \
    at all, so that answering takes less than a millisecond on a single core. Across thirteen \
    public test collections the method improves on lexical matching by 6.4 points of nDCG@10 and \
    comes within 1.2 points of dense retrieval, while using a twentieth of the memory. We find \
    that most of the gain stems from expansion rather than from weighting, that expansions learned \
    on web pages carry over to scientific abstracts, and that quantizing weights to four bits \
    costs nothing measurable. Ablations show which documents profit: short ones, those with rare \
    names, and those whose vocabulary differs from that of the questions. We release the code, the \
    weights and the expanded collections.";

fn main() {
    match std::env::var_os("PAPERBOY_MODEL") {
        Some(folder) => encode(Path::new(&folder)),
        None => say("skipped encoding: PAPERBOY_MODEL is not set"),
    }
    for count in [100_000, 1_000_000] {
        scan(count);
    }
}

fn encode(folder: &Path) {
    let start = Instant::now();
    let encoder = match Encoder::open(folder) {
        Ok(encoder) => encoder,
        Err(error) => return say(&format!("skipped encoding: {error}")),
    };
    say(&format!("{} opened in {:.0} ms", encoder.name(), ms(start.elapsed())));
    for query in QUERIES {
        let median = median(101, || drop(black_box(encoder.encode_query(query))));
        say(&format!("query: {:.2} ms   {query}", ms(median)));
    }
    let median = median(31, || drop(black_box(encoder.encode(ABSTRACT))));
    say(&format!("abstract: {:.1} ms, {:.1} per second", ms(median), 1.0 / median.as_secs_f64()));
}

fn scan(count: u32) {
    const DIMENSIONS: usize = 384;
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    };
    let mut vector = || Embedding::from_bytes(&[(); DIMENSIONS].map(|()| next()));
    let mut vectors = Vectors::new(DIMENSIONS);
    for slot in 0..count {
        vectors.put(slot, &vector());
    }
    let query = vector();
    let all = median(31, || drop(black_box(vectors.cosines(&query))));
    let best = median(31, || drop(black_box(vectors.nearest(&query, 100))));
    say(&format!(
        "{count} × {DIMENSIONS}: all cosines {:.2} ms, the nearest 100 {:.2} ms",
        ms(all),
        ms(best)
    ));
}

fn median(rounds: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[rounds / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
