//! Applies Discord's rate limits in advance: fifty requests per second in all, the buckets of
//! routes, and the invalid requests that lead to a ban.
//!
//! Requests in the delivery lane are queued and evenly spaced. A request that a user is waiting for
//! goes ahead of them and waits for at most one slot. Time is tokio's, so that tests can control
//! it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::global_limit::GlobalLimit;

/// Discord bans an address for ten thousand invalid requests in ten minutes. Deliveries pause far
/// below that; commands are still answered.
const INVALID_REQUESTS: usize = 2_000;
/// Checks of blocked channels, most of which are refused, pause even earlier, so that they don't
/// use up the deliveries' share.
const INVALID_FROM_CHECKS: usize = 500;
/// The window in which Discord counts invalid requests.
const INVALID_WINDOW: Duration = Duration::from_secs(600);
/// The number of buckets remembered before full ones are dropped.
const BUCKETS: usize = 10_000;

/// The purpose of a request, which decides its urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The response to an interaction; not part of the fifty per second.
    Interaction,
    /// A follow-up to a deferred response; not part of the fifty per second either, and less
    /// urgent.
    FollowUp,
    /// Something a user is waiting for.
    Person,
    /// A post.
    Delivery,
    /// What nobody waits for: checks of channels, and who owns a server.
    Look,
}

impl Lane {
    /// How long a request waits for its turn before it fails.
    pub(super) fn max_wait(self) -> Duration {
        match self {
            Lane::Interaction | Lane::Person => Duration::from_secs(2),
            Lane::FollowUp | Lane::Delivery | Lane::Look => Duration::from_secs(20),
        }
    }

    /// A request that takes longer than this counts as failed. Discord accepts no response to an
    /// interaction after three seconds.
    pub(super) fn time_out(self) -> Duration {
        match self {
            Lane::Interaction => Duration::from_secs(3),
            _ => Duration::from_secs(15),
        }
    }

    /// Whether the global limit doesn't apply.
    pub(super) fn is_free(self) -> bool {
        matches!(self, Lane::Interaction | Lane::FollowUp)
    }

    /// The number of invalid requests in ten minutes at which it pauses.
    fn max_invalid(self) -> usize {
        match self {
            Lane::Interaction | Lane::FollowUp | Lane::Person => usize::MAX,
            Lane::Delivery => INVALID_REQUESTS,
            Lane::Look => INVALID_FROM_CHECKS,
        }
    }
}

/// The rate limit headers of a response.
#[derive(Clone, Debug, Default)]
pub(super) struct RateHeaders {
    /// Discord's name for the bucket; several routes may share it.
    pub(super) bucket: Option<String>,
    /// Requests left in the window.
    pub(super) remaining: Option<u64>,
    /// The time until the window ends.
    pub(super) reset_after: Option<Duration>,
}

/// All rate limits of a bot.
pub(super) struct Limits {
    lane: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

/// A request's turn. Keep it until the response is there.
#[must_use]
pub(super) struct Turn<'a> {
    limits: &'a Limits,
    /// Its number under the global limit, if that applies.
    number: Option<u64>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.limits.state().global.answered(number, Instant::now());
        }
    }
}

struct State {
    global: GlobalLimit,
    buckets: HashMap<String, Bucket>,
    names: HashMap<String, String>,
    invalid: VecDeque<Instant>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    remaining: u64,
    resets_at: Instant,
}

impl Limits {
    pub(super) fn new() -> Limits {
        let state = State {
            global: GlobalLimit::new(Instant::now()),
            buckets: HashMap::new(),
            names: HashMap::new(),
            invalid: VecDeque::new(),
        };
        Limits { lane: tokio::sync::Mutex::new(()), state: Mutex::new(state) }
    }

    /// Waits for the turn of a request to `route`, at most until `deadline`.
    ///
    /// # Errors
    /// How long it would have to wait, if the turn comes after the deadline.
    pub(super) async fn turn(
        &self,
        route: &str,
        lane: Lane,
        deadline: Instant,
    ) -> Result<Turn<'_>, Duration> {
        loop {
            let now = Instant::now();
            let Some(free_at) = self.state().take(route, lane, now) else { break };
            if free_at > deadline {
                return Err(free_at - now);
            }
            tokio::time::sleep_until(free_at).await;
        }
        if lane.is_free() {
            return Ok(Turn { limits: self, number: None });
        }
        // Only one delivery at a time reserves a turn, so that a user's request never queues behind
        // many.
        let queue = match lane {
            Lane::Delivery | Lane::Look => Some(self.lane.lock().await),
            Lane::Interaction | Lane::FollowUp | Lane::Person => None,
        };
        // Under a global limit the next turn may be an hour away, and time spent in the queue
        // counts.
        let now = Instant::now();
        let until = if queue.is_some() { now + lane.max_wait() } else { deadline };
        let mut at = self.state().global.reserve(now, until)?;
        let number = loop {
            tokio::time::sleep_until(at).await;
            let now = Instant::now();
            match self.state().global.send(now) {
                Ok(number) => break number,
                Err(again) if again > until => return Err(again - now),
                Err(again) => at = again,
            }
        };
        drop(queue);
        Ok(Turn { limits: self, number: Some(number) })
    }

    /// Records a response's bucket, and whether it counts as an invalid request.
    pub(super) fn record(&self, route: &str, headers: &RateHeaders, is_invalid: bool) {
        let now = Instant::now();
        let mut state = self.state();
        if is_invalid {
            state.invalid.push_back(now);
        }
        let Some(name) = &headers.bucket else { return };
        // The same bucket is counted separately for each channel or webhook.
        let major = route.rsplit_once(' ').map_or("", |(_, major)| major);
        let key = format!("{name} {major}");
        if let (Some(remaining), Some(after)) = (headers.remaining, headers.reset_after) {
            let bucket = Bucket { remaining, resets_at: now + after };
            state.buckets.insert(key.clone(), bucket);
        }
        state.names.insert(route.to_owned(), key);
        state.forget(now);
    }

    /// Records a 429 and its delay. A lane outside the global limit waits on its own.
    pub(super) fn record_429(&self, route: &str, lane: Lane, retry_after: Duration, global: bool) {
        let until = Instant::now() + retry_after;
        let mut state = self.state();
        if global {
            state.global.pause(until);
            if !lane.is_free() {
                return;
            }
        }
        let key = state.names.get(route).cloned().unwrap_or_else(|| route.to_owned());
        state.names.insert(route.to_owned(), key.clone());
        state.buckets.insert(key, Bucket { remaining: 0, resets_at: until });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is a single assignment, so a panic elsewhere leaves nothing half-done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes a request from the bucket of `route`, or returns when one will be available.
    fn take(&mut self, route: &str, lane: Lane, now: Instant) -> Option<Instant> {
        while self.invalid.front().is_some_and(|at| now - *at > INVALID_WINDOW) {
            self.invalid.pop_front();
        }
        let most = lane.max_invalid();
        if self.invalid.len() >= most {
            // There is room for another when the oldest ones over the limit expire.
            let at = self.invalid.get(self.invalid.len() - most);
            return at.map(|oldest| *oldest + INVALID_WINDOW);
        }
        let bucket = self.buckets.get_mut(self.names.get(route)?)?;
        if now >= bucket.resets_at {
            // The next response says how many are left now.
            return None;
        }
        if bucket.remaining == 0 {
            return Some(bucket.resets_at);
        }
        bucket.remaining -= 1;
        None
    }

    fn forget(&mut self, now: Instant) {
        if self.names.len() > BUCKETS {
            self.buckets.retain(|_, bucket| bucket.resets_at > now);
            let buckets = &self.buckets;
            self.names.retain(|_, key| buckets.contains_key(key));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::discord::global_limit::SPACING;

    const POST: &str = "POST /channels/messages 7";

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(60)
    }

    #[tokio::test(start_paused = true)]
    async fn never_more_than_fifty_in_any_second() {
        let limits = Arc::new(Limits::new());
        let start = Instant::now();
        let turns = (0..500).map(|n| {
            let limits = limits.clone();
            tokio::spawn(async move {
                let route = format!("POST /channels/messages {n}");
                let _ = limits.turn(&route, Lane::Delivery, soon()).await.expect("a turn");
                start.elapsed()
            })
        });
        let mut at = Vec::new();
        for turn in turns.collect::<Vec<_>>() {
            at.push(turn.await.expect("no panic"));
        }
        at.sort();
        for window in at.windows(51) {
            assert!(window[50] - window[0] > Duration::from_secs(1), "{window:?}");
        }
        assert!(at[499] < Duration::from_secs(11), "and not much less: {:?}", at[499]);
    }

    #[tokio::test(start_paused = true)]
    async fn users_go_ahead_of_waiting_deliveries() {
        let limits = Arc::new(Limits::new());
        for n in 0..200 {
            let limits = limits.clone();
            let turn = async move {
                limits.turn(&format!("POST a {n}"), Lane::Delivery, soon()).await.map(drop)
            };
            tokio::spawn(turn);
        }
        tokio::task::yield_now().await;
        let start = Instant::now();
        // The timer counts in whole milliseconds.
        let at_most = SPACING * 2 + Duration::from_millis(1);
        let _ = limits.turn("GET b 1", Lane::Person, soon()).await.expect("a turn");
        assert!(start.elapsed() <= at_most, "{:?}", start.elapsed());
        let _ = limits.turn("POST callback 1", Lane::Interaction, soon()).await.expect("a turn");
        assert!(start.elapsed() <= at_most, "interactions do not wait");
    }

    #[tokio::test(start_paused = true)]
    async fn used_up_buckets_do_not_delay_others() {
        let limits = Limits::new();
        let headers = RateHeaders {
            bucket: Some("abc".to_owned()),
            remaining: Some(0),
            reset_after: Some(Duration::from_secs(4)),
        };
        limits.record(POST, &headers, false);
        let start = Instant::now();
        let _ =
            limits.turn("POST /channels/messages 8", Lane::Delivery, soon()).await.expect("a turn");
        assert!(start.elapsed() < Duration::from_secs(1), "another channel");
        let impatient = start + Duration::from_secs(1);
        let away =
            limits.turn(POST, Lane::Delivery, impatient).await.map(drop).expect_err("too long");
        assert!(away > Duration::from_secs(3) && away <= Duration::from_secs(4), "{away:?}");
        let _ = limits.turn(POST, Lane::Delivery, soon()).await.expect("a turn");
        assert!(start.elapsed() >= Duration::from_secs(4));
    }

    #[tokio::test(start_paused = true)]
    async fn global_limits_delay_everything_but_interactions() {
        let limits = Limits::new();
        limits.record_429(POST, Lane::Delivery, Duration::from_secs(3), true);
        let start = Instant::now();
        let _ = limits.turn("POST callback 1", Lane::Interaction, soon()).await.expect("a turn");
        let _ = limits.turn("PATCH original 1", Lane::FollowUp, soon()).await.expect("a turn");
        assert_eq!(start.elapsed(), Duration::ZERO);
        let _ = limits.turn("GET b 1", Lane::Person, soon()).await.expect("a turn");
        assert!(start.elapsed() >= Duration::from_secs(3));
    }

    #[tokio::test(start_paused = true)]
    async fn requests_wait_no_longer_than_their_lane_allows() {
        let start = Instant::now();
        let check = async |lane: Lane, refused: Lane, retry_after: u64| {
            let limits = Limits::new();
            let retry_after = Duration::from_secs(retry_after);
            limits.record_429(POST, refused, retry_after, true);
            let begun = Instant::now();
            let turn = limits.turn(POST, lane, begun + lane.max_wait()).await.map(drop);
            (turn, begun.elapsed())
        };
        for (lane, away) in [(Lane::Person, 12), (Lane::Person, 3_600), (Lane::Delivery, 3_600)] {
            let (turn, waited) = check(lane, Lane::Delivery, away).await;
            assert_eq!(turn, Err(Duration::from_secs(away)), "{lane:?}");
            assert_eq!(waited, Duration::ZERO, "{lane:?} fails immediately");
        }
        let (turn, waited) = check(Lane::Person, Lane::Delivery, 1).await;
        assert_eq!((turn, waited), (Ok(()), Duration::from_secs(1)));
        // A response that is itself refused is not retried endlessly.
        let (turn, waited) = check(Lane::Interaction, Lane::Interaction, 12).await;
        assert_eq!((turn, waited), (Err(Duration::from_secs(12)), Duration::ZERO));
        assert_eq!(start.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn deliveries_pause_far_below_the_ban() {
        let limits = Limits::new();
        for refused in 0..INVALID_REQUESTS {
            let looks = limits.turn(POST, Lane::Look, Instant::now()).await.is_ok();
            assert_eq!(looks, refused < INVALID_FROM_CHECKS, "after {refused}");
            limits.record(POST, &RateHeaders::default(), true);
        }
        let away = limits.turn(POST, Lane::Delivery, soon()).await.map(drop).expect_err("it rests");
        assert!(away <= INVALID_WINDOW && away > INVALID_WINDOW / 2, "{away:?}");
        let _ = limits.turn("GET b 1", Lane::Person, soon()).await.expect("people are answered");
        tokio::time::advance(INVALID_WINDOW + Duration::from_secs(1)).await;
        let _ = limits.turn(POST, Lane::Delivery, soon()).await.expect("and then goes on");
    }
}
