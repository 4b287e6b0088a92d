//! What a guild's new subscriptions have where nothing else is said, and the language of its posts.

use std::str::FromStr;

use domain::{GuildDefaults, GuildId};
use jiff::Timestamp;
use rusqlite::{Connection, Row, named_params};

use super::Result;
use super::value::{Columns, bad, first_readable, millis, stored};

/// The defaults of a guild.
///
/// # Errors
/// SQLite's.
pub fn get(connection: &Connection, guild: GuildId) -> Result<GuildDefaults> {
    let mut select =
        connection.prepare_cached("select * from guild_settings where guild_id = ?1")?;
    let read = |row: &Row| {
        Ok(GuildDefaults {
            zone: maybe(row, "zone")?,
            time: maybe(row, "time")?,
            language: maybe(row, "language")?,
        })
    };
    Ok(first_readable(select.query_and_then([stored(guild.0)], read)?)?.unwrap_or_default())
}

fn maybe<T: FromStr>(row: &Row, column: &str) -> Result<Option<T>> {
    let text: Option<String> = row.value(column)?;
    text.map(|text| text.parse().map_err(|_| bad(column, "unknown to this version"))).transpose()
}

/// Sets what is given, and keeps the rest. A language is that of all posts from now on.
///
/// # Errors
/// SQLite's.
pub fn set(
    connection: &Connection,
    guild: GuildId,
    given: &GuildDefaults,
    now: Timestamp,
) -> Result<()> {
    // A command can arrive before the event that says that the bot is in the guild.
    let mut insert = connection.prepare_cached(
        "insert into guild (guild_id, name, seen_at) values (?1, '', ?2) on conflict do nothing",
    )?;
    insert.execute((stored(guild.0), millis(now)))?;
    let mut upsert = connection.prepare_cached(
        "insert into guild_settings (guild_id, zone, time, language)
         values (:guild, :zone, :time, :language)
         on conflict (guild_id) do update set
             zone = coalesce(excluded.zone, zone), time = coalesce(excluded.time, time),
             language = coalesce(excluded.language, language)",
    )?;
    let language = given.language.map(|language| language.as_str());
    upsert.execute(named_params! {
        ":guild": stored(guild.0),
        ":zone": given.zone.as_ref().map(|zone| zone.name()),
        ":time": given.time.as_ref().map(|time| time.as_str()),
        ":language": language,
    })?;
    if let Some(language) = language {
        let mut update = connection
            .prepare_cached("update subscription set language = ?2 where guild_id = ?1")?;
        update.execute((stored(guild.0), language))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::store::samples::{at, subscribe};
    use crate::store::{open, subscriptions};

    #[test]
    fn what_is_set_stays_until_it_is_set_again() {
        let db = open::in_memory();
        let guild = GuildId(1);
        let set = |given: GuildDefaults| set(&db, guild, &given, at(0)).unwrap();
        assert_eq!(get(&db, guild).unwrap(), GuildDefaults::default());
        let zone: Option<domain::Zone> = "Europe/Berlin".parse().ok();
        set(GuildDefaults { zone: zone.clone(), ..GuildDefaults::default() });
        let one = subscribe(&db, 1, 2, None);
        let other = subscribe(&db, 7, 8, None);
        let (time, language) = ("10:00".parse().ok(), Some(Language::Japanese));
        set(GuildDefaults { time: time.clone(), language, ..GuildDefaults::default() });
        assert_eq!(get(&db, guild).unwrap(), GuildDefaults { zone, time, language });
        let spoken =
            |guild, id| subscriptions::get(&db, guild, id).unwrap().unwrap().order.language;
        assert_eq!(spoken(guild, one.id), Language::Japanese, "what is there changes, too");
        assert_eq!(spoken(GuildId(7), other.id), Language::English);
    }
}
