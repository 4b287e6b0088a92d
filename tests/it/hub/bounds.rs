//! Responses larger than any that the hub sends: their cost, and what is kept of them.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use paperboy::hub::HubError;
use serde_json::{Value, json};

use super::canned::{Canned, answer};
use super::{DAY, client, day, entry, list};

/// The memory limit of the whole process, whatever the hub sends. It takes 25 MB for a usual day.
const MOST_MEMORY: u64 = 80 << 20;

fn zipped(body: &[u8]) -> Vec<u8> {
    let mut zip = GzEncoder::new(Vec::new(), Compression::best());
    zip.write_all(body).expect("memory");
    let bytes = zip.finish().expect("memory");
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n";
    [head.as_bytes(), &bytes].concat()
}

/// Lets the real binary read one day; returns its peak memory in bytes, and its log.
async fn sync(body: Vec<u8>) -> (u64, String) {
    let hub = Canned::start(vec![body]).await;
    let data = tempfile::tempdir().expect("a folder");
    let child = Command::new(env!("CARGO_BIN_EXE_paperboy"))
        .args(["sync", "--init", "--from", DAY, "--to", DAY])
        .env_clear()
        .env("PAPERBOY_HUB_URL", &hub.url)
        .env("PAPERBOY_DATA_DIR", data.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let status = format!("/proc/{}/status", child.id());
    let peak = move || {
        let text = std::fs::read_to_string(&status).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    let ended = tokio::task::spawn_blocking(move || child.wait_with_output().expect("it ends"));
    let mut most = 0;
    while !ended.is_finished() {
        most = peak().unwrap_or_default().max(most);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let output = ended.await.expect("no panic");
    (most * 1_024, String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn small_responses_never_cost_much_memory() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let many = |item: &str, times: usize| format!("[{}0]", format!("{item},").repeat(times));
    let with = |field: &str, value: &str| {
        format!(r#"[{{"paper":{{"id":"2601.00001","title":"T","{field}":{value}}}}}]"#)
    };
    for (what, body, said) in [
        ("a usual day", json!([entry(1)]).to_string(), ""),
        ("16 MB of objects", many(r#"{"":0}"#, 2_400_000), "larger than 3303810 bytes"),
        ("3 MB of objects", many(r#"{"":0}"#, 470_000), "its format has changed, 100 of 100"),
        ("3 MB of arrays", many("[[]]", 650_000), "its format has changed"),
        ("3 MB of keys", with("x", &format!("{{{}}}", r#""":0,"#.repeat(600_000) + "\"\":0")), ""),
        ("3 MB of authors", with("authors", &many("{}", 1_000_000)), "no summary"),
        ("3 MB of keywords", with("ai_keywords", &many(r#""a""#, 800_000)), "no summary"),
        ("3 MB of depth", "[".repeat(3_000_000), "it is cut off"),
        ("3 MB of title", with("title", &format!("\"{}\"", "a".repeat(3_000_000))), "occurs twice"),
    ] {
        let (peak, log) = sync(zipped(body.as_bytes())).await;
        assert!(log.contains(said), "{what}: {log}");
        assert!(peak > 0, "{what}: no measure");
        assert!(peak < MOST_MEMORY, "{what}: {} MB", peak >> 20);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn overlong_fields_are_truncated_and_logged() {
    let mut long = entry(1);
    let many = |item: Value, times: usize| vec![item; times];
    long["paper"]["title"] = json!("é".repeat(1_500));
    long["paper"]["summary"] = json!("s".repeat(30_000));
    long["paper"]["ai_summary"] = json!("a".repeat(9_000));
    long["paper"]["authors"] = json!(many(json!({ "name": "n".repeat(400) }), 5_100));
    long["paper"]["ai_keywords"] = json!(many(json!("k".repeat(301)), 301));
    long["paper"]["githubRepo"] = json!(format!("https://a.example/{}", "a".repeat(3_000)));
    let entries: Vec<Value> = [long].into_iter().chain((2..=150).map(entry)).collect();
    let body = json!(entries).to_string();
    let canned = Canned::start(vec![answer("200 OK", "", &body); 3]).await;
    let client = client(&canned.url);
    let list = list(&client, day()).await;
    assert_eq!((list.papers.len(), list.dropped), (100, 0));
    let paper = &list.papers[0];
    let length = |text: &str| text.chars().count();
    assert_eq!(length(&paper.title), 1_000);
    assert_eq!(length(&paper.summary), 20_000);
    assert_eq!(length(paper.ai_summary.as_deref().unwrap_or_default()), 4_000);
    assert_eq!((paper.authors.len(), length(&paper.authors[0])), (5_000, 300));
    assert_eq!((paper.keywords.len(), length(&paper.keywords[0])), (300, 300));
    assert_eq!(paper.github, None, "the beginning of a link is another link");
    // As many as were requested, however many arrive.
    assert_eq!(client.search("kites", 7).await.map(|papers| papers.len()), Ok(7));
    assert_eq!(client.trending(5).await.map(|papers| papers.len()), Ok(5));

    let (_, log) = sync(answer("200 OK", "", &body)).await;
    let cut = "5000 of author, 100 of authors, 50 of entries, 300 of keyword, 1 of keywords";
    assert!(log.contains(cut), "{log}");
    assert!(!log.contains("nnn") && !log.contains("kkk"), "{log}");
}

#[tokio::test]
async fn lists_with_too_many_pages_end() {
    let page = |number: usize| {
        let link = format!("link: <?p={}>; rel=next\r\n", number + 1);
        answer("200 OK", &link, &json!([entry(number)]).to_string())
    };
    let canned = Canned::start((0..50).map(page).collect()).await;
    assert_eq!(list(&client(&canned.url), day()).await.papers.len(), 10);
    let huge = format!("[{}0]", " ".repeat(4_000_000));
    let canned = Canned::start(vec![answer("200 OK", "", &huge)]).await;
    let Err(HubError::Unreadable { what }) = client(&canned.url).trending(5).await else {
        panic!("the body is too large");
    };
    assert_eq!(what, "the body is larger than 3303810 bytes");
}
