//! A record of votes: the counts of each paper over time, as read by the bot. The rising list is
//! computed from it alone.
//!
//! A row is written when a paper is first seen and whenever its votes have changed since. The votes
//! at a given time are therefore those of the last row before it.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};

use super::Result;
use super::papers::{OnList, on_list};
use super::value::{Columns, millis, readable};

/// The period in which rising papers have gained their votes.
const LATELY: SignedDuration = SignedDuration::from_hours(24);
/// Older rows are deleted, except the last one of each paper, which its next gain is computed from.
const KEPT: SignedDuration = SignedDuration::from_hours(9 * 24);
/// The maximum number of papers on the list.
const MOST: u32 = 100;

/// Records the current votes of a paper.
///
/// # Errors
/// SQLite's.
pub(super) fn note(
    connection: &Connection,
    paper: &domain::PaperId,
    upvotes: u32,
    at: Timestamp,
) -> Result<()> {
    let mut insert = connection.prepare_cached(
        "insert into vote (paper_id, at, upvotes) values (?1, ?2, ?3)
         on conflict (paper_id, at) do update set upvotes = excluded.upvotes",
    )?;
    insert.execute((paper.as_str(), millis(at), upvotes))?;
    Ok(())
}

/// The papers that gained votes in the 24 hours before `now`, largest gain first. For a paper first
/// seen within that time, the gain counts from then. Each paper has the date of its newest daily
/// list; papers that were on none are left out.
///
/// # Errors
/// SQLite's.
pub fn rising(connection: &Connection, now: Timestamp) -> Result<Vec<OnList>> {
    let mut select = connection.prepare_cached(
        "with lately as (select distinct paper_id from vote where at > ?1 and at <= ?2),
         gained as (
             select paper.id, paper.upvotes - coalesce(
                 (select upvotes from vote where vote.paper_id = paper.id and at <= ?1
                  order by at desc limit 1),
                 (select upvotes from vote where vote.paper_id = paper.id order by at limit 1)
             ) as votes
             from lately join paper on paper.id = lately.paper_id
         )
         select paper.*, (select max(date) from listing where paper_id = paper.id) as newest
         from gained join paper on paper.id = gained.id
         where gained.votes > 0 and newest is not null
         order by gained.votes desc, paper.upvotes desc, paper.id limit ?3",
    )?;
    let since = now.saturating_sub(LATELY).unwrap_or(Timestamp::MIN);
    let read = |row: &Row| on_list(row, row.parsed("newest")?);
    readable(select.query_and_then((millis(since), millis(now), MOST), read)?)
}

/// Deletes at most `limit` rows that are no longer needed to compute a gain, and returns their
/// number.
///
/// # Errors
/// SQLite's.
pub(super) fn delete_old(connection: &Connection, now: Timestamp, limit: u32) -> Result<usize> {
    let before = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    let mut delete = connection.prepare_cached(
        "delete from vote where (paper_id, at) in (
             select old.paper_id, old.at from vote as old
             where old.at < ?1 and exists (
                 select 1 from vote as later
                 where later.paper_id = old.paper_id and later.at > old.at and later.at < ?1
             ) limit ?2
         )",
    )?;
    Ok(delete.execute((millis(before), limit))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{SINCE, at, id, paper};
    use crate::store::{open, papers};

    const HOUR: i64 = 60;

    fn read_list(db: &Connection, hour: i64, votes: &[(u32, u32)]) {
        let list: Vec<_> = votes.iter().map(|(number, votes)| paper(*number, *votes)).collect();
        papers::put_list(db, SINCE, &list, None, at(hour * HOUR)).unwrap();
    }

    fn numbers(db: &Connection, hour: i64) -> Vec<domain::PaperId> {
        rising(db, at(hour * HOUR)).unwrap().into_iter().map(|one| one.paper.id).collect()
    }

    #[test]
    fn the_largest_gain_in_a_day_comes_first() {
        let db = open::in_memory();
        read_list(&db, 0, &[(1, 500), (2, 10), (3, 7)]);
        assert_eq!(numbers(&db, 1), [], "nothing has changed yet");
        read_list(&db, 10, &[(1, 505), (2, 40), (3, 7)]);
        assert_eq!(numbers(&db, 11), [id(2), id(1)]);
        read_list(&db, 20, &[(1, 560), (2, 40), (3, 7), (4, 90)]);
        assert_eq!(numbers(&db, 21), [id(1), id(2)], "counted from when it was first seen");
        // Ten hours in, 1 had 505 and 2 had 40.
        read_list(&db, 30, &[(1, 561), (2, 40), (3, 9), (4, 95)]);
        assert_eq!(numbers(&db, 34), [id(1), id(4), id(3)]);
        read_list(&db, 40, &[(1, 540), (4, 99)]);
        assert_eq!(numbers(&db, 60), [id(4)], "withdrawn votes are not a gain");
        assert_eq!(numbers(&db, 80), []);
    }

    #[test]
    fn old_votes_are_deleted_except_the_last_of_each_paper() {
        let db = open::in_memory();
        for hour in 0..20 {
            read_list(&db, hour, &[(1, hour as u32), (2, 5)]);
        }
        let count =
            || -> i64 { db.query_one("select count(*) from vote", [], |row| row.get(0)).unwrap() };
        assert_eq!(count(), 21, "a row for each change");
        let later = at((9 * 24 + 15) * HOUR);
        assert_eq!(delete_old(&db, later, 3).unwrap(), 3, "a few at a time");
        assert_eq!(delete_old(&db, later, 100).unwrap(), 11);
        assert_eq!(delete_old(&db, later, 100).unwrap(), 0);
        assert_eq!(delete_old(&db, at(99 * 24 * HOUR), 100).unwrap(), 5);
        assert_eq!(count(), 2, "what the next votes are counted from");
    }
}
