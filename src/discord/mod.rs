//! Discord: what it tells us ([`Event`]s from the gateway) and what we tell it ([`Rest`]).
//!
//! This adapter knows how Discord speaks, and nothing of what the bot decides.

mod access;
mod address;
mod error;
mod gateway;
mod history;
mod interaction;
mod limits;
mod pulse;
mod respond;
mod rest;
mod session;
mod transport;

pub use access::{Access, Obstacle};
pub use error::DiscordError;
pub use gateway::{Event, Gateway};
pub use history::{History, Post};
pub use interaction::{Interaction, Unreadable};
pub use limits::Lane;
pub use pulse::Pulse;
pub use respond::{Deferral, Taken};
pub use rest::Rest;
pub use session::{GatewayError, Starts, reconnect_wait};
