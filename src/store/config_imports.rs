//! Files that were compared with a guild's configuration and can be applied within a day.

use domain::{GuildId, UserId};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, named_params};

use super::value::{Columns, first_readable, millis, stored};
use super::{Result, guilds};

/// How long a file can be applied.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// The maximum number of files per user and guild; the oldest are dropped.
const OF_ONE: u32 = 5;

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

/// Stores a file under a key, dropping the user's oldest if there are too many.
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
    let mut oldest = connection.prepare_cached(
        "delete from config_import where key in
         (select key from config_import where guild_id = ?1 and user_id = ?2
          order by at desc, key desc limit -1 offset ?3)",
    )?;
    oldest.execute((stored(import.guild.0), stored(import.user.0), OF_ONE))?;
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
    now: Timestamp,
) -> Result<Option<ConfigImport>> {
    let mut select = connection.prepare_cached(
        "select * from config_import
         where key = ?1 and guild_id = ?2 and user_id = ?3 and at >= ?4",
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
    let parameters = (stored(key), stored(guild.0), stored(user.0), oldest(now));
    first_readable(select.query_and_then(parameters, read)?)
}

/// The same, but also removes it, so that it is applied or canceled only once.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn take(
    connection: &Connection,
    key: u64,
    guild: GuildId,
    user: UserId,
    now: Timestamp,
) -> Result<Option<ConfigImport>> {
    let found = get(connection, key, guild, user, now)?;
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
    let mut delete = connection.prepare_cached(
        "delete from config_import where key in
         (select key from config_import where at < ?1 order by at limit ?2)",
    )?;
    Ok(delete.execute((oldest(now), limit))?)
}

/// The time of the oldest file that can still be applied.
fn oldest(now: Timestamp) -> i64 {
    millis(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN))
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
        let take = |guild, user| take(&db, u64::MAX, GuildId(guild), UserId(user), at(1)).unwrap();
        assert_eq!(take(2, 9), None);
        assert_eq!(take(1, 8), None);
        assert_eq!(get(&db, u64::MAX, GuildId(1), UserId(9), at(1)).unwrap(), Some(import.clone()));
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
        let get = |minute| get(&db, 1, GuildId(1), UserId(9), at(minute)).unwrap();
        assert_eq!(get(24 * 60), Some(import.clone()));
        assert_eq!(get(24 * 60 + 1), None, "whether or not it is deleted yet");
        assert_eq!(delete_old(&db, at(24 * 60), 9).unwrap(), 0);
        assert_eq!(delete_old(&db, at(24 * 60 + 1), 9).unwrap(), 1);
    }

    #[test]
    fn each_users_newest_files_are_kept() {
        let db = open::in_memory();
        let give = |key: u64, user: u64| {
            let import = ConfigImport {
                guild: GuildId(1),
                user: UserId(user),
                file: String::new(),
                compared_with: String::new(),
                at: at(0),
            };
            put(&db, key, &import).unwrap();
        };
        give(1, 8);
        (2..=2 + u64::from(OF_ONE)).for_each(|key| give(key, 9));
        let is_there =
            |key, user| get(&db, key, GuildId(1), UserId(user), at(0)).unwrap().is_some();
        assert!(is_there(1, 8) && !is_there(2, 9) && is_there(3, 9));
    }
}
