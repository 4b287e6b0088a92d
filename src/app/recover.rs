//! Coming back to slots that a crash, a stop, an unclear answer or a limit left open.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};

use super::App;
use super::carry::carry;
use super::deliver::{IN_FLIGHT, Stop};
use crate::clock::Clock;
use crate::store::deliveries::{self, SlotId};

/// The wait before each further try of a slot; the last one repeats.
const WAITS: [Duration; 6] = [
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(8),
    Duration::from_secs(20),
    Duration::from_secs(45),
    Duration::from_secs(120),
];

/// When each open slot is tried again. It is not stored: after a restart all are tried soon.
#[derive(Debug, Default)]
pub struct Patience {
    tries: HashMap<SlotId, (usize, Instant)>,
}

impl Patience {
    /// Whether a slot's time has come; one that is seen for the first time waits a moment, since
    /// whoever left it open did so just now.
    fn is_due(&mut self, slot: SlotId, now: Instant) -> bool {
        now >= self.tries.entry(slot).or_insert((0, now + WAITS[0])).1
    }

    fn failed(&mut self, slot: SlotId, now: Instant) {
        let tries = self.tries.get(&slot).map_or(1, |(tries, _)| tries + 1);
        self.tries.insert(slot, (tries, now + WAITS[tries.min(WAITS.len() - 1)]));
    }
}

/// Brings every open slot whose time has come nearer to its end, except those that a delivery
/// has in hand.
///
/// # Errors
/// The store's, and a token that is refused.
pub async fn recover(
    app: &App,
    clock: Clock,
    patience: &mut Patience,
    stop: &Stop,
) -> anyhow::Result<()> {
    let open = app.store.read(deliveries::unfinished).await?;
    patience.tries.retain(|slot, _| open.contains(slot));
    let due = open.into_iter().filter(|slot| patience.is_due(*slot, Instant::now()));
    let due: Vec<SlotId> = due.collect();
    let mut work = stream::iter(due)
        .map(async |id| anyhow::Ok((id, try_again(app, clock, id, stop).await?)))
        .buffer_unordered(IN_FLIGHT);
    while let Some(done) = work.next().await {
        if let (id, false) = done? {
            patience.failed(id, Instant::now());
        }
    }
    Ok(())
}

/// True if there is nothing more to do for us.
async fn try_again(app: &App, clock: Clock, id: SlotId, stop: &Stop) -> anyhow::Result<bool> {
    if *stop.borrow() || !app.duty.is_on() {
        return Ok(true);
    }
    let Some(_hand) = app.take_in_hand(id) else { return Ok(true) };
    match app.store.read(move |conn| deliveries::get(conn, id)).await? {
        Some(slot) if slot.is_open => carry(app, clock, slot, stop).await,
        _ => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_ever_later() {
        let (mut patience, slot, start) = (Patience::default(), SlotId(1), Instant::now());
        let mut waited = Duration::ZERO;
        for wait in [1, 3, 8, 20, 45, 120, 120] {
            assert!(!patience.is_due(slot, start + waited));
            waited += Duration::from_secs(wait);
            assert!(patience.is_due(slot, start + waited), "after {waited:?}");
            patience.failed(slot, start + waited);
        }
        assert!(!patience.is_due(SlotId(2), start));
    }
}
