//! The waits between tries of a request to Discord that must succeed in the end.

use std::time::Duration;

use backon::ExponentialBuilder;

/// The first wait before trying again; it doubles up to [`MAX_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait between tries.
pub const MAX_WAIT: Duration = Duration::from_secs(60);

/// The waits: 1, 2, 4 … 60 seconds, and then every minute.
pub fn backoff() -> ExponentialBuilder {
    ExponentialBuilder::new()
        .with_min_delay(FIRST_WAIT)
        .with_max_delay(MAX_WAIT)
        .without_max_times()
}
