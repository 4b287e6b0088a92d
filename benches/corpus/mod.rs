//! Shared by the benches: the 13,782 recorded papers, and statistics of durations.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

use domain::Paper;
use flate2::read::GzDecoder;
use serde_json::Value;

/// The recorded papers; `None` with a message if they are missing.
pub(crate) fn papers() -> Option<Vec<Paper>> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/hub/papers.jsonl.gz"));
    let Ok(file) = std::fs::File::open(path) else {
        println!("skipped: the recorded papers are absent");
        return None;
    };
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    Some(lines.map(|line| paper(&line.expect("a line of text"))).collect())
}

fn paper(line: &str) -> Paper {
    let entry: Value = serde_json::from_str(line).expect("a JSON object");
    let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let authors = entry["authors"].as_array().map(Vec::as_slice).unwrap_or_default();
    Paper {
        id: text("id").parse().expect("a paper's id"),
        title: text("title"),
        summary: text("abstract"),
        ai_summary: None,
        keywords: Vec::new(),
        authors: authors.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
        organization: None,
        published_at: text("published_at").parse().ok(),
        upvotes: entry["upvotes_last"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
        comments: 0,
        thumbnail: None,
        github: None,
        github_stars: None,
        project: None,
    }
}

/// Queries like those of members, made from titles: two to four consecutive words.
pub(crate) fn queries(papers: &[Paper], count: usize) -> Vec<String> {
    let step = (papers.len() / count).max(1);
    let chosen = papers.iter().step_by(step).take(count).enumerate();
    let query = |(number, paper): (usize, &Paper)| {
        let words = paper.title.split_whitespace().filter(|word| !word.contains('/'));
        words.skip(number % 3).take(2 + number % 3).collect::<Vec<_>>().join(" ")
    };
    chosen.map(query).filter(|query| !query.is_empty()).collect()
}

/// `p50 1.2 ms · p99 3.4 ms · most 5.6 ms of 1,000`.
pub(crate) fn figures(mut durations: Vec<Duration>) -> String {
    durations.sort();
    let Some(most) = durations.last() else { return "nothing measured".to_owned() };
    let at = |share: f64| durations[((durations.len() - 1) as f64 * share) as usize];
    let ms = |duration: Duration| format!("{:.2} ms", duration.as_secs_f64() * 1e3);
    let (p50, p99) = (ms(at(0.5)), ms(at(0.99)));
    format!("p50 {p50} · p99 {p99} · most {} of {}", ms(*most), durations.len())
}
