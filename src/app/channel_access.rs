//! Checks whether posts can go to a channel: before a subscription is saved, and when a channel is
//! chosen in a panel.

use std::collections::{BTreeMap, BTreeSet};

use commands::Refusal;
use commands::view::channel_refusal::{ChannelProblem, blocked, blocked_in_list, unchecked};
use domain::{ChannelId, Destination, GuildId, Posting, PostingConflict, RoleId};
use jiff::Timestamp;

use super::App;
use super::commands::CommandError;
use super::guilds::membership::channel_deleted;
use crate::discord::{Access, DiscordError, Lane, PostBlocker};
use crate::store;

/// The channel as a destination. Refuses one in which a post would fail, and says what is missing.
pub(super) async fn check(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
    posting: &Posting,
) -> Result<Destination, CommandError> {
    let (destination, why) = look(app, guild, channel, posting).await?;
    match why {
        None => Ok(destination),
        Some(why) => Err(blocked(channel, &why).into()),
    }
}

/// The same for several channels, each with its posting settings. The refusals are to be listed.
pub(super) async fn check_all(
    app: &App,
    guild: GuildId,
    wanted: &[(ChannelId, Posting)],
) -> Result<Vec<Result<Destination, Refusal>>, CommandError> {
    let channels: BTreeSet<ChannelId> = wanted.iter().map(|one| one.0).collect();
    let channels: Vec<ChannelId> = channels.into_iter().collect();
    let found: BTreeMap<_, _> = match app.discord.accesses(guild, &channels, Lane::Person).await {
        Ok(found) => found.into_iter().collect(),
        Err(DiscordError::RateLimited { .. }) => {
            return Err(unchecked().into());
        }
        Err(error) => return Err(CommandError::Internal(error.into())),
    };
    let mut judged = Vec::with_capacity(wanted.len());
    for (channel, posting) in wanted {
        let access = found.get(channel).cloned();
        let access = access.unwrap_or(Err(DiscordError::Ambiguous("a channel was not looked at")));
        let (destination, why) = judge(guild, *channel, posting, access)?;
        judged.push(match why {
            None => Ok(destination),
            Some(why) => Err(blocked_in_list(*channel, &why)),
        });
    }
    Ok(judged)
}

/// The channel of a destination, if Discord says that it was deleted; that is recorded. If Discord
/// can't be asked, what is known stays as it is.
pub(super) async fn deleted(
    app: &App,
    guild: GuildId,
    destination: Destination,
    now: Timestamp,
) -> store::Result<Option<ChannelId>> {
    let Some(channel) = destination.channel() else { return Ok(None) };
    let found = app.discord.access(guild, channel, Lane::Person).await;
    if !matches!(found, Err(DiscordError::NotFound { .. })) {
        return Ok(None);
    }
    channel_deleted(app, channel, now).await?;
    Ok(Some(channel))
}

/// The channel as a destination, and why such a post would fail there. The gateway library doesn't
/// expose the channels selected in a menu, so this asks Discord.
pub(super) async fn look(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
    posting: &Posting,
) -> Result<(Destination, Option<ChannelProblem>), CommandError> {
    let found = app.discord.access(guild, channel, Lane::Person).await;
    judge(guild, channel, posting, found)
}

fn judge(
    guild: GuildId,
    channel: ChannelId,
    posting: &Posting,
    found: Result<Access, DiscordError>,
) -> Result<(Destination, Option<ChannelProblem>), CommandError> {
    let because = |why: ChannelProblem| Ok((Destination::Channel(channel), Some(why)));
    match posting.conflict() {
        Some(PostingConflict::SilentMention) => return because(ChannelProblem::SilentMention),
        Some(PostingConflict::PublishedThread) => return because(ChannelProblem::PublishedThread),
        None => {}
    }
    let access = match found {
        Ok(access) => access,
        Err(DiscordError::Forbidden { .. }) => Access::default(),
        Err(DiscordError::NotFound { .. }) => return because(ChannelProblem::Unknown),
        Err(DiscordError::RateLimited { .. }) => return because(ChannelProblem::Limited),
        Err(error) => return Err(CommandError::Internal(error.into())),
    };
    let why = match access.posting_blocker(posting) {
        Some(PostBlocker::Missing(missing)) => Some(ChannelProblem::Missing(missing)),
        Some(PostBlocker::Locked) => Some(ChannelProblem::Locked),
        Some(PostBlocker::NoMessages) => Some(ChannelProblem::NoMessages),
        Some(PostBlocker::NoThreads) => Some(ChannelProblem::NoThreads),
        Some(PostBlocker::NotAnnouncement) => Some(ChannelProblem::NotAnnouncement),
        None => posting.role.and_then(|role| mention_blocker(guild, role, &access)),
    };
    Ok((access.destination(channel), why))
}

/// Why the bot can't mention a role.
fn mention_blocker(guild: GuildId, role: RoleId, access: &Access) -> Option<ChannelProblem> {
    if role.0 == guild.0 {
        // @everyone has the server's id.
        return Some(ChannelProblem::Everyone);
    }
    match access.may_mention(role) {
        None => Some(ChannelProblem::UnknownRole),
        Some(false) => Some(ChannelProblem::Unmentionable(role)),
        Some(true) => None,
    }
}
