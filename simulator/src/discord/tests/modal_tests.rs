//! Tests of modals: opened by a command or button, submitted, and answered.

use serde_json::{Map, Value, json};

use super::{Bench, id};
use crate::discord::Answer;
use crate::discord::tests::interaction_tests::Asked;

fn modal() -> Value {
    let zone = json!({ "type": 4, "custom_id": "zone", "style": 1, "value": "UTC" });
    let zone = json!({ "type": 18, "label": "Zone", "component": zone });
    json!({ "type": 9, "data": { "custom_id": "setup", "title": "Set-up", "components": [zone] } })
}

fn filled(zone: &str) -> Map<String, Value> {
    Map::from_iter([("zone".to_owned(), json!(zone))])
}

async fn submitted(bench: &mut Bench, answer: Answer, values: Map<String, Value>) -> Asked {
    let Answer::Modal { id, form } = answer else { panic!("{answer:?}") };
    assert_eq!(form["title"], "Set-up");
    let (discord, user) = (bench.discord.clone(), bench.user);
    let answer = tokio::spawn(async move { discord.submit_modal(user, id, values).await });
    Asked { event: bench.next("INTERACTION_CREATE").await, answer }
}

#[tokio::test]
async fn commands_can_open_modals() {
    let mut bench = Bench::new().await;
    bench.register(json!([{ "name": "setup", "description": "Sets up" }])).await;
    let asked = bench.asks("/setup").await;
    bench.check("POST", &asked.callback(), json!({ "type": 9, "data": {} }), "400 50035").await;
    bench.check("POST", &asked.callback(), modal(), "204").await;
    let opened = asked.answered().await;
    let Answer::Modal { id, .. } = &opened else { panic!("{opened:?}") };
    let refused = bench.discord.submit_modal(bench.user, *id, filled("")).await;
    assert_eq!(refused.text(), "refused: zone is required");
    let other = bench.discord.add_user(bench.guild, "ada", 0);
    let refused = bench.discord.submit_modal(other, *id, filled("UTC")).await;
    assert!(matches!(refused, Answer::Refused(_)), "{refused:?}");

    let asked = submitted(&mut bench, opened, filled("Europe/Berlin")).await;
    assert_eq!(
        (&asked.event["type"], &asked.event["data"]["custom_id"]),
        (&json!(5), &json!("setup"))
    );
    assert_eq!(asked.event["data"]["components"][0]["component"]["value"], "Europe/Berlin");
    bench.check("POST", &asked.callback(), modal(), "400 50035").await;
    let update = json!({ "type": 7, "data": { "content": "no message to update" } });
    bench.check("POST", &asked.callback(), update, "404 10008").await;
    let said = json!({ "type": 4, "data": { "content": "saved", "flags": 64 } });
    bench.check("POST", &asked.callback(), said, "204").await;
    assert!(asked.answered().await.ephemeral());
}

#[tokio::test]
async fn modals_opened_by_a_button_update_its_message() {
    let mut bench = Bench::new().await;
    let button = json!({ "type": 2, "style": 1, "label": "Set", "custom_id": "set" });
    let post = json!({ "components": [{ "type": 1, "components": [button] }] });
    let message = id(&bench.check("POST", &bench.at("/messages"), post, "200").await);
    let pressed = bench.presses(message, "set").await;
    bench.check("POST", &pressed.callback(), modal(), "204").await;
    let opened = pressed.answered().await;
    let asked = submitted(&mut bench, opened, Map::new()).await;
    assert_eq!(asked.event["message"]["id"], json!(message.to_string()));
    let value = &asked.event["data"]["components"][0]["component"]["value"];
    assert_eq!(value, "UTC", "what the form came with");
    let update = json!({ "type": 7, "data": { "content": "set" } });
    bench.check("POST", &asked.callback(), update, "204").await;
    assert!(matches!(asked.answered().await, Answer::Updated { id, .. } if id == message));
}
