//! The settings of a guild.

use std::str::FromStr;

use domain::{ChannelId, GuildId, GuildSettings, Language, RoleId};
use jiff::Timestamp;
use rusqlite::{Connection, Row, named_params};

use super::value::{Columns, bad, first_readable, stored};
use super::{Result, guilds};

/// The settings of a guild.
///
/// # Errors
/// A database error.
pub fn get(connection: &Connection, guild: GuildId) -> Result<GuildSettings> {
    let mut select =
        connection.prepare_cached("select * from guild_settings where guild_id = ?1")?;
    let read = |row: &Row| {
        Ok(GuildSettings {
            zone: maybe(row, "zone")?,
            time: maybe(row, "time")?,
            language: maybe(row, "language")?,
            log_channel: row.maybe_id("log_channel")?.map(ChannelId),
            manager_role: row.maybe_id("manager_role")?.map(RoleId),
            commands_per_minute: row.value("commands_per_minute")?,
        })
    };
    Ok(first_readable(select.query_and_then([stored(guild.0)], read)?)?.unwrap_or_default())
}

fn maybe<T: FromStr>(row: &Row, column: &str) -> Result<Option<T>> {
    let text: Option<String> = row.value(column)?;
    text.map(|text| text.parse().map_err(|_| bad(column, "unknown to this version"))).transpose()
}

/// Stores the settings of a guild.
///
/// # Errors
/// A database error.
pub fn set(
    connection: &Connection,
    guild: GuildId,
    settings: &GuildSettings,
    now: Timestamp,
) -> Result<()> {
    guilds::ensure(connection, guild, now)?;
    let mut upsert = connection.prepare_cached(
        "insert into guild_settings
             (guild_id, zone, time, language, log_channel, manager_role, commands_per_minute)
         values
             (:guild, :zone, :time, :language, :log_channel, :manager_role, :commands_per_minute)
         on conflict (guild_id) do update set
             zone = excluded.zone, time = excluded.time, language = excluded.language,
             log_channel = excluded.log_channel, manager_role = excluded.manager_role,
             commands_per_minute = excluded.commands_per_minute",
    )?;
    upsert.execute(named_params! {
        ":guild": stored(guild.0),
        ":zone": settings.zone.as_ref().map(|zone| zone.name()),
        ":time": settings.time.as_ref().map(|time| time.as_str()),
        ":language": settings.language.map(|language| language.as_str()),
        ":log_channel": settings.log_channel.map(|channel| stored(channel.0)),
        ":manager_role": settings.manager_role.map(|role| stored(role.0)),
        ":commands_per_minute": settings.commands_per_minute,
    })?;
    Ok(())
}

/// The language of a guild's posts, except of subscriptions with a language of their own: as set, or
/// `usual`.
///
/// # Errors
/// A database error.
pub fn posts_language(
    connection: &Connection,
    guild: GuildId,
    usual: Language,
) -> Result<Language> {
    Ok(get(connection, guild)?.language.unwrap_or(usual))
}

/// Sets the language of a guild's posts, except of subscriptions with a language of their own.
///
/// # Errors
/// A database error.
pub fn set_language_of_all(
    connection: &Connection,
    guild: GuildId,
    language: Language,
) -> Result<()> {
    let mut update = connection.prepare_cached(
        "update subscription set language = ?2 where guild_id = ?1 and own_language = 0",
    )?;
    update.execute((stored(guild.0), language.as_str()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{at, subscribe};
    use crate::store::{open, subscriptions};

    #[test]
    fn stored_settings_round_trip() {
        let db = open::in_memory();
        let guild = GuildId(1);
        let set = |settings: &GuildSettings| set(&db, guild, settings, at(0)).unwrap();
        assert_eq!(get(&db, guild).unwrap(), GuildSettings::default());
        let one = subscribe(&db, 1, 2, None);
        let other = subscribe(&db, 7, 8, None);
        let settings = GuildSettings {
            zone: "Europe/Berlin".parse().ok(),
            time: "10:00".parse().ok(),
            language: Some(Language::Japanese),
            log_channel: Some(ChannelId(u64::MAX)),
            manager_role: Some(RoleId(4)),
            commands_per_minute: Some(5),
        };
        set(&settings);
        let mut own = subscribe(&db, 1, 3, None);
        (own.settings.language, own.settings.own_language) = (Language::French, true);
        subscriptions::edit(&db, &own).unwrap();
        set_language_of_all(&db, guild, Language::Japanese).unwrap();
        assert_eq!(get(&db, guild).unwrap(), settings);
        let spoken =
            |guild, id| subscriptions::get(&db, guild, id).unwrap().unwrap().settings.language;
        assert_eq!(spoken(guild, one.id), Language::Japanese, "what is there changes, too");
        assert_eq!(spoken(guild, own.id), Language::French, "it has its own");
        assert_eq!(spoken(GuildId(7), other.id), Language::English);
        set(&GuildSettings::default());
        assert_eq!(get(&db, guild).unwrap(), GuildSettings::default());
    }
}
