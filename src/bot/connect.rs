//! Registers the commands and keeps the gateway connected.

use std::time::Duration;

use commands::manifest;
use commands::mentions::CommandIds;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::app::shutdown::{retry_unless_refused, sleep_or_stop};
use crate::clock::Clock;
use crate::discord::{Event, Gateway};
use crate::store::command_ids;

/// Commands that Discord refused are registered again after this: its rules may change.
const REGISTER_AGAIN: Duration = Duration::from_secs(3_600);

/// Registers the commands, retrying until it works: one failure must not leave the bot without
/// commands, and commands that Discord refuses must not keep it from posting.
pub(super) async fn register_commands(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    let manifest = manifest::manifest();
    let application = app.discord.own_application().map(|own| own.id).unwrap_or_default();
    // Commands registered earlier are most likely still there.
    match app.store.read(move |conn| command_ids::of(conn, application)).await {
        Ok(known) => app.discord.set_command_ids(CommandIds::new(known)),
        Err(error) => tracing::warn!(%error, "could not read the ids of the commands"),
    }
    loop {
        let registered = retry_unless_refused(&stop, || app.discord.register(&manifest)).await;
        match registered? {
            Some(Ok(true)) => tracing::info!("registered the commands"),
            Some(Ok(false)) => tracing::info!("the commands were already registered"),
            Some(Err(error)) => {
                tracing::error!(%error, "Discord refused the commands; keeping the registered ones");
                if sleep_or_stop(REGISTER_AGAIN, &stop).await {
                    return Ok(());
                }
                continue;
            }
            None => return Ok(()),
        }
        let known = app.discord.command_ids();
        let known: Vec<(String, u64)> =
            known.iter().map(|(name, id)| (name.to_owned(), id)).collect();
        let stored = app.store.write(move |tx| command_ids::set(tx, application, &known)).await;
        if let Err(error) = stored {
            tracing::warn!(%error, "could not store the ids of the commands");
        }
        return Ok(());
    }
}

/// Keeps every shard connected to the gateway until `stop`.
pub(super) async fn keep_connected(
    app: App,
    clock: Clock,
    events: mpsc::UnboundedSender<Event>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let gateway = Gateway::new(&app.discord, clock, events, app.gateway);
    Ok(gateway.run(stop).await?)
}
