//! The ids under which Discord has the commands of an application.

use rusqlite::{Connection, Row};

use super::Result;
use super::value::{Columns, readable, stored};

/// Those of an application: the first words of its commands with their ids.
///
/// # Errors
/// SQLite's.
pub fn of(connection: &Connection, application: u64) -> Result<Vec<(String, u64)>> {
    let mut select = connection.prepare_cached(
        "select name, id from command_id where application_id = ?1 order by name",
    )?;
    let read = |row: &Row| Ok((row.value("name")?, row.id("id")?));
    readable(select.query_and_then([stored(application)], read)?)
}

/// Replaces those of an application.
///
/// # Errors
/// SQLite's.
pub fn set(connection: &Connection, application: u64, all: &[(String, u64)]) -> Result<()> {
    let delete = "delete from command_id where application_id = ?1";
    connection.execute(delete, [stored(application)])?;
    let mut insert = connection
        .prepare_cached("insert into command_id (application_id, name, id) values (?1, ?2, ?3)")?;
    for (name, id) in all {
        insert.execute((stored(application), name, stored(*id)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    #[test]
    fn each_application_has_its_own() {
        let db = open::in_memory();
        let one = |name: &str, id| (name.to_owned(), id);
        set(&db, 1, &[one("search", 7), one("today", u64::MAX)]).unwrap();
        set(&db, 2, &[one("search", 9)]).unwrap();
        set(&db, 1, &[one("today", u64::MAX), one("why", 3)]).unwrap();
        assert_eq!(of(&db, 1).unwrap(), [one("today", u64::MAX), one("why", 3)]);
        assert_eq!(of(&db, 2).unwrap(), [one("search", 9)]);
        assert_eq!(of(&db, 3).unwrap(), []);
    }
}
