//! Delivery: what is due becomes posts, each once.
//!
//! A slot is claimed in the database, with the bodies of its messages and its papers, before
//! anything is sent. What then happens to it can be found out after any crash: see
//! `app::carry`.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use commands::render::{self, Occasion, digest};
use domain::{Digest, FailureReason, GuildId, SlotState, Subscription, feed_date};
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::watch;

use super::App;
use super::carry::carry;
use super::compose::{Listed, compose, listed};
use super::mishap::{Mishap, caught, endure, weigh};
use super::refresh::{Settled, read_again, refresh, settled};
use super::trouble::is_open_again;
use crate::clock::Clock;
use crate::store::deliveries::{self, Claim, NewPart, NewSlot, Slot};
use crate::store::subscriptions::{self, Unreadable};
use crate::store::{channels, lease};

/// After downtime, the last slot missed is caught up if it is not older.
const CATCH_UP: SignedDuration = SignedDuration::from_hours(12);
/// A post this long after its time says that it is late.
const LATE: SignedDuration = SignedDuration::from_mins(10);
/// A slot waits so long for a list that is still filling up, or for a hub that is down.
const DEADLINE: SignedDuration = SignedDuration::from_mins(45);
/// The longest that a round waits for the hub before it goes on with what is stored.
const HUB_PATIENCE: Duration = Duration::from_secs(20);
/// Subscriptions of one round; the rest follow in the next.
const BATCH: u32 = 20_000;
/// Missed slots recorded at once; a schedule may have one an hour.
const MISSED: usize = 100;
/// Why a missed slot is not caught up.
const TOO_OLD: &str = "missed by more than 12 hours: the bot was not running";
/// Why a missed slot is not caught up, though it is not too old.
const OVERTAKEN: &str = "missed: the bot was not running, and a later slot followed";
/// Why a slot failed through no fault of Discord or the hub.
const OWN_FAULT: &str = "a fault of the bot itself; its log says more";
/// Slots in hand at the same time. Many, so that slow channels hold nobody: the pace of fifty
/// requests a second is kept elsewhere.
pub(super) const IN_FLIGHT: usize = 256;

/// Signals that the process wants to end; what is not yet sent is then left for the next start.
pub type Stop = watch::Receiver<bool>;

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
    stop: &Stop,
) -> anyhow::Result<Round> {
    deliver_since(app, clock, Timestamp::MIN, now, stop).await
}

/// Delivers everything that fell due after `after` and by `now`, after one refresh and from one
/// reading of the lists for all of it, servers taking turns.
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
    stop: &Stop,
) -> anyhow::Result<Round> {
    let due = app.store.read(move |conn| subscriptions::due(conn, after, now, BATCH)).await?;
    for unreadable in due.unreadable {
        put_aside(app, unreadable, now).await?;
    }
    let mut due = due.subscriptions;
    if due.is_empty() {
        return Ok(Round::Done);
    }
    let state = list_state(app, now).await?;
    let count = due.len();
    if state != Settled::Yes {
        due.retain(|one| one.next_due.is_some_and(|due| now.duration_since(due) > DEADLINE));
        let waiting = count - due.len();
        tracing::info!(waiting, ?state, "the day's list is not settled yet");
    }
    let mut round = if due.len() < count { Round::Waiting } else { Round::Done };
    if due.is_empty() {
        return Ok(round);
    }
    let papers = listed(app, feed_date(now), due.iter().map(|one| &one.order)).await?;
    let today = Today { papers: &papers, state, now };
    let mut work = stream::iter(take_turns(due))
        .map(|one| deliver_or_tell(app, clock, one, &today, stop))
        .buffer_unordered(IN_FLIGHT);
    while let Some(done) = work.next().await {
        if done? == Round::Waiting {
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
    today: &Today<'_>,
    stop: &Stop,
) -> anyhow::Result<Round> {
    let (id, due) = (subscription.id, subscription.next_due);
    let error = match caught(deliver(app, clock, &subscription, today, stop)).await {
        Ok(round) => return Ok(round),
        Err(error) => error,
    };
    let mishap = weigh(&error);
    if mishap == Mishap::Final {
        return Err(error);
    }
    tracing::error!(subscription = %id, error = %format!("{error:#}"), "a delivery broke off");
    if let (Mishap::Lasting, Some(due)) = (mishap, due) {
        // One that is claimed already stays so, and is recovered.
        let ended =
            end(app, &subscription, due, SlotState::Failed, Some(OWN_FAULT), today.now).await;
        return Ok(endure(ended, "ending a slot")?.map_or(Round::Waiting, |()| Round::Done));
    }
    Ok(Round::Waiting)
}

/// Ends the slot of a subscription that cannot be read, and lets it rest until one can.
async fn put_aside(app: &App, unreadable: Unreadable, now: Timestamp) -> anyhow::Result<()> {
    let Unreadable { id, due, problem } = unreadable;
    tracing::error!(subscription = %id, problem, "a subscription cannot be read; it rests");
    let write = move |tx: &rusqlite::Transaction| {
        deliveries::end_empty(tx, id, due, SlotState::Failed, Some(OWN_FAULT), false, now)?;
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

/// The first of every server, then the second of every server: a large server never holds a
/// small one.
fn take_turns(mut due: Vec<Subscription>) -> Vec<Subscription> {
    let mut seen: HashMap<GuildId, usize> = HashMap::new();
    let turn = |one: &Subscription| {
        let turn = seen.entry(one.order.guild).or_default();
        *turn += 1;
        *turn
    };
    let turns: Vec<usize> = due.iter().map(turn).collect();
    let mut order: Vec<(usize, Subscription)> = turns.into_iter().zip(due.drain(..)).collect();
    order.sort_by_key(|(turn, _)| *turn);
    order.into_iter().map(|(_, one)| one).collect()
}

/// What all deliveries of a round share.
struct Today<'a> {
    papers: &'a [Listed],
    state: Settled,
    now: Timestamp,
}

async fn deliver(
    app: &App,
    clock: Clock,
    subscription: &Subscription,
    today: &Today<'_>,
    stop: &Stop,
) -> anyhow::Result<Round> {
    let now = today.now;
    if *stop.borrow() || !app.duty.is_on() {
        return Ok(Round::Done);
    }
    let Some(due) = subscription.next_due else { return Ok(Round::Done) };
    let earliest = now.checked_sub(CATCH_UP).unwrap_or(now);
    let last = subscription.order.schedule.last_between(earliest, now);
    // A wall clock set back, or rules of a zone that changed, may leave only the stored instant.
    let last = last.or((due > earliest).then_some(due));
    let Some(slot_at) = last else {
        pass_over(app, subscription, missed(subscription, due, now), TOO_OLD, now).await?;
        move_on(app, subscription, now).await?;
        return Ok(Round::Done);
    };
    if due < slot_at {
        pass_over(app, subscription, missed(subscription, due, slot_at), OVERTAKEN, now).await?;
    }
    let (guild, channel) = (subscription.order.guild, subscription.order.channel);
    let trouble = app.store.read(move |conn| channels::get(conn, channel)).await?;
    if let Some(trouble) = trouble
        && !is_open_again(app, guild, channel, now).await?
    {
        let reason = Some(trouble.reason.as_str());
        end(app, subscription, slot_at, SlotState::Failed, reason, now).await?;
        return Ok(Round::Done);
    }
    let digest = compose(app, subscription, today.papers, feed_date(now)).await?;
    if digest.chosen.is_empty() {
        let (state, reason) = match today.state {
            // Nothing new on a list that nobody could read is not known to be nothing,
            Settled::Unknown => (SlotState::Failed, Some(FailureReason::HubUnavailable.as_str())),
            // nor is it after one early reading, however late the slot is.
            Settled::NotYet => return Ok(Round::Waiting),
            Settled::Yes => (SlotState::NothingNew, None),
        };
        end(app, subscription, slot_at, state, reason, now).await?;
        return Ok(Round::Done);
    }
    app.rehearsal.pass("composed");
    let slot = match claim(app, clock, subscription, &digest, slot_at, now).await? {
        Ok(slot) => slot,
        Err(round) => return Ok(round),
    };
    app.rehearsal.pass("claimed");
    if let Some(_hand) = app.take_in_hand(slot.id) {
        carry(app, clock, slot, stop).await?;
    }
    Ok(Round::Done)
}

/// The slots from `due` up to `end`, without it: the latest hundred, if there are more.
fn missed(subscription: &Subscription, due: Timestamp, end: Timestamp) -> Vec<Timestamp> {
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
    reason: &'static str,
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
    tracing::info!(subscription = %id, count, reason, "slots are passed over");
    Ok(())
}

/// Writes the slot, its parts and their papers before anything is sent, and moves the
/// subscription on to its next slot, in one transaction. Without a slot it says what is left.
async fn claim(
    app: &App,
    clock: Clock,
    subscription: &Subscription,
    chosen: &Digest,
    slot_at: Timestamp,
    now: Timestamp,
) -> anyhow::Result<Result<Slot, Round>> {
    let late = now.duration_since(slot_at) > LATE;
    let order = &subscription.order;
    // The same slot has the same mark whoever computes it, so that even a second process with a
    // copy of the database would be recognised by Discord.
    let mark = format!("{}-{}", slot_at.as_second(), subscription.id);
    let occasion =
        Occasion { topics: &order.topics, late_since: late.then_some(slot_at), mark: &mark };
    let parts = digest(chosen, &occasion).into_iter().enumerate();
    let slot = NewSlot {
        subscription: subscription.id,
        guild: order.guild,
        channel: order.channel,
        due_at: slot_at,
        late,
        parts: parts.map(|(number, part)| new_part(&occasion, number, part)).collect(),
        passed_over: chosen.passed_over().map(|paper| paper.id.clone()).collect(),
    };
    let (id, next) = (subscription.id, order.schedule.next_after(now));
    let (holder, at) = (app.duty.holder().to_owned(), clock.now());
    let claim = app
        .store
        .write(move |tx| {
            if !lease::is_held(tx, &holder, at)? {
                return Ok(None);
            }
            let claim = deliveries::claim(tx, &slot, now)?;
            // A conflict leaves the subscription due: it is composed anew at once.
            if !matches!(claim, Claim::Conflict(_)) {
                subscriptions::set_next_due(tx, id, next)?;
            }
            Ok(Some(claim))
        })
        .await?;
    match claim {
        Some(Claim::Claimed(slot)) => return Ok(Ok(slot)),
        Some(Claim::Taken(state)) => {
            tracing::info!(subscription = %id, %slot_at, state = state.as_str(), "this slot has been seen to");
        }
        Some(Claim::Conflict(papers)) => {
            tracing::info!(subscription = %id, papers = papers.len(), "another subscription of the channel was faster");
        }
        Some(Claim::Gone) => {}
        None => {
            tracing::warn!(subscription = %id, "the lease is not ours: nothing is sent");
            return Ok(Err(Round::Waiting));
        }
    }
    Ok(Err(Round::Done))
}

/// A part as it is stored and sent.
pub(super) fn new_part(occasion: &Occasion, number: usize, part: render::Part) -> NewPart {
    let nonce = occasion.part_mark(number);
    let mut body = part.message.to_json();
    body["nonce"] = json!(nonce);
    body["enforce_nonce"] = json!(true);
    NewPart { nonce, body: body.to_string(), papers: part.papers }
}

async fn end(
    app: &App,
    subscription: &Subscription,
    due: Timestamp,
    state: SlotState,
    reason: Option<&'static str>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (id, late) = (subscription.id, now.duration_since(due) > LATE);
    app.store.write(move |tx| deliveries::end_empty(tx, id, due, state, reason, late, now)).await?;
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
        let order: Vec<u64> = take_turns(due).iter().map(|one| one.id.0).collect();
        assert_eq!(order, [1, 4, 5, 2, 6, 3]);
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
