//! The hub's rate limit, divided in advance: part of every window is reserved for the lists, so
//! that no number of searches can delay a post.

use std::time::Duration;

use tokio::time::Instant;

/// The number of requests that the hub allows without a token, until it says otherwise.
const QUOTA: u64 = 500;
/// The length of a window.
const WINDOW: Duration = Duration::from_secs(300);
/// One in this many requests of a window is reserved for lists: 100 of 500. Reading all lists takes
/// 8 and happens every quarter of an hour.
const RESERVED: u64 = 5;
/// Two responses refer to the same window if its ends differ by less than this.
const SAME: Duration = Duration::from_secs(5);

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A list that posts are made from.
    Lists,
    /// Searches, single papers and their links: they may fail and are retried later.
    Lookups,
}

/// What is left of the current window.
pub(super) struct Budget {
    quota: u64,
    left: u64,
    ends: Instant,
}

/// The rate limit according to a response's headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RateHeaders {
    /// Requests left in the window.
    pub(super) left: u64,
    /// Requests in a whole window, if stated.
    pub(super) quota: Option<u64>,
    /// The time until the window ends, if stated.
    pub(super) ends_in: Option<Duration>,
}

impl Budget {
    pub(super) fn new(now: Instant) -> Budget {
        Budget { quota: QUOTA, left: QUOTA, ends: now + WINDOW }
    }

    /// Takes one request out of the window.
    ///
    /// # Errors
    /// How long a look-up has to wait, if only the share of the lists is left. Lists are never
    /// refused here; the hub itself decides whether the window is used up.
    pub(super) fn take(&mut self, purpose: Purpose, now: Instant) -> Result<(), Duration> {
        if now >= self.ends {
            (self.left, self.ends) = (self.quota, now + WINDOW);
        }
        if purpose == Purpose::Lookups && self.left <= self.quota / RESERVED {
            return Err(self.ends - now);
        }
        self.left = self.left.saturating_sub(1);
        Ok(())
    }

    /// Updates the budget from the hub's headers. Within a window, the number left can only
    /// decrease: responses arrive out of order, and requests in flight are not counted yet.
    pub(super) fn record(&mut self, headers: RateHeaders, now: Instant) {
        self.quota = headers.quota.filter(|quota| *quota > 0).unwrap_or(self.quota);
        let ends = headers.ends_in.map_or(self.ends, |wait| now + wait);
        let is_later = ends.saturating_duration_since(self.ends) > SAME;
        self.left = if is_later { headers.left } else { self.left.min(headers.left) };
        self.ends = ends;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn taken(budget: &mut Budget, purpose: Purpose, now: Instant) -> usize {
        (0..1_000).take_while(|_| budget.take(purpose, now).is_ok()).count()
    }

    #[test]
    fn lookups_leave_a_fifth_of_each_window_to_the_lists() {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        assert_eq!(taken(&mut budget, Purpose::Lookups, start), 400);
        assert_eq!(budget.take(Purpose::Lookups, start + seconds(100)), Err(seconds(200)));
        assert_eq!(taken(&mut budget, Purpose::Lists, start), 1_000);
        assert_eq!(taken(&mut budget, Purpose::Lookups, start + seconds(300)), 400);
    }

    #[test]
    fn the_hubs_headers_are_followed() {
        let start = Instant::now();
        let said = |left, quota, ends_in| RateHeaders { left, quota, ends_in };
        let check = |said: &[(u64, RateHeaders)], expected: usize| {
            let mut budget = Budget::new(start);
            said.iter().for_each(|(at, said)| budget.record(*said, start + seconds(*at)));
            let now = start + seconds(said.last().map_or(0, |(at, _)| *at));
            assert_eq!(taken(&mut budget, Purpose::Lookups, now), expected, "{said:?}");
        };
        check(&[], 400);
        check(&[(0, said(150, Some(500), Some(seconds(23))))], 50);
        check(&[(0, said(900, Some(1_000), Some(seconds(400))))], 700);
        // Another program on this machine uses the same window.
        check(&[(0, said(90, None, None))], 0);
        // A late response doesn't give requests back; a new window does.
        let late = said(300, None, Some(seconds(22)));
        check(&[(0, said(200, None, Some(seconds(23)))), (1, late)], 100);
        let next = said(499, Some(500), Some(seconds(300)));
        check(&[(0, said(0, None, Some(seconds(23)))), (23, next)], 399);
        check(&[(0, said(7, Some(0), Some(seconds(23))))], 0);
    }
}
