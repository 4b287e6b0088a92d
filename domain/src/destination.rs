//! Where posts go.

use crate::{ChannelId, UserId};

/// Where a subscription's posts go. What was posted is known for each destination, so that no
/// paper comes to it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// A channel of a guild.
    Channel(ChannelId),
    /// A thread in a channel of a guild.
    Thread(ChannelId),
    /// A forum of a guild: every post opens a thread of its own.
    Forum(ChannelId),
    /// A person's direct messages with the bot.
    DirectMessage(UserId),
}

impl Destination {
    /// The channel, thread or forum; `None` for direct messages, whose channel Discord names when
    /// they are opened.
    pub fn channel(self) -> Option<ChannelId> {
        match self {
            Destination::Channel(id) | Destination::Thread(id) | Destination::Forum(id) => Some(id),
            Destination::DirectMessage(_) => None,
        }
    }
}
