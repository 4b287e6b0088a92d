//! Secrets stay secret: in the log, at any level, and on disk.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use paperboy::store::Store;
use serde_json::Value;
use tempfile::TempDir;

use super::stage::{MANAGE_GUILD, Place, SOON, clock, place};

const START: &str = "2026-05-14T13:30:00Z";
/// Words that only the people in this test use.
const QUERY: &str = "zyxquery";
const TOPIC: &str = "zyxtopic";
const NAME: &str = "zyxname";

/// The real binary with its own log.
fn run(place: &Place, data: &TempDir, directives: &str, log: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_paperboy"))
        .args(["run", "--clock", START])
        .env("DISCORD_TOKEN", place.discord.token())
        .env("PAPERBOY_DISCORD_URL", place.discord.url())
        .env("PAPERBOY_HUB_URL", place.hub.url())
        .env("PAPERBOY_DATA_DIR", data.path())
        .env("PAPERBOY_LOG", directives)
        .env("RUST_LOG", directives)
        .stderr(File::create(log).expect("a file"))
        .spawn()
        .expect("the binary starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_directive_logs_a_query_name_or_token() {
    for directives in [
        "trace",
        "serenity=trace",
        "info,serenity::gateway=trace,serenity::http::client=trace,serenity::internal=trace",
        "info,hyper=trace,hyper::proto=trace,hyper_util::client=trace,reqwest::connect=trace",
        "off,tungstenite::protocol=trace,tokio_tungstenite=trace,log=trace,h2=trace,rustls=trace",
        "info,serenity[recv]=trace,[run{shard}]=trace",
    ] {
        let place = place(clock(START)).await;
        let data = tempfile::tempdir().expect("a folder");
        let log = data.path().join("log");
        let person = place.discord.add_user(place.server, NAME, MANAGE_GUILD);
        let mut bot = run(&place, &data, directives, &log);
        assert!(place.discord.until_commands(SOON).await, "{directives}");
        assert!(place.discord.until_connected(SOON).await, "{directives}");
        let add = format!("/subscription add channel:#papers topics:{TOPIC} time:14:00 zone:UTC");
        for line in [format!("/search query:{QUERY}"), add, "/paper paper:zyxquery".to_owned()] {
            let said = place.discord.command(person, place.papers, &line).await.text();
            assert!(!said.is_empty(), "{directives}: {line}");
        }
        bot.kill().expect("SIGKILL");
        bot.wait().expect("it has ended");

        let log = fs::read_to_string(&log).expect("a log");
        let tokens: Vec<String> = place
            .discord
            .dispatches()
            .into_iter()
            .filter_map(|(_, event)| token_of(&event))
            .collect();
        assert!(tokens.len() >= 3, "each command came with a token of its own: {tokens:?}");
        let words = [QUERY, TOPIC, NAME, place.discord.token()].map(str::to_owned);
        for secret in words.iter().chain(&tokens) {
            let line = log.lines().find(|line| line.contains(secret.as_str()));
            assert_eq!(line, None, "{directives}");
        }
        let is_quiet = !directives.contains("info") && directives != "trace";
        assert_eq!(log.is_empty(), is_quiet, "{directives}: {log}");
    }
}

fn token_of(event: &Value) -> Option<String> {
    event["token"].as_str().or(event["d"]["token"].as_str()).map(str::to_owned)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[tokio::test]
async fn other_users_of_the_machine_cannot_read_the_database() {
    let data = tempfile::tempdir().expect("a folder");
    let path = data.path().join("paperboy.db");
    let files = ["paperboy.db", "paperboy.db-wal", "paperboy.db-shm"].map(|n| data.path().join(n));
    // A new one, and one that an older version left readable by everyone.
    for _ in 0..2 {
        let store = Store::open(&path).expect("a store");
        store.read(|_| Ok(())).await.expect("a read");
        for file in &files {
            assert_eq!(mode(file), 0o600, "{}", file.display());
        }
        drop(store);
        fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("its owner");
    }
    // Not paperboy's, so not changed.
    let other = data.path().join("other.db");
    fs::write(&other, [7; 5_000]).expect("a file");
    fs::set_permissions(&other, Permissions::from_mode(0o644)).expect("its owner");
    assert!(Store::open(&other).is_err());
    assert_eq!(mode(&other), 0o644);
}

#[tokio::test(flavor = "multi_thread")]
async fn new_folders_are_private_and_readable_token_files_cause_a_warning() {
    let place = place(clock(START)).await;
    let data = tempfile::tempdir().expect("a folder");
    let token = data.path().join("token");
    fs::write(&token, "not.the.token").expect("a file");
    let credentials = data.path().to_str().expect("a path");
    for (permissions, credentials, warned) in [
        (0o600, "", false),
        (0o640, "", true),
        (0o644, "", true),
        (0o400, "", false),
        // systemd's LoadCredential=; its access list shows as the group's permissions.
        (0o440, credentials, false),
        (0o444, credentials, true),
        (0o440, "/run/credentials/other.service", true),
    ] {
        fs::set_permissions(&token, Permissions::from_mode(permissions)).expect("its owner");
        let folder = data.path().join(format!("data-{permissions:o}-{warned}"));
        // A umask that forbids nothing.
        let script = format!("umask 000; exec '{}' run --init", env!("CARGO_BIN_EXE_paperboy"));
        let mut command = Command::new("sh");
        command
            .args(["-c", &script])
            .env_clear()
            .env("DISCORD_TOKEN_FILE", &token)
            .env("CREDENTIALS_DIRECTORY", credentials)
            .env("PAPERBOY_DISCORD_URL", place.discord.url())
            .env("PAPERBOY_HUB_URL", place.hub.url())
            .env("PAPERBOY_DATA_DIR", folder.join("below"))
            .stdin(Stdio::null());
        let run = tokio::task::spawn_blocking(move || command.output().expect("it starts"));
        let log = String::from_utf8_lossy(&run.await.expect("no panic").stderr).into_owned();
        assert_eq!(log.contains("run chmod 600"), warned, "{permissions:o}: {log}");
        assert!(!log.contains("not.the.token"), "{log}");
        for path in [&folder, &folder.join("below")] {
            assert_eq!(mode(path), 0o700, "{}", path.display());
        }
        assert_eq!(mode(&folder.join("below/paperboy.db")), 0o600);
    }
}
