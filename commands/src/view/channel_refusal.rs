//! Refusals to save a subscription because its channel can't be posted to.

use domain::{ChannelId, RoleId};

use serde::{Deserialize, Serialize};

use super::{mention, mention_role};
use crate::l10n::Text;
use crate::permissions::Permission;
use crate::{Refusal, text};

/// Why a channel can't be posted to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blocked {
    /// Permissions are missing.
    Missing(Vec<Permission>),
    /// It is a thread in which only moderators can write.
    Locked,
    /// It has no messages.
    NoMessages,
    /// It is not in the server.
    Unknown,
    /// Discord can't be asked right now.
    Limited,
    /// A silent post that mentions a role.
    SilentMention,
    /// Posts with a thread can't be published.
    PublishedThread,
    /// Threads can't be created in it.
    NoThreads,
    /// It is not an announcement channel.
    NotAnnouncement,
    /// The role is @everyone.
    Everyone,
    /// The server has no such role.
    UnknownRole,
    /// The bot can't mention the role.
    Unmentionable(RoleId),
}

/// The refusal to save one subscription.
pub fn blocked(channel: ChannelId, why: &Blocked) -> Refusal {
    text!("nothing-saved", why = reason(channel, why)).into()
}

/// The same as part of a list, without saying that nothing was saved.
pub fn blocked_in_list(channel: ChannelId, why: &Blocked) -> Refusal {
    reason(channel, why).into()
}

/// Why a channel can't be posted to.
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
