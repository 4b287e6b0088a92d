//! Stored searches, for page buttons that can't hold the whole search.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension};

use super::Result;
use super::value::{millis, stored};

/// How long pages can be turned.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// The maximum number of searches; takes 30 MB.
const MOST: u32 = 100_000;
/// The limit is enforced once per this many searches.
const COUNTED: u64 = 256;

/// Stores a search under a key derived from its content, so that equal searches share a key.
///
/// # Errors
/// A database error.
pub fn put(connection: &Connection, key: u64, search: &str, now: Timestamp) -> Result<()> {
    let mut upsert = connection.prepare_cached(
        "insert into search (key, state, at) values (?1, ?2, ?3)
         on conflict (key) do update set at = excluded.at",
    )?;
    upsert.execute((stored(key), search, millis(now)))?;
    let old = millis(now.saturating_sub(KEPT).unwrap_or(now));
    connection.execute("delete from search where at < ?1", [old])?;
    if key.is_multiple_of(COUNTED) {
        let oldest = "delete from search where at <=
             (select at from search order by at desc limit 1 offset ?1)";
        connection.execute(oldest, [MOST])?;
    }
    Ok(())
}

/// A search by its key; `None` if it has expired.
///
/// # Errors
/// A database error.
pub fn get(connection: &Connection, key: u64) -> Result<Option<String>> {
    let mut select = connection.prepare_cached("select state from search where key = ?1")?;
    Ok(select.query_one([stored(key)], |row| row.get(0)).optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::at;

    #[test]
    fn searches_are_kept_for_a_month() {
        let db = open::in_memory();
        const DAY: i64 = 24 * 60;
        put(&db, u64::MAX, "first", at(0)).unwrap();
        put(&db, 1, "second", at(10 * DAY)).unwrap();
        assert_eq!(get(&db, u64::MAX).unwrap().as_deref(), Some("first"));
        assert_eq!(get(&db, 2).unwrap(), None);
        // Repeated, it is kept for another month.
        put(&db, 1, "second", at(20 * DAY)).unwrap();
        put(&db, 3, "third", at(45 * DAY)).unwrap();
        assert_eq!(get(&db, u64::MAX).unwrap(), None);
        assert_eq!(get(&db, 1).unwrap().as_deref(), Some("second"));
    }
}
