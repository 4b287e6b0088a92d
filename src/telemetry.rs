//! The log: one line per event on standard error, without tokens, message bodies or user text.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::IsTerminal;
use std::panic::PanicHookInfo;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The crates that may log. Libraries put payloads, addresses and headers into their lines, and
/// with them queries, names and interaction tokens, so no directive enables them, however specific.
const OURS: [&str; 5] = ["paperboy", "commands", "domain", "search", "simulator"];

/// Starts the log at `level`, or with the directives in it. They control only this project's lines;
/// lines and spans of other crates are never written.
///
/// # Errors
/// If the directives are invalid.
pub fn start(level: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(level)
        .map_err(|_| anyhow::anyhow!("invalid log level `{level}`; try `info`"))?;
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    // Before the directives and for all layers: filtered events are never created.
    tracing_subscriber::registry()
        .with(filter_fn(|line| is_ours(line.target())))
        .with(filter)
        .with(lines)
        .try_init()
        .map_err(|error| anyhow::anyhow!("cannot start the log: {error}"))?;
    std::panic::set_hook(Box::new(panicked));
    Ok(())
}

fn is_ours(target: &str) -> bool {
    OURS.contains(&target.split("::").next().unwrap_or_default())
}

/// Logs the location, and the message only if it is a constant: a formatted one may contain user
/// text.
fn panicked(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let text = panic.payload().downcast_ref::<&'static str>().copied();
    let text = text.unwrap_or("message not shown, as it may contain user text");
    let backtrace = Backtrace::capture();
    match backtrace.status() {
        BacktraceStatus::Captured => tracing::error!(place, %backtrace, "panicked: {text}"),
        _ => tracing::error!(place, "panicked: {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_lines_are_written() {
        for ours in ["paperboy", "paperboy::hub::transport", "search::index", "simulator"] {
            assert!(is_ours(ours), "{ours}");
        }
        for other in ["serenity", "serenity::gateway", "hyper_util", "log", "", "paperboy_x", "h2"]
        {
            assert!(!is_ours(other), "{other}");
        }
    }
}
