//! Interactions that have changed something. Two processes with one token receive each interaction;
//! the first to record it acts, the other stays silent.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::Result;
use super::value::{millis, stored};

/// Discord invalidates an interaction after fifteen minutes.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// Records an interaction; false if it was already recorded.
///
/// # Errors
/// A database error.
pub fn first(connection: &Connection, interaction: u64, now: Timestamp) -> Result<bool> {
    let old = millis(now.saturating_sub(KEPT).unwrap_or(now));
    connection.execute("delete from processed_interaction where at < ?1", [old])?;
    let mut insert = connection.prepare_cached(
        "insert into processed_interaction (interaction_id, at) values (?1, ?2) on conflict do nothing",
    )?;
    Ok(insert.execute((stored(interaction), millis(now)))? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::at;

    #[test]
    fn interactions_are_recorded_once() {
        let db = open::in_memory();
        assert!(first(&db, 7, at(0)).unwrap());
        assert!(!first(&db, 7, at(1)).unwrap());
        assert!(first(&db, 8, at(2)).unwrap());
        assert!(!first(&db, 8, at(61)).unwrap());
        assert!(first(&db, 7, at(62)).unwrap(), "forgotten after an hour");
    }
}
