//! Sessions of the gateway: how many may still be begun, when it is of no use, and when the
//! library begins them too fast.
//!
//! Discord counts every IDENTIFY and resets the token of a bot that sends more than a thousand a
//! day. The library sends one every five seconds where its connection is refused, and does not
//! tell the code with which Discord closed it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use serenity::all as discord;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

use crate::config::Secret;

/// READY comes within so long, or not at all.
const READY_WITHIN: Duration = Duration::from_secs(20);
/// Sessions that the library may begin on its own in [`SPAN`]; then it waits as we do.
const BEGUN: usize = 3;
/// The span in which they are counted.
const SPAN: Duration = Duration::from_secs(600);
/// So many are left for what cannot wait: an operator's restart.
const RESERVE: u64 = 20;
/// The longest that one session may take to tell why it is refused.
const PROBE: Duration = Duration::from_secs(20);
/// Close codes after which connecting again is no use; 4004 is the wrong token.
const WRONG_TOKEN: u16 = 4004;

/// How a connection to the gateway ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The token is wrong or was reset.
    #[error("Discord does not accept the token")]
    Unauthorized,
    /// Discord closed it with a code after which connecting again is no use.
    #[error("Discord closed the gateway for good (code {code}): {}", why(*.code))]
    Closed {
        /// Discord's close code, such as 4014.
        code: u16,
    },
    /// Connecting again may help.
    #[error("{0}")]
    Broken(&'static str),
}

impl GatewayError {
    /// What a close code means, if it is final.
    pub(super) fn of_code(code: u16) -> Option<GatewayError> {
        match code {
            WRONG_TOKEN => Some(GatewayError::Unauthorized),
            4010..=4014 => Some(GatewayError::Closed { code }),
            _ => None,
        }
    }
}

fn why(code: u16) -> &'static str {
    match code {
        4010 => "the shard is invalid",
        4011 => "the bot is in more servers than one connection may serve, and must be sharded",
        4012 => "this version of the gateway is no longer served; update paperboy",
        4013 => "an intent is invalid; update paperboy",
        4014 => "an intent is not granted to this application",
        _ => "it gave no reason",
    }
}

/// How many sessions may still be begun, from `GET /gateway/bot`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Starts {
    /// So many,
    pub remaining: u64,
    /// until so long from now.
    pub reset_after: Duration,
}

impl Starts {
    /// Reads Discord's own words; what it does not say is no limit.
    pub(super) fn read(limit: &Value) -> Starts {
        let reset_after = limit["reset_after"].as_u64().unwrap_or_default();
        Starts {
            remaining: limit["remaining"].as_u64().unwrap_or(u64::MAX),
            reset_after: Duration::from_millis(reset_after),
        }
    }

    /// How long to wait before another session is begun.
    pub fn pause(self) -> Option<Duration> {
        (self.remaining <= RESERVE).then_some(self.reset_after).filter(|wait| !wait.is_zero())
    }
}

/// The wait before connecting again, by the last one and by how long the connection lasted.
pub fn reconnect_wait(last: Duration, lasted: Duration) -> Duration {
    const FIRST: Duration = Duration::from_secs(1);
    const SECOND: Duration = Duration::from_secs(5);
    // What is used in between, by the library and to ask why, stays below a thousand a day.
    const LONGEST: Duration = Duration::from_secs(300);
    match lasted >= LONGEST {
        true => FIRST,
        false => (last * 2).clamp(SECOND, LONGEST),
    }
}

/// The sessions of one connection, as its events tell of them.
pub(super) struct Sessions {
    begun: Instant,
    ready: Mutex<Vec<Instant>>,
}

/// Why the library is not left alone with its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Halt {
    /// No session came of it.
    NotTaken,
    /// It begins sessions too fast.
    TooMany,
}

impl Sessions {
    pub(super) fn new(begun: Instant) -> Sessions {
        Sessions { begun, ready: Mutex::default() }
    }

    /// Notes a session that Discord has begun.
    pub(super) fn ready(&self, now: Instant) {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        // More than enough of them to see that there are too many.
        if ready.len() <= BEGUN {
            ready.push(now);
        } else {
            ready.rotate_left(1);
            ready[BEGUN] = now;
        }
    }

    pub(super) fn halt(&self, now: Instant) -> Option<Halt> {
        let ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if ready.is_empty() {
            return (now.duration_since(self.begun) > READY_WITHIN).then_some(Halt::NotTaken);
        }
        let lately = ready.iter().filter(|at| now.duration_since(**at) < SPAN).count();
        (lately > BEGUN).then_some(Halt::TooMany)
    }
}

/// Begins one session, only to hear with which code Discord closes it. `None` if it does not, or
/// cannot be reached.
pub(super) async fn close_code(url: &str, token: &Secret) -> Option<u16> {
    tokio::time::timeout(PROBE, ask(url, token)).await.ok().flatten()
}

async fn ask(url: &str, token: &Secret) -> Option<u16> {
    let url = format!("{}/?v=10&encoding=json", url.trim_end_matches('/'));
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.ok()?;
    let identify = json!({ "op": 2, "d": {
        "token": token.expose(),
        "intents": discord::GatewayIntents::GUILDS.bits(),
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
                // It is ended, so that nothing is sent to it.
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

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn a_used_up_budget_of_sessions_is_waited_for() {
        let check = |limit: Value, expected: Option<u64>| {
            assert_eq!(Starts::read(&limit).pause(), expected.map(seconds), "{limit}");
        };
        check(json!({ "remaining": 1_000, "reset_after": 60_000 }), None);
        check(json!({ "remaining": 21, "reset_after": 60_000 }), None);
        check(json!({ "remaining": 20, "reset_after": 60_000 }), Some(60));
        check(json!({ "remaining": 0, "reset_after": 86_400_000 }), Some(86_400));
        check(json!({ "remaining": 0, "reset_after": 0 }), None);
        check(Value::Null, None);
    }

    #[test]
    fn connections_that_break_off_are_made_ever_later() {
        let mut wait = seconds(1);
        let mut waits = Vec::new();
        for _ in 0..9 {
            wait = reconnect_wait(wait, seconds(2));
            waits.push(wait.as_secs());
        }
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 300, 300, 300]);
        assert_eq!(reconnect_wait(wait, seconds(3_600)), seconds(1), "it was well for an hour");
    }

    #[tokio::test(start_paused = true)]
    async fn the_library_is_stopped_before_it_uses_up_the_sessions() {
        let start = Instant::now();
        let after = |count| start + seconds(count);
        let sessions = Sessions::new(start);
        assert_eq!(sessions.halt(after(19)), None);
        assert_eq!(sessions.halt(after(21)), Some(Halt::NotTaken), "READY never came");
        for at in [21, 500, 505] {
            sessions.ready(after(at));
        }
        assert_eq!(sessions.halt(after(505)), None);
        sessions.ready(after(510));
        assert_eq!(sessions.halt(after(510)), Some(Halt::TooMany));
        assert_eq!(sessions.halt(after(700)), None, "the first is long ago");
        for at in 700..720 {
            sessions.ready(after(at));
        }
        assert_eq!(sessions.halt(after(720)), Some(Halt::TooMany));
    }

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
            assert_eq!(GatewayError::of_code(code), expected, "{code}");
        }
        let told = GatewayError::Closed { code: 4_011 }.to_string();
        assert!(told.contains("4011") && told.contains("more servers"), "{told}");
    }
}
