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
pub enum ChannelProblem {
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
pub fn blocked(channel: ChannelId, why: &ChannelProblem) -> Refusal {
    text!("nothing-saved", why = reason(channel, why)).into()
}

/// The same as part of a list, without saying that nothing was saved.
pub fn blocked_in_list(channel: ChannelId, why: &ChannelProblem) -> Refusal {
    reason(channel, why).into()
}

/// The refusal if Discord can't be asked about any of several channels right now.
pub fn unchecked() -> Refusal {
    text!("nothing-saved", why = text!("channel-unchecked")).into()
}

/// Why a channel can't be posted to.
pub(crate) fn reason(channel: ChannelId, why: &ChannelProblem) -> Text {
    let channel = mention(channel);
    match why {
        ChannelProblem::Missing(missing) => {
            let missing: Vec<Text> = missing.iter().map(|one| one.name()).collect();
            text!("channel-missing", channel = channel, permissions = missing)
        }
        ChannelProblem::Locked => text!("channel-locked", channel = channel),
        ChannelProblem::NoMessages => text!("channel-no-messages", channel = channel),
        ChannelProblem::Unknown => text!("channel-unknown", channel = channel),
        ChannelProblem::Limited => text!("channel-unchecked"),
        ChannelProblem::SilentMention => text!("posting-silent-mention"),
        ChannelProblem::PublishedThread => text!("posting-published-thread"),
        ChannelProblem::NoThreads => text!("posting-no-threads", channel = channel),
        ChannelProblem::NotAnnouncement => text!("posting-not-announcement", channel = channel),
        ChannelProblem::Everyone => text!("role-everyone"),
        ChannelProblem::UnknownRole => text!("role-unknown"),
        ChannelProblem::Unmentionable(role) => {
            text!("role-unmentionable", role = mention_role(*role), channel = channel)
        }
    }
}
