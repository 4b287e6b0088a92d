//! Delivery: what is due becomes posts, each once.
//!
//! One direction only: `round` finds what is due, `compose` chooses the papers, `claim` writes the
//! slot down, `send` brings it to its end. `recover` comes back to slots that did not end.

pub mod claim;
pub mod compose;
mod confirm;
mod decide;
pub mod failpoint;
pub mod leader;
pub(crate) mod process;
pub mod recover;
pub mod round;
mod send;
pub(super) mod send_count;
pub(super) mod slot_guard;
mod split;
