//! Answering a search: the local index, and beside it the hub's own search.
//!
//! The hub is asked once per question, for at most 1.2 s. What it finds ranks higher in the local
//! answer, and is stored behind it. Pages are turned by what the first one was made of, without
//! asking again: what a button cannot carry of it is kept (`store::searches`). A hub that does not
//! answer is left alone for a while, and changes nothing but a line.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use commands::render::{self, PAGE_SIZE, Page, SearchNotes};
use commands::{Hub, Message, Refusal, SearchRequest};
use domain::{Expression, PaperId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use search::{Answer, Exact, Filters, Query, Sort};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::App;
use super::answer::{Failure, find};
use super::papers::index::QueryEmbedding;
use super::unsaved::{self, papers_of};
use crate::store::searches;

/// The longest that the hub may hold an answer back; Discord waits 3 s.
const LOOK_UP: Duration = Duration::from_millis(1_200);
/// Papers asked for; those further down are no better than our own.
const ASKED_FOR: u32 = 20;
/// What the hub said to so many questions is remembered.
const REMEMBERED: usize = 256;
/// For so long: the hub learns new papers daily.
const FRESH: SignedDuration = SignedDuration::from_mins(30);
/// So long is a hub left alone that did not answer.
const REST: SignedDuration = SignedDuration::from_secs(30);
/// Characters of an abstract shown under a hit.
const SNIPPET: usize = 160;

/// What the hub's search said lately.
#[derive(Default)]
pub(super) struct Heard(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    /// Oldest first.
    answers: VecDeque<(String, Timestamp, Vec<PaperId>)>,
    /// Searches whose pages may be turned before they are stored, oldest first.
    kept: VecDeque<(u64, Kept)>,
    silent_until: Option<Timestamp>,
}

/// What the pages of a search are made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// The search, as its buttons would carry it.
    search: String,
    /// What the hub found.
    elsewhere: Vec<PaperId>,
    /// The day it was asked on: "last week" is reckoned from it.
    today: Option<Date>,
}

impl Kept {
    /// The key under which it is kept, made of all that is.
    fn key(text: &str) -> u64 {
        let hash = Sha256::digest(text);
        hash.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
    }
}

impl Heard {
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
}

/// What to say to a search.
///
/// # Errors
/// The store's.
pub(super) async fn answer_search(
    app: &App,
    search: &SearchRequest,
    now: Timestamp,
) -> Result<Message, Failure> {
    let mut query = query(search, now);
    if let Hub::Kept(key) = search.hub
        && let Some(kept) = kept(app, key).await?
    {
        query.today = kept.today;
    }
    let ids = PaperId::find_all(&search.query);
    let wording = search::wording(&search.query);
    let meaning = match ids.is_empty() {
        false => QueryEmbedding::default(),
        true => app.index.embed_query(&wording).await,
    };
    let unknown = look_up(app, &ids, now).await?;
    let mut found = app.index.search(&query, &meaning);
    let by_name = |found: &Answer| {
        found.hits.first().is_some_and(|hit| matches!(hit.exact, Some(Exact::Id | Exact::Title)))
    };
    let mut silent = false;
    if ids.is_empty() && (search.hub != Hub::Ask || !by_name(&found)) {
        match elsewhere(app, search, &wording, now).await? {
            Some(ids) if ids.is_empty() => {}
            Some(ids) => {
                query.hub_hits = ids;
                found = app.index.search(&query, &meaning);
            }
            None => silent = true,
        }
    }
    let pages = found.total.div_ceil(PAGE_SIZE);
    if found.hits.is_empty() && (1..=search.page as usize).contains(&pages) {
        // There were more pages when this one was made.
        let last = u32::try_from(pages - 1).unwrap_or_default();
        let search = SearchRequest { page: last, ..search.clone() };
        return Box::pin(answer_search(app, &search, now)).await;
    }
    let mut search = search.clone();
    // The words as they were typed are another search than the one with repaired words.
    if search.hub == Hub::Ask || (search.as_typed && search.page == 0) {
        search.hub = keep(app, &search, &query, &found, now);
    }
    let search = &search;
    if let Some(meant) = found.repaired.take() {
        found = by_meaning_of_repaired(app, &query, &meant, found).await;
        found.repaired = Some(meant);
    }
    let shown = found.repaired.as_deref().unwrap_or(&wording).to_owned();
    let notes = SearchNotes { unknown, ..notes(&found, silent) };
    let hits = if found.nothing_close { Vec::new() } else { found.hits };
    let ids: Vec<PaperId> = hits.iter().map(|hit| hit.id.clone()).collect();
    let papers = papers_of(app, ids).await?.into_iter().map(|paper| {
        let exact = hits.iter().find(|hit| hit.id == paper.id).and_then(|hit| hit.exact);
        let note = match exact {
            Some(Exact::Id) => Some("this id".to_owned()),
            Some(Exact::Title) => Some("this title".to_owned()),
            Some(Exact::Author) => Some("by this author".to_owned()),
            None => snippet(app, &shown, &paper.summary),
        };
        (paper, note)
    });
    let page =
        Page { papers: papers.collect(), total: found.total, number: search.page, note: None };
    Ok(render::search(search, &page, &notes))
}

/// Looks up at the hub the papers that aren't known here, all at once; gives those it doesn't
/// know either.
async fn look_up(app: &App, ids: &[PaperId], now: Timestamp) -> Result<Vec<PaperId>, Failure> {
    let known = papers_of(app, ids.to_vec()).await?;
    let missing = ids.iter().filter(|id| known.iter().all(|paper| paper.id != **id));
    let found = missing.map(async |id| (id, find(app, id, now).await));
    let mut unknown = Vec::new();
    for (id, found) in futures_util::future::join_all(found).await {
        if found?.is_none() {
            unknown.push(id.clone());
        }
    }
    Ok(unknown)
}

/// The answer to a question whose misspelt words were put right, by the meaning of these: the one
/// that is there was found by words alone.
async fn by_meaning_of_repaired(app: &App, query: &Query, meant: &str, found: Answer) -> Answer {
    let plain = query.text.parse::<Expression>().is_ok_and(|typed| typed.as_words().is_some());
    if !plain || found.understood != search::Understood::default() || app.index.model().is_none() {
        return found;
    }
    let query = Query { text: meant.to_owned(), as_typed: true, ..query.clone() };
    let again = app.index.search(&query, &app.index.embed_query(meant).await);
    if again.total == 0 { found } else { again }
}

/// What the reader should know of how the question was understood.
fn notes(found: &Answer, hub_is_silent: bool) -> SearchNotes {
    SearchNotes {
        repaired: found.repaired.clone(),
        excluded: found.excluded,
        missing: found.missing.clone(),
        newest: found.understood.sort == Some(Sort::Newest),
        most_votes: found.understood.sort == Some(Sort::Votes),
        days: found.understood.days,
        surveys: found.understood.surveys,
        language: found.language.map(search::Language::code),
        hub_is_silent,
        ..SearchNotes::default()
    }
}

fn query(search: &SearchRequest, now: Timestamp) -> Query {
    Query {
        text: search.query.clone(),
        today: Some(TimeZone::UTC.to_datetime(now).date()),
        as_typed: search.as_typed,
        filters: Filters {
            from: search.from,
            to: search.to,
            min_upvotes: search.min_upvotes,
            has_code: search.has_code,
            has_model: search.has_model,
            has_dataset: search.has_dataset,
        },
        sort: match search.sort {
            commands::Sort::Relevance => Sort::Relevance,
            commands::Sort::Votes => Sort::Votes,
            commands::Sort::Newest => Sort::Newest,
        },
        offset: search.page as usize * PAGE_SIZE,
        limit: PAGE_SIZE,
        ..Query::default()
    }
}

/// The words of the abstract that match, in bold.
fn snippet(app: &App, question: &str, summary: &str) -> Option<String> {
    let snippet = app.index.with_index(|index| index.snippet(question, summary, SNIPPET))?;
    Some(render::marked(&snippet.pieces))
}

/// What the hub's search finds, stored and in the index; `None` if it did not answer.
async fn elsewhere(
    app: &App,
    search: &SearchRequest,
    text: &str,
    now: Timestamp,
) -> Result<Option<Vec<PaperId>>, Failure> {
    match search.hub {
        Hub::Ask => {}
        Hub::Silent => return Ok(Some(Vec::new())),
        Hub::Kept(key) => {
            let kept = kept(app, key).await?;
            return Ok(Some(kept.map(|kept| kept.elsewhere).unwrap_or_default()));
        }
    }
    if let Some(known) = app.heard.recall(text, now) {
        return Ok(Some(known));
    }
    if app.heard.with(|memory| memory.silent_until.is_some_and(|until| now < until)) {
        return Ok(None);
    }
    let papers = match tokio::time::timeout(LOOK_UP, app.hub.search(text, ASKED_FOR)).await {
        Ok(Ok(papers)) => papers,
        failed => {
            let error = failed.map_or_else(
                |_| "no answer in time".to_owned(),
                |answer| answer.err().map(|error| error.to_string()).unwrap_or_default(),
            );
            tracing::warn!(error, "the hub's search is left alone for a while");
            app.heard.with(|memory| memory.silent_until = now.checked_add(REST).ok());
            return Ok(None);
        }
    };
    let ids: Vec<PaperId> = papers.iter().map(|paper| paper.id.clone()).collect();
    let told = papers.into_iter().map(|paper| (paper, None)).collect();
    unsaved::learn(app, told, now).await?;
    app.heard.with(|memory| {
        memory.answers.push_back((text.to_owned(), now, ids.clone()));
        if memory.answers.len() > REMEMBERED {
            memory.answers.pop_front();
        }
    });
    Ok(Some(ids))
}

/// Keeps what the further pages of a search are made of, if there are any and their buttons cannot
/// carry it all. Nobody waits for the disk.
fn keep(app: &App, search: &SearchRequest, query: &Query, found: &Answer, now: Timestamp) -> Hub {
    let carried = search.carried();
    let is_plain = query.hub_hits.is_empty() && found.understood == search::Understood::default();
    if found.total <= PAGE_SIZE || (is_plain && carried.fits()) {
        return Hub::Silent;
    }
    let (elsewhere, today) = (query.hub_hits.clone(), query.today);
    let kept = Kept { search: carried.text(), elsewhere, today };
    let Ok(text) = serde_json::to_string(&kept) else { return Hub::Silent };
    let key = Kept::key(&text);
    app.heard.with(|memory| {
        memory.kept.push_back((key, kept));
        if memory.kept.len() > REMEMBERED {
            memory.kept.pop_front();
        }
    });
    let store = app.store.clone();
    tokio::spawn(async move {
        let put = move |tx: &rusqlite::Transaction| searches::put(tx, key, &text, now);
        if let Err(error) = store.write(put).await {
            tracing::warn!(%error, "the pages of a search are not stored");
        }
    });
    Hub::Kept(key)
}

async fn kept(app: &App, key: u64) -> Result<Option<Kept>, Failure> {
    let known = app.heard.with(|memory| {
        memory.kept.iter().rev().find(|(other, _)| *other == key).map(|(_, kept)| kept.clone())
    });
    if known.is_some() {
        return Ok(known);
    }
    let stored = app.store.read(move |conn| searches::get(conn, key)).await?;
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Another page of a search whose button carries nothing but its key.
///
/// # Errors
/// A refusal, when the search is no longer kept; the store's.
pub(super) async fn turn_page(
    app: &App,
    key: u64,
    page: u32,
    now: Timestamp,
) -> Result<Message, Failure> {
    let kept = kept(app, key).await?;
    let search = kept.and_then(|kept| SearchRequest::read(&kept.search));
    let Some(search) = search else { return Err(Refusal(render::search_is_gone()).into()) };
    answer_search(app, &SearchRequest { page, hub: Hub::Kept(key), ..search }, now).await
}
