//! Tests of the hub client against the simulator's hub and against hand-written responses.

mod bounds;
mod canned;
mod recorded;

use std::collections::BTreeMap;
use std::time::Duration;

use domain::Paper;
use jiff::civil::Date;
use paperboy::hub::{Fetched, HubClient, HubError, HubSettings, List};
use secrecy::SecretString;
use serde_json::{Value, json};
use simulator::hub::{Days, Hub, HubFault, HubOptions, Repos};

use canned::{Canned, answer};

const DAY: &str = "2026-01-05";

fn entry(number: usize) -> Value {
    let id = format!("2601.{number:05}");
    json!({
        "paper": {
            "id": id, "title": format!("Paper {number}"), "summary": "A kite flies.",
            "authors": [{ "name": "Ada Byron", "hidden": false }], "upvotes": 1000 - number,
            "publishedAt": "2026-01-04T10:00:00.000Z",
        },
        "title": format!("Paper {number}"), "summary": "A kite flies.", "numComments": 1,
        "publishedAt": "2026-01-04T15:00:00.000Z",
    })
}

/// A hub with one day of this many papers.
async fn hub(papers: usize) -> Hub {
    let days = Days::Given(BTreeMap::from([(DAY.to_owned(), (0..papers).map(entry).collect())]));
    Hub::start(HubOptions { port: None, days }).await.expect("the hub should start")
}

fn settings(url: &str) -> HubSettings {
    HubSettings {
        base_url: url.to_owned(),
        retry_base: Duration::from_millis(1),
        max_tries: 3,
        ..HubSettings::default()
    }
}

fn client(url: &str) -> HubClient {
    HubClient::new(settings(url)).expect("the settings are right")
}

fn day() -> Date {
    DAY.parse().expect("a date")
}

async fn list(client: &HubClient, date: Date) -> List {
    match client.daily(date, None).await.expect("the day should be read") {
        Fetched::List(list) => list,
        Fetched::Unchanged => panic!("{date} is unchanged, and nothing was known"),
    }
}

fn ids(papers: &[Paper]) -> Vec<&str> {
    papers.iter().map(|paper| paper.id.as_str()).collect()
}

/// The result of a read, in words.
fn outcome(result: Result<Fetched, HubError>) -> String {
    match result {
        Ok(Fetched::List(list)) => format!("{} papers", list.papers.len()),
        Ok(Fetched::Unchanged) => "unchanged".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn days_of_any_length_are_read_completely() {
    for (papers, requests) in [(0, 1), (1, 1), (50, 1), (78, 1), (100, 1), (101, 2), (240, 3)] {
        let hub = hub(papers).await;
        let list = list(&client(&hub.url()), day()).await;
        let expected: Vec<String> = (0..papers).map(|number| format!("2601.{number:05}")).collect();
        assert_eq!(ids(&list.papers), expected);
        assert_eq!((list.dropped, hub.requests().len()), (0, requests), "{papers} papers");
        assert_eq!(list.etag.is_some(), requests == 1, "{papers} papers");
    }
}

#[tokio::test]
async fn unchanged_days_are_not_read_again() {
    let hub = hub(3).await;
    let client = client(&hub.url());
    let etag = list(&client, day()).await.etag;
    assert_eq!(client.daily(day(), etag.as_deref()).await, Ok(Fetched::Unchanged));
    hub.set_upvotes("2601.00002", 5_000);
    let Ok(Fetched::List(changed)) = client.daily(day(), etag.as_deref()).await else {
        panic!("the day has changed");
    };
    assert_eq!(ids(&changed.papers), ["2601.00002", "2601.00000", "2601.00001"]);
}

#[tokio::test]
async fn each_fault_is_handled_differently() {
    async fn check(fault: HubFault, expected: &str, requests: usize) {
        let hub = hub(3).await;
        let name = format!("{fault:?}");
        let mut settings = settings(&hub.url());
        if matches!(fault, HubFault::Delay { .. }) {
            settings.timeout = Duration::from_millis(400);
        }
        let client = HubClient::new(settings).unwrap();
        hub.fault(fault);
        let said = outcome(client.daily(day(), None).await);
        assert!(said.starts_with(expected), "{name}: {said}");
        assert_eq!(hub.requests().len(), requests, "{name}");
    }
    use HubFault::{Delay, Down, Empty, Field, Html, Huge, RateLimited, Status, Truncated};
    let limited = |retry_after, headers, times| RateLimited { retry_after, headers, times };
    for status in [408, 500, 502, 503, 504, 520] {
        check(Status { status, times: 2 }, "3 papers", 3).await;
        let expected = format!("the hub is unavailable: status {status}");
        check(Status { status, times: 9 }, &expected, 3).await;
    }
    for status in [400, 401, 403, 404, 410] {
        let expected = format!("the hub refused the request with status {status}");
        check(Status { status, times: 1 }, &expected, 1).await;
    }
    check(limited(None, false, 2), "3 papers", 3).await;
    check(limited(Some(0), false, 2), "3 papers", 3).await;
    check(limited(None, false, 9), "the hub accepts no more requests for 1 s", 3).await;
    check(limited(Some(30), false, 1), "the hub accepts no more requests for 30 s", 1).await;
    check(limited(Some(30), true, 1), "the hub accepts no more requests for 42 s", 1).await;
    check(limited(None, true, 1), "the hub accepts no more requests for 42 s", 1).await;
    let unreadable = |what: &str| format!("cannot parse the hub's response: {what}");
    check(Html { times: 1 }, &unreadable("it is a web page"), 1).await;
    check(Empty { times: 1 }, &unreadable("it is empty"), 1).await;
    check(Truncated { times: 1 }, &unreadable("the body is truncated"), 1).await;
    check(Huge { times: 1 }, &unreadable("the body is larger than 3303810 bytes"), 1).await;
    check(Delay { millis: 5_000, times: 1 }, "3 papers", 2).await;
    check(Delay { millis: 5_000, times: 9 }, "the hub is unavailable: no response in time", 3)
        .await;
    check(Down, "the hub is unavailable: no connection (", 0).await;
    for (pointer, what) in [
        ("/*/paper", "no id or title"),
        ("/*/paper/id", "no id or title"),
        ("/*/paper/upvotes", "no upvotes"),
        ("/*/paper/authors", "no authors"),
    ] {
        let expected = unreadable(&format!("its format has changed, 3 of 3 have {what}"));
        check(Field { pointer: pointer.to_owned(), rename: None }, &expected, 1).await;
        let rename = Some("renamed".to_owned());
        check(Field { pointer: pointer.to_owned(), rename }, &expected, 1).await;
    }
    for pointer in ["/*/title", "/*/paper/title", "/*/paper/summary", "/*/paper/publishedAt"] {
        check(Field { pointer: pointer.to_owned(), rename: None }, "3 papers", 1).await;
    }
}

#[tokio::test]
async fn errors_on_the_second_page_fail_the_list() {
    let page = json!([entry(1)]).to_string();
    let first = answer("200 OK", "link: <?date=2026-01-05&p=1>; rel=\"next\"\r\n", &page);
    let canned = Canned::start(vec![first, answer("400 Bad Request", "", "{}")]).await;
    assert_eq!(
        client(&canned.url).daily(day(), None).await,
        Err(HubError::Refused { status: 400 })
    );
}

#[tokio::test]
async fn nothing_is_sent_while_the_limit_is_used_up() {
    let hub = hub(3).await;
    let client = client(&hub.url());
    hub.fault(HubFault::RateLimited { retry_after: None, headers: true, times: 1 });
    for _ in 0..3 {
        let Err(HubError::RateLimited { retry_after }) = client.clone().trending(5).await else {
            panic!("the limit is used up");
        };
        assert!((40..=42).contains(&retry_after.as_secs()), "{retry_after:?}");
    }
    assert_eq!(hub.requests().len(), 1);

    // The last request of a window is answered; the next one knows that there are none left.
    let last = answer("200 OK", "ratelimit: \"api\";r=0;t=99\r\n", "[]");
    let canned = Canned::start(vec![last]).await;
    let client = self::client(&canned.url);
    assert_eq!(client.trending(5).await, Ok(Vec::new()));
    assert!(matches!(client.trending(5).await, Err(HubError::RateLimited { .. })));
    assert_eq!(canned.seen().len(), 1);
}

#[tokio::test]
async fn searches_leave_part_of_the_hubs_limit_to_the_lists() {
    let hub = hub(3).await;
    hub.limit(500);
    let client = client(&hub.url());
    let id = "2601.00002".parse().unwrap();
    let mut answered = 0;
    for number in 0..600 {
        let lookup = match number % 2 {
            0 => client.search("kites", 3).await.map(drop),
            _ => client.paper(&id).await.map(drop),
        };
        match lookup {
            Ok(()) => answered += 1,
            Err(HubError::RateLimited { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(answered, 400);
    for _ in 0..100 {
        assert_eq!(outcome(client.daily(day(), None).await), "3 papers");
    }
    assert_eq!(hub.requests().len(), 500);
}

#[tokio::test]
async fn trending_keeps_the_settings_of_the_hub() {
    let hub = Hub::start(HubOptions::default()).await.unwrap();
    let url = format!("{}/api/daily_papers?sort=trending&limit=20", hub.url());
    let raw = reqwest::get(url).await.unwrap().text().await.unwrap();
    let raw: Vec<Value> = serde_json::from_str(&raw).unwrap();
    let expected: Vec<_> = raw.iter().filter_map(|entry| entry["paper"]["id"].as_str()).collect();
    let papers = client(&hub.url()).trending(20).await.unwrap();
    assert_eq!(ids(&papers), expected);
    assert_eq!(papers.len(), 20);
}

#[tokio::test]
async fn queries_of_any_length_fit_the_hubs_limit() {
    let hub = hub(5).await;
    let client = client(&hub.url());
    assert_eq!(client.search("kite & flies", 3).await.unwrap().len(), 3);
    assert_eq!(client.search(" \n", 3).await, Ok(Vec::new()));
    for query in ["kite ".repeat(200), "🪁".repeat(300), "x".repeat(251)] {
        assert!(client.search(&query, 1_000).await.is_ok(), "{query}");
    }
    assert_eq!(hub.requests()[0], "/api/papers/search?q=kite+%26+flies&limit=3");
    assert_eq!(hub.requests().len(), 4);
}

#[tokio::test]
async fn cards_include_linked_repositories() {
    let hub = hub(5).await;
    let model = json!({ "id": "kites/alone", "likes": 3, "downloads": 9, "pipeline_tag": "other" });
    let odd = json!({ "id": "a/../b](https://evil.example)", "likes": 1 });
    let space = json!({ "id": "kites/sky", "emoji": "🪁", "shortDescription": "Fly\none" });
    let repos = Repos { models: vec![model, odd], datasets: Vec::new(), spaces: vec![space] };
    hub.set_repos("2601.00002", repos);
    let client = client(&hub.url());
    let card = client.paper(&"2601.00002".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((card.paper.title.as_str(), card.paper.upvotes), ("Paper 2", 998));
    let models: Vec<_> = card.models.iter().map(|it| (it.id.as_str(), it.likes)).collect();
    assert_eq!((models, card.total_models), (vec![("kites/alone", 3)], 2));
    assert_eq!((card.datasets.len(), card.total_datasets), (0, 0));
    assert_eq!(card.spaces[0].about.as_deref(), Some("Fly one"));
    for unknown in ["2601.99999", "hep-th/9901001"] {
        assert_eq!(client.paper(&unknown.parse().unwrap()).await, Ok(None));
    }
}

#[tokio::test]
async fn token_and_pagination_stay_on_the_hubs_origin() {
    let elsewhere = Canned::start(vec![answer("200 OK", "", "[]")]).await;
    let to = |url: &str| answer("307 Temporary Redirect", &format!("location: {url}\r\n"), "");
    let link = format!("link: <{}/api/daily_papers?p=1>; rel=\"next\"\r\n", elsewhere.url);
    let pages =
        [answer("200 OK", &link, &json!([entry(1)]).to_string()), answer("200 OK", "", "[]")];
    let hub = Canned::start([vec![to("/api/moved"), to(&elsewhere.url)], pages.into()].concat());
    let hub = hub.await;
    let token = Some(SecretString::new("hf_secret".to_owned()));
    let settings = HubSettings { token, ..settings(&hub.url) };
    assert!(!format!("{settings:?}").contains("secret"), "{settings:?}");
    let client = HubClient::new(settings).unwrap();
    assert_eq!(client.daily(day(), None).await, Err(HubError::Refused { status: 307 }));
    assert_eq!(list(&client, day()).await.papers.len(), 1);
    assert_eq!(elsewhere.seen(), [""; 0]);
    let seen = hub.seen();
    assert_eq!(seen.len(), 4);
    assert!(seen.iter().all(|head| head.contains("authorization: Bearer hf_secret")), "{seen:?}");
    assert!(seen[0].contains(concat!("user-agent: paperboy/", env!("CARGO_PKG_VERSION"), "\r")));
    assert!(seen[1].starts_with("GET /api/moved "), "{}", seen[1]);
    assert!(seen[3].starts_with("GET /api/daily_papers?p=1 "), "{}", seen[3]);
}

#[tokio::test]
async fn unusual_but_valid_responses_are_read() {
    let half = json!([entry(1)]).to_string().replace("A kite flies.", "A kite \\ud83e");
    // `[]`, compressed.
    let zipped = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\x8b\x8e\x05\0\x29\xbb\x4c\x0d\x02\0\0\0";
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n";
    let endless = answer("200 OK", "link: <?date=2026-01-05&p=7>; rel=next\r\n", &half);
    let zipped = [head.as_bytes(), zipped].concat();
    let canned = Canned::start(vec![zipped, endless.clone(), endless.clone(), endless]).await;
    let client = client(&canned.url);
    assert_eq!(list(&client, day()).await.papers, []);
    // A next page without new papers is the last.
    let list = list(&client, day()).await;
    assert_eq!(list.papers[0].summary, "A kite \u{fffd}");
    assert_eq!((list.papers.len(), list.etag, canned.seen().len()), (1, None, 3));
}

#[test]
fn invalid_settings_are_refused() {
    let check = |base_url: &str, token: Option<&str>, expected: bool| {
        let token = token.map(|token: &str| SecretString::new(token.to_owned()));
        let settings = HubSettings { base_url: base_url.into(), token, ..HubSettings::default() };
        match HubClient::new(settings) {
            Ok(_) => assert!(expected, "{base_url}"),
            Err(HubError::Configuration(text)) => assert!(!expected, "{base_url}: {text}"),
            Err(error) => panic!("{base_url}: {error}"),
        }
    };
    check("https://huggingface.co/", Some("hf_a"), true);
    check("https://mirror.example:8080/hub", None, true);
    check("http://127.0.0.1:8080/hub", Some("hf_a"), true);
    check("http://mirror.example:8080/hub", None, false);
    check("http://[::1]:8080", Some("hf_a"), true);
    check("http://mirror.example", Some("hf_a"), false);
    check("https://huggingface.co", Some("hf\na"), false);
    check("https://ada:secret@huggingface.co", None, false);
    check("https://huggingface.co/?a=b", None, false);
    check("ftp://huggingface.co", None, false);
    check("huggingface.co", None, false);
    check("", None, false);
}
