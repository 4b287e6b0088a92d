//! Parses bodies to JSON, and cleans people's texts to a single line.

use domain::is_invisible;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::HubError;
use super::markup::without_markup;

/// The text on one line, single-spaced, without control characters and invisible ones that break
/// words or reverse the line; `None` if nothing is left.
fn line(text: &str) -> Option<String> {
    let unseen = |c: char| (c.is_control() && !c.is_whitespace()) || is_invisible(c);
    let seen: String = text.chars().filter(|c| !unseen(*c)).collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// A title, abstract or name as a reader sees it, on one line.
pub(super) fn plain(text: &str) -> Option<String> {
    line(&without_markup(text))
}

/// Parses the body as a type that accepts any JSON.
pub(super) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, HubError> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(unreadable("it is empty"));
    }
    if text.starts_with('<') {
        return Err(unreadable("it is a web page"));
    }
    serde_json::from_str(text).or_else(|error| match error.classify() {
        Category::Eof => Err(unreadable("it is cut off")),
        // The only possible data error is a duplicate field.
        Category::Data => Err(unreadable("a field occurs twice")),
        _ => serde_json::from_str(&mend(text)).map_err(|_| unreadable("it is not JSON")),
    })
}

/// Replaces unpaired halves of surrogate pairs. The hub cuts its summaries by UTF-16 units,
/// sometimes inside an emoji, and one unpaired half makes the whole body invalid JSON.
fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let pair = matches!(unit(escape), Some(0xd800..=0xdbff))
            && matches!(escape.get(6..).and_then(unit), Some(0xdc00..=0xdfff));
        let length = match unit(escape) {
            Some(0xd800..=0xdfff) if pair => 12,
            Some(0xd800..=0xdfff) => {
                mended.push_str("\\ufffd");
                rest = &escape[6..];
                continue;
            }
            // Skip the backslash and the escaped character, so that `\\ud800` isn't taken for a
            // half.
            _ => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        mended.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    mended.push_str(rest);
    mended
}

/// The UTF-16 unit of an escape such as `\ud83d` at the start of the text.
fn unit(escape: &str) -> Option<u16> {
    u16::from_str_radix(escape.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

/// The error for a response that is not what the hub usually sends.
pub(super) fn unreadable(what: &str) -> HubError {
    HubError::Unreadable { what: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn text_becomes_one_clean_line() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(line(text).as_deref(), expected, "{text:?}");
        };
        check("Plain", Some("Plain"));
        check("  two\n  lines\t here ", Some("two lines here"));
        check("no\u{0}thing \u{7} rings\u{200b}", Some("nothing rings"));
        check("abc\u{202e}fed\u{e0041}\u{3164}", Some("abcfed"));
        check("$\\alpha$ 论文 👩‍🔬", Some("$\\alpha$ 论文 👩‍🔬"));
        check(" \n\u{feff}", None);
        check("", None);
    }

    #[test]
    fn bodies_are_json_or_the_error_says_why() {
        let check = |body: &[u8], expected: &str| {
            let said = json::<Value>(body);
            let said = said.map_or_else(|error| error.to_string(), |json| json.to_string());
            let said = said.replace("cannot parse the hub's response: ", "");
            assert_eq!(said, expected, "{}", String::from_utf8_lossy(body));
        };
        check(b"[]", "[]");
        check(b"\xef\xbb\xbf [] \n", "[]");
        check(b"", "it is empty");
        check(b" \n", "it is empty");
        check(b"<!doctype html><p>Sorry", "it is a web page");
        check(b"[{\"a\":", "it is cut off");
        check(b"Bad Gateway", "it is not JSON");
        check(b"[1],", "it is not JSON");
        check(b"[\"\xff\"]", "[\"\u{fffd}\"]");
        check(&[b'['; 100_000], "it is not JSON");
        check(br#"["a\ud83d","\ude00b","\ud83d\ude00"]"#, "[\"a\u{fffd}\",\"\u{fffd}b\",\"😀\"]");
        check(br#"["\\ud83d","\ud83d"]"#, "[\"\\\\ud83d\",\"\u{fffd}\"]");
        check(br#"["\ud83d\"#, "it is cut off");
    }
}
