//! Checks what ARCHITECTURE.md says about the code: dependencies, the direction of use cases, the
//! purity of crates, and the size of files.

mod files;
mod imports;
mod layers;
mod purity;

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The crates, with their source folders.
const CRATES: [(&str, &str); 5] = [
    ("domain", "domain/src"),
    ("commands", "commands/src"),
    ("search", "search/src"),
    ("simulator", "simulator/src"),
    ("paperboy", "src"),
];

/// A source file of the project.
struct Source {
    /// The path relative to the project's folder.
    path: String,
    /// Its module path in the crate: `app`, `delivery`, `round`. Empty for the crate's root.
    module: Vec<String>,
    text: String,
    is_test: bool,
}

impl Source {
    /// The code outside of tests.
    fn code(&self) -> &str {
        let is_inline = |after: &str| {
            let line = after.lines().find(|line| !line.trim_start().starts_with("#["));
            line.is_some_and(|line| line.contains("mod ") && line.ends_with('{'))
        };
        let attribute = "#[cfg(test)]\n";
        let mut ends = self.text.match_indices(attribute).map(|(at, _)| at);
        let end = ends.find(|at| is_inline(&self.text[at + attribute.len()..]));
        &self.text[..end.unwrap_or(self.text.len())]
    }

    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether the whole file is only for tests.
    fn is_test(&self) -> bool {
        self.is_test
    }
}

/// All files below a folder of the project.
fn sources(folder: &str) -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of the project").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let base = Path::new(ROOT).join(folder);
    let mut paths = Vec::new();
    walk(&base, &mut paths);
    paths.sort();
    let source = |path: PathBuf| {
        let inside = path.strip_prefix(&base).expect("below the folder").with_extension("");
        let names = inside.iter().map(|name| name.to_string_lossy().into_owned());
        let module = names.filter(|name| !["mod", "lib", "main"].contains(&name.as_str()));
        Source {
            path: path.strip_prefix(ROOT).expect("in the project").display().to_string(),
            module: module.collect(),
            text: fs::read_to_string(&path).expect("a source file"),
            is_test: false,
        }
    };
    let mut all: Vec<Source> = paths.into_iter().map(source).collect();
    // Modules declared for tests, under their own names.
    let texts: Vec<&str> = all.iter().map(|source| source.text.as_str()).collect();
    let declared: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split("#[cfg(test)]\n").skip(1))
        .filter_map(|after| after.lines().next()?.split("mod ").nth(1)?.strip_suffix(';'))
        .map(|name| format!("{name}.rs"))
        .collect();
    for source in &mut all {
        source.is_test = declared.iter().any(|name| name == source.name())
            || source.name().ends_with("tests.rs");
    }
    all
}

fn assert_none(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}
