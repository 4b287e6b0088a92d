//! What the crash harness plays with: the channels and their subscriptions, the hub's lists, random
//! faults, the clocks and the processes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use domain::{Destination, Schedule, SubscriptionSettings, UserId, Zone};
use jiff::SignedDuration;
use paperboy::clock::Clock;
use paperboy::store::{Store, subscriptions};
use rusqlite::Connection;
use serde_json::Value;
use simulator::Fault;
use tempfile::TempDir;

use crate::stage::{Dice, MESSAGES, Place, SOON};
use crate::still::settings;

/// A killed process's lease expires after this; the clocks are advanced instead of waiting.
pub(super) const LEASE: SignedDuration = SignedDuration::from_secs(31);
/// Papers per slot: two messages.
const NEW: usize = 12;
/// Papers without votes on every list, below the minimum, so that lists have similar lengths.
const FILLERS: usize = 300;

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
pub(super) const CHANNELS: [(&str, u8, &str); 10] = [
    ("papers", 0, ""),
    ("list", 0, "format:compact list"),
    ("talk", 0, "format:thread under the post"),
    ("each", 0, "format:a message per paper"),
    ("ping", 0, "role:readers"),
    (SPLIT, 0, "format:compact list role:readers"),
    ("library", 15, "role:readers"),
    ("news", 5, "publish:true"),
    ("trending", 0, "source:trending"),
    ("rising", 0, "source:rising"),
];
/// The channel whose posts are refused once, in some slots, and so split.
pub(super) const SPLIT: &str = "split";
/// The votes of papers before their slot, in it, and afterwards: they rise from below the minimum
/// and make room at the top of the trending list.
const VOTES: [usize; 3] = [10, 200, 60];

pub(super) struct Harness {
    pub(super) place: Place,
    pub(super) data: TempDir,
    pub(super) clock: Clock,
    pub(super) channels: Vec<u64>,
    /// The channel called [`SPLIT`].
    pub(super) split: u64,
    pub(super) dice: Dice,
    pub(super) papers: usize,
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
    /// With one channel and the papers of the first slot. Only the harness's papers are on the
    /// trending list.
    pub(super) fn new(place: Place, data: TempDir, clock: Clock) -> Harness {
        let (channels, split) = (vec![place.papers], place.papers);
        let (dice, lists) = (Dice(7), BTreeMap::new());
        let mut harness = Harness { place, data, clock, channels, split, dice, papers: 0, lists };
        for date in harness.place.hub.dates() {
            let fillers = (0..FILLERS).map(|number| entry(3, number, 0)).collect();
            harness.place.hub.set_day(&date, fillers);
        }
        harness.announce();
        harness
    }

    pub(super) fn start(&self, crash_at: Option<String>) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paperboy"));
        command.args(["run", "--clock", &self.clock.now().to_string()]);
        command.args(crash_at.iter().flat_map(|at| ["--crash-at", at]));
        self.place.discord.expect_new_client();
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
    pub(super) fn pass(&mut self, span: SignedDuration) {
        let now = self.clock.now().checked_add(span).expect("a time");
        self.clock = Clock::starting_at(now);
        self.place.discord.pass(span.unsigned_abs());
    }

    /// Lets the papers of the next slot rise, and adds those of the one after it to the list of the
    /// hub's current day.
    pub(super) fn publish(&mut self) {
        let (old, new) = (self.papers, self.papers + NEW);
        self.set_votes(old.saturating_sub(NEW)..old, VOTES[2]);
        self.set_votes(old..new, VOTES[1]);
        self.papers = new;
        self.announce();
    }

    /// Adds the papers of the next slot to the list of the hub's current day, with too few votes.
    pub(super) fn announce(&mut self) {
        let next = self.papers..self.papers + NEW;
        self.extend_list(next.map(|number| entry(4, number, VOTES[0])));
    }

    /// Sets the votes of papers on the lists they are on.
    fn set_votes(&mut self, papers: Range<usize>, votes: usize) {
        for (date, list) in &mut self.lists {
            let mut changed = false;
            for number in papers.clone() {
                let new = entry(4, number, votes + number % 50);
                let is_it = |old: &&mut Value| old["paper"]["id"] == new["paper"]["id"];
                for old in list.iter_mut().filter(is_it) {
                    (*old, changed) = (new.clone(), true);
                }
            }
            if changed {
                self.place.hub.set_day(date, list.clone());
            }
        }
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

    /// Refuses a post that mentions a role, so that it is split.
    pub(super) fn break_a_mention(&self) {
        self.place.discord.fault(Fault::Status {
            method: "POST",
            route: MESSAGES,
            channel: Some(self.split),
            status: 400,
            code: 50_035,
            message: "no",
            times: 1,
        });
    }

    pub(super) fn break_something(&mut self) {
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
        for message in self.place.discord.messages_with_threads(channel) {
            for after in message.to_string().split("/papers/2604.").skip(1) {
                *counts.entry(after.chars().take(5).collect()).or_default() += 1;
            }
        }
        counts
    }

    pub(super) fn check(&self, what: &str) {
        for channel in &self.channels {
            let twice: Vec<_> =
                self.count(*channel).into_iter().filter(|(_, count)| *count > 1).collect();
            assert!(twice.is_empty(), "{what}: came more than once to {channel}: {twice:?}");
        }
    }

    /// Checks that each slot of a destination notified people at most once. Returns the number of
    /// notifications in the channel whose posts are split.
    pub(super) fn check_notifications(&self, what: &str) -> usize {
        let database = self.database();
        let mut select = database
            .prepare("select slot_id from part where message_id = ?1 or opened_id = ?1 limit 1")
            .expect("a query");
        let mut pushes = BTreeMap::new();
        for push in self.place.discord.pushes() {
            assert!(!push.text.trim().is_empty(), "{what}: an empty notification: {push:?}");
            let message = push.message.cast_signed();
            let slot = select.query_row([message], |row| row.get::<_, i64>(0));
            let slot = slot.unwrap_or_else(|error| panic!("{what}: {error}: {push:?}"));
            pushes.entry(slot).or_insert_with(Vec::new).push(push);
        }
        let twice: Vec<_> = pushes.iter().filter(|(_, pushes)| pushes.len() > 1).collect();
        assert!(twice.is_empty(), "{what}: notified more than once: {twice:?}");
        pushes.values().filter(|pushes| pushes[0].channel == self.split).count()
    }

    /// The bot's database.
    fn database(&self) -> Connection {
        let path = self.data.path().join("paperboy.db");
        let database = Connection::open(path).expect("a database");
        database.busy_timeout(SOON).expect("a setting");
        database
    }

    /// Claimed slots that have not ended.
    pub(super) fn open_slots(&self) -> i64 {
        let database = self.database();
        let open = "select count(*) from slot where state = 'claimed'";
        database.query_one(open, [], |row| row.get(0)).expect("a count")
    }

    /// Finished slots of the hour shown by the clock.
    fn ended_this_hour(&self) -> usize {
        let now = self.clock.now().as_second();
        let hour = (now - now.rem_euclid(3_600)) * 1_000;
        let database = self.database();
        let ended = "select count(*) from slot where state <> 'claimed' and due_at = ?1";
        database.query_one(ended, [hour], |row| row.get::<_, i64>(0)).expect("a count") as usize
    }

    fn is_complete(&self) -> bool {
        self.channels.iter().all(|channel| self.count(*channel).len() == self.papers)
    }

    /// Advances to a second after the next full hour.
    pub(super) fn next_hour(&mut self) {
        let into_the_hour = self.clock.now().as_second().rem_euclid(3_600);
        self.pass(SignedDuration::from_secs(3_601 - into_the_hour));
    }

    /// Runs without faults until every slot has ended and every channel has every paper:
    /// immediately or, for papers of a refused slot, with the next ones.
    pub(super) async fn settle(&mut self, what: &str) {
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
        self.check_notifications(what);
    }

    /// Adds a subscription that posts to a person's direct messages. No process is running.
    pub(super) async fn add_inbox(&mut self) {
        let person = UserId(self.place.member);
        let (server, papers) = (self.place.server, self.place.papers);
        let settings = SubscriptionSettings {
            guild: None,
            destination: Destination::DirectMessage(person),
            created_by: person,
            schedule: Schedule { cron: "0 * * * *".parse().expect("a time"), zone: Zone::utc() },
            min_upvotes: 50,
            max_papers: 25,
            ..settings(server, papers, self.place.admin)
        };
        let now = self.clock.now();
        let (since, due) = (domain::feed_date(now), settings.schedule.next_after(now));
        let store = Store::open(&self.data.path().join("paperboy.db")).expect("a store");
        let add =
            move |tx: &rusqlite::Transaction| subscriptions::add(tx, &settings, since, due, now);
        store.write(add).await.expect("a write");
        self.channels.push(self.place.discord.direct_channel(person.0));
    }

    /// Waits until the bot has read the papers of the first slot before they rise.
    pub(super) async fn until_read(&self) {
        let database = self.database();
        let read = || {
            let count = "select count(*) from paper where id like '2604.%'";
            database.query_one(count, [], |row| row.get::<_, i64>(0)).expect("a count")
        };
        let all = async {
            while read() < NEW as i64 {
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
        };
        tokio::time::timeout(SOON, all).await.expect("the list is read");
    }
}

pub(super) async fn wait(bot: &mut Child, span: Duration) -> Option<ExitStatus> {
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
