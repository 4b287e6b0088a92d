//! What becomes of a claimed slot: its parts are sent or fail, then the slot ends.

use domain::{FailureReason, MessageId, SlotState};
use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::transitions::{part_may, slot_may};
use super::{PartId, PartState, SlotId, part_state, slot_state};
use crate::store::value::{Columns, millis, stored};
use crate::store::{Result, StoreError};

/// Notes that a part is about to be sent; from here on its message may exist. Sending a part
/// again under the same nonce is legal, and `sending_at` stays that of the first time.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that has ended, [`StoreError::Unknown`]; SQLite's.
pub fn begin_sending(connection: &Connection, part: PartId, now: Timestamp) -> Result<()> {
    may_become(connection, part, PartState::Sending)?;
    let mut update = connection.prepare_cached(
        "update part set state = 'sending', sending_at = coalesce(sending_at, ?2) where id = ?1",
    )?;
    update.execute((stored(part.0), millis(now)))?;
    Ok(())
}

/// Notes that nothing of a part has arrived, for certain: it waits as if it had never been on
/// its way. Not for a part of which one try was unclear.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that is not being sent, [`StoreError::Unknown`]; SQLite's.
pub fn hand_back(connection: &Connection, part: PartId) -> Result<()> {
    may_become(connection, part, PartState::Claimed)?;
    let mut update = connection
        .prepare_cached("update part set state = 'claimed', sending_at = null where id = ?1")?;
    update.execute([stored(part.0)])?;
    Ok(())
}

/// Notes that a part stands in the channel.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that is not being sent, [`StoreError::Unknown`]; SQLite's.
pub fn record_sent(
    connection: &Connection,
    part: PartId,
    message: MessageId,
    now: Timestamp,
) -> Result<()> {
    may_become(connection, part, PartState::Sent)?;
    let mut update = connection.prepare_cached(
        "update part set state = 'sent', message_id = ?2, finished_at = ?3 where id = ?1",
    )?;
    update.execute((stored(part.0), stored(message.0), millis(now)))?;
    Ok(())
}

/// Notes that a part will not be posted. Its papers leave the ledger, so that they come with the
/// next slot. Only [`FailureReason::Unconfirmed`] keeps them: their message may stand in the
/// channel.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that has ended, [`StoreError::Unknown`]; SQLite's.
pub fn record_failed(
    connection: &Connection,
    part: PartId,
    reason: FailureReason,
    now: Timestamp,
) -> Result<()> {
    may_become(connection, part, PartState::Failed)?;
    let mut update = connection.prepare_cached(
        "update part set state = 'failed', reason = ?2, finished_at = ?3 where id = ?1",
    )?;
    update.execute((stored(part.0), reason.as_str(), millis(now)))?;
    if reason != FailureReason::Unconfirmed {
        let mut release = connection.prepare_cached("delete from ledger where part_id = ?1")?;
        release.execute([stored(part.0)])?;
    }
    Ok(())
}

/// Ends a slot whose parts have all ended. All sent: sent. None: failed, for the first part's
/// reason. Some: sent, and the reason names what is missing. Returns the end.
///
/// # Errors
/// [`StoreError::Illegal`] for a slot that has ended or has an open part,
/// [`StoreError::Unknown`]; SQLite's.
pub fn finish(connection: &Connection, slot: SlotId, now: Timestamp) -> Result<SlotState> {
    let parts = ends(connection, slot)?;
    let (state, reason) = outcome(&parts);
    let illegal =
        |from: String| StoreError::Illegal { noun: "slot", id: slot.0, from, to: state.as_str() };
    let open =
        parts.iter().position(|(part, _)| matches!(part, PartState::Claimed | PartState::Sending));
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
    update.execute((stored(slot.0), state.as_str(), reason, millis(now)))?;
    Ok(state)
}

/// The state of each part, in order, with the reason of a failed one.
fn ends(connection: &Connection, slot: SlotId) -> Result<Vec<(PartState, Option<FailureReason>)>> {
    let mut select = connection
        .prepare_cached("select state, reason from part where slot_id = ?1 order by number")?;
    let read = |row: &Row| {
        let state = part_state(&row.value::<String>("state")?)?;
        let failed = state == PartState::Failed;
        Ok((state, failed.then(|| row.parsed("reason")).transpose()?))
    };
    select.query_and_then([stored(slot.0)], read)?.collect()
}

fn outcome(parts: &[(PartState, Option<FailureReason>)]) -> (SlotState, Option<String>) {
    let missing: Vec<(usize, FailureReason)> = (1..)
        .zip(parts)
        .filter_map(|(number, (_, reason))| reason.map(|reason| (number, reason)))
        .collect();
    let Some((_, reason)) = missing.first() else { return (SlotState::Sent, None) };
    if missing.len() == parts.len() {
        return (SlotState::Failed, Some(reason.to_string()));
    }
    let each = |(number, reason): &(usize, FailureReason)| {
        format!("part {number} of {} is missing: {reason}", parts.len())
    };
    (SlotState::Sent, Some(missing.iter().map(each).collect::<Vec<_>>().join("; ")))
}

/// Refuses what the table of transitions does not hold.
pub(super) fn may_become(connection: &Connection, part: PartId, to: PartState) -> Result<()> {
    let from = word(connection, "select state from part where id = ?1", part.0)?;
    let from = from.ok_or(StoreError::Unknown { noun: "part", id: part.0 })?;
    match part_may(part_state(&from)?, to) {
        true => Ok(()),
        false => Err(StoreError::Illegal { noun: "part", id: part.0, from, to: to.as_str() }),
    }
}

fn word(connection: &Connection, sql: &str, id: u64) -> Result<Option<String>> {
    let mut select = connection.prepare_cached(sql)?;
    select.query_and_then([stored(id)], |row| row.value("state"))?.next().transpose()
}
