//! Checks the tests named in docs/FAULTS.md. Every name in a row must be exactly one test that
//! runs: helper functions, prefixes, ignored tests, files that no `mod` line includes, and names
//! shared by two tests don't count.
//!
//! A name is a test's path as printed by Cargo, without `tests::`. Leading modules may be omitted
//! if the name stays unique: `hub::each_fault_is_handled_differently`.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The crates whose tests can be named, with their root files.
const CRATES: [(&str, &str); 6] = [
    ("paperboy", "src/lib.rs"),
    ("domain", "domain/src/lib.rs"),
    ("commands", "commands/src/lib.rs"),
    ("search", "search/src/lib.rs"),
    ("simulator", "simulator/src/lib.rs"),
    ("it", "tests/it/main.rs"),
];

/// The declarations in a source file.
#[derive(Default)]
struct Declared {
    /// Modules in separate files, each with its parent modules.
    modules: Vec<(Vec<String>, Option<String>)>,
    /// Tests that run, each with its parent modules.
    tests: Vec<Vec<String>>,
}

/// Parses code formatted by rustfmt: an inline module ends with a brace at its own indentation.
fn declared(code: &str) -> Declared {
    let mut found = Declared::default();
    let mut around: Vec<(usize, String)> = Vec::new();
    let (mut is_test, mut is_ignored, mut at) = (false, false, None);
    for line in code.lines() {
        let text = line.trim_start();
        let indentation = line.len() - text.len();
        let path = |name: &str| {
            let modules = around.iter().map(|(_, module)| module.clone());
            modules.chain([name.to_owned()]).collect::<Vec<_>>()
        };
        if text == "}" && around.last().is_some_and(|(depth, _)| *depth == indentation) {
            around.pop();
        } else if let Some(module) = after_keyword(text, "mod ") {
            if text.ends_with('{') {
                around.push((indentation, name(module)));
            } else if text.ends_with(';') {
                found.modules.push((path(&name(module)), at.take()));
            }
        } else if let Some(file) = text.strip_prefix("#[path = \"") {
            at = file.split('"').next().map(str::to_owned);
        } else if text == "#[test]" || text.starts_with("#[tokio::test") {
            is_test = true;
        } else if text.starts_with("#[ignore") {
            is_ignored = true;
        } else if let Some(function) = after_keyword(text, "fn ") {
            if is_test && !is_ignored {
                found.tests.push(path(&name(function)));
            }
            (is_test, is_ignored) = (false, false);
        }
    }
    found
}

/// The modules declared by the macro for the table of commands: `search => Search,` and, inside
/// `subscription {`, `add => SubscriptionAdd,`.
fn listed(table: &str) -> Vec<Vec<String>> {
    let mut group = None;
    let mut all = Vec::new();
    for line in table.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
        if let Some((module, _)) = line.split_once(" => ").filter(|_| line.ends_with(',')) {
            all.push(group.iter().cloned().chain([name(module)]).collect());
        } else if let Some(module) = line.strip_suffix(" {").filter(|text| name(text) == *text) {
            group = Some(name(module));
        } else if line == "}" {
            group = None;
        }
    }
    all
}

/// The rest of an item after its keyword, with or without visibility or `async`.
fn after_keyword<'a>(line: &'a str, keyword: &str) -> Option<&'a str> {
    let (before, after) = line.split_once(keyword)?;
    let is_modifier = |word: &str| word == "async" || word.starts_with("pub");
    before.split_whitespace().all(is_modifier).then_some(after)
}

fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The paths of all tests in a file and the files it includes.
fn tests_of(file: &Path, folder: &Path, module: &str, all: &mut Vec<String>) {
    let code =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let found = declared(&code);
    for test in found.tests {
        let test: Vec<String> = test.into_iter().filter(|module| module != "tests").collect();
        all.push(format!("{module}::{}", test.join("::")));
    }
    let mut modules = found.modules;
    let table = fs::read_to_string(file.with_file_name("table.rs"));
    if let Some(table) = table.ok().filter(|_| code.contains("mod $name;")) {
        modules.retain(|(path, _)| path.iter().all(|name| !name.is_empty()));
        modules.extend(listed(&table).into_iter().map(|path| (path, None)));
    }
    for (inside, at) in modules {
        let folder = inside.iter().fold(folder.to_owned(), |folder, name| folder.join(name));
        let alone: PathBuf = match &at {
            Some(at) => file.with_file_name(at),
            None => folder.with_extension("rs"),
        };
        let file = if alone.is_file() { alone } else { folder.join("mod.rs") };
        let names: Vec<String> = inside.into_iter().filter(|module| module != "tests").collect();
        let module = [module.to_owned(), names.join("::")].join("::");
        tests_of(&file, &folder, module.trim_end_matches(':'), all);
    }
}

fn all_tests() -> Vec<String> {
    let mut all = Vec::new();
    for (name, root) in CRATES {
        let root = Path::new(ROOT).join(root);
        tests_of(&root, root.parent().expect("a folder"), name, &mut all);
    }
    all
}

/// The errors in tables whose last column is "shown by".
fn broken_claims(docs: &str, tests: &[String]) -> Vec<String> {
    let mut broken = Vec::new();
    let mut is_claim = false;
    for line in docs.lines() {
        let Some(row) = line.trim().strip_prefix('|') else {
            is_claim = false;
            continue;
        };
        let cells: Vec<&str> = row.trim_end_matches('|').split('|').map(str::trim).collect();
        let (first, last) = (cells[0], cells[cells.len() - 1]);
        if last == "shown by" {
            is_claim = true;
            continue;
        }
        if !is_claim || first.starts_with("---") {
            continue;
        }
        let names: Vec<&str> = last.split('`').skip(1).step_by(2).collect();
        if names.is_empty() {
            broken.push(format!("\"{first}\" names no test"));
        }
        for name in names {
            let full = |test: &&String| **test == name || test.ends_with(&format!("::{name}"));
            let meant: Vec<&String> = tests.iter().filter(full).collect();
            match meant.as_slice() {
                _ if !name.contains("::") => broken.push(format!("{name}: without its module")),
                [] => broken.push(format!("{name}: no such test")),
                [_] => {}
                several => broken.push(format!("{name}: may be any of {several:?}")),
            }
        }
    }
    broken
}

#[test]
fn every_named_test_exists_and_runs() {
    let docs = fs::read_to_string(Path::new(ROOT).join("docs/FAULTS.md")).expect("the table");
    assert_eq!(broken_claims(&docs, &all_tests()), Vec::<String>::new());
    assert!(docs.matches("shown by").count() >= 4, "the tables have lost their last column");
}

#[test]
fn claims_without_an_exactly_matching_test_are_reported() {
    let tests = ["it::hub::limits::waits", "paperboy::hub::waits", "domain::cron::a_gap_runs_once"];
    let check = |cell: &str, expected: &[&str]| {
        let docs =
            format!("| what | does | shown by |\n|---|---|---|\n| x | y | {cell} |\n\n| z |");
        assert_eq!(broken_claims(&docs, &tests.map(str::to_owned)), expected, "{cell}");
    };
    check("`cron::a_gap_runs_once`", &[]);
    check("`limits::waits`, `paperboy::hub::waits`", &[]);
    check("`domain::cron::a_gap_runs_once`", &[]);
    check("`cron::a_gap_runs`", &["cron::a_gap_runs: no such test"]);
    check("`n::a_gap_runs_once`", &["n::a_gap_runs_once: no such test"]);
    check("`waits`", &["waits: without its module"]);
    check("later", &["\"x\" names no test"]);
    check("", &["\"x\" names no test"]);
    let tests = ["it::hub::waits", "paperboy::hub::waits"].map(str::to_owned);
    let docs = "| shown by |\n|---|\n| `hub::waits` |";
    assert_eq!(broken_claims(docs, &tests).len(), 1);
}

#[test]
fn only_running_tests_count() {
    // The bar keeps these lines from being parsed as part of this file.
    let code = "
|mod elsewhere;
|fn helper() {}
|    #[test]
|    #[ignore]
|    fn ignored() {}
|mod tests {
|    mod deep {
|        #[tokio::test(start_paused = true)]
|        async fn waits() {}
|    }
|    #[test]
|    fn counts() {}
|    pub(super) mod inside;
|}
|#[test]
|#[should_panic]
|fn last(text in any_fn) {}
|fn not_one() {}
";
    let code = code.replace('|', "");
    let found = declared(&code);
    let shown = |paths: &[Vec<String>]| -> Vec<String> {
        paths.iter().map(|path| path.join("::")).collect()
    };
    assert_eq!(shown(&found.tests), ["tests::deep::waits", "tests::counts", "last"]);
    let modules: Vec<Vec<String>> = found.modules.into_iter().map(|(path, _)| path).collect();
    assert_eq!(shown(&modules), ["elsewhere", "tests::inside"]);
}
