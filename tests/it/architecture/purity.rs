//! Rules for pure crates, for reading the environment and the clock, and for where user-visible
//! sentences may be.

use super::{Source, assert_none, sources};

#[test]
fn the_pure_crates_do_no_io_and_read_no_clock() {
    let forbidden = [
        "std::fs::",
        "std::net",
        "std::env",
        "std::process",
        "Timestamp::now",
        "Zoned::now",
        "SystemTime",
        "Instant::now",
        "tokio",
        "reqwest",
        "rusqlite",
        "serenity",
    ];
    let mut broken = Vec::new();
    for folder in ["domain/src", "commands/src", "search/src"] {
        for source in sources(folder).iter().filter(|source| !source.is_test()) {
            // The only code that reads a model's folder, once, when asked to.
            let reads_models = ["search/src/encoder/model_folder.rs"];
            if reads_models.contains(&source.path.as_str()) || source.name() == "published.rs" {
                continue;
            }
            // Tests may read golden files.
            let code = source.code();
            let found = forbidden.iter().filter(|word| code.contains(**word));
            broken.extend(found.map(|word| format!("{}: {word}", source.path)));
        }
    }
    assert_none(broken);
}

#[test]
fn only_config_reads_the_environment_and_only_the_edge_reads_the_clock() {
    let mut broken = Vec::new();
    for source in sources("src") {
        let (code, own) = (source.code(), source.module.first().map_or("", String::as_str));
        if own != "config" && (code.contains("env::var") || code.contains("std::env")) {
            broken.push(format!("{}: reads the environment", source.path));
        }
        if !matches!(own, "clock" | "cli") && code.contains("Timestamp::now") {
            broken.push(format!("{}: reads the clock", source.path));
        }
    }
    assert_none(broken);
}

/// The string literals of a file, except in attributes, log lines and errors, which are for
/// operators.
fn literals(source: &Source) -> Vec<String> {
    let code: Vec<&str> = source
        .code()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .filter(|line| !line.trim_start().starts_with("#["))
        .collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    for (number, part) in code.replace("\\\"", "'").split('"').enumerate() {
        if number % 2 == 1 {
            found.push(part.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    found
}

/// Whether a literal looks like a user-visible sentence: it begins with a capital letter, has
/// several words, and ends like a sentence.
fn is_sentence(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.split(' ').count() >= 4
        && text.ends_with(['.', '!', '?'])
}

/// Files whose sentences are still to be moved; remove them from this list once that is done.
const STILL: [&str; 4] = [
    "domain/src/cron/problem.rs",
    "domain/src/expression.rs",
    "domain/src/topic.rs",
    "src/discord/application.rs",
];

#[test]
fn user_visible_sentences_are_only_in_commands_and_cli() {
    let mut broken = Vec::new();
    for folder in ["domain/src", "search/src", "src"] {
        for source in sources(folder).iter().filter(|source| !source.is_test()) {
            let own = source.module.first().map_or("", String::as_str);
            let is_known = STILL.contains(&source.path.as_str());
            if is_known || (folder == "src" && own == "cli") {
                continue;
            }
            let sentences = literals(source).into_iter().filter(|text| is_sentence(text));
            broken.extend(sentences.map(|text| format!("{}: {text}", source.path)));
        }
    }
    assert_none(broken);
}

#[test]
fn user_visible_messages_are_made_in_commands() {
    let mut broken = Vec::new();
    for folder in ["domain/src", "search/src", "src"] {
        for source in sources(folder) {
            // An error's message is for logs and the command line.
            let made = ["say!(", "text!(", "Message::text(\"", "Refusal("];
            let found = made.iter().filter(|word| source.text.contains(**word));
            broken.extend(found.map(|word| format!("{}: {word}", source.path)));
        }
    }
    assert_none(broken);
}

#[test]
fn sentences_are_distinguished_from_other_texts() {
    for (text, expected) in [
        ("This server has no subscription.", true),
        ("select 1 from slot where id = ?1", false),
        ("registered the commands", false),
        ("Content-Type", false),
    ] {
        assert_eq!(is_sentence(text), expected, "{text}");
    }
}
