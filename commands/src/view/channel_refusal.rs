//! Why a channel takes no posts, said before a subscription is saved.

use domain::{ChannelId, RoleId};

use serde::{Deserialize, Serialize};

use super::{mention, mention_role};
use crate::l10n::Text;
use crate::permissions::Permission;
use crate::{Refusal, text};

/// What keeps posts from a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blocked {
    /// Permissions are missing.
    Missing(Vec<Permission>),
    /// It is a thread in which only moderators write.
    Locked,
    /// It takes no messages.
    NoMessages,
    /// It is not in the server.
    Unknown,
    /// Discord does not let us look just now.
    Limited,
    /// A silent post that mentions a role.
    SilentMention,
    /// Posts with a thread, to be published.
    PublishedThread,
    /// No thread can be opened in it.
    NoThreads,
    /// It is no announcement channel.
    NotAnnouncement,
    /// The role is @everyone.
    Everyone,
    /// The server has no such role.
    UnknownRole,
    /// The bot may not mention the role.
    Unmentionable(RoleId),
}

/// The refusal.
pub fn blocked(channel: ChannelId, why: &Blocked) -> Refusal {
    text!("nothing-saved", why = reason(channel, why)).into()
}

/// Why a channel takes no posts.
pub(crate) fn reason(channel: ChannelId, why: &Blocked) -> Text {
    let channel = mention(channel);
    match why {
        Blocked::Missing(missing) => {
            let missing: Vec<Text> = missing.iter().map(|one| one.name()).collect();
            text!("channel-missing", channel = channel, permissions = missing)
        }
        Blocked::Locked => text!("channel-locked", channel = channel),
        Blocked::NoMessages => text!("channel-no-messages", channel = channel),
        Blocked::Unknown => text!("channel-unknown", channel = channel),
        Blocked::Limited => text!("channel-unchecked"),
        Blocked::SilentMention => text!("posting-silent-mention"),
        Blocked::PublishedThread => text!("posting-published-thread"),
        Blocked::NoThreads => text!("posting-no-threads", channel = channel),
        Blocked::NotAnnouncement => text!("posting-not-announcement", channel = channel),
        Blocked::Everyone => text!("role-everyone"),
        Blocked::UnknownRole => text!("role-unknown"),
        Blocked::Unmentionable(role) => {
            text!("role-unmentionable", role = mention_role(*role), channel = channel)
        }
    }
}
