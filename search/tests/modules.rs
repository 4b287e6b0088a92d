//! Checks which module of this crate uses which, by reading the code: no module uses a later one,
//! so there are no cycles. Also limits the length of files and requires unique file names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// A module of `src` and the modules it may use.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("parallel", &[]),
    ("random", &[]),
    ("linear", &["parallel", "random"]),
    ("text", &[]),
    ("embedding", &[]),
    ("judge", &[]),
    ("eval", &[]),
    ("growth", &[]),
    ("concepts", &["text"]),
    ("encoder", &["embedding"]),
    ("index", &["embedding", "text"]),
    ("table", &["concepts", "embedding", "random", "text"]),
    ("query", &["embedding", "index", "table", "text"]),
    ("topics", &["concepts", "embedding", "index", "judge", "linear", "parallel", "table", "text"]),
];

/// All source files.
fn files() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(Path::new(SOURCES), &mut found);
    assert!(found.len() > 50, "the sources were not found");
    found
}

/// `src/index/doc.rs` and `src/index/mod.rs` belong to `index`, `src/eval.rs` to `eval`.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix(SOURCES).expect("a file of src");
    let first = inside.iter().next().expect("a name").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules named in a text, as in `crate::index::Index` and `crate::{index, text::Words}`.
fn named(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for after in text.split("crate::").skip(1) {
        let list = match after.strip_prefix('{') {
            Some(grouped) => grouped.split('}').next().unwrap_or_default(),
            None => after.split([';', '\n', ' ', '(', ')', '<']).next().unwrap_or_default(),
        };
        for one in list.split(',') {
            let name: String =
                one.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            found.push(name);
        }
    }
    found
}

fn broken(files: &[(PathBuf, String)]) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in files {
        let own = module(path);
        let of_tests = path.to_string_lossy().ends_with("_tests.rs");
        if own == "lib" || own == "fixtures" || of_tests {
            continue;
        }
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let Some((_, allowed)) = MAY_USE.iter().find(|row| row.0 == own) else {
            broken.push(format!("{} is not in a module of the table", path.display()));
            continue;
        };
        for used in named(code) {
            // Anything else is an item at the crate root, which has no code of its own.
            let is_module = MAY_USE.iter().any(|row| row.0 == used);
            if !is_module && !used.is_empty() {
                broken.push(format!("{}: crate::{used} is not a module", path.display()));
            } else if is_module && used != own && !allowed.contains(&used.as_str()) {
                broken.push(format!("{}: {own} must not use {used}", path.display()));
            } else if used.is_empty() && code.contains("use crate::{") {
                broken.push(format!(
                    "{}: an item is imported through the crate root",
                    path.display()
                ));
            }
        }
    }
    broken
}

#[test]
fn no_module_uses_one_above_it() {
    assert_eq!(broken(&files()), Vec::<String>::new());
}

#[test]
fn a_module_that_uses_one_above_it_is_reported() {
    let index = Path::new(SOURCES).join("index/doc.rs");
    for line in ["use crate::query::Query;", "use crate::{query, text};", "crate::query::x()"] {
        let found = broken(&[(index.clone(), line.to_owned())]);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
    }
    let fine = (index, "use crate::{embedding::Embedding, text::Words};".to_owned());
    assert_eq!(broken(&[fine]), Vec::<String>::new());
}

#[test]
fn the_table_has_no_cycles() {
    let mut order: Vec<&str> = Vec::new();
    for (module, uses) in MAY_USE {
        let unknown: Vec<&&str> = uses.iter().filter(|used| !order.contains(used)).collect();
        assert!(unknown.is_empty(), "{module} uses {unknown:?}, which do not come before it");
        order.push(module);
    }
}

#[test]
fn files_are_short_and_uniquely_named() {
    let mut by_name: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut lengths: Vec<usize> = Vec::new();
    for (path, text) in files() {
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
        assert!(text.starts_with("//! "), "{} has no `//!` comment", path.display());
        lengths.push(lines);
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        by_name.entry(name).or_default().push(path);
    }
    by_name.retain(|name, paths| name != "mod.rs" && paths.len() > 1);
    assert!(by_name.is_empty(), "{by_name:?}");
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] < 150, "half of the files are longer than 150 lines");
}
