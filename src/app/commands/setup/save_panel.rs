//! *Save*: turns a draft into a subscription. Changes that others made to it while the panel was
//! open are kept; if the panel would replace one, or the subscription was removed, the user is asked
//! first.

use commands::setup::{Merged, Panel, Save, changed_meanwhile, incomplete, removed_meanwhile};
use commands::subscription::add::subscribed;
use commands::subscription::edit::edited;
use commands::{Refusal, Reply};
use domain::{
    Destination, DraftId, GuildId, Language, Posting, Subscription, SubscriptionId,
    SubscriptionSettings,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Transaction};

use super::show;
use crate::app::App;
use crate::app::change::change;
use crate::app::channel_access;
use crate::app::commands::subscription::add::{lately, no_room, store_new};
use crate::app::commands::subscription::edit::{forecast_of_change, store_changed};
use crate::app::commands::{Context, Result};
use crate::app::delivery::compose::first_day;
use crate::app::panel_drafts::{OpenDraft, own, read};
use crate::store::{self, destinations, drafts, guild_settings, subscriptions};

/// The result of saving a draft.
enum Outcome {
    Added(Subscription, Option<SubscriptionId>),
    Edited(SubscriptionSettings, Subscription, Option<SubscriptionId>),
    /// The panel would replace changes made since it was opened: how it was, and how it is.
    Changed(SubscriptionId, Box<(SubscriptionSettings, SubscriptionSettings)>),
    Removed(SubscriptionId),
    /// The channel or its settings changed while they were being checked.
    Moved,
}

/// The context of a save.
struct SaveContext {
    how: Save,
    destination: Destination,
    /// The posting settings.
    posting: Posting,
    /// The default language of the guild's posts.
    language: Language,
    today: Date,
    now: Timestamp,
}

pub(super) async fn run(
    app: &App,
    context: &Context,
    draft: (GuildId, DraftId),
    how: Save,
) -> Result<Reply> {
    let (guild, now) = (draft.0, context.now);
    let opened = read(app, context, draft).await?;
    let merging = move |conn: &Connection| {
        let stored = stored(conn, &opened, how)?;
        Ok(stored.map(|(_, merged)| merged.panel).unwrap_or(opened.panel))
    };
    let panel = app.store.read(merging).await?;
    let channel = panel.destination.and_then(Destination::channel);
    let (Some(channel), true) = (channel, panel.topics.is_some()) else {
        return Err(incomplete().into());
    };
    let destination = channel_access::check(app, guild, channel, &panel.posting).await?;
    let today = first_day(app, now).await?;
    let (posting, language) = (panel.posting, context.guild_language());
    let saving = SaveContext { how, destination, posting, language, today, now };
    let asked = context.clone();
    let write = move |tx: &Transaction| {
        let saved = match own(tx, &asked, draft)? {
            Ok(opened) => save(tx, &opened, &saving)?,
            Err(refusal) => Err(refusal),
        };
        if let Ok(Outcome::Added(..) | Outcome::Edited(..)) = saved {
            destinations::unblock(tx, destination)?;
            drafts::remove(tx, draft.1)?;
        }
        Ok(saved)
    };
    let outcome = change(app, context, write).await?;
    let language = context.language();
    let message = match outcome {
        Outcome::Added(subscription, twin) => {
            app.schedule_changed.notify_one();
            tracing::info!(subscription = %subscription.id, guild = %guild, "subscription added");
            let forecast = lately(app, &subscription, now).await;
            subscribed(&subscription, forecast.as_ref(), twin, now, language)
        }
        Outcome::Edited(old, new, twin) => {
            app.schedule_changed.notify_one();
            tracing::info!(subscription = %new.id, guild = %guild, "subscription edited");
            let forecast = forecast_of_change(app, &old, &new, now).await;
            edited(&old, &new, forecast.as_ref(), twin, None, now, language)
        }
        Outcome::Changed(id, both) => changed_meanwhile(draft.1, id, (&both.0, &both.1), language),
        Outcome::Removed(id) => removed_meanwhile(draft.1, id, language),
        Outcome::Moved => return show(app, context, draft).await,
    };
    Ok(context.reply(message))
}

fn save(
    tx: &Transaction,
    opened: &OpenDraft,
    saving: &SaveContext,
) -> store::Result<std::result::Result<Outcome, Refusal>> {
    let SaveContext { how, destination, posting, today, now, .. } = *saving;
    let guild = opened.draft.guild;
    let edits = opened.draft.edits.as_ref().filter(|_| how != Save::AsNew);
    let found = stored(tx, opened, how)?;
    if let (Some((id, _)), None) = (edits, &found) {
        return Ok(Ok(Outcome::Removed(*id)));
    }
    let (old, merged) = found.unzip();
    let Merged { mut panel, conflict } =
        merged.unwrap_or_else(|| Merged { panel: opened.panel.clone(), conflict: None });
    let channel = panel.destination.and_then(Destination::channel);
    if (channel, panel.posting) != (destination.channel(), posting) {
        return Ok(Ok(Outcome::Moved));
    }
    // When it was chosen, its type may not have been visible.
    panel.set_channel(destination, None);
    let Some(old) = old else {
        if let Some(refusal) = no_room(tx, guild)? {
            return Ok(Err(refusal));
        }
        let language = guild_settings::posts_language(tx, guild, saving.language)?;
        let Some(settings) = panel.settings(guild, opened.draft.user, language) else {
            return Ok(Err(incomplete()));
        };
        let (subscription, twin) = store_new(tx, &settings, today, now)?;
        return Ok(Ok(Outcome::Added(subscription, twin)));
    };
    if let Some(conflict) = conflict {
        let mut asked = opened.panel.clone();
        asked.note_shown(&old.settings);
        drafts::set(tx, opened.draft.id, &asked.to_text(), now)?;
        let both = (conflict.applied_to(&old.settings), old.settings);
        return Ok(Ok(Outcome::Changed(old.id, Box::new(both))));
    }
    let mut settings = panel.applied_to(&old.settings);
    if !settings.own_language {
        settings.language = guild_settings::posts_language(tx, guild, saving.language)?;
    }
    let (new, twin) = store_changed(tx, &old, settings, today, now)?;
    Ok(Ok(Outcome::Edited(old.settings, new, twin)))
}

/// The subscription that a draft edits, and the panel combined with what others changed since it was
/// opened. `None` for a new subscription, or one that was removed.
fn stored(
    connection: &Connection,
    opened: &OpenDraft,
    how: Save,
) -> store::Result<Option<(Subscription, Merged)>> {
    let edits = opened.draft.edits.as_ref().filter(|_| how != Save::AsNew);
    let Some((id, opened_with)) = edits else { return Ok(None) };
    let Some(found) = subscriptions::get(connection, opened.draft.guild, *id)? else {
        return Ok(None);
    };
    let now = Panel::of(&found.settings);
    // If another version opened the panel, what it began with may be unreadable.
    let before = Panel::read(opened_with).unwrap_or_else(|| now.clone());
    let merged = opened.panel.merged(&before, &now, how == Save::Anyway);
    Ok(Some((found, merged)))
}
