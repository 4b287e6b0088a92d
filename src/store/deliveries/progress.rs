//! What becomes of a claimed slot: its parts are sent or fail, then the slot ends.

use domain::{FailureReason, MessageId, SlotState};
use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::{PartId, PartState, SlotId, part_state};
use crate::store::value::{Columns, millis, stored};
use crate::store::{Result, StoreError};

/// Notes that a part is about to be sent; from here on its message may exist. Sending a part
/// again under the same nonce is legal, and `sending_at` stays that of the first time.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that has ended, [`StoreError::Unknown`]; SQLite's.
pub fn begin_sending(connection: &Connection, part: PartId, now: Timestamp) -> Result<()> {
    let mut update = connection.prepare_cached(
        "update part set state = 'sending', sending_at = coalesce(sending_at, ?2)
         where id = ?1 and state in ('claimed', 'sending')",
    )?;
    let changed = update.execute((stored(part.0), millis(now)))?;
    check_changed(connection, changed, part, PartState::Sending)
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
    let mut update = connection.prepare_cached(
        "update part set state = 'sent', message_id = ?2, finished_at = ?3
         where id = ?1 and state = 'sending'",
    )?;
    let changed = update.execute((stored(part.0), stored(message.0), millis(now)))?;
    check_changed(connection, changed, part, PartState::Sent)
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
    let mut update = connection.prepare_cached(
        "update part set state = 'failed', reason = ?2, finished_at = ?3
         where id = ?1 and state in ('claimed', 'sending')",
    )?;
    let changed = update.execute((stored(part.0), reason.as_str(), millis(now)))?;
    check_changed(connection, changed, part, PartState::Failed)?;
    if reason != FailureReason::Unconfirmed {
        let mut release = connection.prepare_cached("delete from ledger where part_id = ?1")?;
        release.execute([stored(part.0)])?;
    }
    Ok(())
}

/// Ends a slot whose parts have all ended. All sent: sent. None: failed, for the first part's
/// reason. Some: sent, with a reason that names what is missing.
///
/// # Errors
/// [`StoreError::Illegal`] for a slot that has ended or whose parts have not,
/// [`StoreError::Unknown`]; SQLite's, or a stored value that cannot be read.
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
    let mut update = connection.prepare_cached(
        "update slot set state = ?2, reason = ?3, finished_at = ?4
         where id = ?1 and state = 'claimed'",
    )?;
    let changed = update.execute((stored(slot.0), state.as_str(), reason, millis(now)))?;
    if changed == 0 {
        let word = word(connection, "select state from slot where id = ?1", slot.0)?;
        return Err(word.map_or(StoreError::Unknown { noun: "slot", id: slot.0 }, illegal));
    }
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

/// An update that changed nothing met a state it may not leave, or no part at all.
fn check_changed(
    connection: &Connection,
    changed: usize,
    part: PartId,
    to: PartState,
) -> Result<()> {
    if changed > 0 {
        return Ok(());
    }
    let from = word(connection, "select state from part where id = ?1", part.0)?;
    Err(match from {
        Some(from) => StoreError::Illegal { noun: "part", id: part.0, from, to: to.as_str() },
        None => StoreError::Unknown { noun: "part", id: part.0 },
    })
}

fn word(connection: &Connection, sql: &str, id: u64) -> Result<Option<String>> {
    let mut select = connection.prepare_cached(sql)?;
    select.query_and_then([stored(id)], |row| row.value("state"))?.next().transpose()
}
