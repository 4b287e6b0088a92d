//! The commands as they are registered with Discord, made of their declarations.
//!
//! `manifest.json` beside this crate is the same as a file; a test keeps the two equal, so that
//! a change of what people see is a change that a reviewer sees.

use serde_json::{Value, json};

use crate::Permissions;
use crate::request::{Entry, TABLE};
use crate::spec::{Audience, Opt, OptKind, Place};

const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;
const INTEGER: u8 = 4;
const BOOLEAN: u8 = 5;
const CHANNEL: u8 = 7;

/// Text, voice, announcement and stage channels, and threads; a forum takes no messages.
const CHANNELS: [u8; 7] = [0, 2, 5, 10, 11, 12, 13];

/// The body of the bulk overwrite of global commands.
pub fn manifest() -> Value {
    let mut commands: Vec<Value> = Vec::new();
    for entry in TABLE {
        let Some((group, sub)) = entry.spec.name.split_once(' ') else {
            commands.push(command(entry, entry.spec.name, entry.spec.about, options(entry)));
            continue;
        };
        let sub = json!({
            "type": SUBCOMMAND, "name": sub, "description": entry.spec.about,
            "options": options(entry),
        });
        // The first of a group speaks for all: a test keeps them alike.
        match commands.iter_mut().find(|command| command["name"] == group) {
            Some(known) => known["options"].as_array_mut().into_iter().for_each(|subs| {
                subs.push(sub.clone());
            }),
            None => commands.push(command(entry, group, entry.group.unwrap_or(group), vec![sub])),
        }
    }
    Value::Array(commands)
}

fn command(entry: &Entry, name: &str, description: &str, options: Vec<Value>) -> Value {
    let (contexts, integration_types) = match entry.spec.place {
        Place::Anywhere => (json!([0, 1, 2]), json!([0, 1])),
        Place::Guild => (json!([0]), json!([0])),
    };
    let mut command = json!({
        "type": 1, "name": name, "description": description, "options": options,
        "contexts": contexts, "integration_types": integration_types,
    });
    if entry.spec.audience == Audience::Admins {
        command["default_member_permissions"] = json!(Permissions::MANAGE_GUILD.0.to_string());
    }
    command
}

fn options(entry: &Entry) -> Vec<Value> {
    entry.spec.options.iter().map(option).collect()
}

fn option(option: &Opt) -> Value {
    let kind = match option.kind {
        OptKind::Text(_) | OptKind::Choice(_) => STRING,
        OptKind::Number(..) => INTEGER,
        OptKind::Flag => BOOLEAN,
        OptKind::Channel => CHANNEL,
    };
    let mut json = json!({
        "type": kind, "name": option.name, "description": option.about,
        "required": option.required,
    });
    match option.kind {
        OptKind::Text(most) => json["max_length"] = json!(most),
        OptKind::Choice(all) => {
            let choice = |name: &str| json!({ "name": name, "value": name });
            json["choices"] = all().into_iter().map(choice).collect();
        }
        OptKind::Number(least, most) => {
            json["min_value"] = json!(least);
            if let Some(most) = most {
                json["max_value"] = json!(most);
            }
        }
        OptKind::Flag => {}
        OptKind::Channel => json["channel_types"] = json!(CHANNELS),
    }
    if option.suggests.is_some() {
        json["autocomplete"] = json!(true);
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After a wanted change: `UPDATE_GOLDEN=1 cargo test -p commands golden`.
    #[test]
    fn the_golden_manifest_is_what_is_registered() {
        crate::golden::check("commands/manifest.json", &format!("{:#}\n", manifest()));
    }

    #[test]
    fn discord_accepts_every_name_and_description() {
        fn walk(node: &Value, path: &str) {
            let name = node["name"].as_str().expect("a name");
            let description = node["description"].as_str().expect("a description");
            let path = format!("{path}/{name}");
            assert!((1..=32).contains(&name.len()), "{path}");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{path}");
            assert!((1..=100).contains(&description.chars().count()), "{path}");
            let options = node["options"].as_array().map(Vec::as_slice).unwrap_or_default();
            assert!(options.len() <= 25, "{path}");
            let order: Vec<bool> =
                options.iter().map(|option| option["required"] == json!(true)).collect();
            assert!(order.is_sorted_by(|a, b| a >= b), "{path}: required options come first");
            options.iter().for_each(|option| walk(option, &path));
        }
        let manifest = manifest();
        let commands = manifest.as_array().expect("a list");
        assert!(commands.len() <= 100);
        for command in commands {
            walk(command, "");
            assert!(command.to_string().len() <= 8_000);
        }
    }
}
