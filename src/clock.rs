//! The clock, as read by the timer and the gateway's timestamps. Everything else takes `now` as an
//! argument.

use jiff::{SignedDuration, Timestamp};

/// The system clock, or one shifted by a fixed amount, so that a demo or test can run on the day of
/// its papers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    shift: SignedDuration,
}

impl Clock {
    /// The system clock.
    pub fn system() -> Clock {
        Clock::default()
    }

    /// A clock that shows `start` now and runs from there.
    pub fn starting_at(start: Timestamp) -> Clock {
        Clock { shift: start.duration_since(Timestamp::now()) }
    }

    /// The current instant.
    pub fn now(&self) -> Timestamp {
        Timestamp::now().saturating_add(self.shift).unwrap_or(Timestamp::MAX)
    }

    /// How far it is ahead of the system clock.
    pub fn shift(&self) -> SignedDuration {
        self.shift
    }
}
