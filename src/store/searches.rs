//! Searches whose pages can be turned: what a button cannot carry.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension};

use super::Result;
use super::value::{millis, stored};

/// Pages are turned for so long.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// So many are kept: 30 MB.
const MOST: u32 = 100_000;
/// They are counted with every so many-th.
const COUNTED: u64 = 256;

/// Keeps a search under its key, which is made of what is kept: the same search has the same.
///
/// # Errors
/// SQLite's.
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

/// A search by its key; `None` if it is no longer kept.
///
/// # Errors
/// SQLite's.
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
    fn a_search_is_kept_for_a_month() {
        let db = open::in_memory();
        const DAY: i64 = 24 * 60;
        put(&db, u64::MAX, "first", at(0)).unwrap();
        put(&db, 1, "second", at(10 * DAY)).unwrap();
        assert_eq!(get(&db, u64::MAX).unwrap().as_deref(), Some("first"));
        assert_eq!(get(&db, 2).unwrap(), None);
        // Asked again, it is kept from then on.
        put(&db, 1, "second", at(20 * DAY)).unwrap();
        put(&db, 3, "third", at(45 * DAY)).unwrap();
        assert_eq!(get(&db, u64::MAX).unwrap(), None);
        assert_eq!(get(&db, 1).unwrap().as_deref(), Some("second"));
    }
}
