//! Tracks when each shard was last active, for health checks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::Shard;
use tokio::sync::Notify;

/// The last activity of every shard: an event, or an acknowledged heartbeat. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Liveness(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    last: Mutex<Vec<Option<Instant>>>,
    active: Notify,
}

impl Liveness {
    /// Starts over with this many shards, none of them active yet.
    pub(super) fn expect(&self, shards: u32) {
        *self.last() = vec![None; shards as usize];
    }

    /// Records activity.
    pub(super) fn beat(&self, shard: Shard) {
        if let Some(last) = self.last().get_mut(shard.id() as usize) {
            *last = Some(Instant::now());
            self.0.active.notify_waiters();
        }
    }

    /// Waits until a shard has been active.
    pub async fn until_active(&self) {
        let active = self.0.active.notified();
        if self.last().iter().all(Option::is_none) {
            active.await;
        }
    }

    /// How long the most silent shard has been silent; `None` until all have been active.
    pub fn silent_for(&self) -> Option<Duration> {
        let last = self.last();
        let oldest = last.iter().copied().min()??;
        Some(oldest.elapsed())
    }

    fn last(&self) -> MutexGuard<'_, Vec<Option<Instant>>> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_first_activity_is_waited_for() {
        let liveness = Liveness::default();
        liveness.expect(2);
        let waiting = tokio::time::timeout(Duration::from_secs(9), liveness.until_active());
        assert!(waiting.await.is_err(), "no shard is active");
        let waiting = liveness.clone();
        let waiting = tokio::spawn(async move { waiting.until_active().await });
        tokio::task::yield_now().await;
        liveness.beat(Shard::all(2).nth(1).expect("a shard"));
        waiting.await.expect("no panic");
        liveness.until_active().await;
    }

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
