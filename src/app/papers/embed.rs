//! Encodes papers and topics in the background while the bot runs.

use std::num::NonZero;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

use super::embedding_model::Encoding;
use crate::app::App;
use crate::store::{self, subscriptions};

/// How often progress, or a lack of it, is logged.
const REPORT_EVERY: Duration = Duration::from_secs(30);

/// Encodes what is new: the topics of all subscriptions and then, if this process delivers, all
/// papers without a vector. Until then papers are found by words or by the previous model.
///
/// # Errors
/// The store's; vectors stored so far are kept.
pub async fn embed_new(app: &App, stop: &CancellationToken) -> anyhow::Result<()> {
    let Some(model) = app.index.wanted_model() else { return Ok(()) };
    read_all_topics(app).await?;
    if app.leadership.is_leader() {
        let mut encoding = Encoding::new(app.index.store(), model, NonZero::<usize>::MIN).await?;
        let (begun, mut logged) = (Instant::now(), Instant::now());
        loop {
            let (done, of) = encoding.progress();
            let starved = |waited: Duration| {
                tracing::warn!(
                    done,
                    of,
                    waited_seconds = waited.as_secs(),
                    "encoding gets little CPU time; until it is done, new papers match by words only"
                );
            };
            if !reporting(encoding.go_on(), REPORT_EVERY, starved).await? {
                break;
            }
            app.index.catch_up().await?;
            if stop.is_cancelled() || !app.leadership.is_leader() {
                return Ok(());
            }
            if logged.elapsed() > REPORT_EVERY {
                logged = Instant::now();
                let (done, of) = encoding.progress();
                let per_second = (done as f64 / begun.elapsed().as_secs_f64()).round();
                tracing::info!(done, of, per_second, "encoding papers");
            }
        }
        app.index.activate().await?;
    }
    Ok(())
}

/// Waits for some work, and logs how long it has taken after each interval.
async fn reporting<T>(
    work: impl Future<Output = T>,
    every: Duration,
    mut report: impl FnMut(Duration),
) -> T {
    let begun = tokio::time::Instant::now();
    let mut work = pin!(work);
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = tokio::time::sleep(every) => report(begun.elapsed()),
        }
    }
}

/// Encodes the topics of all subscriptions, so that no post waits for it.
async fn read_all_topics(app: &App) -> store::Result<()> {
    let topics = app.store.read(subscriptions::all_topics).await?;
    app.index.embed_topics(topics).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn slow_encoding_is_logged_repeatedly() {
        for (takes, expected) in [(0, &[][..]), (29, &[]), (31, &[30]), (100, &[30, 60, 90])] {
            let mut reported = Vec::new();
            let work = async {
                tokio::time::sleep(Duration::from_secs(takes)).await;
                takes
            };
            let done =
                reporting(work, REPORT_EVERY, |waited| reported.push(waited.as_secs())).await;
            assert_eq!((done, reported.as_slice()), (takes, expected));
        }
    }
}
