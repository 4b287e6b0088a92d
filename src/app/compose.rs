//! The post of one subscription, put together from the store: for delivery and for a preview.

use std::collections::HashSet;

use domain::{
    Candidate, Digest, Paper, PaperId, Subscription, SubscriptionDraft, TopicHit, feed_date,
};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use search::{PaperText, TopicQuery};

use super::App;
use crate::store::{self, ledger, lists, papers};

/// A paper that was below a channel's floor when it was listed still gets in for so long.
const LATE_RISER_DAYS: i64 = 7;

/// A paper on a list, read once for all subscriptions.
pub struct Listed {
    /// The paper.
    pub paper: Paper,
    /// Its newest list.
    pub date: Date,
    text: PaperText,
}

impl Listed {
    /// Prepares a paper for matching.
    pub fn new(paper: Paper, date: Date) -> Listed {
        Listed { text: PaperText::new(&paper), paper, date }
    }
}

/// The papers that may be posted on `today`, the hub's date.
///
/// # Errors
/// The store's.
pub async fn listed(app: &App, today: Date) -> store::Result<Vec<Listed>> {
    let from = today.checked_sub(LATE_RISER_DAYS.days()).unwrap_or(today);
    let found = app.store.read(move |conn| papers::on_lists(conn, from, today)).await?;
    Ok(found.into_iter().map(|(paper, date)| Listed::new(paper, date)).collect())
}

/// The first day whose list a subscription made at `now` may post: the newest there is, so that
/// its first post is today's list and no backlog.
///
/// # Errors
/// The store's.
pub async fn first_day(app: &App, now: Timestamp) -> store::Result<Date> {
    let today = feed_date(now);
    let newest = app.store.read(move |conn| lists::newest(conn, today)).await?;
    Ok(newest.unwrap_or(today))
}

/// The post of a subscription, from papers prepared by [`listed`].
///
/// # Errors
/// The store's.
pub async fn compose(
    app: &App,
    subscription: &Subscription,
    listed: &[Listed],
    today: Date,
) -> store::Result<Digest> {
    let wanted: Vec<&Listed> =
        listed.iter().filter(|listed| listed.date >= subscription.since).collect();
    let ids: Vec<PaperId> = wanted.iter().map(|listed| listed.paper.id.clone()).collect();
    let channel = subscription.order.channel;
    let had = app.store.read(move |conn| ledger::had(conn, channel, &ids)).await?;
    Ok(choose(&subscription.order, &wanted, &had, today))
}

/// Matches and chooses; `had` holds what the channel has had.
pub fn choose(
    order: &SubscriptionDraft,
    listed: &[&Listed],
    had: &HashSet<PaperId>,
    today: Date,
) -> Digest {
    let include: Vec<TopicQuery> = order.topics.include.iter().map(TopicQuery::new).collect();
    let exclude: Vec<TopicQuery> = order.topics.exclude.iter().map(TopicQuery::new).collect();
    let hits = |topics: &[TopicQuery], text: &PaperText| -> Vec<TopicHit> {
        topics.iter().filter_map(|topic| topic.hit(text)).collect()
    };
    let newest = listed.iter().map(|listed| listed.date).max().unwrap_or(today);
    let candidates = listed
        .iter()
        .map(|listed| Candidate {
            paper: listed.paper.clone(),
            listed_on: listed.date,
            wanted: hits(&include, &listed.text),
            excluded: hits(&exclude, &listed.text).into_iter().next(),
            had: had.contains(&listed.paper.id),
        })
        .collect();
    Digest::compose(order, newest, candidates)
}
