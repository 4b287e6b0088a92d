//! Waits and retries that end when a stop is requested.

use std::time::Duration;

use backon::BackoffBuilder;
use tokio_util::sync::CancellationToken;

use crate::discord::{DiscordError, MAX_WAIT, backoff};

/// Waits for `span`. True if a stop was requested before or during the wait.
pub async fn sleep_or_stop(span: Duration, stop: &CancellationToken) -> bool {
    stop.run_until_cancelled(tokio::time::sleep(span)).await.is_none()
}

/// Retries a request to Discord until it succeeds; `None` if a stop is requested first. A refused
/// request is retried every minute, because a proxy may have refused it.
///
/// # Errors
/// [`DiscordError::Unauthorized`].
pub async fn retry_until_stopped<T, F: Future<Output = Result<T, DiscordError>>>(
    stop: &CancellationToken,
    mut request: impl FnMut() -> F,
) -> Result<Option<T>, DiscordError> {
    loop {
        let error = match retry_unless_refused(stop, &mut request).await? {
            Some(Ok(value)) => return Ok(Some(value)),
            Some(Err(error)) => error,
            None => return Ok(None),
        };
        tracing::error!(%error, wait = ?MAX_WAIT, "Discord refused a request, retrying");
        if sleep_or_stop(MAX_WAIT, stop).await {
            return Ok(None);
        }
    }
}

/// Retries a request to Discord until it succeeds or is invalid; `None` if a stop is requested
/// first.
///
/// # Errors
/// [`DiscordError::Unauthorized`].
pub async fn retry_unless_refused<T, F: Future<Output = Result<T, DiscordError>>>(
    stop: &CancellationToken,
    mut request: impl FnMut() -> F,
) -> Result<Option<Result<T, DiscordError>>, DiscordError> {
    let mut waits = backoff().build();
    loop {
        // Discord may take a while to respond.
        let error = match stop.run_until_cancelled(request()).await {
            None => return Ok(None),
            Some(Err(DiscordError::Unauthorized)) => return Err(DiscordError::Unauthorized),
            Some(done @ (Ok(_) | Err(DiscordError::Refused { .. }))) => return Ok(Some(done)),
            Some(Err(error)) => error,
        };
        let wait = waits.next().unwrap_or(MAX_WAIT);
        tracing::warn!(%error, ?wait, "Discord is not available, retrying");
        if sleep_or_stop(wait, stop).await {
            return Ok(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Responds to requests in order; the last response repeats. Returns the elapsed seconds and
    /// the number of requests, with the result.
    async fn check(
        answers: &[fn() -> Result<u8, DiscordError>],
        stop_after: Option<u64>,
        expected: (&str, u64, usize),
    ) {
        let (stop, begun, sent) =
            (CancellationToken::new(), tokio::time::Instant::now(), Cell::new(0));
        if let Some(seconds) = stop_after {
            let stop = stop.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                stop.cancel();
            });
        }
        let request = || {
            let answer = answers[sent.get().min(answers.len() - 1)];
            sent.set(sent.get() + 1);
            async move { answer() }
        };
        let done = format!("{:?}", retry_until_stopped(&stop, request).await);
        assert_eq!((done.as_str(), begun.elapsed().as_secs(), sent.get()), expected);
    }

    #[tokio::test(start_paused = true)]
    async fn requests_are_retried_with_growing_delays_until_success_or_stop() {
        let down = || Err(DiscordError::Unreachable);
        let refused =
            || Err(DiscordError::Refused { status: 400, code: 50_035, fields: Vec::new() });
        let (fine, wrong): (fn() -> _, fn() -> _) = (|| Ok(7), || Err(DiscordError::Unauthorized));
        check(&[fine], None, ("Ok(Some(7))", 0, 1)).await;
        check(&[down, down, down, fine], None, ("Ok(Some(7))", 1 + 2 + 4, 4)).await;
        check(&[refused, fine], None, ("Ok(Some(7))", 60, 2)).await;
        check(&[down, wrong], None, ("Err(Unauthorized)", 1, 2)).await;
        check(&[down], Some(150), ("Ok(None)", 150, 7 + 1)).await;
        check(&[refused], Some(90), ("Ok(None)", 90, 2)).await;
    }
}
