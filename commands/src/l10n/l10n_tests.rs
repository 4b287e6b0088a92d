//! Checks the messages of all languages against each other and against their uses in the source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::request::TABLE;
use crate::spec::OptKind;

/// The messages and attributes of a language, `id` and `id.attribute`, with their text.
fn messages(language: Language) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut id = String::new();
    let mut key = String::new();
    for line in FILES[language as usize].lines().filter(|line| !line.starts_with('#')) {
        let named = |line: &str| line.split_once(" =").map(|(name, _)| name.to_owned());
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            id = named(line).expect(line);
            key = id.clone();
            let before = found.insert(key.clone(), String::new());
            assert_eq!(before, None, "{language}: {key} is there twice");
        } else if let Some(attribute) = line.trim_start().strip_prefix('.') {
            key = format!("{id}.{}", named(attribute).expect(line));
            assert_eq!(found.insert(key.clone(), String::new()), None, "{language}: {key}");
        }
        if let Some(text) = found.get_mut(&key) {
            text.push_str(line);
            text.push('\n');
        }
    }
    found
}

/// The contents of `{ … }`: arguments with their `$`, and the ids of other messages.
fn placeables(text: &str) -> BTreeSet<String> {
    let inside = text.split('{').skip(1);
    let name = |part: &str| {
        let part = part.trim_start();
        let end = part.find(|c: char| !(c.is_ascii_alphanumeric() || "$_-".contains(c)));
        part[..end.unwrap_or(part.len())].trim_end_matches('-').to_owned()
    };
    inside.map(name).filter(|name| !name.is_empty()).collect()
}

fn arguments(text: &str) -> BTreeSet<String> {
    let names = placeables(text).into_iter();
    names.filter_map(|name| name.strip_prefix('$').map(str::to_owned)).collect()
}

#[test]
fn every_file_is_parsed_without_an_error() {
    for language in Language::ALL {
        let resource = FluentResource::try_new(FILES[language as usize].to_owned());
        let errors = resource.map(drop).map_err(|(_, errors)| errors);
        assert!(errors.is_ok(), "{language}: {errors:?}");
    }
}

#[test]
fn every_language_has_every_message_with_the_same_arguments() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let translated = messages(language);
        let ids = |messages: &BTreeMap<String, String>| messages.keys().cloned().collect();
        let (known, found): (BTreeSet<String>, BTreeSet<String>) =
            (ids(&english), ids(&translated));
        assert_eq!(found, known, "{language}");
        for (id, text) in &translated {
            assert_eq!(arguments(text), arguments(&english[id]), "{language}: {id}");
            let unknown = placeables(text)
                .into_iter()
                .find(|name| !name.starts_with('$') && !known.contains(name));
            assert_eq!(unknown, None, "{language}: {id} quotes a message that there is not");
        }
    }
}

#[test]
fn nothing_is_left_in_english() {
    let english = messages(Language::English);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    for language in Language::ALL.into_iter().skip(1) {
        for (id, text) in messages(language) {
            let bare = |text: &str| text.split_once('=').map(|(_, text)| text.trim().to_owned());
            let (text, english) = (bare(&text), bare(&english[&id]));
            let short = english.as_ref().is_some_and(|text| letters(text) < 16);
            let made_of_others = placeables(text.as_deref().unwrap_or_default()).len() > 1;
            // The French word is the same.
            let same = (language, id.as_str()) == (Language::French, "votes");
            assert!(
                short || made_of_others || same || text != english,
                "{language}: {id} is in English"
            );
        }
    }
}

/// A use of a message in the source: its id and its arguments, as written.
type Call = (String, BTreeMap<String, String>);

/// The uses of messages through [`text!`] and [`say!`] in the crate's source, with their file.
fn calls(folder: &Path, found: &mut Vec<(String, Call)>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            calls(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = std::fs::read_to_string(&path).expect("a source");
            let code: Vec<&str> =
                source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let code = code.join("\n");
            for (macro_name, id_at) in [("text!(", 0), ("say!(", 1)] {
                for (at, _) in code.match_indices(macro_name) {
                    let parts = parts(&code[at + macro_name.len()..]);
                    let id = parts.get(id_at).and_then(|part| part.strip_prefix('"'));
                    let Some(id) = id.and_then(|id| id.strip_suffix('"')) else { continue };
                    let names = parts.iter().skip(id_at + 1).filter(|part| !part.is_empty());
                    let named = |part: &String| {
                        let (name, value) = part.split_once('=')?;
                        Some((name.trim().to_owned(), value.trim().to_owned()))
                    };
                    let call = (id.to_owned(), names.filter_map(named).collect());
                    found.push((path.display().to_string(), call));
                }
            }
        }
    }
}

/// The comma-separated arguments of a macro, after its opening parenthesis.
fn parts(code: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut depth, mut in_string, mut escaped) = (1, false, false);
    for c in code.chars() {
        match c {
            '"' if !escaped => in_string = !in_string,
            '(' | '[' | '{' if !in_string => depth += 1,
            ')' | ']' | '}' if !in_string => depth -= 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        match parts.last_mut() {
            _ if depth == 0 => break,
            _ if c == ',' && depth == 1 && !in_string => parts.push(String::new()),
            Some(part) => part.push(c),
            None => {}
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

#[test]
fn every_used_message_exists_with_its_arguments() {
    let english = messages(Language::English);
    let mut found = Vec::new();
    calls(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    assert!(found.len() > 5, "the sources are not read: {found:?}");
    for (file, (id, values)) in found {
        let text = english.get(&id).unwrap_or_else(|| panic!("{file} names {id}, which is not"));
        let names: BTreeSet<String> = values.into_keys().collect();
        assert_eq!(names, arguments(text), "{file}: {id}");
    }
}

/// Arguments between back-quotes that nobody types: names of options, examples, dates.
const OURS: [(&str, &[&str]); 13] = [
    ("choice-unknown", &["option"]),
    ("channel-unreadable", &["option"]),
    ("config-not-flag", &["key"]),
    ("config-not-text", &["key"]),
    ("date-ambiguous", &["first", "second"]),
    ("date-future", &["past"]),
    ("number-not-whole", &["option"]),
    ("number-too-large", &["option"]),
    ("option-empty", &["option"]),
    ("options-conflict", &["one", "other"]),
    ("words-category", &["instead"]),
    ("words-nameless", &["example", "field"]),
    ("words-only-exclusions", &["example"]),
];

/// A back-quote in it would end the code, and the rest would be formatted.
#[test]
fn whatever_is_typed_is_quoted_between_back_quotes() {
    let mut found = Vec::new();
    calls(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    let mut in_code = BTreeSet::new();
    for language in Language::ALL {
        for (id, text) in messages(language) {
            for line in text.lines() {
                assert!(
                    line.matches('`').count().is_multiple_of(2),
                    "{language}: {id} opens a code"
                );
                let code = line.split('`').skip(1).step_by(2);
                in_code.extend(code.flat_map(arguments).map(|name| (id.clone(), name)));
            }
        }
    }
    assert!(in_code.len() > 40, "the messages are not read: {in_code:?}");
    for (file, (id, values)) in found {
        let ours = OURS.iter().find(|ours| ours.0 == id).map_or(&[][..], |ours| ours.1);
        for (name, value) in values {
            let is_safe = value.contains("quoted(")
                || ours.contains(&name.as_str())
                // In a test.
                || value.starts_with('"');
            assert!(!in_code.contains(&(id.clone(), name)) || is_safe, "{file}: {id}, {value}");
        }
    }
}

/// The messages used by command declarations.
fn declared() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for entry in TABLE {
        let spec = &entry.spec;
        for path in entry.group().into_iter().chain([spec.name]) {
            let id = format!("command-{}", path.replace(' ', "-"));
            ids.insert(format!("{id}.about"));
            ids.insert(id);
        }
        let id = format!("command-{}", spec.name.replace(' ', "-"));
        for option in spec.options {
            ids.insert(format!("{id}.{}", option.name));
            ids.insert(format!("option-{}", option.name));
            if let OptKind::Choice(all) = option.kind {
                ids.extend(all().into_iter().map(|value| format!("choice-{value}")));
            }
        }
    }
    ids
}

#[test]
fn every_message_is_used() {
    let english = messages(Language::English);
    let mut found = Vec::new();
    calls(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    let named = found.into_iter().filter(|(file, _)| !file.ends_with("_tests.rs"));
    let mut used: BTreeSet<String> = named.map(|(_, (id, _))| id).collect();
    let declared = declared();
    let missing: Vec<&String> = declared.iter().filter(|id| !english.contains_key(*id)).collect();
    assert_eq!(missing, Vec::<&String>::new(), "messages that commands need");
    used.extend(declared);
    used.extend(english.values().flat_map(|text| placeables(text)));
    let unused: Vec<&String> = english.keys().filter(|id| !used.contains(*id)).collect();
    assert_eq!(unused, Vec::<&String>::new(), "messages that nothing says");
}

#[test]
fn numbers_choose_plurals_and_have_separators() {
    let check = |count: u32, expected: [&str; 6]| {
        let shown = Language::ALL.map(|language| say!(language, "votes", count = count));
        assert_eq!(shown, expected);
    };
    check(1, ["▲ 1 vote", "▲ 1 Stimme", "▲ 1 vote", "▲ 1 voto", "▲ 1票", "▲ 1 票"]);
    check(0, ["▲ 0 votes", "▲ 0 Stimmen", "▲ 0 vote", "▲ 0 votos", "▲ 0票", "▲ 0 票"]);
    check(
        1_200,
        [
            "▲ 1,200 votes",
            "▲ 1.200 Stimmen",
            "▲ 1\u{202f}200 votes",
            "▲ 1200 votos",
            "▲ 1,200票",
            "▲ 1,200 票",
        ],
    );
}

#[test]
fn right_to_left_text_does_not_affect_its_surroundings() {
    let shown = |query: &str| say!(Language::English, "search-repaired", query = query);
    assert_eq!(shown("stars"), "Showing results for “stars”.");
    assert_eq!(shown("überall 日本"), "Showing results for “überall 日本”.");
    assert_eq!(shown("שלום"), "Showing results for “\u{2068}שלום\u{2069}”.");
    assert_eq!(shown("نموذج AI"), "Showing results for “\u{2068}نموذج AI\u{2069}”.");
}

#[test]
fn messages_and_lists_are_arguments_too() {
    let part = |name: &str| text!("reason-author", name = name);
    let listed = Text::new("search-not-found").with("ids", vec![part("Ada"), part("Alan")]);
    assert_eq!(
        listed.to(Language::German),
        "Ich konnte von Ada und von Alan auf Hugging Face nicht finden."
    );
}

#[test]
fn the_examples_of_a_time_can_be_typed() {
    for language in Language::ALL {
        let examples = message(language, "time-examples").expect("it is there");
        let examples: Vec<&str> = examples.split('`').skip(1).step_by(2).collect();
        assert!(examples.len() >= 4, "{language}: {examples:?}");
        for example in examples {
            let read = domain::When::parse(example);
            assert!(read.as_ref().is_ok_and(|when| when.zone.is_none()), "{example}: {read:?}");
        }
    }
}

#[test]
fn french_punctuation_stays_with_its_word() {
    let wrong = [" ;", " :", " ?", " !", " »", "« "];
    let lines = FILES[Language::French as usize].lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let found = wrong.iter().find(|sign| line.contains(**sign));
        assert_eq!(found, None, "a space that breaks the line: {line}");
        assert!(!line.contains('\u{a0}'), "a wide space: {line}");
    }
}

#[test]
fn the_examples_of_a_day_in_descriptions_can_be_typed() {
    for language in Language::ALL {
        for (id, name) in [("command-subscription-pause", "until"), ("command-preview", "date")] {
            let about = attribute(language, id, name).expect("it is there");
            let (_, examples) = about.split_once([':', '：']).expect("examples after a colon");
            let (examples, _) = examples.split_once(['(', '（']).expect("and before the default");
            let examples: Vec<&str> = examples
                .split([',', '、'])
                .map(|one| one.trim().trim_end_matches(['…', ' ', '\u{202f}']))
                .map(|one| one.trim_end_matches("など").trim_end_matches('等'))
                .collect();
            assert_eq!(examples.len(), 3, "{language}: {examples:?}");
            for example in examples {
                let read = crate::day::Day::parse(example);
                assert!(read.is_ok(), "{language}: {example} is {read:?}");
            }
        }
    }
}

#[test]
fn users_are_addressed_informally() {
    let formal = |language| match language {
        Language::German => vec![" Sie ", " Ihr ", " Ihre ", " Ihnen "],
        Language::French => vec![" vous ", " votre ", " vos ", "Choisissez", "Essayez"],
        Language::Spanish => vec![" usted ", "Elija", "Escriba", "Añada"],
        Language::Chinese => vec!["您"],
        Language::English | Language::Japanese => vec![],
    };
    for language in Language::ALL {
        for (id, text) in messages(language) {
            let found = formal(language).into_iter().find(|word| text.contains(word));
            // At the start of a sentence after a colon, German "sie" is "she" or "it".
            let is_pronoun = language == Language::German && text.contains(": Sie ");
            assert!(found.is_none() || is_pronoun, "{language}: {id} says {found:?}");
        }
    }
}

#[test]
fn languages_have_their_own_names_everywhere() {
    for (named, own) in Language::ALL.into_iter().zip([
        "English",
        "Deutsch",
        "Français",
        "Español",
        "日本語",
        "简体中文",
    ]) {
        for language in Language::ALL {
            let name = crate::manifest::choice_name(named.as_str()).to(language);
            assert_eq!(name, own, "in {language}");
        }
    }
}
