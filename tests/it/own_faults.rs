//! Failures of the bot's own side (a full disk, a bug, a clock change) and their effect on
//! deliveries; docs/FAULTS.md names these tests.

use std::time::Duration;

use domain::{ChannelId, Destination, FailureReason, GuildId, SlotState};
use jiff::{SignedDuration, Timestamp};
#[cfg(debug_assertions)]
use paperboy::app::delivery::failpoint::Failpoint;
use paperboy::app::delivery::leader;
use paperboy::app::delivery::recover::Recovery;
use paperboy::app::delivery::round::{Round, deliver_due};
use paperboy::app::failure;
use paperboy::clock::Clock;
use paperboy::metrics::Numbers;
use paperboy::store::activity::Doubt;
use paperboy::store::{deliveries, destinations, subscriptions};
use simulator::Fault;
use tokio_util::sync::CancellationToken;

use super::stage::{MESSAGES, SOON, Stage, app, clock, place};
use super::still::{DUE, Still, at, papers, set_due, slots, still};

const READ_HISTORY: u64 = 1 << 16;
const ALL: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";

#[tokio::test(flavor = "multi_thread")]
async fn full_disks_delay_posts_while_the_bot_still_answers() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    let pages = async |count: u32| {
        let set = move |tx: &rusqlite::Transaction| {
            Ok(tx.pragma_update_and_check(None, "max_page_count", count, |_| Ok(()))?)
        };
        stage.app.store.write(set).await.expect("a setting");
    };
    pages(1).await;
    let stop = stage.stop.clone();
    let round = deliver_due(&stage.app, stage.clock, at(DUE), &stop).await.expect("it goes on");
    assert_eq!(round, Round::Waiting, "it is tried again");
    assert!(stage.posts().is_empty(), "nothing is sent that was not written down first");
    // The events of a whole session also have to be stored.
    stage.discord.invalidate_session(false);
    let desk = stage.discord.add_channel(stage.server(), "desk");
    let answered = async {
        let ask = || stage.discord.command(stage.member, desk, "/search diffusion");
        while !ask().await.text().contains("papers/") {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    };
    tokio::time::timeout(SOON, answered).await.expect("a search is answered");
    pages(1_000_000).await;
    stage.due(DUE).await;
    assert_eq!(papers(&stage.discord, stage.papers), 10);
    assert_eq!(slots(&stage.app, stage.server()).await, [(at(DUE), SlotState::Sent)]);
}

// Failpoints exist only in debug builds.
#[cfg(debug_assertions)]
#[tokio::test(flavor = "multi_thread")]
async fn a_bug_in_one_delivery_delays_no_other() {
    for boundary in ["composed", "claimed"] {
        let stage = Stage::new().await;
        let second = stage.discord.add_channel(stage.server(), "second");
        stage.say(ALL).await;
        stage.say(&ALL.replace("#papers", "#second")).await;
        let failpoint = Failpoint::parse(boundary).expect("a boundary").panicking();
        let app = stage.app.clone().with_failpoint(failpoint);
        let stop = stage.stop.clone();
        let round = deliver_due(&app, stage.clock, at(DUE), &stop).await.expect("a round");
        assert_eq!(round, Round::Done, "{boundary}");
        // Claimed slots are recovered; the others end with a reason.
        let expected = if boundary == "claimed" { 20 } else { 10 };
        let came = async {
            while papers(&stage.discord, stage.papers) + papers(&stage.discord, second) < expected {
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        };
        tokio::time::timeout(SOON, came).await.expect("they come");
        let status = stage.say("/status").await.text();
        let shows_reason = status.contains("something went wrong on my end");
        assert_eq!(shows_reason, boundary == "composed", "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_subscription_delays_no_other() {
    let stage = Stage::new().await;
    let second = stage.discord.add_channel(stage.server(), "second");
    stage.say(ALL).await;
    stage.say(&ALL.replace("#papers", "#second")).await;
    let spoil = "update subscription set zone = 'Mars/Olympus' where id = 1";
    let spoilt = stage.app.store.write(move |tx| Ok(tx.execute(spoil, [])?)).await;
    assert_eq!(spoilt.expect("a write"), 1);
    stage.due(DUE).await;
    assert_eq!(papers(&stage.discord, second), 10);
    let ended = slots(&stage.app, stage.server()).await;
    assert_eq!(ended, [(at(DUE), SlotState::Failed), (at(DUE), SlotState::Sent)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_do_not_wait_for_the_disk_behind_server_events() {
    let stage = Stage::new().await;
    let (go, held) = std::sync::mpsc::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let store = stage.app.store.clone();
    let slow = move |_: &rusqlite::Transaction| Ok(begun.send(()).is_ok() && held.recv().is_ok());
    let disk = tokio::spawn(async move { store.write(slow).await });
    has_begun.await.expect("the disk is busy");
    let server = stage.discord.add_guild("elsewhere");
    assert!(stage.say("/help").await.text().contains("/search"), "answered while the disk is busy");
    go.send(()).expect("it waits");
    assert!(disk.await.expect("no panic").expect("a write"));
    let noted = async {
        let known = "select 1 from guild where guild_id = ?1";
        let is_known = move |conn: &rusqlite::Connection| {
            Ok(conn.prepare(known)?.exists([server.cast_signed()])?)
        };
        while !stage.app.store.read(is_known).await.expect("a read") {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    };
    tokio::time::timeout(SOON, noted).await.expect("and noted in the end");
}

/// What the timer does after a clock change, and then everything due.
async fn steps(stage: &Stage, instants: &[&str]) -> Vec<(Timestamp, SlotState)> {
    for now in instants {
        let now = at(now);
        let realigned =
            stage.app.store.write(move |tx| subscriptions::recompute_next_due(tx, now)).await;
        realigned.expect("a write");
        for minutes in [0, 11] {
            let now = now.checked_add(SignedDuration::from_mins(minutes)).expect("a time");
            let stop = stage.stop.clone();
            deliver_due(&stage.app, stage.clock, now, &stop).await.expect("a round");
        }
    }
    slots(&stage.app, stage.server()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_changes_repeat_no_slot_and_lose_none() {
    use SlotState::{NothingNew, Sent, Skipped};
    let check = async |instants: &[&str], expected: &[(&str, SlotState)]| {
        let stage = Stage::new().await;
        stage.say(ALL).await;
        let expected: Vec<_> = expected.iter().map(|(due, state)| (at(due), *state)).collect();
        assert_eq!(steps(&stage, instants).await, expected, "{instants:?}");
        assert_eq!(papers(&stage.discord, stage.papers), 10, "{instants:?}");
    };
    let (first, second, third) = (DUE, "2026-05-15T14:00:00Z", "2026-05-16T14:00:00Z");
    // Set back by two hours after the post, and past the slot again.
    check(&[first, "2026-05-14T12:30:00Z", first], &[(first, Sent)]).await;
    // Set forward past the slot: it is posted late, and once.
    check(&["2026-05-14T13:40:00Z", "2026-05-14T17:00:00Z"], &[(first, Sent)]).await;
    // Set forward by two days for a while: the skipped slots are recorded, and not posted when the
    // clock reaches them again.
    check(
        &["2026-05-16T15:00:00Z", "2026-05-14T13:40:00Z", first, second, third],
        &[(first, Skipped), (second, Skipped), (third, Sent)],
    )
    .await;
    // Suspended for a night: the timer finds the slot when it wakes.
    check(&[first, "2026-05-15T23:00:00Z"], &[(first, Sent), (second, NothingNew)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slots_hours_late_are_posted() {
    let stage = Stage::at("2026-05-15T00:30:00Z").await;
    stage.say(ALL).await;
    // The bot was off for ten and a half hours.
    set_due(&stage.app, 1, at(DUE)).await;
    assert!(stage.discord.until_message(stage.papers, 1, SOON).await, "it is caught up");
    stage.until_said("/status", "10 papers, late").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_channels_do_not_delay_the_next_round() {
    let stage = Stage::new().await;
    let second = stage.discord.add_channel(stage.server(), "second");
    stage.say(ALL).await;
    stage.say(&ALL.replace("#papers", "#second")).await;
    stage.discord.fault(Fault::Delay {
        method: "POST",
        route: MESSAGES,
        channel: Some(stage.papers),
        delay: SOON * 3,
        times: 9,
    });
    set_due(&stage.app, 1, stage.clock.now()).await;
    assert!(stage.discord.until_message(stage.papers, 1, SOON).await, "its round has begun");
    set_due(&stage.app, 2, stage.clock.now()).await;
    // Less than the first one's time-out.
    assert!(stage.discord.until_message(second, 1, Duration::from_secs(12)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn standby_answers_and_reports_itself_and_the_age_of_the_list() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    let second = app(&stage.discord, &stage.hub, &stage.data).await;
    leader::acquire_or_renew(&second, stage.clock.now()).await.expect("a try");
    // The first one becomes unresponsive; the second answers.
    stage.stop.cancel();
    let quiet = async {
        while !stage.bot.is_finished() {
            tokio::task::yield_now().await
        }
    };
    tokio::time::timeout(SOON, quiet).await.expect("it ends");
    let stop = CancellationToken::new();
    // A process that holds the lease and doesn't respond.
    let hold = |tx: &rusqlite::Transaction| {
        let sql = "insert or replace into lease values ('delivery', 'another', ?1)";
        let until = at("2026-05-14T13:30:55Z").as_millisecond();
        Ok(tx.execute(sql, [until])?)
    };
    second.store.write(hold).await.expect("a write");
    tokio::spawn(paperboy::bot::run(second.clone(), stage.clock, stop.clone()));
    stage.until_said("/status", "Standby").await;
    let status = stage.say("/status").await.text();
    assert!(status.contains("Hugging Face responded"), "{status}");
    stop.cancel();
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_or_replacing_the_database_ends_the_bot() {
    let still = still().await;
    let path = still.data.path().join("paperboy.db");
    let moved = still.data.path().join("moved");
    let tried = async || leader::acquire_or_renew(&still.app, still.clock.now()).await;
    tried().await.expect("it is in place");
    std::fs::rename(&path, &moved).expect("a file");
    for what in ["deleted", "replaced"] {
        let error = anyhow::Error::from(tried().await.expect_err(what));
        assert!(error.to_string().contains("was deleted or replaced"), "{what}: {error}");
        assert_eq!(failure::classify(&error), failure::Failure::Final, "{what}");
        std::fs::copy(&moved, &path).expect("a copy");
    }
    std::fs::rename(&moved, &path).expect("a file");
    tried().await.expect("it is back");
}

#[tokio::test(flavor = "multi_thread")]
async fn standby_notices_an_unwritable_database() {
    let still = still().await;
    let second = app(&still.place.discord, &still.place.hub, &still.data).await;
    let tried = async || leader::acquire_or_renew(&second, still.clock.now()).await;
    tried().await.expect("another one delivers");
    assert!(!second.leadership.is_leader() && !second.leadership.cannot_write());
    let close = |tx: &rusqlite::Transaction| Ok(tx.pragma_update(None, "query_only", true)?);
    second.store.write(close).await.expect("a setting");
    tried().await.expect_err("a file that cannot be written");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_reports_discord_and_database_writes() {
    let data = tempfile::tempdir().expect("a folder");
    let place = place(clock("2026-05-14T13:30:00Z")).await;
    let fresh = app(&place.discord, &place.hub, &data).await;
    let numbers = Numbers::read(&fresh, at(DUE)).await.expect("numbers");
    assert_eq!((numbers.discord_silence, numbers.unwritten), (None, None));
    assert!(fresh.leadership.cannot_write(), "nothing is known yet");

    let Stage { discord, hub: _hub, app, clock, stop: _stop, data: _data, .. } = Stage::new().await;
    let healthy = async {
        while !Numbers::read(&app, clock.now()).await.expect("numbers").problems().is_empty() {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    };
    tokio::time::timeout(SOON, healthy).await.expect("it is well");
    // Discord goes away; trying to connect doesn't count as activity.
    drop(discord);
    let silent = async {
        while app.discord.liveness().silent_for().is_none_or(|span| span < Duration::from_secs(4)) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(SOON, silent).await.expect("it falls silent");
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_are_found_again_in_a_busy_channel() {
    for arrived in [true, false] {
        let Still { place, app, clock, stop, data: _data } = still().await;
        let chat = |count: usize| {
            for number in 0..count {
                place.discord.write(place.member, place.papers, &format!("message {number}"));
            }
        };
        chat(250);
        let (method, route, channel) = ("POST", MESSAGES, None);
        place.discord.fault(match arrived {
            true => Fault::DropAfterApply { method, route, channel, status: None, times: 1 },
            false => Fault::DropBeforeApply { method, route, channel, times: 1 },
        });
        let stop = stop.clone();
        deliver_due(&app, clock, at(DUE), &stop).await.expect("a round");
        chat(150);
        // Ten minutes later Discord has forgotten the nonce.
        let later = clock.now().checked_add(SignedDuration::from_mins(10)).expect("a time");
        place.discord.pass(Duration::from_secs(600));
        leader::acquire_or_renew(&app, later).await.expect("a try");
        let later = Clock::starting_at(later);
        let mut recovery = Recovery::default();
        let ended = async {
            while slots(&app, place.server).await != [(at(DUE), SlotState::Sent)] {
                recovery.look(&app, later, &stop).await.expect("a look");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(SOON, ended).await.expect("it ends as sent");
        assert_eq!(papers(&place.discord, place.papers), 10, "arrived before: {arrived}");
        let posts = place.discord.exchanges();
        let posts = posts.iter().filter(|one| one.method == method && one.route == route);
        assert_eq!(posts.count(), if arrived { 1 } else { 2 });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_was_off_loses_no_post() {
    let (same_day, next_day) = ("2026-05-14T17:00:00Z", "2026-05-15T14:00:00Z");
    for (back, is_written, is_sent) in [
        (same_day, false, true),
        (same_day, true, true),
        // Unused for a day: another copy may have been in use, unless the channel is silent.
        (next_day, false, true),
        (next_day, true, false),
    ] {
        let what = format!("{back}, written: {is_written}");
        let Still { place, app: first, clock, stop, data } = still().await;
        let (discord, channel) = (&place.discord, place.papers);
        discord.deny(channel, READ_HISTORY);
        drop(first);
        discord.pass(at(back).duration_since(clock.now()).unsigned_abs());
        if is_written {
            discord.write(place.member, channel, "good morning");
        }
        let clock = Clock::starting_at(at(back));
        let second = app(discord, &place.hub, &data).await;
        second.discord.identify().await.expect("the token is right");
        leader::acquire_or_renew(&second, clock.now()).await.expect("a try");
        for minutes in [0, 11] {
            let now = at(back).checked_add(SignedDuration::from_mins(minutes)).expect("a time");
            deliver_due(&second, clock, now, &stop).await.expect("a round");
        }
        let expected = match is_sent {
            true => (SlotState::Sent, None),
            false => (SlotState::Failed, Some(FailureReason::Unconfirmed)),
        };
        let guild = GuildId(place.server);
        let last = second.store.read(move |conn| deliveries::recent(conn, guild, 1)).await;
        let last = last.expect("a read").pop().map(|slot| (slot.state, slot.reason));
        assert_eq!(last, Some(expected), "{what}");
        assert_eq!(papers(discord, channel) > 0, is_sent, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn channels_with_more_messages_than_are_read_get_nothing_twice() {
    let sent = (SlotState::Sent, None);
    let already_sent = (SlotState::Skipped, Some(FailureReason::AlreadySent));
    let unconfirmed = (SlotState::Failed, Some(FailureReason::Unconfirmed));
    for (doubt, cron, expected) in [
        (Doubt::Unused, "0 14 * * *", already_sent),
        (Doubt::Older, "0 14 * * *", already_sent),
        // The post is of another slot, so only its papers are recognized.
        (Doubt::Unused, "0 15 * * *", sent),
        (Doubt::Older, "0 15 * * *", unconfirmed),
    ] {
        let what = format!("{doubt:?}, {cron}");
        let Still { place, app, clock, stop, data: _data } = still().await;
        let (discord, channel) = (&place.discord, place.papers);
        for number in 0..3_000 {
            discord.write(place.member, channel, &format!("message {number}"));
        }
        deliver_due(&app, clock, at(DUE), &stop).await.expect("a round");
        assert_eq!(papers(discord, channel), 10, "{what}");
        discord.pass(Duration::from_secs(2 * 3_600));
        // As the database was before, restored together with its counter.
        let schedule = move |tx: &rusqlite::Transaction| {
            tx.execute_batch("delete from slot; delete from ledger; delete from passed_over;")?;
            tx.execute("update subscription set cron = ?1", [cron])?;
            destinations::mark_all_doubtful(tx, doubt, at("2026-05-14T13:00:00Z"))
        };
        app.store.write(schedule).await.expect("a write");
        set_due(&app, 1, at(DUE)).await;
        let now = at("2026-05-14T16:00:00Z");
        let clock = Clock::starting_at(now);
        leader::acquire_or_renew(&app, now).await.expect("a try");
        deliver_due(&app, clock, now, &stop).await.expect("a round");
        // Counting them checks that none is there twice.
        let is_new = expected == sent;
        assert_eq!(papers(discord, channel) > 10, is_new, "{what}");
        let guild = GuildId(place.server);
        let last = app.store.read(move |conn| deliveries::recent(conn, guild, 1)).await;
        let last = last.expect("a read").pop().map(|slot| (slot.state, slot.reason));
        assert_eq!(last, Some(expected), "{what}");
        // The doubt is settled, and costs no further slot.
        let destination = Destination::Channel(ChannelId(channel));
        let doubt = app.store.read(move |conn| destinations::doubt(conn, destination)).await;
        assert_eq!(doubt.expect("a read"), None, "{what}");
    }
}
