//! `/similar`: papers like one, from the index.

use commands::Reply;
use commands::similar::{Request, papers};
use commands::view::pager::PAGE_SIZE;
use domain::PaperId;

use super::{Context, Result};
use crate::app::App;
use crate::app::papers::hub_lookup::{by_id, named};
use crate::app::papers::unsaved::papers_of;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let paper = match request {
        Request::Named(text) => named(app, &text, context.now).await?,
        Request::To(id) => by_id(app, &id, context.now).await?,
    };
    let hits = app.index.with_index(|index| index.similar(&paper, PAGE_SIZE));
    let ids: Vec<PaperId> = hits.into_iter().map(|hit| hit.id).collect();
    let found = papers_of(app, ids).await?;
    Ok(context.reply(papers(&paper, found, context.language())))
}
