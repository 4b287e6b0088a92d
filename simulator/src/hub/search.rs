//! `GET /api/papers/search`: papers that contain all words, best matches first.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::library::{Library, upvotes};
use super::query::Query;
use super::reply::Reply;

/// The longest query, in characters.
const LONGEST_QUERY: usize = 250;
/// The maximum number of results; larger requests are silently limited.
const LONGEST_ANSWER: usize = 120;
/// How many of the last days are always searched; earlier ones only if loaded.
const LAST_DAYS: usize = 10;
/// A word in the title counts as much as this many in the abstract.
const TITLE: usize = 3;

pub(super) fn search(library: &mut Library, query: &Query) -> Result<Reply, Reply> {
    let limit = query.number("limit", 1)?.unwrap_or(LONGEST_ANSWER).min(LONGEST_ANSWER);
    let asked = query.get("q").unwrap_or_default();
    if asked.trim().is_empty() || asked.chars().count() > LONGEST_QUERY {
        return Err(Reply::bad("q must have 1 to 250 characters"));
    }
    let words: Vec<String> =
        runs(asked).filter(|run| is_word(run)).map(str::to_lowercase).collect();
    let mut found: Vec<_> = library
        .recent_entries(LAST_DAYS)?
        .into_iter()
        .filter_map(|entry| Some((weight(&entry, &words)?, entry)))
        .collect();
    found.sort_by_key(|(weight, entry)| Reverse((*weight, upvotes(entry))));
    found.truncate(limit);
    Ok(Reply::ok(found.iter().map(|(_, entry)| shape(entry, &words)).collect()))
}

/// The total number of occurrences; `None` if a word is missing.
fn weight(entry: &Value, words: &[String]) -> Option<usize> {
    let count = |field: &str, word: &str| {
        let words = runs(text(entry, field)).filter(|run| is_word(run));
        words.filter(|run| run.to_lowercase().starts_with(word)).count()
    };
    let mut sum = 0;
    for word in words {
        let hits = TITLE * count("title", word) + count("summary", word);
        if hits == 0 {
            return None;
        }
        sum += hits;
    }
    (sum > 0).then_some(sum)
}

/// The entry with the additional fields of search results.
fn shape(entry: &Value, words: &[String]) -> Value {
    let mut entry = entry.clone();
    let title = highlight(text(&entry, "title"), words);
    let summary = highlight(text(&entry, "summary"), words);
    if let Value::Object(fields) = &mut entry {
        fields.remove("submittedBy");
        fields.insert("upvoted".to_owned(), json!(false));
        fields.insert("isAuthorParticipating".to_owned(), json!(false));
        fields.insert("highlightedTitle".to_owned(), title);
        fields.insert("highlightedSummary".to_owned(), summary);
    }
    entry
}

/// The text in pieces, `{type: "text" | "highlight", text}`.
fn highlight(text: &str, words: &[String]) -> Value {
    let mut pieces: Vec<(&str, String)> = Vec::new();
    for run in runs(text) {
        let lower = run.to_lowercase();
        let hit = words.iter().any(|word| lower.starts_with(word.as_str()));
        let kind = if hit { "highlight" } else { "text" };
        match pieces.last_mut() {
            Some((last, piece)) if *last == kind => piece.push_str(run),
            _ => pieces.push((kind, run.to_owned())),
        }
    }
    pieces.into_iter().map(|(kind, text)| json!({ "type": kind, "text": text })).collect()
}

/// Words and the text between them, alternating.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest
            .find(|letter: char| letter.is_alphanumeric() != first.is_alphanumeric())
            .unwrap_or(rest.len());
        let (run, others) = rest.split_at(end);
        rest = others;
        Some(run)
    })
}

fn is_word(run: &str) -> bool {
    run.starts_with(char::is_alphanumeric)
}

fn text<'a>(entry: &'a Value, field: &str) -> &'a str {
    entry.get(field).and_then(Value::as_str).unwrap_or_default()
}
