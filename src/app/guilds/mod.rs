//! The guilds the bot is in, and whether their channels can be posted to.

pub mod channel_health;
pub mod channel_names;
pub mod membership;
pub mod notices;
pub mod welcome;
