//! The 13,782 recorded papers, and larger corpora made from them.

use std::io::{BufRead, BufReader};
use std::path::Path;

use domain::{Paper, PaperId};
use flate2::read::GzDecoder;
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    id: String,
    title: String,
    #[serde(rename = "abstract")]
    summary: String,
    #[serde(default)]
    authors: Vec<String>,
    #[serde(default)]
    ai_summary: Option<String>,
    #[serde(default)]
    ai_keywords: Option<Vec<String>>,
    #[serde(default)]
    upvotes_last: Option<u32>,
    #[serde(default)]
    published_at: Option<String>,
    #[serde(default)]
    github_repo: Option<String>,
    #[serde(default)]
    organization: Option<Organization>,
}

#[derive(Deserialize)]
struct Organization {
    fullname: String,
}

/// The recorded papers, or `None` if the file is missing.
pub(crate) fn recorded() -> Option<Vec<Paper>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/hub/papers.jsonl.gz");
    let file = std::fs::File::open(path).ok()?;
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let rows = lines.map(|line| serde_json::from_str(&line.expect("a line")).expect("a paper"));
    Some(rows.map(paper).collect())
}

fn paper(row: Row) -> Paper {
    let line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let id = PaperId::find(&row.id).expect("an id");
    Paper {
        ai_summary: row.ai_summary,
        keywords: row.ai_keywords.unwrap_or_default(),
        authors: row.authors,
        organization: row.organization.map(|organization| organization.fullname),
        published_at: row.published_at.and_then(|at| at.parse().ok()),
        upvotes: row.upvotes_last.unwrap_or_default(),
        github: row.github_repo.and_then(|link| domain::WebUrl::parse(&link)),
        ..Paper::new(id, line(row.title), line(row.summary))
    }
}
