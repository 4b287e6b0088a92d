//! The binary as an operator uses it: its messages, exit codes, help and shutdown.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use paperboy::hub::{MODELS, PublishedModel};
use simulator::Fault;
use simulator::hub::{Days, Hub, HubOptions};

use super::absent::skip;
use super::stage::{MESSAGES, SOON, clock, place, start};

/// The binary without any of the caller's settings.
pub(super) fn paperboy(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paperboy"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

/// Runs it on a separate thread, because the stand-ins respond on the test's own.
pub(super) async fn output(mut command: Command) -> Output {
    let run = tokio::task::spawn_blocking(move || command.output().expect("the binary starts"));
    run.await.expect("no panic")
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs the program on a Hub and a data folder: how it ended, and everything it printed.
async fn run_with(hub: &Hub, data: &Path, arguments: &[&str]) -> (ExitStatus, String) {
    let mut command = paperboy(arguments);
    command.env("PAPERBOY_HUB_URL", hub.url()).env("PAPERBOY_DATA_DIR", data);
    let done = output(command).await;
    (done.status, text(&done.stdout) + &text(&done.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_recorded_day_is_synced_once() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/hub/days"));
    if !folder.is_dir() {
        return skip("recorded hub days are absent");
    }
    let mut ids = HashSet::new();
    for file in std::fs::read_dir(folder).expect("a folder").flatten() {
        let text = std::fs::read_to_string(file.path()).expect("a day");
        let entries: Vec<serde_json::Value> = serde_json::from_str(&text).expect("a list");
        ids.extend(entries.iter().filter_map(|it| it["paper"]["id"].as_str().map(str::to_owned)));
    }
    let days = Days::Folder(folder.to_owned());
    let hub = Hub::start(HubOptions { port: None, days }).await.expect("a hub");
    let dates = hub.dates();
    let (first, last) = (dates.first().expect("a day"), dates.last().expect("a day"));
    let data = tempfile::tempdir().expect("a folder");
    let sync = || {
        let mut command = paperboy(&["sync", "--init", "--from", first, "--to", last]);
        command.env("PAPERBOY_HUB_URL", hub.url()).env("PAPERBOY_DATA_DIR", data.path());
        command
    };
    let count = ids.len();
    for new in [count, 0] {
        let done = output(sync()).await;
        let said = text(&done.stdout);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let expected =
            format!("{count} distinct papers; {new} new, {count} papers in the database");
        assert!(said.contains(&expected), "{said}");
        assert!(said.contains(&format!("{} lists,", dates.len())), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_starts_print_one_sentence() {
    let place = place(clock("2026-05-14T12:00:00Z")).await;
    let data = tempfile::tempdir().expect("a folder");
    let folder = |name: &str| {
        let folder = data.path().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        folder
    };
    let run = |name: &str, token: &str| {
        let mut command = paperboy(&["run"]);
        command
            .env("DISCORD_TOKEN", token)
            .env("PAPERBOY_DISCORD_URL", place.discord.url())
            .env("PAPERBOY_HUB_URL", place.hub.url())
            .env("PAPERBOY_DATA_DIR", folder(name))
            .env("PAPERBOY_LOG", "error");
        command
    };
    let good = place.discord.token();

    let check = async |what: &str, command: Command, sentence: &str| {
        let done = output(command).await;
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(78), "{what}: {said}");
        assert_eq!(said.lines().count(), 1, "{what}: {said}");
        assert!(said.starts_with("paperboy: ") && said.contains(sentence), "{what}: {said}");
        assert!(!said.contains(good), "{what}: the token shows");
    };
    let mut no_token = run("a", good);
    no_token.env_remove("DISCORD_TOKEN");
    check("no token", no_token, "DISCORD_TOKEN is not set").await;
    let mut missing_file = run("a", good);
    missing_file.env_remove("DISCORD_TOKEN").env("DISCORD_TOKEN_FILE", "/nowhere/token");
    check("no token file", missing_file, "the file /nowhere/token given by DISCORD_TOKEN_FILE")
        .await;
    check("wrong token", run("a", "not.the.token"), "Discord does not accept DISCORD_TOKEN").await;
    // A token that doesn't fit into a header.
    check("unfit token", run("a", "tok\u{e9}n\u{1}"), "DISCORD_TOKEN").await;

    std::fs::write(folder("noise").join("paperboy.db"), [7_u8; 5_000]).expect("a file");
    check("noise", run("noise", good), "is damaged or not a database").await;
    std::fs::create_dir_all(folder("dir").join("paperboy.db")).expect("a folder");
    check("a folder for a file", run("dir", good), "paperboy needs write access").await;
    let mut no_folder = run("a", good);
    std::fs::write(data.path().join("plain"), "a file").expect("a file");
    no_folder.env("PAPERBOY_DATA_DIR", data.path().join("plain"));
    check("a file for a folder", no_folder, "cannot create").await;
    let mut log = run("a", good);
    log.env("PAPERBOY_LOG", "loud=loud=loud");
    check("log level", log, "invalid log level `loud=loud=loud`").await;
    let mut log = run("a", good);
    log.env("PAPERBOY_LOG", "verbose");
    check("log level", log, "invalid log level `verbose` (PAPERBOY_LOG)").await;
    let mut hub = run("a", good);
    hub.env("PAPERBOY_HUB_URL", "not a url");
    check("hub url", hub, "not a url").await;
    let mut discord = run("a", good);
    discord.env("PAPERBOY_DISCORD_URL", "not a url");
    check("discord url", discord, "not a url").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_values_are_named_with_what_to_enter() {
    let check = async |arguments: &[&str], variable: (&str, &str), part: &str| {
        let mut command = paperboy(arguments);
        command.env(variable.0, variable.1);
        let done = output(command).await;
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{arguments:?} {variable:?}: {said}");
        assert!(said.contains(part), "{arguments:?} {variable:?}: {said}");
    };
    let none = ("LANG", "C");
    let whole = "'PAPERBOY_SHARDS': enter a whole number, 1 or more";
    check(&["run"], ("PAPERBOY_SHARDS", "0"), whole).await;
    check(&["run"], ("PAPERBOY_SHARDS", "many"), whole).await;
    check(&["run", "--shards", "0"], ("PAPERBOY_SHARDS", "1"), "'--shards <COUNT>'").await;
    let port = "'PAPERBOY_METRICS': enter an IP address and a port, such as 127.0.0.1:9464";
    check(&["run"], ("PAPERBOY_METRICS", "9464"), port).await;
    check(&["status"], ("PAPERBOY_METRICS", "9464"), port).await;
    let padded = "PAPERBOY_DATA_DIR has spaces or a line end around its value";
    check(&["run"], ("PAPERBOY_DATA_DIR", "data\r"), padded).await;
    check(&["search", "x"], ("PAPERBOY_DATA_DIR", " data"), padded).await;
    check(&["sync"], ("PAPERBOY_LOG_FORMAT", "xml"), "'PAPERBOY_LOG_FORMAT'").await;
    let search: [(&[&str], &str); 6] = [
        (&["search", ""], "enter a search query"),
        (&["search", "-medical"], "such as `diffusion -medical`"),
        (&["search", "author:"], "such as `author:Yann LeCun`"),
        (&["search", "x", "--limit", "0"], "enter a whole number, 1 or more"),
        (&["search", "x"], "there is no database"),
        (&["preview", "--topic", " "], "`all`"),
    ];
    for (arguments, part) in search {
        check(arguments, none, part).await;
    }
    check(&["preview", "--topic", "all, x"], none, "Enter `all` for every paper").await;
    check(&["preview", "--topic", "x", "--date", "soon"], none, "a date such as 2026-01-31").await;
    check(&["preview", "--topic", "x", "--strictness", "very"], none, "loose, normal or strict")
        .await;
    check(&["sync", "--to", "soon"], none, "a date such as 2026-01-31").await;
    check(&["purge", "--user", "ada"], none, "an ID such as 1204567890123456789").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_variables_count_as_unset_and_unknown_ones_are_reported() {
    let data = tempfile::tempdir().expect("a folder");
    let mut command = paperboy(&["search", "x"]);
    command.current_dir(data.path()).env("PAPERBOY_DATADIR", "/elsewhere");
    for name in ["DATA_DIR", "HUB_URL", "MODEL", "TABLE", "LOG", "LOG_FORMAT"] {
        command.env(format!("PAPERBOY_{name}"), "");
    }
    let said = text(&output(command).await.stderr);
    assert!(said.contains("data/paperboy.db"), "{said}");
    assert!(said.contains("is not a setting") && said.contains("PAPERBOY_DATADIR"), "{said}");
    let mut command = paperboy(&["run"]);
    for name in ["METRICS", "SHARDS", "DISCORD_URL", "LOG"] {
        command.env(format!("PAPERBOY_{name}"), " ");
    }
    let said = text(&output(command).await.stderr);
    assert!(said.contains("DISCORD_TOKEN is not set"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_give_each_paper_once_and_no_number() {
    let hub = Hub::start(HubOptions { port: None, days: Days::Bundled }).await.expect("a hub");
    let data = tempfile::tempdir().expect("a folder");
    let run = async |arguments: &[&str]| {
        let (status, said) = run_with(&hub, data.path(), arguments).await;
        (status.code(), said)
    };
    let (code, said) = run(&["preview", "--topic", "diffusion", "--date", "2026-05-14"]).await;
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(said.matches("### Why each paper").count(), 1, "{said}");
    assert!(
        said.contains(" of 25 papers would be posted") && !said.contains("ubscription"),
        "{said}"
    );
    let (code, said) = run(&["sync", "--from", "1990-01-01", "--to", "1990-01-03"]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("the Hub's first daily list is of 2023-05-04"), "{said}");
    let (code, said) = run(&["sync", "--init", "--from", "2026-05-12", "--to", "2026-05-14"]).await;
    assert_eq!(code, Some(0), "{said}");
    let (code, all) = run(&["search", "diffusion", "--offline"]).await;
    assert_eq!(code, Some(0), "{all}");
    let (code, fewer) = run(&["search", "diffusion", "-video", "--offline"]).await;
    assert_eq!(code, Some(0), "{fewer}");
    assert!(all.contains("2605.13724") && !fewer.contains("2605.13724"), "{fewer}");
    let (code, rest) = run(&["search", "difusion", "sourdough", "--offline"]).await;
    let (words, _) = rest.split_once('\n').expect("lines");
    assert_eq!((code, words), (Some(0), "Showing results for “diffusion sourdough”."), "{rest}");
    let (code, none) = run(&["search", "sourdough", "starter", "--offline"]).await;
    assert_eq!((code, none.contains("Nothing close")), (Some(1), true), "{none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_in_addresses_are_not_printed() {
    let data = tempfile::tempdir().expect("a folder");
    for arguments in [
        &["run", "--help"][..],
        &["run"],
        &["preview", "--topic", "all"],
        &["search", "x"],
        &["sync"],
        &["model", "fetch"],
    ] {
        for address in ["https://ada:hunter2@hub.invalid", "http://ada:hunter2@", "ada:hunter2@x"] {
            let mut command = paperboy(arguments);
            command
                .env("DISCORD_TOKEN", "a.b.c")
                .env("PAPERBOY_HUB_URL", address)
                .env("PAPERBOY_DISCORD_URL", address)
                .env("PAPERBOY_DATA_DIR", data.path())
                .env("PAPERBOY_LOG", "trace");
            let done = output(command).await;
            let said = text(&done.stdout) + &text(&done.stderr);
            assert!(!said.is_empty() && !said.contains("hunter2"), "{arguments:?}: {said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_stops_it_quickly_and_the_next_start_finishes_its_post() {
    let place = place(clock("2026-05-14T13:59:55Z")).await;
    let data = tempfile::tempdir().expect("a folder");
    let mut first = start(&place, &data, "2026-05-14T13:59:55Z");
    assert!(place.discord.until_commands(SOON).await);
    assert!(place.discord.until_connected(SOON).await);
    place.discord.fault(Fault::Delay {
        method: "POST",
        route: MESSAGES,
        channel: Some(place.papers),
        delay: Duration::from_secs(60),
        times: 1,
    });
    let line = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";
    place.discord.command(place.admin, place.papers, line).await;
    assert!(place.discord.until_message(place.papers, 1, SOON).await, "the post is on its way");
    let asked = Instant::now();
    let terminated = Command::new("kill").arg(first.id().to_string()).status().expect("kill");
    assert!(terminated.success());
    let ended = tokio::task::spawn_blocking(move || first.wait().expect("it ends"));
    let status = tokio::time::timeout(SOON, ended).await.expect("soon").expect("no panic");
    assert!(status.success(), "{status}");
    // This checks a promise, not speed: supervisors wait ten seconds.
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());

    let mut second = start(&place, &data, "2026-05-14T14:00:30Z");
    let listed = async {
        loop {
            let list = "/subscription list";
            let text = place.discord.command(place.admin, place.papers, list).await.text();
            if text.contains("✅") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, listed).await.expect("the slot ends as sent");
    assert_eq!(place.discord.messages(place.papers).len(), 1);
    second.kill().expect("SIGKILL");
    second.wait().expect("it has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_flags_and_settings_in_the_readme_exist() {
    let readme = include_str!("../../README.md");
    let help = async |arguments: &[&str]| text(&output(paperboy(arguments)).await.stdout);
    let overview = help(&["--help"]).await;
    let mut known = overview.clone();
    for line in overview.lines().skip_while(|line| *line != "Commands:").skip(1) {
        let Some(name) = line.split_whitespace().next() else { break };
        if name != "help" {
            known += &help(&[name, "--help"]).await;
        }
    }
    known += include_str!("../../src/config.rs");
    let words = |text: &str| -> HashSet<String> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        text.split(|c: char| !is_word(c)).map(str::to_owned).collect()
    };
    let known_words = words(&known);
    // Cargo's own flags are on lines that call cargo, before the lone `--`.
    let claimed = readme.lines().map(|line| line.split_once(" -- ").map_or(line, |split| split.1));
    let claimed = claimed.filter(|line| !line.starts_with("cargo ")).flat_map(words);
    let is_setting = |word: &String| {
        let variable = word.starts_with("PAPERBOY_") || word.ends_with("_TOKEN");
        variable || word.strip_prefix("--").is_some_and(|flag| flag.len() > 1)
    };
    let (found, missing): (Vec<_>, Vec<_>) =
        claimed.filter(is_setting).partition(|word| known_words.contains(word));
    assert!(found.len() > 10, "the README's settings are found: {found:?}");
    assert_eq!(missing, Vec::<String>::new());
    let commands = readme.lines().filter_map(|line| line.strip_prefix("paperboy "));
    for command in commands {
        let name = command.split_whitespace().next().expect("a subcommand");
        assert!(overview.contains(&format!("\n  {name} ")), "paperboy {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_published_model_is_downloaded_listed_and_checked() {
    let published = &MODELS[0];
    let local = std::env::var_os("PAPERBOY_MODEL").map(PathBuf::from);
    let Some(local) = local.filter(|folder| published.missing(folder).is_empty()) else {
        return skip(&format!("PAPERBOY_MODEL names no folder of {}", published.name));
    };
    let hub = Hub::start(HubOptions::default()).await.expect("a hub");
    for file in published.files {
        let PublishedModel { repository, revision, .. } = published;
        let bytes = std::fs::read(local.join(file.path)).expect("a file");
        hub.set_file(format!("/{repository}/resolve/{revision}/{}", file.path), bytes);
    }
    let data = tempfile::tempdir().expect("a folder");
    let run = async |arguments: &[&str]| {
        let (status, said) = run_with(&hub, data.path(), arguments).await;
        (status.success(), said)
    };
    for (arguments, works, part) in [
        (&["model", "list"][..], true, "not fetched"),
        (&["model", "check"], false, "run `paperboy model fetch`"),
        (&["model", "fetch", "other"], false, "unknown model `other`"),
        (&["model", "fetch"], true, "all-MiniLM-L6-v2 is in"),
        (&["model", "list"], true, " used"),
        (&["model", "check"], true, "all files are as published"),
        (
            &["sync", "--init", "--from", "2026-05-13", "--to", "2026-05-14"],
            true,
            "papers encoded with all-M",
        ),
        (&["sync", "--from", "2026-05-13", "--to", "2026-05-14"], true, "0 papers encoded with"),
        // By words alone, no paper in the bundled lists is close to this.
        (&["search", "--offline", "teaching machines to make pictures"], true, "/papers/2605."),
        (&["preview", "--topic", "self-driving cars", "--date", "2026-05-14"], true, "Why"),
    ] {
        let (worked, said) = run(arguments).await;
        assert!(worked == works && said.contains(part), "{arguments:?}: {said}");
    }
}

/// Puts a tiny model on the hub as `owner/NAME`, with the hub's own description: weights by
/// SHA-256, small files by Git blob id. `config` can be changed before that, the served weights
/// after it.
fn set_model(hub: &Hub, name: &str, config: impl Fn(String) -> String, served: fn(&mut Vec<u8>)) {
    use sha2::Digest;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("search/src/encoder/published/multilingual");
    let mut siblings = vec![serde_json::json!({ "rfilename": "README.md", "size": 1 })];
    for path in [
        "config.json",
        "tokenizer.json",
        "1_Pooling/config.json",
        "config_sentence_transformers.json",
        "model.safetensors",
    ] {
        let mut bytes = std::fs::read(folder.join(path)).expect("a file");
        let mut described = serde_json::json!({ "rfilename": path, "size": bytes.len() });
        if path == "config.json" {
            bytes = config(text(&bytes)).into_bytes();
            described["size"] = bytes.len().into();
        }
        if path == "model.safetensors" {
            let sha256 = hex(&sha2::Sha256::digest(&bytes));
            described["lfs"] = serde_json::json!({ "sha256": sha256, "size": bytes.len() });
            served(&mut bytes);
        } else {
            let blob = [format!("blob {}\0", bytes.len()).as_bytes(), &bytes].concat();
            described["blobId"] = hex(&<sha1::Sha1 as sha1::Digest>::digest(blob)).into();
        }
        siblings.push(described);
        hub.set_file(format!("/owner/{name}/resolve/abc/{path}"), bytes);
    }
    let described = serde_json::json!({ "sha": "abc", "siblings": siblings });
    hub.set_file(format!("/api/models/owner/{name}"), described.to_string().into_bytes());
}

#[tokio::test(flavor = "multi_thread")]
async fn any_supported_model_is_downloaded_by_name_and_pinned() {
    let hub = Hub::start(HubOptions::default()).await.expect("a hub");
    set_model(&hub, "tiny", |config| config, |_| {});
    set_model(&hub, "mpnet", |config| config.replace("xlm-roberta", "mpnet"), |_| {});
    set_model(&hub, "changed", |config| config, |weights| weights[0] ^= 1);
    let data = tempfile::tempdir().expect("a folder");
    let run = async |arguments: &[&str]| {
        let (status, said) = run_with(&hub, data.path(), arguments).await;
        (status.success(), said)
    };
    for (arguments, works, part) in [
        (&["model", "list"][..], true, "gte-small"),
        (&["model", "fetch", "owner/nothing"], false, "no public model of that name"),
        (&["model", "fetch", "owner/changed"], false, "model.safetensors has the wrong checksum"),
        (&["model", "fetch", "owner/mpnet"], false, "not mpnet"),
        (&["model", "list"], true, "No model in use"),
        (&["model", "fetch", "owner/tiny"], true, "owner--tiny is in"),
        (&["model", "list"], true, "owner/tiny 0 MB, used"),
    ] {
        let (worked, said) = run(arguments).await;
        assert!(worked == works && said.contains(part), "{arguments:?}: {said}");
    }
    let weights = |name: &str| format!("/owner/{name}/resolve/abc/model.safetensors");
    let asked = hub.requests();
    assert!(asked.contains(&weights("tiny")) && !asked.contains(&weights("mpnet")), "{asked:?}");
    // The weights are random, so results are meaningless, but they are the downloaded ones.
    let (_, said) = run(&["model", "check"]).await;
    assert!(said.contains("all files are unchanged since the download"), "{said}");
    let file = data.path().join("models/owner--tiny/tokenizer.json");
    let changed = text(&std::fs::read(&file).expect("a file")).replacen("paper", "pader", 1);
    std::fs::write(&file, changed).expect("a file");
    let (_, said) = run(&["model", "check"]).await;
    assert!(said.contains("changed since the download: tokenizer.json"), "{said}");
}
