//! Tests of single papers, links, search, and common headers.

use reqwest::Client;
use serde_json::json;

use super::super::Repos;
use super::{Days, Hub, entry, get, header, hub, ids, json_of, start};

async fn library() -> Hub {
    let hub = hub(&[("2026-01-05", &[("2601.00001", 3)]), ("2026-01-06", &[])]).await;
    let mut first = entry("2601.00002", 9);
    first["title"] = json!("Kazakh speech: a corpus");
    first["summary"] = json!("Hours of speech.");
    let mut second = entry("2601.00003", 90);
    second["title"] = json!("Reading aloud");
    second["summary"] = json!("Speech from text, in Kazakh.");
    hub.set_day("2026-01-06", vec![first, second]);
    hub
}

#[tokio::test]
async fn search_requires_all_words_and_ranks_by_matches() {
    let hub = library().await;
    let check = async |query: &str, expected: &str| {
        assert_eq!(ids(&hub, &format!("/api/papers/search{query}")).await, expected, "{query}");
    };
    check("?q=kazakh", "2601.00002 2601.00003").await;
    check("?q=KAZAKH+Speech", "2601.00002 2601.00003").await;
    check("?q=speech%20text", "2601.00003").await;
    check("?q=speech&limit=1", "2601.00002").await;
    check("?q=speech+music", "").await;
    check("?q=%3F%21", "").await;
    check("", "400").await;
    check("?q=", "400").await;
    check("?q=x&limit=0", "400").await;
    check(&format!("?q={}", "x".repeat(250)), "").await;
    check(&format!("?q={}", "x".repeat(251)), "400").await;
}

#[tokio::test]
async fn search_marks_matches() {
    let hub = library().await;
    let body = json_of(get(&hub, "/api/papers/search?q=speech&limit=1").await).await;
    let marked = json!([
        { "type": "text", "text": "Kazakh " },
        { "type": "highlight", "text": "speech" },
        { "type": "text", "text": ": a corpus" },
    ]);
    assert_eq!(body[0]["highlightedTitle"], marked);
}

#[tokio::test]
async fn papers_are_flat_and_count_their_links() {
    let hub = library().await;
    let models = vec![json!({ "id": "org/model" })];
    hub.set_repos("2601.00001", Repos { models, ..Repos::default() });
    let paper = json_of(get(&hub, "/api/papers/2601.00001").await).await;
    assert_eq!(paper["upvotes"], 3);
    assert_eq!(paper["linkedModels"], json!([{ "id": "org/model" }]));
    assert_eq!(paper["numTotalModels"], 1);
    assert_eq!(paper["linkedSpaces"], json!([]));
    assert_eq!(paper["numTotalDatasets"], 0);
    let repos = json_of(get(&hub, "/api/arxiv/2601.00001/repos").await).await;
    let expected = json!({ "models": [{ "id": "org/model" }], "datasets": [], "spaces": [] });
    assert_eq!(repos, expected);
}

#[tokio::test]
async fn unknown_papers_are_404_in_json() {
    let hub = library().await;
    let check = async |path: &str| {
        let response = get(&hub, path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert!(json_of(response).await["error"].is_string(), "{path}");
    };
    check("/api/papers/2601.99999").await;
    check("/api/papers/hep-th/9901001").await;
    check("/api/models").await;
    check("/").await;
}

#[tokio::test]
async fn responses_state_the_rate_limit_and_known_bodies_are_not_resent() {
    let hub = library().await;
    let url = hub.url() + "/api/daily_papers?date=2026-01-05";
    let ask = async |tag: &str| {
        let request = Client::new().get(&url).header("if-none-match", tag);
        request.send().await.expect("the hub should answer")
    };
    let first = ask("\"other\"").await;
    assert_eq!(first.status(), 200);
    assert_eq!(header(&first, "ratelimit"), r#""api";r=495;t=23"#);
    assert_eq!(header(&first, "ratelimit-policy"), r#""fixed window";"api";q=500;w=300"#);
    let tag = header(&first, "etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");

    for known in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
        let again = ask(&known).await;
        assert_eq!(again.status(), 304, "{known}");
        assert_eq!(header(&again, "etag"), tag);
    }
    hub.set_upvotes("2601.00001", 4);
    assert_eq!(ask(&tag).await.status(), 200);
}

#[tokio::test]
async fn folders_are_read_day_by_day() {
    let folder = std::env::temp_dir().join(format!("paperboy-hub-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let missing = Hub::start(super::HubOptions { port: None, days: Days::Folder(folder.clone()) });
    let error = missing.await.expect_err("an empty folder").to_string();
    assert!(error.contains("paperboy-hub-") && error.contains("DATE.json"), "{error}");

    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("a file");
    write("2026-01-05.json", &json!([entry("2601.00001", 1), entry("2601.00002", 2)]).to_string());
    write("2026-01-06.json", "[{");
    write("notes.json", "no day");
    let hub = start(Days::Folder(folder.clone())).await;
    assert_eq!(hub.dates(), ["2026-01-05", "2026-01-06"]);
    hub.set_upvotes("2601.00001", 7);
    let list = ids(&hub, "/api/daily_papers?date=2026-01-05").await;
    assert_eq!(list, "2601.00001 2601.00002");
    let broken = get(&hub, "/api/daily_papers?date=2026-01-06").await;
    assert_eq!(broken.status(), 500);
    let reason = json_of(broken).await["error"].to_string();
    assert!(reason.contains("2026-01-06.json"), "{reason}");
    std::fs::remove_dir_all(&folder).expect("the folder should go");

    let gone = Hub::start(super::HubOptions { port: None, days: Days::Folder(folder) }).await;
    let error = gone.expect_err("a folder that is gone").to_string();
    assert!(error.contains("paperboy-hub-") && error.contains("DATE.json"), "{error}");
}
