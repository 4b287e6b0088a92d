//! The one integration binary: the real adapters against stand-ins on loopback.

mod architecture;
mod bot;
mod cli;
mod contract;
mod hub;
mod openapi;
mod stage;
mod store;
mod twilight;
