//! Stops on SIGTERM or Ctrl-C: the first signal requests a stop, the second ends the process
//! immediately.

use std::process;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// The process exits this long after a stop was requested, whatever is still running: systemd and
/// Docker kill it after ten seconds. Anything not on disk by then was never confirmed to anyone.
const LIMIT: Duration = Duration::from_millis(9_500);

/// Returns a token that the first signal cancels. A second signal ends the process immediately, and
/// so does the time limit. Signals are watched from a separate thread, which no other work can
/// block.
///
/// # Errors
/// If signals can't be listened to.
pub(super) fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let signalled = stop.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("cannot listen to signals")?;
    let mut signals = {
        let _inside = runtime.enter();
        Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        }
    };
    let watch = async move {
        signals.next().await;
        signalled.cancel();
        tokio::select! {
            second = signals.next() => process::exit(code(second)),
            () = tokio::time::sleep(LIMIT) => {
                tracing::warn!("stopped before all work was done; the next start completes it");
                process::exit(0);
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(move || runtime.block_on(watch))?;
    Ok(stop)
}

/// Runs some work unless a stop is requested before it is done; then returns `None`.
///
/// # Errors
/// The error of the work.
pub(super) async fn unless_stopped<T>(
    stop: &CancellationToken,
    work: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<Option<T>> {
    stop.run_until_cancelled(work).await.transpose()
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    async fn next(&mut self) -> SignalKind {
        tokio::select! {
            _ = self.terminate.recv() => SignalKind::terminate(),
            _ = self.interrupt.recv() => SignalKind::interrupt(),
        }
    }
}

/// The exit code of a process ended by a signal, by shell convention.
fn code(signal: SignalKind) -> i32 {
    128 + signal.as_raw_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_ends_when_a_stop_is_requested() {
        let stop = CancellationToken::new();
        let done = unless_stopped(&stop, async { Ok(7) }).await.expect("it works");
        assert_eq!(done, Some(7));
        let token = stop.clone();
        let forever = tokio::spawn(async move {
            unless_stopped(&token, std::future::pending::<anyhow::Result<()>>()).await
        });
        stop.cancel();
        assert_eq!(forever.await.expect("no panic").expect("no error"), None);
        assert_eq!(code(SignalKind::terminate()), 143);
    }
}
