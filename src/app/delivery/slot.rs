//! Handles one due slot: whether it posts, what it posts, and how it ends.

use std::collections::HashMap;

use domain::{CATCH_UP, Digest, FailureReason, SlotState, Source, Subscription, feed_date};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::claim::{Claimed, claim};
use super::compose::{Listed, compose, first_list};
use super::confirm::{Reconciled, assume_posted, reconcile};
use super::decide::looked_from;
use super::send::send_slot;
use super::{nonce, skip};
use crate::app::App;
use crate::app::guilds::channel_health::is_open_again;
use crate::app::papers::refresh::ListReadiness;
use crate::app::papers::sources::States;
use crate::clock::Clock;
use crate::store::activity::Doubt;
use crate::store::destinations;

/// How often a post is composed again because another subscription took some of its papers.
const TRIES: usize = 5;

/// What all slots of a round share.
pub(super) struct Today {
    /// The papers on the lists in use.
    pub(super) papers: HashMap<Source, Vec<Listed>>,
    /// Whether each list may be posted from.
    pub(super) lists: States,
    /// The time of the round.
    pub(super) now: Timestamp,
}

impl Today {
    /// The papers available to a subscription.
    fn papers_for(&self, subscription: &Subscription) -> &[Listed] {
        self.papers.get(&subscription.settings.selection.source).map_or(&[], Vec::as_slice)
    }
}

/// The outcome for a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlotOutcome {
    /// It has ended, or is recorded and will end.
    Done,
    /// It stays due.
    Waiting,
}

/// Delivers the due slot of a subscription.
///
/// # Errors
/// Store errors, and a refused token.
pub(super) async fn deliver(
    app: &App,
    clock: Clock,
    subscription: &Subscription,
    today: &Today,
    stop: &CancellationToken,
) -> anyhow::Result<SlotOutcome> {
    if stop.is_cancelled() || !app.leadership.is_leader() {
        return Ok(SlotOutcome::Done);
    }
    let Some(slot_at) = last_due(app, subscription, today.now).await? else {
        return Ok(SlotOutcome::Done);
    };
    if let Some(reason) = blocked(app, subscription, today.now).await? {
        let ended = (SlotState::Failed, Some(reason));
        return end(app, subscription, slot_at, ended, today.now).await;
    }
    if let Some(delivered) = read_if_doubtful(app, subscription, slot_at, today).await? {
        return Ok(delivered);
    }
    for _ in 0..TRIES {
        let Some(digest) = choose_papers(app, subscription, slot_at, today).await? else {
            return Ok(SlotOutcome::Waiting);
        };
        if digest.chosen.is_empty() {
            return Ok(SlotOutcome::Done);
        }
        app.failpoint.pass("composed");
        match claim(app, clock, subscription, &digest, slot_at, today.now).await? {
            Claimed::Slot(slot) => {
                app.failpoint.pass("claimed");
                if let Some(_guard) = app.slot_locks.try_lock_slot(slot.id) {
                    send_slot(app, clock, slot, stop).await?;
                }
                return Ok(SlotOutcome::Done);
            }
            // Compose again without those papers.
            Claimed::Conflict => {}
            Claimed::Taken | Claimed::Gone => return Ok(SlotOutcome::Done),
            Claimed::Changed => return Ok(changed(subscription)),
            Claimed::NotLeader => return Ok(SlotOutcome::Waiting),
        }
    }
    Ok(SlotOutcome::Waiting)
}

/// A slot of a subscription that was changed during the round: the next one reads it again, with the
/// papers for its topics.
fn changed(subscription: &Subscription) -> SlotOutcome {
    tracing::info!(subscription = %subscription.id, "changed during this round, left for the next");
    SlotOutcome::Waiting
}

/// Ends a slot that posts nothing, unless the subscription was changed during the round: with its
/// new settings it may post.
///
/// # Errors
/// The store's.
pub(super) async fn end(
    app: &App,
    subscription: &Subscription,
    slot_at: Timestamp,
    ended: (SlotState, Option<FailureReason>),
    now: Timestamp,
) -> anyhow::Result<SlotOutcome> {
    match skip::end(app, subscription, slot_at, ended, now).await? {
        true => Ok(SlotOutcome::Done),
        false => Ok(changed(subscription)),
    }
}

/// The slot to deliver: the last one due by `now`, unless it is too old. Earlier ones end as
/// skipped; `None` if all of them do.
async fn last_due(
    app: &App,
    subscription: &Subscription,
    now: Timestamp,
) -> anyhow::Result<Option<Timestamp>> {
    let Some(due) = subscription.next_due else { return Ok(None) };
    let earliest = now.checked_sub(CATCH_UP).unwrap_or(now);
    let last = subscription.settings.schedule.last_between(earliest, now);
    // The stored time may not be among those of the schedule: if that or the time zone's rules have
    // changed since, or the clock was set back. Earlier ones were not due.
    let last = last.max(Some(due).filter(|due| *due > earliest));
    let Some(slot_at) = last else {
        let missed = skip::missed(subscription, due, now);
        skip::skip(app, subscription, missed, FailureReason::Missed, now).await?;
        skip::set_next(app, subscription, now).await?;
        return Ok(None);
    };
    if due < slot_at {
        let missed = skip::missed(subscription, due, slot_at);
        skip::skip(app, subscription, missed, FailureReason::Overtaken, now).await?;
    }
    Ok(Some(slot_at))
}

/// Why the destination accepts no posts, if it is blocked and still refuses them.
async fn blocked(
    app: &App,
    subscription: &Subscription,
    now: Timestamp,
) -> anyhow::Result<Option<FailureReason>> {
    let (guild, destination) = (subscription.settings.guild, subscription.settings.destination);
    let known = app.store.read(move |conn| destinations::blocked(conn, destination)).await?;
    Ok(match known {
        Some(known) if !is_open_again(app, guild, destination, now).await? => Some(known.reason),
        _ => None,
    })
}

/// The papers of a slot. If there are none, the slot has ended; `None` while it must wait.
async fn choose_papers(
    app: &App,
    subscription: &Subscription,
    slot_at: Timestamp,
    today: &Today,
) -> anyhow::Result<Option<Digest>> {
    let (one, date) = (subscription.clone(), feed_date(today.now));
    let from = app.store.read(move |conn| first_list(conn, &one, slot_at, date)).await?;
    let (papers, none_taken) = (today.papers_for(subscription), HashMap::new());
    let digest = compose(app, subscription, papers, (from, date), &none_taken).await?;
    if digest.chosen.is_empty() {
        let ended = match today.lists.of(subscription.settings.selection.source) {
            // If the list could not be read, it is unknown whether there is anything new.
            ListReadiness::Unknown => (SlotState::Failed, Some(FailureReason::HubUnavailable)),
            // The same holds after a single early reading, however late the slot is.
            ListReadiness::NotYet => return Ok(None),
            ListReadiness::Yes => (SlotState::NothingNew, None),
        };
        if end(app, subscription, slot_at, ended, today.now).await? == SlotOutcome::Waiting {
            return Ok(None);
        }
    }
    Ok(Some(digest))
}

/// Reads the destination before a slot that is late, or one from a database that may be older than
/// the posts, so that papers already posted are known. Returns the outcome for the slot if nothing
/// can be sent now.
async fn read_if_doubtful(
    app: &App,
    subscription: &Subscription,
    slot_at: Timestamp,
    today: &Today,
) -> anyhow::Result<Option<SlotOutcome>> {
    let (destination, now) = (subscription.settings.destination, today.now);
    let doubt = move |conn: &rusqlite::Connection| destinations::doubt(conn, destination);
    let (doubt, doubtful_since) = app.store.read(doubt).await?.unzip();
    let late = skip::is_late(slot_at, now).then_some(slot_at);
    let Some(since) = doubtful_since.into_iter().chain(late).min() else { return Ok(None) };
    let place = (subscription.settings.guild, destination);
    let nonce = nonce::of_slot(subscription, slot_at);
    let found = reconcile(app, place, &nonce, looked_from(since, now), now).await?;
    let already_sent = (SlotState::Skipped, FailureReason::AlreadySent);
    let (state, reason) = match (found, doubt) {
        (Reconciled::Sent, _) | (Reconciled::Unreadable { is_sent: true }, None) => already_sent,
        // A database that is not in doubt is right about its own slots.
        (Reconciled::Yes, _) | (_, None) => return Ok(None),
        (Reconciled::Later, Some(_)) => return Ok(Some(SlotOutcome::Waiting)),
        (Reconciled::Closed(reason), Some(_)) => {
            let block =
                move |tx: &rusqlite::Transaction| destinations::block(tx, destination, reason, now);
            app.store.write(block).await?;
            (SlotState::Failed, reason)
        }
        (Reconciled::Unreadable { is_sent }, Some(Doubt::Unused)) => {
            // Most likely the machine was off, which must not cost a post.
            app.store.write(move |tx| destinations::clear_doubt(tx, destination)).await?;
            tracing::info!(
                subscription = %subscription.id,
                "could not read all of a destination after a time without use; posting there as usual"
            );
            if !is_sent {
                return Ok(None);
            }
            already_sent
        }
        (Reconciled::Unreadable { is_sent }, Some(Doubt::Older)) => {
            let papers = today.papers_for(subscription);
            let papers = papers.iter().map(|listed| listed.paper.id.clone()).collect();
            assume_posted(app, destination, papers, now).await?;
            if is_sent { already_sent } else { (SlotState::Failed, FailureReason::Unconfirmed) }
        }
    };
    end(app, subscription, slot_at, (state, Some(reason)), now).await.map(Some)
}
