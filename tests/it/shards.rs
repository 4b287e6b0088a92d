//! A bot with 10,000 servers on 16 shards; docs/FAULTS.md names these tests.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::{GuildId, Shard};
use paperboy::discord::{Event, Gateway, GatewayError, GatewaySettings, Rest};
use paperboy::store::{Store, guilds};
use secrecy::SecretString;
use simulator::{Discord, DiscordOptions};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::stage::{SOON, clock};
use super::still::at;

const SHARDS: u32 = 16;
/// Heartbeats frequent enough to notice silence quickly.
const HEARTBEAT_MS: u64 = 4_000;
const SILENT_AFTER: Duration = Duration::from_secs(9);
const IDENTIFY_INTERVAL: Duration = Duration::from_millis(300);

/// A Discord and a bot's gateway connections.
struct Sharded {
    discord: Discord,
    rest: Rest,
    events: mpsc::UnboundedReceiver<Event>,
    stop: CancellationToken,
    running: JoinHandle<Result<(), GatewayError>>,
}

/// A Discord that recommends this many shards and lets this many identify at once.
async fn discord(shards: u32, max_concurrency: u64) -> Discord {
    let discord = Discord::start(options(shards, max_concurrency)).await;
    discord.expect("a Discord")
}

fn options(shards: u32, max_concurrency: u64) -> DiscordOptions {
    DiscordOptions {
        shards: Some(shards.into()),
        max_concurrency,
        identify_interval: IDENTIFY_INTERVAL,
        heartbeat_interval_ms: HEARTBEAT_MS,
        record: false,
        ..DiscordOptions::default()
    }
}

impl Sharded {
    fn connect(discord: Discord, silent_after: Duration) -> Sharded {
        let token = SecretString::new(discord.token().to_owned());
        let rest = Rest::new(&token, Some(&discord.url())).expect("rest");
        let (sender, events) = mpsc::unbounded_channel();
        let settings = GatewaySettings {
            identify_interval: IDENTIFY_INTERVAL,
            silent_after,
            reconnect_wait: Duration::from_millis(100),
            ..GatewaySettings::default()
        };
        let gateway = Gateway::new(&rest, clock("2026-05-14T13:30:00Z"), sender, settings);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let running = tokio::spawn(async move { gateway.run(stopped).await });
        Sharded { discord, rest, events, stop, running }
    }

    async fn next(&mut self) -> Event {
        let next = tokio::time::timeout(SOON, self.events.recv()).await;
        next.expect("an event in time").expect("the gateway runs")
    }

    /// The next READY; earlier events are dropped.
    async fn next_ready(&mut self) -> (Shard, Vec<GuildId>) {
        loop {
            if let Event::Ready(shard, guilds) = self.next().await {
                return (shard, guilds);
            }
        }
    }

    /// The READYs of all shards, in any order.
    async fn all_ready(&mut self, shards: u32) -> BTreeMap<Shard, Vec<GuildId>> {
        let mut ready = BTreeMap::new();
        while ready.len() < shards as usize {
            let (shard, guilds) = self.next_ready().await;
            assert!(ready.insert(shard, guilds).is_none(), "{shard} began twice");
        }
        ready
    }

    async fn stop(self) {
        self.stop.cancel();
        let ended = tokio::time::timeout(SOON, self.running).await.expect("it stops");
        assert_eq!(ended.expect("no panic"), Ok(()));
        assert_eq!(self.discord.violations(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_a_server_arrive_in_order() {
    const TIMES: usize = 200;
    let discord = discord(1, 1).await;
    let guild = discord.add_guild("club");
    let mut sharded = Sharded::connect(discord, Duration::from_secs(600));
    let is_available =
        |event: &Event| matches!(event, Event::GuildAvailable(one) if one.id.0 == guild);
    while !is_available(&sharded.next().await) {}
    for _ in 0..TIMES {
        sharded.discord.remove_bot(guild);
        sharded.discord.return_bot(guild);
    }
    for time in 0..TIMES {
        let (first, second) = (sharded.next().await, sharded.next().await);
        assert!(matches!(first, Event::GuildRemoved(_)), "{time}: {first:?}");
        assert!(is_available(&second), "{time}: {second:?}");
    }
    sharded.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_shard_receives_its_own_servers_and_removes_no_others() {
    // With ten thousand servers, a busy machine can't answer heartbeats within seconds.
    let heartbeat_interval_ms = DiscordOptions::default().heartbeat_interval_ms;
    let options = DiscordOptions { heartbeat_interval_ms, ..options(SHARDS, SHARDS.into()) };
    let discord = Discord::start(options).await.expect("a Discord");
    let all: Vec<u64> = (0..10_000).map(|n| discord.add_guild(&format!("server {n}"))).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("paperboy.db")).expect("a store");
    let known = all.clone();
    let put = move |tx: &rusqlite::Transaction| {
        for guild in &known {
            guilds::available(tx, GuildId(*guild), "server", at("2026-05-14T13:00:00Z"))?;
        }
        Ok(())
    };
    store.write(put).await.expect("a write");
    // Two servers of different shards remove the bot while it is away.
    let shard_of = |guild: u64| {
        Shard::all(SHARDS).find(|shard| shard.serves(GuildId(guild))).expect("a shard")
    };
    let first = all[3];
    let other = all.iter().copied().find(|one| shard_of(*one) != shard_of(first));
    let other = other.expect("another shard has servers");
    for gone in [first, other] {
        discord.remove_bot(gone);
    }

    let mut sharded = Sharded::connect(discord, Duration::from_secs(600));
    let (mut ready, mut available) = (BTreeMap::new(), BTreeSet::new());
    while ready.len() < SHARDS as usize || available.len() < all.len() - 2 {
        match sharded.next().await {
            Event::Ready(shard, guilds) => {
                assert!(guilds.iter().all(|guild| shard.serves(*guild)), "{shard}");
                assert!(ready.insert(shard, guilds).is_none(), "{shard} began twice");
            }
            Event::GuildAvailable(guild) => drop(available.insert(guild.id)),
            event => panic!("{event:?}"),
        }
    }
    assert_eq!(ready.values().map(Vec::len).sum::<usize>(), all.len() - 2);
    assert!(ready.values().all(|guilds| guilds.len() > 500), "the servers are spread");

    let now = at("2026-05-14T13:30:00Z");
    for (shard, guilds) in ready {
        let write = move |tx: &rusqlite::Transaction| guilds::reconcile(tx, shard, &guilds, now);
        let removed = store.write(write).await.expect("a write");
        let expected = [first, other].iter().filter(|gone| shard_of(**gone) == shard).count();
        assert_eq!(removed, expected, "{shard} says nothing of other shards' servers");
    }
    sharded.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disconnected_shard_reconnects_without_affecting_others() {
    let mut sharded = Sharded::connect(discord(4, 4).await, SILENT_AFTER);
    let ready = sharded.all_ready(4).await;
    assert_eq!(ready.keys().map(|shard| shard.id()).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert!(sharded.rest.liveness().silent_for().is_some(), "all have been active");

    sharded.discord.cut_shard(2);
    let resumed = async {
        while sharded.discord.resumes() == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, resumed).await.expect("it resumes");
    assert_eq!(sharded.discord.connected_shards(), [0, 1, 2, 3]);
    assert_eq!(sharded.discord.identifies(), 4, "a resume is no new session");

    // Closed such that it can't resume, and closed without a code.
    for (shard, code) in [(1, Some(4009)), (3, None)] {
        let before = sharded.discord.identifies();
        sharded.discord.close_shard(shard, code);
        let (began, _) = sharded.next_ready().await;
        assert_eq!(u64::from(began.id()), shard);
        assert_eq!(sharded.discord.identifies(), before + 1, "only this one");
        assert_eq!(sharded.discord.connected_shards(), [0, 1, 2, 3]);
    }
    sharded.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_silent_shard_reconnects() {
    let mut sharded = Sharded::connect(discord(2, 2).await, SILENT_AFTER);
    sharded.all_ready(2).await;
    sharded.discord.mute_shard(1, true);
    let unmuted = sharded.discord.clone();
    tokio::spawn(async move {
        // A new session would be silent, too.
        while unmuted.connected_shards() == [0, 1] {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        unmuted.mute_shard(1, false);
    });
    let (began, _) = sharded.next_ready().await;
    assert_eq!(began.id(), 1);
    assert_eq!(sharded.discord.identifies(), 3, "the other one keeps its session");
    sharded.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shards_identify_one_at_a_time_in_each_bucket() {
    let mut sharded = Sharded::connect(discord(6, 2).await, SILENT_AFTER);
    sharded.all_ready(6).await;
    assert_eq!(sharded.discord.identify_attempts(), 6, "none was too early");
    sharded.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn final_close_codes_during_a_session_are_noticed_at_once() {
    for code in [4010, 4012] {
        let mut sharded = Sharded::connect(discord(2, 2).await, SILENT_AFTER);
        sharded.all_ready(2).await;
        sharded.discord.refuse_identify(Some(code));
        sharded.discord.close_shard(1, Some(code));
        let begun = std::time::Instant::now();
        let ended = tokio::time::timeout(SOON, sharded.running).await.expect("it ends on its own");
        assert_eq!(ended.expect("no panic"), Err(GatewayError::Closed { code }));
        assert!(begun.elapsed() < Duration::from_secs(15), "{code}: {:?}", begun.elapsed());
    }
}
