//! What people say to paperboy and what it answers.
//!
//! [`manifest`] is the commands as Discord knows them; [`Request`] is what somebody asked for,
//! checked; [`Reply`] and [`Message`] are what goes back; [`render`] puts papers into words.
//! All of it is pure: handlers elsewhere take a request and return a reply.

mod escape;
pub mod l10n;
pub mod manifest;
mod manner;
mod message;
mod press;
pub mod render;
mod request;
pub mod words;

pub use escape::escape;
pub use manner::Cost;
pub use message::{Accessory, Button, Component, Limits, Message, Select, SelectOption};
pub use press::{Hub, Press, SearchRequest, Sort};
pub use request::{Asked, Input, Permissions, Refusal, Request, SubscriptionRequest};

/// What is said back; one place says it.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// New messages, the first at once and the others after it.
    Messages {
        /// At least one.
        messages: Vec<Message>,
        /// Whether only the person who asked sees them.
        ephemeral: bool,
    },
    /// The message that was pressed changes into this one.
    Update(Message),
    /// What the text being typed could become: label and value, at most 25.
    Choices(Vec<(String, String)>),
}

impl Reply {
    /// One message that only the asking person sees.
    pub fn private(message: Message) -> Reply {
        Reply::Messages { messages: vec![message], ephemeral: true }
    }

    /// One message for the channel.
    pub fn public(message: Message) -> Reply {
        Reply::Messages { messages: vec![message], ephemeral: false }
    }
}
