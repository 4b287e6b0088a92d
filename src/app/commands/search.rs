//! `/search`: the local index, supplemented by the hub's search.
//!
//! The hub is asked once per query, for at most 1.2 s. Its results rank higher in the local answer,
//! and are stored afterwards. Further pages use the same results without asking again; anything
//! that doesn't fit into a button is stored (`app::kept_searches`). If the hub doesn't respond, it
//! is not asked for a while, and the answer only gets an extra line.

use commands::paper::hub_is_silent;
use commands::search::{HubPart, Request, Search, SearchNotes, Sort as Order, is_gone, results};
use commands::view::pager::{Note, PAGE_SIZE, Page, existing_page};
use commands::{Message, Reply};
use domain::PaperId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use search::{Answer, Exact, Filters, Query, Sort};

use super::{Context, Result};
use crate::app::App;
use crate::app::kept_searches::{self, KeptSearch};
use crate::app::papers::hub_cache::hub_hits;
use crate::app::papers::hub_lookup::fetch_missing;
use crate::app::papers::index::QueryEmbedding;
use crate::app::papers::unsaved::papers_of;

/// The length of the abstract's excerpt under a hit, in characters.
const SNIPPET: usize = 100;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let search = match request {
        Request::Search(search) => search,
        Request::KeptPage(key, page) => {
            let kept = kept_searches::get(app, key).await?;
            let search = kept.and_then(|kept| Search::read(&kept.search)).ok_or_else(is_gone)?;
            Search { page, hub: HubPart::Kept(key), ..search }
        }
    };
    Ok(context.reply(answer(app, context, &search).await?))
}

/// The reply to a search.
///
/// # Errors
/// The store's; a refusal if it asks for nothing but ids that are not stored, and the hub doesn't
/// answer.
pub(super) async fn answer(app: &App, context: &Context, search: &Search) -> Result<Message> {
    let now = context.now;
    let ids = PaperId::find_all(&search.query);
    let (unknown, unanswered) = fetch_missing(app, &ids, now).await?;
    let mut query = query(search, now);
    let wording = search::wording(&search.query, query.today);
    let embed = async {
        match ids.is_empty() {
            true => app.index.embed_query(&query).await,
            false => QueryEmbedding::default(),
        }
    };
    let (embedding, hub) = tokio::join!(embed, from_hub(app, search, &wording, now));
    let hub = hub?;
    query.hub_hits = hub.hits;
    query.today = hub.today.or(query.today);
    let found = app.index.search(&query, &embedding);
    let pages = found.total.div_ceil(PAGE_SIZE);
    if found.hits.is_empty() && (1..=search.page as usize).contains(&pages) {
        // There were more pages when the button was made.
        let search = Search { page: existing_page(pages, search.page), ..search.clone() };
        return Box::pin(answer(app, context, &search)).await;
    }
    if let (0, [id, ..]) = (found.total, unanswered.as_slice()) {
        return Err(hub_is_silent(id).into());
    }
    let mut search = search.clone();
    // Searching for the words as typed is a different search from the corrected one.
    if search.hub == HubPart::Ask || (search.as_typed && search.page == 0) {
        search.hub = keep(app, &search, &query, &found, now);
    }
    let search = &search;
    let as_typed = found.repaired.as_ref().and_then(|_| keep_as_typed(app, search, now));
    let unfiltered = match found.total == 0 && search.is_filtered() {
        true => {
            let all = Query { filters: Filters::default(), limit: 1, ..query.clone() };
            app.index.search(&all, &embedding).total
        }
        false => 0,
    };
    let shown = found.repaired.as_deref().unwrap_or(&wording).to_owned();
    let notes = SearchNotes {
        unknown,
        unfiltered,
        as_typed,
        ..notes(&found, hub.is_silent || !unanswered.is_empty())
    };
    let hits = if found.nothing_close { Vec::new() } else { found.hits };
    let ids: Vec<PaperId> = hits.iter().map(|hit| hit.id.clone()).collect();
    let papers = papers_of(app, ids).await?.into_iter().map(|paper| {
        let exact = hits.iter().find(|hit| hit.id == paper.id).and_then(|hit| hit.exact);
        let note = match exact {
            Some(Exact::Id) => Some(Note::Id),
            Some(Exact::Title) => Some(Note::Title),
            Some(Exact::Author) => Some(Note::Author),
            Some(Exact::Organization) => Some(Note::Organization),
            None => snippet(app, &shown, &paper.summary).map(Note::Snippet),
        };
        (paper, note)
    });
    let page = Page { papers: papers.collect(), total: found.total, number: search.page };
    Ok(results(search, &page, &notes, context.language()))
}

/// The hub's part of a search.
#[derive(Default)]
struct FromHub {
    hits: Vec<PaperId>,
    /// The date of a stored search, to which "last week" refers.
    today: Option<Date>,
    is_silent: bool,
}

/// Asks the hub, unless the query is an id or title, or was asked before; then uses the stored
/// results.
async fn from_hub(app: &App, search: &Search, text: &str, now: Timestamp) -> Result<FromHub> {
    match search.hub {
        HubPart::Nothing => Ok(FromHub::default()),
        HubPart::Kept(key) => {
            let kept = kept_searches::get(app, key).await?;
            let (hits, today) = kept.map(|kept| (kept.hub_hits, kept.today)).unwrap_or_default();
            Ok(FromHub { hits, today, is_silent: false })
        }
        HubPart::Ask if app.index.with_index(|index| index.is_name(&search.query)) => {
            Ok(FromHub::default())
        }
        HubPart::Ask => {
            let hits = hub_hits(app, text, now).await?;
            let is_silent = hits.is_none();
            Ok(FromHub { hits: hits.unwrap_or_default(), today: None, is_silent })
        }
    }
}

/// What the user should know about how the query was understood.
pub(crate) fn notes(found: &Answer, hub_is_silent: bool) -> SearchNotes {
    SearchNotes {
        repaired: found.repaired.clone(),
        unknown_words: found.unknown_words.clone(),
        excluded: found.excluded,
        missing: found.missing.clone(),
        newest: found.understood.sort == Some(Sort::Newest),
        most_votes: found.understood.sort == Some(Sort::Votes),
        days: found.understood.days,
        from: found.understood.from,
        to: found.understood.to,
        surveys: found.understood.surveys,
        language: found.language.map(search::Language::code),
        hub_is_silent,
        ..SearchNotes::default()
    }
}

fn query(search: &Search, now: Timestamp) -> Query {
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
            Order::Relevance => Sort::Relevance,
            Order::Votes => Sort::Votes,
            Order::Newest => Sort::Newest,
        },
        offset: search.page as usize * PAGE_SIZE,
        limit: PAGE_SIZE,
        ..Query::default()
    }
}

/// The matching words of the abstract, in bold.
fn snippet(app: &App, question: &str, summary: &str) -> Option<String> {
    let snippet = app.index.with_index(|index| index.snippet(question, summary, SNIPPET))?;
    Some(commands::search::marked(&snippet.pieces))
}

/// Keeps the search for the words as they were typed, if a button cannot carry it.
fn keep_as_typed(app: &App, search: &Search, now: Timestamp) -> Option<u64> {
    let typed = Search { as_typed: true, page: 0, ..search.clone() };
    let carried = typed.carried();
    if carried.fits() {
        return None;
    }
    let kept = KeptSearch { search: carried.text(), hub_hits: Vec::new(), today: None };
    kept_searches::keep(app, kept, now)
}

/// Whether further pages don't fit into buttons, so that the search must be stored.
fn keep(app: &App, search: &Search, query: &Query, found: &Answer, now: Timestamp) -> HubPart {
    let carried = search.carried();
    let is_plain = query.hub_hits.is_empty() && found.understood == search::Understood::default();
    if found.total <= PAGE_SIZE || (is_plain && carried.fits()) {
        return HubPart::Nothing;
    }
    let (hub_hits, today) = (query.hub_hits.clone(), query.today);
    let kept = KeptSearch { search: carried.text(), hub_hits, today };
    kept_searches::keep(app, kept, now).map_or(HubPart::Nothing, HubPart::Kept)
}
