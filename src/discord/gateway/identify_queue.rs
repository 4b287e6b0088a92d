//! Decides when a shard may identify, given Discord's daily session limit and its identify rate
//! limit.
//!
//! Discord counts every IDENTIFY and resets the token of a bot that sends more than a thousand per
//! day. Shards with the same `shard_id % max_concurrency` share a bucket, which allows one IDENTIFY
//! per five seconds.

use std::sync::Arc;
use std::time::Duration;

use backon::Retryable;
use domain::Shard;
use serde_json::Value;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::Instant;

use super::GatewayError;
use crate::discord::{DiscordError, Rest, backoff};

/// The minimum time between two IDENTIFYs in a bucket.
pub(super) const INTERVAL: Duration = Duration::from_secs(5);
/// Sessions kept in reserve for an operator's restart, which can't wait.
const RESERVE: u64 = 20;
/// How long Discord's response about the limit is reused; it may be requested twice in five
/// seconds.
const FRESH: Duration = Duration::from_secs(30);
/// The response to `GET /gateway/bot`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::discord) struct GatewayInfo {
    /// The address to connect to.
    pub(in crate::discord) url: String,
    /// How many shards Discord recommends.
    pub(in crate::discord) shards: u32,
    /// The session limit.
    pub(in crate::discord) session_starts: SessionStarts,
}

/// `session_start_limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::discord) struct SessionStarts {
    /// The number of sessions in a day.
    pub(super) total: u64,
    /// The number of sessions that can still be started.
    remaining: u64,
    /// The time until the limit resets.
    reset_after: Duration,
    /// How many shards can identify at the same time.
    max_concurrency: u32,
}

impl SessionStarts {
    /// Parses Discord's response; a missing field means no limit.
    pub(in crate::discord) fn read(limit: &Value) -> SessionStarts {
        let at_once = limit["max_concurrency"].as_u64().and_then(|count| count.try_into().ok());
        SessionStarts {
            total: limit["total"].as_u64().unwrap_or(u64::MAX),
            remaining: limit["remaining"].as_u64().unwrap_or(u64::MAX),
            reset_after: Duration::from_millis(limit["reset_after"].as_u64().unwrap_or_default()),
            max_concurrency: at_once.unwrap_or(1).max(1),
        }
    }

    /// How long to wait before another session.
    fn pause(self) -> Option<Duration> {
        (self.remaining <= RESERVE).then_some(self.reset_after).filter(|wait| !wait.is_zero())
    }
}

/// Lets shards identify one at a time.
pub(super) struct IdentifyQueue {
    rest: Rest,
    buckets: Buckets,
    /// Discord's last response about the limit and when it came, minus the sessions used since.
    last_info: Mutex<(Instant, GatewayInfo)>,
}

/// Permission to identify once, at `url`.
pub(super) struct Permit {
    /// The address to connect to.
    pub(super) url: String,
    _turn: Turn,
}

impl IdentifyQueue {
    pub(super) fn new(rest: Rest, info: GatewayInfo, interval: Duration) -> IdentifyQueue {
        let buckets = Buckets::new(info.session_starts.max_concurrency, interval);
        IdentifyQueue { rest, buckets, last_info: Mutex::new((Instant::now(), info)) }
    }

    /// Waits until the shard may identify.
    ///
    /// # Errors
    /// If Discord doesn't accept the token.
    pub(super) async fn permit(&self, shard: Shard) -> Result<Permit, GatewayError> {
        let turn = self.buckets.turn(shard.id()).await;
        // Held while waiting, because all shards share the limit.
        let mut last = self.last_info.lock().await;
        loop {
            let (asked, info) = &mut *last;
            let starts = &mut info.session_starts;
            if asked.elapsed() < FRESH && starts.pause().is_none() {
                starts.remaining = starts.remaining.saturating_sub(1);
                return Ok(Permit { url: info.url.clone(), _turn: turn });
            }
            // Another process of this bot uses the same limit.
            *last = (Instant::now(), gateway_info(&self.rest).await?);
            let starts = last.1.session_starts;
            if let Some(wait) = starts.pause() {
                let remaining = starts.remaining;
                tracing::error!(
                    %shard, remaining, ?wait, "gateway sessions are nearly used up, waiting"
                );
                tokio::time::sleep(wait).await;
            }
        }
    }
}

/// When each bucket allows its next IDENTIFY.
struct Buckets {
    interval: Duration,
    free_at: Vec<Arc<Mutex<Option<Instant>>>>,
}

/// While this is held, no other shard of the bucket identifies, and for one interval after it is
/// dropped: the exact time of the library's IDENTIFY is unknown.
struct Turn {
    free_at: OwnedMutexGuard<Option<Instant>>,
    interval: Duration,
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.free_at = Some(Instant::now() + self.interval);
    }
}

impl Buckets {
    fn new(max_concurrency: u32, interval: Duration) -> Buckets {
        Buckets { interval, free_at: (0..max_concurrency).map(|_| Arc::default()).collect() }
    }

    async fn turn(&self, shard_id: u32) -> Turn {
        let bucket = &self.free_at[shard_id as usize % self.free_at.len()];
        let free_at = bucket.clone().lock_owned().await;
        if let Some(at) = *free_at {
            tokio::time::sleep_until(at).await;
        }
        Turn { free_at, interval: self.interval }
    }
}

/// Requests the gateway's address until Discord responds.
///
/// # Errors
/// If Discord doesn't accept the token.
pub(super) async fn gateway_info(rest: &Rest) -> Result<GatewayInfo, GatewayError> {
    let asked = (|| rest.gateway_info()).retry(backoff());
    asked
        .when(|error| *error != DiscordError::Unauthorized)
        .notify(|error, wait| {
            tracing::warn!(%error, ?wait, "could not get the gateway address from Discord, retrying");
        })
        .await
        .map_err(|_| GatewayError::Unauthorized)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn used_up_sessions_are_waited_for() {
        let check = |limit: Value, expected: Option<u64>| {
            let pause = SessionStarts::read(&limit).pause();
            assert_eq!(pause, expected.map(Duration::from_secs), "{limit}");
        };
        check(json!({ "remaining": 1_000, "reset_after": 60_000 }), None);
        check(json!({ "remaining": 21, "reset_after": 60_000 }), None);
        check(json!({ "remaining": 20, "reset_after": 60_000 }), Some(60));
        check(json!({ "remaining": 0, "reset_after": 86_400_000 }), Some(86_400));
        check(json!({ "remaining": 0, "reset_after": 0 }), None);
        check(Value::Null, None);
        for (limit, expected) in [
            (json!({ "max_concurrency": 16 }), 16),
            (json!({ "max_concurrency": 0 }), 1),
            (Value::Null, 1),
        ] {
            assert_eq!(SessionStarts::read(&limit).max_concurrency, expected, "{limit}");
        }
    }

    /// When each of 16 shards gets its turn, in seconds after the start, if each needs a second
    /// until READY.
    async fn turns(max_concurrency: u32) -> Vec<u64> {
        let buckets = Arc::new(Buckets::new(max_concurrency, INTERVAL));
        let start = Instant::now();
        let shards = (0..16).map(|shard| {
            let buckets = buckets.clone();
            tokio::spawn(async move {
                let turn = buckets.turn(shard).await;
                let at = start.elapsed().as_secs();
                tokio::time::sleep(Duration::from_secs(1)).await;
                drop(turn);
                at
            })
        });
        let mut turns = Vec::new();
        for shard in shards.collect::<Vec<_>>() {
            turns.push(shard.await.expect("no panic"));
        }
        turns
    }

    #[tokio::test(start_paused = true)]
    async fn shards_of_one_bucket_identify_five_seconds_apart() {
        let one_by_one: Vec<u64> = (0..16).map(|shard| shard * 6).collect();
        assert_eq!(turns(1).await, one_by_one);
        assert_eq!(turns(4).await, [0, 0, 0, 0, 6, 6, 6, 6, 12, 12, 12, 12, 18, 18, 18, 18]);
        assert_eq!(turns(16).await, [0; 16]);
    }
}
