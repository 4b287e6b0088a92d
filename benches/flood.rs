//! The effect of a flood on others: two thousand previews at once, then five hundred commands per
//! second from one member for a minute, while another member searches and posts are due. The bot is
//! the real binary in its own process, so that its memory can be measured.
//!
//! `cargo bench --bench flood`, with an optional number of seconds after `--`.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod corpus;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use domain::{
    ChannelId, Destination, GuildId, Schedule, SubscriptionSettings, UserId, Zone, feed_date,
};
use jiff::ToSpan;
use paperboy::clock::Clock;
use paperboy::store::{Store, papers, subscriptions};
use serde_json::{Map, json};
use simulator::hub::{Hub, HubOptions};
use simulator::{Discord, DiscordOptions};
use tokio_util::sync::CancellationToken;

const PREVIEWS: usize = 2_000;
const SERVERS: usize = 200;
const A_SECOND: usize = 500;
const SECONDS: u64 = 60;
const MANAGE_GUILD: u64 = 1 << 5;
const PATIENCE: Duration = Duration::from_secs(120);
/// How long after the bot's start the posts are due, at 14:00: in the middle of the flood.
const DUE: i64 = 60;
/// The required limits.
const MEMORY_MB: f64 = 300.0;
const SEARCH: Duration = Duration::from_millis(500);
const LATE: Duration = Duration::from_secs(60);

/// The bot, stopped when the bench ends.
struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let seconds = std::env::args().filter_map(|text| text.parse().ok()).next().unwrap_or(SECONDS);
    let start = "2026-05-14T13:59:00Z";
    let clock = Clock::starting_at(start.parse()?);
    let discord = Discord::start(DiscordOptions {
        clock_offset_seconds: clock.shift().as_secs(),
        record: false,
        ..DiscordOptions::default()
    })
    .await?;
    let hub = Hub::start(HubOptions::default()).await?;
    let folder = tempfile::tempdir()?;
    let Some(all) = corpus::papers() else { return Ok(()) };
    let queries = corpus::queries(&all, 1_000);

    let desk = discord.add_guild("desk");
    let asking = discord.add_channel(desk, "asking");
    let (searcher, flooder) =
        (discord.add_user(desk, "ada", 0), discord.add_user(desk, "mallory", 0));
    let mut places = Vec::new();
    for number in 0..SERVERS {
        let server = discord.add_guild(&format!("server {number}"));
        let channel = discord.add_channel(server, "papers");
        let admins: Vec<u64> = (0..PREVIEWS / SERVERS)
            .map(|admin| discord.add_user(server, &format!("admin {number} {admin}"), MANAGE_GUILD))
            .collect();
        places.push((server, channel, admins));
    }
    let due = clock.now().checked_add(DUE.seconds())?;
    fill(folder.path(), all, &places, clock, due).await?;
    let bot = Command::new(env!("CARGO_BIN_EXE_paperboy"))
        .args(["run", "--clock", start])
        .env("DISCORD_TOKEN", discord.token())
        .env("PAPERBOY_DISCORD_URL", discord.url())
        .env("PAPERBOY_HUB_URL", hub.url())
        .env("PAPERBOY_DATA_DIR", folder.path())
        .stderr(Stdio::null())
        .spawn()?;
    let bot = Bot(bot);
    let begun = Instant::now();
    let ready = discord.until_commands(PATIENCE).await && discord.until_connected(PATIENCE).await;
    anyhow::ensure!(ready, "the bot did not come up");
    println!("idle: {:.0} MB", memory(&bot, "VmRSS:")?);

    let options = |query: &str| Map::from_iter([("query".to_owned(), json!(query))]);
    let posting = tokio::spawn(posts(discord.clone(), places.clone(), begun));
    let stop = CancellationToken::new();
    let searching = {
        let (discord, queries, stopped) = (discord.clone(), queries.clone(), stop.clone());
        tokio::spawn(async move {
            let (mut took, mut failed) = (Vec::new(), 0);
            while !stopped.is_cancelled() {
                let query = &queries[took.len() % queries.len()];
                match discord.invoke(searcher, asking, "search", options(query)).await.took() {
                    Some(span) => took.push(span),
                    None => failed += 1,
                }
                // The pace of a very quick person.
                tokio::time::sleep(Duration::from_millis(450)).await;
            }
            (took, failed)
        })
    };

    for (_, channel, admins) in &places {
        for admin in admins {
            discord.ask(*admin, *channel, "/preview").map_err(anyhow::Error::msg)?;
        }
    }
    tokio::time::sleep(Duration::from_secs(5)).await;
    println!(
        "{PREVIEWS} previews at once: {} answered or refused in 5 s; peak {:.0} MB",
        discord.acknowledged(),
        memory(&bot, "VmHWM:")?
    );

    let before = discord.acknowledged();
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    let flood = Instant::now();
    let mut asked = 0;
    while flood.elapsed().as_secs() < seconds {
        ticks.tick().await;
        for _ in 0..A_SECOND / 50 {
            let line =
                format!("/search query:{}", queries[asked % queries.len()].replace(':', " "));
            discord.ask(flooder, asking, &line).map_err(anyhow::Error::msg)?;
            asked += 1;
        }
    }
    println!(
        "{asked} commands in {:.1} s from one member: {} answered or refused",
        flood.elapsed().as_secs_f64(),
        discord.acknowledged() - before
    );

    let late = posting.await?;
    stop.cancel();
    let (took, failed) = searching.await?;
    let peak = memory(&bot, "VmHWM:")?;
    let mut sorted = took.clone();
    sorted.sort();
    let p99 = sorted.get(sorted.len() * 99 / 100).copied().unwrap_or_default();
    println!("searches of another member: {}; without an answer: {failed}", corpus::figures(took));
    println!("{} posts, the last {:.1} s after it was due", places.len(), late.as_secs_f64());
    println!("memory peak of the bot: {peak:.0} MB");
    println!("what was against Discord's rules: {:?}", discord.violations());
    anyhow::ensure!(peak < MEMORY_MB, "more than {MEMORY_MB} MB");
    anyhow::ensure!(p99 < SEARCH && failed == 0, "searches took too long");
    anyhow::ensure!(late < LATE, "posts were late");
    Ok(())
}

/// Papers, and one subscription in each server.
async fn fill(
    folder: &std::path::Path,
    all: Vec<domain::Paper>,
    places: &[(u64, u64, Vec<u64>)],
    clock: Clock,
    due: jiff::Timestamp,
) -> anyhow::Result<()> {
    let store = Store::open(&folder.join("paperboy.db"))?;
    let (now, since) = (clock.now(), feed_date(clock.now()));
    store.write(move |tx| papers::put(tx, &all, now).map(drop)).await?;
    let places: Vec<(u64, u64)> =
        places.iter().map(|(guild, channel, _)| (*guild, *channel)).collect();
    let subscribe = move |tx: &rusqlite::Transaction| {
        for (guild, channel) in places {
            let settings = SubscriptionSettings {
                guild: Some(GuildId(guild)),
                destination: Destination::Channel(ChannelId(channel)),
                created_by: UserId(1),
                topics: "all".parse().unwrap_or_default(),
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
            subscriptions::add(tx, &settings, since, Some(due), now)?;
        }
        Ok(())
    };
    store.write(subscribe).await?;
    Ok(())
}

/// Waits for a post in every channel; returns how late the last one was.
async fn posts(discord: Discord, places: Vec<(u64, u64, Vec<u64>)>, begun: Instant) -> Duration {
    let due = begun + Duration::from_secs(DUE.unsigned_abs());
    let missing = || places.iter().filter(|place| discord.messages(place.1).is_empty()).count();
    while missing() > 0 && Instant::now() < due + PATIENCE {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    match missing() {
        0 => Instant::now().saturating_duration_since(due),
        _ => Duration::MAX,
    }
}

/// The bot's memory, in MB.
fn memory(bot: &Bot, field: &str) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", bot.0.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kilobytes.ok_or_else(|| anyhow::anyhow!("no {field}"))? / 1_024.0)
}
