//! Operating a database: back it up while it is in use, restore it, check the bot's health.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use paperboy::store::{Store, subscriptions};
use rusqlite::Connection;
use tempfile::TempDir;

use super::absent::without_program;
use super::cli;
use super::process::{Running, used};
use super::stage::SOON;
use super::still::settings;

/// The outcome and output of a command.
pub(super) struct Ended {
    pub(super) success: bool,
    pub(super) out: String,
    pub(super) err: String,
}

/// Runs the binary on a data folder.
pub(super) async fn paperboy(data: &Path, arguments: &[&str]) -> Ended {
    let mut command = cli::paperboy(arguments);
    command.env("PAPERBOY_DATA_DIR", data);
    ended(command).await
}

async fn ended(command: Command) -> Ended {
    let output = cli::output(command).await;
    let (success, out) = (output.status.success(), cli::text(&output.stdout));
    Ended { success, out, err: cli::text(&output.stderr) }
}

/// A data folder with a database of this version and one row that tests can look for.
fn folder() -> TempDir {
    let data = tempfile::tempdir().expect("a folder");
    drop(Store::open(&database(&data)).expect("a store"));
    mark(&database(&data), "before");
    data
}

pub(super) fn database(data: &TempDir) -> PathBuf {
    data.path().join("paperboy.db")
}

fn mark(path: &Path, name: &str) {
    let connection = Connection::open(path).expect("the database");
    let insert = "insert into lease (name, holder, until) values (?1, '', 0)";
    connection.execute(insert, [name]).expect("a row");
}

fn marks(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).expect("the database");
    let mut select = connection.prepare("select name from lease order by 1").expect("a table");
    let rows = select.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a name")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_under_load_are_consistent_snapshots() {
    let data = folder();
    let path = database(&data);
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (stopped, written) = (stop.clone(), path.clone());
    // Two rows per transaction: a copy with an odd number of them would be inconsistent.
    let writer = std::thread::spawn(move || {
        let mut connection = Connection::open(written).expect("the database");
        connection.busy_timeout(SOON).expect("a wait");
        let mut number = 0;
        while !stopped.load(std::sync::atomic::Ordering::Relaxed) {
            let tx = connection.transaction().expect("a transaction");
            for half in ["a", "b"] {
                let name = format!("{number:06}{half}");
                tx.execute("insert into lease values (?1, '', 0)", [name]).expect("a row");
            }
            tx.commit().expect("a commit");
            number += 1;
        }
        number
    });
    let copies = tempfile::tempdir().expect("a folder");
    for number in 0..5 {
        let copy = copies.path().join(format!("{number}.db"));
        let ended = paperboy(data.path(), &["backup", copy.to_str().expect("a path")]).await;
        assert!(ended.success, "{}", ended.err);
        assert!(ended.out.contains("verified: "), "{}", ended.out);
        let rows = marks(&copy);
        assert!(rows.len() % 2 == 1, "the first row and pairs: {}", rows.len());
        assert!(Store::open(&copy).is_ok(), "it opens as a valid database");
        let again = paperboy(data.path(), &["backup", copy.to_str().expect("a path")]).await;
        assert!(
            !again.success && again.err.contains("already exists; choose another file"),
            "{}",
            again.err
        );
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(writer.join().expect("no panic") > 0, "something was written during the backup");
    let left: Vec<_> = std::fs::read_dir(copies.path()).expect("a folder").flatten().collect();
    let partial = left.iter().any(|file| file.path().to_string_lossy().ends_with(".partial"));
    assert!(!partial, "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn restoring_replaces_the_database_and_keeps_the_previous_one() {
    let data = folder();
    let copy = data.path().join("copy.db");
    let copied = copy.to_str().expect("a path");
    assert!(paperboy(data.path(), &["backup", copied]).await.success);
    mark(&database(&data), "after");
    std::fs::write(data.path().join("paperboy.db.sends"), "7").expect("a note");
    let ended = paperboy(data.path(), &["restore", copied]).await;
    assert!(ended.success, "{}", ended.err);
    assert_eq!(marks(&database(&data)), ["before"]);
    let kept = std::fs::read_dir(data.path()).expect("a folder").flatten().map(|file| file.path());
    let kept: Vec<_> =
        kept.filter(|path| path.to_string_lossy().contains("paperboy.db.before-")).collect();
    assert_eq!(kept.len(), 1, "{kept:?}: the log was folded in, so there is one file");
    assert_eq!(marks(&kept[0]), ["after", "before"]);
    let note = std::fs::read_to_string(data.path().join("paperboy.db.sends"));
    assert_eq!(note.expect("a note"), "7", "it says that the restored database is older");
}

/// A bot that was killed leaves a log with its last changes, which belong to the database.
#[tokio::test(flavor = "multi_thread")]
async fn restoring_keeps_what_is_only_in_a_log() {
    let data = folder();
    let copy = data.path().join("copy.db");
    assert!(paperboy(data.path(), &["backup", copy.to_str().expect("a path")]).await.success);
    // As long as this is open, the log isn't folded in.
    let open = Connection::open(database(&data)).expect("the database");
    let insert = "insert into lease (name, holder, until) values ('in the log', '', 0)";
    open.execute(insert, []).expect("a row");
    let killed = tempfile::tempdir().expect("a folder");
    for ending in ["", "-wal"] {
        let name = format!("paperboy.db{ending}");
        std::fs::copy(data.path().join(&name), killed.path().join(&name)).expect("a copy");
    }
    drop(open);
    let log = killed.path().join("paperboy.db-wal");
    assert!(std::fs::metadata(&log).expect("a log").len() > 0);

    // The folder of a killed bot is restored as it is.
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = killed.path().join("paperboy.db");
    let ended = paperboy(elsewhere.path(), &["restore", file.to_str().expect("a path")]).await;
    assert!(ended.success, "{}", ended.err);
    assert_eq!(marks(&database(&elsewhere)), ["before", "in the log"]);
    let file = file.to_str().expect("a path").to_owned();
    let made = elsewhere.path().join("made");
    assert!(paperboy(&made, &["restore", &file]).await.success);
    let mode = std::fs::metadata(&made).expect("a folder").permissions().mode();
    assert_eq!(mode & 0o077, 0, "only its owner can read a new data folder");

    // What a restore moves aside is complete, too.
    let ended = paperboy(killed.path(), &["restore", copy.to_str().expect("a path")]).await;
    assert!(ended.success, "{}", ended.err);
    assert_eq!(marks(&database(&killed)), ["before"]);
    let kept =
        ended.out.lines().find_map(|line| line.strip_prefix("kept the previous database as "));
    let kept = kept.expect("its name").to_owned();
    let ended = paperboy(killed.path(), &["restore", &kept]).await;
    assert!(ended.success, "{}", ended.err);
    assert_eq!(marks(&database(&killed)), ["before", "in the log"]);
    // Two restores within a second keep two databases.
    let kept = std::fs::read_dir(killed.path()).expect("a folder").flatten();
    let is_log = |name: &str| ["-wal", "-shm"].iter().any(|ending| name.ends_with(ending));
    let is_kept = |name: &str| name.contains(".before-") && !is_log(name);
    assert_eq!(kept.filter(|file| is_kept(&file.file_name().to_string_lossy())).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_root_restores_belongs_to_the_folders_owner() {
    if !rustix::process::geteuid().is_root() {
        return without_program("only root can give files to another user");
    }
    let data = folder();
    let [copy, lines] = ["copy.db", "paperboy.jsonl"].map(|name| data.path().join(name));
    let [copy, lines] = [&copy, &lines].map(|path| path.to_str().expect("a path"));
    assert!(paperboy(data.path(), &["backup", copy]).await.success);
    assert!(paperboy(data.path(), &["export", lines]).await.success);
    for arguments in [&["restore", copy][..], &["import", lines]] {
        let other = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::chown(other.path(), Some(65_534), Some(65_534)).expect("root may");
        let ended = paperboy(other.path(), arguments).await;
        assert!(ended.success, "{}", ended.err);
        let owner = std::fs::metadata(database(&other)).expect("the database").uid();
        assert_eq!(owner, 65_534, "{arguments:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_backups_change_nothing() {
    let data = folder();
    let path = database(&data);
    let files = tempfile::tempdir().expect("a folder");
    let file = |name: &str| files.path().join(name);
    std::fs::write(file("text"), "not a database, but long enough to be looked at".repeat(9))
        .expect("a file");
    let whole = std::fs::read(&path).expect("the database");
    std::fs::write(file("cut"), &whole[..whole.len() / 2]).expect("a file");
    Connection::open(file("foreign"))
        .and_then(|other| other.execute_batch("create table note (text text) strict"))
        .expect("a database");
    std::fs::copy(&path, file("newer")).expect("a copy");
    Connection::open(file("newer"))
        .and_then(|newer| newer.pragma_update(None, "user_version", 9_999))
        .expect("a version");
    std::fs::write(file("empty"), "").expect("a file");
    for (name, problem) in [
        ("absent", "there is no file"),
        ("empty", "is damaged or not a database (it is empty)"),
        ("text", "is damaged or not a database"),
        ("cut", "is damaged or not a database"),
        ("foreign", "belongs to another program"),
        ("newer", "was written by a newer paperboy"),
    ] {
        let given = file(name);
        let ended = paperboy(data.path(), &["restore", given.to_str().expect("a path")]).await;
        assert!(!ended.success && ended.err.contains(problem), "{name}: {}", ended.err);
        assert!(ended.err.contains(given.to_str().expect("a path")), "{name}: {}", ended.err);
        assert_eq!(marks(&path), ["before"], "{name}");
    }
    let itself = path.to_str().expect("a path");
    let ended = paperboy(data.path(), &["restore", itself]).await;
    assert!(!ended.success && ended.err.contains("is the database itself"), "{}", ended.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn restore_refuses_while_the_bot_runs_and_status_reports_its_health() {
    let (place, data) = used().await;
    let address = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    let address = address.expect("a free port").to_string();
    let silent = paperboy(data.path(), &["status", "--metrics", &address]).await;
    assert!(!silent.success && silent.err.contains("no bot answers at"), "{}", silent.err);

    let other = place.discord.url().replace("http://", "");
    let other = paperboy(data.path(), &["status", "--metrics", &other]).await;
    assert!(!other.success && other.out.is_empty(), "{}", other.out);
    assert!(other.err.contains("another program answers at"), "{}", other.err);

    let mut bot = Running::start(&place, data.path(), &["--metrics", &address]);
    let healthy = async {
        loop {
            let status = paperboy(data.path(), &["status", "--json", "--metrics", &address]).await;
            if status.success {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let healthy = tokio::time::timeout(SOON, healthy).await.expect("it becomes healthy");
    assert_eq!(healthy.out.trim(), r#"{"ok":true,"problems":[]}"#);

    let copy = data.path().join("copy.db");
    let copied = copy.to_str().expect("a path");
    assert!(paperboy(data.path(), &["backup", copied]).await.success);
    let refused = paperboy(data.path(), &["restore", copied]).await;
    assert!(!refused.success && refused.err.contains("Stop it first"), "{}", refused.err);

    bot.terminate();
    assert!(bot.ends().await.0.success(), "{}", bot.said());
    let restored = paperboy(data.path(), &["restore", copied]).await;
    assert!(restored.success, "{}", restored.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn completions_and_manual_match_the_command_line() {
    let data = tempfile::tempdir().expect("a folder");
    for (arguments, expected) in [
        (&["completions", "bash"][..], "_paperboy()"),
        (&["completions", "zsh"], "#compdef paperboy"),
        (&["completions", "fish"], "complete -c paperboy"),
        (&["man"], ".TH paperboy 1"),
    ] {
        let ended = paperboy(data.path(), arguments).await;
        assert!(ended.success, "{}", ended.err);
        assert!(ended.out.contains(expected), "{arguments:?}: {}", ended.out);
        assert!(ended.out.contains("backup"), "{arguments:?} names the subcommands");
    }
    let manual = paperboy(data.path(), &["man"]).await.out;
    for part in [
        ".SS paperboy backup",
        ".SS paperboy model fetch",
        "strictness",
        "PAPERBOY_SHARDS",
        "DISCORD_TOKEN_FILE",
        ".SH EXIT STATUS",
        "\n78\n",
    ] {
        assert!(manual.contains(part), "{part}: {manual}");
    }
    assert!(!manual.contains("paperboy\\-run(1)"), "no page is named that isn't there");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_problems_and_fixes_what_it_can() {
    let (place, data) = used().await;
    let doctor = async |arguments: &[&str], token: &str, hub: &str| {
        let mut command = cli::paperboy(&["doctor"]);
        command
            .args(arguments)
            .env("DISCORD_TOKEN", token)
            .env("PAPERBOY_DISCORD_URL", place.discord.url())
            .env("PAPERBOY_HUB_URL", hub)
            .env("PAPERBOY_DATA_DIR", data.path());
        let ended = ended(command).await;
        (ended.success, ended.out)
    };
    let (token, hub) = (place.discord.token(), place.hub.url());
    let (well, said) = doctor(&[], token, &hub).await;
    assert!(well, "{said}");
    for line in [
        "warning  application description, tags or installation settings differ from paperboy's",
        "ok       commands    registered and up to date",
        "ok       channels    0 of 0 checked",
        "ok       clock       correct to within half a minute",
        "ok       zones       ",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    assert!(said.contains(&format!("ok       hub         {hub} answers")), "{said}");
    assert!(said.contains("&permissions=309237730304"), "{said}");

    let (well, said) = doctor(&["--fix"], token, &hub).await;
    assert!(well && said.contains("set description, tags and installation"), "{said}");
    let (well, said) = doctor(&["--json"], token, &hub).await;
    assert!(well, "{said}");
    let found: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let states = found.as_array().expect("a list").iter().map(|one| &one["state"]);
    assert!(states.clone().count() > 6 && states.into_iter().all(|state| state == "ok"), "{said}");

    let settings = settings(place.server, place.papers, place.admin);
    let (since, now) = (jiff::civil::date(2026, 5, 14), jiff::Timestamp::UNIX_EPOCH);
    let add = move |tx: &rusqlite::Transaction| subscriptions::add(tx, &settings, since, None, now);
    let store = Store::open(&database(&data)).expect("a store");
    store.write(add).await.expect("a subscription");
    drop(store);
    let (well, said) = doctor(&[], token, &hub).await;
    assert!(well && said.contains("1 of 1 checked, all can be posted to"), "{said}");
    place.discord.deny(place.papers, 1 << 16);
    let (well, said) = doctor(&[], token, &hub).await;
    assert!(well && said.contains("the bot is missing Read Message History"), "{said}");

    let (well, said) = doctor(&[], "wrong", &hub).await;
    assert!(!well && said.contains("error    token       Discord does not accept it"), "{said}");
    let (well, said) = doctor(&[], token, "http://127.0.0.1:9").await;
    assert!(!well && said.contains("error    hub         http://127.0.0.1:9"), "{said}");
    std::fs::write(database(&data), "no database").expect("a file");
    let (well, said) = doctor(&[], token, &hub).await;
    assert!(!well && said.contains("error    database    "), "{said}");
}
