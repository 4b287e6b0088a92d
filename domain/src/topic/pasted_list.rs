//! Lists of topics in the forms in which people paste them.

use crate::expression::list_number;

/// Brings lists of other forms into one with commas: `#a #b`, `[a, b]`, `1. a 2. b`, `a, b, etc.`
pub(super) fn as_list(text: &str) -> String {
    let text = without_bullets(text.trim());
    let inside = |open: char, close: char| text.strip_prefix(open)?.strip_suffix(close);
    let text = inside('[', ']').or_else(|| inside('{', '}')).unwrap_or(&text);
    let tags: Option<Vec<&str>> = text.split_whitespace().map(tag).collect();
    if let Some(tags) = tags.filter(|tags| !tags.is_empty()) {
        return tags.join(", ");
    }
    let text = numbered(text).unwrap_or_else(|| text.to_owned());
    let bare = text.trim_end_matches(['.', '…', ' ']);
    let ends = ["etc", "and so on", "and more", "usw", ""];
    let end = ends.iter().find_map(|end| bare.strip_suffix(end));
    let end = end.filter(|rest| rest.trim_end().ends_with([',', ';']));
    end.map_or(text.clone(), str::to_owned)
}

/// Removes bullets or numbers before each line of a pasted list.
fn without_bullets(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let bare = |line: &str| {
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = digits.len() < line.len();
        let rest = match numbered {
            true => digits.strip_prefix(['.', ')']),
            false => line.strip_prefix(['-', '*', '+', '–', '—', '·']),
        };
        let rest = rest.filter(|rest| rest.starts_with(' ')).map(str::trim)?;
        // `- [ ] robotics`
        let boxed = ["[ ]", "[x]", "[X]"].iter().find_map(|mark| rest.strip_prefix(mark));
        Some(boxed.unwrap_or(rest).trim().to_owned())
    };
    let bare: Option<Vec<String>> = lines.map(bare).collect();
    match bare {
        Some(lines) if lines.len() > 1 => lines.join("\n"),
        _ => text.to_owned(),
    }
}

/// `1. a 2. b` as `a, b`, if the numbers count up from one.
fn numbered(text: &str) -> Option<String> {
    let mut list = String::with_capacity(text.len());
    let mut next = 1;
    for word in text.split_inclusive(char::is_whitespace) {
        match list_number(word.trim_end()) {
            Some(number) if number == next => {
                list.push_str(if next > 1 { ", " } else { "" });
                next += 1;
            }
            _ if next == 1 => return None,
            _ => list.push_str(word),
        }
    }
    (next > 2).then_some(list)
}

/// `robotics` for `#robotics`.
fn tag(word: &str) -> Option<&str> {
    word.strip_prefix('#').filter(|tag| tag.starts_with(char::is_alphanumeric))
}
