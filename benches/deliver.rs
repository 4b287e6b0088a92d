//! Ten thousand channels due in the same minute, against a stand-in that enforces Discord's limits,
//! while a member searches: total time, waiting times, duplicates.
//!
//! `cargo bench --bench deliver`, with an optional number of channels after `--`.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod corpus;

use std::time::{Duration, Instant};

use domain::{
    ChannelId, Destination, GuildId, Schedule, SubscriptionSettings, UserId, Zone, feed_date,
};
use jiff::ToSpan;
use paperboy::app::App;
use paperboy::app::papers::index::PaperIndex;
use paperboy::app::rate_limit::Limits;
use paperboy::bot;
use paperboy::clock::Clock;
use paperboy::discord::Rest;
use paperboy::hub::{HubClient, HubSettings};
use paperboy::store::{Store, papers, subscriptions};
use secrecy::SecretString;
use serde_json::{Map, json};
use simulator::hub::{Hub, HubOptions};
use simulator::{Discord, DiscordOptions};
use tokio_util::sync::CancellationToken;

const CHANNELS: usize = 10_000;
/// Every tenth server is large.
const LARGE: usize = 200;
const TOPICS: [&str; 5] =
    ["all", "diffusion, video generation", "LLM, agents", "reinforcement learning", "3D, robotics"];
const PATIENCE: Duration = Duration::from_secs(900);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let channels = std::env::args().filter_map(|text| text.parse().ok()).next().unwrap_or(CHANNELS);
    let clock = Clock::starting_at("2026-05-14T13:59:00Z".parse()?);
    let options = DiscordOptions {
        clock_offset_seconds: clock.shift().as_secs(),
        record: false,
        ..DiscordOptions::default()
    };
    let discord = Discord::start(options).await?;
    let hub = Hub::start(HubOptions::default()).await?;
    let folder = tempfile::tempdir()?;
    let store = Store::open(&folder.path().join("paperboy.db"))?;
    let Some(all) = corpus::papers() else { return Ok(()) };
    let (queries, now) = (corpus::queries(&all, 1_000), clock.now());
    store.write(move |tx| papers::put(tx, &all, now).map(drop)).await?;

    let (member, asking, places) = servers(&discord, channels);
    let due = clock.now().checked_add(30.seconds())?;
    let since = feed_date(clock.now());
    let orders = places.clone();
    let subscribe = move |tx: &rusqlite::Transaction| {
        for (number, (guild, channel)) in orders.into_iter().enumerate() {
            let settings = SubscriptionSettings {
                guild: Some(GuildId(guild)),
                destination: Destination::Channel(ChannelId(channel)),
                created_by: UserId(1),
                topics: TOPICS[number % TOPICS.len()].parse().unwrap_or_default(),
                schedule: Schedule {
                    cron: "0 14 * * *".parse().expect("a time"),
                    zone: Zone::utc(),
                },
                min_upvotes: 0,
                max_papers: 6,
                strictness: domain::Strictness::Normal,
                selection: domain::Selection::default(),
                posting: domain::Posting::default(),
                language: domain::Language::English,
            };
            subscriptions::add(tx, &settings, since, Some(due), due)?;
        }
        Ok(())
    };
    store.write(subscribe).await?;

    let client = HubClient::new(HubSettings { base_url: hub.url(), ..HubSettings::default() })?;
    let rest = Rest::new(&SecretString::new(discord.token().to_owned()), Some(&discord.url()))?;
    let app = App::new(PaperIndex::open(store).await?, client, rest).with_limits(Limits::none());
    let stop = CancellationToken::new();
    let running = tokio::spawn(bot::run(app, clock, stop.clone()));
    let ready = discord.until_commands(PATIENCE).await && discord.until_connected(PATIENCE).await;
    anyhow::ensure!(ready, "the bot did not come up");

    let before = discord.message_count();
    while discord.message_count() == before {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let begun = Instant::now();
    let (mut took, mut slowest) = (Vec::new(), Vec::new());
    let (mut last, mut seen) = (Instant::now(), 0);
    // Done when nothing has arrived for some seconds, which are not counted.
    while last.elapsed() < Duration::from_secs(5) && begun.elapsed() < PATIENCE {
        let query = &queries[took.len() % queries.len()];
        let options = Map::from_iter([("query".to_owned(), json!(query))]);
        let answer = discord.invoke(member, asking, "search", options).await;
        let took_now = answer.took().ok_or_else(|| anyhow::anyhow!("no answer to a search"))?;
        slowest.push((took_now, begun.elapsed().as_secs()));
        took.push(took_now);
        let posted: usize = discord.message_count() - took.len();
        if posted > seen {
            (last, seen) = (Instant::now(), posted);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let elapsed = (last - begun).as_secs_f64();
    let (mut messages, mut twice, mut empty) = (0, 0, 0);
    for (_, channel) in &places {
        let found = discord.messages(*channel);
        messages += found.len();
        empty += usize::from(found.is_empty());
        twice += found.len().saturating_sub(1);
    }
    let ideal = messages as f64 / 50.0;
    println!(
        "{messages} messages to {channels} channels in {elapsed:.1} s: {:.3} × (messages ÷ 50 s)",
        elapsed / ideal
    );
    println!("channels without a post: {empty}; posts beyond the first: {twice}");
    println!("requests refused with 401, 403 or 429: {}", discord.invalid_requests());
    println!("/search during delivery: {}", corpus::figures(took));
    slowest.sort_by(|one, other| other.cmp(one));
    let slowest = slowest.iter().take(8).map(|(took, at)| format!("{took:.0?} at {at} s"));
    println!("the slowest: {}", slowest.collect::<Vec<_>>().join(", "));
    println!("memory peak, stand-ins included: {}", peak().unwrap_or_else(|| "unknown".to_owned()));
    println!("what was against Discord's rules: {:?}", discord.violations());
    stop.cancel();
    running.await?
}

/// Servers with their channels, and a member who searches: most have one channel, some many.
fn servers(discord: &Discord, channels: usize) -> (u64, u64, Vec<(u64, u64)>) {
    let desk = discord.add_guild("desk");
    let asking = discord.add_channel(desk, "asking");
    let member = discord.add_user(desk, "ada", 0);
    let mut places = Vec::new();
    while places.len() < channels {
        let server = discord.add_guild(&format!("server {}", places.len()));
        // One shard can handle 2,500 servers.
        let count = if places.len() % (10 * LARGE) == 0 { LARGE } else { 5 };
        for number in 0..count.min(channels - places.len()) {
            places.push((server, discord.add_channel(server, &format!("papers-{number}"))));
        }
    }
    (member, asking, places)
}

/// The process's peak memory, as reported by the kernel.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
