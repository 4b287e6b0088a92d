//! The stand-ins, a database in a temporary folder, and the servers of a bench.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::anyhow;
use domain::{
    ChannelId, Cron, Destination, GuildId, Language, Posting, Schedule, Selection, Shard,
    Strictness, SubscriptionSettings, UserId, Zone, feed_date,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, json};
use simulator::hub::{Hub, HubOptions};
use simulator::{Answer, Discord, DiscordOptions};
use tempfile::TempDir;

use super::corpus::Corpus;
use crate::clock::Clock;
use crate::store::{Store, papers, subscriptions};

/// When setting up begins, on the day of the demo's newest papers.
const BEGIN: Timestamp = Timestamp::constant(1_778_752_800, 0);
/// When posts are due: two hours later, at 12:00.
const DUE: Timestamp = Timestamp::constant(1_778_760_000, 0);
/// A gateway connection serves at most this many servers.
const SERVERS_A_SHARD: usize = 2_500;
/// Papers that a start reads in a second, at least.
const PAPERS_A_SECOND: usize = 20_000;
/// Rows written in one transaction.
const CHUNK: usize = 5_000;
/// The number of servers with a member who uses commands: no one of them reaches a rate limit.
const ASKERS: usize = 200;
/// The channel in which they do.
pub(super) const ASKING: &str = "asking";
/// A bot that has recorded nothing by then won't.
const NOT_RECORDING: Duration = Duration::from_secs(10);
/// What a member needs for every command.
pub(super) const MANAGE_GUILD: u64 = 1 << 5;
const TOPICS: [&str; 5] =
    ["all", "diffusion, video generation", "LLM, agents", "reinforcement learning", "3D, robotics"];

/// Everything around the bot.
pub(super) struct Fixture {
    pub(super) discord: Discord,
    pub(super) hub: Hub,
    /// How many connections Discord asks for.
    pub(super) shards: usize,
    folder: TempDir,
    store: Store,
    shift: SignedDuration,
}

/// A member who uses commands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker {
    pub(super) server: u64,
    pub(super) user: u64,
    pub(super) channel: u64,
}

impl Asker {
    /// Searches, and waits for the answer.
    pub(super) async fn search(self, discord: &Discord, query: &str) -> Answer {
        let options = Map::from_iter([("query".to_owned(), json!(query))]);
        discord.invoke(self.user, self.channel, "search", options).await
    }
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    pub(super) papers: usize,
    pub(super) servers: usize,
    pub(super) channels: usize,
}

/// The servers.
#[derive(Clone, Debug, Default)]
pub(super) struct Servers {
    /// Servers with one of their channels each.
    pub(super) channels: Vec<(u64, u64)>,
    pub(super) askers: Vec<Asker>,
}

impl Servers {
    /// The number of messages in each channel.
    pub(super) fn posts(&self, discord: &Discord) -> Vec<usize> {
        let count = |(_, channel): &(u64, u64)| discord.messages(*channel).len();
        self.channels.iter().map(count).collect()
    }
}

impl Fixture {
    /// The stand-ins, the papers, and servers whose channels are subscribed to the topics, or to
    /// varying ones, for noon.
    pub(super) async fn set_up(
        corpus: &Corpus,
        sizes: Sizes,
        topics: Option<&'static str>,
    ) -> anyhow::Result<(Fixture, Servers)> {
        let fixture = Fixture::new(sizes.servers).await?;
        let servers = fixture.servers(sizes.servers, sizes.channels);
        fixture.store_papers(corpus, sizes.papers).await?;
        fixture.subscribe(&servers.channels, topics).await?;
        Ok((fixture, servers))
    }

    async fn new(servers: usize) -> anyhow::Result<Fixture> {
        let shift = Clock::starting_at(BEGIN).shift();
        let shards = servers.div_ceil(SERVERS_A_SHARD).max(1);
        let options = DiscordOptions {
            clock_offset_seconds: shift.as_secs(),
            shards: Some(shards as u64),
            record: false,
            ..DiscordOptions::default()
        };
        let discord = Discord::start(options).await?;
        let hub = Hub::start(HubOptions::default()).await?;
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("paperboy.db"))?;
        Ok(Fixture { discord, hub, shards, folder, store, shift })
    }

    /// The data folder.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether the connection that serves a server is among those that are there.
    pub(super) fn is_connected(&self, server: u64) -> bool {
        let connected = self.discord.connected_shards();
        let mut shards = Shard::all(u32::try_from(self.shards).unwrap_or(u32::MAX));
        shards.any(|one| one.serves(GuildId(server)) && connected.contains(&one.id().into()))
    }

    /// The current instant of the stand-ins.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::now().saturating_add(self.shift).unwrap_or(Timestamp::MAX)
    }

    /// Lets time pass until shortly before posts are due: the time that a start with this many
    /// papers takes.
    pub(super) fn pass_until_due(&mut self, papers: usize) {
        let seconds = 5 + 6 * self.shards + papers / PAPERS_A_SECOND;
        let lead = SignedDuration::from_secs(seconds as i64);
        let start = DUE.saturating_sub(lead).unwrap_or(DUE);
        self.pass_until(start);
    }

    /// Lets time pass until `seconds` before posts are due.
    pub(super) fn pass_until_before_due(&mut self, seconds: i64) {
        self.pass_until(DUE.saturating_sub(SignedDuration::from_secs(seconds)).unwrap_or(DUE));
    }

    fn pass_until(&mut self, start: Timestamp) {
        let pass = start.duration_since(self.now());
        if let Ok(time) = Duration::try_from(pass) {
            self.discord.pass(time);
            self.shift += pass;
        }
    }

    /// Servers that share the channels. Half of the channels are in every tenth server, because
    /// some servers are large.
    fn servers(&self, servers: usize, channels: usize) -> Servers {
        let servers = servers.max(1);
        let guilds: Vec<u64> = (0..servers)
            .map(|number| self.discord.add_guild(&format!("server {number}")))
            .collect();
        let mut made = Servers::default();
        for (number, guild) in guilds.iter().take(ASKERS).enumerate() {
            let channel = self.discord.add_channel(*guild, ASKING);
            let user = self.discord.add_user(*guild, &format!("ada {number}"), MANAGE_GUILD);
            made.askers.push(Asker { server: *guild, user, channel });
        }
        let large = servers.div_ceil(10);
        for number in 0..channels {
            let at = if number % 2 == 0 { number / 2 % large } else { number / 2 % servers };
            let channel = self.discord.add_channel(guilds[at], &format!("papers-{number}"));
            made.channels.push((guilds[at], channel));
        }
        made
    }

    /// Stores the first `count` papers of a corpus.
    async fn store_papers(&self, corpus: &Corpus, count: usize) -> anyhow::Result<()> {
        let (store, now) = (&self.store, self.now());
        for from in (0..count).step_by(CHUNK) {
            let chunk = corpus.range(from, count.min(from + CHUNK));
            store.write(move |tx| papers::put(tx, &chunk, now).map(drop)).await?;
        }
        Ok(())
    }

    /// Waits until the bot has stored the names of all servers; returns the time since `begun`. A bot
    /// that stores none is given up on.
    pub(super) async fn until_recorded(
        &self,
        servers: usize,
        begun: Instant,
    ) -> anyhow::Result<Option<Duration>> {
        let (mut changed, mut before) = (Instant::now(), 0);
        loop {
            let named = "select count(*) from guild where name <> ''";
            let count =
                |conn: &rusqlite::Connection| Ok(conn.query_one(named, [], |row| row.get(0))?);
            let stored: i64 = self.store.read(count).await?;
            if stored.unsigned_abs() >= servers as u64 {
                return Ok(Some(begun.elapsed()));
            }
            if stored > before {
                (changed, before) = (Instant::now(), stored);
            }
            if changed.elapsed() > NOT_RECORDING {
                return Ok(None);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Stores one more paper, while the bot runs.
    pub(super) async fn add_paper(&self, corpus: &Corpus, number: usize) -> anyhow::Result<()> {
        let (store, now) = (self.store.clone(), self.now());
        let paper = corpus.range(number, number + 1);
        store.write(move |tx| papers::put(tx, &paper, now).map(drop)).await?;
        Ok(())
    }

    /// Subscribes the channels to the topics, or to varying ones, due at noon.
    async fn subscribe(
        &self,
        channels: &[(u64, u64)],
        topics: Option<&'static str>,
    ) -> anyhow::Result<()> {
        let (store, now) = (&self.store, self.now());
        let cron: Cron = "12:00".parse().map_err(|_| anyhow!("not a time"))?;
        let schedule = Schedule { cron, zone: Zone::utc() };
        let since = feed_date(now);
        for (round, chunk) in channels.chunks(CHUNK).enumerate() {
            let (chunk, schedule) = (chunk.to_vec(), schedule.clone());
            let subscribe = move |tx: &rusqlite::Transaction| {
                for (number, (guild, channel)) in chunk.into_iter().enumerate() {
                    let topics = topics.unwrap_or(TOPICS[(round + number) % TOPICS.len()]);
                    let settings = settings(guild, channel, topics, &schedule);
                    subscriptions::add(tx, &settings, since, Some(DUE), now)?;
                }
                Ok(())
            };
            store.write(subscribe).await?;
        }
        Ok(())
    }
}

fn settings(guild: u64, channel: u64, topics: &str, schedule: &Schedule) -> SubscriptionSettings {
    SubscriptionSettings {
        guild: Some(GuildId(guild)),
        destination: Destination::Channel(ChannelId(channel)),
        created_by: UserId(1),
        topics: topics.parse().unwrap_or_default(),
        schedule: schedule.clone(),
        min_upvotes: 0,
        max_papers: 6,
        strictness: Strictness::Normal,
        selection: Selection::default(),
        posting: Posting::default(),
        language: Language::English,
        own_language: false,
    }
}
