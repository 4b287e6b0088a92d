//! Who delivers: a lease in the file, so that of two processes exactly one posts, and the other
//! takes over when the first stops renewing it.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};

use super::Result;
use super::value::{Columns, first_readable, millis};

/// The one lease there is.
const NAME: &str = "delivery";

/// How a try to hold the lease ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// It is ours until the end of the span that was asked for.
    Ours,
    /// Another process holds it.
    By(String),
}

/// Takes the lease, or renews it, for `span` from `now`, unless another holds it of which it is
/// not known that it is dead.
///
/// # Errors
/// SQLite's.
pub fn hold(
    connection: &Connection,
    holder: &str,
    now: Timestamp,
    span: SignedDuration,
    is_dead: impl Fn(&str) -> bool,
) -> Result<Held> {
    if let Some((other, until)) = current(connection)?
        && other != holder
        // One that ends further away than any is given was written by a clock that ran ahead.
        && now < until
        && until.duration_since(now) <= span * 2
        && !is_dead(&other)
    {
        return Ok(Held::By(other));
    }
    let mut upsert = connection.prepare_cached(
        "insert into lease (name, holder, until) values (?1, ?2, ?3)
         on conflict (name) do update set holder = excluded.holder, until = excluded.until",
    )?;
    upsert.execute((NAME, holder, millis(now.saturating_add(span).unwrap_or(now))))?;
    Ok(Held::Ours)
}

/// Whether `holder` has the lease at `now`. Asked in the transaction that puts a post on its
/// way: a process that slept through the end of its lease sends nothing.
///
/// # Errors
/// SQLite's.
pub fn is_held(connection: &Connection, holder: &str, now: Timestamp) -> Result<bool> {
    Ok(current(connection)?.is_some_and(|(by, until)| by == holder && now < until))
}

/// Gives the lease up, so that another need not wait for its end.
///
/// # Errors
/// SQLite's.
pub fn release(connection: &Connection, holder: &str) -> Result<()> {
    connection.execute("delete from lease where name = ?1 and holder = ?2", (NAME, holder))?;
    Ok(())
}

/// Who holds the lease, and until when, whether it has ended or not.
pub(super) fn current(connection: &Connection) -> Result<Option<(String, Timestamp)>> {
    let mut select =
        connection.prepare_cached("select holder, until from lease where name = ?1")?;
    let read = |row: &Row| Ok((row.value("holder")?, row.instant("until")?));
    first_readable(select.query_and_then([NAME], read)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::at;

    #[test]
    fn one_holds_it_until_it_ends_or_is_given_up() {
        let db = open::in_memory();
        let span = SignedDuration::from_mins(2);
        let check = |who: &str, minute: i64, expected: Held| {
            let held = hold(&db, who, at(minute), span, |other| other == "dead").unwrap();
            assert_eq!(held, expected, "{who} at {minute}");
        };
        let by = |who: &str| Held::By(who.to_owned());
        check("a", 0, Held::Ours);
        check("b", 1, by("a"));
        check("a", 1, Held::Ours);
        check("b", 2, by("a"));
        assert!(is_held(&db, "a", at(2)).unwrap() && !is_held(&db, "b", at(2)).unwrap());
        assert!(!is_held(&db, "a", at(3)).unwrap(), "it has ended");
        check("b", 3, Held::Ours);
        check("a", 4, by("b"));
        release(&db, "a").unwrap();
        check("a", 4, by("b"));
        release(&db, "b").unwrap();
        check("a", 4, Held::Ours);
        // A clock that ran a day ahead must not lock everybody out for a day.
        check("c", -1_440, Held::Ours);
        check("dead", -1_438, Held::Ours);
        check("c", -1_438, Held::Ours);
    }
}
