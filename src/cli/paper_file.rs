//! Reads papers from a file of JSON lines, for `paperboy sync --file`.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use domain::{Paper, PaperId, WebUrl};
use jiff::Timestamp;
use serde::Deserialize;

/// One line, with the field names of the hub or its public dumps; unknown fields are ignored.
#[derive(Deserialize)]
struct Line {
    id: PaperId,
    title: String,
    #[serde(alias = "abstract")]
    summary: String,
    #[serde(default)]
    ai_summary: Option<String>,
    #[serde(default, alias = "ai_keywords")]
    keywords: Option<Vec<String>>,
    #[serde(default)]
    authors: Option<Vec<String>>,
    #[serde(default)]
    organization: Option<Organization>,
    #[serde(default, alias = "publishedAt")]
    published_at: Option<Timestamp>,
    #[serde(default, alias = "upvotes_last")]
    upvotes: Option<u32>,
    #[serde(default, alias = "num_comments")]
    comments: Option<u32>,
    #[serde(default)]
    thumbnail: Option<String>,
    #[serde(default, alias = "github_repo")]
    github: Option<String>,
    #[serde(default, alias = "project_page")]
    project: Option<String>,
}

/// A name, or the hub's object with a short and a full name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Organization {
    Name(String),
    Names { name: Option<String>, fullname: Option<String> },
}

impl Organization {
    fn name(self) -> Option<String> {
        match self {
            Organization::Name(name) => Some(name),
            Organization::Names { name, fullname } => fullname.or(name),
        }
    }
}

/// Reads a file; `-` is standard input.
///
/// # Errors
/// If it can't be read, or on the first line that is not a paper.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Paper>> {
    let input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        let file = std::fs::File::open(path);
        Box::new(file.with_context(|| format!("cannot read {}", path.display()))?)
    };
    let mut papers = Vec::new();
    for (number, line) in BufReader::new(input).lines().enumerate() {
        let line = line.with_context(|| format!("cannot read {}", path.display()))?;
        if !line.trim().is_empty() {
            let read = parse(&line);
            papers.push(read.with_context(|| format!("line {} is not a paper", number + 1))?);
        }
    }
    Ok(papers)
}

fn parse(line: &str) -> Result<Paper, serde_json::Error> {
    let line: Line = serde_json::from_str(line)?;
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let url = |text: Option<String>| text.as_deref().and_then(WebUrl::parse);
    Ok(Paper {
        id: line.id,
        title: one_line(&line.title),
        summary: one_line(&line.summary),
        ai_summary: line.ai_summary.as_deref().map(one_line).filter(|text| !text.is_empty()),
        keywords: line.keywords.unwrap_or_default(),
        authors: line.authors.unwrap_or_default(),
        organization: line.organization.and_then(Organization::name),
        published_at: line.published_at,
        upvotes: line.upvotes.unwrap_or(0),
        comments: line.comments.unwrap_or(0),
        thumbnail: url(line.thumbnail),
        github: url(line.github),
        github_stars: None,
        project: url(line.project),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_paper() {
        let read = |line: &str| parse(line).map(|paper| (paper.summary, paper.keywords.len()));
        for (line, expected) in [
            (r#"{"id": "2601.00001", "title": "A", "abstract": "One\n two."}"#, ("One two.", 0)),
            (
                r#"{"id": "2601.00001", "title": "A", "summary": "S", "ai_keywords": ["b"], "x": 1}"#,
                ("S", 1),
            ),
            (
                r#"{"id": "2601.00001", "title": "A", "summary": "S", "organization": {"name": "b"}}"#,
                ("S", 0),
            ),
        ] {
            let (summary, keywords) = read(line).expect(line);
            assert_eq!((summary.as_str(), keywords), expected, "{line}");
        }
        assert!(read(r#"{"id": "boats", "title": "A", "abstract": "B"}"#).is_err());
        assert!(read(r#"{"id": "2601.00001"}"#).is_err());
    }
}
