//! Stores searches that don't fit into buttons, for further pages: in memory immediately, and in
//! the database for a month.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use domain::PaperId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::App;
use crate::store::{self, searches};

/// The number kept in memory, for pages turned before the search is stored.
const CAPACITY: usize = 256;

/// Searches that may not be stored yet, oldest first.
#[derive(Default)]
pub(super) struct KeptSearches(Mutex<VecDeque<(u64, KeptSearch)>>);

/// Everything that the pages of a search are made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptSearch {
    /// The search in the form used in buttons.
    pub(super) search: String,
    /// The hub's results.
    #[serde(rename = "elsewhere")]
    pub(super) hub_hits: Vec<PaperId>,
    /// The date of the search, to which "last week" refers.
    pub(super) today: Option<Date>,
}

impl KeptSearch {
    /// Its key, a hash of the content.
    fn key(text: &str) -> u64 {
        let hash = Sha256::digest(text);
        hash.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
    }
}

/// Stores a search and returns its key, without waiting for the disk.
pub(super) fn keep(app: &App, search: KeptSearch, now: Timestamp) -> Option<u64> {
    let text = serde_json::to_string(&search).ok()?;
    let key = KeptSearch::key(&text);
    {
        let mut kept = app.kept_searches.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((key, search));
        if kept.len() > CAPACITY {
            kept.pop_front();
        }
    }
    let store = app.store.clone();
    tokio::spawn(async move {
        let put = move |tx: &rusqlite::Transaction| searches::put(tx, key, &text, now);
        if let Err(error) = store.write(put).await {
            tracing::warn!(%error, "could not store the pages of a search");
        }
    });
    Some(key)
}

/// The search with this key; `None` if it has expired.
///
/// # Errors
/// The store's.
pub(super) async fn get(app: &App, key: u64) -> store::Result<Option<KeptSearch>> {
    let known = {
        let kept = app.kept_searches.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().rev().find(|(other, _)| *other == key).map(|(_, search)| search.clone())
    };
    if known.is_some() {
        return Ok(known);
    }
    let stored = app.store.read(move |conn| searches::get(conn, key)).await?;
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()))
}
