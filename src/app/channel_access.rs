//! Whether posts can go to a channel: asked before a subscription is saved.

use std::collections::{BTreeMap, BTreeSet};

use commands::Refusal;
use commands::view::channel_refusal::{Blocked, blocked};
use domain::{ChannelId, Destination, GuildId, Posting, PostingConflict, RoleId};

use super::App;
use super::commands::CommandError;
use crate::discord::{Access, DiscordError, Lane, PostBlocker};

/// The channel as a destination. Refuses one in which posts of this kind would fail, and names what
/// is missing; a role that the bot may not mention, too.
pub(super) async fn check(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
    posting: &Posting,
) -> Result<Destination, CommandError> {
    let found = app.discord.access(guild, channel, Lane::Person).await;
    judge(app, guild, channel, posting, found).await?.map_err(Into::into)
}

/// The same for several channels, each with what is to be posted there.
pub(super) async fn check_all(
    app: &App,
    guild: GuildId,
    wanted: &[(ChannelId, Posting)],
) -> Result<Vec<Result<Destination, Refusal>>, CommandError> {
    let channels: BTreeSet<ChannelId> = wanted.iter().map(|one| one.0).collect();
    let channels: Vec<ChannelId> = channels.into_iter().collect();
    let found = app.discord.accesses(guild, &channels, Lane::Person).await;
    let found = found.map_err(|error| CommandError::Internal(error.into()))?;
    let found: BTreeMap<_, _> = found.into_iter().collect();
    let mut judged = Vec::with_capacity(wanted.len());
    for (channel, posting) in wanted {
        let access = found.get(channel).cloned();
        let access = access.unwrap_or(Err(DiscordError::Ambiguous("a channel was not looked at")));
        judged.push(judge(app, guild, *channel, posting, access).await?);
    }
    Ok(judged)
}

async fn judge(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
    posting: &Posting,
    found: Result<Access, DiscordError>,
) -> Result<Result<Destination, Refusal>, CommandError> {
    let refuse = |why: Blocked| Ok(Err(blocked(channel, &why)));
    match posting.conflict() {
        Some(PostingConflict::SilentMention) => return refuse(Blocked::SilentMention),
        Some(PostingConflict::PublishedThread) => return refuse(Blocked::PublishedThread),
        None => {}
    }
    let access = match found {
        Ok(access) => access,
        Err(DiscordError::Forbidden { .. }) => Access::default(),
        Err(DiscordError::NotFound { .. }) => return refuse(Blocked::Unknown),
        Err(DiscordError::RateLimited { .. }) => return refuse(Blocked::Limited),
        Err(error) => return Err(CommandError::Internal(error.into())),
    };
    match access.posting_blocker(posting) {
        None => {}
        Some(PostBlocker::Missing(missing)) => return refuse(Blocked::Missing(&missing)),
        Some(PostBlocker::Locked) => return refuse(Blocked::Locked),
        Some(PostBlocker::NoMessages) => return refuse(Blocked::NoMessages),
        Some(PostBlocker::NoThreads) => return refuse(Blocked::NoThreads),
        Some(PostBlocker::NotAnnouncement) => return refuse(Blocked::NotAnnouncement),
    }
    if let Some(why) = mention_blocker(app, guild, posting.role, access).await? {
        return refuse(why);
    }
    Ok(Ok(access.destination(channel)))
}

/// What keeps the bot from mentioning a role.
async fn mention_blocker(
    app: &App,
    guild: GuildId,
    role: Option<RoleId>,
    access: Access,
) -> Result<Option<Blocked<'static>>, CommandError> {
    let Some(role) = role else { return Ok(None) };
    if role.0 == guild.0 {
        // It has the server's own number.
        return Ok(Some(Blocked::Everyone));
    }
    match app.discord.is_mentionable(guild, role, Lane::Person).await {
        Ok(None) => Ok(Some(Blocked::UnknownRole)),
        Ok(Some(true)) => Ok(None),
        Ok(Some(false)) if access.mentions_all_roles() => Ok(None),
        Ok(Some(false)) => Ok(Some(Blocked::Unmentionable(role))),
        Err(DiscordError::RateLimited { .. }) => Ok(Some(Blocked::Limited)),
        Err(error) => Err(CommandError::Internal(error.into())),
    }
}
