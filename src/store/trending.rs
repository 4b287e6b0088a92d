//! The hub's trending list as last read: papers of any age, in the hub's order.

use domain::Paper;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row};

use super::papers::{OnList, on_list};
use super::value::{Columns, first_readable, millis, readable};
use super::{Result, papers};

/// Stores the list as just read. An empty list is ignored, since the hub never has one. Returns the
/// papers that are new or changed.
///
/// # Errors
/// SQLite's.
pub fn put(connection: &Connection, list: &[Paper], at: Timestamp) -> Result<Vec<Paper>> {
    if list.is_empty() {
        return Ok(Vec::new());
    }
    let changed = papers::put(connection, list, at)?;
    connection.execute("delete from trending", [])?;
    let mut insert = connection.prepare_cached(
        "insert into trending (paper_id, place, read_at) values (?1, ?2, ?3) on conflict do nothing",
    )?;
    for (place, paper) in (0_i64..).zip(list) {
        insert.execute((paper.id.as_str(), place, millis(at)))?;
    }
    Ok(changed)
}

/// When it was last read; `None` if it never was.
///
/// # Errors
/// SQLite's.
pub fn read_at(connection: &Connection) -> Result<Option<Timestamp>> {
    let mut select = connection.prepare_cached("select max(read_at) as read_at from trending")?;
    let found = select.query_and_then([], |row| row.maybe_instant("read_at"))?;
    Ok(first_readable(found)?.flatten())
}

/// The list in its order. The date of a paper is that of its newest daily list, or `today` if it is
/// on none.
///
/// # Errors
/// SQLite's.
pub fn list(connection: &Connection, today: Date) -> Result<Vec<OnList>> {
    let mut select = connection.prepare_cached(
        "select paper.*,
             coalesce((select max(date) from listing where paper_id = paper.id), ?1) as newest
         from trending join paper on paper.id = trending.paper_id order by place",
    )?;
    let read = |row: &Row| on_list(row, row.parsed("newest")?);
    readable(select.query_and_then([today.to_string()], read)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::{SINCE, at, ids, paper};

    #[test]
    fn the_hubs_order_is_kept_and_empty_answers_are_ignored() {
        let db = open::in_memory();
        let today = SINCE.tomorrow().unwrap();
        let found = || -> (Vec<domain::PaperId>, Vec<Date>) {
            let list = list(&db, today).unwrap();
            list.into_iter().map(|one| (one.paper.id, one.date)).unzip()
        };
        assert_eq!((found().0, read_at(&db).unwrap()), (vec![], None));
        papers::put_list(&db, SINCE, &[paper(1, 90)], None, at(0)).unwrap();
        let list = [paper(3, 5), paper(1, 90), paper(2, 700), paper(3, 5)];
        assert_eq!(put(&db, &list, at(1)).unwrap(), [paper(3, 5), paper(2, 700)]);
        assert_eq!(found(), (ids(&[3, 1, 2]), vec![today, SINCE, today]));
        assert_eq!(read_at(&db).unwrap(), Some(at(1)));
        put(&db, &[], at(2)).unwrap();
        assert_eq!((found().0, read_at(&db).unwrap()), (ids(&[3, 1, 2]), Some(at(1))));
        put(&db, &[paper(2, 701)], at(3)).unwrap();
        assert_eq!((found().0, read_at(&db).unwrap()), (ids(&[2]), Some(at(3))));
    }
}
