//! Modals: the form that a bot shows, checked as Discord does, and filled in by a person.

use serde_json::{Map, Value, json};

use crate::discord::Discord;
use crate::discord::answer::Answer;
use crate::discord::interaction::{Asking, Outcome, asking};
use crate::discord::limits::{list, range_of};
use crate::discord::refusal::{FormErrors, Refusal};

const ROW: u64 = 1;
const STRING_SELECT: u64 = 3;
const TEXT_INPUT: u64 = 4;
const TEXT_DISPLAY: u64 = 10;
const LABEL: u64 = 18;
const MOST_TEXT: u64 = 4000;

/// What a row of a form holds to be filled in, if anything.
fn field(row: &Value) -> Option<&Value> {
    match row["type"].as_u64() {
        Some(ROW) => list(row, "components").first(),
        Some(LABEL) => row.get("component"),
        _ => None,
    }
}

/// Checks the `data` of a callback that opens a form.
pub(crate) fn check(data: &Value) -> Result<(), Refusal> {
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
        errors.length(&format!("{place}.value"), text("value"), 0, MOST_TEXT as usize);
        if !matches!(field["style"].as_u64(), Some(1 | 2)) {
            let message = "Value must be one of {1, 2}.";
            errors.add(&format!("{place}.style"), "BASE_TYPE_CHOICES", message);
        }
        if field["max_length"].as_u64().is_some_and(|most| most > MOST_TEXT) {
            let message = "int value should be at most 4000.";
            errors.add(&format!("{place}.max_length"), "NUMBER_TYPE_MAX", message);
        }
    } else if kind == ROW {
        let message = "Value of field \"type\" must be one of (4,).";
        errors.add(&format!("{place}.type"), "UNION_TYPE_CHOICES", message);
    }
}

/// The rows of a form as they come back, filled in; what Discord's client would not send is said.
fn filled(form: &Value, values: &Map<String, Value>) -> Result<Vec<Value>, String> {
    let known = |name: &String| {
        list(form, "components").iter().filter_map(field).any(|one| one["custom_id"] == **name)
    };
    if let Some(stranger) = values.keys().find(|name| !known(name)) {
        return Err(format!("the form has no field {stranger}"));
    }
    let mut rows = Vec::new();
    for (at, row) in list(form, "components").iter().enumerate() {
        let id = 2 * at + 1;
        let Some(field) = field(row) else {
            rows.push(json!({ "type": row["type"], "id": id }));
            continue;
        };
        let name = field["custom_id"].as_str().unwrap_or_default();
        let mut given = json!({ "type": field["type"], "id": id + 1, "custom_id": name });
        let value = values.get(name);
        if field["type"] == TEXT_INPUT {
            let value = value.or(field.get("value")).and_then(Value::as_str).unwrap_or_default();
            given["value"] = json!(fitting_text(field, name, value)?);
        } else {
            given["values"] = json!(fitting_choice(field, name, value)?);
        }
        rows.push(match row["type"].as_u64() {
            Some(ROW) => json!({ "type": ROW, "id": id, "components": [given] }),
            _ => json!({ "type": LABEL, "id": id, "component": given }),
        });
    }
    Ok(rows)
}

fn fitting_text<'v>(field: &Value, name: &str, value: &'v str) -> Result<&'v str, String> {
    let length = value.chars().count() as u64;
    let least = field["min_length"].as_u64().unwrap_or(0);
    let most = field["max_length"].as_u64().unwrap_or(MOST_TEXT);
    match (length, field["required"] != false) {
        (0, true) => Err(format!("{name} is required")),
        (0, false) => Ok(value),
        _ if !(least..=most).contains(&length) => {
            Err(format!("{name} must be {least} to {most} long"))
        }
        _ => Ok(value),
    }
}

fn fitting_choice(field: &Value, name: &str, value: Option<&Value>) -> Result<Vec<Value>, String> {
    let chosen = value.and_then(Value::as_array).cloned().unwrap_or_default();
    let offered =
        |value: &Value| list(field, "options").iter().any(|option| option["value"] == *value);
    let (least, most) = range_of(field);
    let least = if field["required"] == false { 0 } else { least };
    if field["type"] == STRING_SELECT && !chosen.iter().all(offered) {
        return Err(format!("{name} does not offer that"));
    }
    if !(least..=most).contains(&(chosen.len() as u64)) {
        return Err(format!("{name} wants {least} to {most} values"));
    }
    Ok(chosen)
}

impl Discord {
    /// Fills in a form and sends it off. `values` are texts, and lists for menus, by custom id;
    /// what is left out keeps the value the form came with.
    pub async fn submit_modal(&self, user: u64, modal: u64, values: Map<String, Value>) -> Answer {
        let begun = self.change(|world| {
            let found = world.interactions.get(&modal).filter(|found| found.user == user);
            let found = found.ok_or("this person has no such form")?;
            let Some(Outcome::Modal(form)) = &found.outcome else {
                return Err("this person has no such form".to_owned());
            };
            let components = filled(form, &values)?;
            let data = json!({ "custom_id": form["custom_id"], "components": components });
            let (channel, message, name) = (found.channel, found.message, found.name.clone());
            let (kind, line) = (asking::MODAL, String::new());
            Ok(world.begin(Asking { kind, user, channel, message, name, line, data }))
        });
        self.outcome(begun).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(components: Value) -> Value {
        json!({ "custom_id": "m", "title": "Set-up", "components": components })
    }

    fn input(field: Value) -> Value {
        let mut whole = json!({ "type": 4, "custom_id": "zone", "style": 1 });
        for (name, value) in field.as_object().into_iter().flatten() {
            whole[name] = value.clone();
        }
        json!({ "type": 18, "label": "Zone", "component": whole })
    }

    #[test]
    fn forms_that_are_refused() {
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

    #[test]
    fn forms_are_filled_in() {
        let menu = json!({ "type": 18, "label": "Form", "component": {
            "type": 3, "custom_id": "form", "options": [{ "label": "A", "value": "a" }],
        } });
        let form = form(json!([input(json!({ "min_length": 3 })), menu]));
        let check = |values: Value, expected: &str| {
            let values = values.as_object().cloned().unwrap_or_default();
            let found =
                filled(&form, &values).map_or_else(|reason| reason, |rows| json!(rows).to_string());
            assert!(found.contains(expected), "{values:?}\n  gave {found}");
        };
        check(
            json!({ "zone": "UTC", "form": ["a"] }),
            r#""custom_id":"zone","id":2,"type":4,"value":"UTC""#,
        );
        check(json!({ "zone": "UTC", "form": ["a"] }), r#""values":["a"]"#);
        check(json!({ "form": ["a"] }), "zone is required");
        check(json!({ "zone": "U", "form": ["a"] }), "zone must be 3 to 4000 long");
        check(json!({ "zone": "UTC" }), "form wants 1 to 1 values");
        check(json!({ "zone": "UTC", "form": ["b"] }), "form does not offer that");
        check(json!({ "hour": "8" }), "the form has no field hour");
    }
}
