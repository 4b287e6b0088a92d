//! Who may use whom: ARCHITECTURE.md's table, read from the `use` lines of the code.
//!
//! Crate edges are kept by Cargo; this keeps the edges between the modules of the bot, and the
//! rules that the pure crates list no adapter's crate and read no clock.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A module of `src`, and the modules of `src` it may use.
const MAY_USE: [(&str, &[&str]); 8] = [
    ("clock", &[]),
    ("config", &[]),
    ("telemetry", &[]),
    ("hub", &[]),
    ("store", &[]),
    ("discord", &["clock", "config"]),
    ("app", &["clock", "discord", "hub", "store"]),
    ("metrics", &["app", "clock", "discord", "hub", "store"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the project").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The module of `src` a file belongs to: `src/app/answer.rs` and `src/app.rs` to `app`.
fn module(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(ROOT).join("src")).expect("a file of src");
    let first = inside.iter().next().expect("a name").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn modules_use_only_whom_they_may() {
    let mut broken = Vec::new();
    for path in sources(&Path::new(ROOT).join("src")) {
        let own = module(&path);
        let Some((_, allowed)) = MAY_USE.iter().find(|row| row.0 == own) else { continue };
        let text = fs::read_to_string(&path).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            for after in line.split("crate::").skip(1) {
                let used: String =
                    after.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                let is_module = MAY_USE.iter().any(|row| row.0 == used)
                    || matches!(used.as_str(), "bot" | "cli");
                if is_module && used != own && !allowed.contains(&used.as_str()) {
                    broken.push(format!("{}:{}: {own} uses {used}", path.display(), number + 1));
                }
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

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
    for name in ["domain", "commands", "search"] {
        for path in sources(&Path::new(ROOT).join(name).join("src")) {
            // Files of tests, and the one place that reads a model's folder, once, when asked to.
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let of_tests = name.ends_with("tests.rs") || path.ends_with("encoder/published.rs");
            if of_tests || path.ends_with("search/src/encoder/model_folder.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            // Tests may read golden files.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let found = forbidden.iter().filter(|word| code.contains(**word));
            broken.extend(found.map(|word| format!("{}: {word}", path.display())));
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn only_the_settings_read_the_environment_and_only_the_edge_reads_the_clock() {
    let mut broken = Vec::new();
    for path in sources(&Path::new(ROOT).join("src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let own = module(&path);
        if own != "config" && (code.contains("env::var") || code.contains("std::env")) {
            broken.push(format!("{}: reads the environment", path.display()));
        }
        if !matches!(own.as_str(), "clock" | "cli") && code.contains("Timestamp::now") {
            broken.push(format!("{}: reads the clock", path.display()));
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn main_composes_and_no_more() {
    let main = fs::read_to_string(Path::new(ROOT).join("src/main.rs")).expect("main.rs");
    assert!(main.lines().count() <= 40);
}

#[test]
fn sentences_for_people_are_made_in_commands() {
    let mut broken = Vec::new();
    for root in ["domain/src", "search/src", "src"] {
        for path in sources(&Path::new(ROOT).join(root)) {
            let text = fs::read_to_string(&path).expect("a source file");
            // The message of an error is for logs and the command line.
            let made = ["say!(", "text!(", "Message::text(\"", "Refusal("];
            let found = made.iter().filter(|word| text.contains(**word));
            broken.extend(found.map(|word| format!("{}: {word}", path.display())));
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}
