//! What happens, as a stream for the page.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use crate::discord::Discord;

/// How often a page is asked whether it is still there.
const PING: Duration = Duration::from_secs(20);

/// What happens, an object a frame. A socket and not an endless answer, since a browser that
/// waits for a page to come to rest does not wait for sockets.
pub(super) async fn events(State(discord): State<Discord>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| stream(discord, socket))
}

async fn stream(discord: Discord, mut socket: WebSocket) {
    let mut events = discord.read(|world| world.page.subscribe());
    let mut pings = tokio::time::interval(PING);
    let mut heard = Instant::now();
    loop {
        let frame = tokio::select! {
            event = events.recv() => match event {
                Ok(event) => Message::Text(event.to_string().into()),
                // A slow browser has missed something: it reads the world again.
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
