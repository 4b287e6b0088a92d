//! A registered command as Discord returns it.

use serde_json::{Map, Value, json};

use crate::discord::state::clock::Clock;
use crate::discord::validate::command::kind_of;
use crate::discord::validate::list;

/// A registered command as Discord returns it. Commands keep their id by name in a bulk overwrite.
pub(crate) fn registered(
    clock: &mut Clock,
    application: u64,
    guild: Option<u64>,
    earlier: &[Value],
    command: &Value,
) -> Value {
    let kind = kind_of(command);
    let same = |old: &&Value| old["name"] == command["name"] && old["type"] == kind;
    let id = match earlier.iter().find(same) {
        Some(old) => old["id"].clone(),
        None => json!(clock.id().to_string()),
    };
    let permissions = match &command["default_member_permissions"] {
        Value::Number(bits) => json!(bits.to_string()),
        other => other.clone(),
    };
    let or = |field: &str, default: Value| match &command[field] {
        Value::Null => default,
        value => value.clone(),
    };
    let mut body = json!({
        "id": id,
        "application_id": application.to_string(),
        "version": clock.id().to_string(),
        "default_member_permissions": permissions,
        "type": kind,
        "name": command["name"],
        "name_localizations": command["name_localizations"],
        "description": or("description", json!("")),
        "description_localizations": command["description_localizations"],
        "integration_types": or("integration_types", json!([0])),
        "contexts": command["contexts"],
        "nsfw": or("nsfw", json!(false)),
    });
    if let Some(guild) = guild {
        body["guild_id"] = json!(guild.to_string());
    } else {
        body["dm_permission"] = or("dm_permission", json!(true));
    }
    let options = list(command, "options");
    if !options.is_empty() {
        body["options"] = options.iter().map(option_back).collect();
    }
    body
}

/// A registered command as Discord lists it unless it is asked for localizations: without them, also
/// in its options.
pub(crate) fn without_localizations(command: &Value) -> Value {
    let mut body = Map::new();
    for (field, value) in command.as_object().into_iter().flatten() {
        let value = match field.as_str() {
            "name_localizations" | "description_localizations" => continue,
            "options" | "choices" => {
                list(command, field).iter().map(without_localizations).collect()
            }
            _ => value.clone(),
        };
        body.insert(field.clone(), value);
    }
    Value::Object(body)
}

fn option_back(option: &Value) -> Value {
    let mut body = Map::new();
    for (field, value) in option.as_object().into_iter().flatten() {
        let value = match field.as_str() {
            "options" => list(option, "options").iter().map(option_back).collect(),
            _ if value.is_null() => continue,
            _ => value.clone(),
        };
        body.insert(field.clone(), value);
    }
    Value::Object(body)
}
