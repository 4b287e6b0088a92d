//! What the hub's own search found lately, so that a question is asked there once, and whether it
//! answers at all.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use domain::PaperId;
use jiff::{SignedDuration, Timestamp};

use super::hub_lookup::LOOKUP_TIMEOUT;
use super::unsaved;
use crate::app::App;
use crate::store;

/// Papers asked for; those further down are no better than our own.
const LIMIT: u32 = 20;
/// What the hub said to so many questions is remembered.
const CAPACITY: usize = 256;
/// For so long: the hub learns new papers daily.
const FRESH: SignedDuration = SignedDuration::from_mins(30);
/// So long is a hub left alone that did not answer.
const BACKOFF: SignedDuration = SignedDuration::from_secs(30);

/// What the hub's search found lately.
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

/// The papers that the hub's search finds, all of them in the index when this returns; `None` if it
/// did not answer within [`LOOKUP_TIMEOUT`], or did not lately.
///
/// # Errors
/// The store's, when it cannot be read.
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
                |_| "no answer in time".to_owned(),
                |answer| answer.err().map(|error| error.to_string()).unwrap_or_default(),
            );
            tracing::warn!(error, wait = ?BACKOFF, "the hub's search failed; not asking for a while");
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
