//! Delivery: posts everything that is due, exactly once.
//!
//! The calls go one way. `round` finds what is due and in which order, `slot` decides whether a
//! slot posts, `compose` chooses its papers, `claim` records it, and `send` completes it. `recover`
//! resumes slots that did not end. `tests/it/architecture.rs` lists which module may use which.

mod claim;
pub mod compose;
mod confirm;
mod decide;
mod destination;
pub mod failpoint;
mod find;
mod handover;
pub mod leader;
mod nonce;
pub(crate) mod process;
pub mod recover;
pub mod round;
mod send;
pub(super) mod send_count;
pub(super) mod skip;
mod slot;
pub(super) mod slot_guard;
mod split;
mod step;
mod style;
mod turns;

#[cfg(test)]
mod fixtures;

/// Slots handled at the same time. The number is high so that slow channels do not delay others;
/// the limit of fifty requests a second is enforced elsewhere.
const IN_FLIGHT: usize = 256;
