//! How a gateway connection ends, and which close codes are final.
//!
//! The library does not say with which code Discord closed a connection before READY, so
//! [`probe`] begins one session of its own to find out.

use std::time::Duration;

use domain::Shard;
use futures_util::{SinkExt, StreamExt};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use serenity::all as discord;
use tokio_tungstenite::tungstenite::Message;

/// The longest that a probe may take.
const PROBE: Duration = Duration::from_secs(20);

/// How the gateway ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The token is wrong or was reset.
    #[error("Discord does not accept the token")]
    Unauthorized,
    /// Discord closed it with a code after which connecting again is no use.
    #[error("Discord closed the gateway for good (code {code}): {}", reason(*.code))]
    Closed {
        /// Discord's close code, such as 4014.
        code: u16,
    },
}

/// How one connection of a shard ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Connecting again may help; the text says what happened.
    Broken(&'static str),
    /// No session came of it, and the library does not say why.
    NoSession(&'static str),
    /// Connecting again is no use.
    Final(GatewayError),
}

impl GatewayError {
    /// What a close code means, if it is final.
    pub(super) fn from_close_code(code: u16) -> Option<GatewayError> {
        match code {
            4004 => Some(GatewayError::Unauthorized),
            4010..=4014 => Some(GatewayError::Closed { code }),
            _ => None,
        }
    }

    /// Whether more shards would help (4011).
    pub(super) fn needs_more_shards(&self) -> bool {
        *self == GatewayError::Closed { code: 4011 }
    }
}

fn reason(code: u16) -> &'static str {
    match code {
        4010 => "the shard is invalid",
        4011 => {
            "the bot is in more servers than its shards may serve; raise --shards, or leave it out"
        }
        4012 => "this version of the gateway is no longer served; update paperboy",
        4013 => "an intent is invalid; update paperboy",
        4014 => "an intent is not granted to this application",
        _ => "no reason was given",
    }
}

/// Begins one session of a shard, only to learn with which code Discord closes it. `None` if it
/// does not close it, or cannot be reached.
pub(super) async fn probe(url: &str, token: &SecretString, shard: Shard) -> Option<u16> {
    tokio::time::timeout(PROBE, identify_once(url, token, shard)).await.ok().flatten()
}

async fn identify_once(url: &str, token: &SecretString, shard: Shard) -> Option<u16> {
    let url = format!("{}/?v=10&encoding=json", url.trim_end_matches('/'));
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.ok()?;
    let identify = json!({ "op": 2, "d": {
        "token": token.expose_secret(),
        "intents": discord::GatewayIntents::GUILDS.bits(),
        "shard": [shard.id(), shard.total()],
        "properties": { "os": "linux", "browser": "paperboy", "device": "paperboy" },
    } });
    // HELLO comes first.
    socket.next().await?.ok()?;
    socket.send(Message::Text(identify.to_string())).await.ok()?;
    loop {
        match socket.next().await?.ok()? {
            Message::Close(frame) => return frame.map(|frame| frame.code.into()),
            // READY, or a session that is invalid for now: it is not refused for good.
            Message::Text(_) => {
                // Closed, so that no events are sent to it.
                let _ = socket.close(None).await;
                return None;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_codes_are_sorted() {
        let closed = |code| Some(GatewayError::Closed { code });
        for (code, expected) in [
            (1_000, None),
            (4_000, None),
            (4_004, Some(GatewayError::Unauthorized)),
            (4_009, None),
            (4_010, closed(4_010)),
            (4_011, closed(4_011)),
            (4_012, closed(4_012)),
            (4_013, closed(4_013)),
            (4_014, closed(4_014)),
        ] {
            assert_eq!(GatewayError::from_close_code(code), expected, "{code}");
        }
        let text = GatewayError::Closed { code: 4_011 }.to_string();
        assert!(text.contains("4011") && text.contains("more servers"), "{text}");
    }
}
