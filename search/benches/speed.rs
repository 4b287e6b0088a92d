//! Measures answer times with 14 thousand, a hundred thousand and a million papers.
//!
//! The corpora are made from the recorded papers by recombining titles and halves of abstracts.

#![expect(clippy::print_stdout, reason = "a bench reports what it measures")]

mod corpus;

use std::path::Path;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::{Paper, Strictness, Topic};
use search::growth::{grown, grown_id};
use search::{Embedding, Encoder, Index, PaperText, Prepared, Query, TopicSet};

/// How often each question is asked; the best time counts, since the machine may be busy.
const ROUNDS: usize = 7;

fn main() {
    let Some(papers) = corpus::recorded() else {
        println!("skipped: ../shared/hub/papers.jsonl.gz is not there");
        return;
    };
    let most: usize = std::env::args().filter_map(|arg| arg.parse().ok()).next().unwrap_or(100_000);
    let encoder = std::env::var_os("PAPERBOY_MODEL")
        .map(|folder| Encoder::open(Path::new(&folder)).expect("a model"));
    println!(
        "papers | rebuild | memory | words p50 | p99 | p99 while papers come in | autocomplete p99 \
         | 6,000 characters, worst | put, worst | with meaning p50 | p99"
    );
    println!("---|---|---|---|---|---|---|---|---|---|---");
    for size in [papers.len(), 100_000, 1_000_000].into_iter().filter(|size| *size <= most) {
        measure(&papers, size, encoder.as_ref());
    }
    topics(&papers, encoder.as_ref().map_or(384, Encoder::dimensions));
}

fn measure(papers: &[Paper], size: usize, encoder: Option<&Encoder>) {
    let before = resident();
    // Generating papers isn't part of building, but they are too many to generate in advance, so
    // the time it takes is subtracted.
    let start = Instant::now();
    (0..size).for_each(|number| drop(nth(papers, number)));
    let making = start.elapsed();
    let start = Instant::now();
    let built = Index::build(|put| {
        (0..size).for_each(|number| put(nth(papers, number)));
        Ok::<(), std::convert::Infallible>(())
    });
    let building = start.elapsed().saturating_sub(making);
    let Ok(index) = built;
    let memory = resident().saturating_sub(before) >> 20;
    let questions = questions(papers);
    let words = times(&questions, |text| {
        index.search(&Query { limit: 5, ..Query::new(text) });
    });
    let typed: Vec<String> = questions.iter().flat_map(|text| beginnings(text)).collect();
    let complete = times(&typed, |text| {
        index.complete(text, 25);
    });
    let longest = times(&long_texts(papers), |text| {
        index.search(&Query::new(text));
    });
    let index = RwLock::new(index);
    let (busy, puts) = while_inserting(&index, papers, size, &questions);
    let mut index = index.into_inner().expect("a whole index");
    print!(
        "{size} | {:.2} s | {memory} MB | {:.2} ms | {:.2} ms | {:.2} ms | {:.2} ms | {:.1} ms | {:.2} ms",
        building.as_secs_f64(),
        ms(&words, 0.5),
        ms(&words, 0.99),
        ms(&busy, 0.99),
        ms(&complete, 0.99),
        ms(&longest, 1.0),
        ms(&puts, 1.0),
    );
    let Some(encoder) = encoder else {
        println!(" | skipped: PAPERBOY_MODEL is not set |");
        return;
    };
    // The scan takes equally long for any vectors.
    let mut random = Random(1);
    for number in 0..size {
        index.put_embedding(
            &grown_id(papers, number).expect("an id"),
            &random.vector(encoder.dimensions()),
        );
    }
    let meaning = times(&questions, |text| {
        let embedding = Some(encoder.encode_query(text));
        index.search(&Query { limit: 5, embedding, ..Query::new(text) });
    });
    println!(" | {:.2} ms | {:.2} ms", ms(&meaning, 0.5), ms(&meaning, 0.99));
}

/// Searches while another thread inserts a thousand papers, as in the bot; also returns how long
/// each insertion held the lock.
fn while_inserting(
    index: &RwLock<Index>,
    papers: &[Paper],
    size: usize,
    questions: &[String],
) -> (Vec<Duration>, Vec<Duration>) {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let putting = scope.spawn(|| {
            let mut puts: Vec<Duration> = Vec::new();
            for number in (0..1_000).cycle().take_while(|_| !stop.load(Ordering::Relaxed)) {
                let read = Prepared::new(&nth(papers, size + number));
                let mut index = index.write().expect("a whole index");
                let start = Instant::now();
                index.insert(read);
                puts.push(start.elapsed());
            }
            puts.sort_unstable();
            puts
        });
        let busy = times(questions, |text| {
            index.read().expect("a whole index").search(&Query { limit: 5, ..Query::new(text) });
        });
        stop.store(true, Ordering::Relaxed);
        (busy, putting.join().expect("the other thread"))
    })
}

/// Matches a hundred thousand distinct topics against a hundred papers, by words and then with
/// arbitrary vectors as well.
fn topics(papers: &[Paper], dimensions: usize) {
    let keywords = papers.iter().flat_map(|paper| &paper.keywords);
    let mut topics: Vec<Topic> = keywords.filter_map(|keyword| keyword.parse().ok()).collect();
    topics.sort_unstable_by(|a: &Topic, b: &Topic| a.as_str().cmp(b.as_str()));
    topics.dedup();
    let known = topics.len();
    for number in 0.. {
        if topics.len() >= 100_000 {
            break;
        }
        let joined = format!("{} {}", topics[number % known], topics[(number * 7 + 13) % known]);
        topics.extend(joined.parse::<Topic>());
    }
    topics.truncate(100_000);
    let start = Instant::now();
    let set = TopicSet::new(&topics);
    let prepared = start.elapsed();
    let (matched, hits) = match_all(&set, papers[..100].iter().map(PaperText::new));
    println!(
        "\n{} topics: prepared in {:.2} s; 100 papers matched in {matched:.3} s ({hits} matches)",
        topics.len(),
        prepared.as_secs_f64(),
    );
    let mut random = Random(7);
    let mut index = Index::default();
    for paper in &papers[..1_000] {
        index.put(paper);
        index.put_embedding(&paper.id, &random.vector(dimensions));
    }
    let vectors = topics.iter().map(|_| Some(random.vector(dimensions))).collect();
    let start = Instant::now();
    let set = set.with_embedding(vectors).against(&index.background());
    let prepared = start.elapsed();
    let texts = papers[..100].iter().map(|paper| {
        let vector = random.vector(dimensions);
        PaperText::new(paper).with_embedding(vector)
    });
    let (matched, hits) = match_all(&set, texts);
    println!(
        "with meaning, at loose: prepared in another {:.2} s; 100 papers matched in {matched:.3} s \
         ({hits} matches)",
        prepared.as_secs_f64(),
    );
}

/// The seconds for all papers, including preparing them, and the number of matches. Uses loose,
/// because only then are vectors examined.
fn match_all(set: &TopicSet, texts: impl Iterator<Item = PaperText>) -> (f64, usize) {
    let start = Instant::now();
    let hits = texts.map(|text| set.matches(&text, Strictness::Loose).len()).sum();
    (start.elapsed().as_secs_f64(), hits)
}

/// Deterministic pseudo-random bytes.
struct Random(u64);

impl Random {
    fn vector(&mut self, dimensions: usize) -> Embedding {
        let byte = |_| {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 as u8
        };
        Embedding::from_bytes(&(0..dimensions).map(byte).collect::<Vec<u8>>())
    }
}

fn nth(papers: &[Paper], number: usize) -> Paper {
    grown(papers, number).expect("a paper")
}

/// Typical questions: keywords, parts of titles, sentences.
fn questions(papers: &[Paper]) -> Vec<String> {
    let words = |text: &str, from: usize, count: usize| {
        text.split_whitespace().skip(from).take(count).collect::<Vec<_>>().join(" ")
    };
    let some = papers.iter().step_by(41);
    some.enumerate()
        .map(|(number, paper)| match number % 6 {
            0 => words(&paper.title, 0, 3),
            1 => words(&paper.title, 2, 4),
            2 => words(&paper.summary, 10, 12),
            3 => paper.keywords.first().cloned().unwrap_or_else(|| words(&paper.title, 1, 2)),
            4 => format!("papers about {}", words(&paper.summary, 30, 6)),
            _ => words(&paper.summary, 4, 30),
        })
        .collect()
}

fn beginnings(text: &str) -> Vec<String> {
    [1, 2, 4, 9].into_iter().map(|length| text.chars().take(length).collect()).collect()
}

fn long_texts(papers: &[Paper]) -> Vec<String> {
    let cut = |text: String| text.chars().take(6_000).collect::<String>();
    let abstracts: String = papers[..9].iter().map(|paper| paper.summary.as_str()).collect();
    let letters = papers.iter().flat_map(|paper| paper.title.chars().step_by(3)).collect();
    let titles: Vec<&str> = papers.iter().map(|paper| paper.title.as_str()).collect();
    vec![
        cut(abstracts),
        cut(letters),
        cut(titles.join("-")),
        cut("a b ".repeat(1_500)),
        cut("ab-".repeat(2_000)),
        cut("ﬃ𝔘́ж扩🙂".repeat(1_000)),
        cut("$\\alpha_{".repeat(700)),
        cut(titles.concat().split_whitespace().map(|word| format!("{word}x ")).collect()),
    ]
}

/// The best time of several rounds for each text, sorted.
fn times(texts: &[String], mut ask: impl FnMut(&str)) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; texts.len()];
    for _ in 0..ROUNDS {
        for (text, best) in texts.iter().zip(&mut best) {
            let start = Instant::now();
            ask(text);
            *best = start.elapsed().min(*best);
        }
    }
    best.sort_unstable();
    best
}

/// A percentile in milliseconds; `times` are sorted.
fn ms(times: &[Duration], share: f64) -> f64 {
    let at = ((times.len() as f64 * share) as usize).min(times.len() - 1);
    times[at].as_secs_f64() * 1e3
}

/// Memory in use, in bytes, if the system reports it.
fn resident() -> usize {
    let Ok(text) = std::fs::read_to_string("/proc/self/statm") else { return 0 };
    let pages = text.split_whitespace().nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or_default() * 4_096
}
