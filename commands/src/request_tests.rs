//! Checks that every line of the table is complete, and that no input causes a panic.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ChannelId, GuildId, Language, UserId};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::spec::{HelpSection, OptKind};

pub(crate) fn interaction(input: Input) -> Interaction {
    Interaction::new(UserId(1), Some(GuildId(2)), ChannelId(3), input)
}

fn now() -> Timestamp {
    "2026-01-15T13:07:00Z".parse().expect("a time")
}

/// A slash command.
pub(crate) fn parse(name: &str, options: Value) -> Result<Request, Refusal> {
    let options = serde_json::from_value(options).expect("an object");
    let input = Input::Command(name.to_owned(), options);
    Request::parse(&interaction(input), now()).map(|(request, _)| request)
}

/// The panel in which a refused slash command can be corrected.
pub(crate) fn correct(name: &str, options: Value) -> Option<Request> {
    let options = serde_json::from_value(options).expect("an object");
    let refused = interaction(Input::Command(name.to_owned(), options));
    Request::to_correct(&refused, now()).map(|(request, _)| request)
}

/// A pressed button, or a selection in a menu.
pub(crate) fn press(custom_id: &str, values: &[&str]) -> Option<Request> {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    let input = Input::Component(custom_id.to_owned(), values);
    Request::parse(&interaction(input), now()).ok().map(|(request, _)| request)
}

#[test]
fn server_commands_need_a_server() {
    let mut direct = interaction(Input::Command("subscription list".to_owned(), BTreeMap::new()));
    direct.guild = None;
    let refusal = Request::parse(&direct, Timestamp::UNIX_EPOCH).expect_err("no server");
    assert_eq!(refusal.to_string(), "This command only works in servers.");
}

#[test]
fn every_registered_command_is_understood() {
    for command in crate::manifest::manifest().as_array().expect("a list") {
        let name = command["name"].as_str().expect("a name");
        let subs: Vec<String> = command["options"]
            .as_array()
            .expect("options")
            .iter()
            .filter(|option| option["type"] == 1)
            .map(|option| format!("{name} {}", option["name"].as_str().expect("a name")))
            .collect();
        let names = if subs.is_empty() { vec![name.to_owned()] } else { subs };
        for name in names {
            if let Err(refusal) = parse(&name, json!({})) {
                assert!(!refusal.to_string().starts_with("I don't know"), "{name}");
            }
        }
    }
}

/// Values with which every command is complete.
fn complete() -> Value {
    json!({ "query": "stars", "id": "1", "paper": "stars", "topics": "stars", "channel": "7" })
}

#[test]
fn nothing_that_is_typed_is_formatted_in_a_refusal() {
    let bait = "[click](https://evil.example) **x**";
    let codes =
        [format!("`{bait}`"), format!("x` {bait}"), format!("{} {bait}", "x".repeat(3_000))];
    let ways =
        ["CODE", "-CODE", "all, CODE", "CODE, -CODE", "9am CODE", "* * CODE * *", "cat:CODE"];
    let mut refused = 0;
    for (entry, option) in
        TABLE.iter().flat_map(|entry| entry.spec.options.iter().map(move |option| (entry, option)))
    {
        for (way, code) in ways.iter().flat_map(|way| codes.iter().map(move |code| (way, code))) {
            let mut options = complete();
            options[option.name] = json!(way.replace("CODE", code));
            let Err(refusal) = parse(entry.spec.name, options) else { continue };
            refused += 1;
            for language in Language::ALL {
                let message = crate::view::notice::refusal(&refusal, language);
                let shown = crate::view::fixtures::read(&message);
                assert!(shown.matches('`').count().is_multiple_of(2), "{language}: {shown}");
                let formatted: String = shown.split('`').step_by(2).collect();
                assert!(!formatted.contains("x**"), "{language}: {shown}");
            }
        }
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn every_declaration_is_named_like_its_line_in_the_table() {
    let declared: Vec<&str> = TABLE.iter().map(|entry| entry.spec.name).collect();
    assert_eq!(declared, NAMES);
}

/// A file that is not in the table would not be compiled, and nothing else would notice.
#[test]
fn every_file_of_a_command_is_in_the_table() {
    fn files(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder of sources").flatten() {
            let path = entry.path();
            if path.is_dir() {
                files(&path, found);
            } else if let Ok(source) = std::fs::read_to_string(&path)
                && source.contains("\nimpl Command for Request {")
            {
                found.push(path.display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    files(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    assert_eq!(found.len(), TABLE.len(), "{found:#?}");
}

#[test]
fn commands_in_a_group_share_its_properties() {
    for one in TABLE {
        for other in
            TABLE.iter().filter(|other| other.group() == one.group() && one.group().is_some())
        {
            assert_eq!(one.spec.contexts, other.spec.contexts, "{}", other.spec.name);
            assert_eq!(one.spec.audience, other.spec.audience, "{}", other.spec.name);
        }
    }
}

#[test]
fn an_answer_to_a_command_is_a_message_or_a_form() {
    for entry in TABLE {
        let spec = &entry.spec;
        let is_new = matches!(spec.answer, Answer::Public | Answer::Private | Answer::Modal);
        assert!(is_new, "{}: nothing can be updated yet", spec.name);
        let cannot_wait = spec.answer == Answer::Modal && (spec.slow || spec.changes_something);
        assert!(!cannot_wait, "{}: a form cannot be deferred", spec.name);
        assert!(HelpSection::ALL.contains(&spec.section));
        for control in spec.controls {
            let slow = control.slow || control.changes_something;
            assert!(control.answer != Answer::Modal || !slow, "{}", control.prefix);
        }
    }
}

#[test]
fn every_control_is_read_by_the_command_that_declares_it() {
    let mut prefixes = BTreeSet::new();
    for entry in TABLE {
        for control in entry.spec.controls {
            assert!(prefixes.insert(control.prefix), "{} has two owners", control.prefix);
            let example = control.example;
            assert!(crate::custom_id::fits(example), "{example}");
            let values = vec![control.chosen.to_owned()];
            let pressed = Input::Component(example.to_owned(), values);
            let filled = Input::Modal(example.to_owned(), BTreeMap::new());
            let read = |input| match Request::parse(&interaction(input), now()) {
                Ok(_) => true,
                // A modal's content may be refused; the error shows whether it was read.
                Err(refusal) => refusal != unknown_control(),
            };
            assert!(read(pressed) || read(filled), "{example} is not read");
        }
    }
    assert!(!prefixes.contains("off"), "what is disabled is never pressed");
}

#[test]
fn every_suggestion_is_offered() {
    for entry in TABLE {
        for option in entry.spec.options {
            let input = Input::Autocomplete(
                entry.spec.name.to_owned(),
                BTreeMap::from([(option.name.to_owned(), json!("ber"))]),
                option.name.to_owned(),
            );
            let read = Request::parse(&interaction(input), now());
            assert_eq!(read.is_ok(), option.suggests.is_some(), "{}", option.name);
        }
    }
}

/// An option missing in `parse` would go unnoticed, so each is given a valid value and one of the
/// wrong type, and both must have an effect.
#[test]
fn every_option_that_is_declared_is_read() {
    // These contradict others, so each is given without them.
    let alone = |option: &&crate::spec::Opt| ["no_role", "reset"].contains(&option.name);
    for entry in TABLE {
        let of = |option: &crate::spec::Opt| (option.name.to_owned(), good(option));
        let options = entry.spec.options.iter();
        let required = options.clone().filter(|option| option.required);
        let required: BTreeMap<String, Value> = required.map(of).collect();
        for option in options.clone().filter(alone) {
            let without = parse(entry.spec.name, json!(required));
            let mut with = required.clone();
            with.extend([of(option)]);
            let with = parse(entry.spec.name, json!(with)).expect(option.name);
            assert_ne!(without, Ok(with), "{} {}", entry.spec.name, option.name);
        }
        let options = options.filter(|option| !alone(option));
        let good: BTreeMap<String, Value> = options.clone().map(of).collect();
        let whole = parse(entry.spec.name, json!(good)).expect(entry.spec.name);
        for option in options {
            let mut without = good.clone();
            without.remove(option.name);
            let read = parse(entry.spec.name, json!(without));
            assert_ne!(read.as_ref(), Ok(&whole), "{} {}", entry.spec.name, option.name);
        }
    }
}

/// A value that differs from the option's default.
fn good(option: &crate::spec::Opt) -> Value {
    match (option.kind, option.name) {
        (OptKind::Text(_), "from" | "to" | "date" | "until") => json!("2026-01-10"),
        (OptKind::Text(_), "time") => json!("08:30 mon-fri"),
        (OptKind::Text(_), "zone") => json!("europe/berlin"),
        (OptKind::Text(_), _) => json!("diffusion"),
        (OptKind::Choice(all), _) => json!(all().last().expect("a choice")),
        (OptKind::Number(..), _) => json!(7),
        (OptKind::Flag, _) => json!(true),
        (OptKind::Channel | OptKind::Role, _) => json!("42"),
        (OptKind::File, _) => json!({ "url": "https://cdn.discordapp.com/a/b.json", "size": 2 }),
    }
}

proptest! {
    #[test]
    fn no_option_panics(text in "\\PC{0,60}", number: i64, field in 0_usize..6) {
        let field = ["query", "from", "time", "zone", "topics", "channel"][field];
        let mut options = json!({ "query": "x", "channel": "1", "topics": "x" });
        options[field] = json!(text);
        options["min_upvotes"] = json!(number);
        for entry in TABLE {
            let _ = parse(entry.spec.name, options.clone());
        }
    }

    #[test]
    fn no_custom_id_panics(
        text in "\\PC{0,100}", control in any::<prop::sample::Index>(),
        rest in "[0-9a-z:.%-]{0,60}", value in "\\PC{0,100}",
    ) {
        let all: Vec<&Control> = TABLE.iter().flat_map(|entry| entry.spec.controls).collect();
        let near = format!("{}:{rest}", control.get(&all).prefix);
        for id in [text, near] {
            let _ = press(&id, &[]);
            let _ = press(&id, &[&value]);
            let fields = BTreeMap::from([("text".to_owned(), value.clone())]);
            let _ = Request::parse(&interaction(Input::Modal(id, fields)), now());
        }
    }
}

#[test]
fn unknown_custom_ids_are_ignored() {
    for id in [
        "",
        "card",
        "s:1",
        "day:yesterday:0",
        "day:2026-05-12:-1",
        "other:1",
        "similar:",
        "q:x:1",
        "k:1:s:0",
    ] {
        assert_eq!(press(id, &[]), None, "{id}");
    }
}
