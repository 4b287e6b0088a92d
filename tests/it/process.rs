//! The process from start to end: its signals, and the database file.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use simulator::Fault;
use tempfile::TempDir;

use super::stage::{Place, SOON, clock, place, subscribe_without_answer};

pub(super) const START: &str = "2026-05-14T13:30:00Z";

/// A running bot that ends with the test, and its output.
pub(super) struct Running {
    process: Child,
    log: TempDir,
}

impl Running {
    pub(super) fn start(place: &Place, data: &Path, arguments: &[&str]) -> Running {
        Running::of(Running::command(place, data, arguments))
    }

    fn command(place: &Place, data: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paperboy"));
        command
            .args(["run", "--clock", START])
            .args(arguments)
            .env_clear()
            .env("DISCORD_TOKEN", place.discord.token())
            .env("PAPERBOY_DISCORD_URL", place.discord.url())
            .env("PAPERBOY_HUB_URL", place.hub.url())
            .env("PAPERBOY_DATA_DIR", data);
        command
    }

    fn of(mut command: Command) -> Running {
        let log = tempfile::tempdir().expect("a folder");
        let file = std::fs::File::create(log.path().join("log")).expect("a file");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file);
        Running { process: command.spawn().expect("the binary starts"), log }
    }

    pub(super) fn said(&self) -> String {
        std::fs::read_to_string(self.log.path().join("log")).expect("a log")
    }

    /// Waits until its log contains the text.
    pub(super) async fn until_said(&self, text: &str) {
        let said = async {
            while !self.said().contains(text) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let said = tokio::time::timeout(SOON, said).await;
        assert!(said.is_ok(), "no “{text}” in {}", self.said());
    }

    /// Waits until it handles SIGTERM, which it sets up before anything slow.
    async fn until_it_listens(&self) {
        let status = format!("/proc/{}/status", self.process.id());
        let listens = || {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let caught = text.lines().find_map(|line| line.strip_prefix("SigCgt:"));
            let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
            caught.is_some_and(|mask| mask & 1 << 14 != 0)
        };
        let listening = async {
            while !listens() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(SOON, listening).await.expect("it listens to signals");
    }

    pub(super) fn terminate(&self) {
        let killed = Command::new("kill").arg(self.process.id().to_string()).status();
        assert!(killed.expect("kill").success());
    }

    /// Waits for its end and returns how long that took.
    pub(super) async fn ends(&mut self) -> (ExitStatus, Duration) {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().expect("a process") {
                return (status, begun.elapsed());
            }
            assert!(begun.elapsed() < SOON * 3, "it never ends: {}", self.said());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may already have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A server, and a data folder whose database was created by a bot there.
pub(super) async fn used() -> (Place, TempDir) {
    let place = place(clock(START)).await;
    let data = tempfile::tempdir().expect("a folder");
    let mut first = Running::start(&place, data.path(), &[]);
    assert!(place.discord.until_connected(SOON).await, "{}", first.said());
    assert!(place.discord.until_commands(SOON).await, "{}", first.said());
    first.terminate();
    let (status, _) = first.ends().await;
    assert!(status.success(), "{status}");
    (place, data)
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_during_startup_ends_it_at_once() {
    let (place, data) = used().await;
    for what in ["the database is busy", "Discord does not answer"] {
        let busy = Connection::open(data.path().join("paperboy.db")).expect("the database");
        match what {
            "the database is busy" => busy.execute_batch("begin immediate").expect("a lock"),
            _ => place.discord.fault(Fault::Delay {
                method: "GET",
                route: "/users/@me",
                channel: None,
                delay: SOON,
                times: 1,
            }),
        }
        let mut bot = Running::start(&place, data.path(), &[]);
        bot.until_it_listens().await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        bot.terminate();
        let (status, after) = bot.ends().await;
        assert!(status.success(), "{what}: {status}: {}", bot.said());
        assert!(after < Duration::from_secs(3), "{what}: {after:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_within_ten_seconds_during_a_write_and_at_once_on_a_second_signal() {
    let place = place(clock(START)).await;
    let data = tempfile::tempdir().expect("a folder");
    for twice in [false, true] {
        let mut bot = Running::start(&place, data.path(), &[]);
        bot.until_it_listens().await;
        let line = "/subscription remove id:9";
        let answered = async {
            let ask = || place.discord.command(place.admin, place.papers, line);
            while ask().await.body().is_none() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(SOON, answered).await.expect("it answers");
        // The next write takes a minute.
        let database = Connection::open(data.path().join("paperboy.db")).expect("the database");
        let slow = "create view if not exists forever as with recursive number(n) as (
                 select 1 union all select n + 1 from number where n < 2000000000
             ) select n from number;
             create trigger if not exists slow before insert on processed_interaction begin
                 select count(*) from forever;
             end";
        database.execute_batch(slow).expect("a trigger");
        place.discord.command(place.admin, place.papers, line).await;
        bot.terminate();
        let (code, limit) = match twice {
            false => (Some(0), 10_000),
            true => {
                tokio::time::sleep(Duration::from_millis(300)).await;
                bot.terminate();
                (Some(143), 1_000)
            }
        };
        let (status, after) = bot.ends().await;
        assert_eq!((status.code(), status.signal()), (code, None), "{}", bot.said());
        assert!(after < Duration::from_millis(limit), "a second signal: {twice}: {after:?}");
        database.execute_batch("drop trigger slow").expect("no trigger");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_in_progress_are_sent_before_it_ends() {
    let (place, data) = used().await;
    let mut bot = Running::start(&place, data.path(), &[]);
    assert!(place.discord.until_connected(SOON).await, "{}", bot.said());
    let asked = (place.admin, place.papers);
    let said = subscribe_without_answer(&place.discord, asked, 1).await;
    bot.terminate();
    let (status, after) = bot.ends().await;
    assert!(status.success() && after < Duration::from_secs(10), "{status}, {after:?}");
    let text = said.await.expect("no panic").text();
    assert!(text.contains("Subscribed"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_database_of_a_bot_that_has_run_is_refused_and_not_created() {
    let (place, data) = used().await;
    let elsewhere = data.path().join("mistyped");
    let check = async |folder: &Path, arguments: &[&str], sentence: &str| {
        let mut bot = Running::start(&place, folder, arguments);
        let (status, _) = bot.ends().await;
        let said = bot.said();
        assert_eq!(status.code(), Some(78), "{said}");
        let last = said.lines().last().unwrap_or_default();
        assert!(last.starts_with("paperboy: ") && last.contains(sentence), "{said}");
    };
    let used = data.path().join("paperboy.db");
    check(data.path(), &["--init"], "already exists").await;
    check(&elsewhere, &[], "this bot has run before").await;
    assert!(!elsewhere.exists(), "a mistyped folder is not made");
    std::fs::rename(&used, data.path().join("moved")).expect("a file");
    check(data.path(), &[], "this bot has run before").await;
    // A full disk or a failed copy leaves an empty file. It must not become a new database.
    std::fs::write(&used, "").expect("a file");
    check(data.path(), &[], "is an empty file, but this bot has run before").await;
    // A young database is only in its log. Without it, there is a valid file without tables.
    let young = Connection::open(&used).expect("a database");
    young.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())).expect("a log");
    drop(young);
    assert!(std::fs::metadata(&used).expect("a file").len() > 0);
    check(data.path(), &[], "has no tables, but this bot has run before").await;
    std::fs::remove_file(&used).expect("a file");
    std::fs::write(data.path().join("paperboy.db-wal"), "left behind").expect("a file");
    check(data.path(), &["--init"], "the database was deleted or moved").await;
    assert!(!used.exists(), "nothing is made in its place");

    let begun = Running::start(&place, &elsewhere, &["--init"]);
    assert!(place.discord.until_connected(SOON).await, "{}", begun.said());
    let said = begun.said();
    let loud = said.lines().find(|line| line.contains(" WARN ")).unwrap_or_default();
    let path = elsewhere.join("paperboy.db").display().to_string();
    assert!(loud.contains("creating a new one") && loud.contains(&path), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unwritable_databases_are_refused_at_startup() {
    let (place, data) = used().await;
    let allow = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, Permissions::from_mode(mode)).expect("ours");
    };
    let database = data.path().join("paperboy.db");
    // Permissions don't apply to the superuser, so the bot runs as another user.
    let is_root = rustix::process::geteuid().is_root();
    for (folder, file) in [(0o777, 0o444), (0o555, 0o444), (0o555, 0o666), (0o777, 0o000)] {
        allow(data.path(), 0o777);
        allow(&database, file);
        for log in ["paperboy.db-wal", "paperboy.db-shm"] {
            // They exist only if an earlier round got that far.
            let _ = std::fs::remove_file(data.path().join(log));
        }
        allow(data.path(), folder);
        let mut command = Running::command(&place, data.path(), &[]);
        if is_root {
            command.uid(65_534).gid(65_534);
        }
        let mut bot = Running::of(command);
        let (status, _) = bot.ends().await;
        let said = bot.said();
        assert_eq!(status.code(), Some(78), "{folder:o} {file:o}: {said}");
        let last = said.lines().last().unwrap_or_default();
        assert!(last.contains("cannot write"), "{folder:o} {file:o}: {said}");
    }
    allow(data.path(), 0o700);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_told_to_creates_a_database() {
    let place = place(clock(START)).await;
    let data = tempfile::tempdir().expect("a folder");
    let missing = data.path().join("mistyped");
    let run = async |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paperboy"));
        command.args(arguments).env_clear().env("PAPERBOY_HUB_URL", place.hub.url());
        command.env("PAPERBOY_DATA_DIR", &missing).stdin(Stdio::null());
        let done = tokio::task::spawn_blocking(move || command.output().expect("it starts")).await;
        let done = done.expect("no panic");
        (done.status.success(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let (found, said) = run(&["search", "diffusion"]).await;
    assert!(!found && said.contains("there is no database"), "{said}");
    let (shown, said) = run(&["preview", "--topic", "all", "--date", "2026-05-14"]).await;
    assert!(shown, "{said}");
    let file = data.path().join("papers.jsonl");
    std::fs::write(&file, r#"{"id": "2601.00001", "title": "A", "summary": "B"}"#).expect("a file");
    let file = file.to_str().expect("a path");
    let labels = data.path().join("labels.jsonl");
    std::fs::write(&labels, r#"{"id": "2601.00001", "labels": {"a": 2}}"#).expect("a file");
    let labels = labels.to_str().expect("a path");
    for arguments in [
        &["sync"][..],
        &["sync", "--from", "2026-05-14", "--to", "2026-05-14"],
        &["sync", "--file", file],
        &["purge", "--user", "1", "--yes"],
        &["table", "train", "--out", "table"],
        &["topics", "judge", "--labels", labels],
        &["backup", "copy"],
        &["export"],
    ] {
        let (done, said) = run(arguments).await;
        let path = missing.join("paperboy.db").display().to_string();
        assert!(!done && said.contains("there is no database"), "{arguments:?}: {said}");
        assert!(
            said.contains(&path) && said.contains("PAPERBOY_DATA_DIR"),
            "{arguments:?}: {said}"
        );
    }
    run(&["doctor"]).await;
    assert!(!missing.exists(), "none of them makes the folder");
    std::fs::create_dir(&missing).expect("a folder");
    std::fs::write(missing.join("paperboy.db"), "").expect("a file");
    for arguments in [&["search", "diffusion"][..], &["backup", "copy"], &["export"]] {
        let (done, said) = run(arguments).await;
        assert!(!done && said.contains("is an empty file"), "{arguments:?}: {said}");
    }
    let empty = std::fs::metadata(missing.join("paperboy.db")).expect("a file");
    assert_eq!(empty.len(), 0, "none of them begins a database in it");
    std::fs::remove_dir_all(&missing).expect("a folder");
    let day = ["sync", "--init", "--from", "2026-05-14", "--to", "2026-05-14"];
    let (synced, said) = run(&day).await;
    assert!(synced && said.contains("creating a new one"), "{said}");
    let (found, said) = run(&["search", "--offline", "diffusion"]).await;
    assert!(found && !said.contains("creating a new one"), "{said}");
}
