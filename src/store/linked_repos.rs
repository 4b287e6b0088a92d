//! Models, datasets and Spaces linked to papers, and when the hub was last asked about them.

use domain::{Linked, Links, PaperId, Repo};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row};

use super::Result;
use super::papers::lower_bound;
use super::value::{Columns, bad, first_readable, millis, readable, stored};

/// Stores a paper's links, replacing the previous ones. Does nothing if the paper is not stored.
///
/// # Errors
/// A database error.
pub fn put(connection: &Connection, paper: &PaperId, links: &Links, at: Timestamp) -> Result<()> {
    let mut update = connection.prepare_cached(
        "update paper set models = ?2, datasets = ?3, spaces = ?4, linked_at = ?5,
             change = (select max(change) + 1 from paper)
         where id = ?1",
    )?;
    let counts = (links.models, links.datasets, links.spaces);
    if update.execute((paper.as_str(), counts.0, counts.1, counts.2, millis(at)))? == 0 {
        return Ok(());
    }
    connection.execute("delete from linked where paper_id = ?1", [paper.as_str()])?;
    let mut insert = connection.prepare_cached(
        "insert into linked (paper_id, position, kind, name, likes) values (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, linked) in (0_i64..).zip(&links.shown) {
        let kind = linked.kind.as_str();
        insert.execute((paper.as_str(), position, kind, &linked.id, linked.likes))?;
    }
    Ok(())
}

/// A paper's links, as far as known.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn get(connection: &Connection, paper: &PaperId) -> Result<Links> {
    let mut select =
        connection.prepare_cached("select models, datasets, spaces from paper where id = ?1")?;
    let counts =
        |row: &Row| Ok((row.count("models")?, row.count("datasets")?, row.count("spaces")?));
    let counts = first_readable(select.query_and_then([paper.as_str()], counts)?)?;
    let Some((models, datasets, spaces)) = counts else { return Ok(Links::default()) };
    let mut select = connection.prepare_cached(
        "select kind, name, likes from linked where paper_id = ?1 order by position",
    )?;
    let read = |row: &Row| {
        let name: String = row.value("kind")?;
        let kind = Repo::ALL.into_iter().find(|kind| kind.as_str() == name);
        let kind = kind.ok_or_else(|| bad("kind", "unknown to this version"))?;
        Ok(Linked { kind, id: row.value("name")?, likes: row.count("likes")? })
    };
    let shown = readable(select.query_and_then([paper.as_str()], read)?)?;
    Ok(Links { shown, models, datasets, spaces })
}

/// Which papers changed since change number `after` have a model, and which a dataset. At 0, papers
/// with neither are left out.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn changed_since(connection: &Connection, after: u64) -> Result<Vec<(PaperId, bool, bool)>> {
    changed_between(connection, after, i64::MAX.cast_unsigned())
}

/// The same, up to change number `last`.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn changed_between(
    connection: &Connection,
    after: u64,
    last: u64,
) -> Result<Vec<(PaperId, bool, bool)>> {
    let mut select = connection.prepare_cached(
        "select id, models > 0 as models, datasets > 0 as datasets from paper
         where change > ?1 and change <= ?2 and (?1 > 0 or models > 0 or datasets > 0)",
    )?;
    let read = |row: &Row| Ok((row.parsed("id")?, row.value("models")?, row.value("datasets")?));
    readable(select.query_and_then((lower_bound(after), stored(last)), read)?)
}

/// Papers on lists since a date whose links have not been requested since an instant, newest lists
/// first.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn to_ask(
    connection: &Connection,
    since: Date,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<PaperId>> {
    let mut select = connection.prepare_cached(
        "select paper.id from listing join paper on paper.id = listing.paper_id
         where listing.date >= ?1 and coalesce(paper.linked_at, 0) < ?2
         group by paper.id order by max(listing.date) desc, paper.upvotes desc, paper.id limit ?3",
    )?;
    let papers = select
        .query_and_then((since.to_string(), millis(before), limit), |row| row.parsed("id"))?;
    readable(papers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{SINCE, at, id, paper};
    use crate::store::{open, papers};

    #[test]
    fn links_are_kept_with_their_paper() {
        let db = open::in_memory();
        papers::put_list(&db, SINCE, &[paper(1, 1), paper(2, 2)], None, at(0)).unwrap();
        assert_eq!(get(&db, &id(1)).unwrap(), Links::default());
        let linked = |kind, id: &str, likes| Linked { kind, id: id.to_owned(), likes };
        let links = Links {
            shown: vec![linked(Repo::Space, "a/b", 0), linked(Repo::Model, "c", 7)],
            models: 12,
            datasets: 0,
            spaces: 1,
        };
        let before = papers::last_change(&db).unwrap();
        put(&db, &id(1), &links, at(1)).unwrap();
        put(&db, &id(9), &links, at(1)).unwrap();
        assert_eq!(get(&db, &id(1)).unwrap(), links);
        assert_eq!(get(&db, &id(9)).unwrap(), Links::default(), "a paper that is not stored");
        for after in [0, before] {
            assert_eq!(changed_since(&db, after).unwrap(), [(id(1), true, false)], "{after}");
        }
        let before = papers::last_change(&db).unwrap();
        put(&db, &id(1), &Links::default(), at(1)).unwrap();
        assert_eq!(changed_since(&db, before).unwrap(), [(id(1), false, false)], "fallen to 0");
        assert_eq!(changed_since(&db, 0).unwrap(), []);
        put(&db, &id(1), &links, at(1)).unwrap();
        let last = papers::last_change(&db).unwrap();
        assert_eq!(changed_since(&db, last).unwrap(), []);
        // New votes don't affect the links.
        papers::put(&db, &[paper(1, 9)], at(2)).unwrap();
        assert_eq!(get(&db, &id(1)).unwrap(), links);

        let ask = |since: Date, minute, limit| to_ask(&db, since, at(minute), limit).unwrap();
        assert_eq!(ask(SINCE, 1, 9), [id(2)]);
        assert_eq!(ask(SINCE, 2, 9), [id(1), id(2)], "most votes first");
        assert_eq!(ask(SINCE, 2, 1), [id(1)]);
        assert_eq!(ask(SINCE.tomorrow().unwrap(), 2, 9), []);
        put(&db, &id(1), &Links::default(), at(3)).unwrap();
        assert_eq!(get(&db, &id(1)).unwrap(), Links::default());
    }
}
