//! The timer: starts a round of delivery when something is due.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::app::delivery::leader;
use crate::app::delivery::round::{Round, deliver_since};
use crate::app::failure::log_and_continue;
use crate::clock::Clock;
use crate::store::subscriptions;

/// The timer checks at least this often, because clocks can change.
const MAX_WAIT: Duration = Duration::from_secs(20);
/// The minimum time between two rounds: a subscription that stays due must not cause a busy loop.
const MIN_WAIT: Duration = Duration::from_millis(200);
/// If the wall clock moves by this much against the monotonic clock, it was set.
const CLOCK_STEP: SignedDuration = SignedDuration::from_secs(60);
/// The number of concurrent rounds: slow channels in one must not delay the next minute's posts.
const ROUNDS: usize = 4;

/// The rounds in progress.
#[derive(Default)]
struct Rounds {
    running: JoinSet<anyhow::Result<Round>>,
    /// Everything due until then is being handled by them.
    handled_until: Option<Timestamp>,
    /// The next round starts no earlier than this.
    next_round: Option<Instant>,
}

/// Both clocks read together, to detect a change of the wall clock.
#[derive(Clone, Copy)]
struct Clocks {
    wall: Timestamp,
    monotonic: Instant,
}

impl Clocks {
    /// How far the wall clock was set, or the machine slept, since `self`.
    fn step_to(self, later: Clocks) -> Option<SignedDuration> {
        let passed = later.monotonic.duration_since(self.monotonic);
        let passed = SignedDuration::try_from(passed).unwrap_or(SignedDuration::MAX);
        let step = later.wall.duration_since(self.wall).saturating_sub(passed);
        (step.abs() > CLOCK_STEP).then_some(step)
    }
}

/// Delivers what is due, then sleeps until the next slot.
///
/// # Errors
/// Errors that end the bot.
pub(super) async fn keep_delivering(
    app: App,
    clock: Clock,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let mut leadership = app.leadership.changes();
    let read = || Clocks { wall: clock.now(), monotonic: Instant::now() };
    let mut clocks = read();
    let mut rounds = Rounds::default();
    recompute_next_due(&app, clocks.wall).await?;
    while !stop.is_cancelled() {
        let now = read();
        if let Some(step) = clocks.step_to(now) {
            tracing::warn!(%step, "the clock jumped, or the machine was suspended");
            recompute_next_due(&app, now.wall).await?;
            // By the new time the lease may have expired, even if no other process wants it.
            log_and_continue(
                leader::acquire_or_renew(&app, now.wall).await.map_err(Into::into),
                "the lease",
            )?;
            rounds.handled_until = None;
        }
        clocks = now;
        let wait = rounds.begin(&app, clock, now.wall, &stop).await?;
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            Some(ended) = rounds.running.join_next() => rounds.finish(ended?)?,
            () = app.schedule_changed.notified() => {}
            _ = leadership.changed() => {}
            () = stop.cancelled() => {}
        }
    }
    while let Some(ended) = rounds.running.join_next().await {
        rounds.finish(ended?)?;
    }
    Ok(())
}

impl Rounds {
    /// Starts a round if something is due that no round handles. Returns how long to wait before
    /// checking again.
    async fn begin(
        &mut self,
        app: &App,
        clock: Clock,
        now: Timestamp,
        stop: &CancellationToken,
    ) -> anyhow::Result<Duration> {
        if self.running.is_empty() {
            self.handled_until = None;
        }
        let wait = self.next_round.map(|until| until.saturating_duration_since(Instant::now()));
        if let Some(wait) = wait.filter(|wait| !wait.is_zero()) {
            return Ok(wait);
        }
        if !app.leadership.is_leader() || self.running.len() >= ROUNDS {
            return Ok(MAX_WAIT);
        }
        let after = self.handled_until.unwrap_or(Timestamp::MIN);
        let earliest = app.store.read(move |conn| subscriptions::earliest_due(conn, after)).await;
        let Some(earliest) = log_and_continue(earliest.map_err(Into::into), "the next slot")?
        else {
            return Ok(MAX_WAIT);
        };
        let Some(earliest) = earliest else { return Ok(MAX_WAIT) };
        if let Ok(wait) = Duration::try_from(earliest.duration_since(now))
            && !wait.is_zero()
        {
            return Ok(wait.clamp(MIN_WAIT, MAX_WAIT));
        }
        let (app, stop) = (app.clone(), stop.clone());
        let round = async move { deliver_since(&app, clock, after, now, &stop).await };
        self.running.spawn(round);
        self.handled_until = Some(now);
        self.next_round = Some(Instant::now() + MIN_WAIT);
        Ok(MIN_WAIT)
    }

    fn finish(&mut self, ended: anyhow::Result<Round>) -> anyhow::Result<()> {
        if log_and_continue(ended, "a round of deliveries")? != Some(Round::Done) {
            // Anything it left behind is checked along with the rest, a little later.
            self.handled_until = None;
            self.next_round = Some(Instant::now() + MAX_WAIT);
        }
        Ok(())
    }
}

async fn recompute_next_due(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let moved = app.store.write(move |tx| subscriptions::recompute_next_due(tx, now)).await;
    if let Some(moved @ 1..) =
        log_and_continue(moved.map_err(Into::into), "recomputing the next slots")?
    {
        tracing::info!(subscriptions = moved, "recomputed the next slots");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_changes_are_detected() {
        let begun = Clocks { wall: Timestamp::UNIX_EPOCH, monotonic: Instant::now() };
        let check = |wall: i64, monotonic: u64, expected: Option<i64>| {
            let later = Clocks {
                wall: Timestamp::from_second(wall).expect("a time"),
                monotonic: begun.monotonic + Duration::from_secs(monotonic),
            };
            let found = begun.step_to(later).map(|step| step.as_secs());
            assert_eq!(found, expected, "{wall} s on the wall, {monotonic} s passed");
        };
        check(20, 20, None);
        check(75, 20, None);
        check(-30, 20, None);
        check(3_620, 20, Some(3_600));
        check(-7_180, 20, Some(-7_200));
        // Suspended: the monotonic clock stopped, too.
        check(30_000, 0, Some(30_000));
        check(30_000, 30_010, None);
    }
}
