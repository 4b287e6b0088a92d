//! Channels that take no posts: their admin is told once, and they go on by themselves when the
//! permission or the channel comes back.

use commands::{Message, render};
use domain::{ChannelId, FailureReason, GuildId};
use jiff::Timestamp;

use crate::app::App;
use crate::discord::{DiscordError, Lane, Obstacle};
use crate::store::channels::{self, Trouble};

/// Looks whether a channel in trouble is open again, and notes it if so, or why it is not.
///
/// # Errors
/// The store's, and a token that is refused.
pub(crate) async fn is_open_again(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
    now: Timestamp,
) -> anyhow::Result<bool> {
    let obstacle = match app.discord.access(guild, channel, Lane::Look).await {
        Ok(access) => access.obstacle(),
        Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
        Err(_) => return Ok(false),
    };
    let reason = match obstacle {
        None => {
            if app.store.write(move |tx| channels::clear(tx, channel)).await? {
                tracing::info!(channel = %channel, "the channel takes posts again");
            }
            return Ok(true);
        }
        Some(Obstacle::Missing(_)) => FailureReason::MissingPermission,
        Some(Obstacle::Locked) => FailureReason::ThreadLocked,
        Some(Obstacle::NoMessages) => FailureReason::Refused,
    };
    app.store.write(move |tx| channels::trouble(tx, channel, reason, now)).await?;
    Ok(false)
}

/// Looks again at all channels in trouble of a server, after its rights or channels changed.
///
/// # Errors
/// The store's, and a token that is refused.
pub async fn look_again(app: &App, guild: GuildId, now: Timestamp) -> anyhow::Result<()> {
    let troubled = app.store.read(move |conn| channels::of_server(conn, guild)).await?;
    for trouble in troubled {
        is_open_again(app, guild, trouble.channel, now).await?;
    }
    Ok(())
}

/// Writes to whoever set up a subscription that its channel takes no posts: once, and kindly.
/// Who takes no messages from us is not asked again; `/status` says it all the same.
///
/// # Errors
/// The store's, and a token that is refused.
pub async fn tell_admins(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let untold = app.store.read(move |conn| channels::untold(conn, now)).await?;
    for Trouble { channel, reason, since, set_up_by, .. } in untold {
        if let Some((user, subscription)) = set_up_by {
            let text = render::trouble(channel, subscription, reason);
            // A crash before it is noted makes no second message.
            let nonce = format!("{:x}-{:x}", channel.0, since.as_second());
            match app.discord.tell(user, &Message::text(text), &nonce).await {
                Ok(()) => tracing::info!(channel = %channel, "its admin was told"),
                Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
                Err(
                    error @ (DiscordError::Forbidden { .. }
                    | DiscordError::NotFound { .. }
                    | DiscordError::Refused { .. }),
                ) => {
                    tracing::info!(channel = %channel, %error, "its admin takes no messages from us");
                }
                Err(error) => {
                    tracing::warn!(channel = %channel, %error, "its admin could not be told yet");
                    app.store.write(move |tx| channels::notice_tried(tx, channel, now)).await?;
                    continue;
                }
            }
        }
        app.store.write(move |tx| channels::told(tx, channel, now)).await?;
    }
    Ok(())
}
