//! `paperboy preview`: the post that topics would give on a day, and why each paper is in or out.

use std::collections::HashMap;

use anyhow::bail;
use clap::Args;
use commands::{Component, Message, render};
use domain::{
    ChannelId, Digest, Entry, GuildId, MAX_PAPERS, Schedule, Strictness, Subscription,
    SubscriptionDraft, SubscriptionId, TopicHit, Topics, UserId, Verdict, Zone, feed_date,
};
use jiff::Timestamp;
use jiff::civil::Date;
use search::{Encoder, TopicMatcher, passage};
use serde_json::json;

use super::{hub, model_folder, say, use_table};
use crate::app::compose::{Listed, choose, match_all, topics_of};
use crate::config::{DataSettings, HubArgs, ModelSettings};
use crate::hub::Fetched;

#[derive(Args, Debug)]
pub(super) struct Preview {
    /// Topics with commas between; `-word` excludes; `all` takes every paper
    #[arg(long, value_name = "TOPICS", allow_hyphen_values = true)]
    topic: Topics,
    /// The list's day [default: the hub's present one]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Leave out papers with fewer votes
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_upvotes: u32,
    /// The most papers in the post
    #[arg(long, value_name = "N", default_value_t = 10,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_PAPERS)))]
    max_papers: u32,
    /// How surely a paper must be about a topic: loose, normal or strict
    #[arg(long, value_name = "STRICTNESS", default_value_t = Strictness::Normal)]
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
        use_table(&self.model)?;
        let date = self.date.unwrap_or_else(|| feed_date(Timestamp::now()));
        let Fetched::List(list) = hub(&self.hub)?.daily(date, None).await? else {
            bail!("the hub gave no list for {date}");
        };
        let order = SubscriptionDraft {
            guild: GuildId(0),
            channel: ChannelId(0),
            created_by: UserId(0),
            topics: self.topic,
            schedule: Schedule { cron: "09:00".parse()?, zone: Zone::utc() },
            min_upvotes: self.min_upvotes,
            max_papers: self.max_papers,
            strictness: self.strictness,
        };
        let model = match model_folder(&self.data, &self.model) {
            Some(folder) => Some(Encoder::open(&folder)?),
            None => None,
        };
        let encode = |text: &str| model.as_ref().map(|model| model.encode(text));
        let topics = topics_of([&order].into_iter());
        let query = |topic: &str| model.as_ref().map(|model| model.encode_query(topic));
        let listed = list.papers.into_iter().map(|paper| {
            let meaning = encode(&passage(&paper));
            Listed::new(paper, date, meaning)
        });
        let mut listed: Vec<Listed> = listed.collect();
        let matcher = TopicMatcher::new(topics.iter().copied());
        let meanings = matcher.words().iter().map(|topic| query(topic.as_str())).collect();
        let set = matcher.prepared(|set| set.with_meaning(meanings));
        match_all(&mut listed, &topics, &set);
        let digest = choose(&order, &listed.iter().collect::<Vec<_>>(), &HashMap::new(), date);
        if self.json {
            say(as_json(&digest));
            return Ok(());
        }
        let subscription =
            Subscription { id: SubscriptionId(0), order, since: date, next_due: None };
        for message in render::preview(&subscription, &digest) {
            print(&message);
        }
        Ok(())
    }
}

fn as_json(digest: &Digest) -> serde_json::Value {
    let hit = |hit: &TopicHit| json!({"topic": hit.topic, "because": hit.because});
    let entry = |entry: &Entry| {
        let (verdict, found) = match &entry.verdict {
            Verdict::In(found) => ("in", found.as_ref()),
            Verdict::NoTopic => ("no_topic", None),
            Verdict::Excluded(found) => ("excluded", Some(found)),
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

/// The text of a message, as Markdown.
fn print(message: &Message) {
    fn walk(component: &Component) {
        match component {
            Component::Text(text) | Component::Section(text, _) => say(format_args!("{text}\n")),
            Component::Container { components, .. } => components.iter().for_each(walk),
            Component::Separator | Component::Buttons(_) | Component::Select(_) => {}
        }
    }
    message.components.iter().for_each(walk);
}
