//! The off-site copy with the real Litestream: it replicates while the ledger is written, the
//! machine is lost, and the restored ledger has no gap.
//!
//! `LITESTREAM` is the path of the program; `.ci/run` downloads it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use paperboy::store::{Store, export_lines, snapshot};
use rusqlite::Connection;

use super::absent::without_program;
use super::stage::SOON;

/// The interval between rows.
const PAUSE: Duration = Duration::from_millis(5);

fn litestream(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Stops the process at the end of the test.
struct Replication(Child);

impl Drop for Replication {
    fn drop(&mut self) {
        // It may already have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program, and its settings as in deploy/litestream.yml, with a folder instead of a bucket.
fn settings(elsewhere: &Path, database: &Path, interval: &str) -> Option<(PathBuf, PathBuf)> {
    let program = std::env::var_os("LITESTREAM").map(PathBuf::from)?;
    let settings = elsewhere.join("litestream.yml");
    let text = format!(
        "dbs:\n  - path: {}\n    replica:\n      type: file\n      path: {}\n      sync-interval: {interval}\n",
        database.display(),
        elsewhere.join("replica").display(),
    );
    std::fs::write(&settings, text).expect("settings");
    Some((program, settings))
}

/// Restores the replica of a database, verified.
fn restore(program: &Path, settings: &Path, elsewhere: &Path, lost: &Path) -> PathBuf {
    let restored = elsewhere.join("restored.db");
    let mut restore = litestream(program, &["restore", "-config"]);
    restore.arg(settings).arg("-o").arg(&restored).arg(lost);
    assert!(restore.status().expect("Litestream starts").success());
    restored
}

/// As in deploy/compose.yaml, where Litestream starts before the bot and stops after it.
#[test]
fn what_is_written_just_before_the_end_is_replicated() {
    let machine = tempfile::tempdir().expect("a folder");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let database = machine.path().join("paperboy.db");
    let settings = settings(elsewhere.path(), &database, "1h");
    let Some((program, settings)) = settings else {
        return without_program("LITESTREAM names no program");
    };
    let replicate = litestream(&program, &["replicate", "-config"]).arg(&settings).spawn();
    let mut replication = Replication(replicate.expect("Litestream starts"));
    let replica = elsewhere.path().join("replica");
    std::thread::sleep(PAUSE * 100);
    assert!(!database.exists(), "it waits for the bot to create the database");

    drop(Store::open(&database).expect("a store"));
    let begun = Instant::now();
    while !replica.exists() {
        assert!(begun.elapsed() < SOON, "Litestream begins to replicate");
        std::thread::sleep(PAUSE);
    }
    let connection = Connection::open(&database).expect("the database");
    connection.busy_timeout(SOON).expect("a wait");
    let insert = "insert into guild (guild_id, name, seen_at) values (1, 'lab', 0)";
    connection.execute_batch(insert).expect("a row");
    drop(connection);
    let terminated = Command::new("kill").arg(replication.0.id().to_string()).status();
    assert!(terminated.expect("kill").success());
    assert!(replication.0.wait().expect("it ends").success());
    drop(machine);

    let restored = restore(&program, &settings, elsewhere.path(), &database);
    let connection = Connection::open(&restored).expect("the restored database");
    let name: String =
        connection.query_one("select name from guild", [], |row| row.get(0)).expect("the row");
    assert_eq!(name, "lab");
}

#[test]
fn losing_the_machine_leaves_a_ledger_without_a_gap() {
    let machine = tempfile::tempdir().expect("a folder");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let database = machine.path().join("paperboy.db");
    let settings = settings(elsewhere.path(), &database, "100ms");
    let Some((program, settings)) = settings else {
        return without_program("LITESTREAM names no program");
    };
    drop(Store::open(&database).expect("a store"));
    let replica = elsewhere.path().join("replica");
    let replicate = litestream(&program, &["replicate", "-config"]).arg(&settings).spawn();
    let replication = Replication(replicate.expect("Litestream starts"));

    let connection = Connection::open(&database).expect("the database");
    connection.busy_timeout(SOON).expect("a wait");
    connection
        .execute_batch(
            "insert into guild (guild_id, name, seen_at) values (1, 'lab', 0);
             insert into destination (id, kind, guild_id, channel_id) values (1, 'channel', 1, 2);",
        )
        .expect("a channel");
    let mut insert = connection
        .prepare(
            "insert into ledger (destination_id, paper_id, state, at) values (1, ?1, 'posted', ?2)",
        )
        .expect("a table");
    let begun = Instant::now();
    let mut written = 0;
    while begun.elapsed() < Duration::from_secs(2) || !replica.exists() {
        assert!(begun.elapsed() < SOON, "Litestream begins to replicate");
        insert.execute((format!("2601.{written:05}"), written)).expect("a row");
        written += 1;
        std::thread::sleep(PAUSE);
    }
    drop(insert);
    drop(replication);
    drop(connection);
    drop(machine);

    let restored = restore(&program, &settings, elsewhere.path(), &database);
    let contents = snapshot::check(&restored).expect("an intact database");
    let connection = Connection::open(&restored).expect("the restored database");
    let (rows, last): (i64, i64) = connection
        .query_one("select count(*), max(at) from ledger", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("a ledger");
    assert_eq!(rows, last + 1, "no gap");
    assert_eq!(contents.posted, rows.unsigned_abs());
    // Litestream's own tables don't get into an export.
    let exported = export_lines::export(&restored, &mut std::io::sink()).expect("an export");
    assert_eq!(exported["ledger"], contents.posted);
    // The delay depends on the machine, but it must have copied more than the start.
    assert!(rows > 10, "{rows} of {written} rows were copied");
}
