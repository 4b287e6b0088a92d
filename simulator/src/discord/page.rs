//! The page for the browser: its files, the world as it stands, what happens, and what is done.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use crate::discord::Discord;
use crate::discord::nouns::{Server, kind};
use crate::discord::permissions::{self, MANAGE_CHANNELS};
use crate::discord::world::World;

/// How often a page is asked whether it is still there.
const PING: Duration = Duration::from_secs(20);
const SCRIPT: &str = "text/javascript; charset=utf-8";

const PAGE: &str = include_str!("../../page/index.html");

/// The page's other files, with their kinds.
const FILES: [(&str, &str, &str); 16] = [
    ("/page.css", "text/css; charset=utf-8", include_str!("../../page/page.css")),
    ("/composer.js", SCRIPT, include_str!("../../page/composer.js")),
    ("/line.js", SCRIPT, include_str!("../../page/line.js")),
    ("/markdown.js", SCRIPT, include_str!("../../page/markdown.js")),
    ("/menu.js", SCRIPT, include_str!("../../page/menu.js")),
    ("/message.js", SCRIPT, include_str!("../../page/message.js")),
    ("/modal.js", SCRIPT, include_str!("../../page/modal.js")),
    ("/news.js", SCRIPT, include_str!("../../page/news.js")),
    ("/page.js", SCRIPT, include_str!("../../page/page.js")),
    ("/pane.js", SCRIPT, include_str!("../../page/pane.js")),
    ("/side.js", SCRIPT, include_str!("../../page/side.js")),
    ("/state.js", SCRIPT, include_str!("../../page/state.js")),
    ("/talk.js", SCRIPT, include_str!("../../page/talk.js")),
    ("/unread.js", SCRIPT, include_str!("../../page/unread.js")),
    ("/values.js", SCRIPT, include_str!("../../page/values.js")),
    ("/world.js", SCRIPT, include_str!("../../page/world.js")),
];

pub(crate) fn routes() -> Router<Discord> {
    let files = FILES.iter().fold(Router::new(), |router, (path, kind, text)| {
        router.route(path, get(move || async move { ([(header::CONTENT_TYPE, *kind)], *text) }))
    });
    files
        .route("/_page/world", get(async |State(discord): State<Discord>| Json(world(&discord))))
        .route("/", get(index))
        .route("/_page/events", get(events))
        .route("/_page/command", post(command))
        .route("/_page/autocomplete", post(autocomplete))
        .route("/_page/component", post(component))
        .route("/_page/modal", post(modal))
        .route("/attachments/{channel}/{id}/{name}", get(attachment))
}

/// The page with the world in it, so that it stands as soon as it is loaded. As data and not as a
/// script: what a script says, any other site can load and read.
async fn index(State(discord): State<Discord>) -> impl IntoResponse {
    // No text in it ends the element.
    let world = world(&discord).to_string().replace('<', "\\u003c");
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, PAGE.replace("{{world}}", &world))
}

fn world(discord: &Discord) -> Value {
    discord.read(|world| {
        let users: Vec<Value> = world
            .accounts
            .values()
            .filter(|account| account.listed)
            .map(|account| {
                let admin = world.servers.values().any(|server| {
                    permissions::in_server(server, account.id) & (MANAGE_CHANNELS | 1 << 5) != 0
                });
                json!({ "id": account.id.to_string(), "name": account.name, "admin": admin })
            })
            .collect();
        let mut servers: Vec<Value> =
            world.servers.values().map(|server| server_of_the_page(world, server)).collect();
        servers.extend(direct_messages_of_the_page(world));
        let messages: Map<String, Value> = world
            .channels
            .keys()
            .map(|id| {
                let all: Vec<Value> = world.public(*id).map(|one| one.body.clone()).collect();
                (id.to_string(), json!(all))
            })
            .collect();
        let bot = world.accounts.get(&world.bot).map_or("bot", |bot| bot.name.as_str());
        json!({
            "now": world.clock.now(),
            "bot": { "id": world.bot.to_string(), "name": bot },
            "users": users,
            "servers": servers,
            "commands": world.commands,
            "messages": messages,
        })
    })
}

fn server_of_the_page(world: &World, server: &Server) -> Value {
    let channels: Vec<Value> = world
        .channels_of(server)
        .map(|one| {
            json!({
                "id": one.id.to_string(),
                "name": one.name,
                "kind": one.kind,
                "topic": one.topic,
                "parent_id": one.parent.map(|id| id.to_string()),
            })
        })
        .collect();
    let roles: Vec<Value> = server
        .roles
        .values()
        .map(|role| json!({ "id": role.id.to_string(), "name": role.name }))
        .collect();
    let id = server.id.to_string();
    json!({ "id": id, "name": server.name, "channels": channels, "roles": roles })
}

/// The direct channels, in the place of a server; each is for its own person only.
fn direct_messages_of_the_page(world: &World) -> Option<Value> {
    let name = world.accounts.get(&world.bot).map_or("bot", |bot| bot.name.as_str());
    let channels: Vec<Value> = world
        .direct_channels()
        .map(|(user, channel)| {
            json!({
                "id": channel.to_string(),
                "name": name,
                "kind": kind::DIRECT,
                "only": user.to_string(),
            })
        })
        .collect();
    let all = json!({ "id": "@me", "name": "Direct messages", "channels": channels, "roles": [] });
    (!channels.is_empty()).then_some(all)
}

/// What happens, an object a frame. A socket and not an endless answer, since a browser that
/// waits for a page to come to rest does not wait for sockets.
async fn events(State(discord): State<Discord>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| tell(discord, socket))
}

async fn tell(discord: Discord, mut socket: WebSocket) {
    let mut events = discord.read(|world| world.page.subscribe());
    let mut pings = tokio::time::interval(PING);
    let mut heard = Instant::now();
    loop {
        let frame = tokio::select! {
            event = events.recv() => match event {
                Ok(event) => Message::Text(event.to_string().into()),
                // A slow browser has missed something: it reads the world anew.
                Err(RecvError::Lagged(_)) => {
                    Message::Text(json!({ "type": "world" }).to_string().into())
                }
                Err(RecvError::Closed) => return,
            },
            _ = pings.tick() => Message::Ping(Bytes::new()),
            said = socket.recv() => match said {
                Some(Ok(_)) => {
                    heard = Instant::now();
                    continue;
                }
                Some(Err(_)) | None => return,
            },
        };
        // A browser answers each ping by itself.
        let sent = tokio::time::timeout(PING, socket.send(frame)).await;
        if !matches!(sent, Ok(Ok(()))) || heard.elapsed() > PING * 3 {
            return;
        }
    }
}

fn id(body: &Value, field: &str) -> u64 {
    body[field].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

fn text<'a>(body: &'a Value, field: &str) -> &'a str {
    body[field].as_str().unwrap_or_default()
}

async fn command(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let (user, channel) = (id(&body, "user_id"), id(&body, "channel_id"));
    let answer = match body["text"].as_str() {
        Some(line) => discord.command(user, channel, line).await,
        // From the menu of a message.
        None if body["target_id"].is_string() => {
            let message = id(&body, "target_id");
            discord.message_command(user, text(&body, "command"), message).await
        }
        None => {
            let options = body["options"].as_object().cloned().unwrap_or_default();
            discord.invoke(user, channel, text(&body, "command"), options).await
        }
    };
    Json(answer.to_json())
}

async fn autocomplete(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let (user, channel) = (id(&body, "user_id"), id(&body, "channel_id"));
    let options = body["options"].as_object().cloned().unwrap_or_default();
    let (command, focused) = (text(&body, "command"), text(&body, "focused"));
    let choices = discord.autocomplete(user, channel, command, options, focused).await;
    let choices: Vec<Value> =
        choices.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    Json(json!({ "choices": choices }))
}

async fn component(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let values: Vec<String> = body["values"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect();
    let (user, message) = (id(&body, "user_id"), id(&body, "message_id"));
    let answer = discord.use_component(user, message, text(&body, "custom_id"), &values).await;
    Json(answer.to_json())
}

async fn modal(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let (user, modal) = (id(&body, "user_id"), id(&body, "interaction_id"));
    let fields = body["fields"].as_object().cloned().unwrap_or_default();
    Json(discord.submit_modal(user, modal, fields).await.to_json())
}

/// A file that came with a message.
async fn attachment(
    State(discord): State<Discord>,
    Path((_, id, _)): Path<(u64, u64, String)>,
) -> Response {
    match discord.read(|world| world.files.get(&id).cloned()) {
        // Whatever it is, no script in it runs as this page's own.
        Some(file) => {
            let sandbox = (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned());
            ([(header::CONTENT_TYPE, file.kind), sandbox], file.bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_that_is_imported_is_served() {
        let scripts = FILES.iter().filter(|file| file.1 == SCRIPT);
        for (name, _, text) in scripts {
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let wanted = line.split('"').nth(1).expect("a place").trim_start_matches('.');
                assert!(FILES.iter().any(|file| file.0 == wanted), "{name} imports {wanted}");
            }
        }
    }
}
