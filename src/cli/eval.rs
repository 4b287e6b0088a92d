//! `paperboy eval`: measures the quality and speed of search on a BEIR dataset.
//!
//! It queries the index as `/search` does, and nothing here depends on the dataset.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use search::eval::{Scores, Set};
use search::{Encoder, Features, Index, Query, embedding_text};
use serde_json::json;

use super::say;

/// The maximum number of results that are scored, as in trec_eval.
const DEPTH: usize = 1_000;

#[derive(Args, Debug)]
pub(super) struct Eval {
    /// The documents: JSON Lines with `_id`, `title` and `text`
    #[arg(long, value_name = "FILE")]
    corpus: PathBuf,
    /// The queries: JSON Lines with `_id` and `text`
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Relevance judgments: query, document and score, separated by tabs
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    /// Folder of a sentence encoder; without it, only words and phrases are used
    #[arg(long, value_name = "FOLDER", env = "PAPERBOY_MODEL")]
    model: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Don't rank matches of IDs, titles and authors first
    #[arg(long)]
    no_exact: bool,
    /// Include results that aren't close to the query
    #[arg(long)]
    no_floor: bool,
    /// Don't use the phrase bonus
    #[arg(long)]
    no_phrases: bool,
    /// Don't use synonyms
    #[arg(long)]
    no_synonyms: bool,
}

impl Eval {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let set = Set::read(&read(&self.corpus)?, &read(&self.queries)?, &read(&self.qrels)?)?;
        let mut index = Index::default();
        set.papers.iter().for_each(|paper| index.put(paper));
        let encoder = self.model.as_deref().map(Encoder::open).transpose()?;
        if let Some(encoder) = &encoder {
            encode(&set, encoder, &mut index);
        }
        let features = Features {
            exact: !self.no_exact,
            floor: !self.no_floor,
            phrases: !self.no_phrases,
            synonyms: !self.no_synonyms,
        };
        let mut times = Vec::with_capacity(set.questions.len());
        let scores = set.judge(|question| {
            let start = Instant::now();
            let query = Query { limit: DEPTH, features, ..Query::new(&question.text) };
            let encode = |encoder: &Encoder| encoder.encode_query(&index.wording(&query));
            let query = Query { embedding: encoder.as_ref().map(encode), ..query };
            let answer = index.search(&query);
            times.push(start.elapsed());
            answer.hits.into_iter().map(|hit| hit.id).collect()
        });
        times.sort_unstable();
        report(&set, scores, &times, self.json);
        Ok(())
    }
}

/// Encodes all documents on all cores.
fn encode(set: &Set, encoder: &Encoder, index: &mut Index) {
    let bar = indicatif::ProgressBar::new(set.papers.len() as u64);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = set.papers.len().div_ceil(cores).max(1);
    let encode = &|papers: &[domain::Paper]| -> Vec<search::Embedding> {
        let one = |paper| {
            bar.inc(1);
            encoder.encode(&embedding_text(paper))
        };
        papers.iter().map(one).collect()
    };
    let vectors = std::thread::scope(|scope| {
        let parts = set.papers.chunks(share).map(|papers| scope.spawn(move || encode(papers)));
        let parts: Vec<_> = parts.collect();
        let done = parts.into_iter().map(|part| part.join());
        done.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect::<Vec<_>>()
    });
    bar.finish_and_clear();
    for (paper, vector) in set.papers.iter().zip(&vectors) {
        index.put_embedding(&paper.id, vector);
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Prints the results; `times` must be sorted.
fn report(set: &Set, scores: Scores, times: &[Duration], as_json: bool) {
    let Scores { ndcg_10, recall_10, recall_100, map, mrr } = scores;
    let percentile = |share: f64| {
        let at = (times.len() as f64 * share) as usize;
        let time = times.get(at.min(times.len().saturating_sub(1))).copied().unwrap_or_default();
        time.as_secs_f64() * 1e3
    };
    let (p50_ms, p99_ms) = (percentile(0.5), percentile(0.99));
    if as_json {
        say(json!({
            "ndcg@10": ndcg_10, "recall@10": recall_10, "recall@100": recall_100, "map": map,
            "mrr": mrr, "p50_ms": p50_ms, "p99_ms": p99_ms,
        }));
        return;
    }
    say(format_args!(
        "{} queries over {} documents\n\
         nDCG@10     {ndcg_10:.4}\nRecall@10   {recall_10:.4}\nRecall@100  {recall_100:.4}\n\
         MAP         {map:.4}\nMRR         {mrr:.4}\n\
         p50         {p50_ms:.2} ms\np99         {p99_ms:.2} ms",
        set.questions.len(),
        set.papers.len(),
    ));
}
