//! The crash harness: the real binary is killed in the middle of deliveries, over and over, while
//! Discord fails at random; afterwards every channel must contain every paper once.
//!
//! Twenty kills by default; set `PAPERBOY_CRASHES=200` for a long run. It counts what is in the
//! simulator's channels, not what the bot believes.

mod harness;

use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use jiff::Timestamp;
use paperboy::app::delivery::failpoint::BOUNDARIES;
use paperboy::clock::Clock;
use paperboy::store::{Store, deliveries};
use serde_json::Value;

use super::stage::{SOON, place};
use harness::{CHANNELS, Harness, LEASE, SPLIT, wait};

/// Kills per slot: the first at a boundary, the others at random times.
const KILLS_A_SLOT: usize = 3;

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
    let mut harness = Harness::new(place, data, clock);
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
            if name == SPLIT {
                harness.split = channel;
            }
        }
        let (admin, papers) = (harness.place.admin, harness.place.papers);
        let mut set = harness.place.discord.command(admin, papers, line.trim()).await;
        // One admin has a share of the bot, and asks for much here.
        while set.text().contains("going too fast") {
            tokio::time::sleep(Duration::from_millis(500)).await;
            set = harness.place.discord.command(admin, papers, line.trim()).await;
        }
        assert!(set.text().contains("Subscribed"), "{}", set.text());
    }
    assert!(
        harness.place.discord.messages_with_threads(harness.place.papers).is_empty(),
        "nothing is due yet"
    );
    harness.until_read().await;
    bot.kill().expect("SIGKILL");
    bot.wait().expect("it has ended");
    harness.add_inbox().await;

    let (mut killed, mut at_boundaries, mut slots_played) = (0, 0, 0);
    while killed < kills {
        slots_played += 1;
        harness.next_hour();
        harness.publish();
        if harness.dice.roll(2) == 0 {
            harness.break_a_mention();
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
                // A list read for the first time is read again after 20 s, and a busy machine is
                // several times slower.
                Some(_) => SOON * 15,
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

    let notified = harness.check_notifications("in the end");
    assert!(notified >= slots_played / 2, "{notified} of {slots_played} posts notified the role");

    // The bot's records match the channels.
    let store = Store::open(&harness.data.path().join("paperboy.db")).expect("a store");
    let guild = domain::GuildId(harness.place.server);
    let slots = store.read(move |conn| deliveries::recent(conn, guild, 100_000)).await;
    let slots = slots.expect("a read");
    assert!(slots.iter().all(|slot| slot.finished_at.is_some()), "every slot has ended");
    assert_eq!(harness.open_slots(), 0, "those of direct messages, too");
    let direct = harness.place.discord.direct_channel(harness.place.member);
    for channel in harness.channels.iter().filter(|channel| **channel != direct) {
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
    let messages =
        harness.channels.iter().flat_map(|one| harness.place.discord.messages_with_threads(*one));
    let standing: BTreeSet<i64> = messages
        .filter(|message| message.to_string().contains("/papers/2604."))
        .map(|message| id(&message).expect("an id"))
        .collect();
    assert_eq!(standing, recorded);
}
