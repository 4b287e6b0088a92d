//! `/subscription edit`: changes only the given options; without options it opens the panel.

use commands::Reply;
use commands::settings::Settings;
use commands::subscription::edit::{Request, edited};
use commands::subscription::remove::unknown;
use commands::view::channel_refusal::{ChannelProblem, blocked};
use domain::{Forecast, Subscription, SubscriptionId, SubscriptionSettings};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Transaction;

use super::add::lately;
use crate::app::App;
use crate::app::change::change;
use crate::app::channel_access;
use crate::app::commands::{Context, Result, setup};
use crate::app::delivery::compose::first_day;
use crate::app::guilds::membership::channel_deleted;
use crate::store::{self, destinations, guild_settings, subscription_facts, subscriptions};

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    let Request { guild, id, settings } = request;
    if settings == Settings::default() {
        return setup::open(app, context, guild, Some(id)).await;
    }
    let read = move |conn: &rusqlite::Connection| subscriptions::get(conn, guild, id);
    let found = app.store.read(read).await?.ok_or_else(|| unknown(id))?.settings;
    let posting = settings.posting(found.posting);
    let (destination, deleted) = match settings.channel.or(found.destination.channel()) {
        None => (None, None),
        Some(_) if settings.channel.is_none() && posting == found.posting => {
            (None, channel_access::deleted(app, guild, found.destination, context.now).await?)
        }
        Some(channel) => match channel_access::look(app, guild, channel, &posting).await? {
            (destination, None) => (Some(destination), None),
            (_, Some(ChannelProblem::Unknown)) if settings.channel.is_none() => {
                channel_deleted(app, channel, context.now).await?;
                (None, Some(channel))
            }
            (_, Some(why)) => return Err(blocked(channel, &why).into()),
        },
    };
    let (now, language) = (context.now, context.guild_language());
    let today = first_day(app, now).await?;
    let write = move |tx: &Transaction| {
        let Some(old) = subscriptions::get(tx, guild, id)? else { return Ok(Err(unknown(id))) };
        let mut settings = settings.applied_to(&old.settings, destination);
        if !settings.own_language {
            settings.language = guild_settings::posts_language(tx, guild, language)?;
        }
        let (new, twin) = store_changed(tx, &old, settings, today, now)?;
        if destination.is_some() {
            destinations::unblock(tx, new.settings.destination)?;
        }
        Ok(Ok((old.settings, new, twin)))
    };
    let (old, new, twin) = change(app, context, write).await?;
    app.schedule_changed.notify_one();
    tracing::info!(subscription = %id, guild = %guild, "subscription edited");
    let forecast = forecast_of_change(app, &old, &new, now).await;
    let language = context.language();
    let message = edited(&old, &new, forecast.as_ref(), twin, deleted, now, language);
    Ok(context.reply(message))
}

/// Stores a changed subscription; also returns another one that posts the same.
pub(in crate::app::commands) fn store_changed(
    tx: &Transaction,
    old: &Subscription,
    settings: SubscriptionSettings,
    today: Date,
    now: Timestamp,
) -> store::Result<(Subscription, Option<SubscriptionId>)> {
    let new = old.with_settings(settings, today, now);
    subscriptions::edit(tx, &new)?;
    let twin = subscription_facts::twin(tx, &new)?;
    Ok((new, twin))
}

/// The forecast of a changed subscription, if its papers may differ.
pub(in crate::app::commands) async fn forecast_of_change(
    app: &App,
    old: &SubscriptionSettings,
    new: &Subscription,
    now: Timestamp,
) -> Option<Forecast> {
    match chooses_otherwise(old, new) {
        true => lately(app, new, now).await,
        false => None,
    }
}

/// Whether its papers may differ from before.
fn chooses_otherwise(old: &SubscriptionSettings, new: &Subscription) -> bool {
    let new = &new.settings;
    (&old.topics, old.min_upvotes, old.max_papers, old.strictness, old.selection)
        != (&new.topics, new.min_upvotes, new.max_papers, new.strictness, new.selection)
}
