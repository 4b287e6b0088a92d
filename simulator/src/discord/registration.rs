//! Commands as a bot registers them: what is refused, and what Discord gives back.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::discord::clock::Clock;
use crate::discord::limits::list;
use crate::discord::refusal::{FormErrors, Refusal};

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;
const SLASH_COMMANDS: usize = 100;
const CONTEXT_COMMANDS: usize = 15;
const CHARACTERS: usize = 8000;

/// Checks a whole list, as for a bulk overwrite.
pub(crate) fn check_all(commands: &[Value]) -> Result<(), Refusal> {
    let mut errors = FormErrors::default();
    let mut seen = HashSet::new();
    for (index, command) in commands.iter().enumerate() {
        check_command(&index.to_string(), command, &mut errors);
        let name = command["name"].as_str().unwrap_or_default();
        if !seen.insert((kind_of(command), name)) {
            let message = "Application command names must be unique";
            errors.add(&index.to_string(), "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
    }
    for (kind, most) in [(1, SLASH_COMMANDS), (2, CONTEXT_COMMANDS), (3, CONTEXT_COMMANDS)] {
        if commands.iter().filter(|command| kind_of(command) == kind).count() > most {
            let message = format!("Maximum number of application commands reached ({most})");
            return Err(Refusal::new(400, 30032, &message));
        }
    }
    errors.into_result()
}

/// Checks one command.
pub(crate) fn check_one(command: &Value) -> Result<(), Refusal> {
    let mut errors = FormErrors::default();
    check_command("", command, &mut errors);
    errors.into_result()
}

fn kind_of(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn join(path: &str, rest: &str) -> String {
    if path.is_empty() { rest.to_owned() } else { format!("{path}.{rest}") }
}

fn check_command(path: &str, command: &Value, errors: &mut FormErrors) {
    let slash = kind_of(command) == 1;
    check_name(path, command, slash, errors);
    let description = command["description"].as_str().unwrap_or_default();
    let at = join(path, "description");
    if slash {
        errors.length(&at, description, 1, 100);
    } else if !description.is_empty() {
        errors.add(&at, "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "Must be empty.");
    }
    check_localizations(path, command, errors);
    let permissions = &command["default_member_permissions"];
    let fits = match permissions {
        Value::Null => true,
        Value::String(bits) => bits.parse::<u64>().is_ok(),
        other => other.is_u64(),
    };
    if !fits {
        let message = "Must be a permission bit set.";
        errors.add(&join(path, "default_member_permissions"), "PERMISSIONS_INVALID", message);
    }
    for field in ["contexts", "integration_types"] {
        if command[field].as_array().is_some_and(Vec::is_empty) {
            errors.add(&join(path, field), "BASE_TYPE_BAD_LENGTH", "Must be 1 or more in length.");
        }
    }
    check_options(path, command, 0, errors);
    if size(command) > CHARACTERS {
        let message = "Command exceeds maximum size (8000)";
        errors.add(path, "APPLICATION_COMMAND_TOO_LARGE", message);
    }
}

fn check_name(path: &str, body: &Value, slash: bool, errors: &mut FormErrors) {
    let at = join(path, "name");
    let Some(name) = body["name"].as_str() else {
        errors.required(&at);
        return;
    };
    errors.length(&at, name, 1, 32);
    if slash && !fits_a_name(name) {
        let message = "Command name is invalid";
        errors.add(&at, "APPLICATION_COMMAND_INVALID_NAME", message);
    }
}

/// Letters, digits, `-`, `_` and `'`, and lower case wherever there is such a thing.
fn fits_a_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    name.chars().all(fits) && name == name.to_lowercase()
}

fn check_localizations(path: &str, body: &Value, errors: &mut FormErrors) {
    for (field, most) in [("name_localizations", 32), ("description_localizations", 100)] {
        for (locale, text) in body[field].as_object().into_iter().flatten() {
            let at = join(path, &format!("{field}.{locale}"));
            let text = text.as_str().unwrap_or_default();
            errors.length(&at, text, 1, most);
            let plain = kind_of(body) == 1 || body.get("description").is_some();
            if most == 32 && plain && !fits_a_name(text) {
                let message = "Command name is invalid";
                errors.add(&at, "APPLICATION_COMMAND_INVALID_NAME", message);
            }
            if !LOCALES.contains(&locale.as_str()) {
                errors.add(&at, "LOCALE_INVALID", "Locale is not supported.");
            }
        }
    }
}

fn check_options(path: &str, body: &Value, depth: usize, errors: &mut FormErrors) {
    let options = list(body, "options");
    let at = join(path, "options");
    if options.len() > 25 {
        errors.add(&at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    let mut seen = HashSet::new();
    let mut optional_seen = false;
    for (index, option) in options.iter().enumerate() {
        let at = format!("{at}.{index}");
        check_name(&at, option, true, errors);
        let description = option["description"].as_str().unwrap_or_default();
        errors.length(&format!("{at}.description"), description, 1, 100);
        check_localizations(&at, option, errors);
        if !seen.insert(option["name"].as_str().unwrap_or_default()) {
            let message = "Option names must be unique";
            errors.add(&at, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", message);
        }
        let kind = option["type"].as_u64().unwrap_or_default();
        let nested = matches!(kind, SUBCOMMAND | GROUP);
        let misplaced = match kind {
            SUBCOMMAND => depth > 1,
            GROUP => depth > 0,
            3..=11 => false,
            _ => true,
        };
        if misplaced || nested != options.iter().all(|o| matches!(o["type"].as_u64(), Some(1 | 2)))
        {
            let message = "This type does not fit at this place";
            errors.add(&format!("{at}.type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
        }
        if nested {
            check_options(&at, option, depth + if kind == GROUP { 1 } else { 2 }, errors);
            continue;
        }
        let required = option["required"] == true;
        if required && optional_seen {
            let message = "Required options must be placed before non-required options";
            errors.add(&at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional_seen |= !required;
        check_value_rules(&at, option, kind, errors);
    }
}

fn check_value_rules(at: &str, option: &Value, kind: u64, errors: &mut FormErrors) {
    let choices = list(option, "choices");
    if choices.len() > 25 {
        let path = format!("{at}.choices");
        errors.add(&path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    for (index, choice) in choices.iter().enumerate() {
        let at = format!("{at}.choices.{index}");
        errors.length(&format!("{at}.name"), choice["name"].as_str().unwrap_or_default(), 1, 100);
        let fits = match kind {
            3 => choice["value"].as_str().is_some_and(|value| value.chars().count() <= 100),
            4 => choice["value"].is_i64() || choice["value"].is_u64(),
            10 => choice["value"].is_number(),
            _ => false,
        };
        if !fits {
            let message = "The value does not fit the option's type.";
            errors.add(&format!("{at}.value"), "BASE_TYPE_BAD_TYPE", message);
        }
    }
    let completes = option["autocomplete"] == true;
    if completes && (!choices.is_empty() || !matches!(kind, 3 | 4 | 10)) {
        let message = "Autocomplete fits neither choices nor this type";
        errors.add(
            &format!("{at}.autocomplete"),
            "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID",
            message,
        );
    }
    for (least, most) in [("min_value", "max_value"), ("min_length", "max_length")] {
        let (low, high) = (option[least].as_f64(), option[most].as_f64());
        if low.zip(high).is_some_and(|(low, high)| low > high) {
            let message = format!("Must not be greater than {most}.");
            errors.add(&format!("{at}.{least}"), "NUMBER_TYPE_MAX", message);
        }
    }
}

/// Discord counts names, descriptions and values, and of localisations the longest.
fn size(body: &Value) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let widest = |field: &str, own: usize| {
        let localized = body[format!("{field}_localizations")].as_object();
        localized.into_iter().flatten().map(|(_, text)| count(text)).fold(own, usize::max)
    };
    let own = widest("name", count(&body["name"]))
        + widest("description", count(&body["description"]))
        + count(&body["value"]);
    let inner = list(body, "options").iter().chain(list(body, "choices"));
    own + inner.map(size).sum::<usize>()
}

/// A registered command as Discord gives it back. Ids stay with names over an overwrite.
pub(crate) fn registered(
    clock: &mut Clock,
    application: u64,
    server: Option<u64>,
    earlier: &[Value],
    command: &Value,
) -> Value {
    let kind = kind_of(command);
    let same = |old: &&Value| old["name"] == command["name"] && old["type"] == kind;
    let id = match earlier.iter().find(same) {
        Some(old) => old["id"].clone(),
        None => json!(clock.id().to_string()),
    };
    let permissions = match &command["default_member_permissions"] {
        Value::Number(bits) => json!(bits.to_string()),
        other => other.clone(),
    };
    let or = |field: &str, default: Value| match &command[field] {
        Value::Null => default,
        value => value.clone(),
    };
    let mut body = json!({
        "id": id,
        "application_id": application.to_string(),
        "version": clock.id().to_string(),
        "default_member_permissions": permissions,
        "type": kind,
        "name": command["name"],
        "name_localizations": command["name_localizations"],
        "description": or("description", json!("")),
        "description_localizations": command["description_localizations"],
        "integration_types": or("integration_types", json!([0])),
        "contexts": command["contexts"],
        "nsfw": or("nsfw", json!(false)),
    });
    if let Some(server) = server {
        body["guild_id"] = json!(server.to_string());
    } else {
        body["dm_permission"] = or("dm_permission", json!(true));
    }
    let options = list(command, "options");
    if !options.is_empty() {
        body["options"] = options.iter().map(option_back).collect();
    }
    body
}

fn option_back(option: &Value) -> Value {
    let mut body = Map::new();
    for (field, value) in option.as_object().into_iter().flatten() {
        let value = match field.as_str() {
            "options" => list(option, "options").iter().map(option_back).collect(),
            _ if value.is_null() => continue,
            _ => value.clone(),
        };
        body.insert(field.clone(), value);
    }
    Value::Object(body)
}

/// The locales Discord knows.
const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE",
    "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];

#[cfg(test)]
mod tests {
    use super::*;

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
        check(
            with(json!([{ "type": 2, "name": "g", "description": "d", "options": [sub] }])),
            "taken",
        );
        check(with(json!([sub, option("a")])), "type: This type does not fit");
        let localized =
            json!({ "name": "a", "description": "d", "name_localizations": { "xx": "b" } });
        check(localized, "Locale is not supported");
    }

    #[test]
    fn ids_stay_with_names() {
        let mut clock = Clock::new(0);
        let command =
            json!({ "name": "today", "description": "d", "default_member_permissions": 32 });
        let first = registered(&mut clock, 1, None, &[], &command);
        let second = registered(&mut clock, 1, None, std::slice::from_ref(&first), &command);
        assert_eq!(first["id"], second["id"]);
        assert_ne!(first["version"], second["version"]);
        assert_eq!(second["default_member_permissions"], "32");
    }
}
