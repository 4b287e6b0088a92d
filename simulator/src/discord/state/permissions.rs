//! Computes permissions as Discord does: owner, roles, channel overwrites, and implied permissions.

use crate::discord::state::channel::Channel;
use crate::discord::state::guild::Guild;

pub(crate) const ADMINISTRATOR: u64 = 1 << 3;
pub(crate) const ADD_REACTIONS: u64 = 1 << 6;
pub(crate) const VIEW_CHANNEL: u64 = 1 << 10;
pub(crate) const SEND_MESSAGES: u64 = 1 << 11;
pub(crate) const MANAGE_MESSAGES: u64 = 1 << 13;
pub(crate) const EMBED_LINKS: u64 = 1 << 14;
pub(crate) const ATTACH_FILES: u64 = 1 << 15;
pub(crate) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
pub(crate) const MENTION_EVERYONE: u64 = 1 << 17;
pub(crate) const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
pub(crate) const MANAGE_CHANNELS: u64 = 1 << 4;
pub(crate) const MANAGE_THREADS: u64 = 1 << 34;
pub(crate) const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
pub(crate) const CREATE_PRIVATE_THREADS: u64 = 1 << 36;
pub(crate) const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;

/// Every bit that Discord documents.
pub(crate) const ALL: u64 = (1 << 53) - 1;

/// What @everyone has in a new server, as far as it affects a bot.
pub(crate) const EVERYONE: u64 = VIEW_CHANNEL
    | SEND_MESSAGES
    | ADD_REACTIONS
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | MENTION_EVERYONE
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | CREATE_PRIVATE_THREADS
    | SEND_MESSAGES_IN_THREADS;

/// Permissions in a direct message.
pub(crate) const DIRECT: u64 = VIEW_CHANNEL
    | SEND_MESSAGES
    | ADD_REACTIONS
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | MENTION_EVERYONE
    | USE_APPLICATION_COMMANDS;

/// Without SEND_MESSAGES these have no effect, so Discord removes them.
const FALL_WITH_SENDING: u64 = EMBED_LINKS | ATTACH_FILES | MENTION_EVERYONE;

/// A channel's overwrite for one role or member.
#[derive(Debug, Clone)]
pub(crate) struct Overwrite {
    pub(crate) id: u64,
    pub(crate) for_member: bool,
    pub(crate) allow: u64,
    pub(crate) deny: u64,
}

/// The member's permissions in the whole server; none for non-members.
pub(crate) fn in_guild(guild: &Guild, user: u64) -> u64 {
    let Some(member) = guild.members.get(&user) else { return 0 };
    if guild.owner == user {
        return ALL;
    }
    let role = |id: &u64| guild.roles.get(id).map_or(0, |role| role.permissions);
    let base = member.roles.iter().fold(role(&guild.id), |all, id| all | role(id));
    if base & ADMINISTRATOR != 0 { ALL } else { base }
}

/// The member's permissions in a channel of the server; for a thread, pass its parent.
pub(crate) fn in_channel(guild: &Guild, channel: &Channel, user: u64) -> u64 {
    let base = in_guild(guild, user);
    if base == ALL || base == 0 {
        return base;
    }
    let roles = guild.members.get(&user).map(|member| member.roles.as_slice()).unwrap_or_default();
    let mut permissions = base;
    let mut apply = |(deny, allow): (u64, u64)| permissions = permissions & !deny | allow;
    let sum = |wanted: &dyn Fn(&Overwrite) -> bool| {
        channel
            .overwrites
            .iter()
            .filter(|overwrite| wanted(overwrite))
            .fold((0, 0), |(deny, allow), next| (deny | next.deny, allow | next.allow))
    };
    apply(sum(&|overwrite| !overwrite.for_member && overwrite.id == guild.id));
    apply(sum(&|overwrite| {
        !overwrite.for_member && overwrite.id != guild.id && roles.contains(&overwrite.id)
    }));
    apply(sum(&|overwrite| overwrite.for_member && overwrite.id == user));
    if permissions & VIEW_CHANNEL == 0 {
        return 0;
    }
    if permissions & SEND_MESSAGES == 0 {
        permissions &= !FALL_WITH_SENDING;
    }
    permissions
}
