//! The handle's methods: what a test or a demo does to this Discord, and what it reads from it.

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
