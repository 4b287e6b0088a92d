//! The one integration binary: the real adapters against stand-ins on loopback.

mod architecture;
mod bot;
mod contract;
mod hub;
mod openapi;
mod store;
mod twilight;
