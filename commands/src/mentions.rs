//! Names of commands that can be pressed: Discord turns `</subscription add:ID>` into one.
//!
//! Texts name a command as it is typed, in back-quotes and in their own language. Where the ids of
//! the commands are known, the adapter puts mentions in their place; where they are not, the text
//! stays as it is.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use domain::Language;
use serde_json::Value;

use crate::manifest::command_name;
use crate::message::{Component, Limits, Message};
use crate::request::TABLE;

/// The ids under which Discord has the commands, by their first word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandIds(BTreeMap<String, u64>);

/// What a text calls each command, with its back-quotes: in every language.
static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let named = |name: &'static str| {
        Language::ALL.map(|language| (format!("`/{}`", command_name(name, language)), name))
    };
    TABLE.iter().flat_map(|entry| named(entry.spec.name)).collect()
});

impl CommandIds {
    /// Those of a list of registered commands, as Discord gives it.
    pub fn of_registered(commands: &Value) -> CommandIds {
        let all = commands.as_array().map(Vec::as_slice).unwrap_or_default();
        let slash = all.iter().filter(|one| one["type"].as_u64().is_none_or(|kind| kind == 1));
        let id = |one: &Value| {
            Some((one["name"].as_str()?.to_owned(), one["id"].as_str()?.parse().ok()?))
        };
        CommandIds(slash.filter_map(id).collect())
    }

    /// These pairs of first words and ids.
    pub fn new(all: impl IntoIterator<Item = (String, u64)>) -> CommandIds {
        CommandIds(all.into_iter().collect())
    }

    /// The first words and ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(name, id)| (name.as_str(), *id))
    }

    fn mention(&self, name: &str) -> Option<String> {
        let first = name.split(' ').next()?;
        self.0.get(first).map(|id| format!("</{name}:{id}>"))
    }

    /// A text with mentions in it.
    fn linked(&self, text: &str) -> String {
        let mut linked = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("`/") {
            linked.push_str(&rest[..at]);
            rest = &rest[at..];
            let end = rest[2..].find('`').map_or(rest.len(), |end| end + 3);
            let known = NAMES.get(&rest[..end]).and_then(|name| self.mention(name));
            match known {
                Some(mention) => linked.push_str(&mention),
                None => linked.push_str(&rest[..end]),
            }
            rest = &rest[end..];
        }
        linked.push_str(rest);
        linked
    }
}

/// The message with mentions of its commands; as it is where it would become too long.
pub fn with_mentions(message: &Message, ids: &CommandIds) -> Message {
    let mut linked = message.clone();
    linked.components.iter_mut().for_each(|component| link(component, ids));
    match linked.size().fits(Limits::DISCORD) {
        true => linked,
        false => message.clone(),
    }
}

fn link(component: &mut Component, ids: &CommandIds) {
    match component {
        Component::Text(text) | Component::Section(text, _) => *text = ids.linked(text),
        Component::Container { components, .. } => {
            components.iter_mut().for_each(|component| link(component, ids));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::view::fixtures::{check_limits, read};

    fn ids() -> CommandIds {
        let named = |(at, command): (usize, &Value)| {
            let id = (u64::MAX - at as u64).to_string();
            json!({ "id": id, "name": command["name"], "type": 1 })
        };
        let manifest = crate::manifest::manifest();
        let all = manifest.as_array().expect("a list").iter().enumerate().map(named);
        CommandIds::of_registered(&all.collect())
    }

    #[test]
    fn names_become_mentions_and_all_else_stays() {
        let ids = CommandIds::new([("search".to_owned(), 7), ("subscription".to_owned(), 8)]);
        for (text, expected) in [
            ("See `/search`.", "See </search:7>."),
            ("`/subscription add` or `/suche`", "</subscription add:8> or </search:7>"),
            ("`/abo hinzufügen`", "</subscription add:8>"),
            ("`/subscription`", "`/subscription`"),
            ("`/today` is unknown", "`/today` is unknown"),
            ("`/search query`", "`/search query`"),
            ("`/search", "`/search"),
            ("`/``/search`", "`/`</search:7>"),
            ("``", "``"),
        ] {
            assert_eq!(ids.linked(text), expected, "{text}");
        }
        assert_eq!(CommandIds::default().linked("`/search`"), "`/search`");
    }

    #[test]
    fn a_name_means_one_command_in_all_languages() {
        for entry in TABLE {
            for language in Language::ALL {
                let shown = format!("`/{}`", command_name(entry.spec.name, language));
                assert_eq!(NAMES.get(&shown), Some(&entry.spec.name), "{language} {shown}");
            }
        }
    }

    #[test]
    fn the_help_page_is_made_of_mentions_and_fits() {
        for language in Language::ALL {
            let page = with_mentions(&crate::help::page(language), &ids());
            check_limits(&page);
            let text = read(&page);
            for entry in TABLE {
                assert!(text.contains(&format!("</{}:", entry.spec.name)), "{language}: {text}");
            }
        }
    }

    #[test]
    fn mentions_that_would_exceed_the_limit_are_left_out() {
        let message = Message::text("`/search` ".repeat(390));
        assert_eq!(with_mentions(&message, &ids()), message);
    }
}
