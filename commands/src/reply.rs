//! Replies. A handler returns a [`Reply`], and only `bot::responder` sends it.

use crate::message::{Message, Modal};

/// A reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// New messages, the first as the response and the others as follow-ups.
    Messages {
        /// At least one.
        messages: Vec<Message>,
        /// Whether only the user sees them.
        ephemeral: bool,
    },
    /// Replaces the message whose button was pressed.
    Update(Message),
    /// Suggestions for the option being typed, at most 25.
    Choices(Vec<Choice>),
    /// A modal. It can't be deferred.
    Modal(Modal),
}

/// A suggestion for the option being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The displayed label, at most 100 characters.
    pub label: String,
    /// The option's value.
    pub value: ChoiceValue,
}

/// The value of a suggestion, with the option's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceValue {
    /// For a text option, at most 100 characters.
    Text(String),
    /// For an integer option.
    Number(u64),
}

impl Reply {
    /// A single message that only the user sees.
    pub fn private(message: Message) -> Reply {
        Reply::Messages { messages: vec![message], ephemeral: true }
    }

    /// A single message for the channel.
    pub fn public(message: Message) -> Reply {
        Reply::Messages { messages: vec![message], ephemeral: false }
    }
}
