//! The panel of `/setup` when it is used fast: concurrent presses, and rate limits.

use std::time::Duration;

use commands::{Input, Interaction, Permissions, Request};
use domain::{ChannelId, GuildId, UserId};
use paperboy::app::commands::{Context, run};
use paperboy::app::rate_limit::Limits;
use serde_json::json;
use simulator::{Answer, Exchange};

use super::held::Held;
use super::stage::{SOON, Stage, control};

const MEMBER: &str = "/guilds/{guild_id}/members/{user_id}";

/// The number of times a channel was checked.
fn checks(stage: &Stage) -> usize {
    stage.discord.exchanges().iter().filter(|one: &&Exchange| one.route == MEMBER).count()
}

async fn until_checked(stage: &Stage, before: usize) {
    let checked = async {
        while checks(stage) == before {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, checked).await.expect("the channel is checked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_channel_is_kept_whatever_is_pressed_meanwhile() {
    let stage = Stage::new().await;
    let (_, channel) = control(&stage.say("/setup").await, "panel-channel:");
    let draft = channel.trim_start_matches("panel-channel:").to_owned();
    let other = stage.discord.add_channel(stage.server(), "reading");
    let mut id = 0;
    let mut press = |custom_id: String, values: Vec<String>| {
        let (guild, here) = (GuildId(stage.server()), ChannelId(stage.papers));
        let input = Input::Component(custom_id, values);
        let asked = Interaction {
            permissions: Permissions(u64::MAX),
            is_private_message: true,
            app_permissions: Permissions(u64::MAX),
            ..Interaction::new(UserId(stage.admin), Some(guild), here, input)
        };
        let now = stage.clock.now();
        let (request, mode) = Request::parse(&asked, now).expect("ours");
        id += 1;
        let (app, context) = (stage.app.clone(), Context::new(id, &asked, mode, now));
        tokio::spawn(async move { run(&app, &context, request).await.map(drop) })
    };
    let held = Held::writer(&stage.app).await;
    let before = checks(&stage);
    let silent = press(format!("panel-switch:{draft}:silent:1"), Vec::new());
    until_checked(&stage, before).await;
    // It waits to be stored when the channel is chosen, which is checked without it.
    let before = checks(&stage);
    let chosen = press(channel, vec![other.to_string()]);
    until_checked(&stage, before).await;
    held.go_on();
    silent.await.expect("no panic").expect("it is silent");
    chosen.await.expect("no panic").expect("it is chosen");
    let select = "select state from draft";
    let read = stage
        .app
        .store
        .read(move |conn| Ok(conn.query_one(select, [], |row| row.get::<_, String>("state"))?));
    let state: serde_json::Value = serde_json::from_str(&read.await.expect("it")).expect("JSON");
    assert!(state["channel"].to_string().contains(&other.to_string()), "{state}");
    assert_eq!((&state["switches"], &state["problem"]), (&json!(["silent"]), &json!(null)));
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_can_press_as_fast_as_they_like() {
    let stage = Stage::with(|app| app.with_limits(Limits::default())).await;
    let opened = stage.say("/setup").await;
    let (message, hour) = control(&opened, "panel-hour:");
    for press in 0..25 {
        let at = format!("{:02}:00", press % 24);
        let answer = stage.discord.select(stage.admin, message, &hour, &[&at]).await;
        assert!(matches!(answer, Answer::Updated { .. }), "{press}: {answer:?}");
        assert!(answer.text().contains(&at), "{press}: {}", answer.text());
    }
}
