//! `/similar`: finds similar papers in the index.

use commands::Reply;
use commands::similar::{MOST, Request, papers};
use commands::view::pager::{PAGE_SIZE, Page, existing_page};
use domain::PaperId;

use super::{Context, Result};
use crate::app::App;
use crate::app::papers::hub_lookup::{by_id, named};
use crate::app::papers::unsaved::papers_of;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let (paper, wanted) = match request {
        Request::Named(text) => (named(app, &text, context.now).await?, 0),
        Request::To(id, page) => (by_id(app, &id, context.now).await?, page),
    };
    let hits = app.index.with_index(|index| index.similar(&paper, MOST));
    let total = hits.len();
    let number = existing_page(total.div_ceil(PAGE_SIZE), wanted);
    let shown = hits.into_iter().skip(number as usize * PAGE_SIZE).take(PAGE_SIZE);
    let ids: Vec<PaperId> = shown.map(|hit| hit.id).collect();
    let found = papers_of(app, ids).await?.into_iter().map(|paper| (paper, None)).collect();
    let page = Page { papers: found, total, number };
    Ok(context.reply(papers(&paper, &page, context.language())))
}
