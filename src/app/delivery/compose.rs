//! Composes the post of one subscription from the store, for a delivery or a preview.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::{
    Candidate, Digest, Paper, PaperId, PriorOutcome, Source, Strictness, Subscription,
    SubscriptionId, SubscriptionSettings, Topic, TopicHit, feed_date,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use search::{Embedding, Match, PaperText, TopicMatcher};

use crate::app::App;
use crate::app::papers::prepared::{self, Ready};
use crate::app::papers::sources;
use crate::store::{self, deliveries, ledger, lists};

/// For this many days after listing, a paper that was below a channel's vote minimum can still be
/// posted.
const LATE_RISER_DAYS: i64 = 7;
/// A post uses the lists since the last successful post, but reaches back at most this many slots.
const SLOTS_BACK: usize = 3;

/// A paper on a list, read once for all subscriptions.
pub struct Listed {
    /// The paper.
    pub paper: Arc<Paper>,
    /// Its newest list.
    pub date: Date,
    /// Its place, on lists that have their own order.
    place: u32,
    has_model: bool,
    has_dataset: bool,
    text: Arc<PaperText>,
    /// The result of [`match_all`].
    matched: HashMap<Topic, Match>,
}

impl Listed {
    /// Prepares a paper for matching by its words and, if available, its embedding. The hub's links
    /// to models and datasets are not known here.
    pub fn new(paper: Paper, date: Date, meaning: Option<Embedding>) -> Listed {
        let text = PaperText::new(&paper);
        let text = match meaning {
            Some(vector) => text.with_embedding(vector),
            None => text,
        };
        let (text, paper) = (Arc::new(text), Arc::new(paper));
        let (has_model, has_dataset) = (false, false);
        let matched = HashMap::new();
        Listed { text, paper, date, place: 0, has_model, has_dataset, matched }
    }

    /// The topics that match with at least this strictness, best match first.
    pub(crate) fn hits(&self, topics: &[Topic], strictness: Strictness) -> Vec<TopicHit> {
        self.matches(topics, strictness).into_iter().map(|one| one.hit.clone()).collect()
    }

    fn matches(&self, topics: &[Topic], strictness: Strictness) -> Vec<&Match> {
        let found = topics.iter().filter_map(|topic| self.matched.get(topic));
        let mut found: Vec<&Match> = found.filter(|found| found.is(strictness)).collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found
    }
}

/// All distinct topics of some subscriptions.
pub fn topics_of<'a>(
    all_settings: impl Iterator<Item = &'a SubscriptionSettings>,
) -> Vec<&'a Topic> {
    let topics = all_settings
        .flat_map(|settings| settings.topics.include.iter().chain(&settings.topics.exclude));
    topics.collect::<HashSet<&Topic>>().into_iter().collect()
}

/// Matches every paper against topics in one pass; `set` holds the same topics in the same order.
/// Posts for subscriptions with these topics can then be composed from the papers.
pub fn match_all(listed: &mut [Listed], topics: &[&Topic], set: &TopicMatcher) {
    let texts: Vec<&PaperText> = listed.iter().map(|paper| &*paper.text).collect();
    let all = set.matches_all(&texts, Strictness::Loose);
    for (paper, found) in listed.iter_mut().zip(all) {
        let found = found.into_iter().map(|(at, found)| (topics[at].clone(), found));
        paper.matched = found.collect();
    }
}

/// The papers on the lists of a range of hub days, matched against the topics of these
/// subscriptions.
///
/// # Errors
/// The store's.
pub async fn listed<'a>(
    app: &App,
    (from, to): (Date, Date),
    all_settings: impl Iterator<Item = &'a SubscriptionSettings>,
) -> store::Result<Vec<Listed>> {
    let days = prepared::days(app, from, to).await?;
    matched(app, days.iter().cloned(), |_| 0, all_settings).await
}

/// The papers of an undated list, in its order, matched against the topics of these subscriptions;
/// `None` for the daily lists.
///
/// # Errors
/// The store's.
pub async fn undated<'a>(
    app: &App,
    source: Source,
    now: Timestamp,
    all_settings: impl Iterator<Item = &'a SubscriptionSettings>,
) -> store::Result<Option<Vec<Listed>>> {
    let Some(list) = sources::papers(app, source, now).await? else { return Ok(None) };
    matched(app, list.into_iter(), |place| place as u32, all_settings).await.map(Some)
}

async fn matched<'a>(
    app: &App,
    list: impl Iterator<Item = Ready>,
    place: fn(usize) -> u32,
    all_settings: impl Iterator<Item = &'a SubscriptionSettings>,
) -> store::Result<Vec<Listed>> {
    let topics = topics_of(all_settings);
    let listed = |(at, ready): (usize, Ready)| {
        let Ready { paper, date, text, has_model, has_dataset, .. } = ready;
        let (place, matched) = (place(at), HashMap::new());
        Listed { paper, date, place, has_model, has_dataset, text, matched }
    };
    let mut listed: Vec<Listed> = list.enumerate().map(listed).collect();
    match_all(&mut listed, &topics, &app.index.topic_set(&topics).await);
    Ok(listed)
}

/// The first list used by the post of a subscription due at `due`, when the hub's date is `today`:
/// the list a week back or the list of the last post, whichever is earlier. Failed and missed posts
/// don't count, so their papers come with the next one.
///
/// # Errors
/// The store's.
pub fn first_list(
    connection: &rusqlite::Connection,
    subscription: &Subscription,
    due: Timestamp,
    today: Date,
) -> store::Result<Date> {
    let schedule = &subscription.settings.schedule;
    let back = SignedDuration::from_hours(LATE_RISER_DAYS * 24);
    let week_back = today.checked_sub(LATE_RISER_DAYS.days()).unwrap_or(today);
    let lately = schedule.upcoming(due.saturating_sub(back).unwrap_or(due), SLOTS_BACK);
    if lately.len() == SLOTS_BACK && lately.last().is_some_and(|last| *last < due) {
        return Ok(week_back);
    }
    let Some(furthest) = schedule.previous(due, SLOTS_BACK).pop() else { return Ok(week_back) };
    let last = deliveries::last_brought(connection, subscription.id, due)?;
    Ok(feed_date(last.map_or(furthest, |last| last.max(furthest))).min(week_back))
}

/// The first day whose list a subscription created at `now` may post. This is the newest known
/// list, so that the first post has today's papers and no backlog. If today's list has not been
/// read yet, it is today.
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

/// Composes the post of a subscription from papers prepared by [`listed`] that are on lists since
/// `from` (see [`first_list`]), or from all papers prepared by [`undated`]. `taken` are papers that
/// other subscriptions of the same destination post first.
///
/// # Errors
/// The store's.
pub async fn compose(
    app: &App,
    subscription: &Subscription,
    listed: &[Listed],
    (from, today): (Date, Date),
    taken: &HashMap<PaperId, SubscriptionId>,
) -> store::Result<Digest> {
    let has_days = subscription.settings.selection.source == Source::Daily;
    let from = if has_days { from.max(subscription.since) } else { Date::MIN };
    let wanted: Vec<&Listed> = listed.iter().filter(|listed| listed.date >= from).collect();
    let ids: Vec<PaperId> = wanted.iter().map(|listed| listed.paper.id.clone()).collect();
    let (id, destination) = (subscription.id, subscription.settings.destination);
    let known = app.store.read(move |conn| ledger::before(conn, id, destination, &ids)).await?;
    let mut before: HashMap<PaperId, PriorOutcome> =
        taken.iter().map(|(paper, by)| (paper.clone(), PriorOutcome::Taken(*by))).collect();
    before.extend(known);
    if !has_days {
        // Papers that did not fit are still on the list, and may have risen.
        before.retain(|_, before| *before != PriorOutcome::PassedOver);
    }
    Ok(choose(&subscription.settings, &wanted, &before, today))
}

/// Selects among papers matched by [`match_all`]; `before` is the history of earlier papers.
pub fn choose(
    settings: &SubscriptionSettings,
    listed: &[&Listed],
    before: &HashMap<PaperId, PriorOutcome>,
    today: Date,
) -> Digest {
    let topics = &settings.topics;
    let newest = match settings.selection.source {
        Source::Daily => listed.iter().map(|listed| listed.date).max().unwrap_or(today),
        Source::Trending | Source::Rising => today,
    };
    let candidates = listed
        .iter()
        .map(|listed| {
            let wanted = listed.matches(&topics.include, settings.strictness);
            Candidate {
                paper: Arc::clone(&listed.paper),
                listed_on: listed.date,
                place: listed.place,
                surety: wanted.first().map_or(0.0, |surest| surest.score),
                has_model: listed.has_model,
                has_dataset: listed.has_dataset,
                wanted: wanted.into_iter().map(|one| one.hit.clone()).collect(),
                // Exclusions always use normal strictness: a paper that only mentions an excluded
                // topic is not excluded.
                excluded: listed.hits(&topics.exclude, Strictness::Normal).into_iter().next(),
                before: before.get(&listed.paper.id).copied(),
            }
        })
        .collect();
    Digest::compose(settings, newest, candidates)
}
