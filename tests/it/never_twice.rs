//! Nothing is posted twice and nothing is lost, whatever Discord responds after a try with an
//! unknown outcome and whatever happens to the database; docs/FAULTS.md names these tests.

use std::path::Path;
use std::time::Duration;

use domain::{FailureReason, GuildId, SlotState};
use jiff::{SignedDuration, Timestamp};
use paperboy::app::App;
use paperboy::app::delivery::leader;
use paperboy::app::delivery::recover::Recovery;
use paperboy::app::delivery::round::{Round, deliver_due, deliver_in_batches};
use paperboy::app::guilds::{membership, notices};
use paperboy::app::papers::refresh;
use paperboy::store::activity::Doubt;
use paperboy::store::{deliveries, destinations, export_lines, import_lines};
use simulator::{Discord, Fault};
use tempfile::TempDir;
use tokio::time::Instant;

use super::stage::{MESSAGES, Place, SOON, Stage, app, start};
use super::still::{DUE, Still, at, later, next_day, papers, recover, settings_of, slots, still};

const ALL: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";
const READ_HISTORY: u64 = 1 << 16;
const SEND_MESSAGES: u64 = 1 << 11;

fn refuse(status: u16, code: u64) -> Fault {
    let (method, route, channel, message) = ("POST", MESSAGES, None, "no");
    Fault::Status { method, route, channel, status, code, message, times: 99 }
}

/// The outcome of a server's slots and the reason, earliest due first.
async fn ends(app: &App, server: u64) -> Vec<(SlotState, Option<FailureReason>)> {
    let recent = app.store.read(move |conn| deliveries::recent(conn, GuildId(server), 99)).await;
    let recent = recent.expect("a read").into_iter().rev();
    recent.map(|slot| (slot.state, slot.reason)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn unclear_posts_that_are_then_refused_arrive_once() {
    for (status, code) in
        [(403, 50_013), (404, 10_003), (400, 50_035), (403, 160_005), (400, 50_083), (400, 50_008)]
    {
        for readable in [true, false] {
            let what = format!("{status} with {code}, readable: {readable}");
            let still = still().await;
            let (discord, channel) = (&still.place.discord, still.place.papers);
            if !readable {
                discord.deny(channel, READ_HISTORY);
            }
            let (method, route) = ("POST", MESSAGES);
            let lost =
                Fault::DropAfterApply { method, route, channel: None, status: None, times: 1 };
            discord.fault(lost);
            let stop = still.stop.clone();
            deliver_due(&still.app, still.clock, at(DUE), &stop).await.expect("a round");
            discord.fault(refuse(status, code));
            assert_eq!(discord.messages(channel).len(), 1, "{what}");
            for seconds in [5, 30, 70, 75] {
                recover(&still.app, later(still.clock, seconds)).await;
            }
            let first = ends(&still.app, still.place.server).await;
            let expected = match readable {
                true => (SlotState::Sent, None),
                false => (SlotState::Failed, Some(FailureReason::Unconfirmed)),
            };
            assert_eq!(first, [expected], "{what}");
            discord.clear_faults();
            next_day(&still).await;
            // Checked only by the channel, which contains no paper twice.
            assert!(papers(discord, channel) >= 10, "{what}");
            assert!(papers(discord, channel) <= 20, "{what}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_that_never_arrived_release_their_papers() {
    let still = still().await;
    let (discord, channel) = (&still.place.discord, still.place.papers);
    let (method, route) = ("POST", MESSAGES);
    discord.fault(Fault::DropBeforeApply { method, route, channel: None, times: 1 });
    let stop = still.stop.clone();
    deliver_due(&still.app, still.clock, at(DUE), &stop).await.expect("a round");
    discord.fault(refuse(403, 50_013));
    recover(&still.app, later(still.clock, 5)).await;
    assert_eq!(slots(&still.app, still.place.server).await, [(at(DUE), SlotState::Claimed)]);
    recover(&still.app, later(still.clock, 70)).await;
    let reason = Some(FailureReason::MissingPermission);
    let ended = ends(&still.app, still.place.server).await;
    assert_eq!(ended, [(SlotState::Failed, reason)], "the channel was read: nothing is there");
    discord.clear_faults();
    next_day(&still).await;
    assert_eq!(papers(discord, channel), 10, "they come with the next slot");
}

/// Restores the database to an earlier state, in one of several ways, and starts from it.
async fn restored(place: &Place, data: &TempDir, backup: &Path, way: &str) -> (App, TempDir) {
    let file = |folder: &TempDir| folder.path().join("paperboy.db");
    let fresh = tempfile::tempdir().expect("a folder");
    for end in ["-wal", "-shm"] {
        let beside = data.path().join(format!("paperboy.db{end}"));
        if beside.exists() {
            std::fs::remove_file(beside).expect("removed");
        }
    }
    let copy = |from: &Path, to: &Path| assert!(std::fs::copy(from, to).expect("a copy") > 0);
    match way {
        // Over the file itself, which keeps its inode: the same as a lost write-ahead log.
        "in place" => copy(backup, &file(data)),
        "moved" => {
            let moved = data.path().join("moved");
            copy(backup, &moved);
            std::fs::rename(moved, file(data)).expect("a move");
        }
        // On another machine, with or without the file next to it.
        "elsewhere" => copy(backup, &file(&fresh)),
        "elsewhere as an export" => {
            let mut lines = Vec::new();
            export_lines::export(backup, &mut lines).expect("an export");
            import_lines::import(&mut lines.as_slice(), &file(&fresh)).expect("an import");
        }
        _ => {
            copy(backup, &file(&fresh));
            let note = "paperboy.db.sends";
            copy(&data.path().join(note), &fresh.path().join(note));
        }
    }
    let folder = if way.starts_with("else") { &fresh } else { data };
    let app = app(&place.discord, &place.hub, folder).await;
    app.discord.identify().await.expect("the token is right");
    (app, fresh)
}

#[tokio::test(flavor = "multi_thread")]
async fn restored_databases_post_nothing_twice() {
    for way in
        ["in place", "moved", "elsewhere", "elsewhere with its note", "elsewhere as an export"]
    {
        for begun in [false, true] {
            let Still { place, app: first, clock, stop, data } = still().await;
            let (discord, channel) = (&place.discord, place.papers);
            let backup = data.path().join("backup.db");
            let back_up = || {
                let database = rusqlite::Connection::open(data.path().join("paperboy.db"));
                let path = backup.display().to_string();
                database.expect("a database").execute("vacuum into ?1", [path]).expect("a backup");
            };
            let stop = stop.clone();
            if begun {
                // The backup contains the slot, but not that it was sent.
                discord.fault(refuse(503, 0));
                deliver_due(&first, clock, at(DUE), &stop).await.expect("a round");
                back_up();
                discord.clear_faults();
                recover(&first, later(clock, 5)).await;
            } else {
                back_up();
                deliver_due(&first, clock, at(DUE), &stop).await.expect("a round");
            }
            assert!(backup.exists(), "{way}");
            assert_eq!(papers(discord, channel), 10, "{way}, begun: {begun}");
            drop(first);

            // By now Discord has forgotten the nonces, and people have written.
            discord.pass(Duration::from_secs(420));
            discord.write(place.member, channel, "thanks");
            let clock = later(clock, 420);
            let (second, _folder) = restored(&place, &data, &backup, way).await;
            leader::acquire_or_renew(&second, clock.now()).await.expect("a try");
            refresh::refresh(&second, clock.now()).await.expect("lists");
            deliver_due(&second, clock, at("2026-05-14T14:05:00Z"), &stop).await.expect("a round");
            recover(&second, clock).await;
            // None of them twice, and nothing else.
            assert_eq!(papers(discord, channel), 10, "{way}, begun: {begun}");
            let open = slots(&second, place.server).await;
            assert!(open.iter().all(|(_, state)| *state != SlotState::Claimed), "{open:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_channels_in_doubt_get_nothing_twice() {
    let Still { place, app, clock, stop, data: _data } = still().await;
    let (discord, channel) = (&place.discord, place.papers);
    let stop = stop.clone();
    deliver_due(&app, clock, at(DUE), &stop).await.expect("a round");
    // As a database that has no record of it.
    let forget = |tx: &rusqlite::Transaction| {
        tx.execute_batch("delete from slot; delete from ledger; delete from passed_over;")?;
        destinations::mark_all_doubtful(tx, Doubt::Older, at("2026-05-14T13:00:00Z"))
    };
    app.store.write(forget).await.expect("a write");
    let set = |tx: &rusqlite::Transaction| {
        paperboy::store::subscriptions::set_next_due(tx, domain::SubscriptionId(1), Some(at(DUE)))
    };
    app.store.write(set).await.expect("a write");
    discord.deny(channel, READ_HISTORY);
    deliver_due(&app, clock, at(DUE), &stop).await.expect("a round");
    let ended = ends(&app, place.server).await;
    assert_eq!(ended, [(SlotState::Failed, Some(FailureReason::Unconfirmed))]);
    assert_eq!(papers(discord, channel), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_left_out_by_one_subscription_are_posted_by_another() {
    for (first, second, expected) in [(3, 25, 25), (25, 3, 25), (3, 3, 6)] {
        let stage = Stage::new().await;
        stage.say(&format!("{ALL} max_papers:{first}")).await;
        stage.say(&format!("{ALL} max_papers:{second}")).await;
        let preview = stage.say("/preview subscription:2").await.text();
        // The post comes first, if there is one; then why each paper is included or left out.
        let shown = match expected - first {
            0 => "subscription #1 posts it here first".to_owned(),
            left => format!("· {left} papers"),
        };
        assert!(preview.contains(&shown), "{first} and {second}, {shown}: {preview}");
        stage.due(DUE).await;
        assert_eq!(papers(&stage.discord, stage.papers), expected, "{first} and {second}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_and_adding_a_subscription_loses_no_papers() {
    let stage = Stage::new().await;
    stage.say(&format!("{ALL} max_papers:3")).await;
    stage.due(DUE).await;
    assert_eq!(papers(&stage.discord, stage.papers), 3);
    stage.say("/subscription remove subscription:1").await;
    stage.say(&format!("{ALL} max_papers:25")).await;
    stage.due("2026-05-15T14:00:00Z").await;
    stage.due("2026-05-15T14:50:00Z").await;
    assert_eq!(papers(&stage.discord, stage.papers), 25);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_slots_than_one_query_reads_are_all_delivered() {
    let stage = Stage::new().await;
    stage.say(&format!("{ALL} max_papers:2")).await;
    for name in ["second", "third"] {
        stage.discord.add_channel(stage.server(), name);
        stage.say(&format!("{} max_papers:2", ALL.replace("#papers", &format!("#{name}")))).await;
    }
    let (stop, now) = (stage.stop.clone(), at(DUE));
    let round = deliver_in_batches(&stage.app, stage.clock, (Timestamp::MIN, now), 1, &stop).await;
    assert_eq!(round.expect("a round"), Round::Done);
    let sent = slots(&stage.app, stage.server()).await;
    assert_eq!(sent, [(now, SlotState::Sent); 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn unreachable_admins_delay_no_others() {
    for (status, code) in [(400, 50_035), (503, 0)] {
        let Still { place, app, clock, data: _data, .. } = still().await;
        let mut admins = Vec::new();
        for number in 0..11_u64 {
            let name = format!("c{number}");
            let channel = domain::ChannelId(place.discord.add_channel(place.server, &name));
            let channel = domain::Destination::Channel(channel);
            let admin = place.discord.add_user(place.server, &format!("admin{number}"), 0);
            admins.push(admin);
            let mut settings = settings_of(&app, &place).await;
            (settings.destination, settings.created_by) = (channel, domain::UserId(admin));
            let since = domain::feed_date(clock.now());
            let now =
                at(DUE).checked_add(SignedDuration::from_secs(number as i64)).expect("a time");
            let add = move |tx: &rusqlite::Transaction| {
                paperboy::store::subscriptions::add(tx, &settings, since, None, now)?;
                destinations::block(tx, channel, FailureReason::MissingPermission, now)
            };
            app.store.write(add).await.expect("a write");
        }
        let (method, route) = ("POST", "/users/@me/channels");
        let message = "no";
        let fault =
            Fault::Status { method, route, channel: None, status, code, message, times: 10 };
        place.discord.fault(fault);
        for minutes in [1, 2] {
            let now = at(DUE).checked_add(SignedDuration::from_mins(minutes)).expect("a time");
            notices::notify_admins(&app, now).await.expect("notified");
        }
        let last = place.discord.direct_channel(admins[10]);
        assert_eq!(place.discord.messages(last).len(), 1, "{status}: the eleventh is notified");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn always_failing_statements_end_the_slot_with_a_reason() {
    for broken in [
        "create trigger broken before insert on slot when new.state = 'claimed'
         begin select raise(abort, 'broken'); end",
        "create trigger broken before insert on part begin insert into nowhere values (1); end",
    ] {
        let Still { place, app, clock, stop, data: _data } = still().await;
        app.store.write(move |tx| Ok(tx.execute_batch(broken)?)).await.expect("a write");
        let stop = stop.clone();
        let round = deliver_due(&app, clock, at(DUE), &stop).await.expect("a round");
        assert_eq!(round, Round::Done, "{broken}: not tried for ever");
        let ended = ends(&app, place.server).await;
        assert_eq!(ended, [(SlotState::Failed, Some(FailureReason::OwnFault))], "{broken}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn always_failing_open_slots_end_with_a_reason() {
    let Still { place, app, clock, stop, data: _data } = still().await;
    place.discord.fault(refuse(503, 0));
    let stop = stop.clone();
    deliver_due(&app, clock, at(DUE), &stop).await.expect("a round");
    let spoil = "update part set claimed_at = 9223372036854775807";
    app.store.write(move |tx| Ok(tx.execute(spoil, [])?)).await.expect("a write");
    let mut recovery = Recovery::default();
    let mut now = Instant::now().into_std();
    for _ in 0..8 {
        recovery.look_at(&app, clock, now, &stop).await.expect("a look");
        recovery.finish().await.expect("it goes on");
        now += Duration::from_secs(300);
    }
    let ended = ends(&app, place.server).await;
    // It may have arrived, as far as is known.
    assert_eq!(ended, [(SlotState::Failed, Some(FailureReason::Unconfirmed))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn slots_due_while_the_bot_was_not_in_the_server_are_not_posted() {
    let Still { place, app, clock, stop, data: _data } = still().await;
    let guild = GuildId(place.server);
    membership::available(&app, guild, ("lab".to_owned(), Vec::new()), clock.now())
        .await
        .expect("seen");
    membership::removed(&app, guild, clock.now()).await.expect("left");
    let back = at("2026-05-16T15:00:00Z");
    membership::available(&app, guild, ("lab".to_owned(), Vec::new()), back).await.expect("seen");
    let stop = stop.clone();
    deliver_due(&app, clock, back, &stop).await.expect("a round");
    let skipped = (SlotState::Skipped, Some(FailureReason::NotInServer));
    assert_eq!(ends(&app, place.server).await, [skipped; 3]);
    assert_eq!(papers(&place.discord, place.papers), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_cannot_be_stored_are_not_lost() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    let pages = async |count: u32| {
        let set = move |tx: &rusqlite::Transaction| {
            Ok(tx.pragma_update_and_check(None, "max_page_count", count, |_| Ok(()))?)
        };
        stage.app.store.write(set).await.expect("a setting");
    };
    // So full that no row can even be changed.
    let fill = "create table filler (x blob); insert into filler values (zeroblob(100000));
         create trigger full before update on guild
         begin insert into filler values (zeroblob(100000)); end;";
    stage.app.store.write(move |tx| Ok(tx.execute_batch(fill)?)).await.expect("a write");
    pages(1).await;
    let server = stage.server();
    stage.discord.remove_bot(server);
    let removed = async || {
        let sql = "select removed_at is not null from guild where guild_id = ?1";
        let read = move |conn: &rusqlite::Connection| {
            Ok(conn.query_one(sql, [server.cast_signed()], |row| row.get::<_, bool>(0))?)
        };
        stage.app.store.read(read).await.expect("a read")
    };
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!removed().await, "the disk is full");
    pages(1_000_000).await;
    let noted = async {
        while !removed().await {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    };
    tokio::time::timeout(SOON, noted).await.expect("it is noted when there is room");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_bots_take_their_own_lease_at_once() {
    let clock = super::stage::clock("2026-05-14T13:00:00Z");
    let place = super::stage::place(clock).await;
    let data = tempfile::tempdir().expect("a folder");
    let lease = || {
        let path = data.path().join("paperboy.db");
        let database = rusqlite::Connection::open(path).expect("a database");
        database.busy_timeout(SOON).expect("a setting");
        let sql = "select holder, until from lease";
        database.query_one(sql, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))
    };
    let held = async |not: &str| {
        let held = async {
            loop {
                match lease() {
                    Ok((holder, until)) if holder != not => return (holder, until),
                    _ => tokio::time::sleep(Duration::from_millis(30)).await,
                }
            }
        };
        tokio::time::timeout(SOON * 3, held).await.expect("somebody delivers")
    };
    let mut first = start(&place, &data, &clock.now().to_string());
    assert!(place.discord.until_connected(SOON).await);
    let (holder, _) = held("").await;
    first.kill().expect("SIGKILL");
    first.wait().expect("it has ended");
    let (_, until) = lease().expect("a lease");
    let mut second = start(&place, &data, &clock.now().to_string());
    held(&holder).await;
    let now = clock.now().as_millisecond();
    second.kill().expect("SIGKILL");
    second.wait().expect("it has ended");
    assert!(now < until, "it did not wait for the end of its own lease: {now} and {until}");
}

#[tokio::test(flavor = "multi_thread")]
async fn monthly_posts_cover_the_whole_month() {
    let stage = Stage::new().await;
    let monthly = ALL.replace("time:14:00", "time:0 14 15 * *");
    stage.say(&format!("{monthly} max_papers:25")).await;
    stage.due("2026-05-15T14:00:00Z").await;
    stage.due("2026-05-15T14:50:00Z").await;
    let before = papers(&stage.discord, stage.papers);
    // One paper per day for a month; the bot reads no list while they are new.
    let entry = |day: &str, number: usize| {
        serde_json::json!({ "paper": {
            "id": format!("2606.{number:05}"), "title": format!("Paper of {day}"),
            "summary": "It says what it says.", "upvotes": 10,
            "authors": [{ "name": "Ada Lovelace", "hidden": false }],
            "publishedAt": "2026-05-01T00:00:00.000Z",
        } })
    };
    let days: Vec<String> = (16..=31)
        .map(|day| format!("2026-05-{day:02}"))
        .chain((1..=8).map(|day| format!("2026-06-{day:02}")))
        .collect();
    for (number, day) in days.iter().enumerate() {
        stage.hub.set_day(day, vec![entry(day, number)]);
    }
    for time in ["13:00", "14:00", "14:50"] {
        stage.due(&format!("2026-06-15T{time}:00Z")).await;
    }
    let text = stage.discord.messages(stage.papers);
    let text: String = text.iter().map(Discord::text).collect();
    let came = days.iter().filter(|day| text.contains(&format!("Paper of {day}"))).count();
    assert_eq!(came, days.len(), "{before} before");
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_channels_are_not_promised_to_return() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    stage.discord.deny(stage.papers, SEND_MESSAGES);
    stage.discord.delete_channel(stage.papers);
    let desk = stage.discord.add_channel(stage.server(), "desk");
    let notice = async {
        loop {
            notices::notify_admins(&stage.app, stage.clock.now()).await.expect("notified");
            let direct = stage.discord.direct_channel(stage.admin);
            if let Some(message) = stage.discord.messages(direct).first() {
                return Discord::text(message);
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    };
    let notice = tokio::time::timeout(SOON, notice).await.expect("notified");
    assert!(notice.contains("The channel of #1 was deleted"), "{notice}");
    assert!(!notice.contains("resumes by itself"), "{notice}");
    let status = stage.discord.command(stage.admin, desk, "/status").await.text();
    assert!(status.contains("the channel was deleted"), "{status}");
}
