//! Totals of the database for `/metrics`.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row};

use super::Result;
use super::value::millis;

/// How far back finished slots are counted.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Slots with the same outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The state's code.
    pub state: String,
    /// The reason's code; empty if there is none.
    pub reason: String,
    /// The number of slots.
    pub slots: u64,
}

/// The totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Servers that the bot is in.
    pub guilds: u64,
    /// Active subscriptions.
    pub subscriptions: u64,
    /// Channels, threads and people that currently can't be posted to.
    pub blocked: u64,
    /// Slots that fell due in the last 24 hours and have ended.
    pub ended: Vec<Ended>,
    /// The time from due to last message of those that were sent: median and maximum.
    pub lag: Option<(SignedDuration, SignedDuration)>,
}

/// Counts everything at `now`.
///
/// # Errors
/// A database error.
pub fn read(connection: &Connection, now: Timestamp) -> Result<Totals> {
    let count = |sql: &str| -> Result<u64> {
        Ok(connection.query_one(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    };
    let since = millis(now.saturating_sub(DAY).unwrap_or(Timestamp::MIN));
    let mut select = connection.prepare_cached(
        "select state, coalesce(reason, ''), count(*) from slot
         where due_at >= ?1 and state <> 'claimed' group by 1, 2 order by 1, 2",
    )?;
    let read = |row: &Row| {
        let slots = row.get::<_, i64>(2)?.unsigned_abs();
        Ok(Ended { state: row.get(0)?, reason: row.get(1)?, slots })
    };
    let ended = select.query_map([since], read)?.collect::<rusqlite::Result<_>>()?;
    let mut select = connection.prepare_cached(
        "select finished_at - due_at from slot
         where due_at >= ?1 and state = 'sent' and finished_at is not null order by 1",
    )?;
    let lags = select.query_map([since], |row| row.get::<_, i64>(0))?;
    let lags: Vec<i64> = lags.collect::<rusqlite::Result<_>>()?;
    let lag = lags.last().map(|longest| {
        let median = lags[lags.len() / 2];
        (SignedDuration::from_millis(median), SignedDuration::from_millis(*longest))
    });
    Ok(Totals {
        guilds: count("select count(*) from guild where removed_at is null")?,
        subscriptions: count("select count(*) from subscription where removed = 0")?,
        blocked: count("select count(*) from destination where blocked_reason is not null")?,
        ended,
        lag,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::at;

    #[test]
    fn slots_of_the_last_day_are_counted_by_outcome() {
        let db = open::in_memory();
        db.execute_batch(
            "insert into guild values (1, 'lab', 0, null), (2, 'left', 0, 5);
             insert into destination (id, kind, guild_id, channel_id) values (1, 'channel', 1, 2);
             update destination set blocked_reason = 'missing permission', blocked_since = 1;
             insert into subscription (id, guild_id, destination_id, created_by, cron, zone,
                 min_upvotes, max_papers, strictness, since, created_at)
             values (1, 1, 1, 9, '0 9 * * *', 'UTC', 0, 5, 'normal', '2026-05-12', 0);",
        )
        .unwrap();
        let now = at(3_000);
        for (minute, state, reason, took) in [
            (0, "sent", None, 9_000),
            (2_000, "sent", None, 1_000),
            (2_100, "sent", None, 2_000),
            (2_200, "sent", None, 60_000),
            (2_300, "failed", Some("refused"), 500),
            (2_400, "nothing new", None, 0),
        ] {
            let due = millis(at(minute));
            let insert = "insert into slot (subscription_id, destination_id, due_at, state, reason,
                late, created_at, finished_at) values (1, 1, ?1, ?2, ?3, 0, ?1, ?1 + ?4)";
            db.execute(insert, (due, state, reason, took)).unwrap();
        }
        let totals = read(&db, now).unwrap();
        assert_eq!((totals.guilds, totals.subscriptions, totals.blocked), (1, 1, 1));
        let ended: Vec<_> =
            totals.ended.iter().map(|one| (&*one.state, &*one.reason, one.slots)).collect();
        assert_eq!(ended, [("failed", "refused", 1), ("nothing new", "", 1), ("sent", "", 3)]);
        let seconds = SignedDuration::from_secs;
        assert_eq!(totals.lag, Some((seconds(2), seconds(60))));
        assert_eq!(read(&open::in_memory(), now).unwrap(), Totals::default());
    }
}
