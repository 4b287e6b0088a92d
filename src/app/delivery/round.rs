//! Delivery: what is due becomes posts, each once.
//!
//! A slot is claimed in the database, with the bodies of its messages and its papers, before
//! anything is sent. What then happens to it can be found out after any crash: see
//! `app::send_slot`.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use domain::{
    ChannelId, Digest, FailureReason, GuildId, SlotState, Subscription, SubscriptionId, feed_date,
};
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::claim::{Claimed, claim, slot_nonce};
use super::compose::{Listed, compose, first_list, listed};
use super::confirm::{Reconciled, assume, reconcile};
use super::decide::looked_from;
use super::send::send_slot;
use crate::app::App;
use crate::app::failure::{Failure, catch_panic, classify, log_and_continue};
use crate::app::guilds::channel_health::is_open_again;
use crate::app::papers::refresh::{Settled, read_again, refresh, settled};
use crate::clock::Clock;
use crate::store::channels;
use crate::store::deliveries;
use crate::store::subscriptions::{self, Due, Unreadable};

/// After downtime, the last slot missed is caught up if it is not older.
const CATCH_UP: SignedDuration = SignedDuration::from_hours(12);
/// A post this long after its time says that it is late.
pub(super) const LATE: SignedDuration = SignedDuration::from_mins(10);
/// A slot waits so long for a list that is still filling up, or for a hub that is down.
const DEADLINE: SignedDuration = SignedDuration::from_mins(45);
/// The longest that a round waits for the hub before it goes on with what is stored.
const HUB_PATIENCE: Duration = Duration::from_secs(20);
/// Subscriptions that are read at once; the rest of a round follows after them.
const BATCH: u32 = 20_000;
/// How often a post is composed again because its papers reached the channel meanwhile.
const TRIES: usize = 5;
/// Missed slots recorded at once; a schedule may have one an hour.
const MISSED: usize = 100;
/// Slots in hand at the same time. Many, so that slow channels hold nobody: the pace of fifty
/// requests a second is kept elsewhere.
pub(super) const IN_FLIGHT: usize = 256;

/// What a round left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Nothing is due any more.
    Done,
    /// Something waits for the day's list to settle.
    Waiting,
}

/// Delivers everything that is due at `now`: [`deliver_since`] the beginning of time.
///
/// # Errors
/// As there.
pub async fn deliver_due(
    app: &App,
    clock: Clock,
    now: Timestamp,
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    deliver_since(app, clock, Timestamp::MIN, now, stop).await
}

/// Delivers everything that fell due after `after` and by `now`, after one refresh and from one
/// reading of the lists for all of it, servers taking turns. The subscriptions of one channel
/// come one after the other, the longest due first and then by number, so that the same papers go
/// to the same one every time.
///
/// Rounds may overlap: a slot that two of them have in hand is claimed by one. A delivery that
/// breaks off, or panics, holds no other.
///
/// # Errors
/// The store's, and a token that is refused; anything else ends in a slot's state.
pub async fn deliver_since(
    app: &App,
    clock: Clock,
    after: Timestamp,
    now: Timestamp,
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    deliver_in_batches(app, clock, (after, now), BATCH, stop).await
}

/// The same with another number of subscriptions that are read at once.
///
/// # Errors
/// As there.
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
        last = next;
        let state = match state {
            Some(state) => state,
            None => *state.insert(list_state(app, now).await?),
        };
        if deliver_batch(app, clock, due, (state, now), stop).await? == Round::Waiting {
            round = Round::Waiting;
        }
    }
}

async fn deliver_batch(
    app: &App,
    clock: Clock,
    due: Due,
    (state, now): (Settled, Timestamp),
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    for unreadable in due.unreadable {
        put_aside(app, unreadable, now).await?;
    }
    let mut due = due.subscriptions;
    let count = due.len();
    if state != Settled::Yes {
        due.retain(|one| one.next_due.is_some_and(|due| now.duration_since(due) > DEADLINE));
    }
    let waiting = count - due.len();
    if waiting > 0 {
        tracing::info!(waiting, ?state, "the day's list is not settled yet");
    }
    let mut round = if waiting > 0 { Round::Waiting } else { Round::Done };
    if due.is_empty() {
        return Ok(round);
    }
    let today = prepare(app, &due, (state, now)).await?;
    let mut work = stream::iter(take_turns(due))
        .map(|channel| deliver_channel(app, clock, channel, &today, stop))
        .buffer_unordered(IN_FLIGHT);
    while let Some(done) = work.next().await {
        if done? == Round::Waiting {
            round = Round::Waiting;
        }
    }
    Ok(round)
}

/// Reads the lists that these subscriptions draw on.
async fn prepare(
    app: &App,
    due: &[Subscription],
    (state, now): (Settled, Timestamp),
) -> anyhow::Result<Today> {
    let (all, today) = (due.to_vec(), feed_date(now));
    let first = move |conn: &rusqlite::Connection| {
        let first = all.iter().map(|one| first_list(conn, one, one.next_due.unwrap_or(now), today));
        first.min_by_key(|day| *day.as_ref().unwrap_or(&today)).transpose()
    };
    let from = app.store.read(first).await?.unwrap_or(today);
    let papers = listed(app, (from, today), due.iter().map(|one| &one.order)).await?;
    Ok(Today { papers, state, now })
}

/// Delivers what is due of one channel, one subscription after the other.
async fn deliver_channel(
    app: &App,
    clock: Clock,
    subscriptions: Vec<Subscription>,
    today: &Today,
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    let mut round = Round::Done;
    for subscription in subscriptions {
        if deliver_or_tell(app, clock, subscription, today, stop).await? == Round::Waiting {
            round = Round::Waiting;
        }
    }
    Ok(round)
}

/// Delivers one slot. What fails on its own is logged and, if it would only fail again, ends the
/// slot with a reason.
async fn deliver_or_tell(
    app: &App,
    clock: Clock,
    subscription: Subscription,
    today: &Today,
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    let (id, due) = (subscription.id, subscription.next_due);
    let error = match catch_panic(deliver(app, clock, &subscription, today, stop)).await {
        Ok(round) => return Ok(round),
        Err(error) => error,
    };
    let failure = classify(&error);
    if failure == Failure::Final {
        return Err(error);
    }
    tracing::error!(subscription = %id, error = %format!("{error:#}"), "a delivery broke off");
    if let (Failure::Lasting, Some(due)) = (failure, due) {
        // One that is claimed already stays so, and is recovered.
        let reason = Some(FailureReason::OwnFault);
        let ended = end(app, &subscription, due, SlotState::Failed, reason, today.now).await;
        if log_and_continue(ended, "ending a slot")?.is_some() {
            return Ok(Round::Done);
        }
        // Not even its end can be written: the next slot has its turn all the same.
        let moved = move_on(app, &subscription, today.now).await;
        return Ok(log_and_continue(moved, "passing a slot over")?
            .map_or(Round::Waiting, |()| Round::Done));
    }
    Ok(Round::Waiting)
}

/// Ends the slot of a subscription that cannot be read, and lets it rest until one can.
async fn put_aside(app: &App, unreadable: Unreadable, now: Timestamp) -> anyhow::Result<()> {
    let Unreadable { id, due, problem } = unreadable;
    tracing::error!(subscription = %id, problem, "a subscription cannot be read; it rests");
    let write = move |tx: &rusqlite::Transaction| {
        deliveries::end_empty(
            tx,
            id,
            due,
            SlotState::Failed,
            Some(FailureReason::OwnFault),
            false,
            now,
        )?;
        subscriptions::set_next_due(tx, id, None)
    };
    app.store.write(write).await?;
    Ok(())
}

/// Brings the lists up to date, and says whether the day's is settled.
async fn list_state(app: &App, now: Timestamp) -> anyhow::Result<Settled> {
    let read = async {
        refresh(app, now).await?;
        if settled(app, now).await? == Settled::NotYet {
            read_again(app, now).await?;
        }
        anyhow::Ok(())
    };
    match tokio::time::timeout(HUB_PATIENCE, read).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            tracing::warn!(error = %format!("{error:#}"), "the hub gave no list; what is stored stands");
        }
        Err(_) => tracing::warn!("the hub is slow; what is stored stands"),
    }
    Ok(settled(app, now).await?)
}

/// The channels with what is due there: the first of every server, then the second of every
/// server, so that a large server never holds a small one.
fn take_turns(due: Vec<Subscription>) -> Vec<Vec<Subscription>> {
    let mut places: HashMap<ChannelId, usize> = HashMap::new();
    let mut channels: Vec<Vec<Subscription>> = Vec::new();
    for one in due {
        let place = *places.entry(one.order.channel).or_insert(channels.len());
        match channels.get_mut(place) {
            Some(channel) => channel.push(one),
            None => channels.push(vec![one]),
        }
    }
    let mut seen: HashMap<GuildId, usize> = HashMap::new();
    let mut order: Vec<(usize, Vec<Subscription>)> = Vec::new();
    for channel in channels {
        let turn = channel.first().map(|one| seen.entry(one.order.guild).or_default());
        let turn = turn.map_or(0, |turn| {
            *turn += 1;
            *turn
        });
        order.push((turn, channel));
    }
    order.sort_by_key(|(turn, _)| *turn);
    order.into_iter().map(|(_, channel)| channel).collect()
}

/// What all deliveries of a round share.
struct Today {
    papers: Vec<Listed>,
    state: Settled,
    now: Timestamp,
}

async fn deliver(
    app: &App,
    clock: Clock,
    subscription: &Subscription,
    today: &Today,
    stop: &CancellationToken,
) -> anyhow::Result<Round> {
    let now = today.now;
    if stop.is_cancelled() || !app.leadership.is_leader() {
        return Ok(Round::Done);
    }
    let Some(due) = subscription.next_due else { return Ok(Round::Done) };
    let earliest = now.checked_sub(CATCH_UP).unwrap_or(now);
    let last = subscription.order.schedule.last_between(earliest, now);
    // A wall clock set back, or rules of a zone that changed, may leave only the stored instant.
    let last = last.or((due > earliest).then_some(due));
    let Some(slot_at) = last else {
        let missed = missed(subscription, due, now);
        pass_over(app, subscription, missed, FailureReason::Missed, now).await?;
        move_on(app, subscription, now).await?;
        return Ok(Round::Done);
    };
    if due < slot_at {
        let missed = missed(subscription, due, slot_at);
        pass_over(app, subscription, missed, FailureReason::Overtaken, now).await?;
    }
    let (guild, channel) = (subscription.order.guild, subscription.order.channel);
    let trouble = app.store.read(move |conn| channels::get(conn, channel)).await?;
    if let Some(trouble) = trouble
        && !is_open_again(app, guild, channel, now).await?
    {
        let reason = Some(trouble.reason);
        end(app, subscription, slot_at, SlotState::Failed, reason, now).await?;
        return Ok(Round::Done);
    }
    if let Some(round) = check_channel(app, subscription, slot_at, today).await? {
        return Ok(round);
    }
    for _ in 0..TRIES {
        let Some(digest) = choose_papers(app, subscription, slot_at, today).await? else {
            return Ok(Round::Waiting);
        };
        if digest.chosen.is_empty() {
            return Ok(Round::Done);
        }
        app.failpoint.pass("composed");
        match claim(app, clock, subscription, &digest, slot_at, now).await? {
            Claimed::Slot(slot) => {
                app.failpoint.pass("claimed");
                if let Some(_hand) = app.slot_locks.try_lock_slot(slot.id) {
                    send_slot(app, clock, slot, stop).await?;
                }
                return Ok(Round::Done);
            }
            // Papers of it reached the channel meanwhile: without them, then.
            Claimed::Conflict => {}
            Claimed::Nothing(round) => return Ok(round),
        }
    }
    Ok(Round::Waiting)
}

/// The papers of a slot. Without any, the slot has ended; nothing while it must wait for the list.
async fn choose_papers(
    app: &App,
    subscription: &Subscription,
    slot_at: Timestamp,
    today: &Today,
) -> anyhow::Result<Option<Digest>> {
    let (one, date) = (subscription.clone(), feed_date(today.now));
    let from = app.store.read(move |conn| first_list(conn, &one, slot_at, date)).await?;
    let nobody = HashMap::new();
    let digest = compose(app, subscription, &today.papers, (from, date), &nobody).await?;
    if digest.chosen.is_empty() {
        let (state, reason) = match today.state {
            // Nothing new on a list that nobody could read is not known to be nothing,
            Settled::Unknown => (SlotState::Failed, Some(FailureReason::HubUnavailable)),
            // nor is it after one early reading, however late the slot is.
            Settled::NotYet => return Ok(None),
            Settled::Yes => (SlotState::NothingNew, None),
        };
        end(app, subscription, slot_at, state, reason, today.now).await?;
    }
    Ok(Some(digest))
}

/// Reads the channel before a slot that is not fresh, or from a database that may be older than
/// what was sent: papers that are there already are then known. Says what became of the slot if
/// nothing can be sent now.
async fn check_channel(
    app: &App,
    subscription: &Subscription,
    slot_at: Timestamp,
    today: &Today,
) -> anyhow::Result<Option<Round>> {
    let (channel, now) = (subscription.order.channel, today.now);
    let doubt = app.store.read(move |conn| channels::doubtful_since(conn, channel)).await?;
    let late = (now.duration_since(slot_at) > LATE).then_some(slot_at);
    let Some(since) = doubt.into_iter().chain(late).min() else { return Ok(None) };
    let place = (subscription.order.guild, channel);
    let mark = slot_nonce(subscription, slot_at);
    let found = reconcile(app, place, &mark, looked_from(since, now), now).await?;
    let (state, reason) = match (found, doubt) {
        (Reconciled::Sent, _) => (SlotState::Skipped, FailureReason::AlreadySent),
        // What a database that is not doubted knows of its own slots is true.
        (Reconciled::Yes, _) | (_, None) => return Ok(None),
        (Reconciled::Later, Some(_)) => return Ok(Some(Round::Waiting)),
        (Reconciled::Closed(reason), Some(_)) => {
            app.store.write(move |tx| channels::trouble(tx, channel, reason, now)).await?;
            (SlotState::Failed, reason)
        }
        (Reconciled::Unreadable, Some(_)) => {
            let papers = today.papers.iter().map(|listed| listed.paper.id.clone()).collect();
            assume(app, channel, papers, now).await?;
            (SlotState::Failed, FailureReason::Unconfirmed)
        }
    };
    end(app, subscription, slot_at, state, Some(reason), now).await?;
    Ok(Some(Round::Done))
}

/// The slots from `due` up to `end`, without it: the latest hundred, if there are more.
pub(crate) fn missed(
    subscription: &Subscription,
    due: Timestamp,
    end: Timestamp,
) -> Vec<Timestamp> {
    let next = |at: &Timestamp| subscription.order.schedule.next_after(*at);
    let mut missed = VecDeque::new();
    for at in std::iter::successors(Some(due), next).take_while(|at| *at < end) {
        if missed.len() == MISSED {
            missed.pop_front();
        }
        missed.push_back(at);
    }
    missed.into()
}

/// Records slots that were missed: each of them ends.
async fn pass_over(
    app: &App,
    subscription: &Subscription,
    missed: Vec<Timestamp>,
    reason: FailureReason,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (id, count) = (subscription.id, missed.len());
    let write = move |tx: &rusqlite::Transaction| {
        for due in missed {
            deliveries::end_empty(tx, id, due, SlotState::Skipped, Some(reason), true, now)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    tracing::info!(subscription = %id, count, reason = reason.as_str(), "slots are passed over");
    Ok(())
}

async fn end(
    app: &App,
    subscription: &Subscription,
    due: Timestamp,
    state: SlotState,
    reason: Option<FailureReason>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (id, late) = (subscription.id, now.duration_since(due) > LATE);
    app.store.write(move |tx| deliveries::end_empty(tx, id, due, state, reason, late, now)).await?;
    let reason = reason.map(FailureReason::as_str);
    tracing::info!(subscription = %id, %due, state = state.as_str(), reason, "slot ended");
    move_on(app, subscription, now).await
}

async fn move_on(app: &App, subscription: &Subscription, now: Timestamp) -> anyhow::Result<()> {
    let (id, next) = (subscription.id, subscription.order.schedule.next_after(now));
    app.store.write(move |tx| subscriptions::set_next_due(tx, id, next)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::{ChannelId, Schedule, SubscriptionDraft, SubscriptionId, UserId, Zone};
    use jiff::civil::Date;

    use super::*;

    fn one((id, guild): (u64, u64)) -> Subscription {
        Subscription {
            id: SubscriptionId(id),
            order: SubscriptionDraft {
                guild: GuildId(guild),
                channel: ChannelId(id),
                created_by: UserId(1),
                topics: domain::Topics::default(),
                schedule: Schedule { cron: "09:00".parse().expect("a time"), zone: Zone::utc() },
                min_upvotes: 0,
                max_papers: 1,
                strictness: domain::Strictness::Normal,
            },
            since: Date::constant(2026, 5, 12),
            next_due: None,
        }
    }

    #[test]
    fn servers_take_turns() {
        let due = [(1, 7), (2, 7), (3, 7), (4, 8), (5, 9), (6, 8)].map(one).to_vec();
        let order: Vec<u64> = take_turns(due).iter().flatten().map(|one| one.id.0).collect();
        assert_eq!(order, [1, 4, 5, 2, 6, 3]);
    }

    #[test]
    fn subscriptions_of_one_channel_come_one_after_the_other() {
        let mut due = [(1, 7), (2, 7), (3, 8), (4, 7)].map(one).to_vec();
        due[3].order.channel = ChannelId(1);
        let turns = take_turns(due);
        let turns: Vec<Vec<u64>> =
            turns.iter().map(|channel| channel.iter().map(|one| one.id.0).collect()).collect();
        assert_eq!(turns, [vec![1, 4], vec![3], vec![2]]);
    }

    #[test]
    fn every_missed_slot_is_named_up_to_a_hundred() {
        let check = |cron: &str, hours: i64, expected: usize, last: i64| {
            let mut subscription = one((1, 7));
            subscription.order.schedule.cron = cron.parse().expect(cron);
            let due: Timestamp = "2026-05-12T09:00:00Z".parse().expect("a time");
            let end = due.checked_add(SignedDuration::from_hours(hours)).expect("a time");
            let missed = missed(&subscription, due, end);
            assert_eq!(missed.len(), expected, "{cron}, {hours} h");
            let before = missed.last().map(|at| end.duration_since(*at).as_mins());
            assert_eq!(before, Some(last), "{cron}, {hours} h");
        };
        check("09:00", 24, 1, 24 * 60);
        check("09:00", 4 * 24, 4, 24 * 60);
        check("0 * * * *", 30, 30, 60);
        check("0 * * * *", 30 * 24, 100, 60);
    }
}
