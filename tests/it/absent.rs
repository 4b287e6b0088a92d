//! Helpers for tests that need data recorded elsewhere. Without it such a test is skipped with a
//! message; in CI it fails, so that a skipped check can't pass unnoticed.

use std::env;
use std::process::{Command, Stdio};

/// Skips the calling test.
///
/// # Panics
/// In CI.
pub(crate) fn skip(what: &str) {
    match outcome(env::var("CI").ok().as_deref(), what) {
        #[expect(clippy::print_stdout, reason = "the log must show what was not done")]
        Ok(line) => println!("{line}"),
        Err(failure) => panic!("{failure}"),
    }
}

/// Reports that a test was not run because another program is not installed. This is not a failure,
/// even in CI: the program comes from a registry that may be unavailable.
pub(crate) fn without_program(what: &str) {
    #[expect(clippy::print_stdout, reason = "the log must show what was not done")]
    {
        println!("not run: {what}");
    }
}

fn outcome(ci: Option<&str>, what: &str) -> Result<String, String> {
    match ci {
        None | Some("" | "0" | "false") => Ok(format!("skipped: {what}")),
        Some(_) => Err(format!("in CI this test must run, but {what}")),
    }
}

#[test]
fn absent_data_fails_a_test_in_ci_and_skips_it_elsewhere() {
    for (ci, fails) in [
        (None, false),
        (Some(""), false),
        (Some("false"), false),
        (Some("0"), false),
        (Some("true"), true),
        (Some("1"), true),
    ] {
        let found = outcome(ci, "the hub's days are absent");
        assert_eq!(found.is_err(), fails, "CI={ci:?}: {found:?}");
    }
    // The real case: a test of this binary whose data is taken away.
    let model = "cli::the_published_model_is_downloaded_listed_and_checked";
    for (ci, passes) in [("", true), ("true", false)] {
        let mut test = Command::new(env::current_exe().expect("this binary"));
        test.args([model, "--exact"]).env("CI", ci).env_remove("PAPERBOY_MODEL");
        let status = test.stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert_eq!(status.expect("it starts").success(), passes, "CI={ci}");
    }
}
