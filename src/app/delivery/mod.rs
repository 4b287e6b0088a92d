//! Delivery: what is due becomes posts, each once.
//!
//! One way only, from `round` to the single request: `round` finds what is due and whose turn it
//! is, `slot` decides whether a slot posts, `compose` chooses its papers, `claim` writes it down,
//! `send` brings it to its end. `recover` comes back to slots that did not end. The order in which
//! these modules may use each other is in `tests/it/architecture.rs`.

mod claim;
pub mod compose;
mod confirm;
mod decide;
mod destination;
pub mod failpoint;
mod find;
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
mod turns;

#[cfg(test)]
mod fixtures;

/// Slots worked on at the same time. Many, so that slow channels hold no others: the pace of fifty
/// requests a second is kept elsewhere.
const IN_FLIGHT: usize = 256;
