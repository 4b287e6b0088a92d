//! The delivery lease: of two processes on one database exactly one posts, and the other takes over
//! when the first stops renewing it.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};

use super::Result;
use super::value::{Columns, first_readable, millis};

/// The name of the only lease.
const NAME: &str = "delivery";

/// The result of an attempt to take the lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeaseOutcome {
    /// It was taken until the end of the requested span.
    Ours,
    /// Another process holds it.
    By(String),
}

/// Takes or renews the lease for `span` from `now`, unless another process holds it and may still
/// be alive.
///
/// # Errors
/// A database error.
pub fn hold(
    connection: &Connection,
    holder: &str,
    now: Timestamp,
    span: SignedDuration,
    is_dead: impl Fn(&str) -> bool,
) -> Result<LeaseOutcome> {
    if let Some((other, until)) = current(connection)?
        && other != holder
        // A lease that ends later than any valid one was written while the clock was ahead.
        && now < until
        && until.duration_since(now) <= span * 2
        && !is_dead(&other)
    {
        return Ok(LeaseOutcome::By(other));
    }
    let mut upsert = connection.prepare_cached(
        "insert into lease (name, holder, until) values (?1, ?2, ?3)
         on conflict (name) do update set holder = excluded.holder, until = excluded.until",
    )?;
    upsert.execute((NAME, holder, millis(now.saturating_add(span).unwrap_or(now))))?;
    Ok(LeaseOutcome::Ours)
}

/// Whether `holder` has the lease at `now`. Checked in the transaction that starts a send, so that
/// a process that was suspended past the end of its lease sends nothing.
///
/// # Errors
/// A database error.
pub fn is_held(connection: &Connection, holder: &str, now: Timestamp) -> Result<bool> {
    Ok(current(connection)?.is_some_and(|(by, until)| by == holder && now < until))
}

/// Releases the lease, so that another process doesn't have to wait for it to expire.
///
/// # Errors
/// A database error.
pub fn release(connection: &Connection, holder: &str) -> Result<()> {
    connection.execute("delete from lease where name = ?1 and holder = ?2", (NAME, holder))?;
    Ok(())
}

/// The holder of the lease and its end, whether or not it has expired.
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
    fn one_process_holds_the_lease_until_it_expires_or_is_released() {
        let db = open::in_memory();
        let span = SignedDuration::from_mins(2);
        let check = |who: &str, minute: i64, expected: LeaseOutcome| {
            let held = hold(&db, who, at(minute), span, |other| other == "dead").unwrap();
            assert_eq!(held, expected, "{who} at {minute}");
        };
        let by = |who: &str| LeaseOutcome::By(who.to_owned());
        check("a", 0, LeaseOutcome::Ours);
        check("b", 1, by("a"));
        check("a", 1, LeaseOutcome::Ours);
        check("b", 2, by("a"));
        assert!(is_held(&db, "a", at(2)).unwrap() && !is_held(&db, "b", at(2)).unwrap());
        assert!(!is_held(&db, "a", at(3)).unwrap(), "it has ended");
        check("b", 3, LeaseOutcome::Ours);
        check("a", 4, by("b"));
        release(&db, "a").unwrap();
        check("a", 4, by("b"));
        release(&db, "b").unwrap();
        check("a", 4, LeaseOutcome::Ours);
        // A clock that ran a day ahead must not lock everyone out for a day.
        check("c", -1_440, LeaseOutcome::Ours);
        check("dead", -1_438, LeaseOutcome::Ours);
        check("c", -1_438, LeaseOutcome::Ours);
    }
}
