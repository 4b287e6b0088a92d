//! Validates modals: their fields, and the length of each text.

use serde_json::Value;

use crate::discord::rest::error::{ApiError, FormErrors};
use crate::discord::validate::list;

pub(crate) const ROW: u64 = 1;
pub(crate) const TEXT_INPUT: u64 = 4;
const TEXT_DISPLAY: u64 = 10;
pub(crate) const LABEL: u64 = 18;
pub(crate) const MAX_TEXT: u64 = 4000;

/// The input in a modal's row, if there is one.
pub(crate) fn field(row: &Value) -> Option<&Value> {
    match row["type"].as_u64() {
        Some(ROW) => list(row, "components").first(),
        Some(LABEL) => row.get("component"),
        _ => None,
    }
}

/// Validates the `data` of a callback that opens a modal.
pub(crate) fn check(data: &Value) -> Result<(), ApiError> {
    let mut errors = FormErrors::default();
    for (name, most) in [("custom_id", 100), ("title", 45)] {
        let text = data[name].as_str().unwrap_or_default();
        errors.length(&format!("data.{name}"), text, 1, most);
    }
    let rows = list(data, "components");
    if !(1..=5).contains(&rows.len()) {
        let message = "Must be between 1 and 5 in length.";
        errors.add("data.components", "BASE_TYPE_BAD_LENGTH", message);
    }
    for (at, row) in rows.iter().enumerate() {
        check_row(&format!("data.components.{at}"), row, &mut errors);
    }
    errors.into_result()
}

fn check_row(at: &str, row: &Value, errors: &mut FormErrors) {
    let kind = row["type"].as_u64().unwrap_or_default();
    if kind == TEXT_DISPLAY {
        return;
    }
    let Some(field) = field(row) else {
        let message = "Value of field \"type\" must be one of (1, 10, 18).";
        errors.add(&format!("{at}.type"), "UNION_TYPE_CHOICES", message);
        return;
    };
    let (place, label) = match kind {
        ROW => (format!("{at}.components.0"), &field["label"]),
        _ => (format!("{at}.component"), &row["label"]),
    };
    let text = |name: &str| field[name].as_str().unwrap_or_default();
    errors.length(&format!("{at}.label"), label.as_str().unwrap_or_default(), 1, 45);
    errors.length(&format!("{place}.custom_id"), text("custom_id"), 1, 100);
    if field["type"] == TEXT_INPUT {
        errors.length(&format!("{place}.placeholder"), text("placeholder"), 0, 100);
        errors.length(&format!("{place}.value"), text("value"), 0, MAX_TEXT as usize);
        if !matches!(field["style"].as_u64(), Some(1 | 2)) {
            let message = "Value must be one of {1, 2}.";
            errors.add(&format!("{place}.style"), "BASE_TYPE_CHOICES", message);
        }
        if field["max_length"].as_u64().is_some_and(|most| most > MAX_TEXT) {
            let message = "int value should be at most 4000.";
            errors.add(&format!("{place}.max_length"), "NUMBER_TYPE_MAX", message);
        }
    } else if kind == ROW {
        let message = "Value of field \"type\" must be one of (4,).";
        errors.add(&format!("{place}.type"), "UNION_TYPE_CHOICES", message);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;

    pub(crate) fn form(components: Value) -> Value {
        json!({ "custom_id": "m", "title": "Set-up", "components": components })
    }

    pub(crate) fn input(field: Value) -> Value {
        let mut whole = json!({ "type": 4, "custom_id": "zone", "style": 1 });
        for (name, value) in field.as_object().into_iter().flatten() {
            whole[name] = value.clone();
        }
        json!({ "type": 18, "label": "Zone", "component": whole })
    }

    #[test]
    fn invalid_modals_are_refused() {
        let check = |form: Value, expected: &str| {
            let found =
                super::check(&form).map_or_else(|refusal| refusal.paths(), |()| "taken".into());
            assert!(found.contains(expected), "{form}\n  gave {found}");
        };
        check(form(json!([input(json!({}))])), "taken");
        check(form(json!([])), "data.components: Must be between 1 and 5");
        check(form(Value::Array(vec![input(json!({})); 6])), "data.components: Must be between");
        check(form(json!([input(json!({ "style": 3 }))])), "component.style");
        check(form(json!([input(json!({ "max_length": 4001 }))])), "component.max_length");
        check(form(json!([{ "type": 2 }])), "components.0.type");
        let row = json!([{ "type": 1, "components": [
            { "type": 4, "custom_id": "a", "style": 1, "label": "l".repeat(46) },
        ] }]);
        check(form(row), "components.0.label");
        check(json!({ "custom_id": "m", "title": "t".repeat(46) }), "data.title");
    }
}
