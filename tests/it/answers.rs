//! What can go wrong between a question and its answer: docs/FAULTS.md names these tests.

use std::time::{Duration, Instant};

use domain::GuildId;
use paperboy::app::App;
use paperboy::app::rate_limit::Limits;
use paperboy::bot;
use paperboy::clock::Clock;
use paperboy::store::subscriptions;
use serde_json::{Map, json};
use simulator::{Answer, Discord, Exchange, Fault};
use tokio_util::sync::CancellationToken;

use super::stage::{SOON, Stage, app, clock, place};

const CALLBACK: &str = "/interactions/{interaction_id}/{interaction_token}/callback";
const COMMANDS: &str = "/applications/{application_id}/commands";

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_that_lacks_fields_is_answered() {
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
    // What says neither who asks nor what for can only be apologised for.
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
async fn commands_that_discord_refuses_stop_no_post() {
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
    running.await.expect("no panic").expect("it ends as told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_closed_for_good_ends_the_bot_with_a_sentence() {
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
async fn no_session_is_begun_when_they_are_used_up() {
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
async fn nobody_waits_for_a_limit_over_everything() {
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
async fn an_answer_that_is_limited_itself_is_not_sent_again_and_again() {
    let stage = Stage::new().await;
    stage.discord.fault(Fault::RateLimited {
        method: "POST",
        route: CALLBACK,
        channel: None,
        retry_after: 12.0,
        global: true,
        scope: "global",
        with_headers: true,
        times: 9,
    });
    assert!(matches!(stage.say("/help").await, Answer::Failed));
    let tried = stage.discord.exchanges();
    assert_eq!(tried.iter().filter(|one| one.route == CALLBACK).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_go_through_the_application_where_its_id_is_not_the_bots() {
    let stage = Stage::new().await;
    assert_ne!(stage.discord.bot_id(), stage.discord.application_id());
    // A preview is several messages: the second and third go through the application's webhook.
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

/// Holds the thread that writes until this is dropped or told to go on.
struct Held(std::sync::mpsc::Sender<()>);

impl Held {
    async fn writer(app: &App) -> Held {
        let (go, held) = std::sync::mpsc::channel::<()>();
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let store = app.store.clone();
        let slow =
            move |_: &rusqlite::Transaction| Ok(begun.send(()).is_ok() && held.recv().is_ok());
        tokio::spawn(async move { store.write(slow).await });
        has_begun.await.expect("the disk is busy");
        Held(go)
    }

    /// Holds all that read, too.
    async fn readers(app: &App) -> Vec<Held> {
        let mut all = Vec::new();
        for _ in 0..4 {
            let (go, held) = std::sync::mpsc::channel::<()>();
            let (begun, has_begun) = tokio::sync::oneshot::channel();
            let store = app.store.clone();
            let slow =
                move |_: &rusqlite::Connection| Ok(begun.send(()).is_ok() && held.recv().is_ok());
            tokio::spawn(async move { store.read(slow).await });
            has_begun.await.expect("it reads");
            all.push(Held(go));
        }
        all
    }

    fn go_on(self) {
        self.0.send(()).expect("it waits");
    }
}

/// Waits for a call of this kind.
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

/// Makes the database refuse what is new, as on a full disk, or take it again.
async fn refuse_writes(app: &App, on: bool) {
    let set = move |tx: &rusqlite::Transaction| {
        for table in ["paper", "subscription", "search"] {
            tx.execute_batch(&match on {
                true => format!(
                    "create trigger full_{table} before insert on {table}
                     begin select raise(abort, 'database or disk is full'); end"
                ),
                false => format!("drop trigger full_{table}"),
            })?;
        }
        Ok(())
    };
    app.store.write(set).await.expect("a setting");
}

const ADD: &str = "/subscription add channel:#papers topics:all";

async fn subscriptions(stage: &Stage) -> usize {
    let guild = GuildId(stage.server());
    let all = stage.app.store.read(move |conn| subscriptions::of_guild(conn, guild)).await;
    all.expect("a read").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_change_is_promised_and_told_when_it_is_done() {
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
async fn a_change_that_waits_too_long_is_called_off() {
    let stage = Stage::with(|app| app.with_patience(Duration::from_millis(200))).await;
    let held = Held::writer(&stage.app).await;
    let text = stage.say(ADD).await.text();
    assert!(text.contains("nothing was changed"), "{text}");
    held.go_on();
    let text = stage.say(ADD).await.text();
    assert!(text.contains("Subscribed"), "{text}");
    assert_eq!(subscriptions(&stage).await, 1, "what was called off is not done later");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_cannot_be_stored_says_that_nothing_was_changed() {
    let stage = Stage::new().await;
    refuse_writes(&stage.app, true).await;
    let text = stage.say(ADD).await.text();
    assert!(text.contains("nothing was changed"), "{text}");
    refuse_writes(&stage.app, false).await;
    assert_eq!(subscriptions(&stage).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_done_that_was_shown_as_failed() {
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
    // Taken, and not said so: the second try hears that it was.
    let (method, route, channel, status) = ("POST", CALLBACK, None, None);
    stage.discord.fault(Fault::DropAfterApply { method, route, channel, status, times: 1 });
    let text = stage.say(ADD).await.text();
    assert!(text.contains("Subscribed"), "{text}");
    assert_eq!(subscriptions(&stage).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_ready_is_promised_and_comes() {
    let stage = Stage::new().await;
    let held = Held::readers(&stage.app).await;
    let (discord, member, papers) = (Discord::clone(&stage.discord), stage.member, stage.papers);
    let said = tokio::spawn(async move { discord.command(member, papers, "/today").await });
    until_called(&stage.discord, defers).await;
    stage.discord.pass(Duration::from_secs(10));
    // The promise is kept although Discord is down for a moment.
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
async fn a_page_that_is_not_ready_is_turned_when_it_is() {
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
async fn an_answer_that_discord_refuses_becomes_an_apology() {
    let stage = Stage::new().await;
    stage.discord.fault(Fault::RefuseBodyContaining { text: "Papers of".to_owned(), times: 1 });
    let text = stage.say("/today").await.text();
    assert!(text.contains("Something went wrong"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_are_not_both_the_last_subscription() {
    let stage = Stage::new().await;
    let order = domain::SubscriptionDraft {
        guild: Some(GuildId(stage.server())),
        destination: domain::Destination::Channel(domain::ChannelId(stage.papers)),
        created_by: domain::UserId(stage.admin),
        topics: "all".parse().expect("topics"),
        schedule: domain::Schedule {
            cron: "14:00".parse().expect("a time"),
            zone: domain::Zone::utc(),
        },
        min_upvotes: 0,
        max_papers: 10,
        strictness: domain::Strictness::Normal,
        language: domain::Language::English,
    };
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
async fn who_asks_too_fast_is_told_so_and_others_are_answered() {
    let stage = Stage::with(|app| app.with_limits(Limits::default())).await;
    let ask = |user: u64| {
        let (discord, papers) = (Discord::clone(&stage.discord), stage.papers);
        tokio::spawn(async move { discord.command(user, papers, "/today").await.text() })
    };
    let flood: Vec<_> = (0..30).map(|_| ask(stage.admin)).collect();
    let (mut answered, mut told) = (0, 0);
    for text in flood {
        let text = text.await.expect("no panic");
        answered += usize::from(text.contains("Papers of"));
        told += usize::from(text.contains("a lot at once"));
    }
    assert!((15..=20).contains(&answered), "{answered} answered");
    assert!(told > 0, "the others are told so, as far as there is time");
    let text = ask(stage.member).await.expect("no panic");
    assert!(text.contains("Papers of"), "another member: {text}");
}

/// A paper that the hub alone knows of: its lists of our days do not hold it.
fn lighthouse(number: u32) -> serde_json::Value {
    let id = format!("2401.{number:05}");
    let (title, summary) = (format!("Lighthouses, part {number}"), "They shine at night.");
    json!({ "title": title, "summary": summary, "paper": {
        "id": id, "title": title, "upvotes": 900 - number, "summary": summary, "authors": [{ "name": "Ada Lovelace" }],
        "publishedAt": "2024-01-13T00:00:00.000Z",
    } })
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_and_papers_are_answered_while_nothing_can_be_stored() {
    for held in [false, true] {
        let stage = Stage::new().await;
        for number in 1..=3 {
            stage.hub.add_paper("2024-01-13", lighthouse(number));
        }
        let writer = match held {
            true => Some(Held::writer(&stage.app).await),
            false => {
                refuse_writes(&stage.app, true).await;
                None
            }
        };
        let ask =
            async |line: &str| stage.discord.command(stage.member, stage.papers, line).await.text();
        let begun = Instant::now();
        let found = ask("/search lighthouses").await;
        assert!(found.contains("/papers/2401.00001"), "held: {held}: {found}");
        let card = ask("/paper 2401.00002").await;
        assert!(card.contains("Lighthouses, part 2"), "held: {held}: {card}");
        let similar = ask("/similar 2401.00003").await;
        assert!(similar.contains("Papers like [Lighthouses, part 3]"), "held: {held}: {similar}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        match writer {
            Some(writer) => writer.go_on(),
            None => refuse_writes(&stage.app, false).await,
        }
        // It is stored when it can be.
        let stored = async {
            let id: domain::PaperId = "2401.00001".parse().expect("an id");
            loop {
                let id = id.clone();
                let found =
                    stage.app.store.read(move |conn| paperboy::store::papers::get(conn, &id)).await;
                if found.expect("a read").is_some() {
                    break;
                }
                paperboy::app::papers::unsaved::store_unsaved(&stage.app).await;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(SOON, stored).await.expect("it is stored in the end");
    }
}

/// The ids in an answer, in their order.
fn ids(text: &str) -> Vec<String> {
    let after = text.split("huggingface.co/papers/").skip(1);
    after.map(|rest| rest.chars().take_while(|c| *c != ')').collect()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_search_stay_what_they_were() {
    let data = tempfile::tempdir().expect("a folder");
    let clock = clock("2026-05-14T13:30:00Z");
    let place = place(clock).await;
    for number in 1..=12 {
        place.hub.add_paper("2024-01-13", lighthouse(number));
    }
    let long = format!("lighthouses {}", "that shine at night ".repeat(8));
    let mut turned: Vec<Vec<Vec<Vec<String>>>> = Vec::new();
    let mut messages = Vec::new();
    for round in 0..3 {
        // The second one has just been started, the third a month later.
        let app = app(&place.discord, &place.hub, &data).await;
        let stop = CancellationToken::new();
        let clock = match round {
            2 => Clock::starting_at(
                clock.now().checked_add(jiff::SignedDuration::from_hours(24 * 29)).expect("a time"),
            ),
            _ => clock,
        };
        let running = tokio::spawn(bot::run(app, clock, stop.clone()));
        assert!(place.discord.until_commands(SOON).await, "commands are registered");
        assert!(place.discord.until_connected(SOON).await, "the gateway is connected");
        if round == 0 {
            for query in ["lighthouses", long.as_str()] {
                let options = Map::from_iter([("query".to_owned(), json!(query))]);
                let answer =
                    place.discord.invoke(place.member, place.papers, "search", options).await;
                let Answer::Message { id, body, .. } = &answer else { panic!("{answer:?}") };
                messages.push((*id, body.clone()));
            }
        }
        let mut pages = Vec::new();
        for (id, body) in &messages {
            let mut body = body.clone();
            let mut of_one = vec![ids(&Discord::text(&body))];
            // Forward, and back to the first.
            for label in ["Next", "Previous"] {
                let button = button(&body, label);
                let answer = place.discord.press(place.member, *id, &button).await;
                let Answer::Updated { body: next, .. } = &answer else { panic!("{answer:?}") };
                of_one.push(ids(&Discord::text(next)));
                body = next.clone();
            }
            assert_eq!(of_one[0], of_one[2], "back where it was");
            assert_ne!(of_one[0], of_one[1], "another page");
            pages.push(of_one);
        }
        turned.push(pages);
        stop.cancel();
        running.await.expect("no panic").expect("it ends as told");
    }
    assert!(turned[0][0][0].iter().all(|id| id.starts_with("2401.")), "{:?}", turned[0]);
    assert_eq!(turned[0], turned[1], "after a restart");
    assert_eq!(turned[0], turned[2], "a month later");
}

/// The custom id of the button with this label.
fn button(body: &serde_json::Value, label: &str) -> String {
    let mut open = vec![body];
    while let Some(value) = open.pop() {
        if value["label"].as_str().is_some_and(|text| text.contains(label)) {
            return value["custom_id"].as_str().expect("a custom id").to_owned();
        }
        let inner = value.as_object().into_iter().flat_map(|object| object.values());
        open.extend(inner.chain(value.as_array().into_iter().flatten()));
    }
    panic!("no button {label}: {body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_share_their_papers_and_are_bounded() {
    let stage = Stage::with(|app| {
        let endless = Limits::none();
        app.with_limits(Limits { heavy_in_hand: 4, ..endless })
    })
    .await;
    stage.say(ADD).await;
    let first = stage.say("/preview").await.text();
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
        let told = text.contains("I'm busy") || text.contains("did not respond");
        assert!(text == first || told, "{text}");
    }
    assert!(answered >= 4, "{answered} answered");
    // What changes is seen at once.
    stage.hub.set_upvotes("2605.12825", 9_999);
    let later = stage.clock.now().checked_add(jiff::SignedDuration::from_mins(2)).expect("a time");
    paperboy::app::papers::refresh::refresh(&stage.app, later).await.expect("lists");
    assert!(stage.say("/preview").await.text().contains("9,999"), "the newest votes");
}
