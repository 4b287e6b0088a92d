//! The ledger of papers per destination: posted or in progress, found there after a restore, or
//! assumed to be there; and the papers that subscriptions have passed over. Rows of posts are
//! written only by [`super::deliveries`].

use std::collections::{HashMap, HashSet};

use domain::{Destination, PaperId, PriorOutcome, SubscriptionId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::destinations::DestinationId;
use super::value::{millis, stored};
use super::{Result, StoreError, destinations};

/// Why a paper without a post is in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It was found there.
    Found,
    /// The destination could not be read, so it may be there.
    Assumed,
}

/// Those of `papers` that were already posted to a destination and so are never posted there again.
///
/// # Errors
/// A database error.
pub fn already_posted(
    connection: &Connection,
    destination: Destination,
    papers: &[PaperId],
) -> Result<HashSet<PaperId>> {
    let mut posted = HashSet::new();
    let Some(id) = destinations::find(connection, destination)? else { return Ok(posted) };
    let mut select = connection
        .prepare_cached("select 1 from ledger where destination_id = ?1 and paper_id = ?2")?;
    for paper in papers {
        if select.exists((id.0, paper.as_str()))? {
            posted.insert(paper.clone());
        }
    }
    Ok(posted)
}

/// What happened before to `papers`, for a post of a subscription to its destination; new ones are
/// not included.
///
/// # Errors
/// A database error.
pub fn before(
    connection: &Connection,
    subscription: SubscriptionId,
    destination: Destination,
    papers: &[PaperId],
) -> Result<HashMap<PaperId, PriorOutcome>> {
    let id = destinations::find(connection, destination)?.map(|DestinationId(id)| id);
    let mut posted = connection.prepare_cached(
        "select ledger.state = 'assumed' or coalesce(part.reason = 'unconfirmed', false)
         from ledger left join part on part.id = ledger.part_id
         where ledger.destination_id = ?1 and paper_id = ?2",
    )?;
    let mut passed = connection
        .prepare_cached("select 1 from passed_over where subscription_id = ?1 and paper_id = ?2")?;
    let mut before = HashMap::new();
    for paper in papers {
        let known = posted.query_one((id, paper.as_str()), |row| row.get(0));
        let found = match known.optional()? {
            Some(true) => PriorOutcome::Unconfirmed,
            Some(false) => PriorOutcome::Posted,
            None if passed.exists((stored(subscription.0), paper.as_str()))? => {
                PriorOutcome::PassedOver
            }
            None => continue,
        };
        before.insert(paper.clone(), found);
    }
    Ok(before)
}

/// Adds papers that are or may be at a destination without a known post.
///
/// # Errors
/// A database error; [`StoreError::Unknown`] for a destination that is not stored.
pub fn enter(
    connection: &Connection,
    destination: Destination,
    papers: &[PaperId],
    source: Source,
    now: Timestamp,
) -> Result<()> {
    let found = destinations::find(connection, destination)?;
    let DestinationId(id) = found.ok_or(StoreError::Unknown { noun: "destination", id: 0 })?;
    let state = match source {
        Source::Found => "found",
        Source::Assumed => "assumed",
    };
    let mut insert = connection.prepare_cached(
        "insert into ledger (destination_id, paper_id, state, at) values (?1, ?2, ?3, ?4)
         on conflict do nothing",
    )?;
    for paper in papers {
        insert.execute((id, paper.as_str(), state, millis(now)))?;
    }
    Ok(())
}
