//! Checks the files in deploy/: the settings, metrics and commands that they mention exist.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::CommandFactory;
use jiff::SignedDuration;
use paperboy::app::counters::Outcome;
use paperboy::cli::Cli;
use paperboy::metrics::{Numbers, page};
use paperboy::store::totals::Totals;

use super::stage::{SOON, Stage};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy")
}

fn file(name: &str) -> String {
    let path = folder().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The words of a text that begin with `prefix`, limited to name characters.
fn names(text: &str, prefix: &str, is_part: impl Fn(char) -> bool) -> BTreeSet<String> {
    let starts = text.match_indices(prefix).map(|(at, _)| &text[at..]);
    starts.map(|rest| rest.chars().take_while(|&letter| is_part(letter)).collect()).collect()
}

fn in_setting(letter: char) -> bool {
    letter.is_ascii_uppercase() || letter == '_'
}

/// All environment variables that subcommands read, and the secrets that have no flag.
fn settings() -> BTreeSet<String> {
    let command = Cli::command();
    let all = command.get_subcommands().flat_map(|sub| sub.get_arguments());
    let flags = all.chain(command.get_arguments());
    let from_flags = flags.filter_map(|flag| flag.get_env()?.to_str().map(str::to_owned));
    let secrets = ["DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "HF_TOKEN", "HF_TOKEN_FILE"];
    from_flags.chain(secrets.map(str::to_owned)).collect()
}

#[test]
fn the_env_example_lists_exactly_the_settings() {
    let text = file("paperboy.env");
    let lines = text.lines().filter_map(|line| line.trim_start_matches("# ").split_once('='));
    let named: BTreeSet<String> = lines
        .map(|(name, _)| name.to_owned())
        .filter(|name| !name.is_empty() && name.chars().all(in_setting))
        .collect();
    assert_eq!(named, settings());
}

#[test]
fn settings_in_files_exist() {
    let settings = settings();
    for name in ["Containerfile", "compose.yaml", "paperboy.service", "README.md"] {
        let text = file(name);
        for prefix in ["PAPERBOY_", "DISCORD_TOKEN", "HF_TOKEN"] {
            for named in names(&text, prefix, in_setting) {
                assert!(settings.contains(&named), "{name} names {named}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_in_dashboards_and_alerts_are_exported() {
    let stage = Stage::new().await;
    let ready = async {
        while stage.app.discord.liveness().silent_for().is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, ready).await.expect("it connects");
    // Something of each family, so that it is exported.
    let some = Some(SignedDuration::from_secs(1));
    let numbers =
        Numbers { discord_silence: some, unwritten: some, list_age: some, ..Numbers::default() };
    stage.app.hub.trending(1).await.expect("papers");
    stage.app.counters.interaction("search", Outcome::Answered, Duration::ZERO);
    let (discord, hub) = (stage.app.discord.counters(), stage.app.hub.counters());
    let is_metric = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    let text = page(&numbers, &Totals::default(), &stage.app.counters, discord, hub);
    let mut exported = names(&text, "paperboy_", is_metric);
    // A family without members shows only its name.
    exported
        .extend(["paperboy_slots_last_day", "paperboy_delivery_lag_seconds"].map(str::to_owned));
    for name in ["prometheus/alerts.yml", "grafana/paperboy.json"] {
        let named = names(&file(name), "paperboy_", is_metric);
        assert!(!named.is_empty(), "{name} names none");
        let unknown: Vec<_> = named.difference(&exported).collect();
        assert!(unknown.is_empty(), "{name} names {unknown:?}");
    }
    let board: serde_json::Value =
        serde_json::from_str(&file("grafana/paperboy.json")).expect("a board in JSON");
    assert!(board["panels"].as_array().is_some_and(|panels| panels.len() > 3));
}

#[test]
fn the_oldest_supported_rust_is_the_one_that_runs_the_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect("a file");
    let value = |text: &str, key: &str| {
        let start = format!("{key} = \"");
        let line = text.lines().find_map(|line| line.strip_prefix(start.as_str()));
        line.unwrap_or_else(|| panic!("no {key}")).trim_end_matches('"').to_owned()
    };
    let oldest = value(&read("Cargo.toml"), "rust-version");
    let used = value(&read("rust-toolchain.toml"), "channel");
    assert_eq!(used, format!("{oldest}.0"), "rust-toolchain.toml must name rust-version");
    let image = format!("ARG BUILD_IMAGE=docker.io/library/rust:{oldest}-slim-trixie");
    assert!(file("Containerfile").contains(&image), "the container is built with it, too");
}

#[test]
fn subcommands_in_services_exist() {
    let command = Cli::command();
    let known: BTreeSet<&str> = command.get_subcommands().map(|sub| sub.get_name()).collect();
    let unit = file("paperboy.service");
    let started =
        unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/paperboy "));
    assert!(started.is_some_and(|sub| known.contains(sub)), "{started:?}");
    let container = file("Containerfile");
    let run = container.split("CMD [").skip(1).filter_map(|rest| rest.split(']').next());
    let run: Vec<Vec<&str>> = run
        .map(|list| list.split(',').map(|word| word.trim().trim_matches('"')).collect())
        .collect();
    assert_eq!(run.len(), 2, "the health check and the command");
    for words in run {
        let sub = words.iter().find(|word| **word != "paperboy");
        assert!(sub.is_some_and(|sub| known.contains(sub)), "{words:?}");
    }
}

#[test]
fn compose_checks_health_as_the_image_does() {
    let container = file("Containerfile");
    let options = container.lines().find_map(|line| line.strip_prefix("HEALTHCHECK "));
    let options = options.expect("a health check").trim_end_matches(['\\', ' ']);
    let compose = file("compose.yaml");
    for option in options.split_whitespace() {
        let (name, value) =
            option.strip_prefix("--").and_then(|it| it.split_once('=')).expect(option);
        let line = format!("      {}: {value}\n", name.replace('-', "_"));
        assert!(compose.contains(&line), "{line}");
    }
    let command = container.split("CMD [").nth(1).and_then(|rest| rest.split(']').next());
    let line = format!("      test: [CMD, {}]\n", command.expect("a command").replace('"', ""));
    assert!(compose.contains(&line), "{line}");
}

#[test]
fn compose_stops_the_bot_before_its_replication() {
    // Services stop in the reverse order of their start.
    let compose = file("compose.yaml");
    let service = |name: &str| {
        let begin = format!("\n  {name}:\n");
        let text = compose.split(&begin).nth(1).expect("a service");
        text.split("\n\n").next().expect("its lines").to_owned()
    };
    assert!(service("paperboy").contains("    depends_on: [litestream]\n"));
    assert!(!service("litestream").contains("depends_on"));
}

#[test]
fn the_unit_does_not_repeat_starts_that_cannot_succeed() {
    let unit = file("paperboy.service");
    assert!(unit.contains("\nRestart=on-failure\n"));
    // For invalid arguments, and for settings; see src/cli/exit.rs.
    assert!(unit.contains("\nRestartPreventExitStatus=2 78\n"));
}

#[test]
fn tokens_and_settings_are_ignored_by_git_and_image_builds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect("a file");
    let (git, image) = (read(".gitignore"), read(".dockerignore"));
    let compose = file("compose.yaml");
    let above = compose.lines().filter_map(|line| {
        let (key, path) = line.trim().split_once(": ../")?;
        ["file", "env_file"].contains(&key).then_some(path)
    });
    let files: Vec<&str> = above.chain(["deploy/.env", "token"]).collect();
    assert_eq!(files.len(), 4, "{files:?}");
    for name in files {
        assert!(git.lines().any(|line| line == format!("/{name}")), "Git: {name}");
        assert!(image.lines().any(|line| line == name), "image builds: {name}");
    }
}

#[test]
fn the_unit_allows_encoding_at_the_lowest_priority() {
    let unit = file("paperboy.service");
    let filters: Vec<&str> =
        unit.lines().filter_map(|line| line.strip_prefix("SystemCallFilter=")).collect();
    // Of filters that name the same call, the last decides.
    let forbidden = filters.iter().rposition(|filter| filter.contains("@resources"));
    let allowed = filters.iter().rposition(|filter| *filter == "setpriority");
    assert!(forbidden < allowed, "{filters:?}");
}
