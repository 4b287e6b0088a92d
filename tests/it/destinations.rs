//! Destinations of posts and what happens to them; docs/FAULTS.md names these tests.

use std::collections::BTreeMap;

use commands::{Input, Interaction, Permissions, Request};
use domain::{ChannelId, GuildId, UserId};
use paperboy::app::commands::{CommandError, Context, run};
use paperboy::app::guilds::{channel_health, notices};
use paperboy::store::{destinations, subscriptions};
use serde_json::{Value, json};
use simulator::Discord;

use super::stage::Stage;
use super::still::{Still, settings, still};

const ENTRIES: &str = include_str!("../../simulator/edition/2026-05-14.json");
const SEND_MESSAGES: u64 = 1 << 11;
const SEND_IN_THREADS: u64 = 1 << 38;

/// Puts ten new papers on a day's list and lets its slot fall due.
async fn publish(stage: &Stage, day: u32) {
    let mut entries: Vec<Value> = serde_json::from_str(ENTRIES).expect("the edition");
    for (number, entry) in entries.iter_mut().enumerate() {
        entry["paper"]["id"] = format!("2605.9{day}{number:02}").into();
    }
    entries.truncate(10);
    stage.hub.set_day(&format!("2026-05-{day}"), entries);
    stage.due(&format!("2026-05-{day}T14:00:00Z")).await;
    stage.due(&format!("2026-05-{day}T14:11:00Z")).await;
}

fn posts_tried(stage: &Stage) -> usize {
    stage.discord.exchanges().iter().filter(|one| one.method == "POST").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_threads_are_reopened_and_locks_reported_once() {
    let stage = Stage::new().await;
    let thread = stage.discord.add_thread(stage.papers, "reading");
    // Posting in a thread needs its own permission; the parent's doesn't count.
    stage.discord.deny(stage.papers, SEND_MESSAGES);
    let line = "/subscription add channel:#reading topics:all time:14:00 zone:UTC";
    stage.discord.deny(stage.papers, SEND_IN_THREADS | SEND_MESSAGES);
    let refused = stage.say(line).await.text();
    assert!(refused.contains("Send Messages in Threads"), "{refused}");
    stage.discord.allow_again(stage.papers, SEND_IN_THREADS);
    let set = stage.say(line).await.text();
    assert!(set.contains("Subscribed"), "{set}");
    let posts = || stage.discord.messages(thread).len();
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(posts(), 1);
    stage.discord.archive_thread(thread, false);
    publish(&stage, 15).await;
    assert_eq!(posts(), 2, "a post takes it out of the archive");

    stage.discord.archive_thread(thread, true);
    for day in [16, 17] {
        publish(&stage, day).await;
        notices::notify_admins(&stage.app, stage.clock.now()).await.expect("notified");
    }
    assert_eq!(posts(), 2, "only moderators write there");
    let status = stage.say("/status").await.text();
    assert!(status.contains("the thread is locked"), "{status}");
    let direct = stage.discord.direct_channel(stage.admin);
    let notices: Vec<String> = stage.discord.messages(direct).iter().map(Discord::text).collect();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert!(notices[0].contains("the thread is locked"), "{}", notices[0]);
    let tried = posts_tried(&stage);
    publish(&stage, 18).await;
    assert_eq!(posts_tried(&stage), tried, "a thread known to be locked is not tried");

    stage.discord.open_thread(thread);
    publish(&stage, 19).await;
    assert_eq!(posts(), 3, "posts resume");
}

#[tokio::test(flavor = "multi_thread")]
async fn voice_and_stage_channels_get_posts() {
    let stage = Stage::new().await;
    let server = stage.server();
    for (name, kind) in [("voice", 2), ("stage", 13)] {
        let channel = stage.discord.add_channel_of(server, name, kind, None);
        let line = format!("/subscription add channel:#{name} topics:all time:14:00 zone:UTC");
        let set = stage.say(&line).await.text();
        assert!(set.contains("Subscribed"), "{set}");
        stage.due("2026-05-14T14:00:00Z").await;
        assert_eq!(stage.discord.messages(channel).len(), 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn categories_and_locked_threads_are_refused_with_a_reason() {
    let stage = Stage::new().await;
    let server = stage.server();
    let locked = stage.discord.add_thread(stage.papers, "closed");
    stage.discord.archive_thread(locked, true);
    let category = stage.discord.add_channel_of(server, "rooms", 4, None);
    let other = stage.discord.add_guild("other");
    let secret = stage.discord.add_channel(other, "secret");
    for (channel, why) in [
        (locked, "is a locked thread, where only moderators can post"),
        (category, "can't receive messages"),
        (secret, "in this server"),
    ] {
        // Discord's picker doesn't offer categories; simulate that it does.
        let options = json!({ "channel": channel.to_string(), "topics": "all", "zone": "UTC" });
        let options: BTreeMap<String, Value> =
            serde_json::from_value(options).expect("options by name");
        let input = Input::Command("subscription add".to_owned(), options);
        let (admin, papers) = (UserId(stage.admin), ChannelId(stage.papers));
        let asked = Interaction {
            app_permissions: Permissions(u64::MAX),
            ..Interaction::new(admin, Some(GuildId(server)), papers, input)
        };
        let (request, mode) = Request::parse(&asked, stage.clock.now()).expect("well typed");
        let context = Context::new(1, &asked, mode, stage.clock.now());
        match run(&stage.app, &context, request).await {
            Err(CommandError::Refused(refusal)) => {
                assert!(refusal.to_string().contains(why), "{refusal}");
                assert!(refusal.to_string().contains("Nothing was saved"), "{refusal}");
            }
            other => panic!("{why}: {other:?}"),
        }
    }
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("No channel"), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn renamed_or_moved_channels_still_get_posts() {
    let stage = Stage::new().await;
    stage.say("/subscription add channel:#papers topics:all time:14:00 zone:UTC").await;
    stage.discord.move_channel(stage.papers, "reading-room", None);
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(stage.posts().len(), 1, "renamed");
    let category = stage.discord.add_channel_of(stage.server(), "science", 4, None);
    stage.discord.move_channel(stage.papers, "reading-room", Some(category));
    publish(&stage, 15).await;
    assert_eq!(stage.posts().len(), 2, "moved");
}

#[tokio::test(flavor = "multi_thread")]
async fn restored_permissions_are_noticed_before_the_next_slot() {
    let stage = Stage::new().await;
    stage.say("/subscription add channel:#papers topics:all time:14:00 zone:UTC").await;
    stage.discord.deny(stage.papers, SEND_MESSAGES);
    stage.due("2026-05-14T14:00:00Z").await;
    stage.until_said("/status", "I need View Channel").await;
    stage.discord.allow_again(stage.papers, SEND_MESSAGES);
    // No slot is due: the event alone is enough. The failed slot stays in the list.
    stage.until_said("/status", &format!("<#{}> · next", stage.papers)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn crashes_during_a_notice_notify_nobody_twice() {
    let stage = Stage::new().await;
    stage.say("/subscription add channel:#papers topics:all time:14:00 zone:UTC").await;
    stage.discord.deny(stage.papers, SEND_MESSAGES);
    stage.due("2026-05-14T14:00:00Z").await;
    for _ in 0..2 {
        notices::notify_admins(&stage.app, stage.clock.now()).await.expect("notified");
        // As if the bot had died before it recorded that.
        let forget = "update destination set notified_at = null";
        let forgotten = stage.app.store.write(move |tx| Ok(tx.execute(forget, [])?)).await;
        assert_eq!(forgotten.expect("a write"), 1);
    }
    let direct = stage.discord.direct_channel(stage.admin);
    assert_eq!(stage.discord.messages(direct).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn channels_of_a_server_that_removed_the_bot_are_not_blocked() {
    for channels in [1, 2] {
        let still = still().await;
        let Still { place, app, clock, .. } = &still;
        if channels == 2 {
            let other = place.discord.add_channel(place.server, "other");
            let settings = settings(place.server, other, place.admin);
            let since = domain::feed_date(clock.now());
            let now = clock.now();
            let add = move |tx: &rusqlite::Transaction| {
                subscriptions::add(tx, &settings, since, None, now)
            };
            app.store.write(add).await.expect("a write");
        }
        place.discord.remove_bot(place.server);
        // Its role is deleted, too, which may be noticed before the removal.
        let guild = GuildId(place.server);
        channel_health::look_again(app, guild, clock.now()).await.expect("a look");
        let blocked = app.store.read(move |conn| destinations::blocked_of_guild(conn, guild));
        assert_eq!(blocked.await.expect("a read"), [], "{channels} channels");
    }
}
