//! The time as the timer and the gateway's stamp read it. Everything else takes `now`.

use jiff::{SignedDuration, Timestamp};

/// The system clock, or one that is shifted by a fixed amount: a demo or a test lives on
/// the day of its papers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    shift: SignedDuration,
}

impl Clock {
    /// The system clock.
    pub fn system() -> Clock {
        Clock::default()
    }

    /// A clock that shows `start` now, and goes on from there.
    pub fn starting_at(start: Timestamp) -> Clock {
        Clock { shift: start.duration_since(Timestamp::now()) }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        Timestamp::now().saturating_add(self.shift).unwrap_or(Timestamp::MAX)
    }

    /// How far it is ahead of the system clock.
    pub fn shift(&self) -> SignedDuration {
        self.shift
    }
}
