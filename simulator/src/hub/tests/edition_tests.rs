//! Checks that the bundled lists are well-formed.

use std::collections::HashSet;

use serde_json::Value;

use super::{Days, get, json_of, start};

#[tokio::test]
async fn the_bundled_edition_is_well_formed() {
    let hub = start(Days::Bundled).await;
    assert_eq!(hub.dates(), ["2026-05-12", "2026-05-13", "2026-05-14"]);
    let (mut seen, mut again, mut without) = (HashSet::new(), 0, 0);
    for date in hub.dates() {
        let body = json_of(get(&hub, &format!("/api/daily_papers?date={date}")).await).await;
        let entries = body.as_array().expect("a list");
        assert!(entries.len() >= 22, "{date}: {}", entries.len());
        for entry in entries {
            check(entry);
            let paper = &entry["paper"];
            if !seen.insert(paper["id"].to_string()) {
                again += 1;
            } else if paper["ai_summary"].is_null() {
                without += 1;
            }
        }
    }
    assert!(seen.len() >= 60, "{} papers", seen.len());
    assert_eq!((again, without), (2, 4), "on two days, without a sentence");
}

#[track_caller]
fn check(entry: &Value) {
    let paper = &entry["paper"];
    let id = paper["id"].as_str().expect("an id");
    for field in ["title", "summary", "publishedAt", "submittedOnDailyAt"] {
        let text = paper[field].as_str().unwrap_or_default();
        assert!(!text.is_empty() && text == text.trim() && !text.contains('\n'), "{id}: {field}");
    }
    assert_eq!((&entry["title"], &entry["summary"]), (&paper["title"], &paper["summary"]), "{id}");
    assert!(paper["upvotes"].is_u64() && entry["numComments"].is_u64(), "{id}: counts");
    let authors = paper["authors"].as_array().expect("authors");
    assert!(authors.iter().all(|author| author["name"].is_string()), "{id}: authors");
    assert!(!authors.is_empty(), "{id}: authors");

    let links = [&paper["githubRepo"], &paper["projectPage"], &entry["thumbnail"]];
    for link in links.into_iter().filter_map(Value::as_str) {
        assert!(link.starts_with("https://") || link.starts_with("http://"), "{id}: {link}");
    }
    let short = paper["ai_summary"].as_str().unwrap_or("None.");
    assert!(short.chars().count() <= 160 && short.ends_with('.'), "{id}: {short}");
    let summary = paper["summary"].as_str().unwrap_or_default();
    for sentence in summary.split_inclusive(". ") {
        assert!(sentence.chars().count() <= 200, "{id}: {sentence}");
    }
    let keywords = paper["ai_keywords"].as_array().map_or(0, Vec::len);
    assert!((3..=5).contains(&keywords), "{id}: {keywords} keywords");
    let text = entry.to_string();
    for personal in ["\"user\"", "avatar", "submittedBy", "submittedOnDailyBy"] {
        assert!(!text.contains(personal), "{id}: {personal}");
    }
}
