//! The welcome after the bot was added to a server: once each time, where it can post.

use std::time::Duration;

use paperboy::app::guilds::welcome::welcome_new;
use paperboy::bot;
use serde_json::Value;
use simulator::{Answer, Discord, Fault};
use tokio_util::sync::CancellationToken;

use super::stage::{MANAGE_GUILD, MESSAGES, SOON, Stage, app, clock, place};

const SEND_MESSAGES: u64 = 1 << 11;

/// A server that has just added the bot, with a channel for welcomes.
fn join(stage: &Stage, locale: &str) -> (u64, u64) {
    stage.discord.add_guild_with_greetings("club", locale, 0)
}

async fn settled(stage: &Stage) {
    // Process waiting welcomes twice; finished ones must not be sent again.
    for _ in 0..2 {
        welcome_new(&stage.app, stage.clock.now()).await.expect("welcomed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_are_welcomed_once_in_their_language() {
    let stage = Stage::new().await;
    let (guild, channel) = join(&stage, "de");
    assert!(stage.discord.until_message(channel, 1, SOON).await, "it is welcomed by itself");
    let text = Discord::text(&stage.discord.messages(channel)[0]);
    assert!(text.contains("[Einrichten]"), "{text}");
    assert!(text.contains("</search:") && text.contains("</today:"), "to press: {text}");
    stage.discord.make_unavailable(guild);
    stage.discord.make_available(guild);
    stage.discord.pass(Duration::from_secs(60));
    settled(&stage).await;
    assert_eq!(stage.discord.messages(channel).len(), 1, "an outage is no join");
    stage.discord.remove_bot(guild);
    stage.discord.pass(Duration::from_secs(60));
    stage.discord.return_bot(guild);
    assert!(stage.discord.until_message(channel, 2, SOON).await, "added again");
    assert_eq!(stage.posts(), Vec::<String>::new(), "the other server was there before");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn its_button_opens_the_panel_for_admins() {
    let stage = Stage::new().await;
    let (guild, channel) = join(&stage, "en-US");
    let admin = stage.discord.add_user(guild, "linus", MANAGE_GUILD);
    let member = stage.discord.add_user(guild, "ken", 0);
    assert!(stage.discord.until_message(channel, 1, SOON).await);
    let message = stage.discord.messages(channel)[0]["id"].as_str().and_then(|id| id.parse().ok());
    let message: u64 = message.expect("an id");
    let refused = stage.discord.press(member, message, "setup:new").await;
    assert!(refused.ephemeral() && refused.text().contains("Manage Server"), "{refused:?}");
    let opened = stage.discord.press(admin, message, "setup:new").await;
    assert!(opened.ephemeral() && opened.text().contains("### New subscription"), "{opened:?}");
    let Answer::Message { body, .. } = &opened else { panic!("{opened:?}") };
    assert!(body.to_string().contains("panel-save:"), "{body}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn channels_closed_to_the_bot_are_left_alone() {
    let stage = Stage::new().await;
    let tried = || {
        let exchanges = stage.discord.exchanges();
        exchanges.iter().filter(|one| one.method == "POST" && one.route == MESSAGES).count()
    };
    let (_, channel) = stage.discord.add_guild_with_greetings("club", "en-US", SEND_MESSAGES);
    settled(&stage).await;
    let is_over = async || {
        let now = stage.clock.now();
        let waiting =
            stage.app.store.read(move |conn| paperboy::store::welcomes::waiting(conn, now)).await;
        waiting.expect("a read").is_empty()
    };
    let over = async {
        while !is_over().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
            settled(&stage).await;
        }
    };
    tokio::time::timeout(SOON, over).await.expect("it waits no more");
    assert_eq!((tried(), stage.discord.messages(channel).len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn restarts_in_between_cause_no_second_welcome() {
    let clock = clock("2026-05-14T13:30:00Z");
    let place = place(clock).await;
    let data = tempfile::tempdir().expect("a folder");
    let (_, channel) = place.discord.add_guild_with_greetings("club", "en-US", 0);
    // It arrives, but its response doesn't.
    place.discord.fault(Fault::DropAfterApply {
        method: "POST",
        route: MESSAGES,
        channel: Some(channel),
        status: None,
        times: 1,
    });
    for _ in 0..2 {
        let app = app(&place.discord, &place.hub, &data).await;
        let stop = CancellationToken::new();
        let running = tokio::spawn(bot::run(app.clone(), clock, stop.clone()));
        assert!(place.discord.until_connected(SOON).await, "the gateway is connected");
        let welcomed = async {
            while place.discord.messages(channel).is_empty() {
                tokio::time::sleep(Duration::from_millis(20)).await;
                welcome_new(&app, clock.now()).await.expect("welcomed");
            }
        };
        tokio::time::timeout(SOON, welcomed).await.expect("it is welcomed");
        welcome_new(&app, clock.now()).await.expect("welcomed");
        stop.cancel();
        running.await.expect("no panic").expect("it ends when asked to");
    }
    let messages: Vec<Value> = place.discord.messages(channel);
    assert_eq!(messages.len(), 1, "{messages:?}");
}
