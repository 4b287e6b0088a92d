//! Records Discord's events about guilds and channels.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backon::BackoffBuilder;
use domain::GuildId;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::backlog::Backlog;
use crate::app::App;
use crate::app::failure::{Failure, classify, log_and_continue, sentence};
use crate::app::guilds::channel_health::look_again;
use crate::app::guilds::{channel_names, membership, welcome};
use crate::app::shutdown::sleep_or_stop;
use crate::clock::Clock;
use crate::discord::{Event, MAX_WAIT, backoff};
use crate::store::{self, destinations};

/// Permission changes within this time are handled together.
const BURST: Duration = Duration::from_secs(1);

/// The most events recorded together: what the store's writer puts into one commit.
const TOGETHER: usize = 64;

/// Guilds that are about to be checked.
type Looking = Arc<Mutex<HashSet<GuildId>>>;

/// Records events in order. A session begins with one per guild: these are recorded together, so
/// that they share commits, and commands during that time don't wait for the disk.
pub(super) async fn keep_recording(
    app: App,
    clock: Clock,
    mut events: mpsc::UnboundedReceiver<Event>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let (looking, mut backlog) = (Looking::default(), Backlog::default());
    loop {
        while let Ok(event) = events.try_recv() {
            backlog.push(event);
        }
        let Some(event) = backlog.pop() else {
            tokio::select! {
                Some(event) = events.recv() => backlog.push(event),
                () = stop.cancelled() => return Ok(()),
            }
            continue;
        };
        let mut guilds: HashSet<GuildId> = available(&event).into_iter().collect();
        let mut together = vec![event];
        // Several events of one guild stay in order.
        while !guilds.is_empty() && together.len() < TOGETHER {
            let is_new = |event: &Event| available(event).is_some_and(|guild| guilds.insert(guild));
            let Some(event) = backlog.pop_if(is_new) else { break };
            together.push(event);
        }
        let record = |event| keep_trying(&app, clock, &looking, event, &stop);
        let recording = try_join_all(together.into_iter().map(record));
        tokio::pin!(recording);
        loop {
            tokio::select! {
                recorded = &mut recording => {
                    recorded?;
                    break;
                }
                Some(event) = events.recv() => backlog.push(event),
            }
        }
        if stop.is_cancelled() {
            return Ok(());
        }
    }
}

/// The guild of an event that it is available.
fn available(event: &Event) -> Option<GuildId> {
    match event {
        Event::GuildAvailable(guild) => Some(guild.id),
        _ => None,
    }
}

/// Records an event. Events are sent only once, so if one can't be recorded, later ones wait.
async fn keep_trying(
    app: &App,
    clock: Clock,
    looking: &Looking,
    event: Event,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let (at, mut waits) = (clock.now(), backoff().build());
    while let Err(error) = record(app, looking, event.clone(), at).await {
        if classify(&error) != Failure::Passing {
            log_and_continue(Err::<(), _>(error), "recording an event")?;
            break;
        }
        let wait = waits.next().unwrap_or(MAX_WAIT);
        tracing::warn!(error = %sentence(&error), ?wait, "could not record an event, retrying");
        if sleep_or_stop(wait, stop).await {
            break;
        }
    }
    Ok(())
}

async fn record(app: &App, looking: &Looking, event: Event, now: Timestamp) -> anyhow::Result<()> {
    match event {
        Event::Ready(shard, guilds) => {
            tracing::info!(%shard, guilds = guilds.len(), "connected to Discord");
            membership::reconcile(app, shard, guilds, now).await?;
        }
        Event::GuildAvailable(mut guild) => {
            let (name, channels) = (guild.name.clone(), std::mem::take(&mut guild.channels));
            membership::available(app, guild.id, (name, channels), now).await?;
            if welcome::joined(app, &guild, now).await? {
                welcome_soon(app, now);
            }
            // A session begins with an event per guild, so ask Discord only about those with a
            // problem.
            if has_blocked(app, guild.id).await? {
                look_again_soon(app, looking, guild.id, now);
            }
        }
        Event::GuildRemoved(guild) => membership::removed(app, guild, now).await?,
        Event::ChannelChanged(guild, channel, name) => {
            channel_names::note(app, vec![(channel, name)]).await?;
            look_again_soon(app, looking, guild, now);
        }
        Event::PermissionsChanged(guild) => look_again_soon(app, looking, guild, now),
        Event::ChannelDeleted(_, channel) => {
            membership::channel_deleted(app, channel, now).await?;
        }
        Event::Interaction(_) | Event::UnreadableInteraction(_) => {}
    }
    Ok(())
}

/// Welcomes new guilds in a separate task, so that no event waits for Discord.
fn welcome_soon(app: &App, now: Timestamp) {
    let app = app.clone();
    tokio::spawn(async move {
        if app.leadership.is_leader()
            && let Err(error) = welcome::welcome_new(&app, now).await
        {
            tracing::warn!(error = %sentence(&error), "could not welcome a new server");
        }
    });
}

async fn has_blocked(app: &App, guild: GuildId) -> store::Result<bool> {
    let blocked = app.store.read(move |conn| destinations::blocked_of_guild(conn, guild)).await?;
    Ok(!blocked.is_empty())
}

/// Checks a guild's channels in a separate task, so that no event waits for Discord. Changes come
/// in bursts, which one check covers.
fn look_again_soon(app: &App, looking: &Looking, guild: GuildId, now: Timestamp) {
    let is_new = looking.lock().unwrap_or_else(PoisonError::into_inner).insert(guild);
    if !is_new {
        return;
    }
    let (app, looking) = (app.clone(), looking.clone());
    tokio::spawn(async move {
        tokio::time::sleep(BURST).await;
        looking.lock().unwrap_or_else(PoisonError::into_inner).remove(&guild);
        if app.leadership.is_leader()
            && let Err(error) = look_again(&app, guild, now).await
        {
            tracing::warn!(%guild, error = %sentence(&error), "could not check the guild's channels");
        }
    });
}
