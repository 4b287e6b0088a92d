//! What the bot may do in a channel, and what keeps it from posting there.

use commands::{Permission, Permissions};
use domain::{ChannelId, Destination};
use serenity::all::{ChannelType, GuildChannel, Member, PartialGuild};

/// Read Message History: without it the channel looks empty to us.
const READ_HISTORY: u64 = 1 << 16;
/// Manage Threads: who has it may post where others find a lock.
const MANAGE_THREADS: u64 = 1 << 34;
const ADMINISTRATOR: u64 = 1 << 3;

/// What the bot may do in a channel; nothing by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Access {
    permissions: Permissions,
    place: Place,
}

/// Why a channel takes no posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostBlocker {
    /// These permissions are missing.
    Missing(Vec<Permission>),
    /// The thread is locked: only moderators write there.
    Locked,
    /// It is a forum, a category or another kind of channel that takes no messages.
    NoMessages,
}

/// Kinds of channels, as far as posts differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Channel,
    Thread {
        is_locked: bool,
    },
    Other,
}

impl Access {
    /// Computes it. A thread has no rules of its own: those of its parent count.
    pub(super) fn new(
        guild: &PartialGuild,
        member: &Member,
        channel: &GuildChannel,
        parent: Option<&GuildChannel>,
    ) -> Access {
        let permissions = guild.user_permissions_in(parent.unwrap_or(channel), member);
        let place = match channel.kind {
            // Voice and stage channels have a text of their own.
            ChannelType::Text | ChannelType::News | ChannelType::Voice | ChannelType::Stage => {
                Place::Channel
            }
            _ if is_thread(channel) => {
                let is_locked = channel.thread_metadata.is_some_and(|thread| thread.locked);
                Place::Thread { is_locked }
            }
            _ => Place::Other,
        };
        Access { permissions: Permissions(permissions.bits()), place }
    }

    /// What blocks a post to the channel; `None` if nothing does.
    pub fn post_blocker(self) -> Option<PostBlocker> {
        let missing = match self.place {
            Place::Channel => self.permissions.missing_for_posts(),
            Place::Thread { .. } => self.permissions.missing_in_threads(),
            Place::Other => return Some(PostBlocker::NoMessages),
        };
        match self.place {
            _ if !missing.is_empty() => Some(PostBlocker::Missing(missing)),
            Place::Thread { is_locked: true } if !self.has(MANAGE_THREADS) => {
                Some(PostBlocker::Locked)
            }
            _ => None,
        }
    }

    /// The channel as a destination of posts.
    pub fn destination(self, channel: ChannelId) -> Destination {
        match self.place {
            Place::Channel | Place::Other => Destination::Channel(channel),
            Place::Thread { .. } => Destination::Thread(channel),
        }
    }

    /// Whether our own posts can be found again by reading the channel.
    pub fn reads_history(self) -> bool {
        self.has(READ_HISTORY)
    }

    fn has(self, permission: u64) -> bool {
        self.permissions.0 & (permission | ADMINISTRATOR) != 0
    }
}

pub(super) fn is_thread(channel: &GuildChannel) -> bool {
    matches!(
        channel.kind,
        ChannelType::PublicThread | ChannelType::PrivateThread | ChannelType::NewsThread
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_blocks_a_post_is_named() {
        const POST: u64 = 1 << 10 | 1 << 11 | 1 << 14;
        const IN_THREAD: u64 = 1 << 10 | 1 << 38 | 1 << 14;
        let check = |bits: u64, place: Place, expected: Option<PostBlocker>| {
            let access = Access { permissions: Permissions(bits), place };
            assert_eq!(access.post_blocker(), expected, "{bits:b} {place:?}");
        };
        let (open, locked) =
            (Place::Thread { is_locked: false }, Place::Thread { is_locked: true });
        let missing = |name| Some(PostBlocker::Missing(vec![name]));
        check(POST, Place::Channel, None);
        check(IN_THREAD, Place::Channel, missing(Permission::Send));
        check(IN_THREAD, open, None);
        check(POST, open, missing(Permission::SendInThreads));
        check(IN_THREAD, locked, Some(PostBlocker::Locked));
        check(IN_THREAD | MANAGE_THREADS, locked, None);
        check(ADMINISTRATOR, locked, None);
        check(ADMINISTRATOR, Place::Other, Some(PostBlocker::NoMessages));
        let none = Access::default();
        assert!(matches!(none.post_blocker(), Some(PostBlocker::Missing(all)) if all.len() == 3));
        assert!(!none.reads_history());
    }
}
