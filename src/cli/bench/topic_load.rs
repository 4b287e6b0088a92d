//! `paperboy bench match`: many different topics against a day's papers, in this process.

use std::time::Instant;

use clap::Args;
use domain::{Paper, Strictness, Topic};
use search::{PaperText, TopicMatcher};

use super::bot_process::memory_of;
use super::corpus::{Corpus, Papers};
use super::report::Report;

/// Preparing and matching together delay a post by no more than this, in seconds.
const DELAY: f64 = 1.0;

#[derive(Args, Debug)]
pub(super) struct TopicLoad {
    #[command(flatten)]
    corpus: Papers,
    /// Number of different topics
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    topics: usize,
    /// Number of papers in the day's list
    #[arg(long, value_name = "N", default_value_t = 100)]
    list: usize,
}

impl TopicLoad {
    pub(super) async fn run(self) -> anyhow::Result<Report> {
        let corpus = self.corpus.corpus().await?;
        let topics = topics(&corpus, self.topics);
        let papers = corpus.range(0, self.list);
        let begun = Instant::now();
        let matcher = TopicMatcher::new(&topics);
        let matcher = matcher.prepared(|set| set);
        let prepared = begun.elapsed().as_secs_f64();
        let texts: Vec<PaperText> = papers.iter().map(PaperText::new).collect();
        let begun = Instant::now();
        let mut times = Vec::new();
        let mut hits = 0;
        for text in &texts {
            let begun = Instant::now();
            hits += matcher.matches(text, Strictness::Loose).len();
            times.push(begun.elapsed());
        }
        let matched = begun.elapsed().as_secs_f64();
        let mut report =
            Report::new("match", &[("topics", topics.len()), ("papers", papers.len())]);
        report.add("topics prepared in", prepared, "s", None);
        report.add("papers matched in", matched, "s", None);
        report.add("both", prepared + matched, "s", Some(DELAY));
        report.add("matches", hits as f64, "", None);
        report.add_times("one paper against all topics", times, None);
        report.add("peak memory, papers included", memory_of("self", "VmHWM:")?, "MB", None);
        Ok(report)
    }
}

/// Different topics: keywords, and pairs of words from titles.
fn topics(corpus: &Corpus, count: usize) -> Vec<Topic> {
    let mut seen = std::collections::HashSet::new();
    let mut topics = Vec::new();
    for from in (0..).step_by(1_000).take_while(|from| *from < 100 * count.max(1_000)) {
        for paper in corpus.range(from, from + 1_000) {
            for text in candidates(&paper) {
                if topics.len() == count {
                    return topics;
                }
                if seen.insert(text.to_lowercase()) {
                    topics.extend(text.parse::<Topic>());
                }
            }
        }
    }
    topics
}

fn candidates(paper: &Paper) -> Vec<String> {
    let words: Vec<&str> = paper.title.split_whitespace().collect();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    paper.keywords.iter().cloned().chain(pairs).collect()
}
