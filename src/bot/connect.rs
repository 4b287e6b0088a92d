//! The connection to Discord: commands registered, the gateway connected, again and again.

use std::time::{Duration, Instant};

use commands::manifest;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::explained;
use crate::app::App;
use crate::app::shutdown::{retry_unless_refused, retry_until_stopped, sleep_or_stop};
use crate::clock::Clock;
use crate::discord::{DiscordError, Event, Gateway, GatewayError, reconnect_wait};

/// A gateway that has been silent for two heartbeats and a bit is given up.
const SILENT: Duration = Duration::from_secs(100);
/// The first wait before connecting again.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Commands that Discord refused are registered again after this: its rules may change.
const REGISTER_AGAIN: Duration = Duration::from_secs(3_600);

/// Registers the commands, again and again until it works: one failure must not leave the bot
/// without commands, and commands that Discord refuses must not keep it from posting.
pub(super) async fn register_commands(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    let manifest = manifest::manifest();
    loop {
        let registered = retry_unless_refused(&stop, || app.discord.register(&manifest)).await;
        match registered.map_err(explained)? {
            Some(Ok(true)) => tracing::info!("registered the commands"),
            Some(Ok(false)) => tracing::info!("the commands were already registered"),
            Some(Err(error)) => {
                tracing::error!(%error, "Discord refused the commands; keeping the registered ones");
                if sleep_or_stop(REGISTER_AGAIN, &stop).await {
                    return Ok(());
                }
                continue;
            }
            None => {}
        }
        return Ok(());
    }
}

/// Connects to the gateway, and again when the connection breaks off, until `stop`. Every
/// connection begins a session, of which Discord allows a thousand a day.
pub(super) async fn keep_connected(
    app: App,
    clock: Clock,
    events: mpsc::Sender<Event>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let mut wait = FIRST_WAIT;
    loop {
        let connect = || Gateway::new(&app.discord, clock, events.clone());
        let connected = retry_until_stopped(&stop, connect).await.map_err(explained)?;
        let Some(gateway) = connected else { return Ok(()) };
        if let Some(pause) = gateway.starts().pause() {
            let remaining = gateway.starts().remaining;
            tracing::error!(remaining, wait = ?pause, "gateway sessions are nearly used up; waiting");
            if sleep_or_stop(pause, &stop).await {
                return Ok(());
            }
            continue;
        }
        let begun = Instant::now();
        let ended = gateway.run(SILENT, stop.clone().cancelled_owned()).await;
        if stop.is_cancelled() {
            return Ok(());
        }
        wait = reconnect_wait(wait, begun.elapsed());
        match ended {
            Err(GatewayError::Unauthorized) => return Err(explained(DiscordError::Unauthorized)),
            Err(error @ GatewayError::Closed { .. }) => return Err(error.into()),
            Err(error) => tracing::warn!(%error, ?wait, "gateway connection lost; reconnecting"),
            Ok(()) => tracing::warn!(?wait, "gateway connection ended; reconnecting"),
        }
        if sleep_or_stop(wait, &stop).await {
            return Ok(());
        }
    }
}
