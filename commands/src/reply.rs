//! What is said back. A handler returns a [`Reply`]; one place, `bot::respond`, says it.

use crate::message::{Message, Modal};

/// What is said back.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// New messages, the first as the response and the others as follow-ups.
    Messages {
        /// At least one.
        messages: Vec<Message>,
        /// Whether only the person who asked sees them.
        ephemeral: bool,
    },
    /// The message whose button was pressed changes into this one.
    Update(Message),
    /// What the text being typed could become, at most 25.
    Choices(Vec<Choice>),
    /// A form to fill in. It cannot be deferred.
    Modal(Modal),
}

/// A suggestion for the option being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is shown, at most 100 characters.
    pub label: String,
    /// What the option becomes.
    pub value: ChoiceValue,
}

/// The value of a suggestion: its type is the option's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceValue {
    /// Of an option that takes text, at most 100 characters.
    Text(String),
    /// Of an option that takes whole numbers.
    Number(u64),
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
