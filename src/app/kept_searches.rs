//! What the pages of a search are made of, where their buttons cannot carry it: kept in memory at
//! once, and in the store for a month.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use domain::PaperId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::App;
use crate::store::{self, searches};

/// So many are kept in memory, for pages that are turned before they are stored.
const CAPACITY: usize = 256;

/// Searches whose pages may be turned before they are stored, oldest first.
#[derive(Default)]
pub(super) struct KeptSearches(Mutex<VecDeque<(u64, KeptSearch)>>);

/// What the pages of a search are made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptSearch {
    /// The search, as its buttons would carry it.
    pub(super) search: String,
    /// What the hub found.
    #[serde(rename = "elsewhere")]
    pub(super) hub_hits: Vec<PaperId>,
    /// The day it was asked on: "last week" is reckoned from it.
    pub(super) today: Option<Date>,
}

impl KeptSearch {
    /// The key under which it is kept, made of all that is.
    fn key(text: &str) -> u64 {
        let hash = Sha256::digest(text);
        hash.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
    }
}

/// Keeps a search, and gives its key. No answer waits for the disk.
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

/// The search under a key; `None` once it is no longer kept.
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
