//! Discord: incoming [`Event`]s from the gateway, and outgoing requests through [`Rest`].
//!
//! This adapter knows Discord's protocol, but none of the bot's decisions.

mod access;
mod address;
mod application;
mod attachments;
mod backoff;
mod discord_counters;
mod discord_error;
mod gateway;
mod global_limit;
mod guild_channels;
mod history;
mod http;
mod interaction;
mod multipart;
mod rate_limits;
mod respond;
mod rest;
mod threads;

pub use access::{Access, PostBlocker};
pub use application::Application;
pub use attachments::DownloadError;
pub use backoff::{MAX_WAIT, backoff};
pub use discord_counters::Counters;
pub use discord_error::DiscordError;
pub use gateway::{AvailableGuild, Event, Gateway, GatewayError, GatewaySettings, Liveness};
pub use history::{History, Post};
pub use interaction::{ReceivedInteraction, Unreadable};
pub use rate_limits::Lane;
pub use respond::{Deferral, ResponseOwner};
pub use rest::{Rest, with_nonce};
