//! `paperboy bench` with sizes that take no time: every kind measures something and says so.

use serde_json::Value;

use super::absent::without_program;
use super::cli::{output, paperboy, text};
use super::discord_py::is_installed;

/// Runs a bench and returns its figures by name.
async fn figures(arguments: &[&str]) -> serde_json::Map<String, Value> {
    let done = output(paperboy(&[&["bench", "--json"], arguments].concat())).await;
    let (out, said) = (text(&done.stdout), text(&done.stderr));
    let found: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{said}"));
    assert_eq!(found["bench"], arguments[0], "{out}");
    let figures = found["figures"].as_array().expect("figures").clone();
    // The exit code says whether the limits were kept, which depends on the machine.
    let is_kept = figures.iter().all(|figure| figure["within_limit"] != false);
    assert_eq!(done.status.success(), is_kept, "{out}");
    let named = figures.into_iter().map(|figure| {
        (figure["what"].as_str().unwrap_or_default().to_owned(), figure["value"].clone())
    });
    named.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_are_measured_in_a_process_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log").to_string_lossy().into_owned();
    let sizes =
        ["search", "--papers", "200", "--queries", "20", "--servers", "3", "--channels", "3"];
    let found = figures(&[&sizes[..], &["--bot-log", &log]].concat()).await;
    for what in [
        "start until ready",
        "start until all papers are found",
        "/search, median",
        "/search, 99th percentile",
        "peak memory",
    ] {
        assert!(found[what].as_f64().is_some_and(|value| value > 0.0), "{what}: {found:?}");
    }
    let log = std::fs::read_to_string(log).expect("a log");
    assert!(log.contains("built the search index"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_are_measured() {
    let found = figures(&["match", "--topics", "100", "--list", "10"]).await;
    assert!(found["matches"].as_f64().is_some_and(|matches| matches > 0.0), "{found:?}");
    assert!(found["papers matched in"].as_f64().is_some_and(|seconds| seconds > 0.0), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_is_measured_while_posts_are_delivered() {
    let sizes =
        ["gateway", "--papers", "200", "--servers", "30", "--channels", "60", "--rounds", "1"];
    let found = figures(&sizes).await;
    for what in [
        "first response, 99th percentile",
        "suggestions, 99th percentile",
        "first response, hub down, 99th percentile",
        "suggestions, hub down, 99th percentile",
        "posts during this",
    ] {
        assert!(found[what].as_f64().is_some_and(|value| value > 0.0), "{what}: {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_are_measured_and_complete() {
    let sizes = ["deliver", "--papers", "200", "--servers", "3", "--channels", "40"];
    let found = figures(&sizes).await;
    assert_eq!(found["messages"], 40.0, "{found:?}");
    assert_eq!(found["channels without a post"], 0.0);
    assert_eq!(found["posts beyond the first"], 0.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_bot_is_measured_by_the_same_bench() {
    if !is_installed() {
        return without_program("Python has no discord.py");
    }
    let bot = concat!("python3 ", env!("CARGO_MANIFEST_DIR"), "/benches/discord_py/bot.py");
    // More posts than Discord accepts in a second, so that some are refused and sent again.
    let sizes = ["deliver", "--papers", "200", "--servers", "3", "--channels", "150"];
    let mut command = paperboy(&[&["bench", "--json"], &sizes[..], &["--bot", bot]].concat());
    for setting in ["PATH", "PYTHONPATH", "HOME"] {
        command.envs(std::env::var_os(setting).map(|value| (setting, value)));
    }
    let done = output(command).await;
    let (out, said) = (text(&done.stdout), text(&done.stderr));
    let found: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{said}"));
    let figures = found["figures"].as_array().expect("figures");
    let value = |what: &str| {
        let figure = figures.iter().find(|figure| figure["what"] == what);
        figure
            .and_then(|figure| figure["value"].as_f64())
            .unwrap_or_else(|| panic!("{what}: {out}"))
    };
    assert!(value("messages") > 60.0, "{out}");
    assert!(value("requests refused with 401, 403 or 429") > 0.0, "{out}");
    assert_eq!(value("posts beyond the first"), 0.0);
    assert!(value("/search during this, median") > 0.0);
}
