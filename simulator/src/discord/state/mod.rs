//! The state of this Discord: users, guilds, channels, messages, commands, interactions.

pub(crate) mod attachments;
pub(crate) mod channel;
pub(crate) mod clock;
pub(crate) mod guild;
pub(crate) mod interaction;
pub(crate) mod mentions;
pub(crate) mod message;
mod message_content;
pub(crate) mod message_store;
pub(crate) mod nonces;
pub(crate) mod normalize;
pub(crate) mod objects;
pub(crate) mod permissions;
pub(crate) mod push;
pub(crate) mod registered_command;
pub(crate) mod thread;
pub(crate) mod user;
pub(crate) mod world;
