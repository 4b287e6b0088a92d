//! Whether posts can go to a channel: asked before a subscription is saved.

use commands::view::channel_refusal::{Blocked, blocked};
use domain::{ChannelId, Destination, GuildId};

use super::App;
use super::commands::CommandError;
use crate::discord::{Access, DiscordError, Lane, PostBlocker};

/// The channel as a destination. Refuses one in which a post would fail, and names what is missing.
pub(super) async fn check(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
) -> Result<Destination, CommandError> {
    let refuse = |why: Blocked| Err(blocked(channel, &why).into());
    let access = match app.discord.access(guild, channel, Lane::Person).await {
        Ok(access) => access,
        Err(DiscordError::Forbidden { .. }) => Access::default(),
        Err(DiscordError::NotFound { .. }) => return refuse(Blocked::Unknown),
        Err(DiscordError::RateLimited { .. }) => return refuse(Blocked::Limited),
        Err(error) => return Err(CommandError::Internal(error.into())),
    };
    match access.post_blocker() {
        None => Ok(access.destination(channel)),
        Some(PostBlocker::Missing(missing)) => refuse(Blocked::Missing(&missing)),
        Some(PostBlocker::Locked) => refuse(Blocked::Locked),
        Some(PostBlocker::NoMessages) => refuse(Blocked::NoMessages),
    }
}
