//! Checks the claims of the documents.
//!
//! The tests named in docs/FAULTS.md: every name in a row must be exactly one test that runs. Helper
//! functions, prefixes, ignored tests, files that no `mod` line includes, and names shared by two
//! tests don't count.
//!
//! Every figure of the README's table must be in one section of the document that its row cites.
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

/// The numbers in a text: `13,782`, `.95` and `0.951`; `81%` is `0.81`. Two numbers joined by a dash
/// or letters, as in `GPT-4` or `p99`, are two.
fn numbers(text: &str) -> Vec<f64> {
    let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_number) {
        let length = rest[start..].find(|c| !is_number(c)).unwrap_or(rest.len() - start);
        let (number, after) = rest[start..].split_at(length);
        let number = number.trim_start_matches(',').trim_end_matches([',', '.']).replace(',', "");
        let part = if after.starts_with('%') { 100.0 } else { 1.0 };
        found.extend(number.parse::<f64>().ok().map(|number| number / part));
        rest = after;
    }
    found
}

/// The figures of a README's table whose last column is "where" that no section of the cited
/// document contains together.
fn broken_figures(readme: &str, document: impl Fn(&str) -> String) -> Vec<String> {
    let table = readme.lines().skip_while(|line| *line != "| what | figure | where |");
    let mut broken = Vec::new();
    for row in table.skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [what, figure, place] = cells[..] else { panic!("not three cells: {row}") };
        let path = place.split(['(', ')']).nth(1).unwrap_or_else(|| panic!("no document: {row}"));
        let (document, claimed) = (document(path), numbers(&format!("{what} {figure}")));
        assert!(!claimed.is_empty(), "no figure: {row}");
        let missing = |section: &str| {
            let known = numbers(section);
            let is_known = |one: &f64| known.iter().any(|known| (known - one).abs() < 1e-9);
            claimed.iter().copied().filter(|one| !is_known(one)).collect::<Vec<f64>>()
        };
        let fewest = document.split("\n#").map(missing).min_by_key(Vec::len).unwrap_or_default();
        if !fewest.is_empty() {
            broken.push(format!("\"{what}\": {path} doesn't have {fewest:?}"));
        }
    }
    broken
}

#[test]
fn every_figure_of_the_readme_is_in_the_document_that_it_cites() {
    let read = |path: &str| {
        let path = Path::new(ROOT).join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    assert_eq!(broken_figures(&read("README.md"), read), Vec::<String>::new());
}

#[test]
fn figures_that_no_section_has_are_reported() {
    let document = "# A\n\n1,200 papers: 1.59 ms, p99 4.67 ms\n\n## B\n\n1.74 ms, .81 .69 .75\n";
    let check = |what: &str, figure: &str, expected: &[&str]| {
        let row = format!("| {what} | {figure} | [A](docs/A.md) |");
        let readme = format!("x\n\n| what | figure | where |\n|---|---|---|\n{row}\n\ny 77");
        assert_eq!(broken_figures(&readme, |_| document.to_owned()), expected, "{figure}");
    };
    check("1,200 papers", "median 1.59 ms, 99th percentile 4.67 ms", &[]);
    check("topics", "81% are right, 69% are found", &[]);
    check("1,200 papers", "1.6 ms", &["\"1,200 papers\": docs/A.md doesn't have [1.6]"]);
    check("topics", "81% and 78%", &["\"topics\": docs/A.md doesn't have [0.78]"]);
    check("1,200 papers", "1.74 ms", &["\"1,200 papers\": docs/A.md doesn't have [1.74]"]);
}
