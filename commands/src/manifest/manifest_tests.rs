//! Checks that the registered commands are within Discord's limits in every language.

use std::collections::{BTreeMap, BTreeSet};

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::*;

/// After an intended change: `UPDATE_GOLDEN=1 cargo test -p commands golden`.
#[test]
fn the_golden_manifest_matches_the_registered_commands() {
    crate::golden::check("commands/manifest.json", &format!("{:#}\n", manifest()));
}

/// A field's texts in all languages, by locale; English has an empty one.
fn texts(node: &Value, field: &str) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    texts.insert(String::new(), node[field].as_str().expect(field).to_owned());
    let localized = &node[format!("{field}_localizations")];
    for (locale, text) in localized.as_object().expect(field) {
        texts.insert(locale.clone(), text.as_str().expect(locale).to_owned());
    }
    let locales: Vec<&str> = texts.keys().map(String::as_str).collect();
    assert_eq!(locales, ["", "de", "es-419", "es-ES", "fr", "ja", "zh-CN"], "{field}");
    texts
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Discord's pattern for command and option names, in lower case.
fn is_name(text: &str) -> bool {
    let letter = |c: char| {
        let group = c.general_category_group();
        matches!(group, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
    };
    (1..=32).contains(&length(text))
        && text.chars().all(|c| letter(c) || matches!(c, '-' | '_'))
        && text.to_lowercase() == text
}

/// Checks a command, subcommand or option and its children. Returns its length as counted by
/// Discord: names, descriptions and values, each in its longest language.
fn walk(node: &Value, path: &str) -> usize {
    let (names, descriptions) = (texts(node, "name"), texts(node, "description"));
    let path = format!("{path}/{}", names[""]);
    assert!(names[""].chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{path}");
    for (locale, name) in &names {
        assert!(is_name(name), "{path} {locale}: {name}");
    }
    for (locale, text) in &descriptions {
        assert!((1..=100).contains(&length(text)), "{path} {locale}: {} {text}", length(text));
    }
    let longest = |texts: &BTreeMap<String, String>| {
        texts.values().map(|text| length(text)).max().unwrap_or_default()
    };
    let mut counted = longest(&names) + longest(&descriptions);
    let options = node["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(options.len() <= 25, "{path}");
    let order: Vec<bool> = options.iter().map(|option| option["required"] == json!(true)).collect();
    assert!(order.is_sorted_by(|a, b| a >= b), "{path}: required options come first");
    let choices = node["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(choices.len() <= 25, "{path}");
    for choice in choices {
        let names = texts(choice, "name");
        assert!(names.values().all(|name| (1..=100).contains(&length(name))), "{path}: {names:?}");
        let value = choice["value"].as_str().expect("a value");
        assert!(length(value) <= 100, "{path}: {value}");
        counted += longest(&names) + length(value);
    }
    unique(options, &path);
    counted + options.iter().map(|option| walk(option, &path)).sum::<usize>()
}

/// Siblings have different names in every language.
fn unique(nodes: &[Value], path: &str) {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in nodes {
        for (locale, name) in texts(node, "name") {
            let of_locale = names.entry(locale.clone()).or_default();
            assert!(of_locale.insert(name.clone()), "{path} {locale}: {name} is there twice");
        }
    }
}

#[test]
fn discord_accepts_every_name_and_description() {
    let manifest = manifest();
    let commands = manifest.as_array().expect("a list");
    assert!(commands.len() <= 100);
    unique(commands, "");
    for command in commands {
        let counted = walk(command, "");
        assert!(counted <= 8_000, "{}: {counted} characters", command["name"]);
    }
}

#[test]
fn english_names_match_the_declarations() {
    for entry in TABLE {
        assert_eq!(command_name(entry.spec.name, Language::English), entry.spec.name);
        for option in entry.spec.options {
            assert_eq!(option_name(option.name).to(Language::English), option.name);
        }
    }
}

#[test]
fn names_are_checked_like_discord_does() {
    for (name, expected) in [
        ("search", true),
        ("min_upvotes", true),
        ("ähnlich", true),
        ("論文", true),
        ("タイムゾーン", true),
        ("vista-previa", true),
        ("Search", false),
        ("two words", false),
        ("aujourd’hui", false),
        ("", false),
    ] {
        assert_eq!(is_name(name), expected, "{name}");
    }
    assert!(!is_name(&"x".repeat(33)));
}
