//! Validation of messages, components, modals and commands, written from Discord's documentation.

pub(crate) mod command;
mod command_option;
#[cfg(test)]
mod command_tests;
mod components;
mod embeds;
mod interactive;
mod message_body;
#[cfg(test)]
mod message_body_tests;
pub(crate) mod modal;

pub(crate) use message_body::{
    COMPONENTS_V2, CROSSPOSTED, EPHEMERAL, HAS_THREAD, LOADING, check_message, component, list,
    range_of,
};
