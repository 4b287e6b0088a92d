//! The next post of a subscription: the same steps as a delivery, without writing anything.

use std::collections::HashMap;

use domain::{Digest, FailureReason, Source, Subscription, feed_date};
use jiff::Timestamp;
use jiff::civil::Date;

use super::App;
use super::delivery::compose::{compose, first_list, listed, undated};
use crate::store::{self, destinations, subscriptions};

/// The next post. Subscriptions of the same destination that are due earlier, or at the same time
/// with a lower number, take their papers first.
///
/// # Errors
/// The store's.
pub(super) async fn next(
    app: &App,
    subscription: &Subscription,
    now: Timestamp,
) -> store::Result<Digest> {
    let (destination, today) = (subscription.settings.destination, feed_date(now));
    let there = move |conn: &rusqlite::Connection| subscriptions::of_destination(conn, destination);
    let there = app.store.read(there).await?;
    // Subscriptions that are never due come last.
    let turn = |one: &Subscription| (one.next_due.is_none(), one.next_due, one.id.0);
    let mut first: Vec<Subscription> =
        there.into_iter().filter(|one| turn(one) < turn(subscription)).collect();
    first.sort_by_key(turn);
    let all: Vec<Subscription> = first.iter().chain([subscription]).cloned().collect();
    let from = move |conn: &rusqlite::Connection| {
        let due = |one: &Subscription| one.next_due.unwrap_or(now);
        all.iter().map(|one| first_list(conn, one, due(one), today)).collect()
    };
    let from: Vec<Date> = app.store.read(from).await?;
    let earliest = from.iter().min().copied().unwrap_or(today);
    let source_of = |one: &Subscription| one.settings.selection.source;
    let mut papers = HashMap::new();
    for source in Source::ALL {
        let of = || first.iter().chain([subscription]).filter(|one| source_of(one) == *source);
        if of().next().is_some() {
            let all_settings = of().map(|one| &one.settings);
            let list = match undated(app, *source, now, all_settings.clone()).await? {
                Some(list) => list,
                None => listed(app, (earliest, today), all_settings).await?,
            };
            papers.insert(*source, list);
        }
    }
    let papers_for =
        |one: &Subscription| papers.get(&source_of(one)).map_or(&[][..], Vec::as_slice);
    let mut taken = HashMap::new();
    for (one, from) in first.iter().zip(&from) {
        let post = compose(app, one, papers_for(one), (*from, today), &taken).await?;
        taken.extend(post.chosen.into_iter().map(|entry| (entry.paper.id.clone(), one.id)));
    }
    let from = from.last().copied().unwrap_or(today);
    compose(app, subscription, papers_for(subscription), (from, today), &taken).await
}

/// Why its channel can't be posted to now, and since when, as far as is known.
///
/// # Errors
/// The store's.
pub(super) async fn blocked(
    app: &App,
    subscription: &Subscription,
) -> store::Result<Option<(FailureReason, Timestamp)>> {
    let destination = subscription.settings.destination;
    let blocked = app.store.read(move |conn| destinations::blocked(conn, destination)).await?;
    Ok(blocked.map(|blocked| (blocked.reason, blocked.since)))
}

/// The post for one day's list, whenever the subscription was created. It uses the daily list even
/// if the subscription uses another, since no other list has days.
///
/// # Errors
/// The store's.
pub(super) async fn of_day(
    app: &App,
    subscription: &Subscription,
    date: Date,
) -> store::Result<Digest> {
    let mut subscription = Subscription { since: date, ..subscription.clone() };
    subscription.settings.selection.source = Source::Daily;
    let mut papers = listed(app, (date, date), [&subscription.settings].into_iter()).await?;
    papers.retain(|listed| listed.date == date);
    compose(app, &subscription, &papers, (date, date), &HashMap::new()).await
}
