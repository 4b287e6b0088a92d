//! Destinations that take no posts: their admin is notified once, and they go on by themselves
//! when the permission or the channel comes back.

use commands::Message;
use commands::view::failure_reason::channel_blocked;
use domain::{Destination, FailureReason, GuildId};
use jiff::Timestamp;

use crate::app::App;
use crate::discord::{DiscordError, Lane, PostBlocker};
use crate::store::destinations::{self, Blocked};

/// Looks whether a blocked destination is open again, and notes it if so, or why it is not. Whether
/// a person takes direct messages shows only when one is sent: the next slot tries.
///
/// # Errors
/// The store's, and a token that is refused.
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
    let obstacle = match app.discord.access(guild, channel, Lane::Look).await {
        Ok(access) => access.post_blocker(),
        Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
        Err(_) => return Ok(false),
    };
    let reason = match obstacle {
        None => {
            if app.store.write(move |tx| destinations::unblock(tx, destination)).await? {
                tracing::info!(%channel, "a blocked channel takes posts again");
            }
            return Ok(true);
        }
        Some(PostBlocker::Missing(_)) => FailureReason::MissingPermission,
        Some(PostBlocker::Locked) => FailureReason::ThreadLocked,
        Some(PostBlocker::NoMessages | PostBlocker::NoThreads | PostBlocker::NotAnnouncement) => {
            FailureReason::Refused
        }
    };
    app.store.write(move |tx| destinations::block(tx, destination, reason, now)).await?;
    Ok(false)
}

/// Looks again at all blocked channels of a guild, after its permissions or channels changed.
///
/// # Errors
/// The store's, and a token that is refused.
pub async fn look_again(app: &App, guild: GuildId, now: Timestamp) -> anyhow::Result<()> {
    let blocked = app.store.read(move |conn| destinations::blocked_of_guild(conn, guild)).await?;
    for one in blocked {
        is_open_again(app, Some(guild), one.destination, now).await?;
    }
    Ok(())
}

/// Writes to the person who set up a subscription that its channel takes no posts, once. Somebody
/// who takes no messages from the bot is not tried again; `/status` shows it all the same.
///
/// # Errors
/// The store's, and a token that is refused.
pub async fn tell_admins(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let blocked = app.store.read(move |conn| destinations::not_notified(conn, now)).await?;
    for one in blocked {
        let destination = one.destination;
        let note = match notify(app, &one).await? {
            Notified::Yes => destinations::note_notified,
            Notified::Later => destinations::note_notice_tried,
        };
        app.store.write(move |tx| note(tx, destination, now)).await?;
    }
    Ok(())
}

enum Notified {
    /// The admin was notified, or cannot be.
    Yes,
    /// Another time.
    Later,
}

async fn notify(app: &App, blocked: &Blocked) -> anyhow::Result<Notified> {
    let Some((user, subscription, language)) = blocked.set_up_by else { return Ok(Notified::Yes) };
    // A person whose own messages are refused cannot be written to either.
    let Some(channel) = blocked.destination.channel() else { return Ok(Notified::Yes) };
    let text = channel_blocked(channel, subscription, blocked.reason, language);
    // A crash before it is noted makes no second message.
    let nonce = format!("{:x}-{:x}", channel.0, blocked.since.as_second());
    match app.discord.tell(user, &Message::text(text), &nonce).await {
        Ok(()) => {
            tracing::info!(%channel, "notified an admin that a channel takes no posts");
            Ok(Notified::Yes)
        }
        Err(DiscordError::Unauthorized) => Err(DiscordError::Unauthorized.into()),
        Err(
            error @ (DiscordError::Forbidden { .. }
            | DiscordError::NotFound { .. }
            | DiscordError::Refused { .. }),
        ) => {
            tracing::info!(%channel, %error, "could not notify an admin who accepts no messages");
            Ok(Notified::Yes)
        }
        Err(error) => {
            tracing::warn!(%channel, %error, "could not notify an admin yet; trying again");
            Ok(Notified::Later)
        }
    }
}
