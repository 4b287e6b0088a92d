//! Rate limits: buckets by route, fifty requests per second in all, and the count of invalid
//! requests.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// The global limit of requests per second; responses to interactions don't count.
const GLOBAL: usize = 50;
/// Discord counts 401, 403 and 429 over ten minutes, and bans the address at 10,000.
const INVALID_WINDOW: Duration = Duration::from_secs(600);

/// A bucket's state after a request, as in the headers.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) limit: usize,
    pub(crate) remaining: usize,
    pub(crate) reset_after: Duration,
}

/// Why a request must wait.
#[derive(Debug, Clone)]
pub(crate) struct Limited {
    pub(crate) retry_after: Duration,
    pub(crate) global: bool,
    pub(crate) scope: &'static str,
    /// It came before the delay of an earlier 429 was over.
    pub(crate) before_reset: bool,
}

#[derive(Debug)]
struct Window {
    begun: Instant,
    used: usize,
    refused: bool,
}

/// All rate limits of one bot.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    windows: HashMap<String, Window>,
    global: VecDeque<Instant>,
    invalid: VecDeque<Instant>,
    /// Delays injected by faults, by bucket.
    ordered: HashMap<String, Instant>,
}

/// Requests per window, by method and route.
fn limit_of(method: &str, route: &str) -> (usize, Duration) {
    let (limit, seconds) = match (method, route) {
        ("POST" | "PATCH", "/channels/{channel_id}/messages")
        | ("PATCH", "/channels/{channel_id}/messages/{message_id}") => (5, 5),
        ("GET", "/channels/{channel_id}/messages") => (5, 1),
        ("DELETE", "/channels/{channel_id}/messages/{message_id}") => (5, 1),
        ("POST", "/users/@me/channels") => (10, 10),
        ("POST", route) if route.ends_with("/threads") => (10, 10),
        ("POST" | "PATCH" | "GET" | "DELETE", route) if route.starts_with("/webhooks/") => (5, 2),
        ("PUT" | "POST", route) if route.ends_with("/commands") => (5, 20),
        (_, route) if route.starts_with("/interactions/") => (30, 1),
        _ => (30, 10),
    };
    (limit, Duration::from_secs(seconds))
}

/// The bucket: method, route, and the major parameter (channel, server, webhook token).
pub(crate) fn bucket_name(method: &str, route: &str, major: &str) -> String {
    format!("{method} {route} {major}")
}

impl Rates {
    /// Counts a request. Without `enforce` it is never refused.
    pub(crate) fn take(
        &mut self,
        method: &str,
        route: &str,
        major: &str,
        enforce: bool,
        now: Instant,
    ) -> (Bucket, Option<Limited>) {
        let name = bucket_name(method, route, major);
        let (limit, length) = limit_of(method, route);
        let before_reset = self.ordered.get(&name).is_some_and(|until| now < *until);
        let window = self.windows.entry(name.clone()).or_insert(Window {
            begun: now,
            used: 0,
            refused: false,
        });
        if now.duration_since(window.begun) >= length {
            *window = Window { begun: now, used: 0, refused: false };
        }
        let reset_after = length.saturating_sub(now.duration_since(window.begun));
        let mut bucket = Bucket { name, limit, remaining: limit - 1, reset_after };
        let limited = |retry_after, global, scope, before_reset| {
            Some(Limited { retry_after, global, scope, before_reset })
        };
        if !enforce {
            let waits = before_reset.then_some(Limited {
                retry_after: Duration::ZERO,
                global: false,
                scope: "user",
                before_reset: true,
            });
            return (bucket, waits);
        }
        if window.used >= limit {
            bucket.remaining = 0;
            let again = std::mem::replace(&mut window.refused, true);
            return (bucket, limited(reset_after, false, "user", again || before_reset));
        }
        if !route.starts_with("/interactions/") {
            let second = Duration::from_secs(1);
            while self.global.front().is_some_and(|at| now.duration_since(*at) >= second) {
                self.global.pop_front();
            }
            if let Some(first) = self.global.front().filter(|_| self.global.len() >= GLOBAL) {
                let wait = second.saturating_sub(now.duration_since(*first));
                return (bucket, limited(wait, true, "global", before_reset));
            }
            self.global.push_back(now);
        }
        window.used += 1;
        bucket.remaining = limit - window.used;
        let waits = before_reset.then_some(Limited {
            retry_after: Duration::ZERO,
            global: false,
            scope: "user",
            before_reset: true,
        });
        (bucket, waits)
    }

    /// A fault delays the client in this bucket.
    pub(crate) fn impose_wait(&mut self, name: String, until: Instant) {
        self.ordered.insert(name, until);
    }

    /// Forgets which delays were imposed: a new client can't know those of an earlier one.
    pub(crate) fn forget_refusals(&mut self) {
        self.ordered.clear();
        self.windows.values_mut().for_each(|window| window.refused = false);
    }

    /// Counts a response's status toward the ban.
    pub(crate) fn note_status(&mut self, status: u16, now: Instant) {
        if matches!(status, 401 | 403 | 429) {
            self.invalid(now);
            self.invalid.push_back(now);
        }
    }

    /// Invalid requests in the last ten minutes.
    pub(crate) fn invalid(&mut self, now: Instant) -> usize {
        let old = |at: &mut Instant| now.duration_since(*at) >= INVALID_WINDOW;
        while self.invalid.pop_front_if(old).is_some() {}
        self.invalid.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: &str = "/channels/{channel_id}/messages";

    #[test]
    fn five_messages_in_five_seconds_by_channel() {
        let mut rates = Rates::default();
        let start = Instant::now();
        let mut check = |after_ms, channel, remaining, refused| {
            let now = start + Duration::from_millis(after_ms);
            let (bucket, limited) = rates.take("POST", MESSAGES, channel, true, now);
            let found = (bucket.remaining, limited.is_some());
            assert_eq!(found, (remaining, refused), "{after_ms} ms, channel {channel}");
        };
        for left in (0..5).rev() {
            check(0, "1", left, false);
        }
        check(10, "1", 0, true);
        check(10, "2", 4, false);
        check(4_999, "1", 0, true);
        check(5_000, "1", 4, false);
    }

    #[test]
    fn a_new_client_may_be_refused_once_more() {
        let mut rates = Rates::default();
        let now = Instant::now();
        (0..5).for_each(|_| assert!(rates.take("POST", MESSAGES, "1", true, now).1.is_none()));
        let is_early = |rates: &mut Rates| {
            rates.take("POST", MESSAGES, "1", true, now).1.map(|limited| limited.before_reset)
        };
        assert_eq!(is_early(&mut rates), Some(false));
        assert_eq!(is_early(&mut rates), Some(true));
        rates.forget_refusals();
        assert_eq!(is_early(&mut rates), Some(false));
        assert_eq!(is_early(&mut rates), Some(true));
    }

    #[test]
    fn fifty_a_second_in_all() {
        let mut rates = Rates::default();
        let start = Instant::now();
        for channel in 0..50 {
            let taken = rates.take("POST", MESSAGES, &channel.to_string(), true, start);
            assert!(taken.1.is_none());
        }
        let global = |rates: &mut Rates, route, now| {
            rates.take("POST", route, "99", true, now).1.is_some_and(|limited| limited.global)
        };
        assert!(global(&mut rates, MESSAGES, start));
        assert!(!global(
            &mut rates,
            "/interactions/{interaction_id}/{interaction_token}/callback",
            start
        ));
        assert!(!global(&mut rates, MESSAGES, start + Duration::from_secs(1)));
    }
}
