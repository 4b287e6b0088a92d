//! The hub's daily lists: when each was last read, and how many papers it had.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row};

use super::Result;
use super::value::{Columns, first_readable, millis, readable};

/// The state of a day's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListState {
    /// When the hub last responded for it.
    pub fetched_at: Timestamp,
    /// The ETag of that response, for conditional requests.
    pub etag: Option<String>,
    /// How many papers have ever been on it.
    pub papers: u32,
    /// Since when readings have agreed.
    pub same_since: Timestamp,
}

/// The state of a day's list; `None` if it was never read.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn state(connection: &Connection, date: Date) -> Result<Option<ListState>> {
    let mut select = connection.prepare_cached(
        "select fetched_at, etag, same_since,
             (select count(*) from listing where listing.date = list.date) as papers
         from list where date = ?1",
    )?;
    let read = |row: &Row| {
        Ok(ListState {
            fetched_at: row.instant("fetched_at")?,
            etag: row.value("etag")?,
            papers: row.count("papers")?,
            same_since: row.instant("same_since")?,
        })
    };
    first_readable(select.query_and_then([date.to_string()], read)?)
}

/// Records that a list is unchanged ("304 Not Modified"). Does nothing if the list was never read.
///
/// # Errors
/// A database error.
pub fn touch(connection: &Connection, date: Date, at: Timestamp) -> Result<()> {
    let mut update =
        connection.prepare_cached("update list set fetched_at = ?2 where date = ?1")?;
    update.execute((date.to_string(), millis(at)))?;
    Ok(())
}

/// The newest non-empty list up to `upto`.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn newest(connection: &Connection, upto: Date) -> Result<Option<Date>> {
    let mut select = connection
        .prepare_cached("select date from listing where date <= ?1 order by date desc")?;
    let read = |row: &Row| row.parsed("date");
    first_readable(select.query_and_then([upto.to_string()], read)?)
}

/// The number of entries on the lists of a date range, inclusive.
///
/// # Errors
/// A database error.
pub fn places(connection: &Connection, from: Date, to: Date) -> Result<u64> {
    let mut select =
        connection.prepare_cached("select count(*) from listing where date between ?1 and ?2")?;
    let count: i64 = select.query_one((from.to_string(), to.to_string()), |row| row.get(0))?;
    Ok(count.cast_unsigned())
}

/// When the hub last responded for any list; `None` before the first response.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn last_good(connection: &Connection) -> Result<Option<Timestamp>> {
    let mut select = connection.prepare_cached("select max(fetched_at) as last from list")?;
    let found = select.query_and_then([], |row| row.maybe_instant("last"))?;
    Ok(first_readable(found)?.flatten())
}

/// The dates in a range, inclusive, whose list was never read; newest first.
///
/// # Errors
/// A database error.
pub fn unread(connection: &Connection, from: Date, to: Date) -> Result<Vec<Date>> {
    let mut select = connection.prepare_cached("select 1 from list where date = ?1")?;
    let mut unread = Vec::new();
    let mut date = to;
    while date >= from {
        if !select.exists([date.to_string()])? {
            unread.push(date);
        }
        let Ok(before) = date.yesterday() else { break };
        date = before;
    }
    Ok(unread)
}

/// The number of papers on each of the last `count` non-empty lists before `date`.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn sizes_before(connection: &Connection, date: Date, count: u32) -> Result<Vec<u32>> {
    let mut select = connection.prepare_cached(
        "select count(*) as papers from listing where date < ?1
         group by date order by date desc limit ?2",
    )?;
    readable(select.query_and_then((date.to_string(), count), |row| row.count("papers"))?)
}

/// Records the content of a list; if it is unchanged, so is the time since when readings agree.
pub(super) fn record(
    connection: &Connection,
    date: Date,
    etag: Option<&str>,
    content: &str,
    at: Timestamp,
) -> Result<()> {
    let mut upsert = connection.prepare_cached(
        "insert into list (date, fetched_at, etag, content, same_since)
         values (?1, ?2, ?3, ?4, ?2)
         on conflict (date) do update set
             fetched_at = excluded.fetched_at, etag = excluded.etag,
             same_since = iif(
                 content = excluded.content and same_since <= excluded.same_since,
                 same_since, excluded.same_since
             ),
             content = excluded.content",
    )?;
    upsert.execute((date.to_string(), millis(at), etag, content))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{SINCE, at, paper};
    use crate::store::{open, papers};

    #[test]
    fn lists_remember_their_last_response_and_every_paper() {
        let db = open::in_memory();
        let next = SINCE.tomorrow().unwrap();
        let after = next.tomorrow().unwrap();
        let known = |fetched_at, etag: Option<&str>, papers, same_since| {
            let etag = etag.map(str::to_owned);
            Some(ListState { fetched_at, etag, papers, same_since })
        };
        assert_eq!(state(&db, SINCE).unwrap(), None);
        assert_eq!((newest(&db, SINCE).unwrap(), last_good(&db).unwrap()), (None, None));

        papers::put_list(&db, SINCE, &[paper(1, 1), paper(2, 1)], Some("a"), at(0)).unwrap();
        assert_eq!(state(&db, SINCE).unwrap(), known(at(0), Some("a"), 2, at(0)));
        papers::put_list(&db, SINCE, &[paper(3, 1)], Some("b"), at(1)).unwrap();
        papers::put_list(&db, SINCE, &[], None, at(2)).unwrap();
        assert_eq!(
            state(&db, SINCE).unwrap(),
            known(at(2), None, 3, at(2)),
            "an empty list removes none"
        );

        papers::put_list(&db, next, &[], Some("c"), at(3)).unwrap();
        touch(&db, next, at(4)).unwrap();
        touch(&db, after, at(9)).unwrap();
        assert_eq!(state(&db, next).unwrap(), known(at(4), Some("c"), 0, at(3)));
        assert_eq!(state(&db, after).unwrap(), None, "never read");
        assert_eq!(newest(&db, after).unwrap(), Some(SINCE), "the newest that is not empty");
        assert_eq!(newest(&db, SINCE.yesterday().unwrap()).unwrap(), None);
        assert_eq!(last_good(&db).unwrap(), Some(at(4)));
        assert_eq!(sizes_before(&db, next, 5).unwrap(), [3]);

        let day_before = SINCE.yesterday().unwrap();
        assert_eq!(unread(&db, day_before, after).unwrap(), [after, day_before]);

        let agree = |minute: i64, papers: &[domain::Paper], since: i64| {
            papers::put_list(&db, after, papers, None, at(minute)).unwrap();
            let found = state(&db, after).unwrap().unwrap().same_since;
            assert_eq!(found, at(since), "read at {minute}");
        };
        agree(10, &[paper(1, 1)], 10);
        agree(11, &[paper(1, 9)], 10);
        agree(12, &[paper(2, 1), paper(1, 1)], 12);
        agree(13, &[paper(1, 1), paper(2, 5)], 12);
    }
}
