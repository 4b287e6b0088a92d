//! Retry delays for requests to Discord that must eventually succeed.

use std::time::Duration;

use backon::ExponentialBuilder;

/// The first delay; it doubles up to [`MAX_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest delay.
pub const MAX_WAIT: Duration = Duration::from_secs(60);

/// The delays: 1, 2, 4 … 60 seconds, then every minute.
pub fn backoff() -> ExponentialBuilder {
    ExponentialBuilder::new()
        .with_min_delay(FIRST_WAIT)
        .with_max_delay(MAX_WAIT)
        .without_max_times()
}
