//! The methods of the handle: what a test or demo does with this Discord and reads from it.

pub(crate) mod answer;
pub(crate) mod command_line;
pub(crate) mod command_options;
pub(crate) mod exchange;
pub(crate) mod fault;
mod gateway_faults;
mod inspect;
mod interact;
pub(crate) mod plain_text;
mod roles;
pub(crate) mod script;
mod setup;
mod submit_modal;
pub(crate) mod switchboard;
