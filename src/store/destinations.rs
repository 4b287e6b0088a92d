//! Destinations of posts, and what blocks them.
//!
//! A blocked destination keeps its subscriptions. Its slots fail with the reason until it is
//! unblocked, by an event or by a check when the next slot is due.

use domain::{ChannelId, Destination, FailureReason, GuildId, Language, SubscriptionId, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, Row, named_params};

use super::activity::Doubt;
use super::value::{Columns, bad, first_readable, millis, readable, stored};
use super::{REPEATABLE, Result, StoreError};

/// A destination's row number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DestinationId(pub(super) i64);

/// A destination that can't be posted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Its guild; `None` for direct messages.
    pub guild: Option<GuildId>,
    /// Where.
    pub destination: Destination,
    /// Why.
    pub reason: FailureReason,
    /// Since when.
    pub since: Timestamp,
    /// Who created its newest subscription, with that one's number and language.
    pub set_up_by: Option<(UserId, SubscriptionId, Language)>,
    /// Whether that user has been notified, or can't be.
    pub notified: bool,
}

/// The columns that [`read`] needs, under unique names.
pub(super) const COLUMNS: &str = "destination.kind as destination_kind,
     destination.channel_id as destination_channel_id, destination.user_id as destination_user_id";

/// The destination in a row that has [`COLUMNS`].
pub(super) fn read(row: &Row) -> Result<Destination> {
    let channel = || Ok::<_, StoreError>(ChannelId(row.id("destination_channel_id")?));
    match row.value::<String>("destination_kind")?.as_str() {
        "channel" => Ok(Destination::Channel(channel()?)),
        "thread" => Ok(Destination::Thread(channel()?)),
        "forum" => Ok(Destination::Forum(channel()?)),
        "direct message" => Ok(Destination::DirectMessage(UserId(row.id("destination_user_id")?))),
        _ => Err(bad("destination_kind", "unknown to this version")),
    }
}

/// Stores a destination if it is new, and returns its row number. Updates the kind of channel,
/// which may have been unknown before.
///
/// # Errors
/// A database error.
pub(super) fn upsert(
    connection: &Connection,
    guild: Option<GuildId>,
    destination: Destination,
) -> Result<DestinationId> {
    let (kind, user) = match destination {
        Destination::Channel(_) => ("channel", None),
        Destination::Thread(_) => ("thread", None),
        Destination::Forum(_) => ("forum", None),
        Destination::DirectMessage(user) => ("direct message", Some(user)),
    };
    if let Some(id) = find(connection, destination)? {
        let mut update =
            connection.prepare_cached("update destination set kind = ?2 where id = ?1")?;
        update.execute((id.0, kind))?;
        return Ok(id);
    }
    let mut insert = connection.prepare_cached(
        "insert into destination (kind, guild_id, channel_id, user_id)
         values (:kind, :guild, :channel, :user)",
    )?;
    let id = insert.insert(named_params! {
        ":kind": kind,
        ":guild": guild.map(|guild| stored(guild.0)),
        ":channel": destination.channel().map(|channel| stored(channel.0)),
        ":user": user.map(|user| stored(user.0)),
    })?;
    Ok(DestinationId(id))
}

/// A destination's row number; `None` if it is not stored.
///
/// # Errors
/// A database error.
pub(super) fn find(
    connection: &Connection,
    destination: Destination,
) -> Result<Option<DestinationId>> {
    let (sql, id) = match destination {
        Destination::Channel(id) | Destination::Thread(id) | Destination::Forum(id) => {
            ("select id from destination where channel_id = ?1 and user_id is null", id.0)
        }
        Destination::DirectMessage(id) => ("select id from destination where user_id = ?1", id.0),
    };
    let mut select = connection.prepare_cached(sql)?;
    let found = select.query_and_then([stored(id)], |row| row.value("id"))?.next().transpose()?;
    Ok(found.map(DestinationId))
}

/// The channel of a user's direct messages; `None` until it is known.
///
/// # Errors
/// A database error.
pub fn opened_channel(connection: &Connection, user: UserId) -> Result<Option<ChannelId>> {
    let mut select = connection.prepare_cached(
        "select channel_id from destination where user_id = ?1 and channel_id is not null",
    )?;
    let read = |row: &Row| Ok(ChannelId(row.id("channel_id")?));
    first_readable(select.query_and_then([stored(user.0)], read)?)
}

/// Records the channel of a user's direct messages.
///
/// # Errors
/// A database error.
pub fn note_opened(connection: &Connection, user: UserId, channel: ChannelId) -> Result<()> {
    let mut update =
        connection.prepare_cached("update destination set channel_id = ?2 where user_id = ?1")?;
    update.execute((stored(user.0), stored(channel.0)))?;
    Ok(())
}

/// Records why a destination is blocked; `since` is that of the first time. A deletion is news,
/// whatever blocked it before.
///
/// # Errors
/// A database error.
pub fn block(
    connection: &Connection,
    destination: Destination,
    reason: FailureReason,
    now: Timestamp,
) -> Result<()> {
    let Some(id) = find(connection, destination)? else { return Ok(()) };
    let mut update = connection.prepare_cached(
        "update destination set blocked_reason = ?2, blocked_since = coalesce(blocked_since, ?3),
             notified_at = iif(?2 = ?4 and blocked_reason <> ?4, null, notified_at),
             notice_begun_at = iif(?2 = ?4 and blocked_reason <> ?4, null, notice_begun_at)
         where id = ?1",
    )?;
    let deleted = FailureReason::UnknownChannel.as_str();
    update.execute((id.0, reason.as_str(), millis(now), deleted))?;
    Ok(())
}

/// Unblocks a destination; true if it was blocked.
///
/// # Errors
/// A database error.
pub fn unblock(connection: &Connection, destination: Destination) -> Result<bool> {
    let Some(id) = find(connection, destination)? else { return Ok(false) };
    let mut update = connection.prepare_cached(
        "update destination set blocked_reason = null, blocked_since = null, notified_at = null,
             notice_tried_at = null, notice_begun_at = null
         where id = ?1 and blocked_reason is not null",
    )?;
    Ok(update.execute([id.0])? == 1)
}

/// Records that an admin was notified of a blocked destination, or can't be.
///
/// # Errors
/// A database error.
pub fn note_notified(
    connection: &Connection,
    destination: Destination,
    now: Timestamp,
) -> Result<()> {
    let Some(id) = find(connection, destination)? else { return Ok(()) };
    let mut update = connection.prepare_cached(
        "update destination set notified_at = ?2 where id = ?1 and blocked_reason is not null",
    )?;
    update.execute((id.0, millis(now)))?;
    Ok(())
}

/// The reason and state of a blocked destination.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn blocked(connection: &Connection, destination: Destination) -> Result<Option<Blocked>> {
    let Some(id) = find(connection, destination)? else { return Ok(None) };
    Ok(select(connection, "destination.id = ?1", id.0)?.pop())
}

/// The blocked destinations of a guild.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn blocked_of_guild(connection: &Connection, guild: GuildId) -> Result<Vec<Blocked>> {
    select(connection, "destination.guild_id = ?1", stored(guild.0))
}

/// Destinations blocked before `before` whose admin has not been notified, at most ten: least
/// recently tried first, so that one that can't be notified yet doesn't delay the others.
///
/// # Errors
/// A database error.
pub fn not_notified(connection: &Connection, before: Timestamp) -> Result<Vec<Blocked>> {
    let condition = "destination.blocked_since <= ?1 and destination.notified_at is null";
    let mut found = select(connection, condition, millis(before))?;
    found.truncate(10);
    Ok(found)
}

/// Records that a notice about a blocked destination is about to be sent. False if it was first sent
/// so long ago that Discord may no longer recognize it: it may have arrived and is not repeated.
///
/// # Errors
/// A database error.
pub fn begin_notice(
    connection: &Connection,
    destination: Destination,
    now: Timestamp,
) -> Result<bool> {
    let Some(id) = find(connection, destination)? else { return Ok(false) };
    let mut update = connection.prepare_cached(
        "update destination set notice_begun_at = coalesce(notice_begun_at, ?2)
         where id = ?1 and coalesce(notice_begun_at, ?2) >= ?3",
    )?;
    let oldest = millis(now.saturating_sub(REPEATABLE).unwrap_or(now));
    Ok(update.execute((id.0, millis(now), oldest))? == 1)
}

/// Records that a notice was clearly not sent.
///
/// # Errors
/// A database error.
pub fn notice_not_sent(connection: &Connection, destination: Destination) -> Result<()> {
    let Some(id) = find(connection, destination)? else { return Ok(()) };
    let mut update =
        connection.prepare_cached("update destination set notice_begun_at = null where id = ?1")?;
    update.execute([id.0])?;
    Ok(())
}

/// Records that an attempt to notify an admin of a blocked destination failed.
///
/// # Errors
/// A database error.
pub fn note_notice_tried(
    connection: &Connection,
    destination: Destination,
    now: Timestamp,
) -> Result<()> {
    let Some(id) = find(connection, destination)? else { return Ok(()) };
    let mut update =
        connection.prepare_cached("update destination set notice_tried_at = ?2 where id = ?1")?;
    update.execute((id.0, millis(now)))?;
    Ok(())
}

/// Records that destinations may contain posts since `since` that this database doesn't know. Those
/// already in doubt keep the earlier time. Returns their number.
///
/// # Errors
/// A database error.
pub fn mark_all_doubtful(connection: &Connection, doubt: Doubt, since: Timestamp) -> Result<usize> {
    let sql = match doubt {
        Doubt::Older => {
            "update destination set doubtful_since = min(coalesce(doubtful_since, ?1), ?1)"
        }
        Doubt::Unused => {
            "update destination set unused_since = min(coalesce(unused_since, ?1), ?1)"
        }
    };
    Ok(connection.execute(sql, [millis(since)])?)
}

/// Why and since when a destination may contain posts that this database doesn't know; `None` if it
/// is not in doubt.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn doubt(
    connection: &Connection,
    destination: Destination,
) -> Result<Option<(Doubt, Timestamp)>> {
    let Some(id) = find(connection, destination)? else { return Ok(None) };
    let mut select = connection
        .prepare_cached("select doubtful_since, unused_since from destination where id = ?1")?;
    let read = |row: &Row| {
        let older = row.maybe_instant("doubtful_since")?;
        let unused = row.maybe_instant("unused_since")?;
        let kind = if older.is_some() { Doubt::Older } else { Doubt::Unused };
        Ok(older.into_iter().chain(unused).min().map(|since| (kind, since)))
    };
    Ok(first_readable(select.query_and_then([id.0], read)?)?.flatten())
}

/// Records that a destination was read, so that its posts are known.
///
/// # Errors
/// A database error.
pub fn clear_doubt(connection: &Connection, destination: Destination) -> Result<()> {
    let Some(id) = find(connection, destination)? else { return Ok(()) };
    let mut update = connection.prepare_cached(
        "update destination set doubtful_since = null, unused_since = null where id = ?1",
    )?;
    update.execute([id.0])?;
    Ok(())
}

fn select(
    connection: &Connection,
    condition: &'static str,
    parameter: i64,
) -> Result<Vec<Blocked>> {
    let mut select = connection.prepare_cached(&format!(
        "select destination.*, {COLUMNS}, subscription.id as subscription_id,
             subscription.created_by, subscription.language
         from destination
         left join subscription on subscription.id = (
             select max(id) from subscription
             where subscription.destination_id = destination.id and removed = 0
         )
         where destination.blocked_reason is not null and {condition}
         order by coalesce(destination.notice_tried_at, 0), destination.blocked_since"
    ))?;
    let read = |row: &Row| {
        let subscription: Option<i64> = row.value("subscription_id")?;
        let set_up_by = match subscription {
            Some(id) => {
                let id = SubscriptionId(id.cast_unsigned());
                Some((UserId(row.id("created_by")?), id, row.language()?))
            }
            None => None,
        };
        Ok(Blocked {
            guild: row.maybe_id("guild_id")?.map(GuildId),
            destination: read(row)?,
            reason: row.parsed("blocked_reason")?,
            since: row.instant("blocked_since")?,
            set_up_by,
            notified: row.maybe_instant("notified_at")?.is_some(),
        })
    };
    readable(select.query_and_then([parameter], read)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::{at, channel, settings, subscribe};
    use crate::store::subscriptions;

    #[test]
    fn destinations_are_in_doubt_from_the_first_doubt_until_read() {
        let db = open::in_memory();
        for id in [2, 3] {
            subscribe(&db, 1, id, None);
        }
        let found = |id| doubt(&db, channel(id)).unwrap();
        assert_eq!(found(2), None);
        assert_eq!(mark_all_doubtful(&db, Doubt::Older, at(5)).unwrap(), 2);
        clear_doubt(&db, channel(3)).unwrap();
        mark_all_doubtful(&db, Doubt::Unused, at(9)).unwrap();
        assert_eq!(found(2), Some((Doubt::Older, at(5))), "the stronger doubt stays");
        assert_eq!((found(3), found(4)), (Some((Doubt::Unused, at(9))), None));
        mark_all_doubtful(&db, Doubt::Unused, at(4)).unwrap();
        assert_eq!(found(2), Some((Doubt::Older, at(4))));
        assert_eq!(found(3), Some((Doubt::Unused, at(4))));
        mark_all_doubtful(&db, Doubt::Older, at(8)).unwrap();
        assert_eq!(found(3), Some((Doubt::Older, at(4))), "from then on it counts as older");
        clear_doubt(&db, channel(3)).unwrap();
        assert_eq!(found(3), None);
    }

    #[test]
    fn blocks_are_recorded_notified_once_and_cleared() {
        let db = open::in_memory();
        let destination = channel(2);
        let subscription = subscribe(&db, 1, 2, None);
        subscribe(&db, 1, 3, None);
        assert_eq!(blocked(&db, destination).unwrap(), None);
        block(&db, destination, FailureReason::MissingPermission, at(1)).unwrap();
        block(&db, destination, FailureReason::UnknownChannel, at(5)).unwrap();
        let expected = Blocked {
            guild: Some(GuildId(1)),
            destination,
            reason: FailureReason::UnknownChannel,
            since: at(1),
            set_up_by: Some((UserId(9), subscription.id, Language::English)),
            notified: false,
        };
        assert_eq!(blocked(&db, destination).unwrap(), Some(expected.clone()));
        assert_eq!(blocked_of_guild(&db, GuildId(1)).unwrap().len(), 1);
        assert_eq!(not_notified(&db, at(0)).unwrap(), []);
        assert_eq!(not_notified(&db, at(1)).unwrap(), [expected]);
        block(&db, channel(3), FailureReason::Refused, at(1)).unwrap();
        note_notice_tried(&db, destination, at(2)).unwrap();
        let settings: Vec<Destination> =
            not_notified(&db, at(9)).unwrap().iter().map(|one| one.destination).collect();
        assert_eq!(
            settings,
            [channel(3), channel(2)],
            "one that cannot be notified holds no other"
        );
        unblock(&db, channel(3)).unwrap();
        assert!(begin_notice(&db, destination, at(2)).unwrap());
        assert!(begin_notice(&db, destination, at(3)).unwrap(), "Discord answers with the first");
        assert!(!begin_notice(&db, destination, at(4)).unwrap(), "it may be there twice");
        notice_not_sent(&db, destination).unwrap();
        assert!(begin_notice(&db, destination, at(5)).unwrap());
        note_notified(&db, destination, at(6)).unwrap();
        assert_eq!(not_notified(&db, at(9)).unwrap(), []);
        block(&db, destination, FailureReason::UnknownChannel, at(7)).unwrap();
        assert_eq!(not_notified(&db, at(9)).unwrap(), [], "that is known");
        block(&db, destination, FailureReason::Refused, at(7)).unwrap();
        assert_eq!(not_notified(&db, at(9)).unwrap(), [], "that is no news");
        block(&db, destination, FailureReason::UnknownChannel, at(8)).unwrap();
        assert_eq!(not_notified(&db, at(9)).unwrap().len(), 1, "a deletion is news");
        assert!(begin_notice(&db, destination, at(9)).unwrap(), "in a message of its own");
        note_notified(&db, destination, at(9)).unwrap();
        assert!(unblock(&db, destination).unwrap());
        assert!(!unblock(&db, destination).unwrap());
        assert_eq!(blocked_of_guild(&db, GuildId(1)).unwrap(), []);
    }

    #[test]
    fn every_kind_of_destination_is_read_back() {
        let db = open::in_memory();
        let user = UserId(u64::MAX);
        for (guild, destination) in [
            (Some(GuildId(1)), Destination::Channel(ChannelId(2))),
            (Some(GuildId(1)), Destination::Thread(ChannelId(3))),
            (Some(GuildId(1)), Destination::Forum(ChannelId(4))),
            (None, Destination::DirectMessage(user)),
        ] {
            let draft = domain::SubscriptionSettings { guild, destination, ..settings(1, 2) };
            let since = crate::store::samples::SINCE;
            let added = subscriptions::add(&db, &draft, since, Some(at(1)), at(0)).unwrap();
            assert_eq!(subscriptions::of_destination(&db, destination).unwrap(), [added]);
        }
        assert_eq!(opened_channel(&db, user).unwrap(), None);
        note_opened(&db, user, ChannelId(7)).unwrap();
        assert_eq!(opened_channel(&db, user).unwrap(), Some(ChannelId(7)));
        assert_eq!(find(&db, Destination::Channel(ChannelId(7))).unwrap(), None, "another thing");
        let due = subscriptions::due(&db, crate::store::samples::after(0), at(9), 9).unwrap();
        assert_eq!(due.subscriptions.len(), 4, "a person's own subscription is due like others");
    }

    #[test]
    fn a_channel_that_is_really_a_thread_stays_the_same_destination() {
        let db = open::in_memory();
        let (guild, id) = (Some(GuildId(1)), ChannelId(2));
        subscribe(&db, 1, 2, None);
        let first = upsert(&db, guild, Destination::Channel(id)).unwrap();
        assert_eq!(upsert(&db, guild, Destination::Thread(id)).unwrap(), first);
        let found = subscriptions::of_destination(&db, Destination::Channel(id)).unwrap();
        assert_eq!(found[0].settings.destination, Destination::Thread(id));
    }
}
