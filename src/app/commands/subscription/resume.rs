//! `/subscription resume`, and *Undo* for a pause.

use commands::Reply;
use commands::subscription::remove::unknown;
use commands::subscription::resume::{Request, not_paused, resumed};
use rusqlite::Transaction;

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
    let (Request { guild, id }, now) = (request, context.now);
    let write = move |tx: &Transaction| {
        match subscriptions::get(tx, guild, id)? {
            None => return Ok(Err(unknown(id))),
            Some(found) if found.paused_at(now).is_none() => return Ok(Err(not_paused(id))),
            Some(_) => {}
        }
        let resumed = subscription_changes::set_pause(tx, (guild, id), None, now)?;
        Ok(resumed.ok_or_else(|| unknown(id)))
    };
    let found = change(app, context, write).await?;
    app.schedule_changed.notify_one();
    tracing::info!(subscription = %id, guild = %guild, "subscription resumed");
    let deleted = channel_access::deleted(app, guild, found.settings.destination, now).await?;
    Ok(context.reply(resumed(&found, deleted, now, context.language())))
}
