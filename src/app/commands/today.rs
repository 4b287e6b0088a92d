//! `/today`: a day's list from the store.

use commands::Reply;
use commands::today::{Request, day};
use commands::view::pager::{PAGE_SIZE, Page, existing_page};
use domain::feed_date;

use super::{Context, Result};
use crate::app::App;
use crate::store::{lists, papers};

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let today = feed_date(context.now);
    let read = app.store.read(move |conn| {
        let date = match request.date {
            Some(date) => date,
            None => lists::newest(conn, today)?.unwrap_or(today),
        };
        let papers = papers::on_lists(conn, date, date)?;
        Ok((date, papers, lists::state(conn, date)?.map(|state| state.fetched_at)))
    });
    let (date, papers, read_at) = read.await?;
    let total = papers.len();
    let number = existing_page(total.div_ceil(PAGE_SIZE), request.page);
    let shown = papers.into_iter().skip(number as usize * PAGE_SIZE).take(PAGE_SIZE);
    let papers = shown.map(|one| (one.paper, None)).collect();
    let page = Page { papers, total, number };
    Ok(context.reply(day(date, &page, read_at, context.language())))
}
