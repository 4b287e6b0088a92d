//! A round: delivers everything that is due, after reading the hub's lists once for all of it.

use std::collections::HashMap;
use std::time::Duration;

use domain::{FailureReason, SlotState, Source, Subscription, SubscriptionId, feed_date};
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::compose::{first_list, listed, undated};
use super::slot::{SlotOutcome, Today, deliver, end};
use super::turns::take_turns;
use super::{IN_FLIGHT, skip};
use crate::app::App;
use crate::app::failure::{Failure, catch_panic, classify, log_and_continue, sentence};
use crate::app::papers::refresh::{ListReadiness, read_again, refresh, settled};
use crate::app::papers::sources::States;
use crate::clock::Clock;
use crate::store::subscriptions::{self, Due};

/// How long a slot waits for a list that is still filling up, or for a hub that is down.
const DEADLINE: SignedDuration = SignedDuration::from_mins(45);
/// The longest that a round waits for the hub before it continues with the stored lists.
const HUB_PATIENCE: Duration = Duration::from_secs(20);
/// Subscriptions read in one batch; a round continues until all are done.
const BATCH: u32 = 20_000;

/// The result of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Nothing is due any more.
    Done,
    /// Something waits for the day's list to settle.
    Waiting,
}

/// Delivers everything that is due at `now`, like [`deliver_since`] the beginning of time.
///
/// # Errors
/// See [`deliver_since`].
pub async fn deliver_due(
    app: &App,
    clock: Clock,
    now: Timestamp,
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    deliver_since(app, clock, Timestamp::MIN, now, stop).await
}

/// Delivers everything that fell due after `after` and by `now`, after one refresh and one read of
/// the lists. Guilds take turns. The subscriptions of one destination are delivered one at a time,
/// longest overdue first and then by number, so that the same papers always go to the same
/// subscription.
///
/// Rounds may overlap: if two of them reach the same slot, only one claims it. A delivery that
/// fails or panics does not delay others.
///
/// # Errors
/// Store errors, and a refused token. Every other failure is recorded in the slot's state.
pub async fn deliver_since(
    app: &App,
    clock: Clock,
    after: Timestamp,
    now: Timestamp,
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    deliver_in_batches(app, clock, (after, now), BATCH, stop).await
}

/// The same as [`deliver_since`], with a different batch size.
///
/// # Errors
/// See [`deliver_since`].
pub async fn deliver_in_batches(
    app: &App,
    clock: Clock,
    (after, now): (Timestamp, Timestamp),
    batch: u32,
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    let (mut round, mut last, mut state) = (Round::Done, (after, SubscriptionId(u64::MAX)), None);
    loop {
        let read = move |conn: &rusqlite::Connection| subscriptions::due(conn, last, now, batch);
        let due = app.store.read(read).await?;
        let Some(next) = due.last else { return Ok(round) };
        let Some(state) = state else {
            state = Some(list_states(app, now).await?);
            // Waiting for the hub can take a while, and an admin may have changed something.
            continue;
        };
        last = next;
        if deliver_batch(app, clock, due, (state, now), stop).await? == Round::Waiting {
            round = Round::Waiting;
        }
    }
}

async fn deliver_batch(
    app: &App,
    clock: Clock,
    due: Due,
    (lists, now): (States, Timestamp),
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    for unreadable in due.unreadable {
        skip::end_unreadable_slot(app, unreadable, now).await?;
    }
    let mut due = due.subscriptions;
    let count = due.len();
    due.retain(|one| {
        lists.of(one.settings.selection.source) == ListReadiness::Yes
            || one.next_due.is_some_and(|due| now.duration_since(due) > DEADLINE)
    });
    let waiting = count - due.len();
    if waiting > 0 {
        tracing::info!(waiting, ?lists, "waiting for a list to settle");
    }
    let mut round = if waiting > 0 { Round::Waiting } else { Round::Done };
    if due.is_empty() {
        return Ok(round);
    }
    let today = prepare(app, &due, (lists, now)).await?;
    let mut work = stream::iter(take_turns(due))
        .map(|destination| deliver_destination(app, clock, destination, &today, stop))
        .buffer_unordered(IN_FLIGHT);
    while let Some(done) = work.next().await {
        if done? == Round::Waiting {
            round = Round::Waiting;
        }
    }
    Ok(round)
}

/// Reads the lists that these subscriptions use.
async fn prepare(
    app: &App,
    due: &[Subscription],
    (lists, now): (States, Timestamp),
) -> anyhow::Result<Today> {
    let of = |source| due.iter().filter(move |one| one.settings.selection.source == source);
    let all_settings = |source| of(source).map(|one| &one.settings);
    let mut papers = HashMap::new();
    for source in [Source::Trending, Source::Rising] {
        if of(source).next().is_some()
            && let Some(list) = undated(app, source, now, all_settings(source)).await?
        {
            papers.insert(source, list);
        }
    }
    let (all, today) = (of(Source::Daily).cloned().collect::<Vec<_>>(), feed_date(now));
    if all.is_empty() {
        return Ok(Today { papers, lists, now });
    }
    let first = move |conn: &rusqlite::Connection| {
        let first = all.iter().map(|one| first_list(conn, one, one.next_due.unwrap_or(now), today));
        first.min_by_key(|day| *day.as_ref().unwrap_or(&today)).transpose()
    };
    let from = app.store.read(first).await?.unwrap_or(today);
    papers.insert(Source::Daily, listed(app, (from, today), all_settings(Source::Daily)).await?);
    Ok(Today { papers, lists, now })
}

/// Delivers the due subscriptions of one destination, one at a time.
async fn deliver_destination(
    app: &App,
    clock: Clock,
    subscriptions: Vec<Subscription>,
    today: &Today,
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    let mut round = Round::Done;
    for subscription in subscriptions {
        let delivered = deliver_or_log(app, clock, subscription, today, stop).await?;
        if delivered == SlotOutcome::Waiting {
            round = Round::Waiting;
        }
    }
    Ok(round)
}

/// Delivers one slot. Failures are logged; a failure that would only recur ends the slot with a
/// reason.
async fn deliver_or_log(
    app: &App,
    clock: Clock,
    subscription: Subscription,
    today: &Today,
    stop: &CancellationToken,
) -> anyhow::Result<SlotOutcome> {
    let (id, due) = (subscription.id, subscription.next_due);
    let error = match catch_panic(deliver(app, clock, &subscription, today, stop)).await {
        Ok(delivered) => return Ok(delivered),
        Err(error) => error,
    };
    let failure = classify(&error);
    if failure == Failure::Final {
        return Err(error);
    }
    tracing::error!(subscription = %id, error = %sentence(&error), "a delivery failed");
    if let (Failure::Lasting, Some(due)) = (failure, due) {
        // A slot that is already claimed stays claimed and is recovered later.
        let ended = (SlotState::Failed, Some(FailureReason::OwnFault));
        let ended = end(app, &subscription, due, ended, today.now).await;
        if let Some(outcome) = log_and_continue(ended, "ending a slot")? {
            return Ok(outcome);
        }
        // Even its end could not be stored; advance to the next slot anyway.
        let moved = skip::set_next(app, &subscription, today.now).await;
        let moved = log_and_continue(moved, "setting the next slot")?;
        return Ok(moved.map_or(SlotOutcome::Waiting, |()| SlotOutcome::Done));
    }
    Ok(SlotOutcome::Waiting)
}

/// Updates the lists, and returns whether they may be posted from.
async fn list_states(app: &App, now: Timestamp) -> anyhow::Result<States> {
    let read = async {
        refresh(app, now).await?;
        if settled(app, now).await? == ListReadiness::NotYet {
            read_again(app, now).await?;
        }
        anyhow::Ok(())
    };
    match tokio::time::timeout(HUB_PATIENCE, read).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            tracing::warn!(error = %sentence(&error), "could not read the hub's lists; using the stored ones");
        }
        Err(_) => {
            tracing::warn!(waited = ?HUB_PATIENCE, "the hub is slow; using the stored lists");
        }
    }
    Ok(States::read(app, now).await?)
}
