//! The one event loop: what Discord tells and what the timer says becomes answers and posts.

mod respond;
mod timer;

use std::time::{Duration, Instant};

use anyhow::Context;
use commands::manifest;
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::app::App;
use crate::app::delivery::leader;
use crate::app::delivery::recover::Recovery;
use crate::app::delivery::round::Stop;
use crate::app::failure::{Failure, classify, log_and_continue};
use crate::app::guilds::channel_health::{look_again, tell_admins};
use crate::app::guilds::membership;
use crate::app::maintenance::votes::edit_votes;
use crate::app::papers::embed::encode_new;
use crate::app::papers::links::ask_for_links;
use crate::app::papers::refresh::refresh;
use crate::app::unsaved::store_unsaved;
use crate::clock::Clock;
use crate::discord::{DiscordError, Event, Gateway, GatewayError, Rest, reconnect_wait};

/// `/today` is never older than this while the hub answers.
const REFRESH: Duration = Duration::from_secs(15 * 60);
/// Open slots are looked at so often; each has its own, longer waits.
const RECOVER: Duration = Duration::from_secs(1);
/// Admins are told, votes renewed and old servers forgotten in rounds of this length.
const KEEP_HOUSE: Duration = Duration::from_secs(30);
/// What another process stored is known after this.
const LEARN: Duration = Duration::from_secs(5);
/// Papers and topics without a vector are looked for so often, and when papers come in.
const ENCODE: Duration = Duration::from_secs(60);
/// A gateway without a sign of life for two heartbeats and a bit is deaf.
const DEAF: Duration = Duration::from_secs(100);
/// What is on its way when we are told to stop gets so long; systemd and Docker wait 10 s.
const GRACE: Duration = Duration::from_secs(8);
/// Giving up the lease may take so long after that.
const RELEASE: Duration = Duration::from_secs(1);
/// The first wait before asking Discord again; it doubles up to `MAX_WAIT`.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait between tries.
const MAX_WAIT: Duration = Duration::from_secs(60);
/// Commands that Discord refused are tried again after so long: what it takes may change.
const REGISTER_AGAIN: Duration = Duration::from_secs(3_600);
/// Events that may queue while the loop is busy.
const QUEUE: usize = 1_024;

/// Runs until `stop`, or until Discord refuses us for good. A store that fails, such as on a full
/// disk, is logged and asked again: what can be answered from memory is answered meanwhile.
///
/// # Errors
/// A wrong token, or a damaged database.
pub async fn run(app: App, clock: Clock, mut stop: Stop) -> anyhow::Result<()> {
    let Some(_) = retry_until_stopped(&mut stop, || app.discord.identify()).await? else {
        return Ok(());
    };
    let (sender, mut events) = mpsc::channel(QUEUE);
    let (told, to_note) = mpsc::unbounded_channel();
    let mut background = JoinSet::new();
    background.spawn(keep_noting(app.clone(), clock, to_note, stop.clone()));
    background.spawn(register(app.clone(), stop.clone()));
    background.spawn(leader::keep(app.clone(), clock, stop.clone()));
    background.spawn(keep_refreshing(app.clone(), clock, stop.clone()));
    background.spawn(timer::keep_delivering(app.clone(), clock, stop.clone()));
    background.spawn(keep_recovering(app.clone(), clock, stop.clone()));
    background.spawn(keep_maintaining(app.clone(), clock, stop.clone()));
    background.spawn(keep_catching_up(app.clone(), stop.clone()));
    background.spawn(keep_encoding(app.clone(), stop.clone()));
    let responder = respond::Responder::new(app.clone());
    let mut connection = tokio::spawn(keep_connected(app.clone(), clock, sender, stop.clone()));
    let result = loop {
        tokio::select! {
            Some(event) = events.recv() => match event {
                Event::Asked(interaction) => responder.respond(interaction),
                Event::AskedUnreadably(unreadable) => responder.respond_unread(unreadable),
                // A loop that has ended has ended the bot, too.
                event => drop(told.send(event)),
            },
            Some(ended) = background.join_next() => match ended.context("a task panicked")? {
                Ok(()) => {}
                Err(error) => break Err(error),
            },
            ended = &mut connection => break ended.context("the gateway panicked")?,
            _ = stop.changed() => break Ok(()),
        }
    };
    tracing::info!("stopping");
    let finish = async { while background.join_next().await.is_some() {} };
    if result.is_ok() && tokio::time::timeout(GRACE, finish).await.is_err() {
        tracing::warn!("a delivery is still unclear; the next start finds out what became of it");
    }
    // A write that takes long must not keep the process.
    match tokio::time::timeout(RELEASE, leader::release(&app)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the lease is not given up; it ends by itself"),
        Err(_) => {
            tracing::warn!("the database is busy: the lease is not given up; it ends by itself")
        }
    }
    connection.abort();
    result
}

/// Whether the bot whose token this is has registered its commands before: then it has a database
/// somewhere.
///
/// # Errors
/// A wrong token.
pub async fn has_run_before(discord: &Rest) -> anyhow::Result<bool> {
    let (_never, mut stop) = tokio::sync::watch::channel(false);
    retry_until_stopped(&mut stop, || discord.identify()).await?;
    Ok(retry_until_stopped(&mut stop, || discord.has_commands()).await?.unwrap_or_default())
}

/// Notes what Discord tells of servers and channels, in order. At the start of a session that is
/// an event for each server: nobody who asks something waits for the disk behind them.
async fn keep_noting(
    app: App,
    clock: Clock,
    mut events: mpsc::UnboundedReceiver<Event>,
    mut stop: Stop,
) -> anyhow::Result<()> {
    loop {
        let event = tokio::select! {
            Some(event) = events.recv() => event,
            _ = stop.changed() => return Ok(()),
        };
        let (at, mut wait) = (clock.now(), FIRST_WAIT);
        // An event comes once: while it cannot be written down, those after it wait.
        while let Err(error) = note(&app, event.clone(), at).await {
            if classify(&error) != Failure::Passing {
                log_and_continue(Err::<(), _>(error), "an event")?;
                break;
            }
            tracing::warn!(error = %format!("{error:#}"), ?wait, "cannot note an event yet, trying again");
            if rest(wait, &mut stop).await {
                return Ok(());
            }
            wait = (wait * 2).min(MAX_WAIT);
        }
    }
}

async fn note(app: &App, event: Event, now: Timestamp) -> anyhow::Result<()> {
    match event {
        Event::Connected(guilds) => {
            tracing::info!(servers = guilds.len(), "connected to Discord");
            membership::reconcile(app, guilds, now).await?;
        }
        Event::ServerSeen(guild, name) => {
            membership::available(app, guild, name, now).await?;
            look_again_soon(app, guild, now);
        }
        Event::ServerLeft(guild) => membership::removed(app, guild, now).await?,
        Event::AccessChanged(guild) => look_again_soon(app, guild, now),
        Event::ChannelDeleted(_, channel) => membership::channel_deleted(app, channel, now).await?,
        Event::Asked(_) | Event::AskedUnreadably(_) => {}
    }
    Ok(())
}

/// Looks at a server's closed channels in a task of its own: no event waits for Discord.
fn look_again_soon(app: &App, guild: domain::GuildId, now: Timestamp) {
    let app = app.clone();
    tokio::spawn(async move {
        if app.leadership.is_leader()
            && let Err(error) = look_again(&app, guild, now).await
        {
            tracing::warn!(guild = %guild, error = %format!("{error:#}"), "its channels are not looked at");
        }
    });
}

/// Registers the commands, again and again until it works: one failure must not leave the bot
/// without commands, and commands that Discord refuses must not keep it from posting.
async fn register(app: App, mut stop: Stop) -> anyhow::Result<()> {
    let manifest = manifest::manifest();
    loop {
        match retry(&mut stop, || app.discord.register(&manifest)).await? {
            Some(Ok(true)) => tracing::info!("commands registered"),
            Some(Ok(false)) => tracing::info!("commands already registered"),
            Some(Err(error)) => {
                tracing::error!(%error, "Discord refused the commands; the registered ones stay");
                if rest(REGISTER_AGAIN, &mut stop).await {
                    return Ok(());
                }
                continue;
            }
            None => {}
        }
        return Ok(());
    }
}

/// Connects to the gateway, and again when it breaks off, until told to stop. Every connection
/// begins a session, of which Discord allows a thousand a day.
async fn keep_connected(
    app: App,
    clock: Clock,
    events: mpsc::Sender<Event>,
    mut stop: Stop,
) -> anyhow::Result<()> {
    let mut wait = FIRST_WAIT;
    loop {
        let connect = || Gateway::new(&app.discord, clock, events.clone());
        let Some(gateway) = retry_until_stopped(&mut stop, connect).await? else { return Ok(()) };
        if let Some(pause) = gateway.starts().pause() {
            let remaining = gateway.starts().remaining;
            tracing::error!(remaining, wait = ?pause, "gateway sessions are nearly used up; waiting");
            if rest(pause, &mut stop).await {
                return Ok(());
            }
            continue;
        }
        let mut told = stop.clone();
        // A sender that is gone means the same as being told.
        let stopped = async { told.wait_for(|stop| *stop).await.map_or((), drop) };
        let begun = Instant::now();
        let ended = gateway.run(DEAF, stopped).await;
        if *stop.borrow() {
            return Ok(());
        }
        wait = reconnect_wait(wait, begun.elapsed());
        match ended {
            Err(GatewayError::Unauthorized) => return Err(refusal(DiscordError::Unauthorized)),
            Err(error @ GatewayError::Closed { .. }) => return Err(error.into()),
            Err(error) => tracing::warn!(%error, ?wait, "gateway connection lost; reconnecting"),
            Ok(()) => tracing::warn!(?wait, "gateway connection ended; reconnecting"),
        }
        if rest(wait, &mut stop).await {
            return Ok(());
        }
    }
}

/// Reads the hub's lists every quarter of an hour, so that most slots find them settled.
async fn keep_refreshing(app: App, clock: Clock, mut stop: Stop) -> anyhow::Result<()> {
    loop {
        if let Err(error) = refresh(&app, clock.now()).await {
            tracing::warn!(error = %format!("{error:#}"), "the hub gave no list");
        } else if app.leadership.is_leader() {
            log_and_continue(ask_for_links(&app, clock.now()).await, "asking for links")?;
        }
        if rest(REFRESH, &mut stop).await {
            return Ok(());
        }
    }
}

/// Comes back to open slots.
async fn keep_recovering(app: App, clock: Clock, mut stop: Stop) -> anyhow::Result<()> {
    let mut recovery = Recovery::default();
    let mut wait = RECOVER;
    loop {
        if app.leadership.is_leader() {
            let looked = recovery.look(&app, clock, &stop).await;
            // A store that fails is given some time, and its log some rest.
            wait = log_and_continue(looked, "recovery")?.map_or(KEEP_HOUSE, |()| RECOVER);
        }
        if rest(wait, &mut stop).await {
            return recovery.finish().await;
        }
    }
}

/// What can wait: telling admins, renewing votes, forgetting servers.
async fn keep_maintaining(app: App, clock: Clock, mut stop: Stop) -> anyhow::Result<()> {
    loop {
        if rest(KEEP_HOUSE, &mut stop).await {
            return Ok(());
        }
        let refused = app.shares.refused();
        if refused > 0 {
            tracing::warn!(refused, "refused commands that came too fast");
        }
        if app.leadership.is_leader() {
            log_and_continue(tell_admins(&app, clock.now()).await, "telling admins")?;
            log_and_continue(edit_votes(&app, clock.now()).await, "editing votes")?;
            log_and_continue(membership::forget(&app, clock.now()).await, "forgetting servers")?;
        }
    }
}

/// Brings in what other processes on the same file have stored.
async fn keep_catching_up(app: App, mut stop: Stop) -> anyhow::Result<()> {
    loop {
        if rest(LEARN, &mut stop).await {
            return Ok(());
        }
        let read = app.index.catch_up().await;
        log_and_continue(read.map_err(Into::into), "reading what is new in the database")?;
        store_unsaved(&app).await;
    }
}

/// Gives papers and topics their vectors, where there is a model. What fails is tried again:
/// meanwhile papers are found by words.
async fn keep_encoding(app: App, mut stop: Stop) -> anyhow::Result<()> {
    let mut duty = app.leadership.changes();
    while !*stop.borrow() {
        log_and_continue(encode_new(&app, &stop).await, "encoding papers")?;
        tokio::select! {
            () = tokio::time::sleep(ENCODE) => {}
            () = app.index.changed() => {}
            _ = duty.changed() => {}
            _ = stop.changed() => {}
        }
    }
    Ok(())
}

/// Waits; true when told to stop meanwhile.
async fn rest(span: Duration, stop: &mut Stop) -> bool {
    tokio::select! {
        () = tokio::time::sleep(span) => *stop.borrow(),
        _ = stop.changed() => true,
    }
}

/// Tries until it works; `None` when told to stop before. A request that Discord refuses may be
/// a proxy's doing, and is tried again, too.
async fn retry_until_stopped<T, F: Future<Output = Result<T, DiscordError>>>(
    stop: &mut Stop,
    mut attempt: impl FnMut() -> F,
) -> anyhow::Result<Option<T>> {
    loop {
        match retry(stop, &mut attempt).await? {
            Some(Ok(value)) => return Ok(Some(value)),
            Some(Err(error)) => {
                tracing::error!(%error, wait = ?MAX_WAIT, "Discord refused a request; trying again");
                if rest(MAX_WAIT, stop).await {
                    return Ok(None);
                }
            }
            None => return Ok(None),
        }
    }
}

/// Tries until it works or is refused for what it is; `None` when told to stop before.
async fn retry<T, F: Future<Output = Result<T, DiscordError>>>(
    stop: &mut Stop,
    mut attempt: impl FnMut() -> F,
) -> anyhow::Result<Option<Result<T, DiscordError>>> {
    let mut wait = FIRST_WAIT;
    loop {
        // Discord may take its time to answer, and we are told to stop meanwhile.
        let tried = tokio::select! {
            tried = attempt() => tried,
            _ = stop.changed() => return Ok(None),
        };
        let error = match tried {
            Ok(value) => return Ok(Some(Ok(value))),
            Err(DiscordError::Unauthorized) => return Err(refusal(DiscordError::Unauthorized)),
            Err(error @ DiscordError::Refused { .. }) => return Ok(Some(Err(error))),
            Err(error) => error,
        };
        tracing::warn!(%error, ?wait, "Discord does not answer yet; trying again");
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
