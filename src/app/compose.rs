//! The post of one subscription, put together from the store: for delivery and for a preview.

use std::collections::{HashMap, HashSet};

use domain::{
    Candidate, Digest, Paper, PaperId, Subscription, SubscriptionDraft, Topic, TopicHit, feed_date,
};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use search::{Match, PaperText, Strictness, TopicSet};

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
    /// What [`match_all`] found, if it was asked.
    matched: Option<HashMap<Topic, Match>>,
}

impl Listed {
    /// Prepares a paper for matching.
    pub fn new(paper: Paper, date: Date) -> Listed {
        Listed { text: PaperText::new(&paper), paper, date, matched: None }
    }

    /// Which of these topics it matches, the surest first. `set` holds them in the same order.
    fn hits(&self, topics: &[Topic], set: &TopicSet) -> Vec<TopicHit> {
        let mut matches: Vec<Match> = match &self.matched {
            Some(known) => topics.iter().filter_map(|topic| known.get(topic)).cloned().collect(),
            None => {
                let found = set.matches(&self.text, Strictness::default());
                found.into_iter().map(|(_, found)| found).collect()
            }
        };
        matches.sort_by(|a, b| b.score.total_cmp(&a.score));
        matches.into_iter().map(|one| one.hit).collect()
    }
}

/// Matches every paper against the topics of many subscriptions in one pass; these alone may then
/// be composed from them.
pub fn match_all<'a>(listed: &mut [Listed], subscriptions: impl Iterator<Item = &'a Subscription>) {
    let topics = subscriptions.map(|one| &one.order.topics);
    let topics: HashSet<&Topic> =
        topics.flat_map(|topics| topics.include.iter().chain(&topics.exclude)).collect();
    let topics: Vec<&Topic> = topics.into_iter().collect();
    let set = TopicSet::new(topics.iter().copied());
    for paper in listed {
        let found = set.matches(&paper.text, Strictness::default()).into_iter();
        paper.matched = Some(found.map(|(at, found)| (topics[at].clone(), found)).collect());
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
/// its first post is today's list and no backlog. While today's was not read yet, what is newest
/// is not known, and today counts.
///
/// # Errors
/// The store's.
pub async fn first_day(app: &App, now: Timestamp) -> store::Result<Date> {
    let today = feed_date(now);
    let newest = move |conn: &rusqlite::Connection| match lists::state(conn, today)? {
        Some(_) => lists::newest(conn, today),
        None => Ok(None),
    };
    Ok(app.store.read(newest).await?.unwrap_or(today))
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
    let topics = &order.topics;
    let unmatched = listed.iter().any(|listed| listed.matched.is_none());
    let set = |topics| if unmatched { TopicSet::new(topics) } else { TopicSet::default() };
    let (include, exclude) = (set(&topics.include), set(&topics.exclude));
    let newest = listed.iter().map(|listed| listed.date).max().unwrap_or(today);
    let candidates = listed
        .iter()
        .map(|listed| Candidate {
            paper: listed.paper.clone(),
            listed_on: listed.date,
            wanted: listed.hits(&topics.include, &include),
            excluded: listed.hits(&topics.exclude, &exclude).into_iter().next(),
            had: had.contains(&listed.paper.id),
        })
        .collect();
    Digest::compose(order, newest, candidates)
}
