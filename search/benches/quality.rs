//! How good the answers are, on the sets beside the project.

#![expect(clippy::print_stdout, reason = "a bench reports what it measures")]

use std::path::Path;
use std::time::{Duration, Instant};

use search::eval::Set;
use search::{Index, Query};

fn main() {
    for (name, judged) in [("scifact", "train"), ("hf_topics", "dev")] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/bench").join(name);
        let read = |file: &str| std::fs::read_to_string(folder.join(file)).ok();
        let files =
            (read("corpus.jsonl"), read("queries.jsonl"), read(&format!("qrels/{judged}.tsv")));
        let (Some(corpus), Some(queries), Some(qrels)) = files else {
            println!("skipped: {name} is not there");
            continue;
        };
        let set = Set::read(&corpus, &queries, &qrels).expect(name);
        let start = Instant::now();
        let mut index = Index::default();
        set.papers.iter().for_each(|paper| index.put(paper));
        let built = start.elapsed();
        let mut times: Vec<Duration> = Vec::new();
        let scores = set.judge(|question| {
            let start = Instant::now();
            let query = Query { limit: 1000, ..Query::new(&question.text) };
            let answer = index.search(&query);
            times.push(start.elapsed());
            answer.hits.into_iter().map(|hit| hit.id).collect()
        });
        times.sort_unstable();
        println!(
            "{name}: {scores:?} p50 {:?} p99 {:?} built {built:?}",
            times[times.len() / 2],
            times[times.len() * 99 / 100]
        );
    }
}
