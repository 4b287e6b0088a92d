//! Caches the results of the hub's search, so that each query is sent once, and remembers whether
//! the hub responds at all.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use domain::PaperId;
use jiff::{SignedDuration, Timestamp};

use super::hub_lookup::LOOKUP_TIMEOUT;
use super::unsaved;
use crate::app::App;
use crate::store;

/// The number of papers requested; further ones are no better than local results.
const LIMIT: u32 = 20;
/// The number of queries in the cache.
const CAPACITY: usize = 256;
/// The maximum age of an entry: the hub gets new papers daily.
const FRESH: SignedDuration = SignedDuration::from_mins(30);
/// How long the hub is not asked after a failure.
const BACKOFF: SignedDuration = SignedDuration::from_secs(30);

/// Recent results of the hub's search.
#[derive(Default)]
pub(in crate::app) struct HubCache(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    /// Oldest first.
    answers: VecDeque<(String, Timestamp, Vec<PaperId>)>,
    backoff_until: Option<Timestamp>,
}

impl HubCache {
    fn with<T>(&self, act: impl FnOnce(&mut Memory) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn recall(&self, text: &str, now: Timestamp) -> Option<Vec<PaperId>> {
        self.with(|memory| {
            let fresh = |at: Timestamp| now.duration_since(at).abs() < FRESH;
            let mut known = memory.answers.iter().rev();
            known.find(|(other, at, _)| other == text && fresh(*at)).map(|(.., ids)| ids.clone())
        })
    }

    fn remember(&self, text: &str, now: Timestamp, ids: Vec<PaperId>) {
        self.with(|memory| {
            memory.answers.push_back((text.to_owned(), now, ids));
            if memory.answers.len() > CAPACITY {
                memory.answers.pop_front();
            }
        });
    }
}

/// The papers found by the hub's search, all of them in the index when this returns; `None` if it
/// did not respond within [`LOOKUP_TIMEOUT`] or failed recently.
///
/// # Errors
/// The store's, if it can't be read.
pub(in crate::app) async fn hub_hits(
    app: &App,
    text: &str,
    now: Timestamp,
) -> store::Result<Option<Vec<PaperId>>> {
    if let Some(known) = app.hub_cache.recall(text, now) {
        return Ok(Some(known));
    }
    if app.hub_cache.with(|memory| memory.backoff_until.is_some_and(|until| now < until)) {
        return Ok(None);
    }
    let papers = match tokio::time::timeout(LOOKUP_TIMEOUT, app.hub.search(text, LIMIT)).await {
        Ok(Ok(papers)) => papers,
        failed => {
            let error = failed.map_or_else(
                |_| "no response in time".to_owned(),
                |answer| answer.err().map(|error| error.to_string()).unwrap_or_default(),
            );
            tracing::warn!(error, wait = ?BACKOFF, "the hub's search failed, not asking again for a while");
            app.hub_cache.with(|memory| memory.backoff_until = now.checked_add(BACKOFF).ok());
            return Ok(None);
        }
    };
    let ids: Vec<PaperId> = papers.iter().map(|paper| paper.id.clone()).collect();
    let found = papers.into_iter().map(|paper| (paper, None)).collect();
    unsaved::learn(app, found, now).await?;
    app.hub_cache.remember(text, now, ids.clone());
    Ok(Some(ids))
}
