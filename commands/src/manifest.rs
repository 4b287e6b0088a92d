//! The commands as registered with Discord, generated from their declarations.
//!
//! `manifest.json` in this crate holds the same content; a test keeps them equal, so that reviewers
//! see every change that users see.

use domain::Language;
use serde_json::{Value, json};

use crate::Permissions;
use crate::l10n::{Text, attribute, message};
use crate::request::{Entry, TABLE};
use crate::spec::{Audience, Contexts, Opt, OptKind};

const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;
const INTEGER: u8 = 4;
const BOOLEAN: u8 = 5;
const CHANNEL: u8 = 7;
const ROLE: u8 = 8;
const FILE: u8 = 11;

/// Text, voice, announcement and stage channels, threads and forums.
pub(crate) const CHANNELS: [u8; 8] = [0, 2, 5, 10, 11, 12, 13, 15];

/// The body of the bulk overwrite of global commands.
pub fn manifest() -> Value {
    let mut commands: Vec<Value> = Vec::new();
    for entry in TABLE {
        let Some((group, sub)) = entry.spec.name.split_once(' ') else {
            commands.push(command(entry, entry.spec.name, options(entry)));
            continue;
        };
        let mut sub = described(entry.spec.name, sub);
        sub["type"] = json!(SUBCOMMAND);
        sub["options"] = json!(options(entry));
        // The first subcommand sets the permissions of its group: a test keeps them alike.
        match commands.iter_mut().find(|command| command["name"] == group) {
            Some(known) => known["options"].as_array_mut().into_iter().for_each(|subs| {
                subs.push(sub.clone());
            }),
            None => commands.push(command(entry, group, vec![sub])),
        }
    }
    Value::Array(commands)
}

fn command(entry: &Entry, name: &str, options: Vec<Value>) -> Value {
    let (contexts, integration_types) = match entry.spec.contexts {
        Contexts::Anywhere => (json!([0, 1, 2]), json!([0, 1])),
        Contexts::Guild => (json!([0]), json!([0])),
    };
    let mut command = described(name, name);
    command["type"] = json!(1);
    command["options"] = json!(options);
    command["contexts"] = contexts;
    command["integration_types"] = integration_types;
    if entry.spec.audience == Audience::Admins {
        command["default_member_permissions"] = json!(Permissions::MANAGE_GUILD.0.to_string());
    }
    command
}

/// A command, a group or a subcommand, with its name and description in all languages.
fn described(path: &str, name: &str) -> Value {
    let id = command_id(path);
    json!({
        "name": name,
        "name_localizations": localized(|language| message(language, &id)),
        "description": command_about(path, Language::English),
        "description_localizations": localized(|language| attribute(language, &id, "about")),
    })
}

/// A text in each of Discord's locales that has a translation.
fn localized(text: impl Fn(Language) -> Option<String>) -> Value {
    let translated = Language::ALL.into_iter().filter(|language| *language != Language::English);
    let texts = translated.flat_map(|language| {
        let text = text(language).unwrap_or_default();
        language.locales().iter().map(move |locale| ((*locale).to_owned(), json!(text)))
    });
    Value::Object(texts.collect())
}

/// The message id of a command: `command-subscription-add`.
fn command_id(path: &str) -> String {
    format!("command-{}", path.replace(' ', "-"))
}

/// The text typed after the slash: `subscription add`.
pub(crate) fn command_name(path: &str, language: Language) -> String {
    let group = path.split_once(' ').map(|(group, _)| group);
    let words = group.into_iter().chain([path]);
    let words = words.map(|path| message(language, &command_id(path)).unwrap_or_default());
    words.collect::<Vec<_>>().join(" ")
}

/// The one-line description of a command.
pub(crate) fn command_about(path: &str, language: Language) -> String {
    attribute(language, &command_id(path), "about").unwrap_or_default()
}

/// The one-line description of an option of a command.
pub(crate) fn option_about(path: &str, option: &str, language: Language) -> String {
    attribute(language, &command_id(path), option).unwrap_or_default()
}

/// The name of an option, the same for all commands.
pub(crate) fn option_name(name: &str) -> Text {
    Text::new(format!("option-{name}"))
}

/// The name of a choice, the same for all options.
pub(crate) fn choice_name(value: &str) -> Text {
    Text::new(format!("choice-{value}"))
}

fn options(entry: &Entry) -> Vec<Value> {
    entry.spec.options.iter().map(|one| option(entry.spec.name, one)).collect()
}

fn option(path: &str, option: &Opt) -> Value {
    let kind = match option.kind {
        OptKind::Text(_) | OptKind::Choice(_) => STRING,
        OptKind::Number(..) => INTEGER,
        OptKind::Flag => BOOLEAN,
        OptKind::Channel => CHANNEL,
        OptKind::Role => ROLE,
        OptKind::File => FILE,
    };
    let about = |language| option_about(path, option.name, language);
    let mut json = json!({
        "type": kind,
        "name": option.name,
        "name_localizations": localized(|language| Some(option_name(option.name).to(language))),
        "description": about(Language::English),
        "description_localizations": localized(|language| Some(about(language))),
        "required": option.required,
    });
    match option.kind {
        OptKind::Text(most) => json["max_length"] = json!(most),
        OptKind::Choice(all) => {
            let choice = |value: &str| {
                json!({
                    "name": choice_name(value).to(Language::English),
                    "name_localizations":
                        localized(|language| Some(choice_name(value).to(language))),
                    "value": value,
                })
            };
            json["choices"] = all().into_iter().map(choice).collect();
        }
        OptKind::Number(least, most) => {
            json["min_value"] = json!(least);
            if let Some(most) = most {
                json["max_value"] = json!(most);
            }
        }
        OptKind::Flag | OptKind::Role | OptKind::File => {}
        OptKind::Channel => json["channel_types"] = json!(CHANNELS),
    }
    if option.suggests.is_some() {
        json["autocomplete"] = json!(true);
    }
    json
}

#[cfg(test)]
mod manifest_tests;
