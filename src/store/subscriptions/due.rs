//! Due times of subscriptions.

use domain::{GuildId, Subscription, SubscriptionId};
use jiff::Timestamp;
use rusqlite::{Connection, Params};

use super::{SELECT, read, select};
use crate::store::value::{Columns, first_readable, millis, stored};
use crate::store::{Result, StoreError};

/// The due subscriptions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// The longest overdue first.
    pub subscriptions: Vec<Subscription>,
    /// Those with an unreadable value, such as a zone that no longer exists: they must not delay
    /// the others.
    pub unreadable: Vec<Unreadable>,
    /// The position of the last of all these, from which to continue; `None` if nothing is due.
    pub last: Option<Place>,
}

/// The position of a subscription in the order of due ones.
pub type Place = (Timestamp, SubscriptionId);

/// A subscription that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its number.
    pub id: SubscriptionId,
    /// When it is due.
    pub due: Timestamp,
    /// What can't be read.
    pub problem: String,
}

/// At most `limit` subscriptions after a position that are due at `now`, except those of guilds
/// that removed the bot.
///
/// # Errors
/// A database error.
pub fn due(connection: &Connection, after: Place, now: Timestamp, limit: u32) -> Result<Due> {
    let mut select = connection.prepare_cached(&format!(
        "{SELECT} where (next_due, subscription.id) > (?1, ?2) and next_due <= ?3
             and guild.removed_at is null
         order by next_due, subscription.id limit ?4"
    ))?;
    let mut due = Due::default();
    let after_id = i64::try_from(after.1.0).unwrap_or(i64::MAX);
    let mut rows = select.query((millis(after.0), after_id, millis(now), limit))?;
    while let Some(row) = rows.next()? {
        due.last = Some((row.instant("next_due")?, SubscriptionId(row.id("id")?)));
        match read(connection, row) {
            Ok(subscription) => due.subscriptions.push(subscription),
            Err(error @ StoreError::BadValue { .. }) => due.unreadable.push(Unreadable {
                id: SubscriptionId(row.id("id")?),
                due: row.instant("next_due")?,
                problem: error.to_string(),
            }),
            Err(error) => return Err(error),
        }
    }
    Ok(due)
}

/// When the next subscription after `after` is due; `None` if there is none.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn earliest_due(connection: &Connection, after: Timestamp) -> Result<Option<Timestamp>> {
    let mut select = connection.prepare_cached(
        "select next_due from subscription left join guild using (guild_id)
         where next_due > ?1 and guild.removed_at is null
         order by next_due limit 1",
    )?;
    first_readable(select.query_and_then([millis(after)], |row| row.instant("next_due"))?)
}

/// Sets when a subscription is due next. A removed one stays removed.
///
/// # Errors
/// A database error.
pub fn set_next_due(
    connection: &Connection,
    id: SubscriptionId,
    next_due: Option<Timestamp>,
) -> Result<()> {
    let mut update = connection
        .prepare_cached("update subscription set next_due = ?2 where id = ?1 and removed = 0")?;
    update.execute((stored(id.0), next_due.map(millis)))?;
    Ok(())
}

/// Sets every next slot to the first one after `now`, except for those already due. Used after the
/// clock was set or zone rules have changed. Returns how many moved. Unreadable subscriptions are
/// unchanged.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn recompute_next_due(connection: &Connection, now: Timestamp) -> Result<usize> {
    let condition = "removed = 0 and guild.removed_at is null
         and (next_due is null or next_due > ?1)";
    set_next(connection, condition, [millis(now)], now)
}

/// Sets the next slots of one guild to the first ones after `now`: posts missed while the bot was
/// not in it are not made up for. Returns how many moved. Unreadable subscriptions are unchanged.
///
/// # Errors
/// A database error.
pub fn resume(connection: &Connection, guild: GuildId, now: Timestamp) -> Result<usize> {
    let condition = "subscription.guild_id = ?1 and removed = 0";
    set_next(connection, condition, [stored(guild.0)], now)
}

fn set_next(
    connection: &Connection,
    condition: &str,
    params: impl Params,
    now: Timestamp,
) -> Result<usize> {
    let mut moved = 0;
    let mut select = connection.prepare_cached(&format!("{SELECT} where {condition}"))?;
    let all = select.query_and_then(params, |row| read(connection, row))?;
    for subscription in all.collect::<Vec<_>>() {
        let subscription = match subscription {
            Ok(subscription) => subscription,
            Err(StoreError::BadValue { .. }) => continue,
            Err(error) => return Err(error),
        };
        let next = subscription.next_after(now);
        if next.map(millis) != subscription.next_due.map(millis) {
            set_next_due(connection, subscription.id, next)?;
            moved += 1;
        }
    }
    Ok(moved)
}

/// The due subscriptions of a guild that has added the bot again, with their next slot after `now`:
/// the bot was absent when they fell due. Unreadable ones are skipped.
///
/// # Errors
/// A database error.
pub fn overdue_of(
    connection: &Connection,
    guild: GuildId,
    now: Timestamp,
) -> Result<Vec<Subscription>> {
    let condition = "subscription.guild_id = ?1 and removed = 0 and next_due <= ?2
         order by subscription.id";
    select(connection, condition, (stored(guild.0), millis(now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::{self, at, subscribe};
    use crate::store::subscriptions::{get, remove};

    #[test]
    fn slots_are_recomputed_after_a_clock_change() {
        let db = open::in_memory();
        // 09:00 on weekdays in UTC; minute 0 is Tuesday, 09:00.
        let [far, right, due, never] =
            [Some(30 * 1_440), Some(1_440), Some(5), None].map(|due| subscribe(&db, 1, 2, due));
        assert_eq!(recompute_next_due(&db, at(10)).unwrap(), 2);
        let next = |id| get(&db, GuildId(1), id).unwrap().unwrap().next_due;
        for (one, expected) in [(far, 1_440), (right, 1_440), (due, 5), (never, 1_440)] {
            assert_eq!(next(one.id), Some(at(expected)), "{}", one.id);
        }
        assert_eq!(recompute_next_due(&db, at(10)).unwrap(), 0);
    }

    #[test]
    fn returning_guilds_move_only_their_own_slots() {
        let db = open::in_memory();
        // 09:00 on weekdays in UTC; minute 0 is Tuesday, 09:00.
        let own = [Some(-1_440), Some(5), Some(1_440)].map(|due| subscribe(&db, 1, 2, due));
        let removed = subscribe(&db, 1, 2, Some(5));
        remove(&db, GuildId(1), removed.id).unwrap();
        let other = subscribe(&db, 7, 8, Some(5));
        assert_eq!(resume(&db, GuildId(1), at(10)).unwrap(), 2);
        for one in own {
            let next = get(&db, GuildId(1), one.id).unwrap().unwrap().next_due;
            assert_eq!(next, Some(at(1_440)), "{}", one.id);
        }
        assert_eq!(get(&db, GuildId(7), other.id).unwrap(), Some(other));
        assert_eq!(earliest_due(&db, at(6)).unwrap(), Some(at(1_440)), "a removed one stays so");
    }

    #[test]
    fn the_longest_overdue_comes_first() {
        let db = open::in_memory();
        let subscriptions =
            [Some(5), Some(3), None, Some(5), Some(8)].map(|due| subscribe(&db, 1, 2, due));
        let ids = |found: Vec<Subscription>| -> Vec<u64> {
            found.into_iter().map(|subscription| subscription.id.0).collect()
        };
        let check = |after: i64, now: i64, limit: u32, expected: &[u64]| {
            let found = due(&db, samples::after(after), at(now), limit).unwrap();
            assert_eq!(ids(found.subscriptions), expected, "{after} to {now}, {limit}");
        };
        check(0, 2, 10, &[]);
        check(0, 5, 10, &[2, 1, 4]);
        check(3, 5, 10, &[1, 4]);
        check(0, 5, 2, &[2, 1]);
        check(0, 9, 10, &[2, 1, 4, 5]);
        // However many are due at one instant, the next query returns the rest.
        let mut place = samples::after(0);
        let mut read = Vec::new();
        while let Some(last) = due(&db, place, at(9), 1).unwrap().last {
            read.push(last.1.0);
            place = last;
        }
        assert_eq!(read, [2, 1, 4, 5]);
        assert_eq!(earliest_due(&db, at(0)).unwrap(), Some(at(3)));
        assert_eq!(earliest_due(&db, at(3)).unwrap(), Some(at(5)));
        assert_eq!(earliest_due(&db, at(8)).unwrap(), None);

        set_next_due(&db, subscriptions[1].id, Some(at(9))).unwrap();
        set_next_due(&db, subscriptions[0].id, None).unwrap();
        remove(&db, GuildId(1), subscriptions[3].id).unwrap();
        set_next_due(&db, subscriptions[3].id, Some(at(1))).unwrap();
        set_next_due(&db, SubscriptionId(99), Some(at(1))).unwrap();
        check(0, 9, 10, &[5, 2]);
        assert_eq!(earliest_due(&db, at(0)).unwrap(), Some(at(8)));
    }

    #[test]
    fn unreadable_subscriptions_delay_no_others() {
        let db = open::in_memory();
        let [bad, good] = [3, 4].map(|channel| subscribe(&db, 1, channel, Some(5)));
        let spoil = "update subscription set zone = 'Mars/Olympus' where id = ?1";
        db.execute(spoil, [stored(bad.id.0)]).unwrap();
        let found = due(&db, samples::after(0), at(9), 10).unwrap();
        assert_eq!(found.subscriptions, std::slice::from_ref(&good));
        let [unreadable] = &found.unreadable[..] else { panic!("{found:?}") };
        assert_eq!((unreadable.id, unreadable.due), (bad.id, at(5)));
        assert!(unreadable.problem.contains("`zone`"), "{}", unreadable.problem);
        set_next_due(&db, bad.id, None).unwrap();
        set_next_due(&db, good.id, None).unwrap();
        assert_eq!(recompute_next_due(&db, at(9)).unwrap(), 1);
    }
}
