//! Channel names, for suggestions. Everywhere else Discord displays a channel by its id.
//!
//! Those of channels with subscriptions are stored as the gateway sends them. Discord is asked only
//! about a channel that has been subscribed since: requests share the fifty per second with posts,
//! and two of them took 60 ms while posts were being delivered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{ChannelId, GuildId, Subscription};
use tokio::time::Instant;

use crate::app::App;
use crate::store::{self, destination_names};

/// The maximum age of a name.
const FRESH: Duration = Duration::from_secs(300);
/// The time limit for a request: late suggestions are useless.
const TIMEOUT: Duration = Duration::from_millis(1_000);
/// The number of guilds in the cache; each takes some kilobytes.
const CAPACITY: usize = 1_000;

type Names = Arc<HashMap<ChannelId, String>>;

/// Recently read names.
#[derive(Default)]
pub(in crate::app) struct ChannelNames(Mutex<HashMap<GuildId, (Instant, Names)>>);

/// The names of the channels of these subscriptions, as far as they are known or Discord says them in
/// time.
///
/// # Errors
/// The store's.
pub(in crate::app) async fn in_use(
    app: &App,
    guild: GuildId,
    all: &[Subscription],
) -> store::Result<HashMap<ChannelId, String>> {
    let mut names = app.store.read(move |conn| destination_names::of_guild(conn, guild)).await?;
    let channels = all.iter().filter_map(|one| one.settings.destination.channel());
    let unknown: Vec<ChannelId> = channels.filter(|channel| !names.contains_key(channel)).collect();
    if unknown.is_empty() {
        return Ok(names);
    }
    let asked = of_guild(app, guild).await;
    let found = unknown.into_iter();
    let found = found.filter_map(|channel| Some((channel, asked.get(&channel)?.clone())));
    let found: Vec<(ChannelId, String)> = found.collect();
    if found.is_empty() {
        return Ok(names);
    }
    names.extend(found.iter().cloned());
    let store = app.store.clone();
    // Suggestions don't wait for the disk.
    tokio::spawn(async move {
        let write = move |tx: &rusqlite::Transaction| destination_names::note_first(tx, &found);
        if let Err(error) = store.write(write).await {
            tracing::warn!(%error, "could not store the names of channels");
        }
    });
    Ok(names)
}

/// Stores the names of channels that have subscriptions.
///
/// # Errors
/// The store's.
pub async fn note(app: &App, names: Vec<(ChannelId, String)>) -> store::Result<()> {
    app.store.write(move |tx| destination_names::note(tx, &names).map(drop)).await
}

/// The names of a guild's channels; empty if Discord doesn't respond in time.
pub(in crate::app) async fn of_guild(app: &App, guild: GuildId) -> Names {
    let known = || app.channel_names.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((read, names)) = known().get(&guild)
        && read.elapsed() < FRESH
    {
        return names.clone();
    }
    let asked = tokio::time::timeout(TIMEOUT, app.discord.channel_names(guild)).await;
    let Ok(Ok(names)) = asked else { return Names::default() };
    let (names, mut known) = (Arc::new(names), known());
    if known.len() >= CAPACITY {
        known.retain(|_, (read, _)| read.elapsed() < FRESH);
    }
    if known.len() < CAPACITY {
        known.insert(guild, (Instant::now(), names.clone()));
    }
    names
}
