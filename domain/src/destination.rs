//! Where posts go.

use crate::{ChannelId, UserId};

/// Where a subscription's posts go. Posted papers are recorded per destination, so that no paper is
/// posted there twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// A channel of a guild.
    Channel(ChannelId),
    /// A thread in a channel of a guild.
    Thread(ChannelId),
    /// A forum in a guild: every post creates a thread.
    Forum(ChannelId),
    /// A user's direct messages with the bot.
    DirectMessage(UserId),
}

impl Destination {
    /// The channel, thread or forum; `None` for direct messages, whose channel is known only once
    /// Discord has opened it.
    pub fn channel(self) -> Option<ChannelId> {
        match self {
            Destination::Channel(id) | Destination::Thread(id) | Destination::Forum(id) => Some(id),
            Destination::DirectMessage(_) => None,
        }
    }
}
