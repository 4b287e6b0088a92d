//! Finds papers by id or name: in the store, or at the hub if they are unknown here.

use std::collections::HashSet;
use std::time::Duration;

use commands::paper::{hub_is_silent, unknown, unknown_name};
use domain::{Paper, PaperId};
use jiff::Timestamp;
use search::{Exact, Query};

use super::links::links_of;
use super::unsaved::{self, papers_of};
use crate::app::App;
use crate::app::commands::CommandError;
use crate::store;

/// The time limit for the hub; Discord waits 3 s.
pub(in crate::app) const LOOKUP_TIMEOUT: Duration = Duration::from_millis(1_200);

/// The number of results among which a named paper is looked for.
const NAMED: usize = 5;

/// What is known about an id.
pub(in crate::app) enum Lookup {
    /// The paper.
    Found(Box<Paper>),
    /// Neither the store nor the hub has it.
    Unknown,
    /// The store doesn't have it, and the hub didn't answer.
    Silent,
}

/// The paper with an id, or a refusal that says where else to look.
pub(in crate::app) async fn by_id(
    app: &App,
    id: &PaperId,
    now: Timestamp,
) -> Result<Paper, CommandError> {
    match find(app, id, now).await? {
        Lookup::Found(paper) => Ok(*paper),
        Lookup::Unknown => Err(unknown(id).into()),
        Lookup::Silent => Err(hub_is_silent(id).into()),
    }
}

/// The paper meant by an id, a link, a title or words of a title.
pub(in crate::app) async fn named(
    app: &App,
    text: &str,
    now: Timestamp,
) -> Result<Paper, CommandError> {
    if let Some(id) = PaperId::find(text) {
        return by_id(app, &id, now).await;
    }
    let query = Query { limit: NAMED, ..Query::new(text) };
    let found = app.index.search(&query, &app.index.embed_query(&query).await);
    let typed = found.repaired.as_deref().unwrap_or(text);
    let hits = found.hits.into_iter().filter(|_| !found.nothing_close);
    let (mut ids, mut titled) = (Vec::new(), HashSet::new());
    for hit in hits {
        titled.extend((hit.exact == Some(Exact::Title)).then(|| hit.id.clone()));
        ids.push(hit.id);
    }
    let papers = papers_of(app, ids).await?;
    let meant = papers
        .into_iter()
        .find(|paper| titled.contains(&paper.id) || has_words(&paper.title, typed));
    meant.ok_or_else(|| unknown_name(text).into())
}

/// Whether a title has all the words, or at least their beginnings. A paper that is merely close to
/// them isn't the one that was named.
fn has_words(title: &str, typed: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let text = text.to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (title, typed) = (words(title), words(typed));
    !typed.is_empty() && typed.iter().all(|one| title.iter().any(|word| word.starts_with(one)))
}

/// The paper from the store, or from the hub within [`LOOKUP_TIMEOUT`].
pub(in crate::app) async fn find(app: &App, id: &PaperId, now: Timestamp) -> store::Result<Lookup> {
    match papers_of(app, vec![id.clone()]).await?.pop() {
        Some(paper) => Ok(Lookup::Found(Box::new(paper))),
        None => ask_hub(app, id, now).await,
    }
}

/// Looks up unknown papers at the hub, concurrently; returns those that it doesn't know either, and
/// those about which it didn't answer. The others are in the index afterwards.
pub(in crate::app) async fn fetch_missing(
    app: &App,
    ids: &[PaperId],
    now: Timestamp,
) -> store::Result<(Vec<PaperId>, Vec<PaperId>)> {
    let known = papers_of(app, ids.to_vec()).await?;
    app.index.insert_missing(&known);
    let missing = ids.iter().filter(|id| known.iter().all(|paper| paper.id != **id));
    let found = missing.map(async |id| (id, ask_hub(app, id, now).await));
    let (mut unknown, mut unanswered) = (Vec::new(), Vec::new());
    for (id, found) in futures_util::future::join_all(found).await {
        match found? {
            Lookup::Found(_) => {}
            Lookup::Unknown => unknown.push(id.clone()),
            Lookup::Silent => unanswered.push(id.clone()),
        }
    }
    Ok((unknown, unanswered))
}

async fn ask_hub(app: &App, id: &PaperId, now: Timestamp) -> store::Result<Lookup> {
    let card = match tokio::time::timeout(LOOKUP_TIMEOUT, app.hub.paper(id)).await {
        Ok(Ok(Some(card))) => card,
        Ok(Ok(None)) => return Ok(Lookup::Unknown),
        Err(_) => return Ok(Lookup::Silent),
        Ok(Err(error)) => {
            tracing::warn!(paper = %id, %error, "could not look up a paper at the hub");
            return Ok(Lookup::Silent);
        }
    };
    // It is stored after the answer, so that a slow or full disk doesn't delay it.
    let (found, paper) = (links_of(&card), card.paper);
    unsaved::learn(app, vec![(paper.clone(), Some(found))], now).await?;
    Ok(Lookup::Found(Box::new(paper)))
}
