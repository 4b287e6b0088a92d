//! The fifty requests per second that Discord allows a bot in all.
//!
//! Requests are sent at even intervals. That alone doesn't keep the limit, because after a stall,
//! of the network or of Discord, requests sent one by one arrive together. So a request whose
//! response is late counts for a second from the latest moment at which it can have arrived. This
//! keeps the limit if responses usually take less than a second; slower ones don't slow it down.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The most requests in a second.
const MOST: usize = 50;
const SECOND: Duration = Duration::from_secs(1);
/// The time between two requests: 48 per second. Clocks and networks jitter, and exceeding the
/// limit costs more than the two unused requests.
pub(super) const SPACING: Duration = Duration::from_micros(20_833);
/// The time after which a request that found no room looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// The number of responses that tell how long one takes at least: more than can be late at a time.
const RECENT: usize = 2 * MOST;

/// The requests of the last second or so.
#[derive(Debug)]
pub(super) struct GlobalLimit {
    next: Instant,
    requests: Vec<Request>,
    numbers: u64,
    /// How long recent responses took.
    took: VecDeque<Duration>,
}

#[derive(Debug)]
struct Request {
    number: u64,
    sent: Instant,
    /// Until when it counts, once it was answered.
    counts_until: Option<Instant>,
}

impl GlobalLimit {
    pub(super) fn new(now: Instant) -> GlobalLimit {
        GlobalLimit { next: now, requests: Vec::new(), numbers: 0, took: VecDeque::new() }
    }

    /// Reserves the next interval, or returns how far away it is if it begins after the deadline.
    pub(super) fn reserve(&mut self, now: Instant, deadline: Instant) -> Result<Instant, Duration> {
        let at = self.next.max(now);
        if at > deadline && at > now {
            return Err(at - now);
        }
        self.next = at + SPACING;
        Ok(at)
    }

    /// Counts a request that is sent now, and returns its number; or when to try again.
    pub(super) fn send(&mut self, now: Instant) -> Result<u64, Instant> {
        self.requests.retain(|request| request.counts_until.is_none_or(|until| until > now));
        let fastest = self.fastest();
        let counts = |request: &&Request| {
            let age = now - request.sent;
            // One that takes longer than others may not have arrived yet.
            request.counts_until.is_some() || age < SECOND || age >= fastest
        };
        if self.requests.iter().filter(counts).count() >= MOST {
            return Err(now + LOOK_AGAIN);
        }
        self.numbers += 1;
        self.requests.push(Request { number: self.numbers, sent: now, counts_until: None });
        Ok(self.numbers)
    }

    /// Records that a request was answered, or given up.
    pub(super) fn answered(&mut self, number: u64, now: Instant) {
        let found = self.requests.iter().position(|request| request.number == number);
        let Some(at) = found else { return };
        let sent = self.requests[at].sent;
        self.took.push_back(now - sent);
        if self.took.len() > RECENT {
            self.took.pop_front();
        }
        // The fastest response is no slower than this one, so this is not before it was sent.
        self.requests[at].counts_until = Some(now - self.fastest() + SECOND);
    }

    /// How long a response takes at least, of which the request's way is a part; 0 if too few are
    /// known.
    fn fastest(&self) -> Duration {
        let known = self.took.iter().min().filter(|_| self.took.len() == RECENT);
        known.copied().unwrap_or_default()
    }

    /// Postpones all requests after a global 429.
    pub(super) fn pause(&mut self, until: Instant) {
        self.next = self.next.max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    /// Sends as many requests as allowed for half a minute, each of which takes `latency`, half of
    /// it to arrive. From the fifteenth second on, nothing arrives for as long as `stall`. Returns
    /// the most that arrived within a second, and how many in the last five seconds.
    fn run(latency: Duration, stall: Duration) -> (usize, usize) {
        let start = Instant::now();
        let stalled = start + millis(15_000);
        let mut limit = GlobalLimit::new(start);
        let (mut arrivals, mut in_flight) = (Vec::new(), Vec::new());
        let mut turn = limit.reserve(start, start).expect("a turn");
        for now in (0..30_000).map(|passed| start + millis(passed)) {
            in_flight.retain(|(number, answered)| {
                if *answered <= now {
                    limit.answered(*number, now);
                }
                *answered > now
            });
            if turn > now {
                continue;
            }
            let Ok(number) = limit.send(now) else { continue };
            let mut arrives = now + latency / 2;
            if (stalled..stalled + stall).contains(&arrives) {
                arrives = stalled + stall;
            }
            arrivals.push(arrives);
            in_flight.push((number, arrives + latency / 2));
            turn = limit.reserve(now, now + SECOND).expect("a turn");
        }
        let within = |from: Instant, length: Duration| {
            arrivals.iter().filter(|at| (from..from + length).contains(at)).count()
        };
        let most = arrivals.iter().map(|from| within(*from, SECOND)).max().unwrap_or_default();
        (most, within(start + millis(25_000), 5 * SECOND))
    }

    #[test]
    fn a_stall_never_leads_to_more_than_fifty_in_a_second() {
        for latency in [2, 10, 100, 800, 3_000] {
            for stall in [0, 40, 300, 900, 1_500, 4_000] {
                let (most, later) = run(millis(latency), millis(stall));
                let kept = most <= MOST || latency > 1_000;
                assert!(kept, "latency {latency}, stall {stall}: {most} in a second");
                // Long responses don't slow it down, and neither does a stall that is over.
                assert!(later >= 230, "latency {latency}, stall {stall}: {later} in the end");
            }
        }
    }

    #[test]
    fn what_is_never_answered_counts_until_it_is_given_up() {
        let start = Instant::now();
        let mut limit = GlobalLimit::new(start);
        let numbers: Vec<u64> = (0..MOST).filter_map(|_| limit.send(start).ok()).collect();
        assert_eq!(numbers.len(), MOST);
        let later = start + millis(14_000);
        assert_eq!(limit.send(later), Err(later + LOOK_AGAIN));
        limit.answered(numbers[0], later);
        assert_eq!(limit.send(later), Err(later + LOOK_AGAIN), "it may have arrived just now");
        assert!(limit.send(later + SECOND).is_ok());
        assert!(limit.send(later + SECOND).is_err());
    }
}
