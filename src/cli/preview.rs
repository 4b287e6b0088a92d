//! `paperboy preview`: shows the post for some topics on a day, and why each paper is included or
//! left out.

use std::collections::HashMap;
use std::num::NonZero;
use std::path::Path;

use anyhow::{Context, bail};
use clap::Args;
use commands::view::topic_reason::topic_reason;
use commands::{Component, Message, preview};
use domain::{
    ChannelId, Destination, Digest, DraftId, Entry, Language, MAX_PAPERS, Paper, Requirement,
    Schedule, Strictness, Subscription, SubscriptionId, SubscriptionSettings, TopicHit, Topics,
    UserId, Verdict, Zone, feed_date,
};
use jiff::Timestamp;
use jiff::civil::Date;
use search::{Embedding, embedding_text};
use serde_json::json;

use super::{database, hub, paper_index, say, values};
use crate::app::delivery::compose::{Listed, choose, match_all, topics_of};
use crate::app::papers::embedding_model::Encoding;
use crate::app::papers::index::PaperIndex;
use crate::config::{DataSettings, HubArgs, ModelSettings};
use crate::hub::{Fetched, HubClient};
use crate::store::{Store, papers, vectors};

/// More days than the Hub ever goes without a list.
const LONGEST_GAP: u32 = 14;

#[derive(Args, Debug)]
pub(super) struct Preview {
    /// Topics, separated by commas; `-word` excludes; `all` includes every paper
    #[arg(long, value_name = "TOPICS", allow_hyphen_values = true, value_parser = values::topics)]
    topic: Topics,
    /// Date of the daily list [default: the newest]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    date: Option<Date>,
    /// Minimum votes
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_upvotes: u32,
    /// Maximum papers in the post
    #[arg(long, value_name = "N", default_value_t = 10,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_PAPERS)))]
    max_papers: u32,
    /// How closely a paper must match a topic: loose, normal or strict
    #[arg(long, value_name = "STRICTNESS", default_value_t = Strictness::Normal,
          value_parser = values::strictness)]
    strictness: Strictness,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    model: ModelSettings,
    #[command(flatten)]
    hub: HubArgs,
}

impl Preview {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let now = Timestamp::now();
        let hub = hub(&self.hub)?;
        let (date, list) = match self.date {
            Some(date) => (date, listed(&hub, date).await?),
            None => newest(&hub, feed_date(now)).await?,
        };
        let settings = SubscriptionSettings {
            guild: None,
            destination: Destination::Channel(ChannelId(0)),
            created_by: UserId(0),
            topics: self.topic.clone(),
            schedule: Schedule { cron: "09:00".parse()?, zone: Zone::utc() },
            min_upvotes: self.min_upvotes,
            max_papers: self.max_papers,
            strictness: self.strictness,
            selection: domain::Selection::default(),
            posting: domain::Posting::default(),
            language: Language::English,
            own_language: false,
        };
        // Match as the bot of this data folder does, against what is usual for its papers; without
        // a database, as a bot does that knows only this list.
        let alone = tempfile::tempdir().context("cannot create a temporary folder")?;
        let index = self.paper_index(alone.path(), &list).await?;
        let meanings = meanings(&index, &list).await?;
        let papers = list.into_iter().zip(meanings);
        let mut listed: Vec<Listed> =
            papers.map(|(paper, meaning)| Listed::new(paper, date, meaning)).collect();
        let topics = topics_of([&settings].into_iter());
        match_all(&mut listed, &topics, &index.topic_set(&topics).await);
        let digest = choose(&settings, &listed.iter().collect::<Vec<_>>(), &HashMap::new(), date);
        if self.json {
            say(as_json(&digest));
            return Ok(());
        }
        let subscription = Subscription {
            id: SubscriptionId(0),
            settings,
            since: date,
            next_due: None,
            pause: None,
        };
        // A draft: it is no subscription, and has no number.
        let (draft, date, digest) = (Some(DraftId(0)), Some(date), &digest);
        let preview =
            preview::Preview { subscription: &subscription, draft, date, digest, blocked: None };
        preview::post(&preview).iter().for_each(print);
        say(preview::all_reasons(&preview, now, Language::English));
        Ok(())
    }
}

/// The papers of a day's list.
async fn listed(hub: &HubClient, date: Date) -> anyhow::Result<Vec<Paper>> {
    match hub.daily(date, None).await? {
        Fetched::List(list) => Ok(list.papers),
        Fetched::Unchanged => bail!("the Hub has no list for {date}"),
    }
}

/// The newest list that has papers: there are days without one.
async fn newest(hub: &HubClient, today: Date) -> anyhow::Result<(Date, Vec<Paper>)> {
    let mut date = today;
    for _ in 0..LONGEST_GAP {
        let papers = listed(hub, date).await?;
        if !papers.is_empty() {
            return Ok((date, papers));
        }
        date = date.yesterday()?;
    }
    bail!("the Hub has no daily list of the last {LONGEST_GAP} days; give a day with --date")
}

fn as_json(digest: &Digest) -> serde_json::Value {
    let hit = |hit: &TopicHit| json!({"topic": hit.topic, "because": topic_reason(&hit.reason).to(Language::English)});
    let entry = |entry: &Entry| {
        let (verdict, found) = match &entry.verdict {
            Verdict::In(found) => ("in", found.as_ref()),
            Verdict::NoTopic => ("no_topic", None),
            Verdict::Excluded(found) => ("excluded", Some(found)),
            Verdict::Lacks(Requirement::Code) => ("no_code", None),
            Verdict::Lacks(Requirement::Model) => ("no_model", None),
            Verdict::Lacks(Requirement::Dataset) => ("no_dataset", None),
            Verdict::BelowFloor => ("below_min_upvotes", None),
            Verdict::Before(_) => ("before", None),
            Verdict::OverMax => ("over_max_papers", None),
        };
        json!({
            "id": entry.paper.id, "title": entry.paper.title, "upvotes": entry.paper.upvotes,
            "verdict": verdict, "hit": found.map(hit),
        })
    };
    let all = digest.chosen.iter().chain(&digest.left_out);
    json!({"date": digest.date, "papers": all.map(entry).collect::<Vec<_>>()})
}

impl Preview {
    async fn paper_index(&self, alone: &Path, list: &[Paper]) -> anyhow::Result<PaperIndex> {
        if database::exists(&self.data.database()) {
            let store = database::open(&self.data).await?;
            return paper_index(store, &self.data, &self.model).await;
        }
        let store = Store::open(&alone.join("paperboy.db"))?;
        let (papers, now) = (list.to_vec(), Timestamp::now());
        store.write(move |tx| papers::put(tx, &papers, now)).await?;
        let index = paper_index(store, &self.data, &self.model).await?;
        if let Some(model) = index.model() {
            let mut encoding = Encoding::new(index.store(), model, NonZero::<usize>::MIN).await?;
            while encoding.go_on().await? {}
            index.catch_up().await?;
        }
        Ok(index)
    }
}

/// The embedding of each paper: the stored one, or else computed now.
async fn meanings(index: &PaperIndex, list: &[Paper]) -> anyhow::Result<Vec<Option<Embedding>>> {
    let Some(model) = index.model() else { return Ok(vec![None; list.len()]) };
    let (id, ids) = (model.id(), list.iter().map(|paper| paper.id.clone()).collect::<Vec<_>>());
    let stored = index.store().read(move |conn| vectors::of(conn, id, &ids)).await?;
    let meaning = |paper: &Paper| match stored.get(&paper.id) {
        Some(bytes) => Embedding::from_bytes(bytes),
        None => model.encode(&embedding_text(paper)),
    };
    Ok(list.iter().map(|paper| Some(meaning(paper))).collect())
}

/// Prints a message's text as Markdown.
fn print(message: &Message) {
    fn walk(component: &Component) {
        match component {
            Component::Text(text) | Component::Section(text, _) => say(format_args!("{text}\n")),
            Component::Container { components, .. } => components.iter().for_each(walk),
            Component::Separator
            | Component::Buttons(_)
            | Component::Select(_)
            | Component::ChannelSelect(_)
            | Component::RoleSelect(_)
            | Component::File(_) => {}
        }
    }
    message.components.iter().for_each(walk);
}

#[cfg(test)]
mod tests {
    use simulator::hub::{Days, Hub, HubOptions};

    use super::*;
    use crate::hub::HubSettings;

    #[tokio::test]
    async fn the_newest_list_is_the_last_one_with_papers() {
        let options = HubOptions { port: None, days: Days::Bundled };
        let stand_in = Hub::start(options).await.expect("a hub");
        let settings = HubSettings { base_url: stand_in.url(), ..HubSettings::default() };
        let hub = HubClient::new(settings).expect("a client");
        // The bundled lists end on a Thursday.
        let (last, sunday) = (Date::constant(2026, 5, 14), Date::constant(2026, 5, 17));
        for today in [last, sunday] {
            let (date, papers) = newest(&hub, today).await.expect("a list");
            assert_eq!((date, papers.len()), (last, 25), "{today}");
        }
        assert!(newest(&hub, Date::constant(2026, 8, 1)).await.is_err());
    }
}
