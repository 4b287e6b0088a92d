//! `/server audit`: the changes recorded by `app::change`.

use commands::Reply;
use commands::server::audit::{PAGE_SIZE, Request, page};

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
        // Old entries may have been deleted since the button was made.
        let last = total.div_ceil(PAGE_SIZE).saturating_sub(1);
        let number = last.min(wanted as usize);
        Ok((audit::of_guild(conn, guild, number * PAGE_SIZE, PAGE_SIZE)?, total, number))
    });
    let (entries, total, number) = read.await?;
    let number = u32::try_from(number).unwrap_or_default();
    Ok(context.reply(page(&entries, total, number, audit::DAYS, context.language())))
}
