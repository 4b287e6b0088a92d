//! The log: one line per event on standard error. No token, no message body, no user's text.

use std::io::IsTerminal;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

/// Libraries that put payloads or addresses with tokens into their log lines, and are therefore
/// silent whatever the level: interaction tokens are part of Discord's paths.
const SILENT: [&str; 4] = ["serenity=off", "tungstenite=off", "hyper=off", "reqwest=off"];

/// Starts the log at `level`, or with the directives in it.
///
/// # Errors
/// When the directives cannot be read.
pub fn start(level: &str) -> anyhow::Result<()> {
    let mut filter = EnvFilter::try_new(level)
        .with_context(|| format!("the log level `{level}` cannot be read; try `info`"))?;
    for directive in SILENT {
        filter = filter.add_directive(directive.parse().context("a directive of our own")?);
    }
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .try_init()
        .map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}
