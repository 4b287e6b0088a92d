//! The real bot against the simulator: subscriptions, posts, searches, crashes.

use std::time::Duration;

use jiff::ToSpan;
use paperboy::app::papers::links::ask_for_links;
use paperboy::app::papers::refresh::refresh;
use paperboy::metrics;
use serde_json::json;
use simulator::hub::{HubFault, Repos};
use simulator::{Answer, Fault};

use super::stage::{MESSAGES, SOON, Stage, clock, place, start, subscribe_without_answer};

#[tokio::test(flavor = "multi_thread")]
async fn due_slots_are_posted_once() {
    let stage = Stage::new().await;
    let set = stage.say("/subscription add channel:#papers topics:all time:14:00 zone:UTC").await;
    assert!(set.text().contains("Subscribed"), "{}", set.text());
    let preview = stage.say("/preview").await;
    stage.due("2026-05-14T14:00:00Z").await;
    let posts = stage.posts();
    assert_eq!(posts.len(), 1, "{posts:#?}");
    assert!(posts[0].contains("Thursday, May 14, 2026 · 10 papers"), "{}", posts[0]);
    assert_eq!(preview.text(), posts[0], "the preview is the post");
    stage.due("2026-05-14T14:00:30Z").await;
    // A first reading of a new, empty list settles nothing; the second one does.
    stage.due("2026-05-15T14:00:00Z").await;
    let listed = stage.say("/subscription list").await.text();
    assert!(!listed.contains("nothing new"), "{listed}");
    stage.due("2026-05-15T14:11:00Z").await;
    let posted: Vec<String> = stage.posts();
    assert_eq!(posted.len(), 1, "the list has not changed: nothing new");
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("nothing new"), "{listed}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_subscription_wakes_the_timer() {
    let stage = Stage::at("2026-05-14T13:59:56Z").await;
    stage.say("/subscription add channel:#papers topics:all time:14:00 zone:UTC").await;
    // If it weren't woken, the timer would only check again after twenty seconds.
    let soon = Duration::from_secs(12);
    assert!(stage.discord.until_message(stage.papers, 1, soon).await, "posted at its time");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_search_and_turn_pages_and_open_papers() {
    let stage = Stage::new().await;
    let today = stage.discord.command(stage.member, stage.papers, "/today").await;
    assert!(today.text().contains("Papers for Thursday, May 14, 2026"), "{}", today.text());
    let Answer::Message { id, body, .. } = &today else { panic!("{today:?}") };
    let next = stage.discord.press(stage.member, *id, "day:2026-05-14:1").await;
    assert!(next.text().contains("[2 / "), "{}", next.text());
    let menu = body.to_string();
    let at = menu.find("\"value\":\"").expect("an entry") + 9;
    let paper = &menu[at..at + 10];
    let value = next.body().expect("a message").to_string();
    let at = value.find("\"value\":\"").expect("an entry") + 9;
    let second = value[at..at + 10].to_owned();
    let card = stage.discord.select(stage.member, *id, "card:list", &[&second]).await;
    assert!(card.ephemeral() && card.text().contains(&second), "{}", card.text());
    let found =
        stage.discord.command(stage.member, stage.papers, &format!("/search {paper}")).await;
    assert!(found.text().contains("matches this ID"), "{}", found.text());
    let line = format!("/similar {paper}");
    let similar = stage.discord.command(stage.member, stage.papers, &line).await.text();
    assert!(similar.starts_with("### Papers like ["), "{similar}");
    assert!(similar.matches("/papers/").count() > 3, "{similar}");
    let unknown = stage.discord.command(stage.member, stage.papers, "/similar zxqvbn").await.text();
    assert!(unknown.contains("I couldn't find a paper called `zxqvbn`"), "{unknown}");
    let nothing = stage.discord.command(stage.member, stage.papers, "/search zxqvbn").await;
    assert!(nothing.text().contains("Nothing close"), "{}", nothing.text());
    let refused = stage.discord.command(stage.member, stage.papers, "/subscription list").await;
    assert!(matches!(refused, Answer::Refused(_)), "{refused:?}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
    assert!(!stage.hub.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_ask_the_hub_once_and_a_silent_hub_only_adds_a_line() {
    let stage = Stage::new().await;
    let ask = |text: &'static str| stage.discord.command(stage.member, stage.papers, text);
    let asked = || stage.hub.requests().iter().filter(|one| one.contains("search")).count();
    let before = asked();
    let found = ask("/search diffusion").await;
    assert!(!found.text().contains("didn't respond"), "{}", found.text());
    assert_eq!(ask("/search diffusion").await.text(), found.text());
    assert_eq!(asked(), before + 1, "the second time it is remembered");
    stage.hub.fault(HubFault::Down);
    let alone = ask("/search diffusion models").await;
    assert!(alone.text().contains("didn't respond"), "{}", alone.text());
    assert!(alone.text().contains("papers/"), "the papers known here: {}", alone.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_permissions_are_named_before_saving() {
    let stage = Stage::new().await;
    stage.discord.deny(stage.papers, 1 << 14);
    let line = "/subscription add channel:#papers topics:all zone:UTC";
    let refused = stage.say(line).await;
    assert!(refused.text().contains("Embed Links"), "{}", refused.text());
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("No channel"), "{listed}");
    stage.discord.allow_again(stage.papers, 1 << 14);
    assert!(stage.say(line).await.text().contains("Subscribed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn unclear_responses_cause_no_second_post() {
    let stage = Stage::new().await;
    stage.say("/subscription add channel:#papers topics:all time:14:00 zone:UTC").await;
    for status in [None, Some(502)] {
        let (method, route, channel) = ("POST", MESSAGES, Some(stage.papers));
        stage.discord.fault(Fault::DropAfterApply { method, route, channel, status, times: 1 });
    }
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(stage.posts().len(), 1);
    stage.until_said("/subscription list", "✅").await;
    assert_eq!(stage.posts().len(), 1);
    let sent = stage.discord.exchanges();
    let tries = sent.iter().filter(|one| one.method == "POST" && one.route == MESSAGES).count();
    assert_eq!(tries, 3, "two answers were unclear, the third was not");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_send_and_record_the_post_appears_once() {
    let place = place(clock("2026-05-14T13:59:55Z")).await;
    let data = tempfile::tempdir().expect("a folder");
    let mut first = start(&place, &data, "2026-05-14T13:59:55Z");
    assert!(place.discord.until_commands(SOON).await);
    assert!(place.discord.until_connected(SOON).await);
    // The message is created at once and its response held back; the bot is killed in between.
    place.discord.fault(Fault::Delay {
        method: "POST",
        route: MESSAGES,
        channel: Some(place.papers),
        delay: Duration::from_secs(60),
        times: 1,
    });
    let line = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";
    let set = place.discord.command(place.admin, place.papers, line).await;
    assert!(set.text().contains("Subscribed"), "{}", set.text());
    assert!(place.discord.until_message(place.papers, 1, SOON).await, "the post is in the channel");
    first.kill().expect("SIGKILL");
    first.wait().expect("it has ended");

    let mut second = start(&place, &data, "2026-05-14T14:00:10Z");
    let tried_again = async {
        loop {
            let all = place.discord.exchanges();
            let posts = all.iter().filter(|one| one.method == "POST" && one.route == MESSAGES);
            if posts.filter(|one| one.status == 200).count() >= 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, tried_again).await.expect("the restarted bot asks again");
    let listed = loop {
        let listed =
            place.discord.command(place.admin, place.papers, "/subscription list").await.text();
        if listed.contains("✅") {
            break listed;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(place.discord.messages(place.papers).len(), 1, "{listed}");
    assert_eq!(place.discord.violations(), Vec::<String>::new());
    second.kill().expect("SIGKILL");
    second.wait().expect("it has ended");
    let _ = place.member;
}

#[tokio::test(flavor = "multi_thread")]
async fn registered_commands_are_not_written_again() {
    let stage = Stage::new().await;
    let manifest = commands::manifest::manifest();
    let written = stage.app.discord.register(&manifest).await.expect("asked");
    let registered = stage.discord.commands();
    assert!(!written, "{registered:#?}");
    assert_eq!(registered.len(), manifest.as_array().map_or(0, Vec::len));
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_shown_and_can_be_filtered_by() {
    let stage = Stage::new().await;
    let listed = stage.app.index.size().papers;
    let entry = |id: &str| {
        json!({ "paper": {
            "id": id, "title": format!("Lighthouses, part {id}"), "upvotes": 900, "summary": "They shine.",
            "authors": [], "publishedAt": "2026-05-13T00:00:00.000Z",
        } })
    };
    stage.hub.add_paper("2026-05-14", entry("2605.77771"));
    stage.hub.add_paper("2026-05-14", entry("2605.77772"));
    let model = json!({ "id": "keeper/lamp", "likes": 12 });
    stage.hub.set_repos("2605.77771", Repos { models: vec![model], ..Repos::default() });
    let later = stage.clock.now().saturating_add(2.minutes()).expect("a time");
    refresh(&stage.app, later).await.expect("lists");
    ask_for_links(&stage.app, later).await.expect("links");
    stage.app.index.catch_up().await.expect("news");
    assert_eq!(stage.app.index.size().papers, listed + 2);
    let ask =
        async |line: &str| stage.discord.command(stage.member, stage.papers, line).await.text();
    let card = ask("/paper 2605.77771").await;
    assert!(
        card.contains("1 model: [keeper/lamp](https://huggingface.co/keeper/lamp) ♥ 12"),
        "{card}"
    );
    assert!(!ask("/paper 2605.77772").await.contains("On Hugging Face"));
    let both = ask("/search lighthouses").await;
    assert!(both.contains("77771") && both.contains("77772"), "{both}");
    let one = ask("/search query:lighthouses has_model:true").await;
    assert!(one.contains("77771") && !one.contains("77772"), "{one}");
    let none = ask("/search query:lighthouses has_dataset:true").await;
    assert!(none.contains("filters"), "{none}");
    let asked =
        || stage.hub.requests().iter().filter(|one| one.contains("/papers/2605.7777")).count();
    let before = asked();
    ask_for_links(&stage.app, later).await.expect("links");
    assert_eq!(asked(), before, "once a day");
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_can_read_metrics_and_health() {
    let stage = Stage::new().await;
    let free = "127.0.0.1:0".parse().expect("an address");
    let address = metrics::serve(free, stage.app.clone(), stage.clock).await.expect("a port");
    let get = async |path: &str| {
        let answer = reqwest::get(format!("http://{address}{path}")).await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a text"))
    };
    assert_eq!(get("/readyz").await, (200, "ok\n".to_owned()));
    assert_eq!(get("/healthz").await, (200, "ok\n".to_owned()));
    let (status, numbers) = get("/metrics").await;
    let papers = format!("paperboy_papers {:.1}", stage.app.index.size().papers as f64);
    assert!(status == 200 && numbers.contains(&papers), "{numbers}");
    let taken = metrics::serve(address, stage.app.clone(), stage.clock).await;
    let sentence = taken.expect_err("it is taken").to_string();
    assert!(sentence.contains("PAPERBOY_METRICS"), "{sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_can_deliver_while_the_last_answers_are_sent() {
    let stage = Stage::new().await;
    let asked = (stage.admin, stage.papers);
    let said = subscribe_without_answer(&stage.discord, asked, 99).await;
    stage.stop.cancel();
    let released = async {
        let is_held =
            |conn: &rusqlite::Connection| Ok(conn.prepare("select 1 from lease")?.exists([])?);
        while stage.app.store.read(is_held).await.expect("a read") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    // Less than what the answer is given.
    tokio::time::timeout(Duration::from_secs(5), released).await.expect("the lease is released");
    assert!(!stage.bot.is_finished());
    stage.discord.clear_faults();
    let text = said.await.expect("no panic").text();
    assert!(text.contains("Subscribed"), "{text}");
}
