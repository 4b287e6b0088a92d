//! The one integration binary: the real adapters against stand-ins on loopback.

mod absent;
mod answers;
mod architecture;
mod bot;
mod claims;
mod cli;
mod contract;
mod crash;
mod forecast;
mod hub;
mod ids;
mod meaning;
mod never_twice;
mod openapi;
mod outside;
mod own_faults;
mod patience;
mod places;
mod process;
mod secrets;
mod shards;
mod stage;
mod store;
mod survival;
mod twilight;
