//! What Discord accepts in a message, written by hand from its documentation.
//!
//! A check looks at the message as it would stand afterwards, so one set of rules serves a new
//! message, an answer to an interaction, and an edit.

use std::collections::HashSet;

use serde_json::Value;

use crate::discord::refusal::{FormErrors, Refusal};

/// The message is made of components alone ("Components V2").
pub(crate) const COMPONENTS_V2: u64 = 1 << 15;
/// Only the invoker sees it.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
/// "… is thinking".
pub(crate) const LOADING: u64 = 1 << 7;
/// A thread hangs on it.
pub(crate) const HAS_THREAD: u64 = 1 << 5;
/// Flags a bot may set: suppress embeds, ephemeral, silent, voice message, components.
const SETTABLE: u64 = (1 << 2) | EPHEMERAL | (1 << 12) | (1 << 13) | COMPONENTS_V2;

const CONTENT: usize = 2000;
const EMBEDS: usize = 10;
const EMBED_TOTAL: usize = 6000;
const ROWS: usize = 5;
const COMPONENTS: usize = 40;
const TEXT_TOTAL: usize = 4000;
const FILES: usize = 10;
const NONCE: usize = 25;

/// Component kinds by Discord's numbers.
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
use component::{
    BUTTON, CONTAINER, FILE, GALLERY, ROW, SECTION, SELECTS, SEPARATOR, STRING_SELECT, TEXT,
    THUMBNAIL,
};

/// The list in a field; absent and null are empty.
pub(crate) fn list<'a>(body: &'a Value, field: &str) -> &'a [Value] {
    body[field].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The text in a field, if it is one.
fn text<'a>(body: &'a Value, field: &str) -> Option<&'a str> {
    body[field].as_str()
}

/// Checks a whole message; `files` are the names of the files that stand in it.
pub(crate) fn check_message(body: &Value, files: &[String]) -> Result<(), Refusal> {
    if !body.is_object() {
        return Err(Refusal::bad_json());
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
    let own = SETTABLE | LOADING | HAS_THREAD;
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
        return Err(Refusal::new(400, 50006, "Cannot send an empty message"));
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

fn check_embeds(embeds: &[Value], errors: &mut FormErrors) {
    if embeds.len() > EMBEDS {
        errors.add("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
    }
    let mut total = 0;
    for (index, embed) in embeds.iter().enumerate() {
        let at = |rest: &str| format!("embeds.{index}.{rest}");
        let mut measured = |path: &str, text: &Value, most: usize, errors: &mut FormErrors| {
            let text = text.as_str().unwrap_or_default();
            total += text.chars().count();
            errors.length(&at(path), text, 0, most);
        };
        measured("title", &embed["title"], 256, errors);
        measured("description", &embed["description"], 4096, errors);
        measured("footer.text", &embed["footer"]["text"], 2048, errors);
        measured("author.name", &embed["author"]["name"], 256, errors);
        let fields = list(embed, "fields");
        for (number, field) in fields.iter().enumerate() {
            for (part, most) in [("name", 256), ("value", 1024)] {
                let path = format!("fields.{number}.{part}");
                measured(&path, &field[part], most, errors);
                if field[part].as_str().is_none_or(|text| text.trim().is_empty()) {
                    errors.required(&at(&path));
                }
            }
        }
        if fields.len() > 25 {
            errors.add(&at("fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        }
        for (path, url) in [
            ("url", &embed["url"]),
            ("image.url", &embed["image"]["url"]),
            ("thumbnail.url", &embed["thumbnail"]["url"]),
            ("author.icon_url", &embed["author"]["icon_url"]),
            ("footer.icon_url", &embed["footer"]["icon_url"]),
        ] {
            if let Some(url) = url.as_str() {
                check_url(&at(path), url, 2048, path != "url", errors);
            }
        }
        let shown = ["title", "description", "image", "thumbnail", "author", "footer"];
        let visible = shown.iter().any(|part| !embed[*part].is_null()) || !fields.is_empty();
        if !visible {
            errors.required(&at("description"));
        }
    }
    if total > EMBED_TOTAL {
        let message = "Embed size exceeds maximum size of 6000";
        errors.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", message);
    }
}

/// An http(s) address with a host, or, where allowed, an attachment of this message.
fn check_url(path: &str, url: &str, most: usize, attachment: bool, errors: &mut FormErrors) {
    errors.length(path, url, 1, most);
    if attachment && url.starts_with("attachment://") {
        return;
    }
    let lower = url.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    match rest {
        None => {
            let schemes =
                if attachment { "'http', 'https', 'attachment'" } else { "'http', 'https'" };
            let message = format!("Scheme must be one of ({schemes}).");
            errors.add(path, "URL_TYPE_INVALID_SCHEME", message);
        }
        Some(rest) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let bad = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
            if host.is_empty() || rest.contains(bad) {
                errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
            }
        }
    }
}

/// One way through a message's components, counting what is counted over all of them.
struct Walk<'a> {
    errors: FormErrors,
    v2: bool,
    files: &'a [String],
    custom_ids: HashSet<String>,
    ids: HashSet<u64>,
    count: usize,
    text: usize,
}

impl<'a> Walk<'a> {
    fn new(errors: FormErrors) -> Walk<'a> {
        Walk {
            errors,
            v2: false,
            files: &[],
            custom_ids: HashSet::new(),
            ids: HashSet::new(),
            count: 0,
            text: 0,
        }
    }

    fn top(&mut self, components: &[Value]) {
        if !self.v2 && components.len() > ROWS {
            self.errors.add(
                "components",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 5 in length.",
            );
        }
        let allowed: &[u64] = match self.v2 {
            true => &[ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER],
            false => &[ROW],
        };
        self.all("components", components, allowed);
        if self.count > COMPONENTS {
            let message = format!(
                "Total number of components exceeds the maximum size of {COMPONENTS}: {}",
                self.count
            );
            self.errors.add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message);
        }
        if self.text > TEXT_TOTAL {
            let message = "The displayable text of a message exceeds the maximum size of 4000";
            self.errors.add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message);
        }
    }

    fn all(&mut self, path: &str, components: &[Value], allowed: &[u64]) {
        for (index, component) in components.iter().enumerate() {
            self.one(&format!("{path}.{index}"), component, allowed);
        }
    }

    fn one(&mut self, path: &str, body: &Value, allowed: &[u64]) {
        self.count += 1;
        let Some(kind) = body["type"].as_u64() else {
            self.errors.required(&format!("{path}.type"));
            return;
        };
        if !allowed.contains(&kind) {
            let names: Vec<_> = allowed.iter().map(u64::to_string).collect();
            let message = format!("Value of field \"type\" must be one of ({}).", names.join(", "));
            self.errors.add(&format!("{path}.type"), "UNION_TYPE_CHOICES", message);
            return;
        }
        if let Some(id) = body["id"].as_u64()
            && id != 0
            && !self.ids.insert(id)
        {
            let message = "Component id cannot be duplicated";
            self.errors.add(&format!("{path}.id"), "COMPONENT_ID_DUPLICATED", message);
        }
        match kind {
            ROW => self.row(path, body),
            BUTTON => self.button(path, body),
            SECTION => self.section(path, body),
            TEXT => self.display(path, body),
            THUMBNAIL => self.media(path, body),
            GALLERY => self.gallery(path, body),
            FILE => self.file(path, body),
            SEPARATOR => self.separator(path, body),
            CONTAINER => {
                let inner = list(body, "components");
                if inner.is_empty() {
                    self.errors.required(&format!("{path}.components"));
                }
                let allowed = [ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR];
                self.all(&format!("{path}.components"), inner, &allowed);
                if let Some(colour) = body["accent_color"].as_u64().filter(|c| *c > 0xff_ffff) {
                    let path = format!("{path}.accent_color");
                    let message = format!("int value {colour} should be at most 16777215.");
                    self.errors.add(&path, "NUMBER_TYPE_MAX", message);
                }
            }
            _ => self.select(path, body, kind),
        }
    }

    fn row(&mut self, path: &str, body: &Value) {
        let inner = list(body, "components");
        let path = format!("{path}.components");
        if inner.is_empty() || inner.len() > 5 {
            self.errors.add(&path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        }
        let kinds = |kind: &Value| kind["type"].as_u64().unwrap_or_default();
        if inner.len() > 1 && inner.iter().any(|one| SELECTS.contains(&kinds(one))) {
            let message = "The specified component exceeds the maximum width";
            self.errors.add(&path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
        }
        self.all(&path, inner, &[BUTTON, 3, 5, 6, 7, 8]);
    }

    fn custom_id(&mut self, path: &str, body: &Value) {
        let path = format!("{path}.custom_id");
        let Some(id) = text(body, "custom_id") else {
            self.errors.required(&path);
            return;
        };
        self.errors.length(&path, id, 1, 100);
        if !self.custom_ids.insert(id.to_owned()) {
            let message = "Component custom id cannot be duplicated";
            self.errors.add(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", message);
        }
    }

    fn button(&mut self, path: &str, body: &Value) {
        let style = body["style"].as_u64().unwrap_or_default();
        if !(1..=6).contains(&style) {
            let message = "Value must be one of {1, 2, 3, 4, 5, 6}.";
            self.errors.add(&format!("{path}.style"), "BASE_TYPE_CHOICES", message);
        }
        let label = text(body, "label").unwrap_or_default();
        self.errors.length(&format!("{path}.label"), label, 0, 80);
        if label.is_empty() && body["emoji"].is_null() && style != 6 {
            self.errors.required(&format!("{path}.label"));
        }
        if style == 5 {
            match text(body, "url") {
                Some(url) => check_url(&format!("{path}.url"), url, 512, false, &mut self.errors),
                None => self.errors.required(&format!("{path}.url")),
            }
            if !body["custom_id"].is_null() {
                let message = "A custom id and url cannot both be specified";
                self.errors.add(
                    &format!("{path}.custom_id"),
                    "COMPONENT_CUSTOM_ID_URL_EXCLUSIVE",
                    message,
                );
            }
        } else if style != 6 {
            if !body["url"].is_null() {
                let message = "A url can only stand on a link button";
                self.errors.add(&format!("{path}.url"), "BUTTON_COMPONENT_URL_INVALID", message);
            }
            self.custom_id(path, body);
        }
    }

    fn select(&mut self, path: &str, body: &Value, kind: u64) {
        self.custom_id(path, body);
        let placeholder = text(body, "placeholder").unwrap_or_default();
        self.errors.length(&format!("{path}.placeholder"), placeholder, 0, 150);
        let options = list(body, "options");
        let (least, most) = range_of(body);
        if !(1..=25).contains(&most) || least > most {
            let message = "Must be between 1 and 25, and not below min_values.";
            self.errors.add(&format!("{path}.max_values"), "NUMBER_TYPE_MAX", message);
        }
        if kind != STRING_SELECT {
            return;
        }
        if options.is_empty() || options.len() > 25 {
            let message = "Must be between 1 and 25 in length.";
            self.errors.add(&format!("{path}.options"), "BASE_TYPE_BAD_LENGTH", message);
        } else if most > options.len() as u64 {
            let message = "Must not be more than the number of options.";
            self.errors.add(&format!("{path}.max_values"), "SELECT_COMPONENT_MAX_VALUES", message);
        }
        let mut values = HashSet::new();
        for (index, option) in options.iter().enumerate() {
            let at = |field: &str| format!("{path}.options.{index}.{field}");
            for (field, least) in [("label", 1), ("value", 1), ("description", 0)] {
                let Some(text) = text(option, field) else {
                    if least > 0 {
                        self.errors.required(&at(field));
                    }
                    continue;
                };
                self.errors.length(&at(field), text, least, 100);
            }
            if !values.insert(text(option, "value").unwrap_or_default()) {
                let message = "The specified option value is already used";
                self.errors.add(&at("value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
            }
        }
    }

    fn section(&mut self, path: &str, body: &Value) {
        let inner = list(body, "components");
        if inner.is_empty() || inner.len() > 3 {
            let message = "Must be between 1 and 3 in length.";
            self.errors.add(&format!("{path}.components"), "BASE_TYPE_BAD_LENGTH", message);
        }
        self.all(&format!("{path}.components"), inner, &[TEXT]);
        let accessory = format!("{path}.accessory");
        match &body["accessory"] {
            Value::Null => self.errors.required(&accessory),
            accessory_body => self.one(&accessory, accessory_body, &[BUTTON, THUMBNAIL]),
        }
    }

    fn display(&mut self, path: &str, body: &Value) {
        let path = format!("{path}.content");
        let Some(content) = text(body, "content") else {
            self.errors.required(&path);
            return;
        };
        self.text += content.chars().count();
        self.errors.length(&path, content, 1, TEXT_TOTAL);
        if !content.is_empty() && content.trim().is_empty() {
            self.errors.required(&path);
        }
    }

    fn media(&mut self, path: &str, body: &Value) {
        let url = format!("{path}.media.url");
        match text(&body["media"], "url") {
            Some(address) => {
                check_url(&url, address, 2048, true, &mut self.errors);
                self.attached(&url, address);
            }
            None => self.errors.required(&url),
        }
        if let Some(description) = text(body, "description") {
            self.errors.length(&format!("{path}.description"), description, 1, 1024);
        }
    }

    fn gallery(&mut self, path: &str, body: &Value) {
        let items = list(body, "items");
        if items.is_empty() || items.len() > 10 {
            let message = "Must be between 1 and 10 in length.";
            self.errors.add(&format!("{path}.items"), "BASE_TYPE_BAD_LENGTH", message);
        }
        for (index, item) in items.iter().enumerate() {
            self.media(&format!("{path}.items.{index}"), item);
        }
    }

    fn file(&mut self, path: &str, body: &Value) {
        let url = format!("{path}.file.url");
        match text(&body["file"], "url") {
            Some(address) if address.starts_with("attachment://") => self.attached(&url, address),
            Some(_) => {
                let message = "Scheme must be one of ('attachment').";
                self.errors.add(&url, "URL_TYPE_INVALID_SCHEME", message);
            }
            None => self.errors.required(&url),
        }
    }

    fn separator(&mut self, path: &str, body: &Value) {
        let spacing = &body["spacing"];
        if !spacing.is_null() && !matches!(spacing.as_u64(), Some(1 | 2)) {
            let path = format!("{path}.spacing");
            self.errors.add(&path, "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.");
        }
    }

    /// An `attachment://` address names a file of the same message.
    fn attached(&mut self, path: &str, address: &str) {
        let Some(name) = address.strip_prefix("attachment://") else { return };
        if !self.files.iter().any(|file| file == name) {
            let message = "The referenced attachment does not exist in this message";
            self.errors.add(path, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message);
        }
    }
}

/// How many values a select wants, with Discord's defaults of exactly one.
pub(crate) fn range_of(select: &Value) -> (u64, u64) {
    (select["min_values"].as_u64().unwrap_or(1), select["max_values"].as_u64().unwrap_or(1))
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
