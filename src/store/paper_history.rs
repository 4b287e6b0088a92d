//! A paper's history: which lists and posts it was in.

use domain::{ChannelId, Destination, MessageId, PaperId, SubscriptionId};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row};

use super::value::{Columns, first_readable};
use super::{Result, destinations};

/// A paper at a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    /// When it was posted or found there.
    pub at: Timestamp,
    /// The message, if known.
    pub message: Option<(ChannelId, MessageId)>,
    /// The subscription whose post it was, if known.
    pub by: Option<SubscriptionId>,
}

/// The newest list that a paper is on; `None` if there is none.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn last_listed(connection: &Connection, paper: &PaperId) -> Result<Option<Date>> {
    let mut select = connection
        .prepare_cached("select date from listing where paper_id = ?1 order by date desc")?;
    first_readable(select.query_and_then([paper.as_str()], |row| row.parsed("date"))?)
}

/// A paper's post at a destination; `None` if it was never posted there.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn posted(
    connection: &Connection,
    destination: Destination,
    paper: &PaperId,
) -> Result<Option<Posted>> {
    let Some(id) = destinations::find(connection, destination)? else { return Ok(None) };
    let mut select = connection.prepare_cached(
        "select ledger.at, part.message_id, destination.channel_id, slot.subscription_id
         from ledger join destination on destination.id = ledger.destination_id
         left join part on part.id = ledger.part_id
         left join slot on slot.id = part.slot_id
         where ledger.destination_id = ?1 and ledger.paper_id = ?2",
    )?;
    let read = |row: &Row| {
        let message = row.maybe_id("message_id")?.map(MessageId);
        let channel = row.maybe_id("channel_id")?.map(ChannelId);
        let by = row.maybe_id("subscription_id")?.map(SubscriptionId);
        Ok(Posted { at: row.instant("at")?, message: channel.zip(message), by })
    };
    first_readable(select.query_and_then((id.0, paper.as_str()), read)?)
}
