//! `/subscription remove`, and undoing it.

use commands::Reply;
use commands::subscription::remove::{Request, removed, restored, unknown};
use rusqlite::Transaction;

use super::add::no_room;
use crate::app::App;
use crate::app::change::change;
use crate::app::channel_access;
use crate::app::commands::{Context, Result};
use crate::store::{subscription_changes, subscriptions};

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    let (Request { guild, id, undo }, now) = (request, context.now);
    if undo {
        let restore = move |tx: &Transaction| {
            // Pressed twice: it has already been restored, perhaps as the last that there is room for.
            if let Some(found) = subscriptions::get(tx, guild, id)? {
                return Ok(Ok(found));
            }
            if let Some(refusal) = no_room(tx, guild)? {
                return Ok(Err(refusal));
            }
            Ok(subscription_changes::restore(tx, guild, id, now)?.ok_or_else(|| unknown(id)))
        };
        let found = change(app, context, restore).await?;
        app.schedule_changed.notify_one();
        tracing::info!(subscription = %id, guild = %guild, "undid the removal of a subscription");
        let deleted = channel_access::deleted(app, guild, found.settings.destination, now).await?;
        return Ok(context.reply(restored(&found, deleted, now, context.language())));
    }
    let remove = move |tx: &Transaction| {
        Ok(subscriptions::remove(tx, guild, id)?.ok_or_else(|| unknown(id)))
    };
    let gone = change(app, context, remove).await?;
    tracing::info!(subscription = %id, guild = %guild, "subscription removed");
    Ok(context.reply(removed(&gone, context.language())))
}
