//! Validates every body of a long conversation against Discord's OpenAPI document.

mod routes;

use std::time::Instant;

use serde_json::{Map, Value, json};
use simulator::{Discord, Exchange, Fault};

use crate::contract::{Document, Fields, complaints};
use crate::stage::{MESSAGES, SOON, Stage};

const BUTTON: u64 = 2;
const MENU: u64 = 3;

/// The live components of one kind in a message, at any depth.
fn components(of: &Value, kind: u64) -> Vec<&Value> {
    let inner = of["components"].as_array().into_iter().flatten().chain(of.get("accessory"));
    let mut found: Vec<&Value> = inner.flat_map(|inner| components(inner, kind)).collect();
    if of["type"] == kind && of["custom_id"].is_string() && of["disabled"] != true {
        found.push(of);
    }
    found
}

/// Selects the first option of every menu, then presses the last button, which turns a page. What
/// was added is kept for the rest of the conversation.
async fn use_all(discord: &Discord, user: u64, body: &Value) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let id = text(&body["id"]).parse().expect("a number");
    for menu in components(body, MENU) {
        let (menu, first) = (text(&menu["custom_id"]), text(&menu["options"][0]["value"]));
        let opened = discord.select(user, id, &menu, &[&first]).await;
        assert!(opened.body().is_some(), "{menu}: {opened:?}");
    }
    let buttons = components(body, BUTTON);
    let keeps = |button: &&&Value| !text(&button["custom_id"]).starts_with("remove:");
    if let Some(button) = buttons.iter().rev().find(keeps) {
        let pressed = discord.press(user, id, &text(&button["custom_id"])).await;
        assert!(pressed.body().is_some(), "{button}: {pressed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_conversation_matches_the_document() {
    let stage = Stage::new().await;
    let discord = &stage.discord;
    for line in [
        "/help",
        "/today",
        "/search diffusion",
        "/search zxqvbn",
        "/paper 2605.12345",
        "/subscription list",
        "/subscription add channel:#papers topics:all time:14:00 zone:UTC",
        "/subscription add channel:#papers topics:nonsense time:99:00 zone:Mars",
        "/preview",
        "/subscription list",
    ] {
        let answer = stage.say(line).await;
        let Some(body) = answer.body() else { panic!("{line}: {answer:?}") };
        use_all(discord, stage.admin, body).await;
    }
    let typed = |name: &str, value: &str| Map::from_iter([(name.to_owned(), json!(value))]);
    for (command, option, value) in [
        ("paper", "id", "a"),
        ("subscription add", "zone", "ber"),
        ("preview", "subscription", "1"),
    ] {
        let given = typed(option, value);
        let offered = discord.autocomplete(stage.admin, stage.papers, command, given, option).await;
        assert!(!offered.is_empty(), "/{command} {option}");
    }

    let (method, route, channel) = ("POST", MESSAGES, Some(stage.papers));
    for fault in [
        Fault::Html { method, route, channel, status: 502, times: 1 },
        Fault::DropAfterApply { method, route, channel, status: None, times: 1 },
    ] {
        discord.fault(fault);
    }
    let before = stage.posts().len();
    stage.due("2026-05-14T14:00:00Z").await;
    assert!(discord.until_message(stage.papers, before + 1, SOON).await, "it is tried again");
    let posts = discord.messages(stage.papers);
    assert_eq!(posts.len(), before + 1);
    use_all(discord, stage.member, &posts[before]).await;

    let removed = stage.say("/subscription remove id:1").await;
    assert!(removed.body().is_some(), "{removed:?}");
}

/// Makes sure that validation can fail.
#[test]
fn invalid_bodies_are_reported() {
    let Some(document) = Document::shared() else { return };
    let check = |route: &str, request: Value, status, response: Option<Value>, expected: &str| {
        let exchange = Exchange {
            at: Instant::now(),
            method: "POST".to_owned(),
            path: route.to_owned(),
            route: route.to_owned(),
            request: Some(request.clone()),
            status,
            response,
        };
        let found = complaints(document, &exchange, Fields::Refused);
        assert!(found.iter().any(|line| line.contains(expected)), "{request}: {found:#?}");
    };
    let callback = "/interactions/{interaction_id}/{interaction_token}/callback";
    let said = |components: Value| json!({ "components": components });
    check("/nowhere", json!({}), 204, None, "no such call");
    check(MESSAGES, json!({ "contents": "a slip" }), 0, None, "contents");
    check(MESSAGES, said(json!([{ "type": 10 }])), 0, None, "\"content\" is a required property");
    check(MESSAGES, json!({ "nonce": "n".repeat(26) }), 0, None, "longer than 25");
    check(MESSAGES, json!({}), 200, Some(json!({ "id": "1" })), "→ 200");
    check(MESSAGES, json!({}), 403, Some(json!({ "message": "no" })), "→ 403");
    let label = json!({ "name": "n".repeat(101), "value": "v" });
    let choices = json!({ "type": 8, "data": { "choices": [label] } });
    check(callback, choices, 204, None, "longer than 100");
}
