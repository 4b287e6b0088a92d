//! A Discord and a papers hub on loopback, with a page for the browser.
//!
//! It uses nothing of the bot, so that a mistake is not made twice.

pub mod discord;
pub mod hub;

pub use discord::{Answer, Discord, DiscordOptions, Exchange, Fault, Switch};
