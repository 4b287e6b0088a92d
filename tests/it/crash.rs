//! The crash harness: the real binary is killed in the middle of deliveries, over and over, while
//! Discord fails at random; afterwards every channel must contain every paper once.
//!
//! Twenty kills by default; set `PAPERBOY_CRASHES=200` for a long run. It counts what is in the
//! simulator's channels, not what the bot believes.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use paperboy::app::delivery::failpoint::BOUNDARIES;
use paperboy::clock::Clock;
use paperboy::store::{Store, deliveries};
use serde_json::Value;
use simulator::Fault;
use tempfile::TempDir;

use super::stage::{MESSAGES, Place, SOON, place};

/// Kills per slot: the first at a boundary, the others at random times.
const KILLS_A_SLOT: usize = 3;
/// A killed process's lease expires after this; the clocks are advanced instead of waiting.
const LEASE: SignedDuration = SignedDuration::from_secs(31);
/// Papers per slot: two messages.
const NEW: usize = 12;
/// Papers without votes on every list, below the minimum, so that lists have similar lengths.
const FILLERS: usize = 300;

/// Deterministic pseudo-random numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// The calls that fail, messages more often than the others.
const CALLS: [(&str, &str); 8] = [
    ("POST", MESSAGES),
    ("POST", MESSAGES),
    ("POST", MESSAGES),
    ("POST", MESSAGES),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads"),
    ("POST", "/channels/{channel_id}/threads"),
    ("POST", "/channels/{channel_id}/messages/{message_id}/crosspost"),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"),
];
/// The channels: name, Discord's kind, and how their subscription posts.
const CHANNELS: [(&str, u8, &str); 6] = [
    ("papers", 0, ""),
    ("list", 0, "form:compact list"),
    ("talk", 0, "form:thread under the post"),
    ("ping", 0, "role:readers"),
    ("library", 15, "role:readers"),
    ("news", 5, "publish:true"),
];

struct Harness {
    place: Place,
    data: TempDir,
    clock: Clock,
    channels: Vec<u64>,
    dice: Dice,
    papers: usize,
    lists: BTreeMap<String, Vec<Value>>,
}

fn entry(month: u32, number: usize, upvotes: usize) -> Value {
    serde_json::json!({ "paper": {
        "id": format!("26{month:02}.{number:05}"),
        "title": format!("Paper number {number}"),
        "summary": "It says what it says.",
        "authors": [{ "name": "Ada Lovelace", "hidden": false }],
        "publishedAt": "2026-04-01T00:00:00.000Z",
        "upvotes": upvotes,
    } })
}

impl Harness {
    fn start(&self, crash_at: Option<String>) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paperboy"));
        command.args(["run", "--clock", &self.clock.now().to_string()]);
        command.args(crash_at.iter().flat_map(|at| ["--crash-at", at]));
        command
            .env("DISCORD_TOKEN", self.place.discord.token())
            .env("PAPERBOY_DISCORD_URL", self.place.discord.url())
            .env("PAPERBOY_HUB_URL", self.place.hub.url())
            .env("PAPERBOY_DATA_DIR", self.data.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts")
    }

    /// Advances all clocks.
    fn pass(&mut self, span: SignedDuration) {
        let now = self.clock.now().checked_add(span).expect("a time");
        self.clock = Clock::starting_at(now);
        self.place.discord.pass(span.unsigned_abs());
    }

    /// Adds new papers to the list of the hub's current day.
    fn publish(&mut self) {
        let new = self.papers..self.papers + NEW;
        self.papers += NEW;
        self.extend_list(new.map(|number| entry(4, number, 100 + number % 50)));
    }

    /// Makes sure that the hub's current day has a list of the usual length. Without one a slot
    /// waits for it, as it should.
    fn extend_list(&mut self, new: impl Iterator<Item = Value>) {
        let date = domain::feed_date(self.clock.now()).to_string();
        let fillers = || (0..FILLERS).map(|number| entry(3, number, 0)).collect();
        let list = self.lists.entry(date.clone()).or_insert_with(fillers);
        list.extend(new);
        self.place.hub.set_day(&date, list.clone());
    }

    fn break_something(&mut self) {
        // Some of them one after the other, including an unknown outcome followed by a refusal.
        for _ in 0..self.dice.roll(4) {
            self.break_one();
        }
    }

    fn break_one(&mut self) {
        let (method, route) = CALLS[self.dice.roll(CALLS.len() as u64) as usize];
        let channel = None;
        let times = 1 + self.dice.roll(3) as usize;
        let lost = |status| Fault::DropAfterApply { method, route, channel, status, times };
        let refused = |status, code| {
            let message = "no";
            Fault::Status { method, route, channel, status, code, message, times }
        };
        let fault = match self.dice.roll(12) {
            0 => lost(None),
            1 => lost(Some(502)),
            2 => Fault::DropBeforeApply { method, route, channel, times },
            3 => Fault::Html { method, route, channel, status: 503, times },
            4 => Fault::RateLimited {
                method,
                route,
                channel,
                retry_after: 0.1,
                global: false,
                scope: "shared",
                with_headers: true,
                times,
            },
            5 => Fault::Delay { method, route, channel, delay: Duration::from_secs(60), times },
            6 => refused(403, 50_013),
            7 => refused(404, 10_003),
            8 => refused(400, 50_035),
            9 => refused(403, 160_005),
            10 => refused(400, 50_083),
            _ => refused(500, 0),
        };
        self.place.discord.fault(fault);
    }

    /// How often each paper is in a channel.
    fn count(&self, channel: u64) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for message in self.messages(channel) {
            for after in message.to_string().split("/papers/2604.").skip(1) {
                *counts.entry(after.chars().take(5).collect()).or_default() += 1;
            }
        }
        counts
    }

    /// The messages of a channel and of the threads and posts in it.
    fn messages(&self, channel: u64) -> Vec<Value> {
        let threads = self.place.discord.threads(channel);
        let id = |thread: &Value| thread["id"].as_str().and_then(|id| id.parse().ok());
        let places = [channel].into_iter().chain(threads.iter().filter_map(id));
        places.flat_map(|place| self.place.discord.messages(place)).collect()
    }

    fn check(&self, what: &str) {
        for channel in &self.channels {
            let twice: Vec<_> =
                self.count(*channel).into_iter().filter(|(_, count)| *count > 1).collect();
            assert!(twice.is_empty(), "{what}: came more than once to {channel}: {twice:?}");
        }
    }

    /// Claimed slots that have not ended.
    fn open_slots(&self) -> i64 {
        let path = self.data.path().join("paperboy.db");
        let database = rusqlite::Connection::open(path).expect("a database");
        database.busy_timeout(SOON).expect("a setting");
        let open = "select count(*) from slot where state = 'claimed'";
        database.query_one(open, [], |row| row.get(0)).expect("a count")
    }

    /// Finished slots of the hour shown by the clock.
    fn ended_this_hour(&self) -> usize {
        let now = self.clock.now().as_second();
        let hour = (now - now.rem_euclid(3_600)) * 1_000;
        let path = self.data.path().join("paperboy.db");
        let database = rusqlite::Connection::open(path).expect("a database");
        database.busy_timeout(SOON).expect("a setting");
        let ended = "select count(*) from slot where state <> 'claimed' and due_at = ?1";
        database.query_one(ended, [hour], |row| row.get::<_, i64>(0)).expect("a count") as usize
    }

    fn is_complete(&self) -> bool {
        self.channels.iter().all(|channel| self.count(*channel).len() == self.papers)
    }

    /// Advances to a second after the next full hour.
    fn next_hour(&mut self) {
        let into_the_hour = self.clock.now().as_second().rem_euclid(3_600);
        self.pass(SignedDuration::from_secs(3_601 - into_the_hour));
    }

    /// Runs without faults until every slot has ended and every channel has every paper:
    /// immediately or, for papers of a refused slot, with the next ones.
    async fn settle(&mut self, what: &str) {
        self.place.discord.clear_faults();
        self.pass(LEASE);
        for hour in 0..3 {
            if hour > 0 {
                self.next_hour();
                self.extend_list(std::iter::empty());
            }
            self.run_in_peace(what).await;
            if self.is_complete() {
                return;
            }
        }
        let counts: Vec<usize> = self.channels.iter().map(|one| self.count(*one).len()).collect();
        panic!("{what}: of {} papers {counts:?} came", self.papers);
    }

    async fn run_in_peace(&mut self, what: &str) {
        let mut bot = self.start(None);
        let ended = async {
            while self.open_slots() > 0 || self.ended_this_hour() < self.channels.len() {
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
        };
        let in_time = tokio::time::timeout(SOON * 6, ended).await.is_ok();
        assert!(
            in_time,
            "{what}: at {} {} slots are open, {} have ended this hour",
            self.clock.now(),
            self.open_slots(),
            self.ended_this_hour()
        );
        let stopped = Command::new("kill").arg(bot.id().to_string()).status().expect("kill");
        assert!(stopped.success());
        wait(&mut bot, SOON).await.expect("it ends when asked to");
        self.check(what);
    }
}

async fn wait(bot: &mut Child, span: Duration) -> Option<ExitStatus> {
    let ended = async {
        loop {
            if let Some(status) = bot.try_wait().expect("a child") {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(span, ended).await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_anywhere_nothing_is_posted_twice_and_nothing_is_lost() {
    let kills = std::env::var("PAPERBOY_CRASHES").ok().and_then(|text| text.parse().ok());
    let kills: usize = kills.unwrap_or(20);
    let start: Timestamp = "2026-05-14T10:59:00Z".parse().expect("a time");
    let clock = Clock::starting_at(start);
    let place = place(clock).await;
    let server = place.discord.add_guild("second");
    place.discord.add_user(server, "hedy", super::stage::MANAGE_GUILD);
    let data = tempfile::tempdir().expect("a folder");
    let channels = vec![place.papers];
    let (dice, lists) = (Dice(7), BTreeMap::new());
    let mut harness = Harness { place, data, clock, channels, dice, papers: 0, lists };
    harness.publish();
    let mut bot = harness.start(None);
    assert!(harness.place.discord.until_commands(SOON).await);
    assert!(harness.place.discord.until_connected(SOON).await);
    harness.place.discord.add_role(harness.place.server, "readers", 0);
    for (name, kind, posts) in CHANNELS {
        let line = format!(
            "/subscription add channel:#{name} topics:all time:0 * * * * zone:UTC max_papers:25 min_upvotes:50 {posts}"
        );
        if name != "papers" {
            let server = harness.place.server;
            let channel = harness.place.discord.add_channel_of(server, name, kind, None);
            harness.channels.push(channel);
        }
        let (admin, papers) = (harness.place.admin, harness.place.papers);
        let mut set = harness.place.discord.command(admin, papers, line.trim()).await;
        // One admin has a share of the bot, and asks for much here.
        while set.text().contains("a lot at once") {
            tokio::time::sleep(Duration::from_millis(500)).await;
            set = harness.place.discord.command(admin, papers, line.trim()).await;
        }
        assert!(set.text().contains("Subscribed"), "{}", set.text());
    }
    assert!(harness.messages(harness.place.papers).is_empty(), "nothing is due yet");
    bot.kill().expect("SIGKILL");
    bot.wait().expect("it has ended");

    let (mut killed, mut at_boundaries) = (0, 0);
    while killed < kills {
        harness.next_hour();
        if killed > 0 {
            harness.publish();
        }
        for kill in 0..KILLS_A_SLOT.min(kills - killed) {
            let boundary = BOUNDARIES[(killed / KILLS_A_SLOT) % BOUNDARIES.len()];
            let crash_at = (kill == 0).then(|| format!("{boundary}:{}", 1 + killed % 2));
            if kill > 0 {
                harness.pass(LEASE);
                harness.break_something();
            }
            let mut bot = harness.start(crash_at.clone());
            let span = match crash_at {
                Some(_) => SOON,
                None => Duration::from_millis(50 + harness.dice.roll(900)),
            };
            let by_itself = wait(&mut bot, span).await;
            if crash_at.is_some() {
                let signal = by_itself.and_then(|status| status.signal());
                assert_eq!(signal, Some(6), "it dies at {crash_at:?}");
                at_boundaries += 1;
            }
            // If the process has already died, that is not a failure.
            let _ = bot.kill();
            bot.wait().expect("it has ended");
            harness.check(&format!("after kill {}", killed + kill + 1));
        }
        killed += KILLS_A_SLOT.min(kills - killed);
        harness.settle(&format!("after {killed} kills")).await;
    }
    assert!(at_boundaries >= BOUNDARIES.len().min(kills.div_ceil(KILLS_A_SLOT)));

    // The bot's records match the channels.
    let store = Store::open(&harness.data.path().join("paperboy.db")).expect("a store");
    let guild = domain::GuildId(harness.place.server);
    let slots = store.read(move |conn| deliveries::recent(conn, guild, 100_000)).await;
    let slots = slots.expect("a read");
    assert!(slots.iter().all(|slot| slot.finished_at.is_some()), "every slot has ended");
    for channel in &harness.channels {
        let channel = domain::ChannelId(*channel);
        let sent = slots.iter().filter(|slot| slot.destination.channel() == Some(channel));
        let recorded: u32 = sent.map(|slot| slot.papers).sum();
        assert_eq!(recorded as usize, harness.papers, "in {channel}");
    }
    // Message by message: everything in a channel is recorded, and everything recorded is there.
    let recorded = |conn: &rusqlite::Connection| {
        let mut select =
            conn.prepare("select message_id from part where state = 'sent' and bears")?;
        let ids = select.query_map([], |row| row.get::<_, i64>(0))?;
        Ok(ids.collect::<rusqlite::Result<BTreeSet<i64>>>()?)
    };
    let recorded = store.read(recorded).await.expect("a read");
    let id = |message: &Value| message["id"].as_str().and_then(|id| id.parse().ok());
    let messages = harness.channels.iter().flat_map(|one| harness.messages(*one));
    let standing: BTreeSet<i64> = messages
        .filter(|message| message.to_string().contains("/papers/2604."))
        .map(|message| id(&message).expect("an id"))
        .collect();
    assert_eq!(standing, recorded);
}
