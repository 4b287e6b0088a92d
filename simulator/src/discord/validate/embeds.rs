//! Validates embeds and URLs in a message.

use serde_json::Value;

use crate::discord::rest::error::FormErrors;
use crate::discord::validate::list;

const EMBEDS: usize = 10;
const EMBED_TOTAL: usize = 6000;

pub(super) fn check_embeds(embeds: &[Value], errors: &mut FormErrors) {
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

/// Checks for an http(s) URL with a host or, where allowed, an attachment of this message.
pub(super) fn check_url(
    path: &str,
    url: &str,
    most: usize,
    attachment: bool,
    errors: &mut FormErrors,
) {
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
