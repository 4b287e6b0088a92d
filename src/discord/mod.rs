//! Discord: what it tells us ([`Event`]s from the gateway) and what we tell it ([`Rest`]).
//!
//! This adapter knows how Discord speaks, and nothing of what the bot decides.

mod access;
mod address;
mod error;
mod gateway;
mod history;
mod limits;
mod rest;
mod transport;

pub use access::{Access, Obstacle};
pub use error::DiscordError;
pub use gateway::{Event, Gateway, Interaction};
pub use history::{History, Post};
pub use limits::Lane;
pub use rest::Rest;
