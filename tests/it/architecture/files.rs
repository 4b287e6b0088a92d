//! How files are cut: one name once in a crate, none too long, each says what it is for; and what
//! is checked at a door cannot be made past it.

use std::collections::BTreeMap;

use super::{CRATES, Source, assert_none, sources};

/// Lists of parts that are checked themselves: any list of them is valid.
const MADE_OF_CHECKED_PARTS: [&str; 2] = ["Expression", "Topics"];
/// A file may have so many lines.
const LONGEST: usize = 500;

#[test]
fn every_file_says_what_it_is_for_and_none_is_too_long() {
    let mut broken = Vec::new();
    let folders = CRATES.iter().map(|(_, folder)| *folder).chain(["tests", "benches"]);
    for source in folders.flat_map(sources) {
        let lines = source.text.lines().count();
        if lines > LONGEST {
            broken.push(format!("{}: {lines} lines", source.path));
        }
        if !source.text.starts_with("//!") {
            broken.push(format!("{}: does not begin with what it is for", source.path));
        }
    }
    assert_none(broken);
}

#[test]
fn no_two_files_of_a_crate_have_one_name() {
    let mut broken = Vec::new();
    for folder in CRATES.iter().map(|(_, folder)| *folder).chain(["tests/it"]) {
        let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for source in sources(folder).iter().filter(|one| !is_root(one)) {
            // A command has one name, as people type it in Discord and in a shell.
            let room = if source.path.starts_with("src/app/commands/") { "commands/" } else { "" };
            let name = format!("{room}{}", source.name());
            named.entry(name).or_default().push(source.path.clone());
        }
        broken
            .extend(named.into_values().filter(|paths| paths.len() > 1).map(|all| all.join(", ")));
    }
    assert_none(broken);
}

fn is_root(source: &Source) -> bool {
    ["mod.rs", "lib.rs", "main.rs"].contains(&source.name())
}

#[test]
fn what_is_parsed_has_private_fields() {
    let mut broken = Vec::new();
    for source in sources("domain/src") {
        let code = source.code();
        for parsed in code.split("impl FromStr for ").skip(1) {
            let name = parsed.split([' ', '{']).next().unwrap_or_default();
            if MADE_OF_CHECKED_PARTS.contains(&name) {
                continue;
            }
            let is_whole = |after: &&str| !after.starts_with(|c: char| c.is_alphanumeric());
            let start = format!("pub struct {name}");
            let mut structs = code.split(&start).skip(1);
            let Some(after) = structs.find(is_whole) else { continue };
            let end = after.find(if after.starts_with('(') { ';' } else { '}' });
            let body = &after[..end.unwrap_or_default()];
            if body.contains("pub ") {
                broken.push(format!("{}: {name} can be made without its door", source.path));
            }
        }
    }
    assert_none(broken);
}

#[test]
fn main_composes_and_no_more() {
    let main = sources("src").into_iter().find(|one| one.path == "src/main.rs").expect("main.rs");
    assert!(main.text.lines().count() <= 40);
}
