//! The gateway: sessions with their sequence numbers, and their sockets.

mod compression;
pub(crate) mod connection;
mod identify;
pub(crate) mod session;
