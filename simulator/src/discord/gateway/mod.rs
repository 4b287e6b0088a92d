//! The gateway: sessions with their sequences, and the sockets that come and go.

mod login;
pub(crate) mod session;
pub(crate) mod socket;
mod transport;
