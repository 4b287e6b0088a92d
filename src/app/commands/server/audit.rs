//! `/server audit`: the changes recorded by `app::change`.

use commands::Reply;
use commands::server::audit::{PAGE_SIZE, Request, page};
use commands::view::pager::existing_page;

use crate::app::App;
use crate::app::commands::{Context, Result};
use crate::store::audit;

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    let Request { guild, page: wanted } = request;
    let read = app.store.read(move |conn| {
        let total = audit::count(conn, guild)?;
        let number = existing_page(total.div_ceil(PAGE_SIZE), wanted);
        let skipped = number as usize * PAGE_SIZE;
        Ok((audit::of_guild(conn, guild, skipped, PAGE_SIZE)?, total, number))
    });
    let (entries, total, number) = read.await?;
    Ok(context.reply(page(&entries, total, number, audit::DAYS, context.language())))
}
