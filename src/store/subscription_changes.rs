//! Pauses, restores and reschedules existing subscriptions.

use domain::{CATCH_UP, FailureReason, GuildId, Pause, SlotState, Subscription, SubscriptionId};
use jiff::Timestamp;
use rusqlite::Connection;

use super::value::{Columns, millis, stored};
use super::{Result, deliveries, subscriptions};

/// Pauses or resumes a subscription of this guild and returns it; `None` if the guild has none with
/// this number. A slot that waits for its list is skipped by the pause, and waits again when the
/// pause is ended soon.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn set_pause(
    connection: &Connection,
    (guild, id): (GuildId, SubscriptionId),
    pause: Option<Pause>,
    now: Timestamp,
) -> Result<Option<Subscription>> {
    let Some(found) = subscriptions::get(connection, guild, id)? else { return Ok(None) };
    let waiting = found.next_due.filter(|due| *due <= now);
    let was_paused = found.paused_at(now);
    let mut changed = Subscription { pause, ..found };
    changed.next_due = changed.next_after(now);
    match (pause, waiting, was_paused) {
        (Some(_), Some(due), _) => {
            let (state, reason) = (SlotState::Skipped, Some(FailureReason::Paused));
            deliveries::end_empty(connection, id, due, state, reason, false, now)?;
        }
        (None, _, Some(ended)) => {
            let revived = revive(connection, id, ended, now)?;
            changed.next_due = revived.or(changed.next_due);
        }
        _ => {}
    }
    subscriptions::edit(connection, &changed)?;
    subscriptions::get(connection, guild, id)
}

/// Takes back the end of the slot that was skipped when this pause began, and returns when it was due.
fn revive(
    connection: &Connection,
    id: SubscriptionId,
    pause: Pause,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let oldest = now.saturating_sub(CATCH_UP).unwrap_or(now);
    let mut delete = connection.prepare_cached(
        "delete from slot where subscription_id = ?1 and state = ?2 and reason = ?3
             and due_at between ?4 and ?5
         returning due_at",
    )?;
    let skipped = SlotState::Skipped.as_str();
    let reason = FailureReason::Paused.as_str();
    let row = (stored(id.0), skipped, reason, millis(oldest), millis(pause.since));
    let read = |row: &rusqlite::Row| row.instant("due_at");
    delete.query_and_then(row, read)?.next().transpose()
}

/// Restores a removed subscription of this guild and returns it; `None` if there is no such removed
/// subscription. Posts missed in between are not made up for.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn restore(
    connection: &Connection,
    guild: GuildId,
    id: SubscriptionId,
    now: Timestamp,
) -> Result<Option<Subscription>> {
    let mut update = connection.prepare_cached(
        "update subscription set removed = 0 where id = ?1 and guild_id = ?2 and removed = 1",
    )?;
    if update.execute((stored(id.0), stored(guild.0)))? == 0 {
        return Ok(None);
    }
    let Some(found) = subscriptions::get(connection, guild, id)? else { return Ok(None) };
    subscriptions::set_next_due(connection, id, found.next_after(now))?;
    subscriptions::get(connection, guild, id)
}

/// Whether a subscription still has the settings and the pause with which it was read. A removed one
/// has.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn is_current(connection: &Connection, read: &Subscription) -> Result<bool> {
    let stored = subscriptions::by_id(connection, read.id)?;
    Ok(stored.is_none_or(|stored| {
        (&stored.settings, stored.since, stored.pause) == (&read.settings, read.since, read.pause)
    }))
}

/// Sets the next slot from the stored subscription, which may have been edited or paused since it
/// was read. If it can't be read, uses the earlier version.
///
/// # Errors
/// A database error.
pub fn set_next(connection: &Connection, read: &Subscription, now: Timestamp) -> Result<()> {
    let stored = subscriptions::by_id(connection, read.id)?;
    let next = stored.as_ref().unwrap_or(read).next_after(now);
    subscriptions::set_next_due(connection, read.id, next)
}

#[cfg(test)]
mod tests {
    use domain::{Schedule, SubscriptionSettings};

    use super::*;
    use crate::store::samples::{at, settings, subscribe};
    use crate::store::{StoreError, open};

    const GUILD: GuildId = GuildId(1);

    #[test]
    fn edits_are_read_back() {
        let db = open::in_memory();
        let one = subscribe(&db, 1, 2, Some(5));
        let settings = SubscriptionSettings {
            topics: "diffusion, -tv".parse().unwrap(),
            schedule: Schedule { cron: "18:30".parse().unwrap(), ..one.settings.schedule.clone() },
            min_upvotes: 1,
            max_papers: 25,
            strictness: domain::Strictness::Loose,
            selection: crate::store::samples::selection(),
            posting: crate::store::samples::posting(),
            language: domain::Language::Japanese,
            own_language: false,
            ..settings(1, 7)
        };
        let pause = Some(Pause { since: at(0), until: Some(at(60)) });
        let since = one.since.tomorrow().unwrap();
        let changed = Subscription { id: one.id, settings, since, next_due: Some(at(90)), pause };
        subscriptions::edit(&db, &changed).unwrap();
        assert_eq!(subscriptions::get(&db, GUILD, one.id).unwrap(), Some(changed.clone()));
        subscriptions::remove(&db, GUILD, one.id).unwrap();
        assert!(matches!(subscriptions::edit(&db, &changed), Err(StoreError::Unknown { .. })));
    }

    #[test]
    fn changes_since_a_subscription_was_read_are_noticed() {
        let check = |change: &dyn Fn(&Connection, &Subscription), expected: bool| {
            let db = open::in_memory();
            let read = subscribe(&db, 1, 2, Some(5));
            change(&db, &read);
            assert_eq!(is_current(&db, &read).unwrap(), expected);
        };
        let edit = |db: &Connection, read: &Subscription, change: &dyn Fn(&mut Subscription)| {
            let mut changed = read.clone();
            change(&mut changed);
            subscriptions::edit(db, &changed).unwrap();
        };
        check(&|_, _| {}, true);
        check(&|db, read| edit(db, read, &|one| one.next_due = Some(at(9))), true);
        check(&|db, read| drop(subscriptions::remove(db, GUILD, read.id).unwrap()), true);
        let moved = crate::store::samples::channel(3);
        check(&|db, read| edit(db, read, &|one| one.settings.destination = moved), false);
        let role = Some(domain::RoleId(4));
        check(&|db, read| edit(db, read, &|one| one.settings.posting.role = role), false);
        let topics: domain::Topics = "diffusion".parse().unwrap();
        check(&|db, read| edit(db, read, &|one| one.settings.topics = topics.clone()), false);
        let pause = Some(Pause { since: at(6), until: None });
        check(&|db, read| drop(set_pause(db, (GUILD, read.id), pause, at(6)).unwrap()), false);
    }

    #[test]
    fn only_its_end_ends_a_pause() {
        let db = open::in_memory();
        // 09:00 on weekdays in UTC; minute 0 is Tuesday, 09:00.
        let one = subscribe(&db, 1, 2, Some(1_440));
        let other = subscribe(&db, 1, 3, Some(1_440));
        let next = |id| subscriptions::get(&db, GUILD, id).unwrap().unwrap().next_due;
        let pause = |until: Option<i64>| {
            let pause = Pause { since: at(10), until: until.map(at) };
            set_pause(&db, (GUILD, one.id), Some(pause), at(10)).unwrap().unwrap().next_due
        };
        assert_eq!(pause(None), None);
        subscriptions::recompute_next_due(&db, at(20)).unwrap();
        subscriptions::resume(&db, GUILD, at(20)).unwrap();
        set_next(&db, &one, at(20)).unwrap();
        assert_eq!(next(one.id), None, "not by the clock, a return, or a slot that was on its way");
        assert_eq!(next(other.id), Some(at(1_440)));
        assert_eq!(pause(Some(2 * 1_440)), Some(at(2 * 1_440)), "the slot at its end");
        set_next(&db, &one, at(20)).unwrap();
        assert_eq!(next(one.id), Some(at(2 * 1_440)));
        set_next(&db, &one, at(2 * 1_440)).unwrap();
        assert_eq!(next(one.id), Some(at(3 * 1_440)), "it is over");
        let resumed = set_pause(&db, (GUILD, one.id), None, at(30)).unwrap().unwrap();
        assert_eq!((resumed.pause, resumed.next_due), (None, Some(at(1_440))));
        assert_eq!(set_pause(&db, (GuildId(9), one.id), None, at(30)).unwrap(), None);
    }

    #[test]
    fn a_slot_that_waits_is_skipped_by_a_pause_and_waits_again_without_it() {
        let slots = |db: &Connection| {
            let mut select = db.prepare("select due_at, state || ' ' || reason from slot").unwrap();
            let rows = select.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
            rows.unwrap().map(|row| row.unwrap()).collect::<Vec<(i64, String)>>()
        };
        // Resumed after a minute, after half a day and more, and after the pause was extended.
        for (resumed, again, expected) in
            [(11, None, 0), (800, None, 1_440), (11, Some(10), 0), (3_000, None, 4_320)]
        {
            let db = open::in_memory();
            let one = subscribe(&db, 1, 2, Some(0));
            let pause = |since: i64| {
                let pause = Some(Pause { since: at(since), until: None });
                set_pause(&db, (GUILD, one.id), pause, at(since)).unwrap().unwrap().next_due
            };
            assert_eq!(pause(9), None);
            assert_eq!(slots(&db), [(millis(at(0)), "skipped paused".to_owned())]);
            again.map(pause);
            let next = set_pause(&db, (GUILD, one.id), None, at(resumed)).unwrap().unwrap();
            assert_eq!(next.next_due, Some(at(expected)), "resumed after {resumed} minutes");
            assert_eq!(slots(&db).len(), usize::from(expected != 0));
        }
        let db = open::in_memory();
        let one = subscribe(&db, 1, 2, Some(1_440));
        let pause = Some(Pause { since: at(5), until: None });
        set_pause(&db, (GUILD, one.id), pause, at(5)).unwrap();
        assert_eq!(slots(&db), [], "nothing was due");
    }

    #[test]
    fn removals_are_undone_once_and_only_by_their_guild() {
        let db = open::in_memory();
        let one = subscribe(&db, 1, 2, Some(-5));
        assert_eq!(restore(&db, GUILD, one.id, at(0)).unwrap(), None, "it is there");
        subscriptions::remove(&db, GUILD, one.id).unwrap();
        assert_eq!(restore(&db, GuildId(9), one.id, at(0)).unwrap(), None);
        let restored = restore(&db, GUILD, one.id, at(0)).unwrap().unwrap();
        assert_eq!(restored, Subscription { next_due: Some(at(1_440)), ..one.clone() });
        assert_eq!(restore(&db, GUILD, one.id, at(0)).unwrap(), None);
    }
}
