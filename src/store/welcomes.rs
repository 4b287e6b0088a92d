//! Welcomes: each time the bot is added to a guild, one message is sent.

use domain::{ChannelId, GuildId, Language};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, named_params};

use super::value::{Columns, millis, readable, stored};
use super::{REPEATABLE, Result};

/// A guild joined longer ago is not welcomed any more; it may be in a new database.
const LATE: SignedDuration = SignedDuration::from_hours(24);

/// A guild to be welcomed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// The guild.
    pub guild: GuildId,
    /// When the bot was added.
    pub joined_at: Timestamp,
    /// The channel in which Discord welcomes members.
    pub channel: ChannelId,
    /// The guild's language.
    pub language: Language,
}

/// Records that the bot is in a guild since `joined_at`. It is to be welcomed if it joined recently
/// and has a channel for it. True if so.
///
/// # Errors
/// A database error.
pub fn joined(
    connection: &Connection,
    guild: GuildId,
    joined_at: Timestamp,
    (channel, language): (Option<ChannelId>, Language),
    now: Timestamp,
) -> Result<bool> {
    let channel = channel.filter(|_| now.duration_since(joined_at) < LATE);
    let mut upsert = connection.prepare_cached(
        "insert into welcome (guild_id, joined_at, channel_id, language)
         values (:guild, :joined_at, :channel, :language)
         on conflict (guild_id) do update set
             joined_at = excluded.joined_at, channel_id = excluded.channel_id,
             language = excluded.language, tried_at = null
         where excluded.joined_at > welcome.joined_at",
    )?;
    let noted = upsert.execute(named_params! {
        ":guild": stored(guild.0),
        ":joined_at": millis(joined_at),
        ":channel": channel.map(|channel| stored(channel.0)),
        ":language": language.as_str(),
    })?;
    Ok(noted == 1 && channel.is_some())
}

/// The guilds to be welcomed, those that joined lately.
///
/// # Errors
/// A database error.
pub fn waiting(connection: &Connection, now: Timestamp) -> Result<Vec<Welcome>> {
    let mut select = connection.prepare_cached(
        "select welcome.* from welcome join guild using (guild_id)
         where channel_id is not null and removed_at is null and joined_at >= ?1
         order by joined_at",
    )?;
    let oldest = millis(now.saturating_sub(LATE).unwrap_or(now));
    let read = |row: &Row| {
        Ok(Welcome {
            guild: GuildId(row.id("guild_id")?),
            joined_at: row.instant("joined_at")?,
            channel: ChannelId(row.id("channel_id")?),
            language: row.language()?,
        })
    };
    readable(select.query_and_then([oldest], read)?)
}

/// Records that a guild is about to be welcomed. False, and no longer waiting, if an earlier
/// attempt can't be repeated safely or the guild joined too long ago.
///
/// # Errors
/// A database error.
pub fn begin(connection: &Connection, guild: GuildId, now: Timestamp) -> Result<bool> {
    let before = |time: SignedDuration| millis(now.saturating_sub(time).unwrap_or(now));
    let mut update = connection.prepare_cached(
        "update welcome set tried_at = coalesce(tried_at, ?2)
         where guild_id = ?1 and coalesce(tried_at, ?2) >= ?3 and joined_at >= ?4",
    )?;
    let params = (stored(guild.0), millis(now), before(REPEATABLE), before(LATE));
    let is_begun = update.execute(params)? == 1;
    if !is_begun {
        end(connection, guild)?;
    }
    Ok(is_begun)
}

/// Records that a guild was welcomed, or can't be.
///
/// # Errors
/// A database error.
pub fn end(connection: &Connection, guild: GuildId) -> Result<()> {
    let mut update =
        connection.prepare_cached("update welcome set channel_id = null where guild_id = ?1")?;
    update.execute([stored(guild.0)])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::at;
    use crate::store::{guilds, open};

    const GUILD: GuildId = GuildId(1);
    const DAY: i64 = 24 * 60;

    fn join(db: &Connection, joined: i64, now: i64) -> bool {
        let greeting = (Some(ChannelId(2)), Language::German);
        joined_at(db, joined, greeting, now)
    }

    fn joined_at(
        db: &Connection,
        joined: i64,
        greeting: (Option<ChannelId>, Language),
        now: i64,
    ) -> bool {
        guilds::available(db, GUILD, "lab", at(now)).unwrap();
        super::joined(db, GUILD, at(joined), greeting, at(now)).unwrap()
    }

    #[test]
    fn each_join_is_welcomed_once() {
        let db = open::in_memory();
        assert!(join(&db, 0, 1));
        assert!(!join(&db, 0, 2), "a session begins with all guilds");
        let [one] = waiting(&db, at(10)).unwrap()[..] else { panic!("one waits") };
        assert_eq!((one.guild, one.channel, one.language), (GUILD, ChannelId(2), Language::German));
        assert!(begin(&db, GUILD, at(2)).unwrap());
        end(&db, GUILD).unwrap();
        assert_eq!(waiting(&db, at(10)).unwrap(), []);
        assert!(!join(&db, 0, 3), "nor after an outage");
        assert_eq!(waiting(&db, at(10)).unwrap(), []);
        guilds::removed(&db, GUILD, at(9)).unwrap();
        assert!(join(&db, 10, 10), "added again");
        assert_eq!(waiting(&db, at(10)).unwrap().len(), 1);
    }

    #[test]
    fn no_welcome_is_sent_late_or_without_a_channel() {
        let check = |channel: Option<u64>, joined: i64, now: i64| {
            let db = open::in_memory();
            let greeting = (channel.map(ChannelId), Language::English);
            assert!(!joined_at(&db, joined, greeting, now));
            assert_eq!(waiting(&db, at(10)).unwrap(), []);
        };
        check(None, 0, 1);
        check(Some(2), 0, DAY);
        let db = open::in_memory();
        assert!(join(&db, 0, 1));
        assert_eq!(waiting(&db, at(DAY)).unwrap().len(), 1);
        assert_eq!(waiting(&db, at(DAY + 1)).unwrap(), [], "although it was never tried");
        assert!(!begin(&db, GUILD, at(DAY + 1)).unwrap());
        assert_eq!(waiting(&db, at(10)).unwrap(), []);
    }

    #[test]
    fn guilds_that_cannot_be_welcomed_delay_no_others() {
        let db = open::in_memory();
        for number in 1..=150 {
            let guild = GuildId(number);
            guilds::available(&db, guild, "lab", at(1)).unwrap();
            let greeting = (Some(ChannelId(number)), Language::English);
            assert!(super::joined(&db, guild, at(0), greeting, at(1)).unwrap());
        }
        assert_eq!(waiting(&db, at(2)).unwrap().len(), 150);
    }

    #[test]
    fn unclear_welcomes_are_not_repeated_for_long() {
        let db = open::in_memory();
        join(&db, 0, 1);
        assert!(begin(&db, GUILD, at(2)).unwrap());
        assert!(begin(&db, GUILD, at(3)).unwrap(), "Discord would answer with the first");
        assert!(!begin(&db, GUILD, at(4)).unwrap());
        assert_eq!(waiting(&db, at(10)).unwrap(), []);
    }
}
