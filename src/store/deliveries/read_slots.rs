//! Reads slots: those left open by a crash, and the history shown to admins.

use domain::{ChannelId, GuildId, Language, MessageId, PaperId, SlotState, SubscriptionId};
use jiff::Timestamp;
use rusqlite::{Connection, Params, Row};

use super::{Part, PartId, Slot, SlotId, SlotRecord, part_kind, part_state, slot_state};
use crate::store::value::{Columns, first_readable, millis, readable, stored};
use crate::store::{Result, destinations};

/// The claimed slots that have not ended, oldest first.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn unfinished(connection: &Connection) -> Result<Vec<SlotId>> {
    let mut select =
        connection.prepare_cached("select id from slot where state = 'claimed' order by id")?;
    select.query_and_then([], |row| Ok(SlotId(row.id("id")?)))?.collect()
}

/// When the oldest unfinished slot was claimed.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn open_since(connection: &Connection) -> Result<Option<Timestamp>> {
    let mut select = connection
        .prepare_cached("select min(created_at) as since from slot where state = 'claimed'")?;
    select
        .query_and_then([], |row| row.maybe_instant("since"))?
        .next()
        .transpose()
        .map(Option::flatten)
}

/// A claimed slot; `None` if there is none.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn get(connection: &Connection, id: SlotId) -> Result<Option<Slot>> {
    Ok(slots(connection, "slot.id = ?1", [stored(id.0)])?.pop())
}

/// A message whose votes are a day old.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VotesToEdit {
    /// Its part.
    pub part: PartId,
    /// The channel it is in.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// What was sent.
    pub body: String,
    /// The papers in it.
    pub papers: Vec<PaperId>,
    /// The language of its subscription.
    pub language: Language,
}

/// At most `limit` messages sent between two instants whose votes have not been updated yet, in
/// channels that are not blocked.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn votes_to_edit(
    connection: &Connection,
    from: Timestamp,
    to: Timestamp,
    limit: u32,
) -> Result<Vec<VotesToEdit>> {
    let mut select = connection.prepare_cached(
        "select part.*, coalesce(part.channel_id, destination.channel_id) as message_channel,
             subscription.language
         from part
         join slot on slot.id = part.slot_id
         join subscription on subscription.id = slot.subscription_id
         join destination on destination.id = slot.destination_id
         where part.state = 'sent' and part.votes_edited_at is null
             and part.finished_at between ?1 and ?2 and destination.blocked_reason is null
             and message_channel is not null and part.bears
         order by part.finished_at limit ?3",
    )?;
    let read = |row: &Row| {
        let part = PartId(row.id("id")?);
        Ok(VotesToEdit {
            part,
            channel: ChannelId(row.id("message_channel")?),
            message: MessageId(row.id("message_id")?),
            body: row.value("body")?,
            papers: papers(connection, part)?,
            language: row.language()?,
        })
    };
    readable(select.query_and_then((millis(from), millis(to), limit), read)?)
}

/// Records that a message's votes were updated, or can't be.
///
/// # Errors
/// A database error.
pub fn votes_edited(connection: &Connection, part: PartId, now: Timestamp) -> Result<()> {
    let mut update =
        connection.prepare_cached("update part set votes_edited_at = ?2 where id = ?1")?;
    update.execute((stored(part.0), millis(now)))?;
    Ok(())
}

/// SQLite reads each subscription's slots from the latest on, using the unique index, and only as
/// far as a page needs: older slots are neither read nor sorted.
const RECENT: &str = "
    select recent.*, destination.kind as destination_kind,
        destination.channel_id as destination_channel_id,
        destination.user_id as destination_user_id
    from (
        select slot.*,
            (select count(*) from part join ledger on ledger.part_id = part.id
             where part.slot_id = slot.id and part.state <> 'failed') as papers,
            (select count(*) from part where slot_id = slot.id and bears) as parts,
            (select count(*) from part where slot_id = slot.id and bears and state = 'failed')
                as missing
        from slot join subscription on subscription.id = slot.subscription_id
        where subscription.guild_id = ?1
        order by slot.due_at desc, slot.id desc limit ?2
    ) as recent
    join destination on destination.id = recent.destination_id
    order by recent.due_at desc, recent.id desc";

/// At most `limit` slots of a server, latest due first, including those of removed subscriptions.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn recent(connection: &Connection, guild: GuildId, limit: u32) -> Result<Vec<SlotRecord>> {
    let mut select = connection.prepare_cached(RECENT)?;
    readable(select.query_and_then((stored(guild.0), limit), record)?)
}

/// The due time of the last slot of a subscription, before an instant, that posted papers or found
/// nothing new.
///
/// # Errors
/// A database error.
pub fn last_brought(
    connection: &Connection,
    subscription: SubscriptionId,
    before: Timestamp,
) -> Result<Option<Timestamp>> {
    let mut select = connection.prepare_cached(
        "select max(due_at) as due_at from slot
         where subscription_id = ?1 and due_at < ?2 and state in ('sent', 'nothing new')",
    )?;
    let read = |row: &Row| row.maybe_instant("due_at");
    let found = select.query_and_then((stored(subscription.0), millis(before)), read)?;
    Ok(first_readable(found)?.flatten())
}

/// The slots that satisfy a condition, oldest first.
pub(super) fn slots(
    connection: &Connection,
    condition: &'static str,
    params: impl Params,
) -> Result<Vec<Slot>> {
    let mut select = connection.prepare_cached(&format!(
        "select slot.*, subscription.guild_id, {}
         from slot join subscription on subscription.id = slot.subscription_id
         join destination on destination.id = slot.destination_id
         where {condition} order by slot.id",
        destinations::COLUMNS
    ))?;
    let read = |row: &Row| {
        let id = SlotId(row.id("id")?);
        Ok(Slot {
            id,
            subscription: SubscriptionId(row.id("subscription_id")?),
            guild: row.maybe_id("guild_id")?.map(GuildId),
            destination: destinations::read(row)?,
            due_at: row.instant("due_at")?,
            late: row.value("late")?,
            is_open: slot_state(&row.value::<String>("state")?)? == SlotState::Claimed,
            parts: parts(connection, id)?,
        })
    };
    select.query_and_then(params, read)?.collect()
}

fn parts(connection: &Connection, slot: SlotId) -> Result<Vec<Part>> {
    let mut select =
        connection.prepare_cached("select * from part where slot_id = ?1 order by number")?;
    let read = |row: &Row| {
        let id = PartId(row.id("id")?);
        let message: Option<i64> = row.value("message_id")?;
        Ok(Part {
            id,
            number: row.count("number")?,
            nonce: row.value("nonce")?,
            body: row.value("body")?,
            state: part_state(&row.value::<String>("state")?)?,
            claimed_at: row.instant("claimed_at")?,
            sending_at: row.maybe_instant("sending_at")?,
            tried_at: row.maybe_instant("tried_at")?,
            message_id: message.map(|id| MessageId(id.cast_unsigned())),
            papers: papers(connection, id)?,
            kind: part_kind(&row.value::<String>("kind")?)?,
            parent: row.value("parent")?,
            line: row.value("line")?,
            opened: row.maybe_id("opened_id")?.map(MessageId),
            channel: row.maybe_id("channel_id")?.map(ChannelId),
        })
    };
    select.query_and_then([stored(slot.0)], read)?.collect()
}

fn papers(connection: &Connection, part: PartId) -> Result<Vec<PaperId>> {
    let mut select = connection
        .prepare_cached("select paper_id from ledger where part_id = ?1 order by position")?;
    readable(select.query_and_then([stored(part.0)], |row| row.parsed("paper_id"))?)
}

fn record(row: &Row) -> Result<SlotRecord> {
    Ok(SlotRecord {
        subscription: SubscriptionId(row.id("subscription_id")?),
        destination: destinations::read(row)?,
        due_at: row.instant("due_at")?,
        finished_at: row.maybe_instant("finished_at")?,
        state: slot_state(&row.value::<String>("state")?)?,
        // A reason from a later version can't be shown.
        reason: row.parsed("reason").ok(),
        missing: (row.count("missing")?, row.count("parts")?),
        papers: row.count("papers")?,
        late: row.value("late")?,
    })
}

#[cfg(test)]
mod tests {
    use domain::SlotState::NothingNew;
    use rusqlite::StatementStatus;

    use super::*;
    use crate::store::deliveries::end_empty;
    use crate::store::open;
    use crate::store::samples::{at, claimed, slot, subscribe};

    #[test]
    fn the_oldest_open_slot_is_known() {
        let db = open::in_memory();
        assert_eq!(open_since(&db).unwrap(), None);
        let subscription = subscribe(&db, 1, 2, None);
        end_empty(&db, subscription.id, at(0), NothingNew, None, false, at(0)).unwrap();
        assert_eq!(open_since(&db).unwrap(), None, "one that has ended");
        claimed(&db, &slot(&subscription, 1, &[&[1]]));
        claimed(&db, &slot(&subscription, 2, &[&[2]]));
        assert_eq!(open_since(&db).unwrap(), Some(at(0)), "when it was claimed");
    }

    #[test]
    fn the_last_slots_are_found_quickly_among_years_of_slots() {
        let db = open::in_memory();
        let own = [2, 3, 4].map(|channel| subscribe(&db, 1, channel, None).id);
        let other = subscribe(&db, 2, 5, None).id;
        let days = 2_000;
        let work = |from, to| {
            for day in from..to {
                for one in own.into_iter().chain([other]) {
                    end_empty(&db, one, at(day), NothingNew, None, false, at(day)).unwrap();
                }
            }
            let found = recent(&db, GuildId(1), 20).unwrap();
            let found: Vec<_> = found.iter().map(|one| (one.due_at, one.subscription)).collect();
            let newest_first = (from..to).rev().map(at);
            let expected =
                newest_first.flat_map(|due| own.into_iter().rev().map(move |one| (due, one)));
            assert_eq!(found, expected.take(20).collect::<Vec<_>>(), "after {to} days");
            let select = db.prepare_cached(RECENT).unwrap();
            select.reset_status(StatementStatus::VmStep)
        };
        let (few, many) = (work(0, 30), work(30, days));
        assert!(many < few * 2, "{few} steps after a month, {many} after {days} days");
    }
}
