//! How many attempts to send this database has recorded, and when it was last in use. This reveals
//! a restored backup, a copy or a lost write-ahead log.

use domain::CATCH_UP;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};

use super::Result;
use super::value::{Columns, first_readable, millis};

/// The database's record of its own use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The total number of attempts to send a message.
    pub sends: u64,
    /// When a delivering process last used it; `None` before the first.
    pub heard_at: Option<Timestamp>,
}

/// Reads the record.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn get(connection: &Connection) -> Result<Activity> {
    let mut select = connection.prepare_cached("select sends, heard_at from activity")?;
    let read = |row: &Row| {
        Ok(Activity { sends: row.id("sends")?, heard_at: row.maybe_instant("heard_at")? })
    };
    let found = first_readable(select.query_and_then([], read)?)?;
    Ok(found.unwrap_or(Activity { sends: 0, heard_at: None }))
}

/// Records that a delivering process uses the database at `now`. Returns the previous record.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn hear(connection: &Connection, now: Timestamp) -> Result<Activity> {
    let before = get(connection)?;
    let mut upsert = connection.prepare_cached(
        "insert into activity (id, sends, heard_at) values (1, 0, ?1)
         on conflict (id) do update set heard_at = excluded.heard_at",
    )?;
    upsert.execute([millis(now)])?;
    Ok(before)
}

/// Why channels may contain posts that the database doesn't know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is a copy, an earlier state, or was unused for so long that it most likely is one: what
    /// can't be ruled out counts as posted.
    Older,
    /// It was unused for some hours at most, and nothing else suggests a restored copy. Most likely
    /// the machine was off. If it was restored together with the file next to it, or another copy
    /// was in use in the meantime, only the channels show that: they are read, but one that can't be
    /// read completely is posted to.
    Unused,
}

/// Why channels may contain posts that the database doesn't know, if they may: more was sent than it
/// has recorded, or it was unused for longer than `memory` and another copy may have been in use. A
/// database that was never in use has posted nothing.
pub fn doubt(
    known: Activity,
    sent_elsewhere: Option<u64>,
    now: Timestamp,
    memory: SignedDuration,
) -> Option<Doubt> {
    let Some(heard_at) = known.heard_at else {
        return sent_elsewhere.is_some_and(|n| n > 0).then_some(Doubt::Older);
    };
    let unused = now.duration_since(heard_at).abs();
    if sent_elsewhere.is_none_or(|sends| sends > known.sends) || unused > CATCH_UP {
        return Some(Doubt::Older);
    }
    (unused > memory).then_some(Doubt::Unused)
}

/// Counts an attempt to send; returns the total.
pub(super) fn count_send(connection: &Connection) -> Result<u64> {
    let mut upsert = connection.prepare_cached(
        "insert into activity (id, sends) values (1, 1)
         on conflict (id) do update set sends = sends + 1 returning sends",
    )?;
    let sends: i64 = upsert.query_one([], |row| row.get(0))?;
    Ok(sends.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::at;

    #[test]
    fn the_last_use_is_recorded() {
        let db = open::in_memory();
        assert_eq!(get(&db).unwrap(), Activity { sends: 0, heard_at: None });
        assert_eq!(count_send(&db).unwrap(), 1);
        assert_eq!(count_send(&db).unwrap(), 2);
        assert_eq!(hear(&db, at(1)).unwrap(), Activity { sends: 2, heard_at: None });
        assert_eq!(hear(&db, at(2)).unwrap().heard_at, Some(at(1)));
    }

    #[test]
    fn restored_databases_are_doubted() {
        let memory = SignedDuration::from_mins(1);
        let (older, unused) = (Some(Doubt::Older), Some(Doubt::Unused));
        let check = |sends, heard: Option<i64>, elsewhere, now, expected| {
            let known = Activity { sends, heard_at: heard.map(at) };
            let found = doubt(known, elsewhere, at(now), memory);
            assert_eq!(found, expected, "{known:?}, {elsewhere:?} elsewhere, at {now}");
        };
        check(0, None, None, 0, None);
        check(0, None, Some(7), 0, older);
        check(7, Some(0), Some(7), 1, None);
        // Killed between the write and the file next to it.
        check(8, Some(0), Some(7), 1, None);
        check(7, Some(0), Some(8), 1, older);
        check(7, Some(0), None, 1, older);
        // The machine was off, or its clock was set back.
        check(7, Some(0), Some(7), 2, unused);
        check(7, Some(5), Some(7), 2, unused);
        check(7, Some(0), Some(7), 12 * 60, unused);
        check(7, Some(0), Some(7), 12 * 60 + 1, older);
        check(7, Some(0), Some(8), 2, older);
    }
}
