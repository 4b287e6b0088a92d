//! The client of the papers hub: daily and trending lists, search, single papers.
//!
//! Results are complete or an error. A web page, an empty or truncated body, or a list with changed
//! fields is [`HubError::Unreadable`], never an empty list; a single unreadable paper is dropped
//! and counted. Sizes are limited: a body by [`HubSettings::max_body`], a list by the number
//! requested, each field by its own length; truncations are logged by field and count. A fifth of
//! the hub's rate limit is reserved for lists: searches and single papers fail with
//! [`HubError::RateLimited`] before they use it. Nothing is cached here, and only read requests are
//! sent.

mod budget;
mod download;
mod hub_counters;
mod hub_error;
mod lenient;
mod markup;
mod models;
mod pins;
mod read;
mod retry;
mod text;
mod transport;
mod truncation;
mod wire;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use domain::{Paper, PaperId};
use jiff::civil::Date;
use reqwest::Url;
use secrecy::SecretString;

use budget::Purpose;
use transport::{Answer, Transport};

pub use download::{DownloadError, download};
pub use hub_counters::Counters;
pub use hub_error::{HubError, Outage};
pub use models::{
    Checksum, MODELS, NAMED, NamedModel, PublishedFile, PublishedModel, Snapshot, SnapshotFile,
    describe, is_repository,
};
pub use pins::{Pins, model_in_use, use_model};

/// The most entries the hub returns in a daily or trending list. Without a limit it returns 50 and
/// doesn't mention the rest.
const LIST_LIMIT: u32 = 100;
/// Ten times the largest of 537 recorded lists; anything larger is not a valid response.
const MAX_BODY: usize = 10 * 330_381;
/// The most entries in a search result.
const SEARCH_LIMIT: u32 = 120;
/// The longest query the hub accepts, in UTF-16 units, as JavaScript counts.
const QUERY_LENGTH: usize = 250;
/// The longest recorded day has 78 papers; an endless list is a fault of the hub.
const MAX_PAGES: usize = 10;

/// A client for one hub. Clones share connections and the state of the rate limit.
#[derive(Clone)]
pub struct HubClient {
    transport: Arc<Transport>,
}

/// How to reach the hub, and how long to retry.
#[derive(Clone, Debug)]
pub struct HubSettings {
    /// The hub's address: `http` or `https`, no query; a path before `/api` is kept.
    pub base_url: String,
    /// Doubles the rate limit. Sent to the base URL's origin only, and only over `https` or to
    /// this machine.
    pub token: Option<SecretString>,
    /// The delay before the first retry; it doubles each time, plus up to 100% jitter.
    pub retry_base: Duration,
    /// The time limit of a request, including the body.
    pub timeout: Duration,
    /// The most time that one call waits in all, for retries and for the rate limit.
    pub max_wait: Duration,
    /// The largest body accepted, in bytes after decompression.
    pub max_body: usize,
    /// The maximum number of requests per page, including the first.
    pub max_tries: u32,
}

impl Default for HubSettings {
    fn default() -> HubSettings {
        HubSettings {
            base_url: "https://huggingface.co".to_owned(),
            token: None,
            retry_base: Duration::from_millis(500),
            timeout: Duration::from_secs(10),
            max_wait: Duration::from_secs(10),
            max_body: MAX_BODY,
            max_tries: 4,
        }
    }
}

/// A list, or the information that the one with the given ETag is still current.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The list has not changed.
    Unchanged,
    /// The current list.
    List(List),
}

/// The papers of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// In the hub's order, each paper once.
    pub papers: Vec<Paper>,
    /// The ETag for the next [`HubClient::daily`]. Absent for a list of several pages, because the
    /// first page's tag doesn't cover the others.
    pub etag: Option<String>,
    /// The number of unreadable entries that were dropped.
    pub dropped: usize,
}

/// A paper with everything linked to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The paper. Here the hub gives no comments (0) and no thumbnail (absent).
    pub paper: Paper,
    /// Models, in the hub's order; the hub sends the first few.
    pub models: Vec<Linked>,
    /// Datasets, likewise.
    pub datasets: Vec<Linked>,
    /// Spaces, likewise.
    pub spaces: Vec<Linked>,
    /// The total number of models.
    pub total_models: u32,
    /// The total number of datasets.
    pub total_datasets: u32,
    /// The total number of Spaces.
    pub total_spaces: u32,
}

/// A model, dataset or Space linked to a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// `owner/name`, or `name` alone; letters, digits, `.`, `_` and `-` only.
    pub id: String,
    /// Likes; the hub gives none for Spaces (0).
    pub likes: u32,
    /// Downloads in the last month; none for Spaces (0).
    pub downloads: u32,
    /// A model's task, such as `text-generation`, or a Space's description in one line.
    pub about: Option<String>,
}

impl HubClient {
    /// Creates a client; nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`HubError::Configuration`] if the base URL or the token is invalid.
    pub fn new(settings: HubSettings) -> Result<HubClient, HubError> {
        Ok(HubClient { transport: Arc::new(Transport::new(settings)?) })
    }

    /// Counters of requests.
    pub fn counters(&self) -> &Counters {
        &self.transport.counters
    }

    /// The papers listed under `date`, most votes first. `etag` is that of a previously read list.
    /// Weekends and future days are empty lists. A list read early in the day is not complete yet.
    ///
    /// # Errors
    ///
    /// Any [`HubError`]; if a page fails, so does the list.
    pub async fn daily(&self, date: Date, etag: Option<&str>) -> Result<Fetched, HubError> {
        let date = date.to_string();
        let limit = LIST_LIMIT.to_string();
        let url = self.transport.url(&["daily_papers"], &[("date", &date), ("limit", &limit)]);
        let first = match self.transport.get(&url, etag, Purpose::Lists).await? {
            Answer::Unchanged => return Ok(Fetched::Unchanged),
            Answer::Body(page) => page,
        };
        let etag = first.etag.clone();
        let mut next = first.next(&url);
        let read::Page { papers, mut dropped } = read::list(&first.bytes, LIST_LIMIT as usize)?;
        let mut list = Vec::new();
        // A paper that moves to the next page while reading must not be listed twice.
        let mut seen = HashSet::new();
        let mut fresh = add(&mut list, &mut seen, papers);
        let mut pages = 1;
        while let Some(url) = next.take().filter(|_| fresh > 0) {
            if pages == MAX_PAGES {
                tracing::warn!(
                    hub.date = date,
                    hub.pages = pages,
                    "a daily list has too many pages, ignored the rest"
                );
                break;
            }
            let page = self.body(&url, Purpose::Lists).await?;
            next = page.next(&url);
            let read::Page { papers, dropped: more } =
                read::list(&page.bytes, LIST_LIMIT as usize)?;
            dropped += more;
            fresh = add(&mut list, &mut seen, papers);
            pages += 1;
        }
        let etag = etag.filter(|_| pages == 1);
        Ok(Fetched::List(List { papers: list, etag, dropped }))
    }

    /// The hub's trending papers, at most 100, in its own order, which is opaque and includes old
    /// papers.
    ///
    /// # Errors
    ///
    /// Any of [`HubError`].
    pub async fn trending(&self, limit: u32) -> Result<Vec<Paper>, HubError> {
        let limit = limit.clamp(1, LIST_LIMIT);
        let query = [("sort", "trending"), ("limit", &limit.to_string())];
        let page =
            self.body(&self.transport.url(&["daily_papers"], &query), Purpose::Lists).await?;
        Ok(read::list(&page.bytes, limit as usize)?.papers)
    }

    /// The results of the hub's search, best first, at most 120. Queries longer than 250 characters
    /// are cut; one without text returns nothing and is not sent.
    ///
    /// # Errors
    ///
    /// Any of [`HubError`].
    pub async fn search(&self, query: &str, limit: u32) -> Result<Vec<Paper>, HubError> {
        let query = cut(query.trim());
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let limit = limit.clamp(1, SEARCH_LIMIT);
        let parameters = [("q", query), ("limit", &limit.to_string())];
        let url = self.transport.url(&["papers", "search"], &parameters);
        Ok(read::list(&self.body(&url, Purpose::Lookups).await?.bytes, limit as usize)?.papers)
    }

    /// A paper with its linked models, datasets and Spaces; `None` if the hub doesn't know it.
    ///
    /// # Errors
    ///
    /// Any of [`HubError`].
    pub async fn paper(&self, id: &PaperId) -> Result<Option<Card>, HubError> {
        let url = self.transport.url(&["papers", id.as_str()], &[]);
        match self.body(&url, Purpose::Lookups).await {
            Ok(page) => read::card(&page.bytes).map(Some),
            Err(HubError::Refused { status: 404 }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn body(&self, url: &Url, purpose: Purpose) -> Result<transport::Body, HubError> {
        match self.transport.get(url, None, purpose).await? {
            Answer::Body(body) => Ok(body),
            // No ETag was sent, so this can't happen.
            Answer::Unchanged => Err(HubError::Refused { status: 304 }),
        }
    }
}

/// Adds papers that are not in the list yet; returns their number.
fn add(list: &mut Vec<Paper>, seen: &mut HashSet<PaperId>, papers: Vec<Paper>) -> usize {
    let before = list.len();
    list.extend(papers.into_iter().filter(|paper| seen.insert(paper.id.clone())));
    list.len() - before
}

fn cut(query: &str) -> &str {
    let mut units = 0;
    let end = query.char_indices().find_map(|(at, letter)| {
        units += letter.len_utf16();
        (units > QUERY_LENGTH).then_some(at)
    });
    query[..end.unwrap_or(query.len())].trim_end()
}
