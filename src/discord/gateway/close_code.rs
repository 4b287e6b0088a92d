//! How gateway connections end, and which close codes are final.
//!
//! The library doesn't report the close code of a connection that ends before READY, so [`probe`]
//! opens a session to find out.

use std::time::Duration;

use domain::Shard;
use futures_util::{SinkExt, StreamExt};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use serenity::all as discord;
use tokio_tungstenite::tungstenite::Message;

use crate::discord::DiscordError;

/// The time limit of a probe.
const PROBE: Duration = Duration::from_secs(20);

/// How the gateway ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The token is wrong or was reset.
    #[error("{}", DiscordError::Unauthorized)]
    Unauthorized,
    /// Discord closed it with a code after which reconnecting is pointless.
    #[error("Discord closed the gateway for good (code {code}): {}", reason(*.code))]
    Closed {
        /// Discord's close code, such as 4014.
        code: u16,
    },
    /// More shards were asked for than Discord lets a bot start in a day.
    #[error(
        "Discord lets this bot start {allowed} sessions a day, too few for {shards} shards; it \
         recommends {recommended} (PAPERBOY_SHARDS)"
    )]
    TooManyShards {
        /// The number asked for.
        shards: u32,
        /// The number of sessions in a day.
        allowed: u64,
        /// The number that Discord recommends.
        recommended: u32,
    },
}

/// How a shard's connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Reconnecting may help; the text says what happened.
    Broken(&'static str),
    /// There was no session, and the library doesn't say why.
    NoSession(&'static str),
    /// Reconnecting is pointless.
    Final(GatewayError),
}

impl GatewayError {
    /// The meaning of a close code, if it is final.
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
            "the bot is in more servers than its shards may serve; increase --shards or omit it"
        }
        4012 => "this version of the gateway is no longer served; update paperboy",
        4013 => "an intent is invalid; update paperboy",
        4014 => "an intent is not granted to this application",
        _ => "no reason was given",
    }
}

/// Opens a session only to learn the code with which Discord closes it. `None` if Discord doesn't
/// close it or can't be reached.
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
    // The first message is HELLO.
    socket.next().await?.ok()?;
    socket.send(Message::Text(identify.to_string())).await.ok()?;
    loop {
        match socket.next().await?.ok()? {
            Message::Close(frame) => return frame.map(|frame| frame.code.into()),
            // READY, or a temporarily invalid session: it is not refused for good.
            Message::Text(_) => {
                // Close it, so that it receives no events.
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
    fn close_codes_are_classified() {
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
