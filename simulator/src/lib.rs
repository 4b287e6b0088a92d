//! A Discord and a papers hub on loopback, for the demo and the tests.
//!
//! It uses nothing of the bot, so that a mistake is not made twice.

pub mod hub;
