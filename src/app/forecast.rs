//! What a subscription would have posted recently, and which concepts its topics cover.

use std::collections::{HashMap, HashSet};

use domain::{
    Expression, Forecast, MisspeltExclusion, PaperId, Source, Strictness, SubscriptionSettings,
    Topic, TopicForecast, feed_date, in_english,
};
use jiff::{Timestamp, ToSpan};
use search::{ConceptMap, Index};

use super::App;
use super::delivery::compose::{Listed, choose, listed};
use crate::store;

/// The number of days in the forecast.
const LATELY_DAYS: i64 = 30;
/// The maximum number of covered concepts named per topic.
const NAMED: usize = 3;

/// What these topics and this vote minimum would have brought in the last days. `None` while no
/// list is known, and for undated lists, whose history is not kept.
///
/// # Errors
/// The store's.
pub(super) async fn forecast(
    app: &App,
    settings: &SubscriptionSettings,
    now: Timestamp,
) -> store::Result<Option<Forecast>> {
    if settings.selection.source != Source::Daily {
        return Ok(None);
    }
    let _turn = app.prepared.turn().await;
    let today = feed_date(now);
    let from = today.checked_sub((LATELY_DAYS - 1).days()).unwrap_or(today);
    let listed = listed(app, (from, today), [settings].into_iter()).await?;
    let dates = listed.iter().map(|listed| listed.date);
    let Some((first, last)) = dates.clone().min().zip(dates.max()) else { return Ok(None) };
    // Assume that nothing has been posted and that a post has no limit.
    let unbounded = SubscriptionSettings { max_papers: u32::MAX, ..settings.clone() };
    let all: Vec<&Listed> = listed.iter().collect();
    let digest = choose(&unbounded, &all, &HashMap::new(), today);
    let chosen: HashSet<&PaperId> = digest.chosen.iter().map(|entry| &entry.paper.id).collect();
    let found: Vec<_> = listed
        .iter()
        .filter(|listed| chosen.contains(&listed.paper.id))
        .map(|listed| listed.date)
        .collect();
    let (topics, misspelt) = app.index.with_index(|index| {
        let topics = settings.topics.include.iter();
        let topics: Vec<TopicForecast> = topics
            .map(|topic| of_topic(topic, settings.strictness, &listed, &chosen, index))
            .collect();
        let silent = |topic: &&Topic| {
            let topic = std::slice::from_ref(*topic);
            listed.iter().all(|one| one.hits(topic, settings.strictness).is_empty())
        };
        let excluded = settings.topics.exclude.iter().enumerate();
        let excluded = excluded.filter(|(_, topic)| silent(topic));
        let misspelt = excluded.filter_map(|(place, topic)| {
            let meant = meant(topic, index)?;
            Some(MisspeltExclusion { place, topic: topic.clone(), meant })
        });
        (topics, misspelt.collect())
    });
    let posts = (&settings.schedule, settings.max_papers);
    let forecast = Forecast::count((first, last), &found, posts, now, topics);
    Ok(Some(Forecast { misspelt, ..forecast }))
}

fn of_topic(
    topic: &Topic,
    strictness: Strictness,
    listed: &[Listed],
    chosen: &HashSet<&PaperId>,
    index: &Index,
) -> TopicForecast {
    let matches =
        |listed: &&Listed| !listed.hits(std::slice::from_ref(topic), strictness).is_empty();
    let matched: Vec<&Listed> = listed.iter().filter(matches).collect();
    let papers = matched.iter().filter(|listed| chosen.contains(&listed.paper.id)).count();
    let meant = match matched.is_empty() {
        true => meant(topic, index),
        false => None,
    };
    TopicForecast {
        topic: topic.clone(),
        matched: matched.len() as u32,
        papers: papers as u32,
        takes_in: takes_in(topic.expression(), strictness),
        meant,
        is_known: topic
            .expression()
            .as_words()
            .is_some_and(|words| ConceptMap::builtin().lookup(words).is_some()),
    }
}

/// What a topic that matches nothing probably means: its English name, or other spelling.
fn meant(topic: &Topic, index: &Index) -> Option<Topic> {
    let english = in_english(topic.as_str()).map(str::to_owned);
    english.or_else(|| index.did_you_mean(topic.as_str()))?.parse().ok()
}

/// The first concepts below a topic in the concept map, and the number of the others.
fn takes_in(topic: &Expression, strictness: Strictness) -> (Vec<String>, usize) {
    let map = ConceptMap::builtin();
    let Some(concept) = topic.as_words().and_then(|words| map.lookup(words)) else {
        return Default::default();
    };
    let mut below = map.descendants(concept);
    below.retain(|one| !one.weak || strictness == Strictness::Loose);
    let named: Vec<String> =
        below.iter().take(NAMED).map(|one| map.name(one.id).to_owned()).collect();
    let more = below.len() - named.len();
    (named, more)
}
