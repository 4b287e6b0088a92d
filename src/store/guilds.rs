//! The servers that the bot is in, and deletion of those it was removed from.

use std::collections::HashSet;

use domain::{GuildId, Shard};
use jiff::Timestamp;
use rusqlite::Connection;

use super::Result;
use super::value::{millis, stored};

/// Records that the bot is in a server: a new one, or one that added it again in time. True if it
/// was added again.
///
/// # Errors
/// A database error.
pub fn available(
    connection: &Connection,
    guild: GuildId,
    name: &str,
    at: Timestamp,
) -> Result<bool> {
    let mut select = connection
        .prepare_cached("select 1 from guild where guild_id = ?1 and removed_at is not null")?;
    let was_removed = select.exists([stored(guild.0)])?;
    let mut upsert = connection.prepare_cached(
        "insert into guild (guild_id, name, seen_at) values (?1, ?2, ?3)
         on conflict (guild_id) do update set
             name = excluded.name, seen_at = excluded.seen_at, removed_at = null",
    )?;
    upsert.execute((stored(guild.0), name, millis(at)))?;
    Ok(was_removed)
}

/// Makes sure that a server has a row: a command can arrive before the event that the bot has joined
/// it. Rows of known servers are unchanged.
///
/// # Errors
/// A database error.
pub fn ensure(connection: &Connection, guild: GuildId, now: Timestamp) -> Result<()> {
    let mut insert = connection.prepare_cached(
        "insert into guild (guild_id, name, seen_at) values (?1, '', ?2) on conflict do nothing",
    )?;
    insert.execute((stored(guild.0), millis(now)))?;
    Ok(())
}

/// Records that the bot is in these servers and no others. Returns how many others there were.
///
/// # Errors
/// A database error.
pub fn reconcile(
    connection: &Connection,
    shard: Shard,
    guilds: &[GuildId],
    at: Timestamp,
) -> Result<usize> {
    let mut select =
        connection.prepare_cached("select guild_id from guild where removed_at is null")?;
    let known = select.query_map([], |row| row.get::<_, i64>(0))?;
    let known = known.collect::<rusqlite::Result<Vec<i64>>>()?;
    let present: HashSet<i64> = guilds.iter().map(|guild| stored(guild.0)).collect();
    let is_gone =
        |guild: &i64| shard.serves(GuildId(guild.cast_unsigned())) && !present.contains(guild);
    let gone: Vec<i64> = known.into_iter().filter(is_gone).collect();
    for guild in &gone {
        removed(connection, GuildId(guild.cast_unsigned()), at)?;
    }
    Ok(gone.len())
}

/// Records that the bot was removed from a server. Its posts stop, but nothing is deleted before
/// [`purge`]. If called twice, the first time counts.
///
/// # Errors
/// A database error.
pub fn removed(connection: &Connection, guild: GuildId, at: Timestamp) -> Result<()> {
    let mut update = connection.prepare_cached(
        "update guild set removed_at = ?2 where guild_id = ?1 and removed_at is null",
    )?;
    update.execute((stored(guild.0), millis(at)))?;
    Ok(())
}

/// Deletes everything about servers that removed the bot before `before`: subscriptions, slots,
/// deliveries and their channels' history. Returns the number of servers.
///
/// # Errors
/// A database error.
pub fn purge(connection: &Connection, before: Timestamp) -> Result<u32> {
    // All other tables of a server reference it with `on delete cascade`.
    let purged = connection.execute("delete from guild where removed_at < ?1", [millis(before)])?;
    Ok(u32::try_from(purged).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use domain::SlotState::Skipped;

    use super::*;
    use crate::store::samples::{after, at, channel, claimed, ids, slot, subscribe};
    use crate::store::{deliveries, ledger, open, subscriptions};

    #[test]
    fn servers_are_deleted_after_the_grace_period_and_not_before() {
        let db = open::in_memory();
        for guild in [1, 2, 3] {
            available(&db, GuildId(guild), "Reading group", at(0)).unwrap();
            let subscription = subscribe(&db, guild, guild * 10, Some(1));
            claimed(&db, &slot(&subscription, 0, &[&[1]]));
            let id = subscription.id;
            deliveries::end_empty(&db, id, at(1), Skipped, None, false, at(1)).unwrap();
        }
        removed(&db, GuildId(1), at(5)).unwrap();
        removed(&db, GuildId(1), at(50)).unwrap();
        removed(&db, GuildId(2), at(5)).unwrap();
        removed(&db, GuildId(9), at(5)).unwrap();
        let due = |db: &Connection| {
            subscriptions::due(db, after(0), at(9), 10).unwrap().subscriptions.len()
        };
        assert_eq!(due(&db), 1, "the posts of removed servers rest");
        assert!(available(&db, GuildId(2), "Reading group", at(6)).unwrap());
        assert!(!available(&db, GuildId(2), "Reading group", at(6)).unwrap());
        assert_eq!(due(&db), 2, "taken back in time");

        assert_eq!(purge(&db, at(5)).unwrap(), 0);
        assert_eq!(purge(&db, at(6)).unwrap(), 1);
        assert_eq!(purge(&db, at(60)).unwrap(), 0);
        for (guild, kept) in [(1, 0), (2, 1), (3, 1)] {
            let channel = channel(guild * 10);
            assert_eq!(
                ledger::already_posted(&db, channel, &ids(&[1])).unwrap().len(),
                kept,
                "{guild}"
            );
            let guild = GuildId(guild);
            assert_eq!(subscriptions::of_guild(&db, guild).unwrap().len(), kept, "{guild}");
            assert_eq!(deliveries::recent(&db, guild, 9).unwrap().len(), 2 * kept, "{guild}");
        }
        // No orphaned rows may remain.
        for table in ["destination", "subscription", "part"] {
            let count = format!("select count(*) from {table}");
            let rows: i64 = db.query_one(&count, [], |row| row.get(0)).unwrap();
            assert_eq!(rows, 2, "{table}");
        }
    }

    #[test]
    fn servers_missing_from_a_session_count_as_left() {
        let db = open::in_memory();
        for guild in [1, 2, 3] {
            available(&db, GuildId(guild), "Reading group", at(0)).unwrap();
            subscribe(&db, guild, guild * 10, Some(1));
        }
        assert_eq!(reconcile(&db, Shard::ONLY, &[GuildId(2), GuildId(9)], at(5)).unwrap(), 2);
        assert_eq!(subscriptions::due(&db, after(0), at(9), 10).unwrap().subscriptions.len(), 1);
        assert_eq!(reconcile(&db, Shard::ONLY, &[GuildId(2)], at(6)).unwrap(), 0);
    }
}
