//! Parses a line as typed into a command and its options.

use serde_json::{Map, Value};

use crate::discord::state::world::World;
use crate::discord::validate::list;

/// A matching registered command.
#[derive(Debug, Clone)]
pub(crate) struct ParsedCommand {
    /// The registered command.
    pub(crate) command: Value,
    /// Its group and subcommand, if any.
    pub(crate) path: Vec<String>,
    /// The options of the command or subcommand.
    pub(crate) options: Vec<Value>,
    /// The language of the person who types.
    locale: String,
}

impl ParsedCommand {
    /// `subscription add`.
    pub(crate) fn full_name(&self) -> String {
        let name = self.command["name"].as_str().unwrap_or_default();
        std::iter::once(name)
            .chain(self.path.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Whether this is a name of a command, option or choice, in English or in the person's language.
pub(crate) fn is_named(node: &Value, typed: &str, locale: &str) -> bool {
    node["name"] == typed || node["name_localizations"][locale] == typed
}

impl World {
    /// Finds the command that a person means in a channel, and returns the rest of the text.
    pub(crate) fn find_command<'a>(
        &self,
        user: u64,
        channel: u64,
        text: &'a str,
    ) -> Result<(ParsedCommand, &'a str), String> {
        find(&self.commands_in(channel), text, self.locale(user))
    }
}

/// Finds the command at the beginning of the words, in English or the person's language, and returns
/// the rest of the text.
fn find<'a>(
    commands: &[Value],
    text: &'a str,
    locale: &str,
) -> Result<(ParsedCommand, &'a str), String> {
    let (first, mut rest) = word(text);
    let slash = |command: &&Value| is_named(command, first, locale) && command["type"] == 1;
    let Some(command) = commands.iter().find(slash) else {
        return Err(format!("there is no command /{first}"));
    };
    let mut path = Vec::new();
    let mut options = list(command, "options");
    while options.iter().any(is_subcommand) {
        let (next, after) = word(rest);
        let Some(found) = options.iter().find(|option| is_named(option, next, locale)) else {
            let names: Vec<_> =
                options.iter().filter_map(|option| option["name"].as_str()).collect();
            return Err(format!("/{first} needs a subcommand: {}", names.join(", ")));
        };
        path.push(found["name"].as_str().unwrap_or(next).to_owned());
        options = list(found, "options");
        rest = after;
        if found["type"] == 1 {
            break;
        }
    }
    let (command, options) = (command.clone(), options.to_vec());
    Ok((ParsedCommand { command, path, options, locale: locale.to_owned() }, rest))
}

fn is_subcommand(option: &Value) -> bool {
    matches!(option["type"].as_u64(), Some(1 | 2))
}

fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace).unwrap_or((text, ""))
}

/// Splits `name:value name:value` at the option names that the command knows; text before the first
/// name goes to the first required option.
pub(crate) fn options(found: &ParsedCommand, text: &str) -> Result<Map<String, Value>, String> {
    // What is typed, and the option's name.
    let mut names: Vec<(&str, &str)> = Vec::new();
    for option in &found.options {
        let Some(name) = option["name"].as_str() else { continue };
        let own = option["name_localizations"][&found.locale].as_str();
        names.extend([Some(name), own].into_iter().flatten().map(|typed| (typed, name)));
    }
    // Where each begins, where its value begins, and its name.
    let mut cuts: Vec<(usize, usize, &str)> = Vec::new();
    for (at, _) in text.char_indices() {
        let begins = text[..at].chars().next_back().is_none_or(char::is_whitespace);
        let name = names.iter().find(|(typed, _)| {
            text[at..].strip_prefix(typed).is_some_and(|after| after.starts_with(':'))
        });
        if let Some((typed, name)) = name.filter(|_| begins) {
            cuts.push((at, at + typed.len() + 1, name));
        }
    }
    let mut out = Map::new();
    let bare = text[..cuts.first().map_or(text.len(), |(at, ..)| *at)].trim();
    if !bare.is_empty() {
        let is_free = |name: &str| !cuts.iter().any(|(.., cut)| *cut == name);
        let free = |option: &&Value| option["name"].as_str().is_some_and(is_free);
        let first = found
            .options
            .iter()
            .filter(free)
            .find(|option| option["required"] == true)
            .or_else(|| found.options.iter().find(free))
            .and_then(|option| option["name"].as_str());
        match first {
            Some(name) => out.insert(name.to_owned(), Value::from(bare)),
            None => return Err(format!("/{} has no option for “{bare}”", found.full_name())),
        };
    }
    for (index, (_, from, name)) in cuts.iter().enumerate() {
        let end = cuts.get(index + 1).map_or(text.len(), |(next, ..)| *next);
        let value = text[*from..end].trim();
        if out.insert((*name).to_owned(), Value::from(value)).is_some() {
            return Err(format!("{name} is given twice"));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn commands() -> Vec<Value> {
        let option =
            |name: &str, required: bool| json!({ "type": 3, "name": name, "required": required });
        vec![
            json!({ "type": 1, "name": "search", "options": [
                option("query", true), option("from", false), option("to", false) ] }),
            json!({ "type": 1, "name": "today", "name_localizations": { "de": "heute" } }),
            json!({ "type": 1, "name": "subscription", "name_localizations": { "de": "abo" },
                "options": [
                { "type": 1, "name": "add", "name_localizations": { "de": "neu" }, "options": [
                    option("channel", true), option("topics", true), option("time", false),
                    { "type": 3, "name": "zone", "name_localizations": { "de": "zeitzone" } } ] },
                { "type": 1, "name": "list" } ] }),
        ]
    }

    fn check(line: &str, expected: Result<(&str, Value), &str>) {
        let parsed = find(&commands(), line, "de")
            .and_then(|(found, rest)| Ok((found.full_name(), options(&found, rest)?)));
        match (parsed, expected) {
            (Ok((name, options)), Ok(wanted)) => {
                assert_eq!((name.as_str(), Value::Object(options)), wanted, "{line}");
            }
            (Err(error), Err(wanted)) => assert!(error.contains(wanted), "{line}: {error}"),
            (parsed, expected) => panic!("{line}: {parsed:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn lines() {
        check("today", Ok(("today", json!({}))));
        check(
            "search query:diffusion models",
            Ok(("search", json!({ "query": "diffusion models" }))),
        );
        check("search diffusion models", Ok(("search", json!({ "query": "diffusion models" }))));
        check("search how to: a guide from:2026-01-01 to:now", Err("to is given twice"));
        check(
            "search cats from:2026-01-01",
            Ok(("search", json!({ "query": "cats", "from": "2026-01-01" }))),
        );
        check(
            "subscription add channel:#papers topics:diffusion, video time:09:00",
            Ok((
                "subscription add",
                json!({ "channel": "#papers", "topics": "diffusion, video", "time": "09:00" }),
            )),
        );
        check(
            "subscription add #papers topics:x",
            Ok(("subscription add", json!({ "channel": "#papers", "topics": "x" }))),
        );
        check("heute", Ok(("today", json!({}))));
        check(
            "abo neu #papers zeitzone:Berlin zeit:9",
            Ok(("subscription add", json!({ "channel": "#papers", "zone": "Berlin zeit:9" }))),
        );
        check("aujourdhui", Err("no command /aujourdhui"));
        check("subscription", Err("needs a subcommand: add, list"));
        check("subscription list now", Err("no option for “now”"));
        check("serach x", Err("no command /serach"));
    }
}
