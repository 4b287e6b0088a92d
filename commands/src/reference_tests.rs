//! Which test of `tests/it` plays which command, option and control: seen by the lines that it
//! types and the custom ids that it presses.

use std::cell::RefCell;
use std::path::Path;

use crate::spec::Opt;

/// The tests that play commands.
pub(crate) struct Played {
    tests: Vec<Test>,
    missing: RefCell<Vec<String>>,
}

struct Test {
    /// `file::name`.
    name: String,
    /// The texts in it.
    own: Vec<String>,
    /// The texts in the functions that its file shares.
    shared: Vec<String>,
}

impl Played {
    /// Reads the sources of the tests.
    pub(crate) fn read() -> Played {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/it");
        let mut files: Vec<_> =
            std::fs::read_dir(folder).expect("the tests").flatten().map(|one| one.path()).collect();
        files.sort();
        let files = files.iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
        let tests = files.flat_map(|path| {
            let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            tests(&file, &std::fs::read_to_string(path).expect("a source"))
        });
        Played { tests: tests.collect(), missing: RefCell::default() }
    }

    /// The test that types a command.
    pub(crate) fn command(&self, name: &str) -> &str {
        self.find(|all| all.iter().any(|text| words(text, name).is_some() || text == name), name)
    }

    /// The test that gives an option.
    pub(crate) fn option(&self, name: &str, option: &Opt) -> &str {
        let typed = format!(" {}:", option.name);
        let given = |all: &[String]| {
            let by_name =
                all.iter().any(|text| text == name) && all.iter().any(|text| text == option.name);
            by_name
                || all.iter().filter_map(|text| words(text, name)).any(|words| {
                    // The first words without a name are the required option.
                    let bare = option.required && !words.is_empty() && !words.contains(':');
                    bare || words.contains(&typed)
                })
        };
        self.find(given, &format!("{name} {}", option.name))
    }

    /// The test that uses a button, menu or modal.
    pub(crate) fn control(&self, prefix: &str) -> &str {
        let start = format!("{prefix}:");
        // A form comes back under the name of the control that opened it.
        let opener = prefix.strip_suffix("-in").unwrap_or(prefix);
        let plays = |all: &[String]| {
            // Custom ids that a test's file puts together: `panel-{name}:…`.
            let made = all.iter().filter_map(|text| text.split_once("{name}:"));
            all.iter().any(|text| text.starts_with(&start))
                || made
                    .filter_map(|(head, _)| opener.strip_prefix(head))
                    .any(|name| all.iter().any(|text| text.split(':').next() == Some(name)))
        };
        self.find(plays, &start)
    }

    /// What no test plays, of all that was asked for.
    pub(crate) fn missing(&self) -> Vec<String> {
        self.missing.borrow().clone()
    }

    fn find(&self, plays: impl Fn(&[String]) -> bool, what: &str) -> &str {
        let own = self.tests.iter().find(|test| plays(&test.own));
        let with_shared =
            || self.tests.iter().find(|test| plays(&[&test.own[..], &test.shared[..]].concat()));
        match own.or_else(with_shared) {
            Some(test) => &test.name,
            None => {
                self.missing.borrow_mut().push(what.to_owned());
                ""
            }
        }
    }
}

/// What follows a command in a typed line; `None` if the line is no use of it.
fn words<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = text.strip_prefix('/')?.strip_prefix(name)?;
    (rest.is_empty() || rest.starts_with(' ')).then_some(rest)
}

fn tests(file: &str, source: &str) -> Vec<Test> {
    let mut parts = source.split("#[tokio::test");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for part in parts {
        let (test, after) = part.split_once("\n}\n").unwrap_or((part, ""));
        rest.push_str(after);
        let name = test.split("async fn ").nth(1).and_then(|test| test.split('(').next());
        found.push((name.unwrap_or_default().to_owned(), test.to_owned()));
    }
    let shared = texts(&rest);
    let constants: Vec<(String, String)> = rest
        .split("const ")
        .skip(1)
        .filter_map(|one| {
            let (name, value) = one.split_once(": &str")?;
            Some((name.to_owned(), texts(value).into_iter().next()?))
        })
        .collect();
    let whole = |(name, test): (String, String)| {
        let named = constants.iter().filter(|(constant, _)| test.contains(constant.as_str()));
        let own = texts(&test).into_iter().chain(named.map(|one| one.1.clone())).collect();
        Test { name: format!("{file}::{name}"), own, shared: shared.clone() }
    };
    found.into_iter().map(whole).collect()
}

/// The string literals of a source, with their lines joined as the compiler does.
fn texts(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // A quote as a character.
            '\'' if chars.peek() == Some(&'"') => drop(chars.next()),
            '"' => {
                let mut text = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => match chars.next() {
                            Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                            Some(escaped) => text.push(escaped),
                            None => break,
                        },
                        c => text.push(c),
                    }
                }
                found.push(text);
            }
            _ => {}
        }
    }
    found
}

#[test]
fn the_texts_of_a_test_are_found() {
    let source = "const ADD: &str =\n    \"/add topics:all\";\n\n#[tokio::test(flavor = \"x\")]\n\
                  async fn one_is_added() {\n    say(ADD); press('\"', \"s:1:\\\"\"); \"/a \\\n  b:2\";\n}\n\
                  fn shared() { \"undo:1\"; }\n";
    let found = tests("adds", source);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name, "adds::one_is_added");
    assert_eq!(found[0].own, ["x", "s:1:\"", "/a b:2", "/add topics:all"]);
    assert!(found[0].shared.contains(&"undo:1".to_owned()));
    assert_eq!(words("/add topics:all", "add"), Some(" topics:all"));
    assert_eq!(words("/address", "add"), None);
}
