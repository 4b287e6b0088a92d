//! One gateway connection: HELLO, heartbeats, IDENTIFY or RESUME, and events until it closes.

use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::discord::Discord;
use crate::discord::gateway::compression::{Packed, Transport};
use crate::discord::gateway::session::{Frame, INTENTS, PRIVILEGED};

/// The maximum number of payloads per minute from a client.
const PAYLOADS_A_MINUTE: usize = 120;
/// The maximum number of servers per shard.
const GUILDS_PER_SHARD: usize = 2_500;
/// How long a closing socket is still read, so that the close frame is not lost to a reset.
const LINGER: Duration = Duration::from_secs(2);

/// The query of the gateway's address.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    encoding: Option<String>,
    compress: Option<String>,
}

/// Discord's documented close codes, as far as this gateway uses them.
mod close {
    pub(super) const UNKNOWN_OPCODE: u16 = 4001;
    pub(super) const DECODE_ERROR: u16 = 4002;
    pub(super) const NOT_AUTHENTICATED: u16 = 4003;
    pub(super) const AUTHENTICATION_FAILED: u16 = 4004;
    pub(super) const ALREADY_AUTHENTICATED: u16 = 4005;
    pub(super) const RATE_LIMITED: u16 = 4008;
    pub(super) const SESSION_TIMED_OUT: u16 = 4009;
    pub(super) const INVALID_SHARD: u16 = 4010;
    pub(super) const SHARDING_REQUIRED: u16 = 4011;
    pub(super) const INVALID_VERSION: u16 = 4012;
    pub(super) const INVALID_INTENTS: u16 = 4013;
    pub(super) const DISALLOWED_INTENTS: u16 = 4014;
}

/// Close codes after which a session can't be resumed.
fn ends_session(code: u16) -> bool {
    matches!(code, 1000 | 1001 | 4003 | 4004 | 4007 | 4009..=4014)
}

/// GET /gateway/socket.
pub(crate) async fn open(
    State(discord): State<Discord>,
    Query(wanted): Query<Wanted>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade.on_upgrade(move |socket| Connection::new(discord, wanted, socket).run())
}

/// How a connection ended.
enum End {
    /// Closed by this side, with or without a code.
    Ours(Option<u16>),
    /// Cut by this side.
    Cut,
    /// Closed by the client, with this code if there was one.
    Theirs(Option<u16>),
}

struct Connection {
    discord: Discord,
    socket: WebSocket,
    transport: Option<Transport>,
    frames: mpsc::UnboundedReceiver<Frame>,
    sender: mpsc::UnboundedSender<Frame>,
    session: Option<String>,
    shard: Option<u64>,
    beat: Instant,
    minute: (Instant, usize),
}

impl Connection {
    fn new(discord: Discord, wanted: Wanted, socket: WebSocket) -> Connection {
        let json = wanted.encoding.as_deref().is_none_or(|encoding| encoding == "json");
        let transport = Transport::named(wanted.compress.as_deref()).filter(|_| json);
        let (sender, frames) = mpsc::unbounded_channel();
        let minute = (Instant::now(), 0);
        let beat = Instant::now();
        Connection {
            discord,
            socket,
            transport,
            frames,
            sender,
            session: None,
            shard: None,
            beat,
            minute,
        }
    }

    async fn run(mut self) {
        let end = match self.transport {
            Some(_) => self.serve().await,
            None => End::Ours(Some(close::DECODE_ERROR)),
        };
        let resumable = match end {
            End::Ours(code) | End::Theirs(code) => !code.is_some_and(ends_session),
            End::Cut => true,
        };
        if let Some(session) = &self.session {
            let sender = &self.sender;
            self.discord.change(|world| world.detach(session, sender, resumable));
        }
        if let End::Ours(code) = end {
            let frame = code.map(|code| CloseFrame { code, reason: reason(code).into() });
            self.socket.send(Message::Close(frame)).await.ok();
            let rest = async { while let Some(Ok(_)) = self.socket.next().await {} };
            tokio::time::timeout(LINGER, rest).await.ok();
        }
    }

    async fn serve(&mut self) -> End {
        let interval = Duration::from_millis(self.discord.options().heartbeat_interval_ms);
        let hello = json!({
            "op": 10, "s": null, "t": null,
            "d": { "heartbeat_interval": self.discord.options().heartbeat_interval_ms, "_trace": [] },
        });
        if let Err(end) = self.send(hello.to_string()).await {
            return end;
        }
        loop {
            let silent = self.beat + interval * 2 + Duration::from_secs(1);
            tokio::select! {
                frame = self.frames.recv() => match frame {
                    Some(Frame::Text(text)) => if let Err(end) = self.send(text).await {
                        return end;
                    },
                    Some(Frame::Close(code)) => return End::Ours(code),
                    Some(Frame::Cut) | None => return End::Cut,
                },
                message = self.socket.next() => {
                    let handled = match message {
                        Some(Ok(Message::Text(text))) => self.receive(text.as_bytes()).await,
                        Some(Ok(Message::Binary(bytes))) => self.receive(&bytes).await,
                        Some(Ok(Message::Close(frame))) => {
                            return End::Theirs(frame.map(|frame| frame.code));
                        }
                        Some(Ok(_)) => Ok(()),
                        Some(Err(_)) | None => return End::Theirs(None),
                    };
                    if let Err(end) = handled {
                        return end;
                    }
                }
                () = tokio::time::sleep_until(silent.into()), if !self.muted() => {
                    return End::Ours(Some(close::SESSION_TIMED_OUT));
                }
            }
        }
    }

    fn muted(&self) -> bool {
        self.discord.read(|world| {
            let sessions = &world.sessions;
            sessions.muted || self.shard.is_some_and(|one| sessions.muted_shards.contains(&one))
        })
    }

    async fn send(&mut self, text: String) -> Result<(), End> {
        let Some(transport) = &mut self.transport else { return Err(End::Cut) };
        let message = match transport.pack(text) {
            Packed::Text(text) => Message::Text(text.into()),
            Packed::Binary(bytes) => Message::Binary(bytes.into()),
        };
        self.socket.send(message).await.map_err(|_| End::Theirs(None))
    }

    async fn receive(&mut self, bytes: &[u8]) -> Result<(), End> {
        let refuse = |code| Err(End::Ours(Some(code)));
        let now = Instant::now();
        if now.duration_since(self.minute.0) > Duration::from_secs(60) {
            self.minute = (now, 0);
        }
        self.minute.1 += 1;
        if self.minute.1 > PAYLOADS_A_MINUTE {
            self.discord.change(|world| world.violation("more than 120 gateway payloads a minute"));
            return refuse(close::RATE_LIMITED);
        }
        let Ok(payload) = serde_json::from_slice::<Value>(bytes) else {
            return refuse(close::DECODE_ERROR);
        };
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => {
                self.beat = now;
                if self.muted() {
                    return Ok(());
                }
                self.send(json!({ "op": 11, "s": null, "t": null, "d": null }).to_string()).await
            }
            Some(2) if self.session.is_some() => refuse(close::ALREADY_AUTHENTICATED),
            Some(2) => self.identify(data).await,
            Some(6) if self.session.is_some() => refuse(close::ALREADY_AUTHENTICATED),
            Some(6) => self.resume(data).await,
            Some(3 | 4 | 8 | 31) if self.session.is_none() => refuse(close::NOT_AUTHENTICATED),
            Some(3 | 4 | 8 | 31) => Ok(()),
            _ => refuse(close::UNKNOWN_OPCODE),
        }
    }

    fn authorized(&self, data: &Value) -> bool {
        let token = data["token"].as_str().unwrap_or_default();
        token.strip_prefix("Bot ").unwrap_or(token) == self.discord.token()
    }

    async fn identify(&mut self, data: &Value) -> Result<(), End> {
        let refuse = |code| Err(End::Ours(Some(code)));
        let refused_with = self.discord.change(|world| {
            world.sessions.attempts += 1;
            world.sessions.refused_with
        });
        if let Some(code) = refused_with {
            return refuse(code);
        }
        if !self.authorized(data) {
            return refuse(close::AUTHENTICATION_FAILED);
        }
        let Some(intents) = data["intents"].as_u64().filter(|bits| bits & !INTENTS == 0) else {
            self.discord.change(|world| world.violation("IDENTIFY with invalid intents"));
            return refuse(close::INVALID_INTENTS);
        };
        if intents & PRIVILEGED != 0 {
            self.discord.change(|world| world.violation("IDENTIFY with privileged intents"));
            return refuse(close::DISALLOWED_INTENTS);
        }
        let number = |index: usize| data["shard"][index].as_u64();
        let shard = match (&data["shard"], number(0), number(1)) {
            (Value::Null, _, _) => (0, 1),
            (_, Some(shard), Some(shards)) if shard < shards => (shard, shards),
            _ => return refuse(close::INVALID_SHARD),
        };
        if data["properties"].is_null() {
            return refuse(close::DECODE_ERROR);
        }
        if self.discord.read(|world| world.guilds_of(shard).count()) > GUILDS_PER_SHARD {
            return refuse(close::SHARDING_REQUIRED);
        }
        if !self.discord.change(|world| world.may_identify(shard.0)) {
            return self.send(invalid_session()).await;
        }
        let sender = self.sender.clone();
        let session = self.discord.change(|world| world.identify(intents, shard, sender));
        (self.session, self.shard) = (Some(session), Some(shard.0));
        Ok(())
    }

    async fn resume(&mut self, data: &Value) -> Result<(), End> {
        if !self.authorized(data) {
            return Err(End::Ours(Some(close::AUTHENTICATION_FAILED)));
        }
        let id = data["session_id"].as_str().unwrap_or_default().to_owned();
        let last = data["seq"].as_u64().unwrap_or_default();
        let sender = self.sender.clone();
        if let Some(shard) = self.discord.change(|world| world.resume(&id, last, sender)) {
            (self.session, self.shard) = (Some(id), Some(shard));
            return Ok(());
        }
        self.send(invalid_session()).await
    }
}

/// Op 9: the client must identify again.
fn invalid_session() -> String {
    json!({ "op": 9, "s": null, "t": null, "d": false }).to_string()
}

/// Discord's text for a close code.
fn reason(code: u16) -> &'static str {
    match code {
        close::UNKNOWN_OPCODE => "Unknown opcode.",
        close::DECODE_ERROR => "Error while decoding payload.",
        close::NOT_AUTHENTICATED => "Not authenticated.",
        close::AUTHENTICATION_FAILED => "Authentication failed.",
        close::ALREADY_AUTHENTICATED => "Already authenticated.",
        close::RATE_LIMITED => "Rate limited.",
        close::SESSION_TIMED_OUT => "Session timed out.",
        close::INVALID_SHARD => "Invalid shard.",
        close::SHARDING_REQUIRED => "Sharding required.",
        close::INVALID_VERSION => "Invalid API version.",
        close::INVALID_INTENTS => "Invalid intent(s).",
        close::DISALLOWED_INTENTS => "Disallowed intent(s).",
        _ => "",
    }
}
