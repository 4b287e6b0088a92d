//! A soak: many simulated days of deliveries and maintenance in many channels, while Discord and the
//! hub fail at random. In the end every slot is accounted for, nothing was posted twice, and what
//! has expired is gone.
//!
//! Three days and 20 channels by default; `PAPERBOY_SOAK_DAYS=40 PAPERBOY_SOAK_CHANNELS=1000` for a
//! long run. It takes at least a fiftieth of a second per post, Discord's limit.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use domain::{Destination, GuildId};
use jiff::{SignedDuration, Timestamp};
use paperboy::app::App;
use paperboy::app::delivery::leader;
use paperboy::app::delivery::round::deliver_due;
use paperboy::app::guilds::{membership, notices};
use paperboy::app::maintenance::{retention, votes};
use paperboy::clock::Clock;
use paperboy::store::subscriptions;
use serde_json::{Value, json};
use simulator::hub::{Days, Hub, HubFault, HubOptions};
use simulator::{Discord, DiscordOptions, Fault};
use tokio_util::sync::CancellationToken;

use super::stage::{Dice, MESSAGES, app};
use super::still::{DUE, at, later, recover, settings};

/// Subscribed channels of each server.
const CHANNELS_A_SERVER: usize = 10;
/// New papers on each day's list.
const PAPERS: usize = 24;
/// Papers in a post.
const MAX_PAPERS: u32 = 4;
/// The process is replaced after this many days.
const RESTART: usize = 7;
/// How often a day's unfinished slots are looked at again, a minute apart.
const RECOVERIES: usize = 8;
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn size(variable: &str, default: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Everything around the bot, and what was seen in the channels so far.
struct Soak {
    discord: Discord,
    hub: Hub,
    data: tempfile::TempDir,
    /// Servers with one of their channels each.
    channels: Vec<(u64, u64)>,
    admin: u64,
    /// The papers in each channel.
    seen: Vec<HashSet<String>>,
    messages: usize,
    dice: Dice,
}

impl Soak {
    async fn new(channels: usize) -> Soak {
        let options = DiscordOptions {
            clock_offset_seconds: Clock::starting_at(at(DUE)).shift().as_secs(),
            record: false,
            ..DiscordOptions::default()
        };
        let discord = Discord::start(options).await.expect("a Discord");
        let days = Days::Given(BTreeMap::new());
        let hub = Hub::start(HubOptions { port: None, days }).await.expect("a hub");
        let mut made = Vec::new();
        let mut admin = 0;
        for number in 0..channels.div_ceil(CHANNELS_A_SERVER) {
            let server = discord.add_guild(&format!("server {number}"));
            admin = discord.add_user(server, "ada", super::stage::MANAGE_GUILD);
            let inside = CHANNELS_A_SERVER.min(channels - made.len());
            let channel =
                |number| (server, discord.add_channel(server, &format!("papers-{number}")));
            made.extend((0..inside).map(channel));
        }
        let data = tempfile::tempdir().expect("a folder");
        let seen = vec![HashSet::new(); channels];
        Soak { discord, hub, data, channels: made, admin, seen, messages: 0, dice: Dice(1) }
    }

    async fn subscribe(&self, app: &App) {
        let wanted = self.channels.iter().map(|(server, channel)| {
            let settings = settings(*server, *channel, self.admin);
            domain::SubscriptionSettings { max_papers: MAX_PAPERS, ..settings }
        });
        let wanted: Vec<_> = wanted.collect();
        let since = domain::feed_date(at(DUE));
        let add = move |tx: &rusqlite::Transaction| {
            for one in &wanted {
                subscriptions::add(tx, one, since, Some(at(DUE)), at(DUE))?;
            }
            Ok(())
        };
        app.store.write(add).await.expect("a write");
    }

    /// The day's list, and more votes for the papers of the day before.
    fn publish(&self, day: usize, now: Timestamp) {
        let entries = |day: usize, votes: usize| -> Vec<Value> {
            let entry = |number: usize| {
                json!({ "paper": {
                    "id": format!("26{:02}.{:05}", 1 + day / 28, day % 28 * 1_000 + number),
                    "title": format!("Paper {number} of day {day}"),
                    "summary": "It is about diffusion models and agents. ".repeat(12),
                    "authors": [{ "name": "Ada Lovelace", "hidden": false }],
                    "publishedAt": now.to_string(),
                    "upvotes": votes + number,
                } })
            };
            (0..PAPERS).map(entry).collect()
        };
        let date = |at: Timestamp| domain::feed_date(at).to_string();
        self.hub.set_day(&date(now), entries(day, 3));
        if let Some(before) = day.checked_sub(1) {
            let yesterday = now.checked_sub(DAY).expect("a time");
            self.hub.set_day(&date(yesterday), entries(before, 40));
        }
    }

    /// Some failures for the day: about one in every 30 posts, and now and then the hub.
    fn break_something(&mut self) {
        for _ in 0..3 + self.channels.len() / 30 {
            let chosen = self.dice.roll(self.channels.len() as u64) as usize;
            let channel = Some(self.channels[chosen].1);
            let (method, route, times) = ("POST", MESSAGES, 1 + self.dice.roll(2) as usize);
            let refused = |status, code| {
                let message = "no";
                Fault::Status { method, route, channel, status, code, message, times }
            };
            let lost = |status| Fault::DropAfterApply { method, route, channel, status, times };
            let fault = match self.dice.roll(8) {
                0 => lost(None),
                1 => lost(Some(502)),
                2 => Fault::DropBeforeApply { method, route, channel, times },
                3 => Fault::Html { method, route, channel, status: 503, times },
                4 => refused(403, 50_013),
                5 => refused(404, 10_003),
                6 => refused(400, 50_035),
                _ => refused(500, 0),
            };
            self.discord.fault(fault);
        }
        match self.dice.roll(4) {
            0 => self.hub.fault(HubFault::Status { status: 503, times: 2 }),
            1 => self.hub.fault(HubFault::Truncated { times: 1 }),
            _ => {}
        }
    }

    /// Notes the day's papers, none of which was there before, and removes the messages, so that
    /// only the bot's memory can grow.
    fn note_messages(&mut self) {
        for ((_, channel), seen) in self.channels.iter().zip(&mut self.seen) {
            for message in self.discord.messages(*channel) {
                let text = message.to_string();
                let ids = text.split("huggingface.co/papers/").skip(1).map(|rest| &rest[..10]);
                let ids: HashSet<&str> = ids.filter(|id| id.starts_with("26")).collect();
                self.messages += usize::from(!ids.is_empty());
                for id in ids {
                    assert!(seen.insert(id.to_owned()), "{id} is twice in {channel}");
                }
            }
            self.discord.clear_messages(*channel);
        }
    }

    fn file_size(&self) -> u64 {
        std::fs::metadata(self.data.path().join("paperboy.db")).expect("a file").len()
    }
}

#[expect(clippy::print_stdout, reason = "the figures of a long run, with --nocapture")]
fn say(line: &str) {
    println!("{line}");
}

/// The memory of this process, with the stand-ins, in megabytes; 0 where the kernel doesn't say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let size = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    size.unwrap_or_default() / 1_024
}

/// The number that a query returns.
async fn count(app: &App, query: &'static str) -> usize {
    let read = move |conn: &rusqlite::Connection| Ok(conn.query_one(query, [], |row| row.get(0))?);
    let count: i64 = app.store.read(read).await.expect("a read");
    usize::try_from(count).expect("a count")
}

const SLOTS: &str = "select count(*) from slot";
const OPEN: &str = "select count(*) from slot where finished_at is null";
const BODIES: &str = "select count(*) from part where body <> ''";
const PASSED_OVER: &str = "select count(*) from passed_over";

/// The tables and indexes that take the most space, in kilobytes.
async fn largest(app: &App) -> Vec<(String, i64)> {
    let read = |conn: &rusqlite::Connection| {
        let sizes =
            "select name, sum(pgsize) / 1024 from dbstat group by 1 order by 2 desc limit 9";
        let mut select = conn.prepare(sizes)?;
        let read = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
        Ok(select.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>()?)
    };
    app.store.read(read).await.expect("a read")
}

/// Deletes all that has expired.
async fn expire(app: &App, now: Timestamp) {
    for _ in 0..200 {
        retention::delete_old_rows(app, now).await.expect("a write");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn weeks_of_faults_leave_every_slot_accounted_for() {
    let (days, channels) = (size("PAPERBOY_SOAK_DAYS", 3), size("PAPERBOY_SOAK_CHANNELS", 20));
    let mut soak = Soak::new(channels).await;
    let mut bot = app(&soak.discord, &soak.hub, &soak.data).await;
    bot.discord.identify().await.expect("the token is right");
    soak.subscribe(&bot).await;
    let stop = CancellationToken::new();
    let mut clock = Clock::starting_at(at(DUE));
    for day in 0..days {
        let due = at(DUE).checked_add(DAY * i32::try_from(day).expect("a day")).expect("a time");
        let pass = Duration::try_from(due.duration_since(clock.now())).unwrap_or_default();
        soak.discord.pass(pass);
        clock = Clock::starting_at(due);
        if day % RESTART == RESTART - 1 {
            drop(bot);
            bot = app(&soak.discord, &soak.hub, &soak.data).await;
            bot.discord.identify().await.expect("the token is right");
        }
        soak.publish(day, due);
        soak.break_something();
        leader::acquire_or_renew(&bot, due).await.expect("a try");
        for minutes in [0, 11, 22] {
            let now = due.checked_add(SignedDuration::from_mins(minutes)).expect("a time");
            // A round takes longer than the lease.
            tokio::select! {
                done = deliver_due(&bot, clock, now, &stop) => drop(done.expect("a round")),
                ended = leader::keep(bot.clone(), clock, stop.clone()) => {
                    ended.expect("no final failure");
                }
            }
        }
        for _ in 0..RECOVERIES {
            if count(&bot, OPEN).await == 0 {
                break;
            }
            soak.discord.pass(Duration::from_secs(61));
            clock = later(clock, 61);
            recover(&bot, clock).await;
        }
        assert_eq!(count(&bot, OPEN).await, 0, "day {day}");
        let slots = count(&bot, SLOTS).await;
        assert_eq!(slots, (day + 1) * channels, "one a day in every channel, on day {day}");
        notices::notify_admins(&bot, clock.now()).await.expect("no final failure");
        votes::edit_votes(&bot, clock.now()).await.expect("no final failure");
        membership::forget(&bot, clock.now()).await.expect("a write");
        for _ in 0..channels.div_ceil(100) {
            retention::delete_old_rows(&bot, clock.now()).await.expect("a write");
        }
        soak.note_messages();
        let (file, bodies) = (soak.file_size() / 1_024, count(&bot, BODIES).await);
        say(&format!("day {day}: file {file} KB, {bodies} bodies, process {} MB", memory()));
    }

    say(&format!("largest: {:?}", largest(&bot).await));
    // Bodies and papers passed over are kept for 30 days; a day's slots may be a little late.
    let kept = days.min(32) * channels;
    assert!(count(&bot, BODIES).await <= 2 * kept, "old bodies are still there");
    assert!(count(&bot, PASSED_OVER).await <= PAPERS * kept, "old papers are still passed over");

    let unexplained =
        "select count(*) from slot where state in ('failed', 'skipped') and reason is null";
    assert_eq!(count(&bot, unexplained).await, 0, "each that posted nothing has a reason");
    let sent = "select count(*) from part where state = 'sent' and bears";
    assert_eq!(count(&bot, sent).await, soak.messages, "what is recorded is what arrived");
    let papers: usize = soak.seen.iter().map(HashSet::len).sum();
    assert_eq!(count(&bot, "select count(*) from ledger").await, papers);
    let possible = days * channels * MAX_PAPERS as usize;
    assert!(papers * 10 > possible * 8, "{papers} of {possible} papers, in spite of the faults");
    let states = bot.store.read(|conn| {
        let by_state = "select state || ' ' || coalesce(reason, ''), count(*) from slot group by 1";
        let mut select = conn.prepare(by_state)?;
        let read = |row: &rusqlite::Row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
        Ok(select.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>()?)
    });
    let slots = days * channels;
    say(&format!("{slots} slots: {:?}; {papers} papers", states.await.expect("a read")));

    // A month after the last post no body is left, and after a year only the newest slots.
    let (full, now) = (soak.file_size(), clock.now());
    expire(&bot, now.checked_add(DAY * 31).expect("a time")).await;
    assert_eq!(count(&bot, BODIES).await, 0);
    expire(&bot, now.checked_add(DAY * 400).expect("a time")).await;
    let left = count(&bot, SLOTS).await;
    assert!(left <= 3 * channels, "{left} slots");
    assert_eq!(count(&bot, "select count(*) from ledger").await, papers, "never forgotten");
    let checkpoint = |conn: &rusqlite::Connection| {
        Ok(conn.query_one("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?)
    };
    bot.store.read(checkpoint).await.expect("a checkpoint");
    let (small, full) = (soak.file_size() / 1_024, full / 1_024);
    say(&format!("expired: {left} slots left, file {small} KB of {full}"));
    let guild = GuildId(soak.channels[0].0);
    let kept = bot.store.read(move |conn| subscriptions::of_guild(conn, guild)).await;
    let kept = kept.expect("a read");
    assert!(kept.iter().all(|one| matches!(one.settings.destination, Destination::Channel(_))));
    assert_eq!(kept.len(), CHANNELS_A_SERVER.min(channels));
}
