//! The state of one connection: its last activity, whether it got READY, and whether the library
//! still lets other tasks run.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Shard;
use tokio::sync::watch;
use tokio::time::Instant;

use super::Liveness;

/// The time limit for READY.
const READY_WITHIN: Duration = Duration::from_secs(20);
/// How often the connection's thread reports that it is responsive.
pub(super) const TICK: Duration = Duration::from_millis(500);
/// A thread that is unresponsive for this long is in a busy loop on a closed socket: before READY
/// it has nothing else to do. After READY it may be busy with a thousand guilds.
const STUCK_AFTER: Duration = Duration::from_secs(4);
/// After READY, the limit is the inactivity timeout divided by this.
const STUCK_PART: u32 = 6;

/// A connection's state, shared with its thread.
#[derive(Clone, Debug)]
pub(super) struct Vitals {
    shard: Shard,
    state: Arc<Mutex<State>>,
    ready: Arc<watch::Sender<bool>>,
    liveness: Liveness,
}

#[derive(Debug)]
struct State {
    opened: Instant,
    last_beat: Instant,
    last_tick: Instant,
    latency: Option<Duration>,
}

/// What is wrong with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConnectionProblem {
    /// READY was not received.
    NotReady,
    /// Nothing was received for too long.
    Silent,
    /// The library is in a busy loop on a closed socket.
    Stuck,
}

impl Vitals {
    pub(super) fn new(shard: Shard, liveness: Liveness, now: Instant) -> Vitals {
        let state = State { opened: now, last_beat: now, last_tick: now, latency: None };
        let ready = Arc::new(watch::Sender::new(false));
        Vitals { shard, state: Arc::new(Mutex::new(state)), ready, liveness }
    }

    /// Records activity from Discord.
    pub(super) fn beat(&self) {
        self.liveness.beat(self.shard);
        self.state().last_beat = Instant::now();
    }

    /// Records READY.
    pub(super) fn ready(&self) {
        self.ready.send_replace(true);
    }

    /// Whether READY was received.
    pub(super) fn is_ready(&self) -> bool {
        *self.ready.borrow()
    }

    /// Waits for READY.
    pub(super) async fn until_ready(&self) {
        // The sender is part of `self`, so it can't be dropped meanwhile.
        let _ = self.ready.subscribe().wait_for(|ready| *ready).await;
    }

    /// Records that the connection's thread still runs other tasks.
    pub(super) fn tick(&self) {
        self.state().last_tick = Instant::now();
    }

    /// Records the latency measured by the library; a new value means an acknowledged heartbeat.
    pub(super) fn latency(&self, latency: Option<Duration>) {
        let changed = std::mem::replace(&mut self.state().latency, latency) != latency;
        if changed && latency.is_some() {
            self.beat();
        }
    }

    /// What is wrong, if anything.
    pub(super) fn symptom(
        &self,
        now: Instant,
        silent_after: Duration,
    ) -> Option<ConnectionProblem> {
        let state = self.state();
        let stuck_after = match self.is_ready() {
            true => STUCK_AFTER.max(silent_after / STUCK_PART),
            false => STUCK_AFTER,
        };
        if now.duration_since(state.last_tick) > stuck_after {
            return Some(ConnectionProblem::Stuck);
        }
        if !self.is_ready() && now.duration_since(state.opened) > READY_WITHIN {
            return Some(ConnectionProblem::NotReady);
        }
        (now.duration_since(state.last_beat) > silent_after).then_some(ConnectionProblem::Silent)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn unhealthy_connections_are_detected() {
        const SILENT: Duration = Duration::from_secs(100);
        let pass = async |vitals: &Vitals, seconds: u64, ticking: bool| {
            for _ in 0..seconds {
                tokio::time::advance(Duration::from_secs(1)).await;
                if ticking {
                    vitals.tick();
                }
            }
            vitals.symptom(Instant::now(), SILENT)
        };
        let new = || Vitals::new(Shard::ONLY, Liveness::default(), Instant::now());

        let vitals = new();
        assert_eq!(pass(&vitals, 20, true).await, None);
        assert_eq!(pass(&vitals, 1, true).await, Some(ConnectionProblem::NotReady));

        let vitals = new();
        vitals.ready();
        assert_eq!(pass(&vitals, 100, true).await, None);
        assert_eq!(pass(&vitals, 1, true).await, Some(ConnectionProblem::Silent));
        vitals.latency(Some(Duration::from_millis(40)));
        assert_eq!(pass(&vitals, 100, true).await, None, "a heartbeat was answered");
        vitals.latency(Some(Duration::from_millis(40)));
        assert_eq!(pass(&vitals, 1, true).await, Some(ConnectionProblem::Silent), "the same one");

        let vitals = new();
        assert_eq!(pass(&vitals, 4, false).await, None);
        assert_eq!(pass(&vitals, 1, false).await, Some(ConnectionProblem::Stuck));

        let vitals = new();
        vitals.ready();
        assert_eq!(pass(&vitals, 16, false).await, None, "busy with its guilds");
        assert_eq!(pass(&vitals, 1, false).await, Some(ConnectionProblem::Stuck));
    }
}
