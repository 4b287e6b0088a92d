//! Tests of the hub over a real socket.

mod edition_tests;
mod fault_tests;
mod list_tests;
mod paper_tests;

use std::collections::BTreeMap;

use reqwest::{Client, Response};
use serde_json::{Value, json};

use super::{Days, Hub, HubOptions};

/// An entry as short as the hub ever sends.
fn entry(id: &str, upvotes: u64) -> Value {
    json!({
        "paper": { "id": id, "title": id, "summary": "", "authors": [], "upvotes": upvotes },
        "publishedAt": "2026-01-05T00:00:00.000Z", "title": id, "summary": "", "numComments": 0,
    })
}

/// A hub with these papers, as `id=votes`, on these dates.
async fn hub(days: &[(&str, &[(&str, u64)])]) -> Hub {
    let list = |papers: &[(&str, u64)]| papers.iter().map(|(id, n)| entry(id, *n)).collect();
    let days: BTreeMap<_, _> =
        days.iter().map(|(date, papers)| ((*date).to_owned(), list(papers))).collect();
    start(Days::Given(days)).await
}

async fn start(days: Days) -> Hub {
    Hub::start(HubOptions { port: None, days }).await.expect("the hub should start")
}

async fn get(hub: &Hub, path: &str) -> Response {
    Client::new().get(hub.url() + path).send().await.expect("the hub should answer")
}

async fn json_of(response: Response) -> Value {
    response.json().await.expect("the body should be JSON")
}

/// The ids of a list, separated by spaces; for an error, its status.
async fn ids(hub: &Hub, path: &str) -> String {
    let response = get(hub, path).await;
    if !response.status().is_success() {
        return response.status().as_u16().to_string();
    }
    let body = json_of(response).await;
    let entries = body.as_array().expect("a list").iter();
    entries.filter_map(|entry| entry["paper"]["id"].as_str()).collect::<Vec<_>>().join(" ")
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
