//! Retention: what is deleted after how long. The ledger is kept forever, because it prevents
//! duplicate posts.
//!
//! | what | kept for |
//! |---|---|
//! | the body of a message that was sent or failed | 30 days |
//! | which papers a subscription passed over | 30 days, and until its next post |
//! | a finished slot with its messages | a year; each subscription's newest of each kind forever |
//! | a draft of a subscription | a day after its last change (`super::drafts`) |
//! | search details that don't fit into buttons | 30 days (`super::searches`) |
//! | the votes of a paper | 9 days; the last ones forever (`super::vote_record`) |
//! | who changed what of a server's settings | 90 days (`super::audit`) |
//! | a file that waits to be imported | a day (`super::config_imports`) |
//! | a server that removed the bot | 30 days (`super::guilds`) |
//! | which papers were posted where | as long as the server keeps the bot |

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::deliveries::SlotId;
use super::value::{millis, stored};
use super::{Result, audit, config_imports, vote_record};

/// Bodies are needed while a message may be sent again, and to update its votes the day after.
const BODY: SignedDuration = SignedDuration::from_hours(30 * 24);
/// A post draws on the lists of the last week, or on those since the post before it.
const PASSED_OVER: SignedDuration = SignedDuration::from_hours(30 * 24);
/// For admins looking at `/status`, and for operators looking into the file.
const SLOT: SignedDuration = SignedDuration::from_hours(366 * 24);

/// The number of deleted items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deleted {
    /// Messages whose body was emptied.
    pub bodies: usize,
    /// Deleted slots.
    pub slots: usize,
    /// Deleted audit entries.
    pub audit: usize,
    /// Deleted pending imports.
    pub imports: usize,
    /// Deleted rows of the vote record.
    pub votes: usize,
}

impl Deleted {
    /// Whether there was nothing to delete.
    pub fn is_empty(self) -> bool {
        self == Deleted::default()
    }
}

/// Deletes at most `limit` of each kind, so that deliveries can use the writer in between. Must be
/// called in a transaction.
///
/// # Errors
/// A database error.
pub fn delete_old(connection: &Connection, now: Timestamp, limit: u32) -> Result<Deleted> {
    let before = |kept: SignedDuration| millis(now.saturating_sub(kept).unwrap_or(Timestamp::MIN));
    // `since` and the last posts are read from the newest slots, so one of each state is kept.
    let mut slots = connection.prepare_cached(
        "delete from slot where id in
         (select old.id from slot old
          where old.due_at < ?1 and old.state <> 'claimed' and exists
              (select 1 from slot later where later.subscription_id = old.subscription_id
               and later.due_at > old.due_at and later.state = old.state)
          order by old.due_at limit ?2)",
    )?;
    Ok(Deleted {
        bodies: empty_bodies(connection, before(BODY), limit)?,
        slots: slots.execute((before(SLOT), limit))?,
        audit: audit::delete_old(connection, now, limit)?,
        imports: config_imports::delete_old(connection, now, limit)?,
        votes: vote_record::delete_old(connection, now, limit)?,
    })
}

/// Empties at most `limit` bodies of messages that ended before `before`.
fn empty_bodies(connection: &Connection, before: i64, limit: u32) -> Result<usize> {
    // A row that becomes smaller leaves its page half empty for good, and one that gets another id
    // is moved. So each is moved out of the way and back; until then its papers refer to nothing.
    connection.pragma_update(None, "defer_foreign_keys", true)?;
    let emptied = move_and_empty(connection, before, limit);
    connection.pragma_update(None, "defer_foreign_keys", false)?;
    emptied
}

fn move_and_empty(connection: &Connection, before: i64, limit: u32) -> Result<usize> {
    let mut empty = connection.prepare_cached(
        "update part set id = -id, body = '', line = null where id in
         (select id from part where finished_at < ?1 and body <> '' order by finished_at limit ?2)",
    )?;
    let emptied = empty.execute((before, limit))?;
    if emptied > 0 {
        connection.prepare_cached("update part set id = -id where id < 0")?.execute([])?;
    }
    Ok(emptied)
}

/// Deletes the papers that a subscription passed over so long before a slot that was sent that they
/// are on none of the lists its later posts use.
///
/// # Errors
/// A database error.
pub(super) fn delete_passed_over(
    connection: &Connection,
    sent: SlotId,
    now: Timestamp,
) -> Result<()> {
    let mut delete = connection.prepare_cached(
        "delete from passed_over where at < ?2
         and subscription_id = (select subscription_id from slot where id = ?1)",
    )?;
    let before = now.saturating_sub(PASSED_OVER).unwrap_or(Timestamp::MIN);
    delete.execute((stored(sent.0), millis(before)))?;
    Ok(())
}

/// Returns at most `pages` free pages to the file system. This works only in a database created
/// with incremental vacuum; others reuse their free pages.
///
/// # Errors
/// A database error.
pub fn shrink(connection: &Connection, pages: u32) -> Result<()> {
    let mut step = connection.prepare(&format!("pragma incremental_vacuum({pages})"))?;
    let mut rows = step.query([])?;
    // Each row read frees a page.
    while rows.next()?.is_some() {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::at;

    const DAY: i64 = 24 * 60;

    /// A database with a subscription, and slots that ended the given number of days before day
    /// 1,000.
    fn database(slots: &[(i64, &str)]) -> Connection {
        let db = open::in_memory();
        db.execute_batch(
            "insert into guild values (1, 'lab', 0, null);
             insert into destination (id, kind, guild_id, channel_id) values (1, 'channel', 1, 2);
             insert into subscription (id, guild_id, destination_id, created_by, cron, zone,
                 min_upvotes, max_papers, strictness, since, created_at)
             values (1, 1, 1, 9, '0 9 * * *', 'UTC', 0, 5, 'normal', '2026-05-12', 0);",
        )
        .unwrap();
        for (number, (days, state)) in slots.iter().enumerate() {
            let (id, due) = (number as i64 + 1, millis(at((1_000 - days) * DAY)));
            let reason = (*state == "failed").then_some("refused");
            let insert =
                "insert into slot (id, subscription_id, destination_id, due_at, state, reason,
                late, created_at, finished_at) values (?1, 1, 1, ?2, ?3, ?4, 0, ?2, ?2)";
            db.execute(insert, (id, due, state, reason)).unwrap();
            let insert = "insert into part (id, slot_id, number, nonce, body, state, message_id,
                claimed_at, sending_at, finished_at, line)
                values (?1, ?1, 0, 'nonce-' || ?1, 'the post', 'sent', ?1, ?2, ?2, ?2, 'a line')";
            db.execute(insert, (id, due)).unwrap();
            let insert = "insert into ledger values (1, 'paper-' || ?1, ?1, 0, 'posted', ?2)";
            db.execute(insert, (id, due)).unwrap();
        }
        db
    }

    fn count(db: &Connection, sql: &str) -> i64 {
        db.query_one(sql, [], |row| row.get(0)).unwrap()
    }

    /// Deletes in one transaction, like the store.
    fn delete(db: &mut Connection, now: Timestamp, limit: u32) -> Deleted {
        let step = db.transaction().unwrap();
        let deleted = delete_old(&step, now, limit).unwrap();
        step.commit().unwrap();
        deleted
    }

    #[test]
    fn bodies_expire_after_a_month_slots_after_a_year_the_ledger_never() {
        let slots = [
            (800, "sent"),
            (700, "failed"),
            (500, "sent"),
            (400, "nothing new"),
            (40, "sent"),
            (2, "sent"),
        ];
        let mut db = database(&slots);
        let now = at(1_000 * DAY);
        let deleted = delete(&mut db, now, 100);
        // Two of the five bodies older than a month are deleted with their slots.
        assert_eq!(deleted, Deleted { bodies: 5, slots: 2, ..Deleted::default() });
        let bodies = "select count(*) from part where body <> ''";
        assert_eq!(count(&db, bodies), 1, "the newest is kept");
        let lines = "select count(*) from part where line is not null";
        assert_eq!(count(&db, lines), 1, "lines expire with their bodies");
        assert_eq!(count(&db, "select count(*) from slot"), 4, "the newest of each state stays");
        assert_eq!(count(&db, "select count(*) from ledger"), 6);
        assert!(delete(&mut db, now, 100).is_empty(), "there is nothing more");
    }

    #[test]
    fn empty_bodies_take_no_space() {
        let slots: Vec<_> = (0..200).map(|number| (300 - number, "sent")).collect();
        let mut db = database(&slots);
        db.execute("update part set body = hex(randomblob(800))", []).unwrap();
        let pages = "select count(*) from dbstat where name = 'part'";
        let refer = "select count(*) from ledger join part on part.id = ledger.part_id";
        let ids = "select sum(id * id) from part";
        let (before, sum) = (count(&db, pages), count(&db, ids));
        assert!(before >= 100, "{before}");
        for _ in 0..10 {
            assert_eq!(delete(&mut db, at(1_000 * DAY), 20).bodies, 20);
        }
        assert!(count(&db, pages) < before / 8, "{} of {before}", count(&db, pages));
        assert_eq!((count(&db, refer), count(&db, ids)), (200, sum));
        assert_eq!(count(&db, "select count(*) from pragma_foreign_key_check"), 0);
    }

    #[test]
    fn deletion_runs_in_small_steps() {
        let slots: Vec<_> = (0..10).map(|number| (900 - number, "sent")).collect();
        let mut db = database(&slots);
        let now = at(1_000 * DAY);
        assert_eq!(delete(&mut db, now, 4), Deleted { bodies: 4, slots: 4, ..Deleted::default() });
        assert_eq!(delete(&mut db, now, 4), Deleted { bodies: 4, slots: 4, ..Deleted::default() });
        assert_eq!(delete(&mut db, now, 4), Deleted { bodies: 2, slots: 1, ..Deleted::default() });
    }

    #[test]
    fn new_databases_return_free_pages() {
        let folder = tempfile::tempdir().unwrap();
        let db = open::open(&folder.path().join("paperboy.db")).unwrap();
        db.execute_batch(
            "create table filler (text text) strict;
             with recursive n (i) as (select 1 union all select i + 1 from n where i < 200)
             insert into filler select hex(randomblob(2000)) from n;
             drop table filler;",
        )
        .unwrap();
        let before = count(&db, "select freelist_count from pragma_freelist_count");
        assert!(before > 50, "{before}");
        shrink(&db, 20).unwrap();
        assert_eq!(count(&db, "select freelist_count from pragma_freelist_count"), before - 20);
    }
}
