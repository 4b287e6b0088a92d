//! Every command of the manifest with the options it requires, and every option with suggestions.

use serde_json::{Map, Value, json};

use super::fixture::ASKING;

/// Discord's types of options.
const GROUPS: [u64; 2] = [1, 2];
const ATTACHMENT: u64 = 11;
const CHANNEL: u64 = 7;

/// A command as it is used.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Use {
    /// Its full name: `subscription add`.
    pub(super) name: String,
    pub(super) options: Map<String, Value>,
}

/// An option while something is typed into it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typing {
    /// The command's full name.
    pub(super) name: String,
    pub(super) option: String,
}

/// All slash commands of a manifest that need no file, with a known paper where one is required, and
/// all options with suggestions.
pub(super) fn of(manifest: &[Value], paper: &str) -> (Vec<Use>, Vec<Typing>) {
    let (mut uses, mut typings) = (Vec::new(), Vec::new());
    for command in manifest.iter().filter(|command| command["type"].as_u64().unwrap_or(1) == 1) {
        walk(command, "", paper, &mut uses, &mut typings);
    }
    (uses, typings)
}

fn walk(command: &Value, above: &str, paper: &str, uses: &mut Vec<Use>, typings: &mut Vec<Typing>) {
    let name = command["name"].as_str().unwrap_or_default();
    let name = format!("{above} {name}").trim().to_owned();
    let options = command["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    let kind = |option: &Value| option["type"].as_u64().unwrap_or_default();
    if options.iter().any(|option| GROUPS.contains(&kind(option))) {
        options.iter().for_each(|option| walk(option, &name, paper, uses, typings));
        return;
    }
    let mut given = Map::new();
    for option in options {
        let named = option["name"].as_str().unwrap_or_default();
        if option["autocomplete"] == true {
            typings.push(Typing { name: name.clone(), option: named.to_owned() });
        }
        if option["required"] == true {
            let value = match (kind(option), named) {
                (ATTACHMENT, _) => return,
                (3, "id" | "paper") => json!(paper),
                (3, _) => json!("diffusion"),
                (5, _) => json!(true),
                (CHANNEL, _) => json!(ASKING),
                _ => json!(1),
            };
            given.insert(named.to_owned(), value);
        }
    }
    uses.push(Use { name, options: given });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mix_has_every_command_that_needs_no_file() {
        let manifest = commands::manifest::manifest();
        let manifest: Vec<Value> = manifest.as_array().cloned().unwrap_or_default();
        let (uses, typings) = of(&manifest, "2605.00001");
        let names: Vec<&str> = uses.iter().map(|one| one.name.as_str()).collect();
        for name in ["search", "help", "setup", "subscription add", "server audit", "config export"]
        {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        assert!(!names.contains(&"config import") && !names.contains(&"config"), "{names:?}");
        let typed = |name: &str, option: &str| {
            typings.contains(&Typing { name: name.to_owned(), option: option.to_owned() })
        };
        assert!(typed("paper", "id") && typed("subscription add", "zone"), "{typings:?}");
        let search = uses.iter().find(|one| one.name == "search");
        assert_eq!(search.map(|one| one.options["query"].clone()), Some(json!("diffusion")));
    }
}
