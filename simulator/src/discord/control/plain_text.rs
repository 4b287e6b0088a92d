//! Renders a message as plain text, for inline snapshots.

use serde_json::Value;

use crate::discord::validate::component::{
    BUTTON, CONTAINER, FILE, ROW, SECTION, SELECTS, SEPARATOR, STRING_SELECT, TEXT,
};
use crate::discord::validate::list;

/// All text of a message in order: content, embeds, components, files.
///
/// Buttons are `[label]`, link buttons `[label](url)`, selects `[placeholder ▾ one | two]`.
pub(crate) fn text(message: &Value) -> String {
    let mut lines = Vec::new();
    push(&mut lines, &message["content"]);
    for embed in list(message, "embeds") {
        for part in [&embed["author"]["name"], &embed["title"], &embed["description"]] {
            push(&mut lines, part);
        }
        for field in list(embed, "fields") {
            push(&mut lines, &field["name"]);
            push(&mut lines, &field["value"]);
        }
        push(&mut lines, &embed["footer"]["text"]);
    }
    for component in list(message, "components") {
        read(component, &mut lines);
    }
    for file in list(message, "attachments") {
        lines.push(format!("<{}>", file["filename"].as_str().unwrap_or_default()));
    }
    lines.join("\n")
}

fn push(lines: &mut Vec<String>, text: &Value) {
    if let Some(text) = text.as_str().filter(|text| !text.is_empty()) {
        lines.push(text.to_owned());
    }
}

fn read(component: &Value, lines: &mut Vec<String>) {
    match component["type"].as_u64().unwrap_or_default() {
        ROW => {
            let parts: Vec<_> = list(component, "components").iter().map(control).collect();
            lines.push(parts.join(" "));
        }
        TEXT => push(lines, &component["content"]),
        SECTION => {
            for inner in list(component, "components") {
                read(inner, lines);
            }
            if component["accessory"]["type"] == BUTTON {
                lines.push(control(&component["accessory"]));
            }
        }
        CONTAINER => list(component, "components").iter().for_each(|inner| read(inner, lines)),
        SEPARATOR if component["divider"] != false => lines.push("---".to_owned()),
        FILE => lines.push(format!("<{}>", component["name"].as_str().unwrap_or_default())),
        _ => {}
    }
}

/// A button or a select.
fn control(component: &Value) -> String {
    let kind = component["type"].as_u64().unwrap_or_default();
    if SELECTS.contains(&kind) {
        let placeholder = component["placeholder"].as_str().unwrap_or("Make a selection");
        if kind != STRING_SELECT {
            return format!("[{placeholder} ▾]");
        }
        let labels: Vec<_> = list(component, "options")
            .iter()
            .map(|option| option["label"].as_str().unwrap_or_default())
            .collect();
        return format!("[{placeholder} ▾ {}]", labels.join(" | "));
    }
    let emoji = component["emoji"]["name"].as_str().unwrap_or_default();
    let label = component["label"].as_str().unwrap_or_default();
    let label = [emoji, label].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    match component["url"].as_str() {
        Some(url) => format!("[{}]({url})", label.join(" ")),
        None => format!("[{}]", label.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_as_lines() {
        let check = |message: Value, expected: &str| assert_eq!(text(&message), expected);
        check(json!({ "content": "**hi**" }), "**hi**");
        check(
            json!({ "embeds": [{ "title": "T", "fields": [{ "name": "n", "value": "v" }] }] }),
            "T\nn\nv",
        );
        check(
            json!({ "components": [{ "type": 17, "components": [
                { "type": 10, "content": "# Papers" },
                { "type": 9, "components": [{ "type": 10, "content": "[A](https://a.b)" }],
                  "accessory": { "type": 2, "label": "Save", "custom_id": "s" } },
                { "type": 1, "components": [
                    { "type": 2, "label": "Next", "emoji": { "name": "➡" }, "custom_id": "n" },
                    { "type": 2, "label": "PDF", "url": "https://a.b/c" } ] },
                { "type": 1, "components": [
                    { "type": 3, "placeholder": "Open", "options": [{ "label": "x" }, { "label": "y" }] } ] },
            ] }] }),
            "# Papers\n[A](https://a.b)\n[Save]\n[➡ Next] [PDF](https://a.b/c)\n[Open ▾ x | y]",
        );
    }
}
