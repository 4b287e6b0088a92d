//! The papers hub, asked over HTTP: daily and trending lists, search, one paper's card.
//!
//! Promise: what is returned is what the hub said, whole. A web page, an empty body, a body cut
//! off or a list whose fields have changed is [`HubError::Unreadable`], never an empty list; a
//! single paper that cannot be read is left out and counted. Sizes are bounded: a body by
//! [`HubSettings::max_body`], a list by what was asked for, each field by its own length; what is
//! cut is logged by name and number. A fifth of the hub's rate limit is kept for lists: searches
//! and single papers fail as [`HubError::RateLimited`] before they take it. Absent: nothing is cached here and
//! nothing is sent but reads.

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

/// The most entries a daily or trending list gives at once. Without asking it gives 50, and says
/// nothing of the rest.
const LIST_LIMIT: u32 = 100;
/// Ten times the largest of 537 recorded lists: what is larger is no answer of the hub.
const MAX_BODY: usize = 10 * 330_381;
/// The most entries a search gives.
const SEARCH_LIMIT: u32 = 120;
/// The longest query the hub takes; it counts as JavaScript does, in UTF-16 units.
const QUERY_LENGTH: usize = 250;
/// The longest day recorded has 78 papers; a list without end is a fault of the hub.
const MAX_PAGES: usize = 10;

/// A client of one hub. Clones share connections and what is known of the rate limit.
#[derive(Clone)]
pub struct HubClient {
    transport: Arc<Transport>,
}

/// How to reach the hub, and how long to try.
#[derive(Clone, Debug)]
pub struct HubSettings {
    /// The hub's address: `http` or `https`, no query; a path before `/api` is kept.
    pub base_url: String,
    /// Doubles the rate limit. Sent to the base URL's origin only, and only over `https` or to
    /// this machine.
    pub token: Option<SecretString>,
    /// The wait before the first repetition; it doubles with each, plus up to as much again by
    /// chance.
    pub retry_base: Duration,
    /// The longest that one request may take, body included.
    pub timeout: Duration,
    /// The most one call waits in all, for repetitions and for the rate limit.
    pub max_wait: Duration,
    /// The largest body read, in bytes after decompression.
    pub max_body: usize,
    /// The most requests sent for one page, the first included.
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

/// A list, or word that it is still the one whose ETag was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The list is the one known already.
    Unchanged,
    /// The list as it is now.
    List(List),
}

/// The papers of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// In the hub's order, each paper once.
    pub papers: Vec<Paper>,
    /// For the next [`HubClient::daily`]. Absent for a list of several pages: the tag of the
    /// first says nothing of the others.
    pub etag: Option<String>,
    /// How many entries could not be read and were left out.
    pub dropped: usize,
}

/// One paper with what is linked to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The paper. The hub tells neither comments (0) nor thumbnail (absent) here.
    pub paper: Paper,
    /// Models, in the hub's order; the hub sends the first few.
    pub models: Vec<Linked>,
    /// Datasets, likewise.
    pub datasets: Vec<Linked>,
    /// Spaces, likewise.
    pub spaces: Vec<Linked>,
    /// How many models there are in all.
    pub total_models: u32,
    /// How many datasets there are in all.
    pub total_datasets: u32,
    /// How many Spaces there are in all.
    pub total_spaces: u32,
}

/// A model, dataset or Space linked to a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// `owner/name`, or `name` alone; letters, digits, `.`, `_` and `-` only.
    pub id: String,
    /// Likes; the hub tells none for Spaces (0).
    pub likes: u32,
    /// Downloads in the last month; none for Spaces (0).
    pub downloads: u32,
    /// A model's task, such as `text-generation`, or a Space's description in one line.
    pub about: Option<String>,
}

impl HubClient {
    /// Makes a client; nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`HubError::Configuration`] if the base URL or the token cannot be used.
    pub fn new(settings: HubSettings) -> Result<HubClient, HubError> {
        Ok(HubClient { transport: Arc::new(Transport::new(settings)?) })
    }

    /// What is counted of our traffic.
    pub fn counters(&self) -> &Counters {
        &self.transport.counters
    }

    /// The papers listed under `date`, most votes first. `etag` is that of a list already known.
    /// Weekends and days to come are empty lists. A list read early in the day is not whole yet.
    ///
    /// # Errors
    ///
    /// Any of [`HubError`]; a page that fails fails the list.
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
        // A paper that slides to the next page while we read is still one paper.
        let mut seen = HashSet::new();
        let mut fresh = add(&mut list, &mut seen, papers);
        let mut pages = 1;
        while let Some(url) = next.take().filter(|_| fresh > 0) {
            if pages == MAX_PAGES {
                tracing::warn!(hub.date = date, hub.pages = pages, "a daily list has no end");
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

    /// The hub's trending papers, at most 100, in its own order: an opaque rank, old papers
    /// included.
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

    /// What the hub's own search finds, best first, at most 120. A query past 250 characters is
    /// cut; one without text finds nothing and is not sent.
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

    /// One paper with its linked models, datasets and Spaces; `None` if the hub does not know it.
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
            // Nothing was named that could be unchanged.
            Answer::Unchanged => Err(HubError::Refused { status: 304 }),
        }
    }
}

/// Adds the papers not seen yet; returns how many those were.
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
