//! The one integration binary: the real adapters against stand-ins on loopback.

mod architecture;
mod bot;
mod cli;
mod contract;
mod crash;
mod hub;
mod meaning;
mod openapi;
mod patience;
mod stage;
mod store;
mod survival;
mod twilight;
