//! The bot's permissions in a channel, and what prevents it from posting there.

use std::collections::BTreeMap;
use std::sync::Arc;

use commands::{Permission, Permissions};
use domain::{ChannelId, Destination, Form, Posting, RoleId};
use serenity::all::{ChannelType, GuildChannel, Member, PartialGuild};

/// Read Message History; without it the channel looks empty to the bot.
const READ_HISTORY: u64 = 1 << 16;
/// Manage Threads; with it the bot can post in a locked thread.
const MANAGE_THREADS: u64 = 1 << 34;
/// A media channel, which our library does not know.
const MEDIA: u8 = 16;
/// Mention @everyone, @here and All Roles.
const MENTION_ALL: u64 = 1 << 17;

/// The bot's permissions in a channel; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    permissions: Permissions,
    place: Place,
    roles: Arc<Roles>,
}

/// The roles of a server without its @everyone, and whether everyone may mention them.
type Roles = BTreeMap<RoleId, bool>;

/// The bot as a member of a server, from which its permissions in channels are computed.
pub(super) struct Membership {
    guild: PartialGuild,
    member: Member,
    roles: Arc<Roles>,
}

/// Why the bot can't post in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostBlocker {
    /// These permissions are missing.
    Missing(Vec<Permission>),
    /// The thread is locked: only moderators can write.
    Locked,
    /// It is a forum, a category or another kind of channel without messages.
    NoMessages,
    /// No thread can be opened there.
    NoThreads,
    /// It is no announcement channel: nothing there can be published.
    NotAnnouncement,
}

/// Kinds of channels, as far as posting is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Text,
    Announcement,
    /// The text of a voice or stage channel.
    Voice,
    Thread {
        is_locked: bool,
    },
    /// A forum or media channel.
    Forum,
    Other,
}

impl Membership {
    pub(super) fn new(guild: PartialGuild, member: Member) -> Membership {
        let everyone = guild.id.get();
        let roles = guild.roles.values().filter(|role| role.id.get() != everyone);
        let roles = roles.map(|role| (RoleId(role.id.get()), role.mentionable)).collect();
        Membership { guild, member, roles: Arc::new(roles) }
    }

    /// The permissions in a channel. A thread uses those of its parent channel.
    pub(super) fn access(&self, channel: &GuildChannel, parent: Option<&GuildChannel>) -> Access {
        let permissions = self.guild.user_permissions_in(parent.unwrap_or(channel), &self.member);
        let place = match channel.kind {
            ChannelType::Text => Place::Text,
            ChannelType::News => Place::Announcement,
            ChannelType::Voice | ChannelType::Stage => Place::Voice,
            ChannelType::Forum | ChannelType::Unknown(MEDIA) => Place::Forum,
            _ if is_thread(channel) => {
                let is_locked = channel.thread_metadata.is_some_and(|thread| thread.locked);
                Place::Thread { is_locked }
            }
            _ => Place::Other,
        };
        let permissions = Permissions(permissions.bits());
        Access { permissions, place, roles: self.roles.clone() }
    }
}

impl Access {
    /// The reason why the channel can't be posted to; `None` if it can.
    pub fn post_blocker(&self) -> Option<PostBlocker> {
        let missing = match self.place {
            Place::Text | Place::Announcement | Place::Voice => {
                self.permissions.missing_for_posts()
            }
            Place::Forum => self.permissions.missing_in_forums(),
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

    /// What blocks posts of a kind: besides what blocks every post, threads that cannot be opened
    /// and posts that cannot be published.
    pub fn posting_blocker(&self, posting: &Posting) -> Option<PostBlocker> {
        if let Some(blocker) = self.post_blocker() {
            return Some(blocker);
        }
        if posting.publish && self.place != Place::Announcement {
            return Some(PostBlocker::NotAnnouncement);
        }
        if posting.form != Form::Thread {
            return None;
        }
        match self.place {
            Place::Forum => None,
            Place::Text | Place::Announcement => {
                let missing = self.permissions.missing_to_open_threads();
                (!missing.is_empty()).then_some(PostBlocker::Missing(missing))
            }
            _ => Some(PostBlocker::NoThreads),
        }
    }

    /// Whether posts can mention a role; `None` if the server has no such role.
    pub fn may_mention(&self, role: RoleId) -> Option<bool> {
        self.roles.get(&role).map(|by_everyone| *by_everyone || self.has(MENTION_ALL))
    }

    /// The channel as a destination of posts.
    pub fn destination(&self, channel: ChannelId) -> Destination {
        match self.place {
            Place::Thread { .. } => Destination::Thread(channel),
            Place::Forum => Destination::Forum(channel),
            _ => Destination::Channel(channel),
        }
    }

    /// Whether the bot can find its own posts by reading the channel.
    pub fn reads_history(&self) -> bool {
        self.has(READ_HISTORY)
    }

    fn has(&self, permission: u64) -> bool {
        self.permissions.has(permission)
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
    fn post_blockers_are_named() {
        const POST: u64 = 1 << 10 | 1 << 11 | 1 << 14;
        const IN_THREAD: u64 = 1 << 10 | 1 << 38 | 1 << 14;
        let check = |bits: u64, place: Place, expected: Option<PostBlocker>| {
            let access = Access { permissions: Permissions(bits), place, ..Access::default() };
            assert_eq!(access.post_blocker(), expected, "{bits:b} {place:?}");
        };
        let (open, locked) =
            (Place::Thread { is_locked: false }, Place::Thread { is_locked: true });
        let missing = |name| Some(PostBlocker::Missing(vec![name]));
        check(POST, Place::Text, None);
        check(IN_THREAD, Place::Text, missing(Permission::Send));
        check(IN_THREAD, open, None);
        check(POST, Place::Forum, missing(Permission::SendInThreads));
        check(POST | IN_THREAD, Place::Forum, None);
        check(POST, open, missing(Permission::SendInThreads));
        check(IN_THREAD, locked, Some(PostBlocker::Locked));
        check(IN_THREAD | MANAGE_THREADS, locked, None);
        check(1 << 3, locked, None);
        check(1 << 3, Place::Other, Some(PostBlocker::NoMessages));
        let none = Access::default();
        assert!(matches!(none.post_blocker(), Some(PostBlocker::Missing(all)) if all.len() == 3));
        assert!(!none.reads_history());
    }

    #[test]
    fn missing_permissions_of_a_form_are_named() {
        const POST: u64 = 1 << 10 | 1 << 11 | 1 << 14;
        const THREADS: u64 = POST | 1 << 35 | 1 << 38 | 1 << 16;
        let check = |bits: u64, place: Place, posting: Posting, expected: Option<PostBlocker>| {
            let access = Access { permissions: Permissions(bits), place, ..Access::default() };
            assert_eq!(access.posting_blocker(&posting), expected, "{place:?} {posting:?}");
        };
        let plain = Posting::default();
        let published = Posting { publish: true, ..plain };
        let thread = Posting { form: Form::Thread, ..plain };
        check(POST, Place::Voice, plain, None);
        check(THREADS, Place::Forum, thread, None);
        check(THREADS, Place::Forum, published, Some(PostBlocker::NotAnnouncement));
        check(POST, Place::Announcement, published, None);
        check(POST, Place::Text, published, Some(PostBlocker::NotAnnouncement));
        check(THREADS, Place::Text, thread, None);
        check(THREADS, Place::Announcement, thread, None);
        check(THREADS, Place::Voice, thread, Some(PostBlocker::NoThreads));
        check(THREADS, Place::Thread { is_locked: false }, thread, Some(PostBlocker::NoThreads));
        let missing = PostBlocker::Missing(vec![
            Permission::CreateThreads,
            Permission::SendInThreads,
            Permission::ReadHistory,
        ]);
        check(POST, Place::Text, thread, Some(missing));
        check(1 << 3, Place::Text, thread, None);
        let none =
            PostBlocker::Missing(vec![Permission::View, Permission::Send, Permission::Embed]);
        check(0, Place::Text, thread, Some(none));
    }
}
