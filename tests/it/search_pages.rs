//! Searches while nothing can be stored, and their pages after a restart; docs/FAULTS.md names
//! these tests.

use std::time::{Duration, Instant};

use paperboy::bot;
use paperboy::clock::Clock;
use serde_json::{Map, json};
use simulator::{Answer, Discord};
use tokio_util::sync::CancellationToken;

use super::held::{Held, refuse_writes};
use super::stage::{SOON, Stage, app, clock, place};

/// A paper that only the hub knows: it is on none of the stored lists.
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
        // It is stored as soon as possible.
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

/// The ids in an answer, in order.
fn ids(text: &str) -> Vec<String> {
    let after = text.split("huggingface.co/papers/").skip(1);
    after.map(|rest| rest.chars().take_while(|c| *c != ')').collect()).collect()
}

/// So it is for a minute after the start of a bot with a million papers.
#[tokio::test(flavor = "multi_thread")]
async fn stored_papers_are_found_before_the_index_has_them() {
    let stage = Stage::new().await;
    stage.hub.add_paper("2024-01-13", lighthouse(1));
    let paper = |number: u32| {
        let id = format!("2401.{number:05}").parse().expect("an id");
        domain::Paper::new(id, format!("Lighthouses, part {number}"), "They shine.".to_owned())
    };
    let (by_hub, by_id) = (paper(1), paper(2));
    let put = move |tx: &rusqlite::Transaction| {
        paperboy::store::papers::put(tx, &[by_hub, by_id], jiff::Timestamp::UNIX_EPOCH)
    };
    stage.app.store.write(put).await.expect("papers");
    for query in ["lighthouses", "2401.00002"] {
        let line = format!("/search {query}");
        let found = stage.discord.command(stage.member, stage.papers, &line).await.text();
        assert!(found.contains("/papers/2401.0000"), "{query}: {found}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_search_stay_the_same() {
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
        // The second has just been started, the third a month later.
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
        running.await.expect("no panic").expect("it ends when asked to");
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
async fn a_page_of_a_day_that_is_gone_becomes_the_last() {
    let stage = Stage::new().await;
    let last = "day:2026-05-14:4";
    // As on a message from when the list was longer.
    for button in [last, "day:2026-05-14:99"] {
        let row = json!({ "type": 1, "components": [
            { "type": 2, "style": 2, "label": "Next", "custom_id": button },
        ] });
        let body = json!({ "flags": 1 << 15, "components": [row] });
        let channel = domain::ChannelId(stage.papers);
        let message = stage.app.discord.post(channel, &body).await.expect("a message");
        let shown = stage.discord.press(stage.member, message.0, button).await.text();
        assert!(shown.contains("[5 / 5]") && shown.contains("/papers/"), "{button}: {shown}");
    }
}
