//! Tests of refused commands, and of ids that survive a new registration.

use serde_json::{Value, json};

use crate::discord::state::clock::Clock;
use crate::discord::state::registered_command::registered;
use crate::discord::validate::command::check_one;

fn check(command: Value, expected: &str) {
    let found = match check_one(&command) {
        Ok(()) => "taken".to_owned(),
        Err(refusal) => refusal.paths(),
    };
    let fits = if expected == "taken" { found == expected } else { found.contains(expected) };
    assert!(fits, "{command}\n  gave     {found}\n  expected {expected}");
}

fn with(options: Value) -> Value {
    json!({ "name": "search", "description": "d", "options": options })
}

#[test]
fn commands() {
    let option = |name: &str| json!({ "type": 3, "name": name, "description": "d" });
    let mut required = option("b");
    required["required"] = json!(true);
    check(with(json!([option("a")])), "taken");
    check(json!({ "name": "Search", "description": "d" }), "name: Command name is invalid");
    check(json!({ "name": "Find this paper", "type": 3 }), "taken");
    check(json!({ "name": "search" }), "description: Must be between 1 and 100");
    check(with(json!([option("a"), option("a")])), "options.1: Option names must be unique");
    check(with(json!([option("a"), required])), "options.1: Required options");
    check(with(Value::Array(vec![option("a"); 26])), "options: Must be 25");
    check(with(json!([{ "type": 3, "name": "a" }])), "options.0.description");
    check(
        with(json!([{ "type": 3, "name": "a", "description": "d", "autocomplete": true,
            "choices": [{ "name": "n", "value": "v" }] }])),
        "options.0.autocomplete",
    );
    check(
        with(json!([{ "type": 3, "name": "a", "description": "d",
            "choices": [{ "name": "n", "value": "v".repeat(101) }] }])),
        "choices.0.value",
    );
    let sub = json!({ "type": 1, "name": "add", "description": "d", "options": [option("a")] });
    check(with(json!([sub])), "taken");
    check(with(json!([{ "type": 2, "name": "g", "description": "d", "options": [sub] }])), "taken");
    check(with(json!([sub, option("a")])), "type: This type does not fit");
    let localized = json!({ "name": "a", "description": "d", "name_localizations": { "xx": "b" } });
    check(localized, "Locale is not supported");
}

#[test]
fn commands_keep_their_ids_by_name() {
    let mut clock = Clock::new(0);
    let command = json!({ "name": "today", "description": "d", "default_member_permissions": 32 });
    let first = registered(&mut clock, 1, None, &[], &command);
    let second = registered(&mut clock, 1, None, std::slice::from_ref(&first), &command);
    assert_eq!(first["id"], second["id"]);
    assert_ne!(first["version"], second["version"]);
    assert_eq!(second["default_member_permissions"], "32");
}
