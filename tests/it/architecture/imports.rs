//! Extracts the paths that a source file uses: `use` declarations with groups expanded, and paths
//! in the code.

use super::Source;

/// Code without comments and string literals.
fn bare(code: &str) -> String {
    let mut bare = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(hashes) = raw_string(rest) {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = hashes + 2;
            rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
        } else if first == '"' {
            string_end(rest)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find('\'').map_or(rest.len(), |at| at + 2)
        } else {
            bare.push(first);
            first.len_utf8()
        };
        rest = &rest[skip.max(1).min(rest.len())..];
    }
    bare
}

/// The number of hashes of a raw string that begins here.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// The end of the string that begins here.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Every path in a file's code, starting at the crate's root or another crate: `["crate", "app",
/// "delivery"]`, `["domain", "Paper"]`.
pub(super) fn paths(source: &Source) -> Vec<Vec<String>> {
    let code = bare(source.code());
    let mut all = Vec::new();
    let mut inline = String::new();
    for (number, part) in code.split("use ").enumerate() {
        let statement = number > 0 && part.contains(';');
        let (tree, rest) = match statement {
            true => part.split_once(';').unwrap_or((part, "")),
            false => ("", part),
        };
        if !tree.is_empty() {
            expand(&[], tree, &mut all);
        }
        inline.push_str(rest);
        inline.push(' ');
    }
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    for path in inline.split(|c: char| !is_name(c)).filter(|path| path.contains("::")) {
        all.push(path.split("::").map(str::to_owned).collect());
    }
    all.into_iter().filter_map(|path| resolve(path, source)).collect()
}

/// Expands a tree such as `crate::{config, store::{Store, papers}}`.
fn expand(before: &[String], tree: &str, all: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let (path, group) = match tree.split_once('{') {
        Some((path, group)) => (path, group.trim_end().strip_suffix('}')),
        None => (tree.split(" as ").next().unwrap_or_default(), None),
    };
    let names = path.split("::").map(str::trim).filter(|name| !name.is_empty());
    let path: Vec<String> = before.iter().cloned().chain(names.map(str::to_owned)).collect();
    let Some(group) = group else {
        all.push(path);
        return;
    };
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !group[start..at].trim().is_empty() {
                    expand(&path, &group[start..at], all);
                }
                start = (at + 1).min(group.len());
            }
            _ => {}
        }
    }
}

/// The path from the crate's root; empty for other projects' crates.
fn resolve(path: Vec<String>, source: &Source) -> Option<Vec<String>> {
    let first = path.first()?.as_str();
    match first {
        "crate" | "domain" | "commands" | "search" | "simulator" | "paperboy" => Some(path),
        "super" | "self" => {
            let mut place = source.module.clone();
            let mut rest = path.as_slice();
            while let [first, after @ ..] = rest {
                match first.as_str() {
                    "super" => drop(place.pop()),
                    "self" => {}
                    _ => break,
                }
                rest = after;
            }
            let crate_root = ["crate".to_owned()];
            Some(crate_root.into_iter().chain(place).chain(rest.iter().cloned()).collect())
        }
        _ => None,
    }
}

#[test]
fn grouped_relative_and_inner_paths_are_found() {
    let source = Source {
        path: "src/app/delivery/round.rs".to_owned(),
        module: ["app", "delivery", "round"].map(str::to_owned).to_vec(),
        text: r#"
            use std::fmt;
            use crate::{config, store::{self, papers::{all, on_lists}}, telemetry as log};
            pub use super::{slot::deliver, turns};
            // use crate::comment;
            fn work() { super::super::App::new("use crate::text;"); domain::feed_date(crate::clock::now()) }
            #[cfg(test)]
            mod tests {
                use crate::bot;
            }
        "#
        .replace("            ", ""),
        is_test: false,
    };
    let mut found: Vec<String> = paths(&source).iter().map(|path| path.join("::")).collect();
    found.sort();
    assert_eq!(
        found,
        [
            "crate::app::App::new",
            "crate::app::delivery::slot::deliver",
            "crate::app::delivery::turns",
            "crate::clock::now",
            "crate::config",
            "crate::store::papers::all",
            "crate::store::papers::on_lists",
            "crate::store::self",
            "crate::telemetry",
            "domain::feed_date",
        ]
    );
}
