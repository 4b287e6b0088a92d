//! The audit log: who changed a guild's subscriptions and settings, kept for 90 days.

use domain::{
    AuditEntry, Configuration, ConfigurationChange, GuildId, SettingChange, SubscriptionId, UserId,
};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, named_params};

use super::value::{Columns, bad, millis, readable, stored};
use super::{Result, guild_settings, subscriptions};

/// How long an entry is kept.
pub const DAYS: i64 = 90;

/// A guild's whole configuration.
///
/// # Errors
/// A database error.
pub fn configuration(
    connection: &Connection,
    guild: GuildId,
    now: Timestamp,
) -> Result<Configuration> {
    let settings = guild_settings::get(connection, guild)?;
    let subscriptions = subscriptions::of_guild(connection, guild)?;
    Ok(Configuration::new(&settings, &subscriptions, now))
}

/// The highest subscription number so far, including removed ones. A subscription with a number up
/// to this is not new.
///
/// # Errors
/// A database error.
pub fn newest_subscription(connection: &Connection) -> Result<SubscriptionId> {
    let mut select = connection.prepare_cached("select coalesce(max(id), 0) from subscription")?;
    let id: i64 = select.query_row([], |row| row.get(0))?;
    Ok(SubscriptionId(id.cast_unsigned()))
}

/// Records a change, in the transaction that makes it.
///
/// # Errors
/// A database error.
pub fn record(connection: &Connection, guild: GuildId, entry: &AuditEntry) -> Result<()> {
    let change = |one: &SettingChange| {
        serde_json::json!([one.setting.as_str(), one.old.as_deref(), one.new.as_deref()])
    };
    let changes: serde_json::Value = entry.change.settings.iter().map(change).collect();
    let mut insert = connection.prepare_cached(
        "insert into audit (guild_id, user_id, at, command, kind, subscription_id, changes)
         values (:guild, :user, :at, :command, :kind, :subscription, :changes)",
    )?;
    insert.execute(named_params! {
        ":guild": stored(guild.0),
        ":user": stored(entry.by.0),
        ":at": millis(entry.at),
        ":command": entry.command,
        ":kind": entry.change.kind.as_str(),
        ":subscription": entry.change.subscription.map(|id| stored(id.0)),
        ":changes": changes.to_string(),
    })?;
    Ok(())
}

/// The number of a guild's entries.
///
/// # Errors
/// A database error.
pub fn count(connection: &Connection, guild: GuildId) -> Result<usize> {
    let mut select = connection.prepare_cached("select count(*) from audit where guild_id = ?1")?;
    let count: i64 = select.query_row([stored(guild.0)], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// A guild's entries, newest first.
///
/// # Errors
/// A database error.
pub fn of_guild(
    connection: &Connection,
    guild: GuildId,
    offset: usize,
    limit: usize,
) -> Result<Vec<AuditEntry>> {
    let mut select = connection.prepare_cached(
        "select * from audit where guild_id = ?1 order by id desc limit ?2 offset ?3",
    )?;
    let parameters = (stored(guild.0), limit as i64, offset as i64);
    readable(select.query_and_then(parameters, read)?)
}

fn read(row: &Row) -> Result<AuditEntry> {
    type Stored = (String, Option<String>, Option<String>);
    let changes: String = row.value("changes")?;
    let changes: Vec<Stored> =
        serde_json::from_str(&changes).map_err(|_| bad("changes", "not a list of changes"))?;
    // Skip settings that only a later version knows.
    let change = |(setting, old, new): Stored| {
        let setting = setting.parse().ok()?;
        Some(SettingChange { setting, old, new })
    };
    Ok(AuditEntry {
        at: row.instant("at")?,
        by: UserId(row.id("user_id")?),
        command: row.value("command")?,
        change: ConfigurationChange {
            kind: row.parsed("kind")?,
            subscription: row.maybe_id("subscription_id")?.map(SubscriptionId),
            settings: changes.into_iter().filter_map(change).collect(),
        },
    })
}

/// Deletes at most `limit` expired entries, and returns their number.
///
/// # Errors
/// A database error.
pub fn delete_old(connection: &Connection, now: Timestamp, limit: u32) -> Result<usize> {
    let kept = SignedDuration::from_hours(DAYS * 24);
    let before = now.saturating_sub(kept).unwrap_or(Timestamp::MIN);
    let mut delete = connection.prepare_cached(
        "delete from audit where id in (select id from audit where at < ?1 order by at limit ?2)",
    )?;
    Ok(delete.execute((millis(before), limit))?)
}

#[cfg(test)]
mod tests {
    use domain::{ChangeKind, Setting};

    use super::*;
    use crate::store::open;
    use crate::store::samples::{at, subscribe};

    fn entry(minute: i64) -> AuditEntry {
        let settings = vec![SettingChange {
            setting: Setting::MaxPapers,
            old: Some("10".to_owned()),
            new: None,
        }];
        let subscription = Some(SubscriptionId(1));
        AuditEntry {
            at: at(minute),
            by: UserId(u64::MAX),
            command: "subscription edit".to_owned(),
            change: ConfigurationChange { kind: ChangeKind::Edited, subscription, settings },
        }
    }

    #[test]
    fn entries_are_read_back_newest_first_by_guild() {
        let db = open::in_memory();
        subscribe(&db, 1, 2, None);
        let guild = GuildId(1);
        for minute in 0..3 {
            record(&db, guild, &entry(minute)).unwrap();
        }
        assert_eq!(count(&db, guild).unwrap(), 3);
        assert_eq!(of_guild(&db, guild, 0, 2).unwrap(), [entry(2), entry(1)]);
        assert_eq!(of_guild(&db, guild, 2, 2).unwrap(), [entry(0)]);
        assert_eq!(of_guild(&db, GuildId(9), 0, 2).unwrap(), []);
        db.execute_batch(r#"update audit set changes = '[["tomorrow",null,"x"]]' where id = 3"#)
            .unwrap();
        assert_eq!(of_guild(&db, guild, 0, 1).unwrap()[0].change.settings, []);
        db.execute_batch(r#"update audit set changes = '[["form",null,"compact"]]' where id = 3"#)
            .unwrap();
        let earlier = of_guild(&db, guild, 0, 1).unwrap()[0].change.settings[0].setting;
        assert_eq!(earlier, Setting::Form, "its earlier name");
        db.execute_batch("update audit set kind = 'unheard of' where id = 3").unwrap();
        assert_eq!(of_guild(&db, guild, 0, 9).unwrap(), [entry(1), entry(0)]);
    }

    #[test]
    fn entries_expire_after_ninety_days() {
        let db = open::in_memory();
        subscribe(&db, 1, 2, None);
        for minute in 0..3 {
            record(&db, GuildId(1), &entry(minute)).unwrap();
        }
        let day = 24 * 60;
        assert_eq!(delete_old(&db, at(DAYS * day), 9).unwrap(), 0, "kept to the minute");
        assert_eq!(delete_old(&db, at(DAYS * day + 2), 1).unwrap(), 1);
        assert_eq!(delete_old(&db, at(DAYS * day + 2), 9).unwrap(), 1);
        assert_eq!(of_guild(&db, GuildId(1), 0, 9).unwrap(), [entry(2)]);
    }
}
