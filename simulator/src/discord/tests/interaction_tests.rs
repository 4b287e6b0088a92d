//! Tests of an interaction's life: acknowledged once, in time, with follow-ups for fifteen minutes.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{Bench, id};
use crate::discord::Answer;

const PLAIN: u64 = 0;
const PRIVATE: u64 = 1 << 6;

/// An interaction as received by the bot, and the expected result.
pub(super) struct Asked {
    pub(super) event: Value,
    pub(super) answer: JoinHandle<Answer>,
}

impl Asked {
    pub(super) fn callback(&self) -> String {
        let text = |field: &str| self.event[field].as_str().expect("a text").to_owned();
        format!("/interactions/{}/{}/callback", text("id"), text("token"))
    }

    fn webhook(&self, rest: &str) -> String {
        let text = |field: &str| self.event[field].as_str().expect("a text").to_owned();
        format!("/webhooks/{}/{}{rest}", text("application_id"), text("token"))
    }

    pub(super) async fn answered(self) -> Answer {
        self.answer.await.expect("it ends")
    }
}

impl Bench {
    pub(super) async fn register(&self, commands: Value) {
        let path = format!("/applications/{}/commands", self.discord.application_id());
        self.check("PUT", &path, commands, "200").await;
    }

    pub(super) async fn asks(&mut self, line: &'static str) -> Asked {
        let (discord, user, channel) = (self.discord.clone(), self.user, self.channel);
        let answer = tokio::spawn(async move { discord.command(user, channel, line).await });
        Asked { event: self.next("INTERACTION_CREATE").await, answer }
    }

    pub(super) async fn presses(&mut self, message: u64, custom_id: &'static str) -> Asked {
        let (discord, user) = (self.discord.clone(), self.user);
        let answer = tokio::spawn(async move { discord.press(user, message, custom_id).await });
        Asked { event: self.next("INTERACTION_CREATE").await, answer }
    }
}

async fn bench() -> Bench {
    let bench = Bench::new().await;
    bench
        .register(json!([
            { "name": "ask", "description": "Asks" },
            { "name": "Find this paper", "type": 3 },
        ]))
        .await;
    bench
}

fn said(content: &str, flags: u64) -> Value {
    json!({ "type": 4, "data": { "content": content, "flags": flags } })
}

#[tokio::test]
async fn interactions_are_acknowledged_once() {
    let mut bench = bench().await;
    let asked = bench.asks("/ask").await;
    let callback = asked.callback();
    let stranger = callback.replace("/callback", "x/callback");
    bench.check("POST", &stranger, said("hi", PLAIN), "404 10062").await;
    bench.check("POST", &callback, json!({ "type": 7, "data": {} }), "400 50035").await;
    bench.check("POST", &callback, said("", PLAIN), "400 50006").await;
    let answered = format!("{callback}?with_response=true");
    let made = bench.check("POST", &answered, said("hi", PRIVATE), "200").await;
    assert_eq!(made["resource"]["message"]["content"], "hi");
    bench.check("POST", &callback, said("hi", PLAIN), "400 40060").await;
    let answer = asked.answered().await;
    assert!(answer.ephemeral() && answer.text() == "hi", "{answer:?}");
    assert!(bench.discord.messages(bench.channel).is_empty(), "no one else sees it");
    assert_eq!(bench.discord.violations().len(), 3, "a wrong type, an empty one, a second one");
}

#[tokio::test]
async fn interactions_must_be_answered_within_three_seconds() {
    let mut bench = bench().await;
    for (wait, expected) in [(2_900, "204"), (3_100, "404 10062")] {
        let asked = bench.asks("/ask").await;
        bench.discord.pass(Duration::from_millis(wait));
        bench.check("POST", &asked.callback(), said("hi", PLAIN), expected).await;
        asked.answer.abort();
    }
}

#[tokio::test]
async fn tokens_are_valid_for_fifteen_minutes() {
    let mut bench = bench().await;
    let asked = bench.asks("/ask").await;
    let follow = asked.webhook("");
    let original = asked.webhook("/messages/@original");
    let more = json!({ "content": "more", "flags": PRIVATE });
    bench.check("POST", &follow, more.clone(), "404 10015").await;
    let later = json!({ "type": 5, "data": { "flags": PRIVATE } });
    bench.check("POST", &asked.callback(), later, "204").await;
    let edit = json!({ "content": "done" });
    bench.check("PATCH", &original, edit.clone(), "200").await;
    let followed = bench.check("POST", &follow, more.clone(), "200").await;
    let one = asked.webhook(&format!("/messages/{}", id(&followed)));
    bench.check("PATCH", &one, edit.clone(), "200").await;
    bench.check("DELETE", &one, Value::Null, "204").await;
    bench.check("GET", &one, Value::Null, "404 10008").await;
    let stranger = asked.webhook(&format!("/messages/{}", bench.post("mine").await));
    bench.check("GET", &stranger, Value::Null, "404 10008").await;

    bench.discord.pass(Duration::from_secs(14 * 60));
    bench.check("GET", &original, Value::Null, "200").await;
    bench.discord.pass(Duration::from_secs(2 * 60));
    for (method, path, body) in
        [("GET", &original, Value::Null), ("PATCH", &original, edit), ("POST", &follow, more)]
    {
        bench.check(method, path, body, "401 50027").await;
    }
    assert_eq!(asked.answered().await.text(), "done");
}

#[tokio::test]
async fn private_answers_are_deferred_privately() {
    let mut bench = bench().await;
    let mut page = bench.discord.read(|world| world.page.subscribe());
    for (flags, expected) in [(PRIVATE, json!(bench.user.to_string())), (PLAIN, Value::Null)] {
        let asked = bench.asks("/ask").await;
        let later = json!({ "type": 5, "data": { "flags": flags } });
        bench.check("POST", &asked.callback(), later, "204").await;
        let thinking = loop {
            let event = page.recv().await.expect("an event");
            if event["type"] == "thinking" {
                break event;
            }
        };
        assert_eq!(thinking["ephemeral_to"], expected);
        asked.answer.abort();
    }
}

#[tokio::test]
async fn buttons_update_their_message_or_add_one() {
    let mut bench = bench().await;
    let button = json!({ "type": 2, "style": 1, "label": "More", "custom_id": "more" });
    let row = json!([{ "type": 1, "components": [button] }]);
    let post = json!({ "content": "one", "components": row });
    let message = id(&bench.check("POST", &bench.at("/messages"), post, "200").await);

    let pressed = bench.presses(message, "more").await;
    assert_eq!(pressed.event["message"]["id"], json!(message.to_string()));
    let update = json!({ "type": 7, "data": { "content": "two" } });
    bench.check("POST", &pressed.callback(), update, "204").await;
    assert!(matches!(pressed.answered().await, Answer::Updated { id, .. } if id == message));

    let pressed = bench.presses(message, "more").await;
    bench.check("POST", &pressed.callback(), json!({ "type": 6 }), "204").await;
    let original = pressed.webhook("/messages/@original");
    bench.check("PATCH", &original, json!({ "content": "three" }), "200").await;
    assert_eq!(pressed.answered().await.text(), "three\n[More]");

    let pressed = bench.presses(message, "more").await;
    bench.check("POST", &pressed.callback(), said("only you", PRIVATE), "204").await;
    assert!(pressed.answered().await.ephemeral());
    let gone = bench.discord.press(bench.user, message, "none").await;
    assert!(matches!(gone, Answer::Refused(_)), "{gone:?}");
}

#[tokio::test]
async fn commands_can_be_used_on_messages() {
    let mut bench = bench().await;
    let message = bench.post("arxiv 2605.00001").await;
    let (discord, user) = (bench.discord.clone(), bench.user);
    let name = "Find this paper";
    let answer = tokio::spawn(async move { discord.message_command(user, name, message).await });
    let asked = Asked { event: bench.next("INTERACTION_CREATE").await, answer };
    let data = &asked.event["data"];
    let target = message.to_string();
    assert_eq!((&data["type"], &data["target_id"]), (&json!(3), &json!(target)));
    assert_eq!(data["resolved"]["messages"][&target]["content"], "arxiv 2605.00001");
    bench.check("POST", &asked.callback(), said("found", PRIVATE), "204").await;
    let answer = asked.answered().await;
    assert_eq!(answer.body().map(|body| body["type"].clone()), Some(json!(23)));
    let unknown = bench.discord.message_command(user, "ask", message).await;
    assert!(matches!(unknown, Answer::Refused(_)), "{unknown:?}");
}

#[tokio::test]
async fn only_autocomplete_options_request_suggestions() {
    let mut bench = bench().await;
    let option = |name: &str, completes: bool| {
        json!({
            "type": 3, "name": name, "description": "d", "autocomplete": completes,
        })
    };
    let options = json!([option("zone", true), option("note", false)]);
    bench.register(json!([{ "name": "set", "description": "Sets", "options": options }])).await;
    let (discord, user, channel) = (bench.discord.clone(), bench.user, bench.channel);
    let none = discord.autocomplete(user, channel, "set", Default::default(), "note").await;
    assert!(none.is_empty());
    bench.events_since();
    let zone = tokio::spawn(async move {
        discord.autocomplete(user, channel, "set", Default::default(), "zone").await
    });
    let event = bench.next("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["options"][0]["focused"], true);
    let path = format!(
        "/interactions/{}/{}/callback",
        event["id"].as_str().expect("an id"),
        event["token"].as_str().expect("a token"),
    );
    let choice = |name: &str| json!({ "name": name, "value": name });
    let many = json!({ "type": 8, "data": { "choices": vec![choice("UTC"); 26] } });
    bench.check("POST", &path, many, "400 50035").await;
    bench.check("POST", &path, said("no", PLAIN), "400 50035").await;
    let one = json!({ "type": 8, "data": { "choices": [choice("UTC")] } });
    bench.check("POST", &path, one, "204").await;
    assert_eq!(zone.await.expect("it ends"), [("UTC".to_owned(), json!("UTC"))]);
}

#[tokio::test]
async fn user_installed_applications_work_everywhere() {
    let mut bench = Bench::new().await;
    let command = |name: &str, kinds: Value| json!({ "name": name, "description": "d", "integration_types": kinds });
    let both = command("ask", json!([0, 1]));
    bench.register(json!([both, command("set", json!([0]))])).await;
    let (guild, person) = (bench.guild.to_string(), bench.user.to_string());
    let asked = bench.asks("/ask").await;
    assert_eq!(asked.event["authorizing_integration_owners"], json!({ "0": guild }));
    asked.answer.abort();
    bench.discord.install_for(bench.user);
    let asked = bench.asks("/ask").await;
    assert_eq!(asked.event["authorizing_integration_owners"], json!({ "0": guild, "1": person }));
    asked.answer.abort();

    bench.discord.remove_bot(bench.guild);
    let asked = bench.asks("/ask").await;
    assert_eq!(asked.event["authorizing_integration_owners"], json!({ "1": person }));
    bench.check("POST", &asked.callback(), said("hi", PRIVATE), "204").await;
    assert_eq!(asked.answered().await.text(), "hi");
    let refused = bench.discord.command(bench.user, bench.channel, "/set").await;
    assert_eq!(refused.text(), "refused: the app isn't installed here");
}

#[tokio::test]
async fn the_first_follow_up_replaces_a_deferred_response() {
    let mut bench = bench().await;
    let asked = bench.asks("/ask").await;
    let defer = json!({ "type": 5, "data": { "flags": PRIVATE } });
    let path = format!("{}?with_response=1", asked.callback());
    let deferred = bench.check("POST", &path, defer, "200").await;
    let place = &deferred["interaction"]["response_message_id"];
    let first = bench.check("POST", &asked.webhook(""), json!({ "content": "one" }), "200").await;
    assert_eq!(&first["id"], place);
    let second = bench.check("POST", &asked.webhook(""), json!({ "content": "two" }), "200").await;
    assert_ne!(&second["id"], place);
    // As written by some clients.
    let original = asked.webhook("/messages/%40original");
    assert_eq!(bench.check("GET", &original, Value::Null, "200").await["content"], "one");
    let answer = asked.answered().await;
    assert_eq!((answer.text().as_str(), answer.ephemeral()), ("one", true));
}
