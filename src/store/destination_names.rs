//! The names of channels that are destinations, as Discord last said.

use std::collections::{HashMap, HashSet};

use domain::{ChannelId, GuildId};
use rusqlite::{Connection, Row};

use super::Result;
use super::value::{Columns, readable, stored};

/// A guild's channels that are destinations.
///
/// # Errors
/// A database error.
pub fn in_use(connection: &Connection, guild: GuildId) -> Result<HashSet<ChannelId>> {
    let mut select =
        connection.prepare_cached("select channel_id from destination where guild_id = ?1")?;
    let found = select.query_and_then([stored(guild.0)], |row| row.id("channel_id"))?;
    Ok(readable(found)?.into_iter().map(ChannelId).collect())
}

/// Records the names of channels, as far as they are destinations. Returns the number of changes.
///
/// # Errors
/// A database error.
pub fn note(connection: &Connection, names: &[(ChannelId, String)]) -> Result<usize> {
    let mut update = connection.prepare_cached(
        "update destination set name = ?2
         where channel_id = ?1 and user_id is null and name is not ?2",
    )?;
    let mut changed = 0;
    for (channel, name) in names {
        changed += update.execute((stored(channel.0), name))?;
    }
    Ok(changed)
}

/// Records the names of channels that have none yet. Discord was asked for them, and a channel may
/// have been renamed since.
///
/// # Errors
/// A database error.
pub fn note_first(connection: &Connection, names: &[(ChannelId, String)]) -> Result<()> {
    let mut update = connection.prepare_cached(
        "update destination set name = ?2
         where channel_id = ?1 and user_id is null and name is null",
    )?;
    for (channel, name) in names {
        update.execute((stored(channel.0), name))?;
    }
    Ok(())
}

/// The known names of a guild's channels that are destinations.
///
/// # Errors
/// A database error.
pub fn of_guild(connection: &Connection, guild: GuildId) -> Result<HashMap<ChannelId, String>> {
    let mut select = connection.prepare_cached(
        "select channel_id, name from destination where guild_id = ?1 and name is not null",
    )?;
    let read = |row: &Row| Ok((ChannelId(row.id("channel_id")?), row.value("name")?));
    let found = readable(select.query_and_then([stored(guild.0)], read)?)?;
    Ok(found.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::subscribe;

    #[test]
    fn only_the_names_of_destinations_are_kept() {
        let db = open::in_memory();
        subscribe(&db, 1, 2, None);
        subscribe(&db, 5, 6, None);
        let name = |id, name: &str| (ChannelId(id), name.to_owned());
        let all = [name(2, "papers"), name(3, "general"), name(6, "news")];
        assert_eq!(note(&db, &all).unwrap(), 2);
        assert_eq!(note(&db, &all).unwrap(), 0, "they are known");
        assert_eq!(of_guild(&db, GuildId(1)).unwrap(), HashMap::from([name(2, "papers")]));
        note(&db, &[name(2, "reading")]).unwrap();
        note_first(&db, &all).unwrap();
        assert_eq!(of_guild(&db, GuildId(1)).unwrap(), HashMap::from([name(2, "reading")]));
    }
}
