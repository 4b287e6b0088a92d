//! Fills in and submits a modal as a user does.

use serde_json::{Map, Value, json};

use crate::discord::Discord;
use crate::discord::control::answer::Answer;
use crate::discord::state::interaction::{NewInteraction, Outcome, interaction_type};
use crate::discord::validate::component::STRING_SELECT;
use crate::discord::validate::modal::{LABEL, MAX_TEXT, ROW, TEXT_INPUT, field};
use crate::discord::validate::{list, range_of};

/// The rows of a filled-in modal, or the reason why Discord's client would not send it.
fn fill_in(form: &Value, values: &Map<String, Value>) -> Result<Vec<Value>, String> {
    let known = |name: &String| {
        list(form, "components").iter().filter_map(field).any(|one| one["custom_id"] == **name)
    };
    if let Some(stranger) = values.keys().find(|name| !known(name)) {
        return Err(format!("the modal has no field {stranger}"));
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
            given["value"] = json!(checked_text(field, name, value)?);
        } else {
            given["values"] = json!(checked_choice(field, name, value)?);
        }
        rows.push(match row["type"].as_u64() {
            Some(ROW) => json!({ "type": ROW, "id": id, "components": [given] }),
            _ => json!({ "type": LABEL, "id": id, "component": given }),
        });
    }
    Ok(rows)
}

fn checked_text<'v>(field: &Value, name: &str, value: &'v str) -> Result<&'v str, String> {
    let length = value.chars().count() as u64;
    let least = field["min_length"].as_u64().unwrap_or(0);
    let most = field["max_length"].as_u64().unwrap_or(MAX_TEXT);
    match (length, field["required"] != false) {
        (0, true) => Err(format!("{name} is required")),
        (0, false) => Ok(value),
        _ if !(least..=most).contains(&length) => {
            Err(format!("{name} must be {least} to {most} long"))
        }
        _ => Ok(value),
    }
}

fn checked_choice(field: &Value, name: &str, value: Option<&Value>) -> Result<Vec<Value>, String> {
    let chosen = value.and_then(Value::as_array).cloned().unwrap_or_default();
    let offered =
        |value: &Value| list(field, "options").iter().any(|option| option["value"] == *value);
    let (least, most) = range_of(field);
    let least = if field["required"] == false { 0 } else { least };
    if field["type"] == STRING_SELECT && !chosen.iter().all(offered) {
        return Err(format!("{name} does not offer that"));
    }
    if !(least..=most).contains(&(chosen.len() as u64)) {
        return Err(format!("{name} needs {least} to {most} values"));
    }
    Ok(chosen)
}

impl Discord {
    /// Fills in and submits a modal. `values` are texts, or lists for menus, by custom id; omitted
    /// ones keep their initial value.
    pub async fn submit_modal(&self, user: u64, modal: u64, values: Map<String, Value>) -> Answer {
        let begun = self.change(|world| {
            let found = world.interactions.get(&modal).filter(|found| found.user == user);
            let found = found.ok_or("this user has no such modal open")?;
            let Some(Outcome::Modal(form)) = &found.outcome else {
                return Err("this user has no such modal open".to_owned());
            };
            let components = fill_in(form, &values)?;
            let data = json!({ "custom_id": form["custom_id"], "components": components });
            let (channel, message, name) = (found.channel, found.message, found.name.clone());
            let (kind, line) = (interaction_type::MODAL, String::new());
            Ok(world.begin(NewInteraction { kind, user, channel, message, name, line, data }))
        });
        self.outcome(begun).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::validate::modal::tests::{form, input};

    #[test]
    fn modals_are_filled_in() {
        let menu = json!({ "type": 18, "label": "Form", "component": {
            "type": 3, "custom_id": "form", "options": [{ "label": "A", "value": "a" }],
        } });
        let form = form(json!([input(json!({ "min_length": 3 })), menu]));
        let check = |values: Value, expected: &str| {
            let values = values.as_object().cloned().unwrap_or_default();
            let found = fill_in(&form, &values)
                .map_or_else(|reason| reason, |rows| json!(rows).to_string());
            assert!(found.contains(expected), "{values:?}\n  gave {found}");
        };
        check(
            json!({ "zone": "UTC", "form": ["a"] }),
            r#""custom_id":"zone","id":2,"type":4,"value":"UTC""#,
        );
        check(json!({ "zone": "UTC", "form": ["a"] }), r#""values":["a"]"#);
        check(json!({ "form": ["a"] }), "zone is required");
        check(json!({ "zone": "U", "form": ["a"] }), "zone must be 3 to 4000 long");
        check(json!({ "zone": "UTC" }), "form needs 1 to 1 values");
        check(json!({ "zone": "UTC", "form": ["b"] }), "form does not offer that");
        check(json!({ "hour": "8" }), "the modal has no field hour");
    }
}
