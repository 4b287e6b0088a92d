//! The integration test binary: the real adapters against stand-ins on loopback.

mod about;
mod absent;
mod answers;
mod architecture;
mod bot;
mod claims;
mod cli;
mod config_file;
mod contract;
// Failpoints exist only in debug builds.
#[cfg(debug_assertions)]
mod crash;
mod deploy;
mod destinations;
mod discord_py;
mod every_option;
mod forecast;
mod guild_settings;
mod held;
mod hub;
mod ids;
mod inboxes;
mod languages;
mod litestream;
mod meaning;
mod member_search;
mod never_twice;
mod notices;
mod openapi;
mod operate;
mod outside;
mod own_faults;
mod patience;
mod process;
mod search_pages;
mod secrets;
mod setup_panel;
mod shards;
mod stage;
mod still;
mod store;
mod subscription_changes;
mod survival;
mod twilight;
mod welcome_message;
mod why;
