//! The progress of a claimed slot: its parts are sent or fail, then the slot ends.

use domain::{ChannelId, FailureReason, MessageId, SlotState};
use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::transitions::{part_may, slot_may};
use super::{PartId, PartState, SlotId, part_state, slot_state};
use crate::store::value::{Columns, millis, stored};
use crate::store::{Result, StoreError, activity, expired};

/// Records that a part is about to be sent; from now on its message may exist. Sending a part again
/// with the same nonce is allowed and doesn't change `sending_at`. Returns the number of attempts
/// to send that this database has recorded, including this one.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that has ended, [`StoreError::Unknown`]; a database error.
pub fn begin_sending(connection: &Connection, part: PartId, now: Timestamp) -> Result<u64> {
    may_become(connection, part, PartState::Sending)?;
    let mut update = connection.prepare_cached(
        "update part set state = 'sending', sending_at = coalesce(sending_at, ?2),
             tried_at = ?2, unclear = unclear + 1
         where id = ?1",
    )?;
    update.execute((stored(part.0), millis(now)))?;
    activity::count_send(connection)
}

/// Records that the last attempt to send a part definitely had no effect. If no other attempt has
/// an unknown outcome, the part returns to its claimed state; otherwise it stays
/// [`PartState::Sending`], last tried at `tried_before`, because an earlier attempt may have
/// arrived. Returns the state.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that is not being sent, [`StoreError::Unknown`]; a database
/// error.
pub fn nothing_done(
    connection: &Connection,
    part: PartId,
    tried_before: Option<Timestamp>,
) -> Result<PartState> {
    may_become(connection, part, PartState::Claimed)?;
    let mut update = connection.prepare_cached(
        "update part set unclear = max(unclear - 1, 0), tried_at = coalesce(?2, tried_at)
         where id = ?1 returning unclear",
    )?;
    let unclear: i64 =
        update.query_one((stored(part.0), tried_before.map(millis)), |row| row.get(0))?;
    if unclear > 0 {
        return Ok(PartState::Sending);
    }
    absent(connection, part)?;
    Ok(PartState::Claimed)
}

/// Records that no attempt to send a part has arrived: its channel was read, long enough after the
/// last one. The part returns to its claimed state.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that is not being sent, [`StoreError::Unknown`]; a database
/// error.
pub fn absent(connection: &Connection, part: PartId) -> Result<()> {
    may_become(connection, part, PartState::Claimed)?;
    let mut update = connection.prepare_cached(
        "update part set state = 'claimed', unclear = 0, sending_at = null, tried_at = null
         where id = ?1",
    )?;
    update.execute([stored(part.0)])?;
    Ok(())
}

/// The same for a part of which it does not matter whether it was done; one that is not being sent
/// stays as it is.
///
/// # Errors
/// As there.
pub fn absent_if_sending(connection: &Connection, part: PartId) -> Result<()> {
    match word(connection, "select state from part where id = ?1", part.0)?.as_deref() {
        Some("sending") => absent(connection, part),
        _ => Ok(()),
    }
}

/// Records that a part is in the channel.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that is not being sent, [`StoreError::Unknown`]; a database
/// error.
pub fn record_sent(
    connection: &Connection,
    part: PartId,
    message: MessageId,
    now: Timestamp,
) -> Result<()> {
    record_sent_in(connection, part, (message, None), now)
}

/// The same for a message that may be in another channel than the destination's.
///
/// # Errors
/// As there.
pub fn record_sent_in(
    connection: &Connection,
    part: PartId,
    (message, channel): (MessageId, Option<ChannelId>),
    now: Timestamp,
) -> Result<()> {
    may_become(connection, part, PartState::Sent)?;
    let mut update = connection.prepare_cached(
        "update part set state = 'sent', message_id = ?2, finished_at = ?3,
             channel_id = coalesce(?4, channel_id)
         where id = ?1",
    )?;
    let channel = channel.map(|channel| stored(channel.0));
    update.execute((stored(part.0), stored(message.0), millis(now), channel))?;
    Ok(())
}

/// Notes that the line of a part is at its destination, in this message. What is left is to edit
/// it, which was not tried yet.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that is not being sent, [`StoreError::Unknown`]; SQLite's.
pub fn record_opened(
    connection: &Connection,
    part: PartId,
    (message, channel): (MessageId, Option<ChannelId>),
) -> Result<()> {
    absent(connection, part)?;
    let mut update = connection.prepare_cached(
        "update part set opened_id = ?2, channel_id = coalesce(?3, channel_id) where id = ?1",
    )?;
    let channel = channel.map(|channel| stored(channel.0));
    update.execute((stored(part.0), stored(message.0), channel))?;
    Ok(())
}

/// Takes the messages of a thread that cannot be opened out of it: they go to the channel itself.
///
/// # Errors
/// SQLite's.
pub fn detach_thread_parts(connection: &Connection, slot: SlotId, parent: u32) -> Result<()> {
    let mut update = connection.prepare_cached(
        "update part set parent = null
         where slot_id = ?1 and parent = ?2 and kind = 'message' and state = 'claimed'",
    )?;
    update.execute((stored(slot.0), parent))?;
    Ok(())
}

/// Records that a part will not be posted. If it was never sent or definitely did not arrive, its
/// papers are removed from the ledger, so that the next slot can post them. If it may have arrived,
/// it keeps them and ends as [`FailureReason::Unconfirmed`], whatever the reason for giving it up.
/// Returns the recorded reason.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that has ended, [`StoreError::Unknown`]; a database error.
pub fn record_failed(
    connection: &Connection,
    part: PartId,
    reason: FailureReason,
    now: Timestamp,
) -> Result<FailureReason> {
    let from = may_become(connection, part, PartState::Failed)?;
    let reason = match from {
        PartState::Sending => FailureReason::Unconfirmed,
        _ => reason,
    };
    let mut update = connection.prepare_cached(
        "update part set state = 'failed', reason = ?2, finished_at = ?3 where id = ?1",
    )?;
    update.execute((stored(part.0), reason.as_str(), millis(now)))?;
    if reason != FailureReason::Unconfirmed {
        let mut release = connection.prepare_cached("delete from ledger where part_id = ?1")?;
        release.execute([stored(part.0)])?;
    }
    Ok(reason)
}

/// Gives up a slot: its open parts fail, and it ends.
///
/// # Errors
/// [`StoreError::Illegal`] for a slot that has ended, [`StoreError::Unknown`]; a database error.
pub fn abandon(connection: &Connection, slot: SlotId, now: Timestamp) -> Result<SlotState> {
    let mut select = connection.prepare_cached(
        "select id from part where slot_id = ?1 and state in ('claimed', 'sending')",
    )?;
    let open = select.query_and_then([stored(slot.0)], |row| Ok(PartId(row.id("id")?)))?;
    for part in open.collect::<Result<Vec<PartId>>>()? {
        record_failed(connection, part, FailureReason::OwnFault, now)?;
    }
    finish(connection, slot, now)
}

/// Ends a slot whose parts have all ended. If all were sent, it is sent. If none was, it fails with
/// the first part's reason; if definitely nothing arrived, the papers it passed over are released.
/// If some were, it is sent, with the reason of the first missing part. Returns the final state.
///
/// # Errors
/// [`StoreError::Illegal`] for a slot that has ended or has an open part, [`StoreError::Unknown`];
/// a database error.
pub fn finish(connection: &Connection, slot: SlotId, now: Timestamp) -> Result<SlotState> {
    let parts = ends(connection, slot)?;
    let (state, reason) = outcome(&parts);
    let illegal =
        |from: String| StoreError::Illegal { noun: "slot", id: slot.0, from, to: state.as_str() };
    let open =
        parts.iter().position(|part| matches!(part.0, PartState::Claimed | PartState::Sending));
    if let Some(at) = open {
        return Err(illegal(format!("claimed, and part {} is {}", at + 1, parts[at].0.as_str())));
    }
    let Some(from) = word(connection, "select state from slot where id = ?1", slot.0)? else {
        return Err(StoreError::Unknown { noun: "slot", id: slot.0 });
    };
    if !slot_may(Some(slot_state(&from)?), state) {
        return Err(illegal(from));
    }
    let mut update = connection.prepare_cached(
        "update slot set state = ?2, reason = ?3, finished_at = ?4 where id = ?1",
    )?;
    let reason_code = reason.map(FailureReason::as_str);
    update.execute((stored(slot.0), state.as_str(), reason_code, millis(now)))?;
    if state == SlotState::Sent {
        expired::delete_passed_over(connection, slot, now)?;
    }
    let may_be_there = parts.iter().any(|part| part.1 == Some(FailureReason::Unconfirmed));
    if state == SlotState::Failed && !may_be_there {
        let mut free = connection.prepare_cached("delete from passed_over where slot_id = ?1")?;
        free.execute([stored(slot.0)])?;
    }
    Ok(state)
}

/// How far a part is, the reason of a failed one, and whether it was to bring papers.
type End = (PartState, Option<FailureReason>, bool);

/// Those of each part, in order.
fn ends(connection: &Connection, slot: SlotId) -> Result<Vec<End>> {
    let mut select = connection.prepare_cached(
        "select state, reason, bears from part where slot_id = ?1 order by number",
    )?;
    let read = |row: &Row| {
        let state = part_state(&row.value::<String>("state")?)?;
        // An unknown reason, from a later version, must not keep the slot open.
        let reason = || row.parsed("reason").unwrap_or(FailureReason::OwnFault);
        let reason = (state == PartState::Failed).then(reason);
        Ok((state, reason, row.value("bears")?))
    };
    select.query_and_then([stored(slot.0)], read)?.collect()
}

/// How a slot ends: as failed if every part that brings papers has failed. Where none brings any,
/// every part counts.
fn outcome(parts: &[End]) -> (SlotState, Option<FailureReason>) {
    let any_brings_papers = parts.iter().any(|part| part.2);
    let (counting, others): (Vec<&End>, Vec<&End>) =
        parts.iter().partition(|part| part.2 || !any_brings_papers);
    let all_failed = counting.iter().all(|part| part.1.is_some());
    let state = if all_failed { SlotState::Failed } else { SlotState::Sent };
    (state, counting.iter().chain(&others).find_map(|part| part.1))
}

/// Checks the table of transitions; returns the current state.
pub(super) fn may_become(
    connection: &Connection,
    part: PartId,
    to: PartState,
) -> Result<PartState> {
    let from = word(connection, "select state from part where id = ?1", part.0)?;
    let from = from.ok_or(StoreError::Unknown { noun: "part", id: part.0 })?;
    let state = part_state(&from)?;
    match part_may(state, to) {
        true => Ok(state),
        false => Err(StoreError::Illegal { noun: "part", id: part.0, from, to: to.as_str() }),
    }
}

fn word(connection: &Connection, sql: &str, id: u64) -> Result<Option<String>> {
    let mut select = connection.prepare_cached(sql)?;
    select.query_and_then([stored(id)], |row| row.value("state"))?.next().transpose()
}
