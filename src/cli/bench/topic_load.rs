//! `paperboy bench match`: many different topics against a day's papers, in this process.

use std::hint::black_box;
use std::time::Instant;

use clap::Args;
use domain::{Paper, Strictness, Topic};
use search::{PaperText, TopicMatcher};

use super::bot_process::memory_of;
use super::corpus::{Corpus, Papers};
use super::report::Report;

/// Matching takes no longer than this, in seconds.
const MATCHED: f64 = 1.0;

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
        let found = matcher.matches_all(&texts.iter().collect::<Vec<_>>(), Strictness::Loose);
        let matched = begun.elapsed().as_secs_f64();
        let hits: usize = found.iter().map(Vec::len).sum();
        let time = |text: &PaperText| {
            let begun = Instant::now();
            black_box(matcher.matches(text, Strictness::Loose));
            begun.elapsed()
        };
        let times = texts.iter().map(time).collect();
        let mut report =
            Report::new("match", &[("topics", topics.len()), ("papers", papers.len())]);
        report.add("topics prepared in", prepared, "s", None);
        report.add("papers matched in", matched, "s", Some(MATCHED));
        report.add("matches", hits as f64, "", None);
        report.add_times("one paper against all topics, on one processor", times, None);
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
