//! Tests of the message rules: bodies with the code and path of the error.

use serde_json::{Value, json};

use crate::discord::validate::{COMPONENTS_V2, check_message};

/// `None` if the message is accepted, otherwise "code path: message; …".
fn verdict(body: &Value) -> Option<String> {
    let refusal = check_message(body, &["chart.png".to_owned()][..0]).err()?;
    Some(format!("{} {}", refusal.code, refusal.paths()))
}

fn check(body: Value, expected: &str) {
    let found = verdict(&body).unwrap_or_else(|| "taken".to_owned());
    let fits = if expected == "taken" { found == expected } else { found.contains(expected) };
    assert!(fits, "{body}\n  gave     {found}\n  expected {expected}");
}

fn v2(components: Value) -> Value {
    json!({ "flags": COMPONENTS_V2, "components": components })
}

fn row(components: Value) -> Value {
    json!({ "content": "x", "components": [{ "type": 1, "components": components }] })
}

fn text_of(length: usize) -> Value {
    json!({ "type": 10, "content": "x".repeat(length) })
}

fn button(id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "Go", "custom_id": id })
}

#[test]
fn content_and_emptiness() {
    check(json!({ "content": "hello" }), "taken");
    check(json!({ "content": "é".repeat(2000) }), "taken");
    check(json!({ "content": "x".repeat(2001) }), "50035 content: Must be 2000 or fewer");
    check(json!({}), "50006");
    check(json!({ "content": " \n " }), "50006");
    check(json!({ "content": 7 }), "50035 content");
    check(json!([]), "50109");
    check(json!({ "content": "x", "flags": 2 }), "50035 flags");
}

#[test]
fn nonces_and_mentions() {
    check(json!({ "content": "x", "nonce": "n".repeat(25) }), "taken");
    check(json!({ "content": "x", "nonce": "n".repeat(26) }), "nonce: Must be 25 or fewer");
    check(json!({ "content": "x", "allowed_mentions": { "parse": [] } }), "taken");
    check(json!({ "content": "x", "allowed_mentions": { "parse": ["all"] } }), "parse.0");
    check(
        json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
        "mutually exclusive",
    );
}

#[test]
fn embeds() {
    let of = |embeds: Value| json!({ "embeds": embeds });
    check(of(json!([{ "title": "t" }])), "taken");
    check(of(json!([{}])), "embeds.0.description: This field is required");
    check(of(json!([{ "title": "x".repeat(257) }])), "embeds.0.title: Must be 256");
    check(of(json!([{ "description": "x".repeat(4097) }])), "embeds.0.description");
    let long = json!({ "description": "x".repeat(3001) });
    check(of(json!([long, long])), "embeds: Embed size exceeds maximum size of 6000");
    check(of(json!([{ "title": "t", "url": "javascript:x" }])), "embeds.0.url: Scheme");
    check(of(json!([{ "fields": [{ "name": "", "value": "v" }] }])), "embeds.0.fields.0.name");
    check(of(Value::Array(vec![json!({ "title": "t" }); 11])), "embeds: Must be 10 or fewer");
}

#[test]
fn components_without_the_flag() {
    check(row(json!([button("a"), button("b")])), "taken");
    check(row(json!([])), "components.0.components: Must be between 1 and 5");
    check(row(json!([button("a"), button("a")])), "components.0.components.1.custom_id");
    check(json!({ "content": "x", "components": [text_of(1)] }), "components.0.type");
    let rows: Vec<_> =
        (0..6).map(|n| json!({ "type": 1, "components": [button(&n.to_string())] })).collect();
    check(json!({ "content": "x", "components": rows }), "components: Must be between 1 and 5");
    check(
        row(json!([{ "type": 2, "style": 1, "label": "x".repeat(81), "custom_id": "a" }])),
        "label",
    );
    check(row(json!([{ "type": 2, "style": 1, "label": "x" }])), "custom_id: This field");
    check(row(json!([{ "type": 2, "style": 5, "label": "x" }])), "url: This field");
    let link = |url: &str| row(json!([{ "type": 2, "style": 5, "label": "x", "url": url }]));
    check(link("https://arxiv.org/abs/1"), "taken");
    check(link("ftp://arxiv.org"), "url: Scheme must be one of ('http', 'https')");
    check(link("https://"), "url: Not a well formed URL");
    check(link(&format!("https://a/{}", "x".repeat(512))), "url: Must be between 1 and 512");
}

#[test]
fn selects() {
    let of = |count: usize| {
        let options: Vec<_> =
            (0..count).map(|n| json!({ "label": n.to_string(), "value": n.to_string() })).collect();
        json!({ "type": 3, "custom_id": "s", "options": options })
    };
    check(row(json!([of(25)])), "taken");
    check(row(json!([of(26)])), "options: Must be between 1 and 25");
    check(row(json!([of(0)])), "options: Must be between 1 and 25");
    check(row(json!([of(1), button("a")])), "maximum width");
    let twice = json!({ "label": "a", "value": "a" });
    check(
        row(json!([{ "type": 3, "custom_id": "s", "options": [twice, twice] }])),
        "options.1.value: The specified option value is already used",
    );
    check(row(json!([{ "type": 8, "custom_id": "c" }])), "taken");
    check(row(json!([{ "type": 8, "custom_id": "c", "max_values": 26 }])), "max_values");
}

#[test]
fn components_with_the_flag() {
    check(v2(json!([text_of(4000)])), "taken");
    check(v2(json!([text_of(2001), text_of(2000)])), "displayable text");
    check(v2(json!([{ "type": 10, "content": "" }])), "components.0.content");
    check(v2(json!([])), "50006");
    let mut both = v2(json!([text_of(1)]));
    both["content"] = json!("no");
    check(both, "content: The 'content' field cannot be used");
    check(v2(Value::Array(vec![text_of(1); 40])), "taken");
    check(v2(Value::Array(vec![text_of(1); 41])), "exceeds the maximum size of 40: 41");
    let nested = json!({ "type": 17, "components": vec![text_of(1); 40] });
    check(v2(json!([nested])), "40: 41");
    check(v2(json!([{ "type": 17, "components": [{ "type": 17, "components": [] }] }])), "0.type");
    check(v2(json!([button("a")])), "components.0.type");
}

#[test]
fn sections_galleries_and_files() {
    let picture = json!({ "type": 11, "media": { "url": "https://a.b/c.png" } });
    let section = |texts: Value, accessory: Value| {
        v2(json!([{ "type": 9, "components": texts, "accessory": accessory }]))
    };
    check(section(json!([text_of(1)]), picture.clone()), "taken");
    check(section(json!([text_of(1)]), Value::Null), "accessory: This field is required");
    check(section(json!([]), picture.clone()), "components.0.components: Must be between 1 and 3");
    check(section(json!([button("a")]), picture), "components.0.components.0.type");
    check(section(json!([text_of(1)]), text_of(1)), "accessory.type");
    let lost = json!({ "type": 11, "media": { "url": "attachment://lost.png" } });
    check(section(json!([text_of(1)]), lost), "accessory.media.url: The referenced attachment");
    let item = json!({ "media": { "url": "https://a.b/c.png" } });
    check(v2(json!([{ "type": 12, "items": vec![item.clone(); 10] }])), "taken");
    check(v2(json!([{ "type": 12, "items": vec![item; 11] }])), "items: Must be between 1 and 10");
    check(v2(json!([{ "type": 13, "file": { "url": "https://a.b/c" } }])), "file.url: Scheme");
}
