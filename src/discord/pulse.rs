//! Signs of life from the gateway, for whoever judges the bot's health.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// When Discord last gave a sign of life: an event, or an answer to a heartbeat. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<Mutex<Option<Instant>>>);

impl Pulse {
    /// Notes a sign of life.
    pub fn beat(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// How long ago the last one was; `None` before the first.
    pub fn silent_for(&self) -> Option<Duration> {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.map(|at| at.elapsed())
    }
}
