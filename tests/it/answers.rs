//! Failures between a question and its answer; docs/FAULTS.md names these tests.

use std::num::NonZero;
use std::time::{Duration, Instant};

use domain::GuildId;
use paperboy::app::rate_limit::Limits;
use paperboy::bot;
use paperboy::discord::GatewaySettings;
use paperboy::store::subscriptions;
use serde_json::{Map, json};
use simulator::{Answer, Discord, Exchange, Fault};
use tokio_util::sync::CancellationToken;

use super::held::{Held, refuse_writes};
use super::stage::{SOON, Stage, app, clock, place};
use super::still;

const CALLBACK: &str = "/interactions/{interaction_id}/{interaction_token}/callback";
const COMMANDS: &str = "/applications/{application_id}/commands";

#[tokio::test(flavor = "multi_thread")]
async fn interactions_with_missing_fields_are_answered() {
    let stage = Stage::new().await;
    for omitted in [
        &["/locale"][..],
        &["/entitlements", "/attachment_size_limit", "/version"],
        &["/application_id", "/app_permissions", "/authorizing_integration_owners"],
        &["/member/joined_at", "/member/user/username"],
    ] {
        stage.discord.omit_from_interactions(omitted);
        let answer = stage.discord.command(stage.member, stage.papers, "/search diffusion").await;
        assert!(answer.text().contains("/papers/"), "{omitted:?}: {}", answer.text());
    }
    // If neither the user nor the command is known, the bot can only apologise.
    for omitted in [&["/data/name"][..], &["/data"]] {
        stage.discord.omit_from_interactions(omitted);
        let answer = stage.discord.command(stage.member, stage.papers, "/search diffusion").await;
        assert!(answer.text().contains("couldn't read that"), "{omitted:?}: {}", answer.text());
    }
    stage.discord.omit_from_interactions(&["/data/options/0/focused"]);
    let typed = Map::from_iter([("id".to_owned(), json!("diff"))]);
    let choices =
        stage.discord.autocomplete(stage.member, stage.papers, "paper", typed, "id").await;
    assert!(choices.is_empty(), "no suggestions, but an answer: {choices:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_commands_do_not_stop_posts() {
    let clock = clock("2026-05-14T13:30:00Z");
    let place = place(clock).await;
    let data = tempfile::tempdir().expect("a folder");
    let app = app(&place.discord, &place.hub, &data).await;
    place.discord.fault(Fault::Status {
        method: "PUT",
        route: COMMANDS,
        channel: None,
        status: 400,
        code: 50_035,
        message: "Invalid Form Body",
        times: 99,
    });
    let stop = CancellationToken::new();
    let running = tokio::spawn(bot::run(app, clock, stop.clone()));
    assert!(place.discord.until_connected(SOON).await, "the gateway is connected");
    let refused = async {
        let is_put = |one: &Exchange| one.method == "PUT" && one.status == 400;
        while !place.discord.exchanges().iter().any(is_put) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, refused).await.expect("the commands are refused");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!running.is_finished(), "the bot goes on");
    stop.cancel();
    running.await.expect("no panic").expect("it ends when asked to");
}

#[tokio::test(flavor = "multi_thread")]
async fn final_close_codes_end_the_bot_with_a_sentence() {
    let check = async |code: u16, part: &str| {
        let clock = clock("2026-05-14T13:30:00Z");
        let place = place(clock).await;
        let data = tempfile::tempdir().expect("a folder");
        let app = app(&place.discord, &place.hub, &data).await;
        place.discord.refuse_identify(Some(code));
        let stop = CancellationToken::new();
        let ended = tokio::time::timeout(SOON * 3, bot::run(app, clock, stop.clone())).await;
        let error = ended.expect("it ends by itself").expect_err("it ends as failed").to_string();
        assert!(error.contains(&code.to_string()) && error.contains(part), "{code}: {error}");
        let attempts = place.discord.identify_attempts();
        assert!(attempts <= 6, "{code}: {attempts} sessions were tried");
    };
    tokio::join!(
        check(4_010, "shard"),
        check(4_011, "servers"),
        check(4_012, "version"),
        check(4_014, "intent")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn more_shards_than_sessions_are_refused_with_a_sentence() {
    let clock = clock("2026-05-14T13:30:00Z");
    let place = place(clock).await;
    let data = tempfile::tempdir().expect("a folder");
    let shards = NonZero::new(1_001);
    let settings = GatewaySettings { shards, ..GatewaySettings::default() };
    let app = app(&place.discord, &place.hub, &data).await.with_gateway(settings);
    let running = bot::run(app, clock, CancellationToken::new());
    let ended = tokio::time::timeout(SOON * 3, running).await;
    let error = ended.expect("it ends by itself").expect_err("it ends as failed").to_string();
    assert!(
        error.contains("too few for 1001 shards") && error.contains("recommends 1 "),
        "{error}"
    );
    assert_eq!(place.discord.identify_attempts(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_session_is_started_when_they_are_used_up() {
    let clock = clock("2026-05-14T13:30:00Z");
    let place = place(clock).await;
    let data = tempfile::tempdir().expect("a folder");
    let app = app(&place.discord, &place.hub, &data).await;
    place.discord.limit_sessions(3, 1_500);
    let stop = CancellationToken::new();
    tokio::spawn(bot::run(app, clock, stop.clone()));
    assert!(place.discord.until_commands(SOON).await, "the rest of the bot works");
    assert_eq!(place.discord.identify_attempts(), 0);
    place.discord.limit_sessions(1_000, 86_400_000);
    assert!(place.discord.until_connected(SOON).await, "it connects when it may again");
}

#[tokio::test(flavor = "multi_thread")]
async fn global_limits_delay_no_answer() {
    let stage = Stage::new().await;
    stage.discord.fault(Fault::RateLimited {
        method: "GET",
        route: "/channels/{channel_id}",
        channel: Some(stage.papers),
        retry_after: 12.0,
        global: true,
        scope: "global",
        with_headers: true,
        times: 1,
    });
    let begun = Instant::now();
    let line = "/subscription add channel:#papers topics:all";
    let answer = stage.say(line).await;
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
    assert!(answer.text().contains("Nothing was saved"), "{}", answer.text());
    let begun = Instant::now();
    assert!(stage.say("/help").await.text().contains("/search"), "answers are not limited");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn rate_limited_answers_are_not_retried_endlessly() {
    for (retry_after, global, at_most) in [(12.0, true, 1), (0.0, true, 21), (0.0, false, 21)] {
        let stage = Stage::new().await;
        let scope = if global { "global" } else { "user" };
        stage.discord.fault(Fault::RateLimited {
            method: "POST",
            route: CALLBACK,
            channel: None,
            retry_after,
            global,
            scope,
            with_headers: true,
            times: 999,
        });
        assert!(matches!(stage.say("/help").await, Answer::Failed));
        let tried = stage.discord.exchanges();
        let tried = tried.iter().filter(|one| one.route == CALLBACK).count();
        assert!((1..=at_most).contains(&tried), "{tried} tries, {retry_after} s, {global}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_use_the_applications_id_where_it_differs_from_the_bots() {
    let stage = Stage::new().await;
    assert_ne!(stage.discord.bot_id(), stage.discord.application_id());
    // A preview has several messages: the second and third go through the application's webhook.
    stage.say("/subscription add channel:#papers topics:all").await;
    let answer = stage.say("/preview").await;
    assert!(answer.text().contains("papers"), "{}", answer.text());
    let follow_ups = async {
        let is_one = |one: &Exchange| {
            one.method == "POST" && one.route.starts_with("/webhooks/") && one.status == 200
        };
        while !stage.discord.exchanges().iter().any(is_one) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, follow_ups).await.expect("what follows the preview arrives");
}

/// Waits for a request of this kind.
async fn until_called(discord: &Discord, is_it: impl Fn(&Exchange) -> bool) {
    let called = async {
        while !discord.exchanges().iter().any(&is_it) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, called).await.expect("it is called");
}

fn defers(one: &Exchange) -> bool {
    let kind = one.request.as_ref().map(|body| body["type"].clone());
    one.route == CALLBACK && one.status == 204 && kind.is_some_and(|kind| kind == 5)
}

const ADD: &str = "/subscription add channel:#papers topics:all";

async fn subscriptions(stage: &Stage) -> usize {
    let guild = GuildId(stage.server());
    let all = stage.app.store.read(move |conn| subscriptions::of_guild(conn, guild)).await;
    all.expect("a read").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_changes_are_deferred_and_confirmed_when_done() {
    let stage = Stage::new().await;
    let held = Held::writer(&stage.app).await;
    let (discord, admin, papers) = (Discord::clone(&stage.discord), stage.admin, stage.papers);
    let said = tokio::spawn(async move { discord.command(admin, papers, ADD).await });
    until_called(&stage.discord, defers).await;
    assert_eq!(subscriptions(&stage).await, 0, "promised before it is done");
    // Long after Discord's three seconds.
    stage.discord.pass(Duration::from_secs(60));
    held.go_on();
    let text = said.await.expect("no panic").text();
    assert!(text.contains("subscription #1"), "{text}");
    assert_eq!(subscriptions(&stage).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_wait_too_long_are_canceled() {
    let stage = Stage::with(|app| app.with_change_timeout(Duration::from_secs(3))).await;
    let held = Held::writer(&stage.app).await;
    let text = stage.say(ADD).await.text();
    assert!(text.contains("nothing was changed"), "{text}");
    held.go_on();
    let text = stage.say(ADD).await.text();
    assert!(text.contains("Subscribed"), "{text}");
    assert_eq!(subscriptions(&stage).await, 1, "what was called off is not done later");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_cannot_be_stored_report_that_nothing_changed() {
    let stage = Stage::new().await;
    refuse_writes(&stage.app, true).await;
    let text = stage.say(ADD).await.text();
    assert!(text.contains("nothing was changed"), "{text}");
    refuse_writes(&stage.app, false).await;
    assert_eq!(subscriptions(&stage).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_changed_after_a_visible_failure() {
    let stage = Stage::new().await;
    let lose = |status: u16, code: u64, times: usize| Fault::Status {
        method: "POST",
        route: CALLBACK,
        channel: None,
        status,
        code,
        message: "on purpose",
        times,
    };
    // The three seconds were over; Discord was down for both tries.
    for (fault, name) in [(lose(404, 10_062, 1), "late"), (lose(503, 0, 2), "down")] {
        stage.discord.fault(fault);
        assert!(matches!(stage.say(ADD).await, Answer::Failed), "{name}");
        assert_eq!(subscriptions(&stage).await, 0, "{name}");
    }
    // Accepted without a confirmation: the second try learns about it.
    let (method, route, channel, status) = ("POST", CALLBACK, None, None);
    stage.discord.fault(Fault::DropAfterApply { method, route, channel, status, times: 1 });
    let text = stage.say(ADD).await.text();
    assert!(text.contains("Subscribed"), "{text}");
    assert_eq!(subscriptions(&stage).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_answers_are_deferred_and_arrive() {
    let stage = Stage::new().await;
    let held = Held::readers(&stage.app).await;
    let (discord, member, papers) = (Discord::clone(&stage.discord), stage.member, stage.papers);
    let said = tokio::spawn(async move { discord.command(member, papers, "/today").await });
    until_called(&stage.discord, defers).await;
    stage.discord.pass(Duration::from_secs(10));
    // The deferral is completed although Discord is down for a moment.
    stage.discord.fault(Fault::Status {
        method: "PATCH",
        route: "/webhooks/*",
        channel: None,
        status: 502,
        code: 0,
        message: "on purpose",
        times: 1,
    });
    held.into_iter().for_each(Held::go_on);
    let answer = said.await.expect("no panic");
    assert!(answer.text().contains("/papers/"), "{}", answer.text());
    assert!(matches!(answer, Answer::Message { ephemeral: false, .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_pages_are_deferred_and_turned() {
    let stage = Stage::new().await;
    let Answer::Message { id, .. } = stage.say("/today").await else { panic!("a list") };
    let held = Held::readers(&stage.app).await;
    let (discord, member) = (Discord::clone(&stage.discord), stage.member);
    let next = "day:2026-05-14:1";
    let turned = tokio::spawn(async move { discord.press(member, id, next).await });
    let promised = |one: &Exchange| {
        one.route == CALLBACK && one.request.as_ref().is_some_and(|body| body["type"] == 6)
    };
    until_called(&stage.discord, promised).await;
    held.into_iter().for_each(Held::go_on);
    let answer = turned.await.expect("no panic");
    let Answer::Updated { id: updated, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(updated, id);
    assert!(answer.text().contains("2 / "), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_answers_become_an_apology() {
    let stage = Stage::new().await;
    stage.discord.fault(Fault::RefuseBodyContaining { text: "Papers for".to_owned(), times: 1 });
    let text = stage.say("/today").await.text();
    assert!(text.contains("Something went wrong"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_message_of_an_answer_is_repeated_or_overwritten() {
    let stage = Stage::new().await;
    stage.say(&format!("{ADD} format:papers max_papers:5")).await;
    let begun = stage.discord.exchanges().len();
    let whole = stage.say("/preview").await.text();
    let follow_up = "/webhooks/{webhook_id}/{webhook_token}";
    let sent = || {
        let all = stage.discord.exchanges().into_iter().skip(begun);
        let all = all.filter(|one| one.status == 200 && one.route.starts_with("/webhooks/"));
        all.map(|one| (one.method, Discord::text(&one.request.unwrap_or_default())))
    };
    let until_sent = async |count: usize| {
        let arrived = async {
            while sent().count() < count {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let in_time = tokio::time::timeout(SOON, arrived).await.is_ok();
        assert!(in_time, "{:#?}", sent().collect::<Vec<_>>());
    };
    // Five papers, and the reasons.
    until_sent(6).await;
    let papers: Vec<String> = sent().map(|one| one.1).collect();

    let (method, route, message) = ("POST", follow_up, "down");
    let fault =
        Fault::Status { method, route, channel: None, status: 502, code: 0, message, times: 1 };
    stage.discord.fault(fault);
    let title = papers[3].lines().next().unwrap_or_default().to_owned();
    stage.discord.fault(Fault::RefuseBodyContaining { text: title.clone(), times: 9 });
    assert_eq!(stage.say("/preview").await.text(), whole, "it stays");
    until_sent(6 + 4).await;
    let second: Vec<(String, String)> = sent().skip(6).collect();
    let (methods, texts): (Vec<_>, Vec<_>) = second.into_iter().unzip();
    assert_eq!(methods, ["PATCH", "POST", "POST", "POST"]);
    assert_eq!(texts[..3], papers[..3]);
    assert!(texts[3].contains("Something went wrong"), "{title}: {}", texts[3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_additions_cannot_exceed_the_limit() {
    let stage = Stage::new().await;
    let order = still::settings(stage.server(), stage.papers, stage.admin);
    let now = stage.clock.now();
    let fill = move |tx: &rusqlite::Transaction| {
        for _ in 0..99 {
            subscriptions::add(tx, &order, domain::feed_date(now), None, now)?;
        }
        Ok(())
    };
    stage.app.store.write(fill).await.expect("a write");
    // All are checked before any of them is stored.
    let held = Held::writer(&stage.app).await;
    let adding: Vec<_> = (0..5)
        .map(|_| {
            let (discord, admin, papers) =
                (Discord::clone(&stage.discord), stage.admin, stage.papers);
            tokio::spawn(async move { discord.command(admin, papers, ADD).await.text() })
        })
        .collect();
    let asked = async {
        let member = |one: &&Exchange| one.route == "/guilds/{guild_id}/members/{user_id}";
        while stage.discord.exchanges().iter().filter(member).count() < 5 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, asked).await.expect("the channel is looked at");
    held.go_on();
    let mut set = 0;
    for text in adding {
        let text = text.await.expect("no panic");
        set += usize::from(text.contains("Subscribed"));
        assert!(
            text.contains("Subscribed") || text.contains("already has 100 subscriptions"),
            "{text}"
        );
    }
    assert_eq!((set, subscriptions(&stage).await), (1, 100));
}

#[tokio::test(flavor = "multi_thread")]
async fn fast_members_are_limited_and_others_are_answered() {
    let stage = Stage::with(|app| app.with_limits(Limits::default())).await;
    let ask = |user: u64| {
        let (discord, papers) = (Discord::clone(&stage.discord), stage.papers);
        tokio::spawn(async move { discord.command(user, papers, "/today").await.text() })
    };
    let flood: Vec<_> = (0..30).map(|_| ask(stage.admin)).collect();
    let (mut answered, mut refused) = (0, 0);
    for text in flood {
        let text = text.await.expect("no panic");
        answered += usize::from(text.contains("Papers for"));
        refused += usize::from(text.contains("going too fast"));
    }
    assert!((15..=20).contains(&answered), "{answered} answered");
    assert!(refused > 0, "the others are asked to wait, as far as there is time");
    let text = ask(stage.member).await.expect("no panic");
    assert!(text.contains("Papers for"), "another member: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_share_their_papers_and_are_limited() {
    let stage = Stage::with(|app| {
        let endless = Limits::none();
        app.with_limits(Limits { heavy_in_progress: 4, ..endless })
    })
    .await;
    stage.say(ADD).await;
    let first = stage.say("/preview").await.text();
    // It counts until its last message has arrived.
    let all_free = || {
        let take = |_| {
            let (limiter, now) = (&stage.app.rate_limiter, tokio::time::Instant::now());
            limiter.take(domain::UserId(1), None, commands::Cost::Heavy, now).ok()
        };
        (0..4).map_while(take).collect::<Vec<_>>().len() == 4
    };
    let freed = async {
        while !all_free() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, freed).await.expect("the whole preview arrives");
    let asking: Vec<_> = (0..40)
        .map(|_| {
            let (discord, admin, papers) =
                (Discord::clone(&stage.discord), stage.admin, stage.papers);
            tokio::spawn(async move { discord.command(admin, papers, "/preview").await.text() })
        })
        .collect();
    let mut answered = 0;
    for text in asking {
        let text = text.await.expect("no panic");
        answered += usize::from(text == first);
        let refused = text.contains("I'm busy") || text.contains("did not respond");
        assert!(text == first || refused, "{text}");
    }
    assert!(answered >= 4, "{answered} answered");
    // A change is visible immediately.
    stage.hub.set_upvotes("2605.12825", 9_999);
    let later = stage.clock.now().checked_add(jiff::SignedDuration::from_mins(2)).expect("a time");
    paperboy::app::papers::refresh::refresh(&stage.app, later).await.expect("lists");
    assert!(stage.say("/preview").await.text().contains("9,999"), "the newest votes");
}
