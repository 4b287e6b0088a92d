//! The servers we are in: joined, left, taken back, forgotten.
//!
//! A server that is unavailable has an outage, and is not left. One that removed us keeps its
//! data for thirty days, so that a return restores everything; then all of it goes.

use domain::{ChannelId, FailureReason, GuildId};
use jiff::{SignedDuration, Timestamp};

use super::App;
use crate::store::{channels, servers, subscriptions};

/// How long the data of a server is kept after we were removed from it.
const GRACE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Notes that we are in a server; a return within the grace restores everything.
///
/// # Errors
/// The store's.
pub async fn seen(app: &App, guild: GuildId, name: String, now: Timestamp) -> anyhow::Result<()> {
    // In one transaction: no round may find what fell due while the bot was away.
    let write = move |tx: &rusqlite::Transaction| {
        let returned = servers::seen(tx, guild, &name, now)?;
        returned.then(|| subscriptions::resume(tx, guild, now)).transpose()
    };
    if let Some(subscriptions) = app.store.write(write).await? {
        tracing::info!(%guild, subscriptions, "added to a server again: its subscriptions continue");
        app.schedule_changed.notify_one();
    }
    Ok(())
}

/// Notes that we were removed from a server: its posts rest, and its data goes after the grace.
///
/// # Errors
/// The store's.
pub async fn left(app: &App, guild: GuildId, now: Timestamp) -> anyhow::Result<()> {
    app.store.write(move |tx| servers::removed(tx, guild, now)).await?;
    tracing::info!(guild = %guild, "removed from a server");
    Ok(())
}

/// Notes the servers of a new session: those that are missing removed us while we were away.
///
/// # Errors
/// The store's.
pub async fn are(app: &App, guilds: Vec<GuildId>, now: Timestamp) -> anyhow::Result<()> {
    let gone = app.store.write(move |tx| servers::only(tx, &guilds, now)).await?;
    if gone > 0 {
        tracing::info!(servers = gone, "removed from servers while the bot was away");
    }
    Ok(())
}

/// Notes that a channel is gone: its subscriptions stay, and their admin is told.
///
/// # Errors
/// The store's.
pub async fn channel_deleted(app: &App, channel: ChannelId, now: Timestamp) -> anyhow::Result<()> {
    let reason = FailureReason::UnknownChannel;
    app.store.write(move |tx| channels::trouble(tx, channel, reason, now)).await?;
    Ok(())
}

/// Forgets servers whose grace is over.
///
/// # Errors
/// The store's.
pub async fn forget(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let before = now.checked_sub(GRACE).unwrap_or(Timestamp::MIN);
    let forgotten = app.store.write(move |tx| servers::purge(tx, before)).await?;
    if forgotten > 0 {
        tracing::info!(servers = forgotten, "the data of servers is deleted, after their grace");
    }
    Ok(())
}
