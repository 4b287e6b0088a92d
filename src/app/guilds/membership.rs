//! The servers the bot is in: joining, leaving, returning, deleting.
//!
//! An unavailable server has an outage and has not been left. The data of a server that removed the
//! bot is kept for thirty days, so that adding it again restores everything; then it is deleted.

use domain::{ChannelId, Destination, FailureReason, GuildId, Shard, SlotState};
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::app::delivery::skip::missed;
use crate::store::{self, deliveries, destination_names, destinations, guilds, subscriptions};

/// How long a server's data is kept after the bot was removed.
const GRACE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Records that the bot is in a server, and the names of its channels that have subscriptions; being
/// added again in time restores everything.
///
/// # Errors
/// The store's.
pub async fn available(
    app: &App,
    guild: GuildId,
    (name, channels): (String, Vec<(ChannelId, String)>),
    now: Timestamp,
) -> anyhow::Result<()> {
    // In one transaction, so that no round finds slots that fell due while the bot was away.
    let write = move |tx: &rusqlite::Transaction| {
        let returned = guilds::available(tx, guild, &name, now)?;
        // A server may have hundreds of channels, but hardly ever more than a few destinations.
        let used = destination_names::in_use(tx, guild)?;
        let used = channels.iter().filter(|(channel, _)| used.contains(channel)).cloned();
        destination_names::note(tx, &used.collect::<Vec<_>>())?;
        if !returned {
            return Ok(None);
        }
        pass_over_absence(tx, guild, now)?;
        subscriptions::resume(tx, guild, now).map(Some)
    };
    if let Some(subscriptions) = app.store.write(write).await? {
        tracing::info!(%guild, subscriptions, "added to a server again, resumed its subscriptions");
        app.schedule_changed.notify_one();
    }
    Ok(())
}

/// Slots that fell due while the bot was not in the server are not made up for: each ends with that
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

/// Records that the bot was removed from a server: its posts stop, and its data is deleted after
/// the grace period.
///
/// # Errors
/// The store's.
pub async fn removed(app: &App, guild: GuildId, now: Timestamp) -> anyhow::Result<()> {
    app.store.write(move |tx| guilds::removed(tx, guild, now)).await?;
    tracing::info!(guild = %guild, "removed from a server");
    Ok(())
}

/// Records the guilds in a shard's new session: missing guilds of this shard removed the bot while
/// it was away. Guilds of other shards are not affected.
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
        tracing::info!(%shard, guilds = gone, "removed from servers while the bot was offline");
    }
    Ok(())
}

/// Records that a channel was deleted: its subscriptions are kept, and their admin is notified.
///
/// # Errors
/// The store's.
pub async fn channel_deleted(app: &App, channel: ChannelId, now: Timestamp) -> store::Result<()> {
    // It is found by its id, whatever its type.
    let (gone, reason) = (Destination::Channel(channel), FailureReason::UnknownChannel);
    app.store.write(move |tx| destinations::block(tx, gone, reason, now)).await
}

/// Deletes the data of servers whose grace period is over.
///
/// # Errors
/// The store's.
pub async fn forget(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let before = now.checked_sub(GRACE).unwrap_or(Timestamp::MIN);
    let forgotten = app.store.write(move |tx| guilds::purge(tx, before)).await?;
    if forgotten > 0 {
        tracing::info!(servers = forgotten, "deleted the data of servers after their grace period");
    }
    Ok(())
}
