//! The event loop: turns Discord's events and timer ticks into answers and posts.

mod background;
mod backlog;
mod connect;
mod record;
mod responder;
mod timer;

use std::time::Duration;

use anyhow::Context;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::app::delivery::leader;
use crate::app::shutdown::retry_until_stopped;
use crate::clock::Clock;
use crate::discord::{Event, Rest};

/// How long work in progress may take after a stop is requested. With the release and the end of the
/// process it must stay within the 10 s that systemd and Docker wait, on a busy machine, too.
const GRACE: Duration = Duration::from_secs(7);
/// How long releasing the lease may take. If work is still in progress after `GRACE`, it comes on top.
const RELEASE: Duration = Duration::from_secs(1);

/// Runs until `stop` is canceled, or until Discord refuses the bot for good. If the store fails,
/// for example on a full disk, that is logged and retried; until then, answers come from memory.
///
/// # Errors
/// A wrong token, or a damaged database.
pub async fn run(app: App, clock: Clock, stop: CancellationToken) -> anyhow::Result<()> {
    let identified = retry_until_stopped(&stop, || app.discord.identify()).await?;
    if identified.is_none() {
        return Ok(());
    }
    if let Some(application) = app.discord.own_application() {
        tracing::info!(invite = application.invite(), "this link adds the bot to a server");
    }
    let (sender, mut events) = mpsc::unbounded_channel();
    let (recorder, to_record) = mpsc::unbounded_channel();
    let mut background = JoinSet::new();
    background.spawn(record::keep_recording(app.clone(), clock, to_record, stop.clone()));
    background.spawn(connect::register_commands(app.clone(), stop.clone()));
    background.spawn(background::keep_leading(app.clone(), clock, stop.clone()));
    background.spawn(background::keep_refreshing(app.clone(), clock, stop.clone()));
    background.spawn(timer::keep_delivering(app.clone(), clock, stop.clone()));
    background.spawn(background::keep_recovering(app.clone(), clock, stop.clone()));
    background.spawn(background::keep_maintaining(app.clone(), clock, stop.clone()));
    background.spawn(background::keep_catching_up(app.clone(), stop.clone()));
    background.spawn(background::keep_loading_papers(app.clone(), stop.clone()));
    background.spawn(background::keep_embedding(app.clone(), stop.clone()));
    let responder = responder::Responder::new(app.clone());
    let connection = connect::keep_connected(app.clone(), clock, sender, stop.clone());
    let mut connection = tokio::spawn(connection);
    let result = loop {
        tokio::select! {
            Some(event) = events.recv() => match event {
                Event::Interaction(interaction) => responder.respond(interaction),
                Event::UnreadableInteraction(unreadable) => responder.respond_unread(unreadable),
                // If the recorder has ended, so has the bot.
                event => drop(recorder.send(event)),
            },
            Some(ended) = background.join_next() => match ended.context("a task panicked")? {
                Ok(()) => {}
                Err(error) => break Err(error),
            },
            ended = &mut connection => break ended.context("the gateway panicked")?,
            () = stop.cancelled() => break Ok(()),
        }
    };
    tracing::info!("stopping");
    let mut is_released = false;
    if result.is_ok() {
        let end = async {
            while background.join_next().await.is_some() {}
            // Answers need no lease, so another process can deliver while they are sent.
            release_lease(&app).await;
            is_released = true;
        };
        // No new interaction is taken. Those who wait for an answer get it: without one, they would
        // repeat a change that has been made.
        let finish = async { tokio::join!(end, responder.finish()) };
        if tokio::time::timeout(GRACE, finish).await.is_err() {
            tracing::warn!(
                "stopping with work in progress; the next start completes a delivery, but not an answer"
            );
        }
    }
    if !is_released {
        release_lease(&app).await;
    }
    connection.abort();
    result
}

/// Releases the lease. A slow write must not keep the process running.
async fn release_lease(app: &App) {
    match tokio::time::timeout(RELEASE, leader::release(app)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            tracing::warn!(%error, "could not release the delivery lease; it will expire");
        }
        Err(_) => {
            tracing::warn!("database busy, did not release the delivery lease; it will expire");
        }
    }
}

/// Whether the bot with this token has registered its commands before, which means it has a
/// database somewhere.
///
/// # Errors
/// A wrong token.
pub async fn has_run_before(discord: &Rest) -> anyhow::Result<bool> {
    let never = CancellationToken::new();
    retry_until_stopped(&never, || discord.identify()).await?;
    let registered = retry_until_stopped(&never, || discord.has_commands()).await?;
    Ok(registered.unwrap_or_default())
}
