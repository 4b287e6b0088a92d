//! Validates message bodies by rules written from Discord's documentation.
//!
//! A check looks at the resulting message, so the same rules apply to a new message, an interaction
//! response, and an edit.

use serde_json::Value;

use crate::discord::rest::error::{ApiError, FormErrors};

use crate::discord::validate::components::Walk;
use crate::discord::validate::embeds::check_embeds;

/// The message consists only of components ("Components V2").
pub(crate) const COMPONENTS_V2: u64 = 1 << 15;
/// Only the invoker can see it.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
/// "… is thinking".
pub(crate) const LOADING: u64 = 1 << 7;
/// It is published to the followers of its channel.
pub(crate) const CROSSPOSTED: u64 = 1;
/// It has a thread.
pub(crate) const HAS_THREAD: u64 = 1 << 5;
/// Flags a bot may set: suppress embeds, ephemeral, silent, voice message, components.
const SETTABLE: u64 = (1 << 2) | EPHEMERAL | (1 << 12) | (1 << 13) | COMPONENTS_V2;

const CONTENT: usize = 2000;
const FILES: usize = 10;
const NONCE: usize = 25;

/// Discord's component types.
pub(crate) mod component {
    pub(crate) const ROW: u64 = 1;
    pub(crate) const BUTTON: u64 = 2;
    pub(crate) const STRING_SELECT: u64 = 3;
    pub(crate) const SECTION: u64 = 9;
    pub(crate) const TEXT: u64 = 10;
    pub(crate) const THUMBNAIL: u64 = 11;
    pub(crate) const GALLERY: u64 = 12;
    pub(crate) const FILE: u64 = 13;
    pub(crate) const SEPARATOR: u64 = 14;
    pub(crate) const CONTAINER: u64 = 17;
    /// String, user, role, mentionable, channel.
    pub(crate) const SELECTS: [u64; 5] = [3, 5, 6, 7, 8];
}

/// The list in a field; empty if absent or null.
pub(crate) fn list<'a>(body: &'a Value, field: &str) -> &'a [Value] {
    body[field].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The text in a field, if it is a string.
pub(super) fn text<'a>(body: &'a Value, field: &str) -> Option<&'a str> {
    body[field].as_str()
}

/// Validates a whole message; `files` are the names of its files.
pub(crate) fn check_message(body: &Value, files: &[String]) -> Result<(), ApiError> {
    if !body.is_object() {
        return Err(ApiError::bad_json());
    }
    let mut errors = FormErrors::default();
    for (field, fits) in [
        ("content", body["content"].is_string() || body["content"].is_null()),
        ("embeds", body["embeds"].is_array() || body["embeds"].is_null()),
        ("components", body["components"].is_array() || body["components"].is_null()),
        ("flags", body["flags"].is_u64() || body["flags"].is_null()),
    ] {
        if !fits {
            errors.add(field, "BASE_TYPE_BAD_TYPE", "The value has the wrong type.");
        }
    }
    let flags = body["flags"].as_u64().unwrap_or_default();
    let own = SETTABLE | LOADING | HAS_THREAD | CROSSPOSTED;
    if flags & !own != 0 {
        errors.add("flags", "MESSAGE_FLAGS_INVALID", "These message flags cannot be set.");
    }
    let v2 = flags & COMPONENTS_V2 != 0;
    let content = text(body, "content").unwrap_or_default().trim();
    errors.length("content", content, 0, CONTENT);
    if v2 {
        for (field, used) in [
            ("content", !content.is_empty()),
            ("embeds", !list(body, "embeds").is_empty()),
            ("sticker_ids", !list(body, "sticker_ids").is_empty()),
            ("poll", !body["poll"].is_null()),
        ] {
            if used {
                errors.add(
                    field,
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    format!("The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"),
                );
            }
        }
    }
    if files.len() > FILES {
        errors.add("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
    }
    check_nonce(body, &mut errors);
    check_mentions(body, &mut errors);
    check_embeds(list(body, "embeds"), &mut errors);
    let mut walk = Walk { v2, files, ..Walk::new(errors) };
    walk.top(list(body, "components"));
    walk.errors.into_result()?;
    let filled = ["embeds", "components", "sticker_ids"];
    let empty = content.is_empty()
        && files.is_empty()
        && body["poll"].is_null()
        && filled.iter().all(|field| list(body, field).is_empty());
    if empty {
        return Err(ApiError::new(400, 50006, "Cannot send an empty message"));
    }
    Ok(())
}

fn check_nonce(body: &Value, errors: &mut FormErrors) {
    match &body["nonce"] {
        Value::Null | Value::Number(_) => {}
        Value::String(nonce) => errors.length("nonce", nonce, 0, NONCE),
        _ => errors.add("nonce", "NONCE_TYPE_ERROR", "Must be a string or an integer."),
    }
}

fn check_mentions(body: &Value, errors: &mut FormErrors) {
    let allowed = &body["allowed_mentions"];
    let parse = list(allowed, "parse");
    for (index, kind) in parse.iter().enumerate() {
        if !matches!(kind.as_str(), Some("users" | "roles" | "everyone")) {
            let path = format!("allowed_mentions.parse.{index}");
            let message = "Value must be one of ('users', 'roles', 'everyone').";
            errors.add(&path, "BASE_TYPE_CHOICES", message);
        }
    }
    for field in ["users", "roles"] {
        let named = list(allowed, field);
        let path = format!("allowed_mentions.{field}");
        if named.len() > 100 {
            errors.add(&path, "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.");
        }
        if !named.is_empty() && parse.iter().any(|kind| kind == field) {
            let message =
                format!("parse:[\"{field}\"] and {field}: [ids...] are mutually exclusive.");
            errors.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
        }
    }
}

/// How many values a select requires; by default exactly one.
pub(crate) fn range_of(select: &Value) -> (u64, u64) {
    (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1))
}
