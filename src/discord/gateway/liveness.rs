//! Tracks when each shard was last active, for health checks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::Shard;

/// The last activity of every shard: an event, or an acknowledged heartbeat. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Liveness(Arc<Mutex<Vec<Option<Instant>>>>);

impl Liveness {
    /// Starts over with this many shards, none of them active yet.
    pub(super) fn expect(&self, shards: u32) {
        *self.last() = vec![None; shards as usize];
    }

    /// Records activity.
    pub(super) fn beat(&self, shard: Shard) {
        if let Some(last) = self.last().get_mut(shard.id() as usize) {
            *last = Some(Instant::now());
        }
    }

    /// How long the most silent shard has been silent; `None` until all have been active.
    pub fn silent_for(&self) -> Option<Duration> {
        let last = self.last();
        let oldest = last.iter().copied().min()??;
        Some(oldest.elapsed())
    }

    fn last(&self) -> MutexGuard<'_, Vec<Option<Instant>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_silent_shard_is_noticed() {
        let liveness = Liveness::default();
        assert_eq!(liveness.silent_for(), None, "no shard is known");
        liveness.expect(2);
        let shards: Vec<Shard> = Shard::all(2).collect();
        liveness.beat(shards[0]);
        assert_eq!(liveness.silent_for(), None, "the other has not connected yet");
        liveness.beat(shards[1]);
        assert!(liveness.silent_for().is_some());
        std::thread::sleep(Duration::from_millis(5));
        liveness.beat(shards[1]);
        let silent = liveness.silent_for().expect("both are known");
        assert!(silent >= Duration::from_millis(5), "the first is the silent one: {silent:?}");
        liveness.expect(1);
        assert_eq!(liveness.silent_for(), None, "a new start");
    }
}
