//! The one event loop: what Discord tells and what the timer says becomes answers and posts.

use std::time::Duration;

use anyhow::{Context, bail};
use commands::{Reply, manifest, render};
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::app::App;
use crate::app::answer::{Failure, answer, server_left, server_seen};
use crate::app::deliver::{Stop, deliver_due};
use crate::app::recover::recover;
use crate::app::refresh::refresh;
use crate::clock::Clock;
use crate::discord::{DiscordError, Event, Gateway, Interaction};
use crate::store::subscriptions;

/// The timer looks at least so often: clocks step, and open deliveries want to be seen to.
const TICK: Duration = Duration::from_secs(20);
/// `/today` is never older than this while the hub answers.
const REFRESH: Duration = Duration::from_secs(15 * 60);
/// What is on its way when we are told to stop gets so long; systemd and Docker wait 10 s.
const GRACE: Duration = Duration::from_secs(8);
/// The first wait before asking Discord again; it doubles up to `MAX_WAIT`.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait between tries.
const MAX_WAIT: Duration = Duration::from_secs(60);
/// Events that may queue while the loop is busy.
const QUEUE: usize = 1_024;

/// Runs until `stop`, or until Discord refuses us for good.
///
/// # Errors
/// A wrong token, or a store that fails.
pub async fn run(app: App, clock: Clock, mut stop: Stop) -> anyhow::Result<()> {
    let Some(_) = patiently(&mut stop, || app.discord.identify()).await? else { return Ok(()) };
    let (sender, mut events) = mpsc::channel(QUEUE);
    let connect = || Gateway::new(&app.discord, clock, sender.clone());
    let Some(mut gateway) = patiently(&mut stop, connect).await? else { return Ok(()) };
    let closer = gateway.closer();
    let mut background = JoinSet::new();
    background.spawn(register(app.clone(), stop.clone()));
    background.spawn(keep_delivering(app.clone(), clock, stop.clone()));
    let connection = tokio::spawn(async move { gateway.run().await });
    tokio::pin!(connection);
    let result = loop {
        tokio::select! {
            Some(event) = events.recv() => handle(&app, event, clock.now()).await?,
            Some(ended) = background.join_next() => match ended.context("a task panicked")? {
                Ok(()) => {}
                Err(error) => break Err(error),
            },
            ended = &mut connection => match ended.context("the gateway panicked")? {
                Ok(()) => break Ok(()),
                Err(error) => break Err(refusal(error)),
            },
            _ = stop.changed() => break Ok(()),
        }
    };
    tracing::info!("stopping");
    let finish = async { while background.join_next().await.is_some() {} };
    if result.is_ok() && tokio::time::timeout(GRACE, finish).await.is_err() {
        tracing::warn!("a delivery is still unclear; the next start finds out what became of it");
    }
    // Closing may hang while the library reconnects: it gets a moment, no more.
    let _ = tokio::time::timeout(Duration::from_secs(1), closer.shutdown_all()).await;
    result
}

async fn handle(app: &App, event: Event, now: Timestamp) -> anyhow::Result<()> {
    match event {
        Event::Connected => tracing::info!("connected to Discord"),
        Event::ServerSeen(guild, name) => server_seen(app, guild, name, now).await?,
        Event::ServerLeft(guild) => server_left(app, guild, now).await?,
        Event::Asked(interaction) => {
            // Each answer in a task of its own: a slow one never holds the next.
            tokio::spawn(respond(app.clone(), interaction));
        }
    }
    Ok(())
}

async fn respond(app: App, interaction: Box<Interaction>) {
    let reply = match answer(&app, &interaction.asked, interaction.at).await {
        Ok(reply) => reply,
        Err(Failure::Refused(refusal)) => Reply::private(render::refusal(&refusal.0)),
        Err(Failure::Internal(error)) => {
            tracing::error!(interaction = interaction.id, error = %format!("{error:#}"), "no answer");
            Reply::private(render::apology())
        }
    };
    let token = interaction.token.expose();
    if let Err(error) = app.discord.reply(interaction.id, token, &reply).await {
        tracing::warn!(interaction = interaction.id, %error, "an answer did not arrive");
    }
}

/// Registers the commands, again and again until it works: one failure must not leave the bot
/// without commands.
async fn register(app: App, mut stop: Stop) -> anyhow::Result<()> {
    let manifest = manifest::manifest();
    if patiently(&mut stop, || app.discord.register(&manifest)).await?.is_some() {
        tracing::info!("the commands are registered");
    }
    Ok(())
}

/// The timer: sees to what was left open, then to what is due, then sleeps until the next slot.
async fn keep_delivering(app: App, clock: Clock, mut stop: Stop) -> anyhow::Result<()> {
    let mut refreshed: Option<tokio::time::Instant> = None;
    loop {
        recover(&app, clock, &stop).await?;
        deliver_due(&app, clock, clock.now(), &stop).await?;
        if *stop.borrow() {
            return Ok(());
        }
        if refreshed.is_none_or(|at| at.elapsed() >= REFRESH) {
            refreshed = Some(tokio::time::Instant::now());
            if let Err(error) = refresh(&app, clock.now()).await {
                tracing::warn!(error = %format!("{error:#}"), "the hub gave no list");
            }
        }
        let earliest = app.store.read(subscriptions::earliest_due).await?;
        let until_due = earliest.map_or(TICK, |due| {
            Duration::try_from(due.duration_since(clock.now())).unwrap_or(Duration::ZERO)
        });
        // A moment at least: a subscription that stays due must not spin.
        let wait = until_due.clamp(Duration::from_millis(200), TICK);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = app.schedule_changed.notified() => {}
            _ = stop.changed() => {}
        }
    }
}

/// Tries until it works; `None` when told to stop before.
async fn patiently<T, F: Future<Output = Result<T, DiscordError>>>(
    stop: &mut Stop,
    mut attempt: impl FnMut() -> F,
) -> anyhow::Result<Option<T>> {
    let mut wait = FIRST_WAIT;
    loop {
        let error = match attempt().await {
            Ok(value) => return Ok(Some(value)),
            Err(error @ (DiscordError::Unauthorized | DiscordError::Refused { .. })) => {
                return Err(refusal(error));
            }
            Err(error) => error,
        };
        tracing::warn!(%error, wait = ?wait, "Discord does not answer yet; trying again");
        tokio::select! {
            () = tokio::time::sleep(wait) => wait = (wait * 2).min(MAX_WAIT),
            _ = stop.changed() => return Ok(None),
        }
    }
}

/// The sentence an operator reads when Discord refuses us for good.
fn refusal(error: DiscordError) -> anyhow::Error {
    match error {
        DiscordError::Unauthorized => anyhow::anyhow!(
            "Discord does not accept DISCORD_TOKEN. Copy the bot's token again from \
             https://discord.com/developers/applications (Bot, Reset Token)"
        ),
        error => error.into(),
    }
}

/// A signal to stop, as processes get it: SIGTERM or Ctrl-C.
///
/// # Errors
/// When signals cannot be listened to.
pub fn stop_on_signal() -> anyhow::Result<Stop> {
    use tokio::signal::unix::{SignalKind, signal};
    let (sender, stop) = tokio::sync::watch::channel(false);
    let (mut terminate, mut interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // A second signal finds nobody listening and ends the process as usual.
        if sender.send(true).is_err() {
            bail!("nothing runs any more");
        }
        std::future::pending::<anyhow::Result<()>>().await
    });
    Ok(stop)
}
