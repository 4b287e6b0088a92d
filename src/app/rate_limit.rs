//! Rate limits: a fair share for each member and server, and a limit on work in progress, so that
//! no one takes time and memory from everyone else.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use commands::Cost;
use domain::{GuildId, UserId};
use tokio::time::Instant;

/// A token bucket. A command costs 4, a keystroke 1, a press in a panel 1.5, a preview 20.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// The bucket's capacity.
    pub burst: f64,
    /// Tokens added per second.
    pub a_second: f64,
}

/// The limits.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For one user, everywhere.
    pub member: Rate,
    /// For all members of a server together.
    pub guild: Rate,
    /// Requests in progress, without previews.
    pub in_progress: usize,
    /// Previews in progress; one of them runs, the others wait.
    pub heavy_in_progress: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            // A person who types fast and opens a paper every second is not affected, nor is one who
            // opens a panel, presses 24 buttons at once and saves.
            member: Rate { burst: 60.0, a_second: 10.0 },
            guild: Rate { burst: 600.0, a_second: 150.0 },
            in_progress: 256,
            heavy_in_progress: 32,
        }
    }
}

impl Limits {
    /// Limits that no test or bench with one member reaches.
    pub fn none() -> Limits {
        let endless = Rate { burst: f64::MAX, a_second: 0.0 };
        Limits {
            member: endless,
            guild: endless,
            in_progress: usize::MAX,
            heavy_in_progress: usize::MAX,
        }
    }
}

/// Why a request is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// This user exceeds their limit; with the time until the next request is accepted.
    Member(Duration),
    /// This server exceeds its limit.
    Guild(Duration),
    /// Too many requests are in progress.
    All,
}

/// The number of entries kept before full ones are dropped.
const KEPT: usize = 10_000;

const MINUTE: Duration = Duration::from_secs(60);

/// Recent requests of all users and servers.
#[derive(Debug, Default)]
pub struct RateLimiter {
    limits: Limits,
    state: Mutex<State>,
    refused: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    shares: HashMap<Who, Share>,
    /// Of members in servers that set their own limit.
    in_guild: HashMap<(GuildId, UserId), Share>,
    in_progress: usize,
    heavy_in_progress: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Who {
    Member(UserId),
    Guild(GuildId),
}

#[derive(Clone, Copy, Debug)]
struct Share {
    left: f64,
    at: Instant,
}

impl Share {
    fn left(&self, rate: Rate, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.left + since * rate.a_second).min(rate.burst)
    }
}

/// A request in progress, until this is dropped.
#[derive(Debug)]
pub struct Permit {
    shares: Arc<RateLimiter>,
    cost: Cost,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = self.shares.state();
        *in_progress(&mut state, self.cost) -= 1;
    }
}

impl RateLimiter {
    /// Creates a limiter.
    pub fn new(limits: Limits) -> RateLimiter {
        RateLimiter { limits, ..RateLimiter::default() }
    }

    /// Accepts a request, or says why not. Refused requests cost nothing.
    ///
    /// # Errors
    /// [`Busy`].
    pub fn take(
        self: &Arc<RateLimiter>,
        user: UserId,
        guild: Option<GuildId>,
        cost: Cost,
        now: Instant,
    ) -> Result<Permit, Busy> {
        let mut state = self.state();
        let taken = state.take(&self.limits, user, guild, cost, now);
        if taken.is_err() {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        taken.map(|()| Permit { shares: self.clone(), cost })
    }

    /// Counts a command toward a server's own limit for each member, `per_minute` of which can be
    /// used at once.
    ///
    /// # Errors
    /// If the member has used them; with the time until the next one is accepted.
    pub fn take_in_guild(
        &self,
        user: UserId,
        guild: GuildId,
        per_minute: u32,
        now: Instant,
    ) -> Result<(), Duration> {
        let rate = Rate { burst: per_minute.into(), a_second: f64::from(per_minute) / 60.0 };
        let mut state = self.state();
        if state.in_guild.len() > KEPT {
            // After a minute a bucket is full, whatever its rate.
            let is_recent = |share: &mut Share| now.saturating_duration_since(share.at) < MINUTE;
            state.in_guild.retain(|_, share| is_recent(share));
        }
        let full = Share { left: rate.burst, at: now };
        let share = state.in_guild.entry((guild, user)).or_insert(full);
        let left = share.left(rate, now);
        if left < 1.0 {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return Err(Duration::from_secs_f64((1.0 - left) / rate.a_second));
        }
        *share = Share { left: left - 1.0, at: now };
        Ok(())
    }

    /// The number of requests refused since the last call.
    pub fn refused(&self) -> u64 {
        self.refused.swap(0, Ordering::Relaxed)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is a single assignment, so a panic elsewhere leaves nothing half-done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(
        &mut self,
        limits: &Limits,
        user: UserId,
        guild: Option<GuildId>,
        cost: Cost,
        now: Instant,
    ) -> Result<(), Busy> {
        let worth = match cost {
            Cost::Typing => 1.0,
            Cost::Press => 1.5,
            Cost::Light => 4.0,
            Cost::Heavy => 20.0,
        };
        let most = if cost == Cost::Heavy { limits.heavy_in_progress } else { limits.in_progress };
        let member = (Who::Member(user), limits.member);
        let guild = guild.map(|guild| (Who::Guild(guild), limits.guild));
        let all = std::iter::once(member).chain(guild);
        for (who, rate) in all.clone() {
            let left = self.shares.get(&who).map_or(rate.burst, |share| share.left(rate, now));
            if left < worth {
                let wait = Duration::try_from_secs_f64((worth - left) / rate.a_second);
                let wait = wait.unwrap_or(Duration::MAX);
                return Err(match who {
                    Who::Member(_) => Busy::Member(wait),
                    Who::Guild(_) => Busy::Guild(wait),
                });
            }
        }
        if *in_progress(self, cost) >= most {
            return Err(Busy::All);
        }
        *in_progress(self, cost) += 1;
        for (who, rate) in all {
            let share = self.shares.entry(who).or_insert(Share { left: rate.burst, at: now });
            *share = Share { left: share.left(rate, now) - worth, at: now };
        }
        if self.shares.len() > KEPT {
            let rate = |who: &Who| match who {
                Who::Member(_) => limits.member,
                Who::Guild(_) => limits.guild,
            };
            self.shares.retain(|who, share| share.left(rate(who), now) < rate(who).burst);
        }
        Ok(())
    }
}

fn in_progress(state: &mut State, cost: Cost) -> &mut usize {
    match cost {
        Cost::Heavy => &mut state.heavy_in_progress,
        Cost::Typing | Cost::Press | Cost::Light => &mut state.in_progress,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: Option<GuildId> = Some(GuildId(9));

    #[tokio::test(start_paused = true)]
    async fn each_member_has_a_limit() {
        let shares = Arc::new(RateLimiter::default());
        let ask = |user, cost, now| shares.take(UserId(user), GUILD, cost, now).map(drop);
        let start = Instant::now();
        let taken = (0..500).filter(|_| ask(1, Cost::Light, start).is_ok()).count();
        assert_eq!(taken, 15, "of five hundred at once");
        assert_eq!(ask(1, Cost::Heavy, start), Err(Busy::Member(Duration::from_secs(2))));
        assert_eq!(ask(2, Cost::Heavy, start), Ok(()), "another member");
        let later = start + Duration::from_secs(60);
        let taken = (0..500).filter(|_| ask(1, Cost::Light, later).is_ok()).count();
        assert_eq!(taken, 15, "nothing is saved up beyond the share");
        // Ten keystrokes per second, without a pause.
        let typed = (0..600)
            .all(|key| ask(3, Cost::Typing, start + Duration::from_millis(100 * key)).is_ok());
        assert!(typed);
        // A whole panel at once, from opening to saving.
        assert_eq!(ask(4, Cost::Light, start), Ok(()));
        assert!((0..24).all(|_| ask(4, Cost::Press, start).is_ok()));
        assert_eq!(ask(4, Cost::Heavy, start), Ok(()));
        let pressed = (0..500).filter(|_| ask(5, Cost::Press, start).is_ok()).count();
        assert_eq!(pressed, 40, "of five hundred at once");
    }

    #[tokio::test(start_paused = true)]
    async fn each_server_has_a_limit() {
        let shares = Arc::new(RateLimiter::default());
        let now = Instant::now();
        let ask = |user, guild| {
            shares.take(UserId(user), Some(GuildId(guild)), Cost::Light, now).map(drop)
        };
        let taken = (0..1_000).filter(|user| ask(*user, 1).is_ok()).count();
        assert_eq!(taken, 150);
        assert!(matches!(ask(2_000, 1), Err(Busy::Guild(_))));
        assert_eq!(ask(2_000, 2), Ok(()));
        assert_eq!(shares.refused(), 851);
        assert_eq!(shares.refused(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn work_in_progress_is_limited_and_released() {
        let shares = Arc::new(RateLimiter::default());
        let now = Instant::now();
        let ask = |user, cost| shares.take(UserId(user), Some(GuildId(user)), cost, now);
        let heavy: Vec<Permit> =
            (0..1_000).filter_map(|user| ask(user, Cost::Heavy).ok()).collect();
        assert_eq!(heavy.len(), 32);
        assert_eq!(ask(2_000, Cost::Heavy).expect_err("too much"), Busy::All);
        let light = ask(2_000, Cost::Light).expect("searches have seats of their own");
        drop((heavy, light));
        assert!(ask(2_000, Cost::Heavy).is_ok(), "what was refused has cost nothing");
    }

    #[tokio::test(start_paused = true)]
    async fn servers_limit_each_member() {
        let shares = RateLimiter::default();
        let start = Instant::now();
        let ask = |user, guild, after| {
            let now = start + Duration::from_secs(after);
            shares.take_in_guild(UserId(user), GuildId(guild), 3, now)
        };
        assert_eq!((0..3).try_for_each(|_| ask(1, 1, 0)), Ok(()));
        assert_eq!(ask(1, 1, 0), Err(Duration::from_secs(20)));
        assert_eq!(ask(1, 1, 15), Err(Duration::from_secs(5)));
        assert_eq!((ask(1, 1, 20), ask(2, 1, 0), ask(1, 2, 0)), (Ok(()), Ok(()), Ok(())));
        assert_eq!(shares.refused(), 2);
        for user in 0..=KEPT as u64 {
            assert_eq!(ask(user, 9, 30), Ok(()));
        }
        assert_eq!(ask(1, 9, 91), Ok(()));
        assert_eq!(shares.state().in_guild.len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn full_buckets_are_dropped() {
        let shares = Arc::new(RateLimiter::default());
        let start = Instant::now();
        for number in 0..100_000_u64 {
            let now = start + Duration::from_millis(number);
            let taken = shares.take(UserId(number), Some(GuildId(number)), Cost::Light, now);
            assert!(taken.is_ok(), "{number}");
        }
        assert!(shares.state().shares.len() <= KEPT + 1);
    }
}
