//! Measures topic matching at each strictness, by words and with embeddings, against the hub's
//! keywords of the papers in hf_topics, which are hidden from the matcher.
//!
//! `PAPERBOY_MODEL` is a model's folder; without it, meaning is not measured.

#![expect(clippy::print_stdout, reason = "a bench reports what it measures")]

mod cached_vectors;

use std::collections::HashSet;
use std::path::Path;

use domain::{Strictness, Topic, TopicReason};
use search::eval::Set;
use search::{Encoder, Index, Match, PaperText, TopicSet};

/// The matches of a set of topics: topic, paper, match.
type Found = Vec<(usize, usize, Match)>;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/bench/hf_topics");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).ok();
    let (Some(corpus), Some(queries), Some(qrels)) =
        (read("corpus.jsonl"), read("queries.jsonl"), read("qrels/dev.tsv"))
    else {
        println!("skipped: ../shared/bench/hf_topics is not there");
        return;
    };
    let set = Set::read(&corpus, &queries, &qrels).expect("a set");
    let relevant = relevant(&set);
    let topics: Vec<Topic> =
        set.questions.iter().map(|question| question.text.parse().expect("a topic")).collect();
    println!("matched by | strictness | precision | recall | papers per topic");
    println!("---|---|---|---|---");
    let by_words = TopicSet::new(&topics);
    let texts = || set.papers.iter().map(PaperText::new);
    table("words", &by_words, texts().collect(), &relevant);
    let Some(model) = std::env::var_os("PAPERBOY_MODEL") else {
        println!("skipped meaning: PAPERBOY_MODEL is not set");
        return;
    };
    let encoder = Encoder::open(Path::new(&model)).expect("a model");
    let vectors = topics.iter().map(|topic| Some(encoder.encode_query(topic.as_str()))).collect();
    let papers = cached_vectors::vectors("hf_topics", &set.papers, &encoder);
    let mut index = Index::default();
    for (paper, vector) in set.papers.iter().zip(&papers) {
        index.put(paper);
        index.put_embedding(&paper.id, vector);
    }
    let widened = TopicSet::new(&topics).with_embedding(vectors).against(&index.background());
    let texts = texts().zip(papers).map(|(text, vector)| text.with_embedding(vector));
    table("words and meaning", &widened, texts.collect(), &relevant);
}

/// Pairs of topic and paper, by index.
fn relevant(set: &Set) -> HashSet<(usize, usize)> {
    let topics = set.questions.iter().enumerate();
    topics
        .flat_map(|(topic, question)| {
            let papers = set.papers.iter().enumerate();
            let right = papers.filter(|(_, paper)| set.gain(question, &paper.id) > 0);
            right.map(|(paper, _)| (topic, paper)).collect::<Vec<_>>()
        })
        .collect()
}

fn table(name: &str, set: &TopicSet, texts: Vec<PaperText>, relevant: &HashSet<(usize, usize)>) {
    let matches = |strictness: Strictness| -> Found {
        let papers = texts.iter().enumerate();
        papers
            .flat_map(|(paper, text)| {
                let found = set.matches(text, strictness).into_iter();
                found.map(move |(topic, found)| (topic, paper, found))
            })
            .collect()
    };
    let topics = relevant.iter().map(|(topic, _)| topic).collect::<HashSet<_>>().len();
    let row = |what: &str, strictness: Strictness, found: &[&(usize, usize, Match)]| {
        let right = found.iter().filter(|(topic, paper, _)| relevant.contains(&(*topic, *paper)));
        let right = right.count() as f64;
        println!(
            "{what} | {strictness:?} | {:.3} | {:.3} | {:.1}",
            right / found.len().max(1) as f64,
            right / relevant.len() as f64,
            found.len() as f64 / topics as f64,
        );
    };
    for strictness in [Strictness::Loose, Strictness::Normal, Strictness::Strict] {
        let found = matches(strictness);
        row(name, strictness, &found.iter().collect::<Vec<_>>());
        let is_close = |reason: &TopicReason| {
            matches!(reason, TopicReason::Similar | TopicReason::Typical { .. })
        };
        let close = found.iter().filter(|(.., found)| is_close(&found.hit.reason));
        let close: Vec<_> = close.collect();
        if !close.is_empty() {
            row("of these by meaning alone", strictness, &close);
        }
    }
}
