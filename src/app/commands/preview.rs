//! `/preview`: the post that would go out next, or would have on a day.

use commands::Reply;
use commands::preview::{Request, messages, no_subscription};
use commands::subscription::remove::unknown;

use super::{Context, Result};
use crate::app::{App, planned_post};
use crate::store::subscriptions;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let Request { guild, id, date } = request;
    let read = app.store.read(move |conn| match id {
        Some(id) => subscriptions::get(conn, guild, id),
        None => Ok(subscriptions::of_guild(conn, guild)?.pop()),
    });
    let subscription = read.await?.ok_or_else(|| id.map_or_else(no_subscription, unknown))?;
    let _turn = app.prepared.turn().await;
    let digest = match date {
        Some(date) => planned_post::of_day(app, &subscription, date).await?,
        None => planned_post::next(app, &subscription, context.now).await?,
    };
    let messages = messages(&subscription, &digest, context.language());
    Ok(Reply::Messages { messages, ephemeral: true })
}
