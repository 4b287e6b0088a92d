//! The servers we are in: joined, left, taken back, forgotten.
//!
//! A server that is unavailable has an outage, and is not left. One that removed us keeps its
//! data for thirty days, so that a return restores everything; then all of it goes.

use domain::{ChannelId, Destination, FailureReason, GuildId, Shard, SlotState};
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::app::delivery::skip::missed;
use crate::store::{self, deliveries, destinations, guilds, subscriptions};

/// How long the data of a server is kept after we were removed from it.
const GRACE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Notes that we are in a server; a return within the grace restores everything.
///
/// # Errors
/// The store's.
pub async fn available(
    app: &App,
    guild: GuildId,
    name: String,
    now: Timestamp,
) -> anyhow::Result<()> {
    // In one transaction: no round may find what fell due while the bot was away.
    let write = move |tx: &rusqlite::Transaction| {
        let returned = guilds::available(tx, guild, &name, now)?;
        if !returned {
            return Ok(None);
        }
        pass_over_absence(tx, guild, now)?;
        subscriptions::resume(tx, guild, now).map(Some)
    };
    if let Some(subscriptions) = app.store.write(write).await? {
        tracing::info!(%guild, subscriptions, "added to a server again: its subscriptions continue");
        app.schedule_changed.notify_one();
    }
    Ok(())
}

/// What fell due while we were not in the server is not made up for: each slot ends with that
/// reason.
fn pass_over_absence(
    tx: &rusqlite::Transaction,
    guild: GuildId,
    now: Timestamp,
) -> store::Result<()> {
    let reason = Some(FailureReason::NotInServer);
    for one in subscriptions::overdue_of(tx, guild, now)? {
        let Some(due) = one.next_due else { continue };
        let end = now.saturating_add(SignedDuration::from_millis(1)).unwrap_or(now);
        for slot in missed(&one, due, end) {
            deliveries::end_empty(tx, one.id, slot, SlotState::Skipped, reason, false, now)?;
        }
    }
    Ok(())
}

/// Notes that we were removed from a server: its posts rest, and its data goes after the grace.
///
/// # Errors
/// The store's.
pub async fn removed(app: &App, guild: GuildId, now: Timestamp) -> anyhow::Result<()> {
    app.store.write(move |tx| guilds::removed(tx, guild, now)).await?;
    tracing::info!(guild = %guild, "removed from a server");
    Ok(())
}

/// Notes the guilds of a shard's new session: those of this shard that are missing removed us
/// while we were away. Of other shards' guilds it says nothing.
///
/// # Errors
/// The store's.
pub async fn reconcile(
    app: &App,
    shard: Shard,
    guilds: Vec<GuildId>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let gone = app.store.write(move |tx| guilds::reconcile(tx, shard, &guilds, now)).await?;
    if gone > 0 {
        tracing::info!(%shard, guilds = gone, "removed from servers while the bot was away");
    }
    Ok(())
}

/// Notes that a channel is gone: its subscriptions stay, and their admin is told.
///
/// # Errors
/// The store's.
pub async fn channel_deleted(app: &App, channel: ChannelId, now: Timestamp) -> anyhow::Result<()> {
    // It is found by its number, whichever kind of channel it was.
    let (gone, reason) = (Destination::Channel(channel), FailureReason::UnknownChannel);
    app.store.write(move |tx| destinations::block(tx, gone, reason, now)).await?;
    Ok(())
}

/// Forgets servers whose grace is over.
///
/// # Errors
/// The store's.
pub async fn forget(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let before = now.checked_sub(GRACE).unwrap_or(Timestamp::MIN);
    let forgotten = app.store.write(move |tx| guilds::purge(tx, before)).await?;
    if forgotten > 0 {
        tracing::info!(servers = forgotten, "the data of servers is deleted, after their grace");
    }
    Ok(())
}
