//! Finds the channel in which a destination's messages are sent and read.

use domain::{ChannelId, Destination, UserId};

use crate::app::App;
use crate::discord::DiscordError;
use crate::store::destinations;

/// The channel of a destination. Discord opens the channel of direct messages on request; it never
/// changes, so it is requested once.
///
/// # Errors
/// The store's; and, inside, any error of Discord, in which case nothing was sent.
pub(super) async fn channel_of(
    app: &App,
    destination: Destination,
) -> anyhow::Result<Result<ChannelId, DiscordError>> {
    match destination {
        Destination::Channel(id) | Destination::Thread(id) | Destination::Forum(id) => Ok(Ok(id)),
        Destination::DirectMessage(user) => direct_messages(app, user).await,
    }
}

async fn direct_messages(
    app: &App,
    user: UserId,
) -> anyhow::Result<Result<ChannelId, DiscordError>> {
    let known = app.store.read(move |conn| destinations::opened_channel(conn, user)).await?;
    if let Some(channel) = known {
        return Ok(Ok(channel));
    }
    let opened = app.discord.open_direct_messages(user).await;
    if let Ok(channel) = opened {
        app.store.write(move |tx| destinations::note_opened(tx, user, channel)).await?;
    }
    Ok(opened)
}
