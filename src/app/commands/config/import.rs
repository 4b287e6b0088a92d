//! `/config import`: downloads the file, shows what it would change, and applies it when a button
//! is pressed.
//!
//! In between, the file is stored in a row (`store::config_imports`) that survives a restart. It is
//! applied in one transaction, which takes the row so that this happens only once, and refuses if
//! the configuration differs from the one that the file was compared with. The same transaction
//! stores the previous configuration as such a row: *Undo* applies it, and brings back what was
//! removed under its own number.

use std::collections::{BTreeMap, HashMap};

use commands::config::import::{
    Request, applied, canceled, changed_meanwhile, changed_since, comparison, gone, not_fetched,
    nothing_to_do, problems, too_large, undo_gone, undone,
};
use commands::config_file::{
    self, ConfigFile, ConfigFileErrors, FileLocation, FileProblem, FileSubscription, MAX_BYTES,
    Owner, read,
};
use commands::{AttachedFile, Refusal, Reply};
use domain::{ChannelId, Configuration, Destination, GuildId, Pause, Posting, Setting};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Transaction;

use crate::app::App;
use crate::app::change::{change, change_unaudited};
use crate::app::channel_access::check_all;
use crate::app::commands::{Context, Result};
use crate::app::delivery::compose::first_day;
use crate::discord::DownloadError;
use crate::store::config_imports::{self, ConfigImport};
use crate::store::{
    self, audit, destinations, guild_settings, subscription_changes, subscriptions,
};

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    match request {
        Request::Compare(guild, file) => compare(app, context, guild, &file).await,
        Request::Apply(guild, key) => apply(app, context, guild, key, false).await,
        Request::Undo(guild, key) => apply(app, context, guild, key, true).await,
        Request::Cancel(guild, key) => {
            let (user, now) = (context.user, context.now);
            let take = move |tx: &Transaction| {
                Ok(config_imports::take(tx, key, guild, user, now)?.map(drop).ok_or_else(gone))
            };
            change_unaudited(app, context, take).await?;
            Ok(context.reply(canceled(context.language())))
        }
    }
}

async fn compare(
    app: &App,
    context: &Context,
    guild: GuildId,
    file: &AttachedFile,
) -> Result<Reply> {
    let (now, language) = (context.now, context.language());
    let bytes = match app.discord.download(&file.url, MAX_BYTES).await {
        Ok(bytes) => bytes,
        Err(DownloadError::TooLarge) => return Err(too_large().into()),
        Err(error) => {
            tracing::info!(%guild, %error, "could not download the file of an import");
            return Err(not_fetched().into());
        }
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let before = app.store.read(move |conn| audit::configuration(conn, guild, now)).await?;
    let parsed = match read(&text, owner(context, guild), now) {
        Ok(parsed) => parsed.matched(&before),
        Err(found) => return unusable(app, context, guild, &before, found).await,
    };
    let changes = before.changes_to(&parsed.configuration());
    if changes.is_empty() {
        return Ok(context.reply(nothing_to_do(language)));
    }
    let (_, refused) = reachable(app, guild, &before, &parsed, &[]).await?;
    if !refused.is_empty() {
        return Ok(context.reply(problems(refused, language)));
    }
    let key = context.interaction;
    let row = ConfigImport {
        guild,
        user: context.user,
        file: text,
        compared_with: before.fingerprint(),
        at: now,
    };
    app.store.write(move |tx| config_imports::put(tx, key, &row)).await?;
    tracing::info!(%guild, changes = changes.len(), "compared a file with a configuration");
    Ok(context.reply(comparison(&before, &changes, key, language)))
}

async fn apply(
    app: &App,
    context: &Context,
    guild: GuildId,
    key: u64,
    is_undo: bool,
) -> Result<Reply> {
    let (now, user, language) = (context.now, context.user, context.language());
    let stored = app.store.read(move |conn| {
        let row = config_imports::get(conn, key, guild, user, now)?;
        Ok((row, audit::configuration(conn, guild, now)?))
    });
    let (row, before) = stored.await?;
    let no_row = if is_undo { undo_gone } else { gone };
    let row = row.ok_or_else(no_row)?;
    // It was parsed before, so an error now means that a later version is stricter.
    let parsed = match read(&row.file, owner(context, guild), row.at) {
        // The numbers of removed subscriptions count: they will be there again.
        Ok(parsed) if is_undo => parsed,
        Ok(parsed) => parsed.matched(&before),
        Err(found) => return unusable(app, context, guild, &before, found).await,
    };
    let (places, refused) = reachable(app, guild, &before, &parsed, &[]).await?;
    if !refused.is_empty() {
        return Ok(context.reply(problems(refused, language)));
    }
    let since = first_day(app, now).await?;
    let undo = context.interaction;
    let write = move |tx: &Transaction| {
        let Some(row) = config_imports::take(tx, key, guild, user, now)? else {
            return Ok(Err(no_row()));
        };
        let before = audit::configuration(tx, guild, now)?;
        if before.fingerprint() != row.compared_with {
            return Ok(Err(if is_undo { changed_since() } else { changed_meanwhile() }));
        }
        if is_undo {
            for id in parsed.subscriptions.iter().filter_map(|one| one.id) {
                subscription_changes::restore(tx, guild, id, now)?;
            }
        }
        if let Err(refusal) = put(tx, guild, &parsed, &places, (since, now))? {
            return Ok(Err(refusal));
        }
        let after = audit::configuration(tx, guild, now)?;
        if !is_undo {
            let previous = ConfigImport {
                guild,
                user,
                file: config_file::write(&before, &HashMap::new()),
                compared_with: after.fingerprint(),
                at: now,
            };
            config_imports::put(tx, undo, &previous)?;
        }
        Ok(Ok((before.changes_to(&after), before)))
    };
    let (changes, before) = change(app, context, write).await?;
    app.schedule_changed.notify_one();
    let changed = changes.len();
    if is_undo {
        tracing::info!(%guild, changes = changed, "undid the import of a configuration");
        return Ok(context.reply(undone(&before, &changes, language)));
    }
    tracing::info!(%guild, changes = changed, "imported a configuration");
    Ok(context.reply(applied(&before, &changes, undo, language)))
}

/// The answer to an invalid file: its problems and those of its channels, in one list.
async fn unusable(
    app: &App,
    context: &Context,
    guild: GuildId,
    before: &Configuration,
    found: ConfigFileErrors,
) -> Result<Reply> {
    let ConfigFileErrors { problems: mut all, valid, channels } = found;
    match reachable(app, guild, before, &valid.matched(before), &channels).await {
        Ok((_, refused)) => all.extend(refused),
        Err(error) => tracing::warn!(%guild, ?error, "could not check the channels of a file"),
    }
    Ok(context.reply(problems(all, context.language())))
}

fn owner(context: &Context, guild: GuildId) -> Owner {
    Owner { guild, user: context.user, language: context.guild_language() }
}

/// The settings that decide whether posts can go to a channel.
const POSTED_BY: [Setting; 4] = [Setting::Channel, Setting::Form, Setting::Role, Setting::Publish];

/// The destinations of a file's channels.
type Places = BTreeMap<ChannelId, Destination>;

/// The channels whose posts would change, and those that can't be posted to. `others` are channels
/// of invalid parts, whose posting settings are unknown.
async fn reachable(
    app: &App,
    guild: GuildId,
    before: &Configuration,
    file: &ConfigFile,
    others: &[(FileLocation, ChannelId)],
) -> Result<(Places, Vec<FileProblem>)> {
    let is_known = |one: &FileSubscription| {
        let old = before.subscriptions.iter().find(|old| old.0.is_some() && old.0 == one.id);
        old.is_some_and(|old| {
            let new = one.settings.values();
            POSTED_BY.iter().all(|setting| old.1.get(setting) == new.get(setting))
        })
    };
    let mut wanted: Vec<(FileLocation, ChannelId, Posting)> = Vec::new();
    let log = file
        .settings
        .log_channel
        .filter(|channel| before.settings.get(&Setting::LogChannel) != Some(&channel.to_string()));
    wanted.extend(log.map(|channel| (FileLocation::Server, channel, Posting::default())));
    for one in &file.subscriptions {
        if let Some(channel) = one.channel().filter(|_| !is_known(one)) {
            wanted.push((FileLocation::Subscription(one.index), channel, one.settings.posting));
        }
    }
    let is_used = |channel: &ChannelId| {
        let channel = channel.to_string();
        let all = before.subscriptions.iter().map(|one| one.1.get(&Setting::Channel));
        all.chain([before.settings.get(&Setting::LogChannel)]).any(|one| one == Some(&channel))
    };
    let others = others.iter().filter(|other| !is_used(&other.1));
    wanted.extend(others.map(|(place, id)| (place.clone(), *id, Posting::default())));
    let asked: Vec<_> = wanted.iter().map(|(_, channel, posting)| (*channel, *posting)).collect();
    let (mut places, mut refused) = (Places::new(), Vec::new());
    let judged = check_all(app, guild, &asked).await?;
    for ((place, channel, _), judged) in wanted.into_iter().zip(judged) {
        match judged {
            Ok(destination) => drop(places.insert(channel, destination)),
            Err(why) => refused.push(FileProblem { place, why }),
        }
    }
    Ok((places, refused))
}

/// Replaces the stored configuration with the file's.
fn put(
    tx: &Transaction,
    guild: GuildId,
    file: &ConfigFile,
    places: &Places,
    (since, now): (Date, Timestamp),
) -> store::Result<std::result::Result<(), Refusal>> {
    guild_settings::set(tx, guild, &file.settings, now)?;
    let stored = subscriptions::of_guild(tx, guild)?;
    for old in &stored {
        if !file.subscriptions.iter().any(|one| one.id == Some(old.id)) {
            subscriptions::remove(tx, guild, old.id)?;
        }
    }
    for one in &file.subscriptions {
        let old = stored.iter().find(|old| one.id == Some(old.id));
        let mut settings = one.settings.clone();
        let same = stored.iter().find(|old| old.settings.destination.channel() == one.channel());
        let checked = one.channel().and_then(|channel| places.get(&channel).copied());
        let Some(destination) = checked.or(same.map(|old| old.settings.destination)) else {
            return Ok(Err(changed_meanwhile()));
        };
        settings.destination = destination;
        let mut new = match old {
            Some(old) => {
                settings.created_by = old.settings.created_by;
                old.with_settings(settings, since, now)
            }
            None => subscriptions::add(tx, &settings, since, None, now)?,
        };
        let is_same = old.is_some_and(|old| {
            old.settings == new.settings
                && old.paused_at(now).map(|pause| pause.value())
                    == one.pause.map(|pause| pause.value())
        });
        if is_same {
            continue;
        }
        new.pause = one.pause.map(|pause| Pause { since: now, ..pause });
        if !new.is_due(now) || new.pause.is_some() {
            new.next_due = new.next_after(now);
        }
        subscriptions::edit(tx, &new)?;
        if checked.is_some() {
            destinations::unblock(tx, new.settings.destination)?;
        }
    }
    Ok(Ok(()))
}
