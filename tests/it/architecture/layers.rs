//! Checks the table of allowed dependencies in ARCHITECTURE.md and the order of the use cases.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::imports::paths;
use super::{CRATES, ROOT, Source, assert_none, sources};

/// The order of the modules of a delivery: each may use only those before it.
const DELIVERY: [&str; 22] = [
    "failpoint",
    "slot_guard",
    "send_count",
    "process",
    "decide",
    "leader",
    "turns",
    "nonce",
    "destination",
    "step",
    "confirm",
    "style",
    "handover",
    "split",
    "find",
    "send",
    "skip",
    "compose",
    "claim",
    "slot",
    "round",
    "recover",
];

/// The table: each module or crate with its allowed dependencies; `None` for everything.
fn table() -> BTreeMap<String, Option<BTreeSet<String>>> {
    let text = fs::read_to_string(Path::new(ROOT).join("ARCHITECTURE.md")).expect("the document");
    let section = text.split("## Allowed dependencies").nth(1).expect("the section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| "));
    let names = |cell: &str| -> Vec<String> {
        let cell = cell.split(';').next().unwrap_or_default();
        cell.split(',').map(|name| name.trim().to_owned()).collect()
    };
    let mut table = BTreeMap::new();
    for row in rows.skip(1).take_while(|row| !row.is_empty()) {
        let (who, whom) = row.trim_end_matches('|').split_once('|').expect("two columns");
        let allowed = match whom.trim() {
            "everything" => None,
            "–" => Some(BTreeSet::new()),
            whom => Some(names(whom).into_iter().collect()),
        };
        for name in names(who) {
            table.insert(name, allowed.clone());
        }
    }
    table
}

/// The module of `src` or the crate that a path leads to.
fn used(path: &[String]) -> Option<&str> {
    match path.first()?.as_str() {
        "crate" => path.get(1).map(String::as_str),
        other => Some(other),
    }
}

#[test]
fn the_table_has_a_row_for_every_module_and_crate() {
    let table = table();
    let crates = CRATES.iter().map(|(name, _)| *name).filter(|name| *name != "paperboy");
    let mut names: BTreeSet<String> = crates.map(str::to_owned).collect();
    names.extend(sources("src").into_iter().filter_map(|source| source.module.first().cloned()));
    names.insert("main".to_owned());
    let rows: BTreeSet<String> = table.keys().cloned().collect();
    assert_eq!(rows, names);
}

#[test]
fn modules_use_only_allowed_modules() {
    let table = table();
    let mut broken = Vec::new();
    for source in sources("src") {
        let Some(own) = source.module.first() else { continue };
        let Some(Some(allowed)) = table.get(own) else { continue };
        for path in paths(&source) {
            let Some(used) = used(&path) else { continue };
            let is_ours = table.contains_key(used) || used == "bot" || used == "cli";
            if is_ours && used != own && !allowed.contains(used) {
                broken.push(format!("{}: {own} uses {used}", source.path));
            }
        }
    }
    assert_none(broken);
}

#[test]
fn crates_use_only_allowed_crates() {
    let table = table();
    let mut broken = Vec::new();
    for (name, _) in CRATES.iter().filter(|(name, _)| *name != "paperboy") {
        let path = Path::new(ROOT).join(name).join("Cargo.toml");
        let text = fs::read_to_string(path).expect("a manifest");
        let allowed = table[*name].as_ref().expect("a crate that may not use everything");
        let ours = CRATES.iter().map(|(name, _)| *name);
        let mut section = "";
        for line in text.lines() {
            if line.starts_with('[') {
                section = line;
            }
            let key = line.split(['.', ' ', '=']).next().unwrap_or_default();
            let is_dependency = section == "[dependencies]" && ours.clone().any(|one| one == key);
            if is_dependency && !allowed.contains(key) {
                broken.push(format!("{name} depends on {key}"));
            }
        }
    }
    assert_none(broken);
}

#[test]
fn the_modules_of_a_delivery_use_only_those_before_them() {
    let all = sources("src/app/delivery");
    let names: BTreeSet<String> =
        all.iter().filter_map(|source| source.module.first().cloned()).collect();
    let known: BTreeSet<String> =
        DELIVERY.into_iter().chain(["fixtures"]).map(str::to_owned).collect();
    assert_eq!(names, known, "each module has its place in the order");
    let place = |name: &str| DELIVERY.iter().position(|one| *one == name);
    let mut broken = Vec::new();
    for source in &sources("src/app") {
        let [folder, own, ..] = source.module.as_slice() else { continue };
        let Some(own_place) = place(own).filter(|_| folder == "delivery") else { continue };
        for path in in_app(source) {
            let [folder, used, ..] = path.as_slice() else { continue };
            if folder == "delivery" && place(used).is_some_and(|used| used > own_place) {
                broken.push(format!("{own} uses {used}, which comes after it"));
            }
        }
    }
    assert_none(broken);
}

/// The paths in a file of `src/app` that lead into `app`, from there on.
fn in_app(source: &Source) -> Vec<Vec<String>> {
    let inside = Source {
        path: source.path.clone(),
        module: ["app".to_owned()].into_iter().chain(source.module.clone()).collect(),
        text: source.text.clone(),
        is_test: source.is_test,
    };
    let paths = paths(&inside).into_iter();
    let in_app = paths.filter(|path| path.get(..2) == Some(&["crate", "app"].map(str::to_owned)));
    in_app.map(|path| path[2..].to_vec()).collect()
}

#[test]
fn use_cases_have_no_cycles() {
    let all = sources("src/app");
    let modules: BTreeSet<Vec<String>> =
        all.iter().map(|source| source.module.clone()).filter(|one| !one.is_empty()).collect();
    let mut edges: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for source in all.iter().filter(|source| !source.module.is_empty() && !source.is_test()) {
        for path in in_app(source) {
            // The longest part of the path that is a file; folders alone use nothing.
            let file = (1..=path.len()).rev().find(|end| modules.contains(&path[..*end]));
            let Some(used) = file.map(|end| path[..end].to_vec()) else { continue };
            let is_inside = source.module.starts_with(&used) || used.starts_with(&source.module);
            if !is_inside {
                edges.entry(source.module.clone()).or_default().insert(used);
            }
        }
    }
    let mut broken = Vec::new();
    for start in &modules {
        let (mut open, mut seen) = (vec![start.clone()], BTreeSet::new());
        while let Some(one) = open.pop() {
            for next in edges.get(&one).into_iter().flatten() {
                if next == start {
                    broken.push(format!("{} ⇄ {}", start.join("::"), one.join("::")));
                }
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
    }
    assert_none(broken);
}
