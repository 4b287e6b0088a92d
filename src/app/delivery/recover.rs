//! Resumes slots left open by a crash, a stop, an unclear response or a rate limit.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::IN_FLIGHT;
use super::send::send_slot;
use crate::app::App;
use crate::app::failure::{Failure, catch_panic, classify, sentence};
use crate::clock::Clock;
use crate::store::deliveries::{self, SlotId};

/// The delay before each retry of a slot; the last one repeats.
const WAITS: [Duration; 6] = [
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(8),
    Duration::from_secs(20),
    Duration::from_secs(45),
    Duration::from_secs(120),
];

/// After this many internal errors a slot would always fail.
const OWN_TRIES: usize = 4;

/// The slots being finished. Each has its own task, so that a slow channel delays no other.
#[derive(Debug, Default)]
pub struct Recovery {
    patience: RetryTimes,
    /// The time of the last check.
    now: Option<Instant>,
    running: JoinSet<(SlotId, anyhow::Result<bool>)>,
}

/// When each open slot is retried. This is not stored; after a restart all are retried soon.
#[derive(Debug, Default)]
struct RetryTimes {
    tries: HashMap<SlotId, (usize, Instant)>,
}

impl RetryTimes {
    /// Whether a slot is due for a retry. One seen for the first time waits a moment, because it
    /// was only just left open.
    fn is_due(&mut self, slot: SlotId, now: Instant) -> bool {
        now >= self.tries.entry(slot).or_insert((0, now + WAITS[0])).1
    }

    /// Forgets slots that have ended.
    fn forget_all_but(&mut self, open: &[SlotId]) {
        let open: HashSet<&SlotId> = open.iter().collect();
        self.tries.retain(|slot, _| open.contains(slot));
    }

    /// The number of tries of a slot.
    fn tries(&self, slot: SlotId) -> usize {
        self.tries.get(&slot).map_or(0, |(tries, _)| *tries)
    }

    fn failed(&mut self, slot: SlotId, now: Instant) {
        let tries = self.tries.get(&slot).map_or(1, |(tries, _)| tries + 1);
        self.tries.insert(slot, (tries, now + WAITS[tries.min(WAITS.len() - 1)]));
    }
}

impl Recovery {
    /// Starts a step for every open slot that is due for a retry, except those in a delivery;
    /// earlier steps continue.
    ///
    /// # Errors
    /// The store's, and a refused token.
    pub async fn look(
        &mut self,
        app: &App,
        clock: Clock,
        stop: &CancellationToken,
    ) -> anyhow::Result<()> {
        self.look_at(app, clock, Instant::now(), stop).await
    }

    /// The same at a given instant, from which delays are counted.
    ///
    /// # Errors
    /// The same as above.
    pub async fn look_at(
        &mut self,
        app: &App,
        clock: Clock,
        now: Instant,
        stop: &CancellationToken,
    ) -> anyhow::Result<()> {
        self.now = Some(now);
        while let Some(ended) = self.running.try_join_next() {
            self.note(ended?)?;
        }
        let open = app.store.read(deliveries::unfinished).await?;
        self.patience.forget_all_but(&open);
        for slot in open {
            if self.running.len() >= IN_FLIGHT {
                break;
            }
            // A slot in progress is not taken twice: the second task finds nothing to do.
            if self.patience.is_due(slot, now) && !app.slot_locks.is_locked(slot) {
                let (app, stop) = (app.clone(), stop.clone());
                let is_last = self.patience.tries(slot) >= OWN_TRIES;
                let work = async move {
                    match catch_panic(try_again(&app, clock, slot, &stop)).await {
                        Err(error) if is_last && classify(&error) == Failure::Lasting => {
                            give_up(&app, slot, &error, clock.now()).await
                        }
                        done => done,
                    }
                };
                self.running.spawn(async move { (slot, work.await) });
            }
        }
        Ok(())
    }

    /// Waits for the started steps.
    ///
    /// # Errors
    /// A refused token.
    pub async fn finish(&mut self) -> anyhow::Result<()> {
        while let Some(ended) = self.running.join_next().await {
            self.note(ended?)?;
        }
        Ok(())
    }

    fn note(&mut self, (slot, done): (SlotId, anyhow::Result<bool>)) -> anyhow::Result<()> {
        let now = self.now.unwrap_or_else(Instant::now);
        match done {
            Ok(true) => {}
            Ok(false) => self.patience.failed(slot, now),
            Err(error) if classify(&error) == Failure::Final => return Err(error),
            Err(error) => {
                tracing::error!(%slot, error = %sentence(&error), "cannot continue a slot yet");
                self.patience.failed(slot, now);
            }
        }
        Ok(())
    }
}

/// Ends a slot that keeps failing with internal errors. True if it has ended.
async fn give_up(
    app: &App,
    slot: SlotId,
    error: &anyhow::Error,
    now: Timestamp,
) -> anyhow::Result<bool> {
    tracing::error!(%slot, error = %sentence(error), "gave up on a slot");
    app.store.write(move |tx| deliveries::abandon(tx, slot, now)).await?;
    Ok(true)
}

/// True if there is nothing more to do.
async fn try_again(
    app: &App,
    clock: Clock,
    id: SlotId,
    stop: &CancellationToken,
) -> anyhow::Result<bool> {
    if stop.is_cancelled() || !app.leadership.is_leader() {
        return Ok(true);
    }
    let Some(_hand) = app.slot_locks.try_lock_slot(id) else { return Ok(true) };
    match app.store.read(move |conn| deliveries::get(conn, id)).await? {
        Some(slot) if slot.is_open => send_slot(app, clock, slot, stop).await,
        _ => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_have_growing_delays() {
        let (mut patience, slot, start) = (RetryTimes::default(), SlotId(1), Instant::now());
        let mut waited = Duration::ZERO;
        for wait in [1, 3, 8, 20, 45, 120, 120] {
            assert!(!patience.is_due(slot, start + waited));
            waited += Duration::from_secs(wait);
            assert!(patience.is_due(slot, start + waited), "after {waited:?}");
            patience.failed(slot, start + waited);
        }
        assert!(!patience.is_due(SlotId(2), start));
    }

    #[test]
    fn a_hundred_thousand_open_slots_are_scanned_quickly() {
        let (mut patience, start) = (RetryTimes::default(), Instant::now());
        let all: Vec<SlotId> = (0..100_000).map(SlotId).collect();
        for slot in &all {
            patience.is_due(*slot, start);
        }
        let begun = Instant::now();
        patience.forget_all_but(&all[50_000..]);
        assert_eq!(patience.tries.len(), 50_000);
        // Comparing each with each would take half a minute.
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    }
}
