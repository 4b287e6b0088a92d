//! Rules for files: names are unique in a crate, none is too long, each starts with a `//!`
//! comment; and parsed types can't be constructed without their parser.

use std::collections::BTreeMap;

use super::{CRATES, Source, assert_none, sources};

/// Lists of parts that are themselves validated: any list of them is valid.
const MADE_OF_CHECKED_PARTS: [&str; 2] = ["Expression", "Topics"];
/// The maximum number of lines in a file.
const LONGEST: usize = 500;

#[test]
fn every_file_has_a_module_comment_and_none_is_too_long() {
    let mut broken = Vec::new();
    let folders = CRATES.iter().map(|(_, folder)| *folder).chain(["tests"]);
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
fn file_names_are_unique_within_a_crate() {
    let mut broken = Vec::new();
    for folder in CRATES.iter().map(|(_, folder)| *folder).chain(["tests/it"]) {
        let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for source in sources(folder).iter().filter(|one| !is_root(one)) {
            // A command has the same name in Discord and in a shell.
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
fn parsed_types_have_private_fields() {
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
fn main_only_composes() {
    let main = sources("src").into_iter().find(|one| one.path == "src/main.rs").expect("main.rs");
    assert!(main.text.lines().count() <= 40);
}
