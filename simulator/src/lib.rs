//! A Discord and a papers hub on loopback, with a page for the browser.
//!
//! It doesn't use any of the bot's code, so that a mistake is not made twice.

pub mod discord;
pub mod hub;

pub use discord::{Answer, Discord, DiscordOptions, Exchange, Fault, Push, Switch};
