//! What the command line prints: results without log lines, logs as text or JSON, exit codes, and
//! one sentence soon if the network is missing.

use std::path::Path;
use std::time::{Duration, Instant};

use paperboy::store::Store;
use serde_json::Value;

use super::cli::{output, paperboy, text};
use super::process::{Running, START};
use super::stage::{SOON, clock, place};

/// Nothing listens there.
const NO_HUB: &str = "http://127.0.0.1:9";

/// The exit code, the output and the log of a command on a data folder.
async fn run(
    data: &Path,
    hub: &str,
    arguments: &[&str],
    format: &str,
) -> (Option<i32>, String, String) {
    let mut command = paperboy(arguments);
    command
        .env("PAPERBOY_DATA_DIR", data)
        .env("PAPERBOY_HUB_URL", hub)
        .env("PAPERBOY_LOG_FORMAT", format);
    let done = output(command).await;
    (done.status.code(), text(&done.stdout), text(&done.stderr))
}

/// Checks each line of a log: a level, a message, and an object of fields.
fn check_json(log: &str) -> Vec<Value> {
    let line = |line: &str| {
        let object: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        let level = object["level"].as_str().unwrap_or_default();
        assert!(["TRACE", "DEBUG", "INFO", "WARN", "ERROR"].contains(&level), "{line}");
        assert!(object["message"].as_str().is_some_and(|text| !text.is_empty()), "{line}");
        assert!(object["fields"].is_object(), "{line}");
        let time = object["timestamp"].as_str().unwrap_or_default();
        assert!(time.parse::<jiff::Timestamp>().is_ok(), "{line}");
        object
    };
    log.lines().map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_a_json_log_is_an_object() {
    let place = place(clock(START)).await;
    let data = tempfile::tempdir().expect("a folder");
    let arguments = ["--log", "trace", "--log-format", "json"];
    let mut bot = Running::start(&place, data.path(), &arguments);
    assert!(place.discord.until_connected(SOON).await, "{}", bot.said());
    assert!(place.discord.until_commands(SOON).await, "{}", bot.said());
    place.discord.command(place.admin, place.papers, "/search diffusion").await;
    // The servers are recorded and logged after the bot has begun to answer.
    bot.until_said("connected to Discord").await;
    bot.terminate();
    assert!(bot.ends().await.0.success(), "{}", bot.said());
    let lines = check_json(&bot.said());
    let connected = lines.iter().find(|line| line["message"] == "connected to Discord");
    let connected = connected.unwrap_or_else(|| panic!("{}", bot.said()));
    assert_eq!((&connected["level"], &connected["fields"]["guilds"]), (&"INFO".into(), &1.into()));

    // The sentence with which it ends, too.
    let (code, _, said) = run(data.path(), NO_HUB, &["model", "check"], "json").await;
    let lines = check_json(&said);
    assert_eq!((code, lines.len()), (Some(1), 1), "{said}");
    assert_eq!(lines[0]["level"], "ERROR");
    assert!(lines[0]["message"].as_str().is_some_and(|text| text.starts_with("no model found")));
}

#[tokio::test(flavor = "multi_thread")]
async fn results_come_without_log_lines_and_no_result_is_exit_code_1() {
    let place = place(clock(START)).await;
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path();
    let hub = place.hub.url();
    drop(Store::open(&folder.join("paperboy.db")).expect("a store"));
    // An error isn't taken for an answer.
    for arguments in [&["search", "--offline", "x"][..], &["search", "--offline", "x", "--json"]] {
        let (code, out, said) = run(folder, &hub, arguments, "text").await;
        assert_eq!((code, out.as_str()), (Some(2), ""), "{said}");
        assert_eq!(said, "paperboy: the database has no papers yet; run `paperboy sync`\n");
    }

    let days = ["sync", "--from", "2026-05-14", "--to", "2026-05-14"];
    let (code, out, said) = run(folder, &hub, &days, "text").await;
    assert_eq!((code, said.as_str()), (Some(0), ""), "{out}");
    let search = async |words: &[&str]| {
        let arguments = [&["search", "--offline"], words].concat();
        let (code, out, said) = run(folder, &hub, &arguments, "text").await;
        assert_eq!(said, "", "{words:?}");
        (code, out)
    };
    let (code, joined) = search(&["diffusion", "models"]).await;
    assert!(code == Some(0) && joined.contains("https://huggingface.co/papers/"), "{joined}");
    assert_eq!(search(&["diffusion models"]).await, (code, joined.clone()));
    let (_, without) = search(&["diffusion models -video"]).await;
    assert_eq!(search(&["--", "diffusion", "models", "-video"]).await.1, without);
    assert_ne!(without, joined);
    let (code, out) = search(&["xyzzyqwv", "plughfoo"]).await;
    assert!(code == Some(1) && out.starts_with("Nothing close to “xyzzyqwv plughfoo”"), "{out}");
    // Flags work after the words, too.
    let (code, out) = search(&["diffusion", "models", "--json", "--limit", "1"]).await;
    let found: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, found["papers"].as_array().map(Vec::len)), (Some(0), Some(1)), "{out}");
    assert_eq!(found["query"], "diffusion models");
    assert!(joined.contains(found["papers"][0]["url"].as_str().expect("a link")), "{joined}");
    let (code, out) = search(&["xyzzyqwv", "--json"]).await;
    let found: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, &found["papers"]), (Some(1), &serde_json::json!([])), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_commands_fail_soon_with_one_sentence() {
    let data = tempfile::tempdir().expect("a folder");
    let check = async |arguments: &[&str], sentence: &str| {
        let begun = Instant::now();
        let (code, out, said) = run(data.path(), NO_HUB, arguments, "text").await;
        // Retries take some seconds, but no minute.
        assert!(begun.elapsed() < Duration::from_secs(20), "{arguments:?}: {:?}", begun.elapsed());
        assert_eq!((code, out.as_str()), (Some(1), ""), "{arguments:?}: {said}");
        let last = said.lines().last().unwrap_or_default();
        assert!(last.starts_with("paperboy: ") && last.contains(sentence), "{arguments:?}: {said}");
        assert!(said.lines().all(|line| line == last || line.contains(" WARN ")), "{said}");
    };
    tokio::join!(
        check(&["model", "fetch"], "cannot reach the hub to download config.json"),
        check(&["model", "fetch", "owner/name"], "cannot download owner/name"),
        check(&["sync", "--init"], "the hub is unavailable: no connection"),
        check(&["preview", "--topic", "all"], "the hub is unavailable: no connection"),
    );
}
