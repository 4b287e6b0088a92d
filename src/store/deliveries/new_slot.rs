//! Claims a slot before anything is posted, and records slots that post nothing.

use domain::{FailureReason, PaperId, SlotState, SubscriptionId};
use jiff::Timestamp;
use rusqlite::{Connection, Row, named_params};

use super::read_slots::slots;
use super::transitions::slot_may;
use super::{Claim, NewPart, NewSlot, SlotId, slot_state};
use crate::store::destinations::{self, DestinationId};
use crate::store::value::{Columns, millis, stored};
use crate::store::{Result, StoreError, ledger};

/// Claims a slot: stores its parts, and adds their papers to the destination's ledger. Only one
/// caller ever gets [`Claim::Claimed`], and sends the parts.
///
/// # Errors
/// [`StoreError::Illegal`] without parts; a database error, also for a duplicate nonce or paper.
pub fn claim(connection: &Connection, slot: &NewSlot, now: Timestamp) -> Result<Claim> {
    if let Some(state) = state_at(connection, slot.subscription, slot.due_at)? {
        return Ok(Claim::Taken(state));
    }
    if slot.parts.is_empty() {
        return Err(StoreError::Illegal {
            noun: "a slot of subscription",
            id: slot.subscription.0,
            from: "without parts".to_owned(),
            to: SlotState::Claimed.as_str(),
        });
    }
    if !is_active(connection, slot)? {
        return Ok(Claim::Gone);
    }
    let papers: Vec<PaperId> = slot.parts.iter().flat_map(|part| part.papers.clone()).collect();
    let posted = ledger::already_posted(connection, slot.destination, &papers)?;
    if !posted.is_empty() {
        // In the order of the post, so that a log line reads like it.
        return Ok(Claim::Conflict(papers.into_iter().filter(|id| posted.contains(id)).collect()));
    }
    let destination = destinations::upsert(connection, slot.guild, slot.destination)?;
    let id = insert_slot(connection, destination, slot, now)?;
    for (number, part) in (1_i64..).zip(&slot.parts) {
        insert_part(connection, destination, id, number, part, now)?;
    }
    let mut pass = connection.prepare_cached(
        "insert into passed_over (subscription_id, paper_id, slot_id, at) values (?1, ?2, ?3, ?4)
         on conflict do nothing",
    )?;
    for paper in &slot.passed_over {
        let row = (stored(slot.subscription.0), paper.as_str(), stored(id.0), millis(now));
        pass.execute(row)?;
    }
    let claimed = slots(connection, "slot.id = ?1", [stored(id.0)])?.pop();
    claimed.map(Claim::Claimed).ok_or(StoreError::Unknown { noun: "slot", id: id.0 })
}

/// Those of a subscription's slots that are not recorded yet, in order.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn unrecorded(
    connection: &Connection,
    subscription: SubscriptionId,
    slots: Vec<Timestamp>,
) -> Result<Vec<Timestamp>> {
    let mut new = Vec::new();
    for due_at in slots {
        if state_at(connection, subscription, due_at)?.is_none() {
            new.push(due_at);
        }
    }
    Ok(new)
}

/// Records a slot that posts nothing, with its end: [`SlotState::NothingNew`],
/// [`SlotState::Failed`] or [`SlotState::Skipped`]. One that is already recorded stays as it is.
///
/// # Errors
/// [`StoreError::Illegal`] for another state, [`StoreError::Unknown`] for a subscription that
/// never was or was purged; a database error.
pub fn end_empty(
    connection: &Connection,
    subscription: SubscriptionId,
    due_at: Timestamp,
    state: SlotState,
    reason: Option<FailureReason>,
    late: bool,
    now: Timestamp,
) -> Result<()> {
    if state == SlotState::Claimed || !slot_may(None, state) {
        return Err(StoreError::Illegal {
            noun: "a slot of subscription",
            id: subscription.0,
            from: "without parts".to_owned(),
            to: state.as_str(),
        });
    }
    if state_at(connection, subscription, due_at)?.is_some() {
        return Ok(());
    }
    let mut insert = connection.prepare_cached(
        "insert into slot (
             subscription_id, destination_id, due_at, state, reason, late, created_at, finished_at
         )
         select id, destination_id, :due_at, :state, :reason, :late, :now, :now
         from subscription where id = :subscription",
    )?;
    let inserted = insert.execute(named_params! {
        ":subscription": stored(subscription.0),
        ":due_at": millis(due_at),
        ":state": state.as_str(),
        ":reason": reason.map(FailureReason::as_str),
        ":late": late,
        ":now": millis(now),
    })?;
    if inserted == 0 {
        return Err(StoreError::Unknown { noun: "subscription", id: subscription.0 });
    }
    Ok(())
}

fn state_at(
    connection: &Connection,
    subscription: SubscriptionId,
    due_at: Timestamp,
) -> Result<Option<SlotState>> {
    let mut select = connection
        .prepare_cached("select state from slot where subscription_id = ?1 and due_at = ?2")?;
    // Whatever became of it: it had its turn.
    let read =
        |row: &Row| Ok(slot_state(&row.value::<String>("state")?).unwrap_or(SlotState::Skipped));
    select.query_and_then((stored(subscription.0), millis(due_at)), read)?.next().transpose()
}

/// Whether neither the subscription nor the bot was removed since the slot was composed.
fn is_active(connection: &Connection, slot: &NewSlot) -> Result<bool> {
    let mut select = connection.prepare_cached(
        "select 1 from subscription left join guild using (guild_id)
         where id = ?1 and guild_id is ?2 and removed = 0 and guild.removed_at is null",
    )?;
    let guild = slot.guild.map(|guild| stored(guild.0));
    Ok(select.exists((stored(slot.subscription.0), guild))?)
}

fn insert_slot(
    connection: &Connection,
    destination: DestinationId,
    slot: &NewSlot,
    now: Timestamp,
) -> Result<SlotId> {
    let mut insert = connection.prepare_cached(
        "insert into slot (subscription_id, destination_id, due_at, state, late, created_at)
         values (?1, ?2, ?3, 'claimed', ?4, ?5)",
    )?;
    let id = insert.insert((
        stored(slot.subscription.0),
        destination.0,
        millis(slot.due_at),
        slot.late,
        millis(now),
    ))?;
    Ok(SlotId(id.cast_unsigned()))
}

pub(super) fn insert_part(
    connection: &Connection,
    destination: DestinationId,
    slot_id: SlotId,
    number: i64,
    part: &NewPart,
    now: Timestamp,
) -> Result<()> {
    let mut insert = connection.prepare_cached(
        "insert into part
             (slot_id, number, nonce, body, state, claimed_at, kind, parent, bears, line)
         values (?1, ?2, ?3, ?4, 'claimed', ?5, ?6, ?7, ?8, ?9)",
    )?;
    let id = insert.insert((
        stored(slot_id.0),
        number,
        &part.nonce,
        &part.body,
        millis(now),
        part.kind.as_str(),
        part.parent,
        !part.papers.is_empty(),
        &part.line,
    ))?;
    let mut enter = connection.prepare_cached(
        "insert into ledger (destination_id, paper_id, part_id, position, state, at)
         values (?1, ?2, ?3, ?4, 'posted', ?5)",
    )?;
    for (position, paper) in (0_i64..).zip(&part.papers) {
        enter.execute((destination.0, paper.as_str(), id, position, millis(now)))?;
    }
    Ok(())
}
