//! The channels that get posts, and what keeps posts from some of them.
//!
//! A channel in trouble keeps its subscriptions. Its slots end as failed, with the reason,
//! without a request each, until it is found to be open again.

use domain::{ChannelId, FailureReason, GuildId, SubscriptionId, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::Result;
use super::value::{Columns, millis, stored};

/// A channel that cannot be posted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Its server.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// Why.
    pub reason: FailureReason,
    /// Since when.
    pub since: Timestamp,
    /// Who set up its newest subscription, and that one's number.
    pub set_up_by: Option<(UserId, SubscriptionId)>,
    /// Whether that person has been told, or cannot be.
    pub told: bool,
}

/// Notes why a channel cannot be posted to; the first time counts for `since`.
///
/// # Errors
/// SQLite's.
pub fn trouble(
    connection: &Connection,
    channel: ChannelId,
    reason: FailureReason,
    now: Timestamp,
) -> Result<()> {
    let mut update = connection.prepare_cached(
        "update channel set trouble = ?2, trouble_since = coalesce(trouble_since, ?3)
         where channel_id = ?1",
    )?;
    update.execute((stored(channel.0), reason.as_str(), millis(now)))?;
    Ok(())
}

/// Notes that a channel is open; true if it was not.
///
/// # Errors
/// SQLite's.
pub fn clear(connection: &Connection, channel: ChannelId) -> Result<bool> {
    let mut update = connection.prepare_cached(
        "update channel set trouble = null, trouble_since = null, told_at = null
         where channel_id = ?1 and trouble is not null",
    )?;
    Ok(update.execute([stored(channel.0)])? == 1)
}

/// Notes that somebody was told of a channel's trouble, or cannot be.
///
/// # Errors
/// SQLite's.
pub fn told(connection: &Connection, channel: ChannelId, now: Timestamp) -> Result<()> {
    let mut update = connection.prepare_cached(
        "update channel set told_at = ?2 where channel_id = ?1 and trouble is not null",
    )?;
    update.execute((stored(channel.0), millis(now)))?;
    Ok(())
}

/// The trouble of one channel.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn get(connection: &Connection, channel: ChannelId) -> Result<Option<Trouble>> {
    Ok(select(connection, "channel.channel_id = ?1", stored(channel.0))?.pop())
}

/// The channels of a server that are in trouble.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn of_server(connection: &Connection, guild: GuildId) -> Result<Vec<Trouble>> {
    select(connection, "channel.guild_id = ?1", stored(guild.0))
}

/// Channels whose trouble began before `before` and of which nobody was told, at most ten.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn untold(connection: &Connection, before: Timestamp) -> Result<Vec<Trouble>> {
    let condition = "channel.trouble_since <= ?1 and channel.told_at is null";
    let mut found = select(connection, condition, millis(before))?;
    found.truncate(10);
    Ok(found)
}

fn select(
    connection: &Connection,
    condition: &'static str,
    parameter: i64,
) -> Result<Vec<Trouble>> {
    let mut select = connection.prepare_cached(&format!(
        "select channel.*, subscription.id as subscription_id, subscription.created_by
         from channel
         left join subscription on subscription.id = (
             select max(id) from subscription
             where subscription.channel_id = channel.channel_id and removed = 0
         )
         where channel.trouble is not null and {condition}
         order by channel.trouble_since"
    ))?;
    let read = |row: &Row| {
        let subscription: Option<i64> = row.value("subscription_id")?;
        let set_up_by = match subscription {
            Some(id) => Some((UserId(row.id("created_by")?), SubscriptionId(id.cast_unsigned()))),
            None => None,
        };
        Ok(Trouble {
            guild: GuildId(row.id("guild_id")?),
            channel: ChannelId(row.id("channel_id")?),
            reason: row.parsed("trouble")?,
            since: row.instant("trouble_since")?,
            set_up_by,
            told: row.maybe_instant("told_at")?.is_some(),
        })
    };
    select.query_and_then([parameter], read)?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::{at, subscribe};

    #[test]
    fn trouble_is_noted_told_once_and_cleared() {
        let db = open::in_memory();
        let channel = ChannelId(2);
        let subscription = subscribe(&db, 1, 2, None);
        subscribe(&db, 1, 3, None);
        assert_eq!(get(&db, channel).unwrap(), None);
        trouble(&db, channel, FailureReason::MissingPermission, at(1)).unwrap();
        trouble(&db, channel, FailureReason::UnknownChannel, at(5)).unwrap();
        let expected = Trouble {
            guild: GuildId(1),
            channel,
            reason: FailureReason::UnknownChannel,
            since: at(1),
            set_up_by: Some((UserId(9), subscription.id)),
            told: false,
        };
        assert_eq!(get(&db, channel).unwrap(), Some(expected.clone()));
        assert_eq!(of_server(&db, GuildId(1)).unwrap().len(), 1);
        assert_eq!(untold(&db, at(0)).unwrap(), []);
        assert_eq!(untold(&db, at(1)).unwrap(), [expected]);
        told(&db, channel, at(6)).unwrap();
        assert_eq!(untold(&db, at(9)).unwrap(), []);
        assert!(clear(&db, channel).unwrap());
        assert!(!clear(&db, channel).unwrap());
        assert_eq!(of_server(&db, GuildId(1)).unwrap(), []);
    }
}
