//! `/paper` and the menus that show a paper.

use commands::paper::{Request, card};
use commands::search::Search;
use commands::{Message, Reply};
use domain::{Paper, PaperId};
use search::{Exact, Query};

use super::{Context, Result, search as find_papers};
use crate::app::App;
use crate::app::papers::hub_lookup::{Lookup, by_id, find};
use crate::store::linked_repos;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let message = match request {
        Request::Named(text) => named(app, context, text).await?,
        Request::Card(id) => show(app, context, &by_id(app, &id, context.now).await?).await?,
    };
    Ok(context.reply(message))
}

/// The one paper that is meant or, if that is ambiguous, search results.
async fn named(app: &App, context: &Context, text: String) -> Result<Message> {
    let now = context.now;
    match PaperId::find_all(&text).as_slice() {
        [] => {}
        [id] => return show(app, context, &by_id(app, id, now).await?).await,
        _ => return several(app, context, text).await,
    }
    let query = Query { limit: 1, ..Query::new(&text) };
    let best = app.index.with_index(|index| index.search(&query));
    if let Some(hit) = best.hits.first().filter(|hit| hit.exact == Some(Exact::Title))
        && let Lookup::Found(paper) = find(app, &hit.id, now).await?
    {
        return show(app, context, &paper).await;
    }
    several(app, context, text).await
}

async fn several(app: &App, context: &Context, text: String) -> Result<Message> {
    let search = Search { query: text, ..Search::default() };
    find_papers::answer(app, context, &search).await
}

async fn show(app: &App, context: &Context, paper: &Paper) -> Result<Message> {
    let id = paper.id.clone();
    let links = match app.unsaved.get(&id) {
        Some((_, Some(links))) => links,
        _ => app.store.read(move |conn| linked_repos::get(conn, &id)).await?,
    };
    Ok(card(paper, &links, context.language()))
}
