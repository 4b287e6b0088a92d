//! Files that were compared with a guild's configuration and can be applied within a day.

use domain::{GuildId, UserId};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, named_params};

use super::value::{Columns, first_readable, millis, stored};
use super::{Result, guilds};

/// How long a file can be applied.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A file to be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigImport {
    /// The guild.
    pub guild: GuildId,
    /// The user who uploaded it; only they may apply it.
    pub user: UserId,
    /// The file.
    pub file: String,
    /// The fingerprint of the configuration it was compared with.
    pub compared_with: String,
    /// When it was uploaded.
    pub at: Timestamp,
}

/// Stores a file under a key.
///
/// # Errors
/// A database error.
pub fn put(connection: &Connection, key: u64, import: &ConfigImport) -> Result<()> {
    guilds::ensure(connection, import.guild, import.at)?;
    let mut insert = connection.prepare_cached(
        "insert into config_import (key, guild_id, user_id, file, compared_with, at)
         values (:key, :guild, :user, :file, :compared_with, :at) on conflict do nothing",
    )?;
    insert.execute(named_params! {
        ":key": stored(key),
        ":guild": stored(import.guild.0),
        ":user": stored(import.user.0),
        ":file": import.file,
        ":compared_with": import.compared_with,
        ":at": millis(import.at),
    })?;
    Ok(())
}

/// The file with a key, for the user who uploaded it; `None` if it was taken or has expired.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn get(
    connection: &Connection,
    key: u64,
    guild: GuildId,
    user: UserId,
) -> Result<Option<ConfigImport>> {
    let mut select = connection.prepare_cached(
        "select * from config_import where key = ?1 and guild_id = ?2 and user_id = ?3",
    )?;
    let read = |row: &Row| {
        Ok(ConfigImport {
            guild,
            user,
            file: row.value("file")?,
            compared_with: row.value("compared_with")?,
            at: row.instant("at")?,
        })
    };
    let parameters = (stored(key), stored(guild.0), stored(user.0));
    first_readable(select.query_and_then(parameters, read)?)
}

/// The same, but also removes it, so that it is applied or cancelled only once.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn take(
    connection: &Connection,
    key: u64,
    guild: GuildId,
    user: UserId,
) -> Result<Option<ConfigImport>> {
    let found = get(connection, key, guild, user)?;
    if found.is_some() {
        connection.execute("delete from config_import where key = ?1", [stored(key)])?;
    }
    Ok(found)
}

/// Deletes at most `limit` expired files, and returns their number.
///
/// # Errors
/// A database error.
pub fn delete_old(connection: &Connection, now: Timestamp, limit: u32) -> Result<usize> {
    let before = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    let mut delete = connection.prepare_cached(
        "delete from config_import where key in
         (select key from config_import where at < ?1 order by at limit ?2)",
    )?;
    Ok(delete.execute((millis(before), limit))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::at;

    #[test]
    fn files_are_taken_once_and_only_by_their_uploader() {
        let db = open::in_memory();
        let import = ConfigImport {
            guild: GuildId(1),
            user: UserId(9),
            file: "{}".to_owned(),
            compared_with: "as it was".to_owned(),
            at: at(0),
        };
        put(&db, u64::MAX, &import).unwrap();
        put(&db, u64::MAX, &ConfigImport { file: "[]".to_owned(), ..import.clone() }).unwrap();
        let take = |guild, user| take(&db, u64::MAX, GuildId(guild), UserId(user)).unwrap();
        assert_eq!(take(2, 9), None);
        assert_eq!(take(1, 8), None);
        assert_eq!(get(&db, u64::MAX, GuildId(1), UserId(9)).unwrap(), Some(import.clone()));
        assert_eq!(take(1, 9), Some(import));
        assert_eq!(take(1, 9), None);
    }

    #[test]
    fn files_expire_after_a_day() {
        let db = open::in_memory();
        let import = ConfigImport {
            guild: GuildId(1),
            user: UserId(9),
            file: String::new(),
            compared_with: String::new(),
            at: at(0),
        };
        put(&db, 1, &import).unwrap();
        assert_eq!(delete_old(&db, at(24 * 60), 9).unwrap(), 0);
        assert_eq!(delete_old(&db, at(24 * 60 + 1), 9).unwrap(), 1);
    }
}
