//! The gateway: sessions with their sequences, and the sockets that come and go.

mod compression;
pub(crate) mod connection;
mod identify;
pub(crate) mod session;
