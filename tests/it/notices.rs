//! Notices to admins about a blocked channel: once, where they read them, with what to do.

use std::time::Duration;

use jiff::SignedDuration;
use paperboy::app::guilds::notices::notify_admins;
use serde_json::Value;
use simulator::{Answer, Discord, Fault};

use super::stage::{MESSAGES, SOON, Stage};

const ADD: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";
const SEND_MESSAGES: u64 = 1 << 11;

async fn notify(stage: &Stage) {
    notify_admins(&stage.app, stage.clock.now()).await.expect("notified");
}

/// Adds a subscription, and a log channel, which is returned.
async fn add_with_log(stage: &Stage) -> u64 {
    let log = stage.discord.add_channel(stage.server(), "bot-log");
    stage.say(ADD).await;
    stage.say("/server set log_channel:#bot-log").await;
    log
}

/// Denies the bot to post to the subscribed channel, and waits until it knows.
async fn block(stage: &Stage) {
    stage.discord.deny(stage.papers, SEND_MESSAGES);
    stage.until_said("/status", "blocked").await;
}

fn messages(stage: &Stage, channel: u64) -> Vec<Value> {
    stage.discord.messages(channel)
}

fn id(message: &Value) -> u64 {
    message["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_permissions_are_reported_before_the_next_slot() {
    let stage = Stage::new().await;
    let log = add_with_log(&stage).await;
    block(&stage).await;
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("blocked") && !listed.contains("Next <t:"), "{listed}");
    notify(&stage).await;
    notify(&stage).await;
    let notices = messages(&stage, log);
    assert_eq!(notices.len(), 1, "once");
    let text = Discord::text(&notices[0]);
    assert!(text.contains(&format!("post to <#{}> for #1", stage.papers)), "{text}");
    assert!(text.contains("Send Messages") && text.contains("/status"), "what to do: {text}");
    assert_eq!(messages(&stage, stage.discord.direct_channel(stage.admin)).len(), 0);

    let check = format!("check:{}:{}", stage.server(), stage.papers);
    let notice = id(&notices[0]);
    let stranger = stage.discord.press(stage.member, notice, &check).await;
    assert!(stranger.ephemeral() && stranger.text().contains("Manage Server"), "{stranger:?}");
    let still = stage.discord.press(stage.admin, notice, &check).await;
    assert!(
        still.ephemeral() && still.text().contains("Missing permissions: Send Messages"),
        "{still:?}"
    );
    let checked = format!("I checked <#{}> again.", stage.papers);
    assert!(still.text().starts_with(&checked), "{}", still.text());
    assert!(!still.text().contains("saved"), "nothing was to be saved: {}", still.text());
    let unchanged = Discord::text(&messages(&stage, log)[0]);
    assert_eq!(unchanged, text, "the notice stays");
    stage.discord.allow_again(stage.papers, SEND_MESSAGES);
    let open = stage.discord.press(stage.admin, notice, &check).await;
    assert!(open.text().contains("again: I can post there now"), "{}", open.text());
    let status = stage.say("/status").await.text();
    assert!(!status.contains("blocked"), "{status}");
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(stage.posts().len(), 1);
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_of_a_deleted_channel_move_with_one_choice() {
    let stage = Stage::new().await;
    let log = stage.discord.add_channel(stage.server(), "bot-log");
    let new = stage.discord.add_channel(stage.server(), "reading");
    let role = stage.discord.add_role(stage.server(), "curators", 0);
    stage.say(ADD).await;
    stage.say("/subscription add channel:#papers topics:diffusion time:15:00 zone:UTC").await;
    stage.say("/server set log_channel:#bot-log manager_role:curators").await;
    // Commands after the channel is deleted are used elsewhere.
    let say = async |line: &str| stage.discord.command(stage.admin, log, line).await;
    stage.discord.delete_channel(stage.papers);
    let said = async {
        while !say("/status").await.text().contains("was deleted") {
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
    };
    tokio::time::timeout(SOON, said).await.expect("the status says so before any slot");
    notify(&stage).await;
    let notices = messages(&stage, log);
    assert_eq!(notices.len(), 1, "one for both subscriptions");
    let text = Discord::text(&notices[0]);
    assert!(text.contains("#1, #2") && text.contains("was deleted"), "{text}");
    assert!(!text.contains("resumes by itself"), "{text}");
    let (notice, menu) = (id(&notices[0]), format!("move:{}:{}", stage.server(), stage.papers));
    let choose = async |user: u64, channel: u64| {
        stage.discord.select(user, notice, &menu, &[&channel.to_string()]).await
    };
    let stranger = choose(stage.member, new).await;
    assert!(stranger.text().contains(&format!("<@&{role}>")), "{}", stranger.text());
    stage.discord.give_role(stage.server(), stage.member, role);
    stage.discord.deny(new, SEND_MESSAGES);
    let refused = choose(stage.member, new).await;
    assert!(refused.text().contains("Send Messages"), "{}", refused.text());
    stage.discord.allow_again(new, SEND_MESSAGES);
    let moved = choose(stage.member, new).await;
    assert!(
        moved.text().contains(&format!("Moved 2 subscriptions to <#{new}>")),
        "{}",
        moved.text()
    );
    let status = say("/status").await.text();
    assert!(!status.contains("deleted"), "{status}");
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(messages(&stage, new).len(), 1);
    let audit = say("/server audit").await.text();
    assert!(audit.contains(&format!("<@{}>", stage.member)), "{audit}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_can_move_subscriptions_of_a_deleted_channel() {
    let stage = Stage::new().await;
    let new = stage.discord.add_channel(stage.server(), "reading");
    stage.say(ADD).await;
    stage.discord.delete_channel(stage.papers);
    let mut status = stage.discord.command(stage.admin, new, "/status").await;
    for _ in 0..200 {
        if status.text().contains("was deleted") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        status = stage.discord.command(stage.admin, new, "/status").await;
    }
    let Answer::Message { id, .. } = status else { panic!("{status:?}") };
    let menu = format!("move:{}:{}", stage.server(), stage.papers);
    let moved = stage.discord.select(stage.admin, id, &menu, &[&new.to_string()]).await;
    assert!(moved.text().contains("Moved 1 subscription"), "{}", moved.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_log_channel_notices_are_direct_messages_with_the_same_button() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    block(&stage).await;
    notify(&stage).await;
    let direct = stage.discord.direct_channel(stage.admin);
    let notices = messages(&stage, direct);
    assert_eq!(notices.len(), 1);
    let check = format!("check:{}:{}", stage.server(), stage.papers);
    let still = stage.discord.press(stage.admin, id(&notices[0]), &check).await;
    assert!(still.text().contains("Missing permissions: Send Messages"), "{}", still.text());
    stage.discord.allow_again(stage.papers, SEND_MESSAGES);
    let open = stage.discord.press(stage.admin, id(&notices[0]), &check).await;
    assert!(open.text().contains("again: I can post there now"), "{}", open.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_finds_the_channel_deleted_offers_to_move() {
    let stage = Stage::new().await;
    let log = add_with_log(&stage).await;
    block(&stage).await;
    notify(&stage).await;
    let notice = id(&messages(&stage, log)[0]);
    stage.discord.delete_channel(stage.papers);
    let check = format!("check:{}:{}", stage.server(), stage.papers);
    let gone = stage.discord.press(stage.admin, notice, &check).await;
    let text = gone.text();
    assert!(text.contains("#1") && text.contains("was deleted"), "{text}");
    let menu = format!("move:{}:{}", stage.server(), stage.papers);
    let moved = stage.discord.select(stage.admin, notice, &menu, &[&log.to_string()]).await;
    assert!(moved.text().contains("Moved 1 subscription"), "{}", moved.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_log_channels_are_skipped() {
    let stage = Stage::new().await;
    let log = add_with_log(&stage).await;
    stage.discord.deny(log, SEND_MESSAGES);
    block(&stage).await;
    notify(&stage).await;
    assert_eq!(messages(&stage, log).len(), 0);
    assert_eq!(messages(&stage, stage.discord.direct_channel(stage.admin)).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_notified_if_others_accept_no_messages() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    stage.discord.close_direct_messages(stage.admin, true);
    block(&stage).await;
    notify(&stage).await;
    notify(&stage).await;
    let owner = stage.app.discord.owner(domain::GuildId(stage.server())).await.expect("an owner");
    assert_ne!(owner.0, stage.admin);
    let notices = messages(&stage, stage.discord.direct_channel(owner.0));
    assert_eq!(notices.len(), 1, "once");
    assert!(
        Discord::text(&notices[0]).contains("resumes by itself"),
        "{}",
        Discord::text(&notices[0])
    );
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_that_may_have_arrived_are_not_repeated_later() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    block(&stage).await;
    let direct = stage.discord.direct_channel(stage.admin);
    stage.discord.fault(Fault::DropAfterApply {
        method: "POST",
        route: MESSAGES,
        channel: Some(direct),
        status: None,
        times: 9,
    });
    notify(&stage).await;
    assert_eq!(messages(&stage, direct).len(), 1);
    stage.discord.pass(Duration::from_secs(3_600));
    let later = stage.clock.now().checked_add(SignedDuration::from_hours(1)).expect("a time");
    for _ in 0..2 {
        notify_admins(&stage.app, later).await.expect("notified");
    }
    assert_eq!(messages(&stage, direct).len(), 1, "Discord has forgotten the nonce");
}
