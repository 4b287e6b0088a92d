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
use crate::discord::state::channel::kind;

pub(crate) fn routes() -> Router<Discord> {
    Router::new()
        .route("/_script/guild", post(guild))
        .route("/_script/channel", post(channel))
        .route("/_script/delete-channel", post(delete_channel))
        .route("/_script/thread", post(thread))
        .route("/_script/permissions", post(permissions))
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

/// `{guild_id, name, type, parent_id}`: a channel, of Discord's type 0 (text) unless another is given;
/// a forum (15) may also have `available_tags`, as names, and `tag_required`.
async fn channel(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let (guild, name) = (id(&body, "guild_id"), text(&body, "name"));
    let kind = body["type"].as_u64().and_then(|kind| kind.try_into().ok()).unwrap_or(kind::TEXT);
    if kind == kind::FORUM {
        let tags = body["available_tags"].as_array().into_iter().flatten();
        let tags: Vec<&str> = tags.filter_map(Value::as_str).collect();
        return made(discord.add_forum(guild, name, &tags, body["tag_required"] == true));
    }
    let parent = Some(id(&body, "parent_id")).filter(|parent| *parent != 0);
    made(discord.add_channel_of(guild, name, kind, parent))
}

/// `{channel_id}`: deletes a channel with its messages.
async fn delete_channel(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    discord.delete_channel(id(&body, "channel_id"));
    Json(json!({}))
}

/// `{channel_id, name}`: a public thread in a channel.
async fn thread(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    made(discord.add_thread(id(&body, "channel_id"), text(&body, "name")))
}

/// `{channel_id, deny}`: denies the bot these permissions in a channel; all others are as in the
/// server.
async fn permissions(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let (channel, deny) = (id(&body, "channel_id"), id(&body, "deny"));
    discord.allow_again(channel, u64::MAX);
    discord.deny(channel, deny);
    Json(json!({}))
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
