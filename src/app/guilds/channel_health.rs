//! Blocked destinations: posts resume when the permission or channel is back. `guilds::notices`
//! notifies their admins.

use std::collections::BTreeSet;

use domain::{ChannelId, Destination, FailureReason, GuildId};
use jiff::Timestamp;

use crate::app::App;
use crate::discord::{Access, DiscordError, Lane, PostBlocker};
use crate::store::{destinations, subscriptions};

/// Checks whether a blocked destination is open again, and records the result. Whether a user
/// accepts direct messages is known only after sending one, so the next slot tries.
///
/// # Errors
/// The store's, and a refused token.
pub(crate) async fn is_open_again(
    app: &App,
    guild: Option<GuildId>,
    destination: Destination,
    now: Timestamp,
) -> anyhow::Result<bool> {
    let (Some(guild), Some(channel)) = (guild, destination.channel()) else {
        app.store.write(move |tx| destinations::unblock(tx, destination)).await?;
        return Ok(true);
    };
    let blocker = match app.discord.access(guild, channel, Lane::Look).await {
        Ok(access) => access.post_blocker(),
        Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
        Err(_) => return Ok(false),
    };
    let reason = match blocker {
        None => {
            if app.store.write(move |tx| destinations::unblock(tx, destination)).await? {
                tracing::info!(%channel, "a blocked channel can be posted to again");
            }
            return Ok(true);
        }
        Some(blocker) => reason(&blocker),
    };
    app.store.write(move |tx| destinations::block(tx, destination, reason, now)).await?;
    Ok(false)
}

/// Checks the channels of a guild after its permissions or channels have changed, for channels that
/// can be posted to again and for newly blocked ones. Admins are thus notified before the next post
/// is due.
///
/// # Errors
/// The store's, and a refused token.
pub async fn look_again(app: &App, guild: GuildId, now: Timestamp) -> anyhow::Result<()> {
    let read = app.store.read(move |conn| {
        Ok((subscriptions::of_guild(conn, guild)?, destinations::blocked_of_guild(conn, guild)?))
    });
    let (all, blocked) = read.await?;
    let blocked: BTreeSet<Destination> = blocked.iter().map(|one| one.destination).collect();
    let in_use = all.iter().map(|one| one.settings.destination);
    let known: BTreeSet<Destination> = in_use.chain(blocked.iter().copied()).collect();
    let channels: Vec<ChannelId> = known.iter().filter_map(|one| one.channel()).collect();
    let found = match app.discord.accesses(guild, &channels, Lane::Look).await {
        Ok(found) => found,
        Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
        // The next slot checks again.
        Err(_) => return Ok(()),
    };
    for (channel, access) in found {
        let Some(destination) = known.iter().find(|one| one.channel() == Some(channel)).copied()
        else {
            continue;
        };
        let blocker = match access {
            Ok(access) => access.post_blocker(),
            Err(DiscordError::Forbidden { .. }) => Access::default().post_blocker(),
            Err(_) => continue,
        };
        match blocker {
            None if blocked.contains(&destination) => {
                app.store.write(move |tx| destinations::unblock(tx, destination)).await?;
                tracing::info!(%channel, "a blocked channel can be posted to again");
            }
            None => {}
            Some(blocker) => {
                let reason = reason(&blocker);
                app.store
                    .write(move |tx| destinations::block(tx, destination, reason, now))
                    .await?;
                if !blocked.contains(&destination) {
                    tracing::info!(%channel, %reason, "a channel can no longer be posted to");
                }
            }
        }
    }
    Ok(())
}

/// The reason for the failure, as stored.
fn reason(blocker: &PostBlocker) -> FailureReason {
    match blocker {
        PostBlocker::Missing(_) => FailureReason::MissingPermission,
        PostBlocker::Locked => FailureReason::ThreadLocked,
        PostBlocker::NoMessages | PostBlocker::NoThreads | PostBlocker::NotAnnouncement => {
            FailureReason::Refused
        }
    }
}
