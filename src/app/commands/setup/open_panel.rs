//! Opens a panel for a new or an existing subscription.

use commands::Reply;
use commands::setup::{Panel, Prefill};
use commands::subscription::add::usual_time;
use commands::subscription::remove::unknown;
use commands::view::channel_refusal::ChannelProblem;
use domain::{ChannelId, Cron, Destination, GuildId, Posting, SubscriptionId};
use rusqlite::{Connection, Transaction};

use super::show;
use crate::app::App;
use crate::app::change::change_unaudited;
use crate::app::channel_access;
use crate::app::commands::subscription::add::no_room;
use crate::app::commands::{Context, Result};
use crate::store::{self, drafts, guild_settings, subscription_facts, subscriptions};

/// Opens a panel and shows it.
pub(in crate::app::commands) async fn open(
    app: &App,
    context: &Context,
    guild: GuildId,
    id: Option<SubscriptionId>,
) -> Result<Reply> {
    let (problem, here) = match id {
        Some(id) => (problem_of(app, guild, id).await?, None),
        None => (None, postable(app, guild, context.channel).await),
    };
    let (user, now, usual) = (context.user, context.now, usual_time()?);
    let begin = move |tx: &Transaction| {
        let (panel, edits) = match id {
            None => {
                if let Some(refusal) = no_room(tx, guild)? {
                    return Ok(Err(refusal));
                }
                let mut panel = fresh(tx, guild, usual)?;
                if let Some(here) = here {
                    panel.set_channel(here, None);
                }
                (panel, None)
            }
            Some(id) => {
                let Some(found) = subscriptions::get(tx, guild, id)? else {
                    return Ok(Err(unknown(id)));
                };
                let mut panel = Panel::of(&found.settings);
                let opened_with = panel.to_text();
                panel.set_channel(found.settings.destination, problem);
                (panel, Some((id, opened_with)))
            }
        };
        let edits = edits.as_ref().map(|(id, opened_with)| (*id, opened_with.as_str()));
        drafts::add(tx, (guild, user), edits, &panel.to_text(), now).map(Ok)
    };
    let draft = change_unaudited(app, context, begin).await?;
    show(app, context, (guild, draft)).await
}

/// Opens a panel for what was given to `/subscription add`, and shows it.
pub(super) async fn open_prefilled(
    app: &App,
    context: &Context,
    guild: GuildId,
    prefill: Prefill,
) -> Result<Reply> {
    let (user, now, usual) = (context.user, context.now, usual_time()?);
    let posting = prefill.applied_to(Panel::fresh(usual.clone(), None), now).posting;
    let (destination, problem) =
        channel_access::look(app, guild, prefill.channel, &posting).await?;
    let begin = move |tx: &Transaction| {
        if let Some(refusal) = no_room(tx, guild)? {
            return Ok(Err(refusal));
        }
        let mut panel = prefill.applied_to(fresh(tx, guild, usual)?, now);
        panel.set_channel(destination, problem);
        drafts::add(tx, (guild, user), None, &panel.to_text(), now).map(Ok)
    };
    let draft = change_unaudited(app, context, begin).await?;
    show(app, context, (guild, draft)).await
}

/// Why a subscription's channel can't be posted to. If it can't be checked right now, it is checked
/// before saving.
async fn problem_of(
    app: &App,
    guild: GuildId,
    id: SubscriptionId,
) -> store::Result<Option<ChannelProblem>> {
    let found = app.store.read(move |conn| subscriptions::get(conn, guild, id)).await?;
    let Some(settings) = found.map(|found| found.settings) else { return Ok(None) };
    let Some(channel) = settings.destination.channel() else { return Ok(None) };
    let looked = channel_access::look(app, guild, channel, &settings.posting).await;
    Ok(looked.ok().and_then(|(_, problem)| problem))
}

/// The channel in which the panel is opened, if posts can go there: most likely it is the one.
async fn postable(app: &App, guild: GuildId, channel: ChannelId) -> Option<Destination> {
    let looked = channel_access::look(app, guild, channel, &Posting::default()).await;
    let (destination, problem) = looked.ok()?;
    problem.is_none().then_some(destination)
}

/// A panel with the guild's defaults.
fn fresh(connection: &Connection, guild: GuildId, usual: Cron) -> store::Result<Panel> {
    let defaults = guild_settings::get(connection, guild)?;
    let zone = match defaults.zone {
        Some(zone) => Some(zone),
        None => subscription_facts::last_zone(connection, guild)?,
    };
    Ok(Panel::fresh(defaults.time.unwrap_or(usual), zone))
}
