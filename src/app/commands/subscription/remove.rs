//! `/subscription remove`.

use commands::Reply;
use commands::subscription::remove::{Request, removed, unknown};
use rusqlite::Transaction;

use crate::app::App;
use crate::app::change::change;
use crate::app::commands::{Context, Result};
use crate::store::subscriptions;

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    let Request { guild, id } = request;
    let remove = move |tx: &Transaction| {
        Ok(subscriptions::remove(tx, guild, id)?.ok_or_else(|| unknown(id)))
    };
    let gone = change(app, context, remove).await?;
    tracing::info!(subscription = %id, guild = %guild, "subscription removed");
    Ok(context.reply(removed(&gone, context.language())))
}
