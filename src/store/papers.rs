//! Papers, and the lists they are on.

use std::collections::HashMap;

use domain::{Paper, PaperId};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::value::{Columns, first_readable, json, millis, readable, stored, unless_unreadable};
use super::{Result, lists, vote_record};

const ALL_BY_ID: &str = "select * from paper where change > ?1 order by id";
/// The same for a few of many: without the plus sign SQLite would go through all papers.
const CHANGED_BY_ID: &str = "select * from paper where change > ?1 order by +id";

/// Stores papers and returns those that are new or changed, as stored.
///
/// Votes and comments take the newer value. Fields missing in this reading (a summary, a link, the
/// keywords) keep their previous value, because the hub's lists contain less than its paper pages.
///
/// # Errors
/// A database error.
pub fn put(connection: &Connection, papers: &[Paper], at: Timestamp) -> Result<Vec<Paper>> {
    // By id, so that a duplicate in one reading is reported once.
    let mut changed: HashMap<PaperId, usize> = HashMap::new();
    let mut stored: Vec<Paper> = Vec::new();
    for paper in papers {
        let known = get(connection, &paper.id)?;
        let merged = merge(known.as_ref(), paper);
        if known.as_ref() == Some(&merged) {
            continue;
        }
        let same = |known: &Paper| known.title == merged.title && known.summary == merged.summary;
        if known.as_ref().is_some_and(|known| !same(known)) {
            // The vector no longer matches the text.
            connection.execute("delete from vector where paper_id = ?1", [merged.id.as_str()])?;
        }
        write(connection, &merged, at)?;
        if known.as_ref().is_none_or(|known| known.upvotes != merged.upvotes) {
            vote_record::note(connection, &merged.id, merged.upvotes, at)?;
        }
        match changed.get(&merged.id) {
            Some(index) => stored[*index] = merged,
            None => {
                changed.insert(merged.id.clone(), stored.len());
                stored.push(merged);
            }
        }
    }
    Ok(stored)
}

/// Stores a day's list: its papers, as in [`put`], their positions on it, and the list's state.
/// Papers that have left the list keep their position, so an empty list removes nothing.
///
/// # Errors
/// A database error.
pub fn put_list(
    connection: &Connection,
    date: Date,
    papers: &[Paper],
    etag: Option<&str>,
    at: Timestamp,
) -> Result<Vec<Paper>> {
    let changed = put(connection, papers, at)?;
    let mut content: Vec<&str> = papers.iter().map(|paper| paper.id.as_str()).collect();
    content.sort_unstable();
    lists::record(connection, date, etag, &content.join(" "), at)?;
    let mut insert = connection.prepare_cached(
        "insert into listing (date, paper_id) values (?1, ?2) on conflict do nothing",
    )?;
    for paper in papers {
        insert.execute((date.to_string(), paper.id.as_str()))?;
    }
    Ok(changed)
}

/// One paper; `None` also for a row that this version can't read, which the next reading replaces.
///
/// # Errors
/// A database error.
pub fn get(connection: &Connection, id: &PaperId) -> Result<Option<Paper>> {
    let mut select = connection.prepare_cached("select * from paper where id = ?1")?;
    first_readable(select.query_and_then([id.as_str()], read)?)
}

/// Papers in the order of `ids`; missing ones are skipped.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn get_many(connection: &Connection, ids: &[PaperId]) -> Result<Vec<Paper>> {
    ids.iter().filter_map(|id| get(connection, id).transpose()).collect()
}

/// Calls `each` with every paper, in id order.
///
/// # Errors
/// A database error; earlier papers were already passed to `each`.
pub fn all(connection: &Connection, each: impl FnMut(Paper)) -> Result<()> {
    each_since(connection, 0, each)
}

/// The number of the last change to any paper; 0 before the first.
///
/// # Errors
/// A database error.
pub fn last_change(connection: &Connection) -> Result<u64> {
    let last = "select coalesce(max(change), 0) from paper";
    let last: i64 = connection.query_one(last, [], |row| row.get(0))?;
    Ok(last.cast_unsigned())
}

/// Calls `each` with every paper changed since change number `after`. Skips those that can't be
/// read.
///
/// # Errors
/// A database error; earlier papers were already passed to `each`.
pub fn each_since(connection: &Connection, after: u64, mut each: impl FnMut(Paper)) -> Result<()> {
    let sql = if after == 0 { ALL_BY_ID } else { CHANGED_BY_ID };
    let mut select = connection.prepare_cached(sql)?;
    for paper in select.query_and_then([lower_bound(after)], read)? {
        if let Some(paper) = unless_unreadable(paper)? {
            each(paper);
        }
    }
    Ok(())
}

/// The exclusive lower bound for changes after number `after`. Papers from before changes were
/// numbered have 0, and no number comes before theirs.
pub(super) fn lower_bound(after: u64) -> i64 {
    if after == 0 { -1 } else { stored(after) }
}

/// The highest change number before the last `count` changes up to change number `last`; 0 if there
/// is none.
///
/// # Errors
/// A database error.
pub fn change_before(connection: &Connection, last: u64, count: usize) -> Result<u64> {
    let nth = "select change from paper where change <= ?1 order by change desc limit 1 offset ?2";
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let change: Option<i64> =
        connection.query_one(nth, (stored(last), count), |row| row.get(0)).optional()?;
    Ok(change.unwrap_or_default().cast_unsigned())
}

/// The papers changed since change number `after`, in order of their last change.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn changed_since(connection: &Connection, after: u64) -> Result<Vec<Paper>> {
    let mut select =
        connection.prepare_cached("select * from paper where change > ?1 order by change")?;
    readable(select.query_and_then([stored(after)], read)?)
}

/// The papers changed since change number `after` and up to change number `last`.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn changed_between(connection: &Connection, after: u64, last: u64) -> Result<Vec<Paper>> {
    let mut select = connection
        .prepare_cached("select * from paper where change > ?1 and change <= ?2 order by id")?;
    readable(select.query_and_then((lower_bound(after), stored(last)), read)?)
}

/// The number of stored papers.
///
/// # Errors
/// A database error.
pub fn count(connection: &Connection) -> Result<u64> {
    let count: i64 = connection.query_one("select count(*) from paper", [], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}

/// A paper on a list.
#[derive(Clone, Debug, PartialEq)]
pub struct OnList {
    /// Itself.
    pub paper: Paper,
    /// The newest list that holds it.
    pub date: Date,
    /// Whether the hub links a model to it.
    pub has_model: bool,
    /// Whether the hub links a dataset to it.
    pub has_dataset: bool,
}

/// The papers on the lists from one day to another, both included: each once, with the newest
/// of these days, most votes first, then by id.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn on_lists(connection: &Connection, from: Date, to: Date) -> Result<Vec<OnList>> {
    let mut select = connection.prepare_cached(
        "select paper.*, listed.newest
         from (
             select paper_id, max(date) as newest from listing
             where date between ?1 and ?2 group by paper_id
         ) as listed
         join paper on paper.id = listed.paper_id
         order by paper.upvotes desc, paper.id",
    )?;
    let listed = |row: &Row| on_list(row, row.parsed("newest")?);
    readable(select.query_and_then((from.to_string(), to.to_string()), listed)?)
}

pub(super) fn on_list(row: &Row, date: Date) -> Result<OnList> {
    let (has_model, has_dataset) = (row.count("models")? > 0, row.count("datasets")? > 0);
    Ok(OnList { paper: read(row)?, date, has_model, has_dataset })
}

/// `newer`, completed by what only `known` has.
fn merge(known: Option<&Paper>, newer: &Paper) -> Paper {
    let mut paper = newer.clone();
    // Rounded as when stored; otherwise every reading would look like a change.
    paper.published_at =
        paper.published_at.and_then(|at| Timestamp::from_millisecond(millis(at)).ok());
    let Some(known) = known.cloned() else { return paper };
    if paper.summary.is_empty() {
        paper.summary = known.summary;
    }
    if paper.keywords.is_empty() {
        paper.keywords = known.keywords;
    }
    if paper.authors.is_empty() {
        paper.authors = known.authors;
    }
    paper.ai_summary = paper.ai_summary.or(known.ai_summary);
    paper.organization = paper.organization.or(known.organization);
    paper.published_at = paper.published_at.or(known.published_at);
    paper.thumbnail = paper.thumbnail.or(known.thumbnail);
    paper.github = paper.github.or(known.github);
    paper.github_stars = paper.github_stars.or(known.github_stars);
    paper.project = paper.project.or(known.project);
    paper
}

fn write(connection: &Connection, paper: &Paper, at: Timestamp) -> Result<()> {
    let mut upsert = connection.prepare_cached(
        "insert into paper (
             id, title, summary, ai_summary, keywords, authors, organization, published_at,
             upvotes, comments, thumbnail, github, github_stars, project, first_seen_at, changed_at,
             change
         ) values (
             :id, :title, :summary, :ai_summary, :keywords, :authors, :organization, :published_at,
             :upvotes, :comments, :thumbnail, :github, :github_stars, :project, :at, :at,
             (select coalesce(max(change), 0) + 1 from paper)
         ) on conflict (id) do update set
             title = excluded.title, summary = excluded.summary,
             ai_summary = excluded.ai_summary, keywords = excluded.keywords,
             authors = excluded.authors, organization = excluded.organization,
             published_at = excluded.published_at, upvotes = excluded.upvotes,
             comments = excluded.comments, thumbnail = excluded.thumbnail,
             github = excluded.github, github_stars = excluded.github_stars,
             project = excluded.project, changed_at = excluded.changed_at,
             change = excluded.change",
    )?;
    upsert.execute(named_params! {
        ":id": paper.id.as_str(),
        ":title": paper.title,
        ":summary": paper.summary,
        ":ai_summary": paper.ai_summary,
        ":keywords": json(&paper.keywords),
        ":authors": json(&paper.authors),
        ":organization": paper.organization,
        ":published_at": paper.published_at.map(millis),
        ":upvotes": paper.upvotes,
        ":comments": paper.comments,
        ":thumbnail": paper.thumbnail.as_ref().map(|url| url.as_str()),
        ":github": paper.github.as_ref().map(|url| url.as_str()),
        ":github_stars": paper.github_stars,
        ":project": paper.project.as_ref().map(|url| url.as_str()),
        ":at": millis(at),
    })?;
    Ok(())
}

fn read(row: &Row) -> Result<Paper> {
    let stars: Option<i64> = row.value("github_stars")?;
    Ok(Paper {
        id: row.parsed("id")?,
        title: row.value("title")?,
        summary: row.value("summary")?,
        ai_summary: row.value("ai_summary")?,
        keywords: row.texts("keywords")?,
        authors: row.texts("authors")?,
        organization: row.value("organization")?,
        published_at: row.maybe_instant("published_at")?,
        upvotes: row.count("upvotes")?,
        comments: row.count("comments")?,
        thumbnail: row.link("thumbnail")?,
        github: row.link("github")?,
        github_stars: stars.map(|_| row.count("github_stars")).transpose()?,
        project: row.link("project")?,
    })
}

#[cfg(test)]
mod tests {
    use domain::WebUrl;

    use super::*;
    use crate::store::open;
    use crate::store::samples::{SINCE, at, id, ids, paper};

    fn full() -> Paper {
        let link = |text| WebUrl::parse(text);
        Paper {
            summary: "We plan.".to_owned(),
            ai_summary: Some("They plan.".to_owned()),
            keywords: vec!["agents".to_owned(), "\"quoted\"".to_owned()],
            authors: vec!["Ada Lovelace".to_owned()],
            organization: Some("Engines".to_owned()),
            published_at: Some(at(0)),
            thumbnail: link("https://example.org/a.png"),
            github: link("https://github.com/a/b"),
            github_stars: Some(7),
            project: link("https://example.org/"),
            ..paper(1, 5)
        }
    }

    #[test]
    fn changed_papers_are_found_without_reading_all() {
        let db = open::in_memory();
        let plan = format!("explain query plan {CHANGED_BY_ID}");
        let mut select = db.prepare(&plan).unwrap();
        let steps = select.query_map([5], |row| row.get::<_, String>(3)).unwrap();
        let plan = steps.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ");
        assert!(plan.contains("USING INDEX paper_of_change"), "{plan}");
        put(&db, &[paper(3, 1), paper(2, 1), paper(1, 1)], at(0)).unwrap();
        let mut found = Vec::new();
        each_since(&db, 1, |paper| found.push(paper.id)).unwrap();
        assert_eq!(found, ids(&[1, 2]), "in the order of their ids");
    }

    #[test]
    fn readings_with_missing_fields_lose_nothing() {
        let db = open::in_memory();
        assert_eq!(put(&db, &[full()], at(0)).unwrap(), [full()]);
        assert_eq!(get(&db, &id(1)).unwrap(), Some(full()));

        let less = Paper { upvotes: 4, comments: 2, title: "New title".to_owned(), ..paper(1, 0) };
        let expected = Paper { upvotes: 4, comments: 2, title: "New title".to_owned(), ..full() };
        assert_eq!(put(&db, &[less], at(1)).unwrap().first(), Some(&expected));
        assert_eq!(get(&db, &id(1)).unwrap(), Some(expected));

        let newer = Paper { github_stars: Some(9), ai_summary: Some("New.".to_owned()), ..full() };
        put(&db, std::slice::from_ref(&newer), at(2)).unwrap();
        assert_eq!(get(&db, &id(1)).unwrap(), Some(newer), "newer values are taken");
    }

    #[test]
    fn only_changed_papers_are_returned_once() {
        let db = open::in_memory();
        let fine: Timestamp = "2026-05-12T09:00:00.123456789Z".parse().unwrap();
        let one = Paper { published_at: Some(fine), ..paper(1, 1) };
        let first = [one, paper(2, 2), paper(2, 3)];
        let stored = put(&db, &first, at(0)).unwrap();
        assert_eq!(stored.iter().map(|paper| paper.upvotes).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(get(&db, &id(1)).unwrap().as_ref(), stored.first(), "to the millisecond");
        assert_eq!(put(&db, &first[..1], at(1)).unwrap(), []);
        assert_eq!(put(&db, &[paper(2, 3), paper(3, 1)], at(1)).unwrap(), [paper(3, 1)]);
        assert_eq!(count(&db).unwrap(), 3);
        let found = get_many(&db, &ids(&[3, 9, 2])).unwrap();
        assert_eq!(found, [paper(3, 1), paper(2, 3)]);
        // A reader that has seen the first writes gets later ones in order.
        let changed = changed_since(&db, 2).unwrap();
        assert_eq!(changed.iter().map(|paper| &paper.id).collect::<Vec<_>>(), [&id(2), &id(3)]);
        assert_eq!(changed_since(&db, last_change(&db).unwrap()).unwrap(), []);
        let mut all_ids = Vec::new();
        all(&db, |paper| all_ids.push(paper.id)).unwrap();
        assert_eq!(all_ids, ids(&[1, 2, 3]));
    }

    #[test]
    fn papers_keep_their_position_on_every_list() {
        let db = open::in_memory();
        let days: Vec<Date> =
            (0..3).map(|day| SINCE.saturating_add(jiff::Span::new().days(day))).collect();
        put_list(&db, days[0], &[paper(1, 5), paper(2, 9), paper(3, 5)], Some("a"), at(0)).unwrap();
        let changed = put_list(&db, days[1], &[paper(2, 9), paper(1, 6)], None, at(1)).unwrap();
        assert_eq!(changed, [paper(1, 6)]);
        put_list(&db, days[0], &[], Some("b"), at(2)).unwrap();

        let check = |from: usize, to: usize, expected: &[(u32, usize)]| {
            let found: Vec<_> = on_lists(&db, days[from], days[to])
                .unwrap()
                .into_iter()
                .map(|one| (one.paper.id, one.date))
                .collect();
            let expected: Vec<_> = expected.iter().map(|(n, day)| (id(*n), days[*day])).collect();
            assert_eq!(found, expected, "{from}–{to}");
        };
        check(0, 0, &[(2, 0), (1, 0), (3, 0)]);
        check(0, 2, &[(2, 1), (1, 1), (3, 0)]);
        check(1, 1, &[(2, 1), (1, 1)]);
        check(2, 2, &[]);
    }

    #[test]
    fn papers_with_invalid_values_are_skipped_until_read_again() {
        let db = open::in_memory();
        put(&db, &[full()], at(0)).unwrap();
        for change in [
            "upvotes = -1",
            "github_stars = -1",
            "keywords = 'x'",
            "published_at = 9223372036854775807",
        ] {
            db.execute_batch(&format!("update paper set {change}")).unwrap();
            assert_eq!(get(&db, &id(1)).unwrap(), None, "{change}");
            assert_eq!(put(&db, &[full()], at(1)).unwrap(), [full()], "{change}");
            assert_eq!(get(&db, &id(1)).unwrap(), Some(full()), "{change}");
        }
    }
}
