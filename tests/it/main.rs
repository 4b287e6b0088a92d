//! The one integration binary: the real adapters against stand-ins on loopback.

mod architecture;
mod bot;
mod cli;
mod hub;
mod stage;
mod store;
