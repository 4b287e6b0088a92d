//! Tests of files attached to messages.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};

use serde_json::{Value, json};

use super::{Bench, answer, id};
use crate::discord::state::permissions::ATTACH_FILES;

/// A form with a payload and one text file.
fn form(request: reqwest::RequestBuilder, payload: &Value) -> reqwest::RequestBuilder {
    let part = |head: &str, content: &str| {
        format!("--cut\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let file = "name=\"files[0]\"; filename=\"a b.bib\"\r\nContent-Type: text/plain";
    let body = part("name=\"payload_json\"", &payload.to_string()) + &part(file, "@article{}");
    request.header("content-type", "multipart/form-data; boundary=cut").body(body + "--cut--\r\n")
}

#[tokio::test]
async fn files_are_returned_with_a_url() {
    let bench = Bench::new().await;
    let attachments = json!([{ "id": 0, "description": "Saved papers" }]);
    let payload = json!({ "content": "here", "attachments": attachments });
    let (status, made) =
        answer(form(bench.request("POST", &bench.at("/messages")), &payload)).await;
    assert_eq!(status, 200, "{made}");
    let file = &made["attachments"][0];
    assert_eq!((&file["filename"], &file["size"]), (&json!("a_b.bib"), &json!(10)));
    assert_eq!(file["description"], "Saved papers");
    let url = file["url"].as_str().expect("an address");
    let read = bench.http.get(url).send().await.expect("an answer");
    assert_eq!(read.headers()["content-type"], "text/plain");
    assert_eq!(read.text().await.expect("a text"), "@article{}");

    let path = bench.at(&format!("/messages/{}", id(&made)));
    let kept = bench.check("PATCH", &path, json!({ "content": "still here" }), "200").await;
    assert_eq!(kept["attachments"].as_array().map(Vec::len), Some(1));
    let gone = bench.check("PATCH", &path, json!({ "attachments": [] }), "200").await;
    assert_eq!(gone["attachments"], json!([]));

    let recorded = bench.discord.exchanges().remove(0).request;
    assert_eq!(recorded, Some(payload), "the record has what stood in payload_json");
}

#[tokio::test]
async fn invalid_files_are_refused() {
    let bench = Bench::new().await;
    let path = bench.at("/messages");
    let named = |name: &str| {
        json!({ "flags": 1 << 15, "components": [
            { "type": 13, "file": { "url": format!("attachment://{name}") } },
        ] })
    };
    let (status, found) = answer(form(bench.request("POST", &path), &named("other.txt"))).await;
    assert_eq!((status, &found["code"]), (400, &json!(50035)), "{found}");
    let (status, found) = answer(form(bench.request("POST", &path), &named("a b.bib"))).await;
    assert_eq!(status, 200, "{found}");
    bench.discord.deny(bench.channel, ATTACH_FILES);
    let (status, _) = answer(form(bench.request("POST", &path), &json!({}))).await;
    assert_eq!(status, 403);
    let broken = bench.request("POST", &path).body("--cut\r\nno end");
    let broken = broken.header("content-type", "multipart/form-data; boundary=cut");
    assert_eq!(answer(broken).await.0, 400);
}

/// What is answered to the beginning of a message whose body has this length.
async fn begun(bench: &Bench, length: usize) -> String {
    let address = bench.discord.url().trim_start_matches("http://").to_owned();
    let path = bench.at("/messages");
    let token = bench.discord.token();
    let head = format!(
        "POST /api/v10{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bot {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{\"content\":"
    );
    let sent = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(head.as_bytes()).expect("the beginning");
        stream.shutdown(Shutdown::Write).expect("the end");
        let mut answer = Vec::new();
        // A cut connection ends with an error.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    });
    sent.await.expect("an answer")
}

#[tokio::test]
async fn a_message_that_was_not_sent_completely_is_no_request() {
    let bench = Bench::new().await;
    let answer = begun(&bench, 100).await;
    assert!(!answer.contains("50109"), "{answer}");
    assert_eq!(bench.discord.violations(), Vec::<String>::new());
    let answer = begun(&bench, 11 << 20).await;
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("40005"), "{answer}");
    assert_eq!(bench.discord.violations().len(), 1);
}
