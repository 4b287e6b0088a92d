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

#[test]
fn losing_the_machine_leaves_a_ledger_without_a_gap() {
    let Some(program) = std::env::var_os("LITESTREAM").map(PathBuf::from) else {
        return without_program("LITESTREAM names no program");
    };
    let machine = tempfile::tempdir().expect("a folder");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let database = machine.path().join("paperboy.db");
    drop(Store::open(&database).expect("a store"));
    let settings = elsewhere.path().join("litestream.yml");
    let replica = elsewhere.path().join("replica");
    // As in deploy/litestream.yml, with a folder instead of a bucket.
    let text = format!(
        "dbs:\n  - path: {}\n    replica:\n      type: file\n      path: {}\n      sync-interval: 100ms\n",
        database.display(),
        replica.display(),
    );
    std::fs::write(&settings, text).expect("settings");
    let settings = settings.to_str().expect("a path");
    let replicate = litestream(&program, &["replicate", "-config", settings]).spawn();
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

    let restored = elsewhere.path().join("restored.db");
    let to = restored.to_str().expect("a path");
    let lost = database.to_str().expect("a path");
    let mut restore = litestream(&program, &["restore", "-config", settings, "-o", to, lost]);
    assert!(restore.status().expect("Litestream starts").success());
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
