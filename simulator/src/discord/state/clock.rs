//! The world's clock: system time plus an offset, snowflakes, and ISO timestamps.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Discord's epoch, the start of 2015, in milliseconds.
const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

/// Issues ids and timestamps; ids strictly increase, even within a millisecond.
#[derive(Debug)]
pub(crate) struct Clock {
    offset_ms: i64,
    last_id: u64,
}

impl Clock {
    pub(crate) fn new(offset_seconds: i64) -> Clock {
        Clock { offset_ms: offset_seconds.saturating_mul(1000), last_id: 0 }
    }

    /// Advances the clock.
    pub(crate) fn pass(&mut self, time: Duration) {
        let ms = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.offset_ms = self.offset_ms.saturating_add(ms);
    }

    /// Milliseconds since 1970, on this world's clock.
    pub(crate) fn now_ms(&self) -> u64 {
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let system = u64::try_from(system).unwrap_or(u64::MAX);
        system.saturating_add_signed(self.offset_ms).max(DISCORD_EPOCH_MS)
    }

    /// The current time in Discord's format.
    pub(crate) fn now(&self) -> String {
        iso(self.now_ms())
    }

    /// A snowflake for a guild, greater than all earlier ones and in its own millisecond, which
    /// determines the guild's shard.
    pub(crate) fn guild_id(&mut self) -> u64 {
        let millisecond = (self.now_ms() - DISCORD_EPOCH_MS).max((self.last_id >> 22) + 1);
        self.last_id = millisecond << 22;
        self.last_id
    }

    /// A snowflake greater than all earlier ones.
    pub(crate) fn id(&mut self) -> u64 {
        let id = ((self.now_ms() - DISCORD_EPOCH_MS) << 22).max(self.last_id + 1);
        self.last_id = id;
        id
    }
}

/// `2026-01-06T08:00:00.000000+00:00`, the format in Discord's responses.
pub(crate) fn iso(ms: u64) -> String {
    let (year, month, day) = civil(ms / 86_400_000);
    let second = ms / 1000 % 86_400;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}000+00:00",
        second / 3600,
        second / 60 % 60,
        second % 60,
        ms % 1000,
    )
}

/// The date of a day counted from 1970-01-01 (proleptic Gregorian).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps() {
        let check = |ms, expected: &str| assert_eq!(iso(ms), expected);
        check(0, "1970-01-01T00:00:00.000000+00:00");
        check(951_782_400_000, "2000-02-29T00:00:00.000000+00:00");
        check(1_767_686_400_123, "2026-01-06T08:00:00.123000+00:00");
        check(4_107_542_399_999, "2100-02-28T23:59:59.999000+00:00");
    }

    #[test]
    fn ids_increase_and_follow_the_offset() {
        let mut clock = Clock::new(-86_400);
        let first = clock.id();
        let second = clock.id();
        assert!(second > first);
        assert!(Clock::new(0).id() > second);
    }
}
