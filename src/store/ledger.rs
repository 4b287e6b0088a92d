//! What each channel has had: posted, on its way, or passed over for good. Rows are written by
//! [`super::deliveries`] only.

use std::collections::HashSet;

use domain::{ChannelId, PaperId};
use rusqlite::Connection;

use super::Result;
use super::value::stored;

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
