//! Push notifications: what the phones of people show when a message comes in.

use crate::discord::state::message_store::Message;
use crate::discord::state::world::World;

/// No notification is sent for a message with this flag.
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// The channel of the message.
    pub channel: u64,
    /// The message.
    pub message: u64,
    /// What it shows: the text of the message when it came in. Components are not shown, so that it
    /// is empty for a message of nothing else.
    pub text: String,
}

impl World {
    /// Sends the notifications of a message that has just come in: to the person of a direct
    /// channel, or to the members of a role that it mentions. An edit sends none.
    pub(super) fn push(&mut self, message: &Message) {
        let body = &message.body;
        let flags = body["flags"].as_u64().unwrap_or_default();
        let is_silent = flags & SUPPRESS_NOTIFICATIONS != 0;
        let is_own = message.author == self.bot && message.interaction.is_none();
        if is_silent || !is_own || message.ephemeral_to.is_some() {
            return;
        }
        let direct = self.channels.get(&message.channel).is_some_and(|one| one.recipient.is_some());
        let roles = body["mention_roles"].as_array().is_some_and(|roles| !roles.is_empty());
        if direct || roles {
            let text = body["content"].as_str().unwrap_or_default().to_owned();
            self.pushes.push(Push { channel: message.channel, message: message.id, text });
        }
    }
}
