//! The script interface: lets tests in any language build, act in and inspect a Discord over HTTP.
//! `paperboy simulate` prints its address.
//!
//! Ids are strings, as everywhere in Discord. What can't be done is answered by 400 or 404 with
//! `{"error": …}`. Members' actions are posted to the page's endpoints
//! `/_page/command`, `/_page/component` and `/_page/modal`; the whole state is at `GET
//! /_page/world`.

use axum::extract::State;
use axum::http::StatusCode;
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

/// Why an action can't be done.
type Refused = (StatusCode, Json<Value>);
type Answer = Result<Json<Value>, Refused>;

fn refused(status: StatusCode, problem: String) -> Refused {
    (status, Json(json!({ "error": problem })))
}

/// An id or a number of permissions: a string, as everywhere in Discord.
fn number(body: &Value, field: &str) -> Result<u64, Refused> {
    let number = body[field].as_str().and_then(|number| number.parse().ok());
    let problem = || format!("`{field}` must be a number in quotes");
    number.ok_or_else(|| refused(StatusCode::BAD_REQUEST, problem()))
}

/// The id of a guild, channel or user that exists.
fn existing(discord: &Discord, body: &Value, field: &str) -> Result<u64, Refused> {
    let id = number(body, field)?;
    let exists = discord.read(|world| match field {
        "guild_id" => world.guilds.contains_key(&id),
        "user_id" => world.accounts.contains_key(&id),
        _ => world.channels.contains_key(&id),
    });
    match exists {
        true => Ok(id),
        false => Err(refused(StatusCode::NOT_FOUND, format!("there is no `{field}` {id}"))),
    }
}

fn text<'a>(body: &'a Value, field: &str) -> Result<&'a str, Refused> {
    let problem = || format!("`{field}` must be a string");
    body[field].as_str().ok_or_else(|| refused(StatusCode::BAD_REQUEST, problem()))
}

fn made(id: u64) -> Answer {
    Ok(Json(json!({ "id": id.to_string() })))
}

/// `{name}`: a guild with the bot in it.
async fn guild(State(discord): State<Discord>, Json(body): Json<Value>) -> Answer {
    made(discord.add_guild(text(&body, "name")?))
}

/// `{guild_id, name, type, parent_id}`: a channel, of Discord's type 0 (text) unless another is given;
/// a forum (15) may also have `available_tags`, as names, and `tag_required`.
async fn channel(State(discord): State<Discord>, Json(body): Json<Value>) -> Answer {
    let (guild, name) = (existing(&discord, &body, "guild_id")?, text(&body, "name")?);
    let kind = body["type"].as_u64().and_then(|kind| kind.try_into().ok()).unwrap_or(kind::TEXT);
    if kind == kind::FORUM {
        let tags = body["available_tags"].as_array().into_iter().flatten();
        let tags: Vec<&str> = tags.filter_map(Value::as_str).collect();
        return made(discord.add_forum(guild, name, &tags, body["tag_required"] == true));
    }
    let parent = match body["parent_id"] {
        Value::Null => None,
        _ => Some(existing(&discord, &body, "parent_id")?),
    };
    made(discord.add_channel_of(guild, name, kind, parent))
}

/// `{channel_id}`: deletes a channel with its messages.
async fn delete_channel(State(discord): State<Discord>, Json(body): Json<Value>) -> Answer {
    discord.delete_channel(existing(&discord, &body, "channel_id")?);
    Ok(Json(json!({})))
}

/// `{channel_id, name}`: a public thread in a channel.
async fn thread(State(discord): State<Discord>, Json(body): Json<Value>) -> Answer {
    made(discord.add_thread(existing(&discord, &body, "channel_id")?, text(&body, "name")?))
}

/// `{channel_id, deny}`: denies the bot these permissions in a channel; all others are as in the
/// server.
async fn permissions(State(discord): State<Discord>, Json(body): Json<Value>) -> Answer {
    let (channel, deny) = (existing(&discord, &body, "channel_id")?, number(&body, "deny")?);
    discord.allow_again(channel, u64::MAX);
    discord.deny(channel, deny);
    Ok(Json(json!({})))
}

/// `{guild_id, name, permissions}`: a member; without `permissions`, one with those of @everyone.
async fn user(State(discord): State<Discord>, Json(body): Json<Value>) -> Answer {
    let permissions = match body["permissions"] {
        Value::Null => 0,
        _ => number(&body, "permissions")?,
    };
    let guild = existing(&discord, &body, "guild_id")?;
    made(discord.add_user(guild, text(&body, "name")?, permissions))
}

/// `{user_id, channel_id, content}`: a message written by a member.
async fn message(State(discord): State<Discord>, Json(body): Json<Value>) -> Answer {
    let user = existing(&discord, &body, "user_id")?;
    let channel = existing(&discord, &body, "channel_id")?;
    made(discord.write(user, channel, text(&body, "content")?))
}

/// `{do: "cut" | "close" | "reconnect" | "invalidate", code}`: a gateway fault.
async fn gateway(State(discord): State<Discord>, Json(body): Json<Value>) -> Answer {
    let code = body["code"].as_u64().and_then(|code| code.try_into().ok());
    match text(&body, "do")? {
        "cut" => discord.cut_gateway(),
        "close" => discord.close_gateway(code),
        "reconnect" => discord.ask_reconnect(),
        "invalidate" => discord.invalidate_session(body["resumable"] == true),
        other => {
            let problem =
                format!("`do` must be cut, close, reconnect or invalidate, and not `{other}`");
            return Err(refused(StatusCode::BAD_REQUEST, problem));
        }
    }
    Ok(Json(json!({})))
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
