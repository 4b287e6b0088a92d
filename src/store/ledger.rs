//! What each channel has had: posted or on its way, found there after a restore, or assumed to be
//! there; and what single subscriptions have passed over. Rows of posts are written by
//! [`super::deliveries`] only.

use std::collections::{HashMap, HashSet};

use domain::{Before, ChannelId, PaperId, SubscriptionId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::Result;
use super::value::{millis, stored};

/// How a paper without a post of ours got into the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It was read in the channel.
    Found,
    /// The channel could not be read, and it may be there.
    Assumed,
}

/// Those of `papers` that the channel has had, so that they are never posted there again.
///
/// # Errors
/// SQLite's.
pub fn had(
    connection: &Connection,
    channel: ChannelId,
    papers: &[PaperId],
) -> Result<HashSet<PaperId>> {
    let mut select = connection
        .prepare_cached("select 1 from ledger where channel_id = ?1 and paper_id = ?2")?;
    let mut had = HashSet::new();
    for paper in papers {
        if select.exists((stored(channel.0), paper.as_str()))? {
            had.insert(paper.clone());
        }
    }
    Ok(had)
}

/// What became of `papers` before, for a post of a subscription in its channel; those that are
/// new are not in it.
///
/// # Errors
/// SQLite's.
pub fn before(
    connection: &Connection,
    subscription: SubscriptionId,
    channel: ChannelId,
    papers: &[PaperId],
) -> Result<HashMap<PaperId, Before>> {
    let mut posted = connection.prepare_cached(
        "select ledger.state = 'assumed' or coalesce(part.reason = 'unconfirmed', false)
         from ledger left join part on part.id = ledger.part_id
         where ledger.channel_id = ?1 and paper_id = ?2",
    )?;
    let mut passed = connection
        .prepare_cached("select 1 from passed_over where subscription_id = ?1 and paper_id = ?2")?;
    let mut before = HashMap::new();
    for paper in papers {
        let known = posted.query_one((stored(channel.0), paper.as_str()), |row| row.get(0));
        let found = match known.optional()? {
            Some(true) => Before::Unconfirmed,
            Some(false) => Before::Posted,
            None if passed.exists((stored(subscription.0), paper.as_str()))? => Before::PassedOver,
            None => continue,
        };
        before.insert(paper.clone(), found);
    }
    Ok(before)
}

/// Enters papers that are in the channel, or may be, without a post that this database knows.
///
/// # Errors
/// SQLite's; also for a channel that is not stored.
pub fn enter(
    connection: &Connection,
    channel: ChannelId,
    papers: &[PaperId],
    source: Source,
    now: Timestamp,
) -> Result<()> {
    let state = match source {
        Source::Found => "found",
        Source::Assumed => "assumed",
    };
    let mut insert = connection.prepare_cached(
        "insert into ledger (channel_id, paper_id, state, at) values (?1, ?2, ?3, ?4)
         on conflict do nothing",
    )?;
    for paper in papers {
        insert.execute((stored(channel.0), paper.as_str(), state, millis(now)))?;
    }
    Ok(())
}
