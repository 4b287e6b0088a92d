//! Calls every route of the simulator that the bot's own conversation doesn't reach.

use serde_json::{Value, json};
use simulator::{Discord, DiscordOptions};

use crate::contract::Checked;

struct Caller {
    discord: Checked,
    http: reqwest::Client,
}

impl Caller {
    async fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let method = method.parse().expect("a method");
        let url = format!("{}/api/v10{path}", self.discord.url());
        let token = format!("Bot {}", self.discord.token());
        let request = self.http.request(method, url).header("authorization", token);
        let request = if body.is_null() { request } else { request.json(&body) };
        request.send().await.expect("an answer").json().await.unwrap_or_default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_as_documented() {
    let discord = Discord::start(DiscordOptions::default()).await.expect("a Discord");
    let server = discord.add_guild("lab");
    let channel = discord.add_channel(server, "papers");
    let forum = discord.add_forum(server, "forum", &["vision"], false);
    let member = discord.add_user(server, "grace", 0);
    let application = discord.application_id();
    let caller = Caller { discord: Checked::new(discord.clone()), http: reqwest::Client::new() };
    let call =
        async |method: &str, path: String, body: Value| caller.call(method, &path, body).await;
    let get = async |path: String| call("GET", path, Value::Null).await;
    for path in [
        "/gateway".to_owned(),
        "/gateway/bot".to_owned(),
        "/users/@me".to_owned(),
        "/users/@me/guilds".to_owned(),
        "/applications/@me".to_owned(),
        "/oauth2/applications/@me".to_owned(),
        format!("/applications/{application}/commands"),
        format!("/applications/{application}/guilds/{server}/commands"),
        format!("/guilds/{server}"),
        format!("/guilds/{server}/channels"),
        format!("/guilds/{server}/roles"),
        format!("/guilds/{server}/members/{member}"),
        format!("/guilds/{server}/threads/active"),
        format!("/channels/{forum}"),
        "/channels/1".to_owned(),
        "/guilds/1".to_owned(),
        format!("/guilds/{server}/members/1"),
    ] {
        get(path).await;
    }
    let one = json!({ "name": "ask", "description": "Asks", "type": 1 });
    call("POST", format!("/applications/{application}/commands"), one).await;
    let direct = json!({ "recipient_id": member.to_string() });
    let direct = call("POST", "/users/@me/channels".to_owned(), direct).await;
    get(format!("/channels/{}", direct["id"].as_str().expect("an id"))).await;

    let messages = format!("/channels/{channel}/messages");
    let embed = json!({
        "title": "A paper", "url": "https://a.example", "description": "d", "color": 255,
        "author": { "name": "Ada" }, "footer": { "text": "f" },
        "image": { "url": "https://a.example/1.png" },
        "fields": [{ "name": "n", "value": "v" }],
    });
    let first = json!({ "content": format!("hi <@{member}>"), "embeds": [embed],
        "allowed_mentions": { "users": [member.to_string()] } });
    let first = call("POST", messages.clone(), first).await;
    let first = first["id"].as_str().expect("an id");
    let reply = json!({ "content": "and", "message_reference": { "message_id": first } });
    call("POST", messages.clone(), reply).await;
    let gallery = json!({ "flags": 1 << 15, "components": [
        { "type": 12, "items": [{ "media": { "url": "https://a.example/1.png" } }] },
        { "type": 1, "components": [{ "type": 8, "custom_id": "where", "channel_types": [0] }] },
    ] });
    call("POST", messages.clone(), gallery).await;
    call("POST", format!("{messages}/{first}/threads"), json!({ "name": "Discuss" })).await;
    let edit = json!({ "content": "ho", "embeds": [] });
    call("PATCH", format!("{messages}/{first}"), edit).await;
    get(messages.clone()).await;
    get(format!("{messages}/{first}")).await;
    call("POST", format!("/channels/{channel}/typing"), Value::Null).await;

    let thread = format!("/channels/{first}");
    call("PUT", format!("{thread}/thread-members/@me"), Value::Null).await;
    call("PATCH", thread.clone(), json!({ "archived": true })).await;
    get(format!("/channels/{channel}/threads/archived/public")).await;
    call("PATCH", thread.clone(), json!({ "name": "closed" })).await;
    let post = json!({ "name": "One", "message": { "content": "1" } });
    call("POST", format!("/channels/{forum}/threads"), post).await;
    call("DELETE", thread, Value::Null).await;
    call("DELETE", format!("{messages}/{first}"), Value::Null).await;

    let asked = discord.exchanges();
    let refused: Vec<_> =
        asked.iter().filter(|one| one.status >= 400).map(|one| one.status).collect();
    assert_eq!(refused, [404, 404, 404, 400, 403], "the unknown, the archived, the not allowed");
}
