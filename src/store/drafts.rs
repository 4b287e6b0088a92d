//! Drafts: subscriptions being set up or edited in a panel, until they are saved.

use domain::{DraftId, GuildId, SubscriptionId, UserId};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, named_params};

use super::value::{Columns, first_readable, millis, stored};
use super::{Result, guilds};

/// How long an unsaved draft is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The maximum number of drafts per user and guild; the oldest are dropped.
const OF_ONE: u32 = 10;

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its number.
    pub id: DraftId,
    /// Its guild.
    pub guild: GuildId,
    /// Who created it.
    pub user: UserId,
    /// The subscription being edited, and its state when the draft was created; it may have been
    /// removed since. `None` for a new one.
    pub edits: Option<(SubscriptionId, String)>,
    /// The current choices.
    pub state: String,
}

/// Creates a draft, dropping the user's oldest if there are too many.
///
/// # Errors
/// A database error.
pub fn add(
    connection: &Connection,
    (guild, user): (GuildId, UserId),
    edits: Option<(SubscriptionId, &str)>,
    state: &str,
    now: Timestamp,
) -> Result<DraftId> {
    guilds::ensure(connection, guild, now)?;
    let mut insert = connection.prepare_cached(
        "insert into draft (guild_id, user_id, subscription_id, opened_with, state, changed_at)
         values (:guild, :user, :subscription, :opened_with, :state, :now)",
    )?;
    insert.execute(named_params! {
        ":guild": stored(guild.0),
        ":user": stored(user.0),
        ":subscription": edits.map(|(id, _)| stored(id.0)),
        ":opened_with": edits.map(|(_, opened_with)| opened_with),
        ":state": state,
        ":now": millis(now),
    })?;
    let id = DraftId(connection.last_insert_rowid().cast_unsigned());
    let mut oldest = connection.prepare_cached(
        "delete from draft where id in
         (select id from draft where guild_id = ?1 and user_id = ?2 and tested_at is null
          order by id desc limit -1 offset ?3)",
    )?;
    oldest.execute((stored(guild.0), stored(user.0), OF_ONE))?;
    Ok(id)
}

/// A draft of this guild; `None` if it was saved or canceled, or has expired.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn get(
    connection: &Connection,
    guild: GuildId,
    id: DraftId,
    now: Timestamp,
) -> Result<Option<Draft>> {
    let mut select = connection.prepare_cached(
        "select * from draft
         where id = ?1 and guild_id = ?2 and changed_at >= ?3 and state <> ''",
    )?;
    let oldest = millis(now.saturating_sub(KEPT).unwrap_or(now));
    let params = (stored(id.0), stored(guild.0), oldest);
    first_readable(select.query_and_then(params, read)?)
}

fn read(row: &Row) -> Result<Draft> {
    let opened_with: Option<String> = row.value("opened_with")?;
    let subscription = row.maybe_id("subscription_id")?.map(SubscriptionId);
    Ok(Draft {
        id: DraftId(row.id("id")?),
        guild: GuildId(row.id("guild_id")?),
        user: UserId(row.id("user_id")?),
        edits: subscription.zip(opened_with),
        state: row.value("state")?,
    })
}

/// Stores the current choices.
///
/// # Errors
/// A database error.
pub fn set(connection: &Connection, id: DraftId, state: &str, now: Timestamp) -> Result<()> {
    let mut update =
        connection.prepare_cached("update draft set state = ?2, changed_at = ?3 where id = ?1")?;
    update.execute((stored(id.0), state, millis(now)))?;
    Ok(())
}

/// Deletes a draft that was saved or canceled. The guild's last one with a test post is only
/// emptied, because the time of the test counts on.
///
/// # Errors
/// A database error.
pub fn remove(connection: &Connection, id: DraftId) -> Result<()> {
    connection.execute("delete from draft where id = ?1 and tested_at is null", [stored(id.0)])?;
    connection.execute("update draft set state = '' where id = ?1", [stored(id.0)])?;
    Ok(())
}

/// Records that a test post is about to be sent for a draft, unless the guild had one less than
/// `pause` ago; then returns the time until the next.
///
/// # Errors
/// A database error.
pub fn begin_test(
    connection: &Connection,
    guild: GuildId,
    id: DraftId,
    pause: SignedDuration,
    now: Timestamp,
) -> Result<Option<SignedDuration>> {
    let mut select = connection
        .prepare_cached("select max(tested_at) as tested_at from draft where guild_id = ?1")?;
    let read = |row: &Row| row.maybe_instant("tested_at");
    let last = first_readable(select.query_and_then([stored(guild.0)], read)?)?.flatten();
    let wait = last.map(|last| pause - now.duration_since(last));
    if let Some(wait) = wait.filter(|wait| wait.is_positive() && *wait <= pause) {
        return Ok(Some(wait));
    }
    let guild = [stored(guild.0)];
    let closed = "delete from draft where guild_id = ?1 and tested_at is not null and state = ''";
    connection.execute(closed, guild)?;
    let earlier = "update draft set tested_at = null where guild_id = ?1 and tested_at is not null";
    connection.execute(earlier, guild)?;
    let mut update = connection.prepare_cached("update draft set tested_at = ?2 where id = ?1")?;
    update.execute((stored(id.0), millis(now)))?;
    Ok(None)
}

/// Deletes at most `limit` expired drafts, and returns their number.
///
/// # Errors
/// A database error.
pub fn delete_old(connection: &Connection, now: Timestamp, limit: u32) -> Result<usize> {
    let oldest = millis(now.saturating_sub(KEPT).unwrap_or(now));
    let mut delete = connection.prepare_cached(
        "delete from draft where id in
         (select id from draft where changed_at < ?1 order by changed_at limit ?2)",
    )?;
    Ok(delete.execute((oldest, limit))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::{at, subscribe};

    const GUILD: GuildId = GuildId(1);
    const DAY: i64 = 24 * 60;

    fn begin(db: &Connection, user: u64, minute: i64) -> DraftId {
        add(db, (GUILD, UserId(user)), None, "new", at(minute)).unwrap()
    }

    #[test]
    fn drafts_expire_a_day_after_their_last_change() {
        let db = open::in_memory();
        let id = begin(&db, u64::MAX, 0);
        let found = get(&db, GUILD, id, at(1)).unwrap().expect("it is there");
        assert_eq!(
            (found.user, found.edits, found.state.as_str()),
            (UserId(u64::MAX), None, "new")
        );
        assert_eq!(get(&db, GuildId(2), id, at(1)).unwrap(), None, "another guild's");
        set(&db, id, "changed", at(DAY)).unwrap();
        let state = |minute| get(&db, GUILD, id, at(minute)).unwrap().map(|draft| draft.state);
        assert_eq!(state(2 * DAY).as_deref(), Some("changed"));
        assert_eq!(state(2 * DAY + 1), None, "not deleted yet, and over all the same");
        assert_eq!(delete_old(&db, at(2 * DAY), 9).unwrap(), 0);
        assert_eq!(delete_old(&db, at(2 * DAY + 1), 9).unwrap(), 1);
        let next = begin(&db, 1, 2 * DAY);
        assert_ne!(next, id, "a number is never given twice");
        remove(&db, next).unwrap();
        assert_eq!(get(&db, GUILD, next, at(2 * DAY)).unwrap(), None);
    }

    #[test]
    fn drafts_survive_their_subscription_but_not_their_guild() {
        let db = open::in_memory();
        let one = subscribe(&db, 1, 2, None);
        let id = add(&db, (GUILD, UserId(9)), Some((one.id, "old")), "new", at(0)).unwrap();
        let edits = || get(&db, GUILD, id, at(0)).unwrap().map(|draft| draft.edits);
        assert_eq!(edits(), Some(Some((one.id, "old".to_owned()))));
        crate::store::subscriptions::remove(&db, GUILD, one.id).unwrap();
        assert_eq!(edits(), Some(Some((one.id, "old".to_owned()))));
        db.execute("delete from guild", []).unwrap();
        assert_eq!(edits(), None);
    }

    #[test]
    fn each_users_newest_drafts_are_kept() {
        let db = open::in_memory();
        let other = begin(&db, 2, 0);
        let ids: Vec<DraftId> = (0..i64::from(OF_ONE) + 1).map(|at| begin(&db, 1, at)).collect();
        let is_there = |id| get(&db, GUILD, id, at(20)).unwrap().is_some();
        assert!(!is_there(ids[0]) && is_there(ids[1]) && is_there(other));
    }

    #[test]
    fn guilds_have_one_test_at_a_time() {
        let db = open::in_memory();
        let [one, two] = [1, 2].map(|user| begin(&db, user, 0));
        let pause = SignedDuration::from_mins(1);
        let test = |id, minute| begin_test(&db, GUILD, id, pause, at(minute)).unwrap();
        assert_eq!(test(one, 0), None);
        assert_eq!(test(two, 0), Some(pause));
        assert_eq!(test(two, 1), None);
        assert_eq!(test(one, 1), Some(pause));
    }

    #[test]
    fn closing_a_panel_does_not_shorten_the_pause_between_tests() {
        let db = open::in_memory();
        let pause = SignedDuration::from_mins(1);
        let test = |id, minute| begin_test(&db, GUILD, id, pause, at(minute)).unwrap();
        let one = begin(&db, 1, 0);
        assert_eq!(test(one, 0), None);
        remove(&db, one).unwrap();
        assert_eq!(get(&db, GUILD, one, at(0)).unwrap(), None);
        let ids: Vec<DraftId> = (0..=OF_ONE).map(|_| begin(&db, 1, 0)).collect();
        assert_eq!(test(ids[1], 0), Some(pause));
        assert_eq!(test(ids[1], 1), None);
        assert_eq!(test(ids[2], 2), None);
        let count = "select count(*) from draft where state = '' or tested_at is not null";
        let count: i64 = db.query_one(count, [], |row| row.get(0)).unwrap();
        assert_eq!(count, 1, "only the last test is known");
    }
}
