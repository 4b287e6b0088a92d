//! Stopping on SIGTERM or Ctrl-C: the first asks, the second ends the process at once.

use std::process;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// The process ends this long after it is told to, whatever holds it: systemd and Docker kill it
/// after ten seconds. What is not on the disk by then was never promised.
const LIMIT: Duration = Duration::from_millis(9_500);

/// Tells of the first signal. A second one ends the process at once, and so does the limit. It is
/// watched from a thread of its own, which no work of ours can hold.
///
/// # Errors
/// When signals cannot be listened to.
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

/// Does some work, unless told to stop before it is done: then there is nothing.
///
/// # Errors
/// The work's.
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

/// The exit code of a process that a signal ended, as shells have it.
fn code(signal: SignalKind) -> i32 {
    128 + signal.as_raw_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_ends_when_told_to_stop() {
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
