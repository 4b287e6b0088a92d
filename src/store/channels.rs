//! The channels that get posts, and what keeps posts from some of them.
//!
//! A channel in trouble keeps its subscriptions. Its slots end as failed, with the reason,
//! without a request each, until it is found to be open again.

use domain::{ChannelId, FailureReason, GuildId, SubscriptionId, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::Result;
use super::value::{Columns, first_readable, millis, readable, stored};

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
        "update channel set trouble = null, trouble_since = null, told_at = null,
             notice_tried_at = null
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

/// Channels whose trouble began before `before` and whose admin has not been told, at most ten:
/// those first that were tried longest ago, so that one that cannot be told yet holds no other.
///
/// # Errors
/// SQLite's.
pub fn untold(connection: &Connection, before: Timestamp) -> Result<Vec<Trouble>> {
    let condition = "channel.trouble_since <= ?1 and channel.told_at is null";
    let mut found = select(connection, condition, millis(before))?;
    found.truncate(10);
    Ok(found)
}

/// Notes that an admin could not be told of a channel's trouble now.
///
/// # Errors
/// SQLite's.
pub fn notice_tried(connection: &Connection, channel: ChannelId, now: Timestamp) -> Result<()> {
    let mut update = connection
        .prepare_cached("update channel set notice_tried_at = ?2 where channel_id = ?1")?;
    update.execute((stored(channel.0), millis(now)))?;
    Ok(())
}

/// Notes that channels may hold posts since `since` that this database does not know of. Those
/// that were doubted before and not read yet stay doubted since then. Returns how many there are.
///
/// # Errors
/// SQLite's.
pub fn doubt_all(connection: &Connection, since: Timestamp) -> Result<usize> {
    let sql = "update channel set doubtful_since = min(coalesce(doubtful_since, ?1), ?1)";
    Ok(connection.execute(sql, [millis(since)])?)
}

/// Since when a channel may hold posts that this database does not know of; `None` if it holds
/// none.
///
/// # Errors
/// SQLite's.
pub fn doubtful_since(connection: &Connection, channel: ChannelId) -> Result<Option<Timestamp>> {
    let mut select =
        connection.prepare_cached("select doubtful_since from channel where channel_id = ?1")?;
    let read = |row: &Row| row.maybe_instant("doubtful_since");
    Ok(first_readable(select.query_and_then([stored(channel.0)], read)?)?.flatten())
}

/// Notes that a channel was read: its posts are in the database now.
///
/// # Errors
/// SQLite's.
pub fn doubt_no_more(connection: &Connection, channel: ChannelId) -> Result<()> {
    let mut update = connection
        .prepare_cached("update channel set doubtful_since = null where channel_id = ?1")?;
    update.execute([stored(channel.0)])?;
    Ok(())
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
         order by coalesce(channel.notice_tried_at, 0), channel.trouble_since"
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
    readable(select.query_and_then([parameter], read)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::{at, subscribe};

    #[test]
    fn a_channel_is_doubted_since_the_first_doubt_until_it_was_read() {
        let db = open::in_memory();
        for channel in [2, 3] {
            subscribe(&db, 1, channel, None);
        }
        let since = |channel| doubtful_since(&db, ChannelId(channel)).unwrap();
        assert_eq!(since(2), None);
        assert_eq!(doubt_all(&db, at(5)).unwrap(), 2);
        doubt_no_more(&db, ChannelId(3)).unwrap();
        doubt_all(&db, at(9)).unwrap();
        assert_eq!((since(2), since(3), since(4)), (Some(at(5)), Some(at(9)), None));
    }

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
        trouble(&db, ChannelId(3), FailureReason::Refused, at(1)).unwrap();
        notice_tried(&db, channel, at(2)).unwrap();
        let order: Vec<u64> = untold(&db, at(9)).unwrap().iter().map(|one| one.channel.0).collect();
        assert_eq!(order, [3, 2], "one that cannot be told holds no other");
        clear(&db, ChannelId(3)).unwrap();
        told(&db, channel, at(6)).unwrap();
        assert_eq!(untold(&db, at(9)).unwrap(), []);
        assert!(clear(&db, channel).unwrap());
        assert!(!clear(&db, channel).unwrap());
        assert_eq!(of_server(&db, GuildId(1)).unwrap(), []);
    }
}
