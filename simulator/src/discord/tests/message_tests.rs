//! Tests of messages: paging, editing, deleting.

use serde_json::{Value, json};

use super::Bench;
use crate::discord::state::permissions::{READ_MESSAGE_HISTORY, SEND_MESSAGES, VIEW_CHANNEL};

#[tokio::test]
async fn pages_of_messages() {
    let bench = Bench::new().await;
    let mut ids = Vec::new();
    for number in 0..6 {
        ids.push(bench.post(&number.to_string()).await);
    }
    let check = async |query: String, expected: &str| {
        let path = bench.at(&format!("/messages?{query}"));
        let (_, found) = bench.call("GET", &path, Value::Null).await;
        let all = found.as_array().expect("a list").iter();
        let read: String = all.map(|one| one["content"].as_str().expect("a content")).collect();
        assert_eq!(read, expected, "{query}");
    };
    check(String::new(), "543210").await;
    check("limit=2".to_owned(), "54").await;
    check(format!("before={}&limit=2", ids[3]), "21").await;
    check(format!("after={}", ids[3]), "54").await;
    check(format!("after={}&limit=2", ids[0]), "21").await;
    check(format!("around={}&limit=3", ids[2]), "321").await;
    check(format!("around={}&limit=3", ids[0]), "10").await;
    check(format!("after={}", ids[5]), "").await;
}

#[tokio::test]
async fn edits_and_deletions() {
    let mut bench = Bench::new().await;
    let plain = format!("{}/{}", bench.at("/messages"), bench.post("one").await);
    let v2 = json!({ "flags": 1 << 15, "components": [{ "type": 10, "content": "two" }] });
    let made = bench.check("POST", &bench.at("/messages"), v2, "200").await;
    let v2 = format!("{}/{}", bench.at("/messages"), super::id(&made));
    bench.events_since();
    for (path, body, expected) in [
        (&plain, json!({ "content": "three" }), "200"),
        (&plain, json!({ "embeds": [{ "title": "t".repeat(257) }] }), "400 50035"),
        (&plain, json!({ "content": "" }), "400 50006"),
        (&plain, json!({ "flags": 1 << 2 }), "200"),
        (&v2, json!({ "content": "legacy" }), "400 50035"),
        (&v2, json!({ "embeds": [{ "title": "legacy" }] }), "400 50035"),
        (&v2, json!({ "flags": 0 }), "400 50035"),
        (&v2, json!({ "components": [{ "type": 10, "content": "four" }] }), "200"),
    ] {
        bench.check("PATCH", path, body, expected).await;
    }
    assert_eq!(bench.events_since(), ["MESSAGE_UPDATE"; 3]);
    let read = bench.check("GET", &plain, Value::Null, "200").await;
    assert_eq!((&read["content"], &read["flags"]), (&json!("three"), &json!(4)));
    assert!(read["edited_timestamp"].is_string());
    bench.check("DELETE", &plain, Value::Null, "204").await;
    assert_eq!(bench.events_since(), ["MESSAGE_DELETE"]);
    bench.check("DELETE", &plain, Value::Null, "404 10008").await;
    bench.check("PATCH", &plain, json!({ "content": "gone" }), "404 10008").await;
}

#[tokio::test]
async fn forbidden_actions_are_refused() {
    let bench = Bench::new().await;
    let message = bench.post("one").await;
    let one = bench.at(&format!("/messages/{message}"));
    let say = json!({ "content": "hi" });
    for (denied, method, path, body, expected) in [
        (SEND_MESSAGES, "POST", bench.at("/messages"), &say, "403 50013"),
        (VIEW_CHANNEL, "POST", bench.at("/messages"), &say, "403 50001"),
        (VIEW_CHANNEL, "GET", bench.at(""), &Value::Null, "403 50001"),
        (READ_MESSAGE_HISTORY, "GET", one.clone(), &Value::Null, "403 50013"),
        (0, "GET", "/channels/1".to_owned(), &Value::Null, "404 10003"),
        (0, "GET", "/guilds/1".to_owned(), &Value::Null, "404 10004"),
        (0, "GET", format!("/guilds/{}", bench.guild), &Value::Null, "200"),
        (0, "GET", bench.at(""), &Value::Null, "200"),
        (0, "GET", "/users/@me".to_owned(), &Value::Null, "200"),
        (0, "POST", bench.at("/typing"), &Value::Null, "204"),
        (0, "PATCH", bench.at(""), &json!({ "name": "n" }), "403 50013"),
    ] {
        bench.discord.deny(bench.channel, denied);
        bench.check(method, &path, body.clone(), expected).await;
        bench.discord.allow_again(bench.channel, denied);
    }
    bench.discord.remove_bot(bench.guild);
    bench.check("POST", &bench.at("/messages"), say, "403 50001").await;
}

#[tokio::test]
async fn nonces_return_the_first_message_for_some_minutes() {
    let bench = Bench::new().await;
    let body = json!({ "content": "once", "nonce": "a", "enforce_nonce": true });
    let path = bench.at("/messages");
    let post = async || super::id(&bench.check("POST", &path, body.clone(), "200").await);
    let first = post().await;
    assert_eq!(post().await, first);
    bench.discord.pass(std::time::Duration::from_secs(6 * 60));
    assert_ne!(post().await, first, "it is forgotten");
}
