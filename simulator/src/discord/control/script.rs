//! The script interface: lets tests in any language build, act in and inspect a Discord over HTTP.
//! `paperboy simulate` prints its address.
//!
//! Ids are strings, as everywhere in Discord. Members' actions are posted to the page's endpoints
//! `/_page/command`, `/_page/component` and `/_page/modal`; the whole state is at `GET
//! /_page/world`.

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::discord::Discord;

pub(crate) fn routes() -> Router<Discord> {
    Router::new()
        .route("/_script/guild", post(guild))
        .route("/_script/channel", post(channel))
        .route("/_script/user", post(user))
        .route("/_script/message", post(message))
        .route("/_script/gateway", post(gateway))
        .route("/_script/violations", get(violations))
        .route("/_script/exchanges", get(exchanges))
}

fn id(body: &Value, field: &str) -> u64 {
    body[field].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

fn text<'a>(body: &'a Value, field: &str) -> &'a str {
    body[field].as_str().unwrap_or_default()
}

fn made(id: u64) -> Json<Value> {
    Json(json!({ "id": id.to_string() }))
}

/// `{name}`: a guild with the bot in it.
async fn guild(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    made(discord.add_guild(text(&body, "name")))
}

/// `{guild_id, name}`: a text channel.
async fn channel(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    made(discord.add_channel(id(&body, "guild_id"), text(&body, "name")))
}

/// `{guild_id, name, permissions}`: a member.
async fn user(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let permissions = id(&body, "permissions");
    made(discord.add_user(id(&body, "guild_id"), text(&body, "name"), permissions))
}

/// `{user_id, channel_id, content}`: a message written by a member.
async fn message(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let (user, channel) = (id(&body, "user_id"), id(&body, "channel_id"));
    made(discord.write(user, channel, text(&body, "content")))
}

/// `{do: "cut" | "close" | "reconnect" | "invalidate", code}`: a gateway fault.
async fn gateway(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let code = body["code"].as_u64().and_then(|code| code.try_into().ok());
    match text(&body, "do") {
        "cut" => discord.cut_gateway(),
        "close" => discord.close_gateway(code),
        "reconnect" => discord.ask_reconnect(),
        "invalidate" => discord.invalidate_session(body["resumable"] == true),
        other => return Json(json!({ "error": format!("unknown: {other}") })),
    }
    Json(json!({}))
}

/// The bot's actions that Discord would have refused or penalized.
async fn violations(State(discord): State<Discord>) -> Json<Value> {
    Json(json!(discord.violations()))
}

/// Every REST request so far: method, route, status.
async fn exchanges(State(discord): State<Discord>) -> Json<Value> {
    let all = discord.exchanges().into_iter().map(|one| {
        json!({
            "method": one.method,
            "path": one.path,
            "route": one.route,
            "status": one.status,
            "request": one.request,
            "response": one.response,
        })
    });
    Json(all.collect())
}
