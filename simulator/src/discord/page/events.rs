//! The event stream for the page.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use crate::discord::Discord;

/// How often a page is pinged.
const PING: Duration = Duration::from_secs(20);

/// Streams events, one object per frame. Uses a socket instead of an endless response, because a
/// browser waiting for a page to become idle doesn't wait for sockets.
pub(super) async fn events(State(discord): State<Discord>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| stream(discord, socket))
}

async fn stream(discord: Discord, mut socket: WebSocket) {
    let mut events = discord.read(|world| world.page.subscribe());
    let mut pings = tokio::time::interval(PING);
    let mut last_seen = Instant::now();
    loop {
        let frame = tokio::select! {
            event = events.recv() => match event {
                Ok(event) => Message::Text(event.to_string().into()),
                // A slow browser has missed events and must reload the world.
                Err(RecvError::Lagged(_)) => {
                    Message::Text(json!({ "type": "world" }).to_string().into())
                }
                Err(RecvError::Closed) => return,
            },
            _ = pings.tick() => Message::Ping(Bytes::new()),
            said = socket.recv() => match said {
                Some(Ok(_)) => {
                    last_seen = Instant::now();
                    continue;
                }
                Some(Err(_)) | None => return,
            },
        };
        // Browsers answer pings automatically.
        let sent = tokio::time::timeout(PING, socket.send(frame)).await;
        if !matches!(sent, Ok(Ok(()))) || last_seen.elapsed() > PING * 3 {
            return;
        }
    }
}
