//! The store as a file: what is refused, what survives, and concurrent processes.

use std::fs;
use std::path::{Path, PathBuf};

use domain::{
    ChannelId, Destination, GuildId, Paper, Schedule, SlotState, SubscriptionSettings, UserId, Zone,
};
use jiff::Timestamp;
use jiff::civil::Date;
use paperboy::store::deliveries::{Claim, NewPart, NewSlot};
use paperboy::store::{Store, StoreError, deliveries, guilds, ledger, papers, subscriptions};
use rusqlite::Connection;
use tempfile::TempDir;

const DAY: Date = Date::constant(2026, 5, 12);

fn now() -> Timestamp {
    Timestamp::from_second(1_778_576_400).expect("in range")
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("paperboy.db")
}

fn paper(number: u32) -> Paper {
    let id = format!("2605.{number:05}").parse().expect("an id");
    let summary = "An abstract. ".repeat(100);
    Paper { upvotes: number, ..Paper::new(id, format!("Paper {number}"), summary) }
}

/// A stored subscription's slot with one part that contains paper 1.
async fn due_slot(store: &Store, nonce: &str) -> NewSlot {
    let settings = SubscriptionSettings {
        guild: Some(GuildId(1)),
        destination: Destination::Channel(ChannelId(2)),
        created_by: UserId(3),
        topics: "all".parse().expect("topics"),
        schedule: Schedule { cron: "09:00".parse().expect("a time"), zone: Zone::utc() },
        min_upvotes: 0,
        max_papers: 10,
        strictness: domain::Strictness::Normal,
        selection: domain::Selection::default(),
        posting: domain::Posting::default(),
        language: domain::Language::English,
        own_language: false,
    };
    let add = move |db: &rusqlite::Transaction| subscriptions::add(db, &settings, DAY, None, now());
    NewSlot {
        subscription: store.write(add).await.expect("stored").id,
        guild: Some(GuildId(1)),
        destination: Destination::Channel(ChannelId(2)),
        due_at: now(),
        late: false,
        parts: vec![NewPart {
            nonce: nonce.to_owned(),
            body: "{}".to_owned(),
            papers: vec![paper(1).id],
            ..NewPart::default()
        }],
        passed_over: Vec::new(),
    }
}

#[tokio::test]
async fn the_schema_matches_the_golden_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).unwrap();
    let sql = "select sql || ';' from sqlite_schema where sql is not null
         and name not like 'sqlite_%' order by tbl_name, type desc, name";
    let schema = store.read(|db| {
        let mut select = db.prepare(sql)?;
        let rows = select.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<Vec<String>, _>>()?)
    });
    let schema = schema.await.unwrap().join("\n\n") + "\n";
    // SQLite stores these keywords in upper case.
    let schema =
        schema.replace("CREATE TABLE", "create table").replace("CREATE INDEX", "create index");
    if schema != include_str!("../../migrations/schema.sql") {
        let found = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema.sql");
        fs::write(&found, &schema).unwrap();
        panic!(
            "the migrations make another schema than migrations/schema.sql; if that is meant:\n\
             cp {} migrations/schema.sql",
            found.display()
        );
    }
}

/// Creates a file, opens it, and compares the error; `{}` stands for the path and `…` for SQLite's
/// own message.
fn check(make: impl FnOnce(&Path), sentence: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(&folder);
    make(&path);
    let before = fs::read(&path).ok();
    let refused = Store::open(&path).err().expect(sentence).to_string();
    let sentence = sentence.replace("{}", &path.display().to_string());
    let (start, end) = sentence.split_once('…').unwrap_or((&sentence, ""));
    assert!(refused.starts_with(start) && refused.ends_with(end), "{refused}\n{sentence}");
    assert_eq!(refused.lines().count(), 1);
    assert_eq!(fs::read(&path).ok(), before, "a refused file is left as it is");
}

#[test]
fn unusable_files_are_refused_with_one_sentence() {
    check(
        |path| {
            drop(Store::open(path).unwrap());
            Connection::open(path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        },
        "{} was written by a newer paperboy (schema 99, this one knows …); start the newer one",
    );
    check(
        |path| fs::write(path, "Dear diary, ".repeat(100)).unwrap(),
        "{} is damaged or not a database (file is not a database); restore it from a backup",
    );
    check(
        |path| Connection::open(path).unwrap().execute_batch("create table song (id)").unwrap(),
        "{} belongs to another program; choose another database file",
    );
    check(
        |path| {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let store = Store::open(path).unwrap();
            let many: Vec<Paper> = (1..200).map(paper).collect();
            runtime.block_on(store.write(move |db| papers::put(db, &many, now()))).unwrap();
            drop(store);
            // The last page is found only by reading every page, not by reading the schema.
            let mut bytes = fs::read(path).unwrap();
            let last = bytes.len() - 4096;
            bytes[last..].fill(0x5a);
            fs::write(path, bytes).unwrap();
        },
        "{} is damaged or not a database (Tree …); restore it from a backup",
    );
}

#[tokio::test]
async fn deleted_databases_are_noticed_by_readers_and_not_recreated() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).unwrap();
    fs::remove_file(file(&folder)).unwrap();
    assert!(store.read(papers::count).await.is_err());
    assert!(!file(&folder).exists());
}

#[test]
fn missing_folders_are_named_and_not_created() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("data");
    let refused = Store::open(&missing.join("paperboy.db")).err().expect("no folder").to_string();
    let sentence = "does not exist; create it or choose another database file";
    assert_eq!(refused, format!("the folder {} {sentence}", missing.display()));
    assert!(!missing.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn unwritable_folders_are_named() {
    // Even an administrator can't create files there.
    let refused = Store::open(Path::new("/proc/paperboy.db")).err().expect("read-only").to_string();
    assert_eq!(
        refused,
        "cannot write /proc/paperboy.db; \
         paperboy needs write access to the file and its folder"
    );
}

#[tokio::test]
async fn writes_are_atomic() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).unwrap();
    let failed = store.write(|db| {
        papers::put(db, &[paper(1)], now())?;
        Err::<(), _>(StoreError::Unknown { noun: "part", id: 7 })
    });
    assert_eq!(failed.await.unwrap_err().to_string(), "there is no part 7");
    let panicked = store.write(|db| {
        papers::put(db, &[paper(2)], now())?;
        if db.is_autocommit() { Ok(()) } else { panic!("on purpose") }
    });
    assert!(matches!(panicked.await, Err(StoreError::Stopped)));
    let put = store.write(|db| papers::put(db, &[paper(3)], now())).await;
    assert_eq!(put.unwrap(), [paper(3)], "later writes are done");
    assert_eq!(store.read(papers::count).await.unwrap(), 1);
}

#[tokio::test]
async fn a_rollback_by_the_database_undoes_the_whole_batch() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).unwrap();
    // While the first write blocks the thread, the others queue and share a transaction.
    let (go, held) = std::sync::mpsc::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let first = store.write(move |_| Ok(begun.send(()).is_ok() && held.recv().is_ok()));
    let put = |number| store.write(move |db| papers::put(db, &[paper(number)], now()));
    // As SQLite does on some disk errors.
    let undone = store.write(|db| Ok(db.execute_batch("rollback")?));
    let others = async {
        has_begun.await.unwrap();
        let release = async { go.send(()).unwrap() };
        tokio::join!(put(1), undone, put(2), release)
    };
    let (first, (before, undone, after, ())) = tokio::join!(first, others);
    assert!(first.unwrap());
    assert!(before.is_err() && undone.is_err() && after.is_err());
    assert_eq!(store.read(papers::count).await.unwrap(), 0);
    assert_eq!(put(3).await.unwrap(), [paper(3)], "and the next ones are done");
}

#[tokio::test]
async fn full_disks_refuse_writes_until_there_is_space() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).unwrap();
    let pages = |count: u32| {
        store.write(move |db| {
            let set = db.pragma_update_and_check(None, "max_page_count", count, |_| Ok(()));
            Ok(set?)
        })
    };
    let large = Paper { summary: "word ".repeat(20_000), ..paper(1) };
    let put = || {
        let large = large.clone();
        store.write(move |db| papers::put(db, &[large], now()))
    };
    pages(1).await.unwrap();
    let full = put().await.unwrap_err();
    assert_eq!(full.to_string(), "the database refused: database or disk is full");
    assert_eq!(store.read(papers::count).await.unwrap(), 0);
    pages(10_000).await.unwrap();
    put().await.unwrap();
    assert_eq!(store.read(papers::count).await.unwrap(), 1);
}

#[tokio::test]
async fn writes_complete_even_if_the_caller_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).unwrap();
    {
        let write = store.write(|db| papers::put(db, &[paper(1)], now()));
        // Polled once, so that it is queued, then dropped.
        tokio::select! { biased; _ = write => {}, () = std::future::ready(()) => {} }
    }
    drop(store);
    let store = Store::open(&file(&folder)).unwrap();
    assert_eq!(store.read(papers::count).await.unwrap(), 1);
}

#[tokio::test]
async fn reads_cannot_write_and_commits_wait_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).unwrap();
    let write = store.read(|db| guilds::available(db, GuildId(1), "Reading group", now())).await;
    assert!(write.unwrap_err().to_string().contains("readonly"));
    for (pragma, expected) in [("synchronous", "2"), ("foreign_keys", "1"), ("journal_mode", "wal")]
    {
        let value = store.write(move |db| {
            let sql = format!("select cast({pragma} as text) from pragma_{pragma}");
            Ok(db.query_one(&sql, [], |row| row.get::<_, String>(0))?)
        });
        assert_eq!(value.await.unwrap(), expected, "{pragma}");
    }
}

#[test]
fn processes_that_create_the_database_at_once_all_open_it() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let opening = [(); 6].map(|()| {
            let path = file(&folder);
            std::thread::spawn(move || Store::open(&path).map(drop))
        });
        for thread in opening {
            thread.join().unwrap().unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_never_claim_the_same_slot() {
    let folder = tempfile::tempdir().unwrap();
    // Both create the file at the same time.
    let opened: Vec<_> = (0..4)
        .map(|_| {
            let path = file(&folder);
            std::thread::spawn(move || Store::open(&path))
        })
        .collect();
    let stores: Vec<Store> =
        opened.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect();
    for round in 0..20 {
        let mut slot = due_slot(&stores[0], &format!("n{round}")).await;
        slot.parts[0].papers = vec![paper(round).id];
        let claims: Vec<_> = stores
            .iter()
            .map(|store| {
                let (store, slot) = (store.clone(), slot.clone());
                let claim = async move {
                    store.write(move |db| deliveries::claim(db, &slot, now())).await.unwrap()
                };
                tokio::spawn(claim)
            })
            .collect();
        let mut claimed = 0;
        for claim in claims {
            match claim.await.unwrap() {
                Claim::Claimed(_) => claimed += 1,
                other => assert_eq!(other, Claim::Taken(SlotState::Claimed)),
            }
        }
        assert_eq!(claimed, 1, "round {round}");
    }
}

#[tokio::test]
async fn claims_are_found_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).unwrap();
    let slot = due_slot(&store, "n1").await;
    let again = slot.clone();
    let claim = store.write(move |db| deliveries::claim(db, &slot, now())).await.unwrap();
    let Claim::Claimed(slot) = claim else { panic!("{claim:?}") };
    let part = slot.parts[0].id;
    store.write(move |db| deliveries::begin_sending(db, part, now())).await.unwrap();
    drop(store);

    let store = Store::open(&file(&folder)).unwrap();
    let found = store.read(|db| {
        let open = deliveries::unfinished(db)?;
        Ok(open.into_iter().filter_map(|id| deliveries::get(db, id).unwrap()).collect::<Vec<_>>())
    });
    let found = found.await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].parts[0].sending_at, Some(now()));
    assert_eq!(found[0].parts[0].papers, [paper(1).id]);
    let claim = store.write(move |db| deliveries::claim(db, &again, now())).await.unwrap();
    assert_eq!(claim, Claim::Taken(SlotState::Claimed));
    let had = store
        .read(|db| {
            ledger::already_posted(
                db,
                Destination::Channel(ChannelId(2)),
                &[paper(1).id, paper(2).id],
            )
        })
        .await;
    assert_eq!(had.unwrap(), [paper(1).id].into());
}

#[tokio::test]
async fn reads_see_a_consistent_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file(&folder)).unwrap();
    let (started, wait) = std::sync::mpsc::channel();
    let (go_on, written) = std::sync::mpsc::channel();
    let reader = store.clone();
    let counts = tokio::spawn(async move {
        let counts = reader.read(move |db| {
            let before = papers::count(db)?;
            started.send(()).unwrap();
            written.recv().unwrap();
            Ok((before, papers::count(db)?))
        });
        counts.await.unwrap()
    });
    tokio::task::spawn_blocking(move || wait.recv().unwrap()).await.unwrap();
    store.write(|db| papers::put(db, &[paper(1)], now())).await.unwrap();
    go_on.send(()).unwrap();
    assert_eq!(counts.await.unwrap(), (0, 0), "a concurrent write is not seen half-done");
    assert_eq!(store.read(papers::count).await.unwrap(), 1);
}
