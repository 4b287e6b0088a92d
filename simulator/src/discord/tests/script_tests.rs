//! The script interface, as tests in other languages use it.

use serde_json::{Value, json};

use super::{Bench, answer};
use crate::discord::state::channel::kind;
use crate::discord::state::permissions::SEND_MESSAGES;

impl Bench {
    /// Posts to an endpoint; returns status and body.
    async fn script(&self, endpoint: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/_script/{endpoint}", self.discord.url());
        answer(self.http.post(url).json(&body)).await
    }

    /// The id of what an endpoint makes, if it makes something.
    async fn makes(&self, endpoint: &str, body: Value) -> String {
        let (status, found) = self.script(endpoint, body.clone()).await;
        assert_eq!(status, 200, "{endpoint} {body}: {found}");
        found["id"].as_str().unwrap_or_default().to_owned()
    }
}

#[tokio::test]
async fn scripts_can_build_act_and_inspect() {
    let mut bench = Bench::new().await;
    let guild = bench.makes("guild", json!({ "name": "second" })).await;
    let channel = bench.makes("channel", json!({ "guild_id": guild, "name": "papers" })).await;
    let user = bench.makes("user", json!({ "guild_id": guild, "name": "alan" })).await;
    let message = json!({ "user_id": user, "channel_id": channel, "content": "hello" });
    bench.makes("message", message).await;
    bench.makes("gateway", json!({ "do": "reconnect" })).await;
    let url = format!("{}/_script", bench.discord.url());
    let (_, found) = answer(bench.http.get(format!("{url}/violations"))).await;
    assert_eq!(found, json!([]));
    bench.check("GET", &format!("/channels/{channel}"), Value::Null, "200").await;
    let (_, found) = answer(bench.http.get(format!("{url}/exchanges"))).await;
    let last = found.as_array().and_then(|all| all.last()).expect("an exchange");
    assert_eq!((&last["method"], &last["status"]), (&json!("GET"), &json!(200)), "{last}");
    assert_eq!(bench.next("GUILD_CREATE").await["name"], "lab", "of the start");
    assert_eq!(bench.next("GUILD_CREATE").await["name"], "second");
    assert_eq!(bench.next("MESSAGE_CREATE").await["author"]["username"], "alan");
}

#[tokio::test]
async fn channels_of_every_type_can_be_made_and_deleted() {
    let mut bench = Bench::new().await;
    let guild = bench.guild.to_string();
    let of = |kind: u8| json!({ "guild_id": guild, "name": "new", "type": kind });
    for kind in [kind::TEXT, kind::CATEGORY, kind::ANNOUNCEMENT, kind::FORUM] {
        let id = bench.makes("channel", of(kind)).await;
        let made = bench.next("CHANNEL_CREATE").await;
        assert_eq!((&made["id"], &made["type"]), (&json!(id), &json!(kind)));
    }
    let category = bench.makes("channel", of(kind::CATEGORY)).await;
    let below = json!({ "guild_id": guild, "name": "below", "parent_id": category });
    let below = bench.makes("channel", below).await;
    let path = format!("/channels/{below}");
    let found = bench.check("GET", &path, Value::Null, "200").await;
    assert_eq!((&found["parent_id"], &found["type"]), (&json!(category), &json!(kind::TEXT)));

    let mut forum = of(kind::FORUM);
    forum["available_tags"] = json!(["vision", "language"]);
    forum["tag_required"] = json!(true);
    let forum = bench.makes("channel", forum).await;
    let found = bench.check("GET", &format!("/channels/{forum}"), Value::Null, "200").await;
    assert_eq!(found["available_tags"][1]["name"], "language");
    let body = json!({ "name": "a", "message": { "content": "b" } });
    bench.check("POST", &format!("/channels/{forum}/threads"), body, "400 40067").await;

    let thread = json!({ "channel_id": below, "name": "talk" });
    let thread = bench.makes("thread", thread).await;
    let found = bench.check("GET", &format!("/channels/{thread}"), Value::Null, "200").await;
    assert_eq!((&found["parent_id"], &found["name"]), (&json!(below), &json!("talk")));

    bench.makes("delete-channel", json!({ "channel_id": below })).await;
    assert_eq!(bench.next("CHANNEL_DELETE").await["id"], below);
    for gone in [below, thread] {
        bench.check("GET", &format!("/channels/{gone}"), Value::Null, "404 10003").await;
    }
}

#[tokio::test]
async fn permissions_are_denied_and_restored() {
    let mut bench = Bench::new().await;
    let messages = bench.at("/messages");
    let hello = json!({ "content": "hello" });
    let channel = bench.channel.to_string();
    for (deny, expected) in [(SEND_MESSAGES, "403 50013"), (0, "200")] {
        let body = json!({ "channel_id": channel, "deny": deny.to_string() });
        bench.makes("permissions", body).await;
        assert_eq!(bench.next("CHANNEL_UPDATE").await["id"], channel);
        bench.check("POST", &messages, hello.clone(), expected).await;
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_refused_with_the_reason() {
    let bench = Bench::new().await;
    let (guild, channel) = (bench.guild.to_string(), bench.channel.to_string());
    let user = bench.user.to_string();
    for (endpoint, body, status, problem) in [
        ("guild", json!({}), 400, "`name` must be a string"),
        ("guild", json!({ "name": 7 }), 400, "`name` must be a string"),
        ("channel", json!({ "name": "a" }), 400, "`guild_id` must be a number in quotes"),
        ("channel", json!({ "guild_id": 1, "name": "a" }), 400, "a number in quotes"),
        ("channel", json!({ "guild_id": "1", "name": "a" }), 404, "there is no `guild_id` 1"),
        ("channel", json!({ "guild_id": guild }), 400, "`name`"),
        (
            "channel",
            json!({ "guild_id": guild, "name": "a", "parent_id": "9" }),
            404,
            "there is no `parent_id` 9",
        ),
        ("delete-channel", json!({ "channel_id": "9" }), 404, "there is no `channel_id` 9"),
        ("thread", json!({ "channel_id": "9", "name": "a" }), 404, "`channel_id`"),
        ("permissions", json!({ "channel_id": channel, "deny": 8 }), 400, "`deny`"),
        ("user", json!({ "guild_id": guild, "name": "a", "permissions": 8 }), 400, "`permissions`"),
        ("message", json!({ "user_id": "9", "channel_id": channel, "content": "a" }), 404, "user"),
        ("message", json!({ "user_id": user, "channel_id": channel }), 400, "`content`"),
        ("gateway", json!({ "do": "explode" }), 400, "cut, close, reconnect or invalidate"),
    ] {
        let (found, answer) = bench.script(endpoint, body.clone()).await;
        assert_eq!(found, status, "{endpoint} {body}: {answer}");
        let said = answer["error"].as_str().unwrap_or_default();
        assert!(said.contains(problem), "{endpoint} {body}: {said}");
    }
}
