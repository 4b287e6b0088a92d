//! Validates registered commands, and returns them in Discord's form.

use std::collections::HashSet;

use serde_json::Value;

use crate::discord::rest::error::{ApiError, FormErrors};
use crate::discord::validate::list;

use crate::discord::validate::command_option::check_options;

const SLASH_COMMANDS: usize = 100;
const CONTEXT_COMMANDS: usize = 15;
const CHARACTERS: usize = 8000;

/// Validates a whole list, as for a bulk overwrite.
pub(crate) fn check_all(commands: &[Value]) -> Result<(), ApiError> {
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
            return Err(ApiError::new(400, 30032, &message));
        }
    }
    errors.into_result()
}

/// Validates one command.
pub(crate) fn check_one(command: &Value) -> Result<(), ApiError> {
    let mut errors = FormErrors::default();
    check_command("", command, &mut errors);
    errors.into_result()
}

pub(crate) fn kind_of(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

pub(super) fn join(path: &str, rest: &str) -> String {
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

pub(super) fn check_name(path: &str, body: &Value, slash: bool, errors: &mut FormErrors) {
    let at = join(path, "name");
    let Some(name) = body["name"].as_str() else {
        errors.required(&at);
        return;
    };
    errors.length(&at, name, 1, 32);
    if slash && !is_command_name(name) {
        let message = "Command name is invalid";
        errors.add(&at, "APPLICATION_COMMAND_INVALID_NAME", message);
    }
}

/// Letters, digits, `-`, `_` and `'`, in lower case if the script has it.
pub(super) fn is_command_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    name.chars().all(fits) && name == name.to_lowercase()
}

pub(super) fn check_localizations(path: &str, body: &Value, errors: &mut FormErrors) {
    for (field, most) in [("name_localizations", 32), ("description_localizations", 100)] {
        for (locale, text) in body[field].as_object().into_iter().flatten() {
            let at = join(path, &format!("{field}.{locale}"));
            let text = text.as_str().unwrap_or_default();
            errors.length(&at, text, 1, most);
            let plain = kind_of(body) == 1 || body.get("description").is_some();
            if most == 32 && plain && !is_command_name(text) {
                let message = "Command name is invalid";
                errors.add(&at, "APPLICATION_COMMAND_INVALID_NAME", message);
            }
            if !LOCALES.contains(&locale.as_str()) {
                errors.add(&at, "LOCALE_INVALID", "Locale is not supported.");
            }
        }
    }
}

/// Discord counts names, descriptions and values and, of localizations, the longest.
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

/// The locales that Discord supports.
const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE",
    "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];
