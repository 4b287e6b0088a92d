//! Ends slots without a post, and sets when the next one is due.

use std::collections::VecDeque;

use domain::{FailureReason, SlotState, Subscription};
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::store::subscriptions::{self, Unreadable};
use crate::store::{deliveries, subscription_changes};

/// A post this long after its due time says that it is late.
const LATE: SignedDuration = SignedDuration::from_mins(10);
/// The maximum number of missed slots recorded at once; a schedule may have one per hour.
const MISSED: usize = 100;

/// Whether a slot is so late that its post says so.
pub(super) fn is_late(due: Timestamp, now: Timestamp) -> bool {
    now.duration_since(due) > LATE
}

/// Ends a slot that posts nothing, and sets the next one. False, and nothing happens, if the
/// subscription has changed since it was read.
///
/// # Errors
/// The store's.
pub(super) async fn end(
    app: &App,
    subscription: &Subscription,
    due: Timestamp,
    (state, reason): (SlotState, Option<FailureReason>),
    now: Timestamp,
) -> anyhow::Result<bool> {
    let (id, read, late) = (subscription.id, subscription.clone(), is_late(due, now));
    let write = move |tx: &rusqlite::Transaction| {
        if !subscription_changes::is_current(tx, &read)? {
            return Ok(false);
        }
        deliveries::end_empty(tx, id, due, state, reason, late, now)?;
        subscription_changes::set_next(tx, &read, now)?;
        Ok(true)
    };
    let has_ended = app.store.write(write).await?;
    if has_ended {
        let reason = reason.map(FailureReason::as_str);
        tracing::info!(subscription = %id, %due, state = state.as_str(), reason, "slot ended without a post");
    }
    Ok(has_ended)
}

/// Sets the next slot of a subscription.
///
/// # Errors
/// The store's.
pub(super) async fn set_next(
    app: &App,
    subscription: &Subscription,
    now: Timestamp,
) -> anyhow::Result<()> {
    let read = subscription.clone();
    app.store.write(move |tx| subscription_changes::set_next(tx, &read, now)).await?;
    Ok(())
}

/// Ends slots that were missed, each with the same reason. Does nothing for those that are recorded,
/// because a slot that waits for its list overtakes the same ones in every round.
///
/// # Errors
/// The store's.
pub(super) async fn skip(
    app: &App,
    subscription: &Subscription,
    missed: Vec<Timestamp>,
    reason: FailureReason,
    now: Timestamp,
) -> anyhow::Result<()> {
    let id = subscription.id;
    let missed = app.store.read(move |conn| deliveries::unrecorded(conn, id, missed)).await?;
    let count = missed.len();
    if count == 0 {
        return Ok(());
    }
    let write = move |tx: &rusqlite::Transaction| {
        for due in missed {
            deliveries::end_empty(tx, id, due, SlotState::Skipped, Some(reason), true, now)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    tracing::info!(subscription = %id, count, reason = reason.as_str(), "skipped missed slots");
    Ok(())
}

/// The slots from `due` up to but excluding `end`: the latest hundred, if there are more.
pub(crate) fn missed(
    subscription: &Subscription,
    due: Timestamp,
    end: Timestamp,
) -> Vec<Timestamp> {
    let next = |at: &Timestamp| subscription.settings.schedule.next_after(*at);
    let mut missed = VecDeque::new();
    for at in std::iter::successors(Some(due), next).take_while(|at| *at < end) {
        if missed.len() == MISSED {
            missed.pop_front();
        }
        missed.push_back(at);
    }
    missed.into()
}

/// Ends the slot of an unreadable subscription. It is not due again until a version that can read
/// it recomputes its slots.
///
/// # Errors
/// The store's.
pub(super) async fn end_unreadable_slot(
    app: &App,
    unreadable: Unreadable,
    now: Timestamp,
) -> anyhow::Result<()> {
    let Unreadable { id, due, problem } = unreadable;
    tracing::error!(subscription = %id, problem, "cannot read a subscription, so it posts nothing");
    let write = move |tx: &rusqlite::Transaction| {
        let reason = Some(FailureReason::OwnFault);
        deliveries::end_empty(tx, id, due, SlotState::Failed, reason, false, now)?;
        subscriptions::set_next_due(tx, id, None)
    };
    app.store.write(write).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::subscription;
    use super::*;

    #[test]
    fn up_to_a_hundred_missed_slots_are_recorded() {
        let check = |cron: &str, hours: i64, expected: usize, last: i64| {
            let mut subscription = subscription(1, 7);
            subscription.settings.schedule.cron = cron.parse().expect(cron);
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
