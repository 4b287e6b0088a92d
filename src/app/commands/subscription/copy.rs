//! `/subscription copy`: creates a subscription with the settings of another.

use commands::Reply;
use commands::subscription::copy::{Request, copied};
use commands::subscription::remove::unknown;
use domain::SubscriptionSettings;
use rusqlite::Transaction;

use super::add::no_room;
use crate::app::App;
use crate::app::change::change;
use crate::app::channel_access;
use crate::app::commands::{Context, Result};
use crate::app::delivery::compose::first_day;
use crate::store::{destinations, subscription_facts, subscriptions};

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    let Request { guild, id, channel } = request;
    let read = move |conn: &rusqlite::Connection| subscriptions::get(conn, guild, id);
    let found = app.store.read(read).await?.ok_or_else(|| unknown(id))?;
    let destination = channel_access::check(app, guild, channel, &found.settings.posting).await?;
    let (created_by, now) = (context.user, context.now);
    let since = first_day(app, now).await?;
    let write = move |tx: &Transaction| {
        if let Some(refusal) = no_room(tx, guild)? {
            return Ok(Err(refusal));
        }
        let Some(found) = subscriptions::get(tx, guild, id)? else { return Ok(Err(unknown(id))) };
        let settings = SubscriptionSettings { destination, created_by, ..found.settings };
        let next = settings.schedule.next_after(now);
        let copy = subscriptions::add(tx, &settings, since, next, now)?;
        destinations::unblock(tx, destination)?;
        let twin = subscription_facts::twin(tx, &copy)?;
        Ok(Ok((copy, twin)))
    };
    let (copy, twin) = change(app, context, write).await?;
    app.schedule_changed.notify_one();
    tracing::info!(subscription = %copy.id, from = %id, guild = %guild, "subscription copied");
    Ok(context.reply(copied(id, &copy, twin, now, context.language())))
}
