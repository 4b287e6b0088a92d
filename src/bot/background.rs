//! Background loops that run until the process stops.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::app::delivery::leader;
use crate::app::delivery::recover::Recovery;
use crate::app::failure::log_and_continue;
use crate::app::failure::sentence;
use crate::app::guilds::membership;
use crate::app::guilds::notices::notify_admins;
use crate::app::guilds::welcome::welcome_new;
use crate::app::maintenance::retention::delete_old_rows;
use crate::app::maintenance::votes::edit_votes;
use crate::app::papers::embed::embed_new;
use crate::app::papers::links::ask_for_links;
use crate::app::papers::refresh::refresh;
use crate::app::papers::unsaved::store_unsaved;
use crate::app::shutdown::sleep_or_stop;
use crate::clock::Clock;

/// The maximum age of `/today` while the hub responds.
const REFRESH: Duration = Duration::from_secs(15 * 60);
/// How often open slots are checked; each has its own, longer delays.
const RECOVER: Duration = Duration::from_secs(1);
/// The interval at which admins are notified, votes are edited and old guilds are deleted.
const MAINTAIN: Duration = Duration::from_secs(30);
/// The delay until data stored by another process is noticed.
const CATCH_UP: Duration = Duration::from_secs(5);
/// The longest that older papers wait for the first connection to Discord.
const CONNECTING: Duration = Duration::from_secs(15);
/// The number of older papers loaded at once after startup: a tenth of a second's work.
const OLDER_PAPERS: usize = 1_000;
/// How often papers and topics without a vector are looked for; also done when papers arrive.
const EMBED: Duration = Duration::from_secs(60);

/// Delivers whenever no other process does, but nothing from a database that may be damaged: a large
/// one is checked while the bot already answers.
pub(super) async fn keep_leading(
    app: App,
    clock: Clock,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    tokio::select! {
        checked = app.store.check() => checked?,
        () = stop.cancelled() => return Ok(()),
    }
    leader::keep(app, clock, stop).await
}

/// Reads the hub's lists every quarter of an hour, so that they are settled by the time most slots
/// are due.
pub(super) async fn keep_refreshing(
    app: App,
    clock: Clock,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    loop {
        if let Err(error) = refresh(&app, clock.now()).await {
            tracing::warn!(error = %sentence(&error), "could not read any of the hub's lists");
        } else if app.leadership.is_leader() {
            log_and_continue(ask_for_links(&app, clock.now()).await, "asking the hub for links")?;
        }
        if sleep_or_stop(REFRESH, &stop).await {
            return Ok(());
        }
    }
}

/// Resumes open slots.
pub(super) async fn keep_recovering(
    app: App,
    clock: Clock,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let mut recovery = Recovery::default();
    let mut wait = RECOVER;
    loop {
        if app.leadership.is_leader() {
            let looked = recovery.look(&app, clock, &stop).await;
            // After a store error, wait and don't flood the log.
            wait =
                log_and_continue(looked, "recovering open slots")?.map_or(MAINTAIN, |()| RECOVER);
        }
        if sleep_or_stop(wait, &stop).await {
            return recovery.finish().await;
        }
    }
}

/// Maintenance: notifies admins, edits votes, deletes the data of left guilds.
pub(super) async fn keep_maintaining(
    app: App,
    clock: Clock,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    loop {
        if sleep_or_stop(MAINTAIN, &stop).await {
            return Ok(());
        }
        let refused = app.rate_limiter.refused();
        if refused > 0 {
            tracing::warn!(refused, "refused commands above the rate limit");
        }
        if app.leadership.is_leader() {
            log_and_continue(notify_admins(&app, clock.now()).await, "notifying admins")?;
            log_and_continue(welcome_new(&app, clock.now()).await, "welcoming new servers")?;
            log_and_continue(edit_votes(&app, clock.now()).await, "editing votes")?;
            let deleted = membership::forget(&app, clock.now()).await;
            log_and_continue(deleted, "deleting the data of guilds")?;
            let deleted = delete_old_rows(&app, clock.now()).await;
            log_and_continue(deleted.map_err(Into::into), "deleting old deliveries")?;
        }
    }
}

/// Loads what other processes have stored in the database.
pub(super) async fn keep_catching_up(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    loop {
        if sleep_or_stop(CATCH_UP, &stop).await {
            return Ok(());
        }
        let read = app.index.catch_up().await;
        log_and_continue(read.map_err(Into::into), "reading what is new in the database")?;
        store_unsaved(&app).await;
    }
}

/// Loads the papers that were left out of the index at startup, then ends.
pub(super) async fn keep_loading_papers(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    // Connecting comes first.
    let connecting = tokio::time::timeout(CONNECTING, app.discord.liveness().until_active());
    tokio::select! {
        _ = connecting => {}
        () = stop.cancelled() => return Ok(()),
    }
    while !stop.is_cancelled() {
        let loaded = app.index.load_older(OLDER_PAPERS).await.map_err(Into::into);
        match log_and_continue(loaded, "loading older papers")? {
            Some(true) => tokio::task::yield_now().await,
            Some(false) => break,
            None => drop(sleep_or_stop(CATCH_UP, &stop).await),
        }
    }
    Ok(())
}

/// Encodes papers and topics if there is a model. Failures are retried; until then papers are found
/// by words.
pub(super) async fn keep_embedding(app: App, stop: CancellationToken) -> anyhow::Result<()> {
    let mut leadership = app.leadership.changes();
    while !stop.is_cancelled() {
        log_and_continue(embed_new(&app, &stop).await, "embedding papers")?;
        tokio::select! {
            () = tokio::time::sleep(EMBED) => {}
            () = app.index.changed() => {}
            _ = leadership.changed() => {}
            () = stop.cancelled() => {}
        }
    }
    Ok(())
}
