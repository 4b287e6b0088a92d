//! `/subscription add`, and the button that corrects a misspelt topic.

use commands::config_file::MAX_SUBSCRIPTIONS;
use commands::subscription::add::{NewSubscription, Request, corrected, subscribed, too_many};
use commands::subscription::remove::unknown;
use commands::{Refusal, Reply};
use domain::{
    Forecast, GuildId, Schedule, Subscription, SubscriptionId, SubscriptionSettings, Zone,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Transaction;

use crate::app::App;
use crate::app::change::change;
use crate::app::channel_access;
use crate::app::commands::{Context, Result};
use crate::app::delivery::compose::first_day;
use crate::app::forecast::forecast;
use crate::store::{self, destinations, guild_settings, subscription_facts, subscriptions};

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    match request {
        Request::Add(new) => add(app, context, new).await,
        Request::CorrectTopic { guild, id, place, meant } => {
            let write = move |tx: &Transaction| {
                let corrected = subscriptions::correct_topic(tx, guild, id, place, &meant)?;
                Ok(corrected.ok_or_else(|| unknown(id)))
            };
            let found = change(app, context, write).await?;
            tracing::info!(subscription = %id, guild = %guild, "topic corrected");
            let forecast = lately(app, &found, context.now).await;
            let message = corrected(&found, forecast.as_ref(), context.now, context.language());
            Ok(context.reply(message))
        }
    }
}

async fn add(app: &App, context: &Context, new: NewSubscription) -> Result<Reply> {
    let destination = channel_access::check(app, new.guild, new.channel, &new.posting).await?;
    let (guild, user, now) = (new.guild, context.user, context.now);
    let language = context.guild_language();
    let since = first_day(app, now).await?;
    let add = move |tx: &Transaction| {
        if let Some(refusal) = no_room(tx, guild)? {
            return Ok(Err(refusal));
        }
        let defaults = guild_settings::get(tx, guild)?;
        // The last used zone is the most likely one.
        let zone = match new.zone.clone().or(defaults.zone) {
            Some(zone) => zone,
            None => subscription_facts::last_zone(tx, guild)?.unwrap_or_else(Zone::utc),
        };
        let cron = new.cron.clone().or(defaults.time).unwrap_or_else(|| new.usual.clone());
        let language = defaults.language.unwrap_or(language);
        let settings = new.into_settings(user, Schedule { cron, zone }, language);
        let settings = SubscriptionSettings { destination, ..settings };
        store_new(tx, &settings, since, now).map(Ok)
    };
    let (subscription, twin) = change(app, context, add).await?;
    app.schedule_changed.notify_one();
    tracing::info!(subscription = %subscription.id, guild = %guild, "subscription added");
    let forecast = lately(app, &subscription, now).await;
    Ok(context.reply(subscribed(&subscription, forecast.as_ref(), twin, now, context.language())))
}

/// Stores a new subscription; also returns another one that posts the same.
pub(in crate::app::commands) fn store_new(
    tx: &Transaction,
    settings: &SubscriptionSettings,
    since: Date,
    now: Timestamp,
) -> store::Result<(Subscription, Option<SubscriptionId>)> {
    let next = settings.schedule.next_after(now);
    let subscription = subscriptions::add(tx, settings, since, next, now)?;
    if destinations::unblock(tx, settings.destination)? {
        tracing::info!(subscription = %subscription.id, "the channel can be posted to again");
    }
    let twin = subscription_facts::twin(tx, &subscription)?;
    Ok((subscription, twin))
}

/// The refusal if the guild has reached the limit. Checked in the transaction that adds a
/// subscription, so that concurrent ones can't exceed it.
pub(in crate::app::commands) fn no_room(
    tx: &Transaction,
    guild: GuildId,
) -> store::Result<Option<Refusal>> {
    let is_full = subscription_facts::count(tx, guild)? >= MAX_SUBSCRIPTIONS;
    Ok(is_full.then(|| too_many(MAX_SUBSCRIPTIONS)))
}

/// The forecast of a subscription. It is already stored, so a failure here must not look like a
/// failure to save.
pub(in crate::app::commands) async fn lately(
    app: &App,
    subscription: &Subscription,
    now: Timestamp,
) -> Option<Forecast> {
    let forecast = forecast(app, &subscription.settings, now).await;
    forecast.unwrap_or_else(|error| {
        tracing::warn!(%error, subscription = %subscription.id, "could not compute the forecast of a subscription");
        None
    })
}
