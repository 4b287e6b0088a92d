//! Disks that fill up while a file is written, and a database that is damaged while it is in use;
//! docs/FAULTS.md names these tests.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use paperboy::app::delivery::leader;
use paperboy::app::failure::{self, Failure};
use paperboy::bot;
use paperboy::store::{Store, papers};
use tokio_util::sync::CancellationToken;

use super::cli::{output, text};
use super::operate::{Ended, database, paperboy};
use super::stage::{app_with, clock, place};
use super::still::{at, still};

/// Shortly before a post is due.
const BEGIN: &str = "2026-05-14T13:59:00Z";

/// The size at which the disk is full, in units of 512 or 1,024 bytes, as the shell counts.
const FULL_AT: u32 = 64;

/// Runs the binary where no file can grow beyond [`FULL_AT`].
async fn on_full_disk(data: &Path, arguments: &[&str], stdout: Stdio) -> Ended {
    let mut command = Command::new("sh");
    // Without the trap the signal would end the process, which a full disk doesn't.
    let line = format!("trap '' XFSZ; ulimit -f {FULL_AT}; exec \"$@\"");
    command.args(["-c", &line, "sh", env!("CARGO_BIN_EXE_paperboy")]).args(arguments);
    command.env_clear().env("PAPERBOY_DATA_DIR", data).stdin(Stdio::null()).stdout(stdout);
    let done = output(command).await;
    Ended { success: done.status.success(), out: text(&done.stdout), err: text(&done.stderr) }
}

fn check_refused(ended: &Ended, sentence: &str) {
    assert!(!ended.success, "{}", ended.out);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert!(ended.err.starts_with("paperboy: ") && ended.err.contains(sentence), "{}", ended.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn full_disks_leave_no_half_written_copy() {
    let data = tempfile::tempdir().expect("a folder");
    let store = Store::open(&database(&data)).expect("a store");
    let paper = |number: u32| {
        let id = format!("2605.{number:05}").parse().expect("an id");
        domain::Paper::new(id, format!("Paper {number}"), "words ".repeat(100))
    };
    let many: Vec<domain::Paper> = (0..200).map(paper).collect();
    let now = at("2026-05-14T13:00:00Z");
    store.write(move |tx| papers::put(tx, &many, now).map(drop)).await.expect("a write");
    drop(store);
    let files = tempfile::tempdir().expect("a folder");
    let file = |name: &str| files.path().join(name).display().to_string();
    let (copy, export) = (file("copy.db"), file("export.jsonl"));
    assert!(paperboy(data.path(), &["backup", &copy]).await.success);
    assert!(paperboy(data.path(), &["export", &export]).await.success);
    let before = std::fs::read_dir(files.path()).expect("a folder").count();

    let piped = Stdio::piped;
    let backup = on_full_disk(data.path(), &["backup", &file("b.db")], piped()).await;
    check_refused(&backup, "could not write the copy");
    let exported = on_full_disk(data.path(), &["export", &file("e.jsonl")], piped()).await;
    check_refused(&exported, "cannot read or write the lines: File too large");
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a full device");
    let printed = on_full_disk(data.path(), &["export"], full.into()).await;
    check_refused(&printed, "cannot read or write the lines: No space left on device");
    let new = files.path().join("new");
    let imported = on_full_disk(&new, &["import", &export], piped()).await;
    check_refused(&imported, "the database refused");
    assert_eq!(std::fs::read_dir(&new).expect("a folder").count(), 0, "nothing is left of it");
    std::fs::remove_dir(&new).expect("an empty folder");
    let restored = on_full_disk(data.path(), &["restore", &copy], piped()).await;
    check_refused(&restored, "File too large");
    assert_eq!(std::fs::read_dir(files.path()).expect("a folder").count(), before);
    let left = std::fs::read_dir(data.path()).expect("a folder").flatten();
    let left: Vec<_> = left.map(|file| file.file_name()).collect();
    assert_eq!(left, ["paperboy.db"], "nothing is left of the restored file");
    let kept = paperboy(data.path(), &["export"]).await;
    assert_eq!(kept.out, std::fs::read_to_string(&export).expect("a file"), "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn large_databases_are_checked_before_anything_is_posted() {
    let place = place(clock(BEGIN)).await;
    let data = tempfile::tempdir().expect("a folder");
    let path = database(&data);
    let store = Store::open(&path).expect("a store");
    store.check().await.expect("it was checked when it was opened");
    drop(store);
    let store = Store::open_up_to(&path, 0).expect("a large database");
    store.check().await.expect("it is whole");
    drop(store);
    // Damage in an index that nothing uses without a model.
    let other = rusqlite::Connection::open(&path).expect("the database");
    let root = "select rootpage from sqlite_schema where name = 'vector_of_paper'";
    let root: u32 = other.query_one(root, [], |row| row.get(0)).expect("an index");
    let size: u32 = other.query_one("pragma page_size", [], |row| row.get(0)).expect("a size");
    other.query_one("pragma wal_checkpoint(truncate)", [], |_| Ok(())).expect("a checkpoint");
    drop(other);
    let mut file = std::fs::File::options().write(true).open(&path).expect("a file");
    // The number of cells in that page.
    file.seek(SeekFrom::Start(u64::from((root - 1) * size + 3))).expect("a place");
    file.write_all(&[0xff, 0xff]).expect("a write");
    drop(file);

    let refused = Store::open(&path).err().expect("a small database is refused at once");
    assert!(refused.to_string().contains("is damaged"), "{refused}");
    let store = Store::open_up_to(&path, 0).expect("a large database");
    let found = store.check().await.expect_err("it is damaged");
    assert!(found.to_string().contains("is damaged"), "{found}");
    let app = app_with(&place.discord, &place.hub, store).await;
    let leadership = app.leadership.clone();
    let ended = bot::run(app, clock(BEGIN), CancellationToken::new()).await;
    let ended = ended.expect_err("it ends").to_string();
    assert!(ended.contains("is damaged") && ended.contains("restore it from a backup"), "{ended}");
    assert!(!leadership.is_leader(), "it never posted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_damaged_while_in_use_ends_the_bot() {
    let still = still().await;
    let path = still.data.path().join("paperboy.db");
    let tried = async || leader::acquire_or_renew(&still.app, still.clock.now()).await;
    tried().await.expect("it is whole");
    // Another process writes, so that nothing cached is used, and everything is in the file.
    let other = rusqlite::Connection::open(&path).expect("the database");
    other.execute("insert into lease values ('other', '', 0)", []).expect("a row");
    other.query_one("pragma wal_checkpoint(truncate)", [], |_| Ok(())).expect("a checkpoint");
    let size = path.metadata().expect("a file").len();
    let mut file = std::fs::File::options().write(true).open(&path).expect("a file");
    // The first page says that it is a database.
    file.seek(SeekFrom::Start(4_096)).expect("a place");
    file.write_all(&vec![0x5a; usize::try_from(size - 4_096).expect("a size")]).expect("a write");
    let error = anyhow::Error::from(tried().await.expect_err("a damaged database"));
    assert!(error.to_string().contains("malformed"), "{error}");
    assert_eq!(failure::classify(&error), Failure::Final, "it ends instead of going on without");
}
