//! Sessions: records sent events in order, so that a dropped connection can be resumed.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::discord::state::world::World;

pub(crate) const GUILDS: u64 = 1 << 0;
const GUILD_MESSAGES: u64 = 1 << 9;
const DIRECT_MESSAGES: u64 = 1 << 12;
/// Members, presences, message content: privileged, so refused here.
pub(crate) const PRIVILEGED: u64 = (1 << 1) | (1 << 8) | (1 << 15);
/// The highest intent bit (direct message polls).
pub(crate) const INTENTS: u64 = (1 << 26) - 1;

/// How long a dropped session can be resumed.
const RESUMABLE: Duration = Duration::from_secs(120);
/// Events kept for a replay.
const REPLAY: usize = 5000;

/// An instruction for a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Send this payload.
    Text(String),
    /// Send a close frame, with or without a code.
    Close(Option<u16>),
    /// Cut the connection without a close frame.
    Cut,
}

/// One session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) intents: u64,
    pub(crate) shard: (u64, u64),
    pub(crate) sequence: u64,
    pub(super) sent: VecDeque<(u64, String)>,
    pub(crate) socket: Option<mpsc::UnboundedSender<Frame>>,
    pub(super) detached: Option<Instant>,
}

/// All sessions, and statistics for tests.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    pub(crate) all: Vec<Session>,
    pub(crate) muted: bool,
    pub(crate) identifies: usize,
    /// The close code with which every IDENTIFY is refused.
    pub(crate) refused_with: Option<u16>,
    /// Sessions that can still be started, and the milliseconds until the limit resets; the usual
    /// daily limit if unset.
    pub(crate) budget: Option<(u64, u64)>,
    /// IDENTIFYs received, including refused ones.
    pub(crate) attempts: usize,
    pub(crate) resumes: usize,
    pub(crate) dispatched: Vec<(String, Value)>,
    /// The last IDENTIFY of each bucket: its shard and time.
    pub(super) last_identify: HashMap<u64, (u64, Instant)>,
    /// Shards whose sockets are muted.
    pub(crate) muted_shards: BTreeSet<u64>,
}

/// The intent required for an event.
fn intent_for(event: &str, in_guild: bool) -> u64 {
    match event {
        "INTERACTION_CREATE" => 0,
        event if event.starts_with("MESSAGE_") && in_guild => GUILD_MESSAGES,
        event if event.starts_with("MESSAGE_") => DIRECT_MESSAGES,
        "CHANNEL_CREATE" if !in_guild => DIRECT_MESSAGES,
        _ => GUILDS,
    }
}

impl Session {
    /// Numbers an event, stores it for replay, and returns the payload.
    pub(super) fn number(&mut self, event: &str, data: &Value) -> String {
        self.sequence += 1;
        let payload = json!({ "op": 0, "s": self.sequence, "t": event, "d": data }).to_string();
        self.sent.push_back((self.sequence, payload.clone()));
        if self.sent.len() > REPLAY {
            self.sent.pop_front();
        }
        payload
    }

    fn wants(&self, event: &str, guild: Option<u64>) -> bool {
        let intent = intent_for(event, guild.is_some());
        let (shard, shards) = self.shard;
        let home = guild.map_or(0, |guild| (guild >> 22) % shards.max(1));
        home == shard && (intent == 0 || self.intents & intent != 0)
    }

    pub(super) fn lives(&self, now: Instant) -> bool {
        self.detached.is_none_or(|at| now.duration_since(at) < RESUMABLE)
    }
}

impl World {
    /// Sends an event to the sessions that requested its kind.
    pub(crate) fn dispatch(&mut self, event: &str, guild: Option<u64>, data: Value) {
        let (muted, muted_shards) = (self.sessions.muted, self.sessions.muted_shards.clone());
        let blanked = self.without_content(event, &data);
        let data = blanked.unwrap_or(data);
        let mut sent = false;
        for session in self.sessions.all.iter_mut().filter(|one| one.wants(event, guild)) {
            let payload = session.number(event, &data);
            sent = true;
            let silent = muted || muted_shards.contains(&session.shard.0);
            if let Some(socket) = session.socket.as_ref().filter(|_| !silent) {
                socket.send(Frame::Text(payload)).ok();
            }
        }
        // An interaction with omitted fields is not what Discord sends, so don't record it.
        let as_discord_says = event != "INTERACTION_CREATE" || self.omitted.is_empty();
        if sent && self.options.record && as_discord_says {
            self.sessions.dispatched.push((event.to_owned(), data));
        }
    }

    /// Without the content intent a bot can read only its own messages, those that mention it, and
    /// direct ones.
    fn without_content(&self, event: &str, data: &Value) -> Option<Value> {
        let message = matches!(event, "MESSAGE_CREATE" | "MESSAGE_UPDATE");
        let bot = self.bot.to_string();
        let own = data["author"]["id"] == bot.as_str();
        let mentions = data["mentions"].as_array();
        let named = mentions.is_some_and(|all| all.iter().any(|one| one["id"] == bot.as_str()));
        if !message || own || named || data["guild_id"].is_null() {
            return None;
        }
        let mut blank = data.clone();
        blank["content"] = json!("");
        for field in ["embeds", "attachments", "components"] {
            blank[field] = json!([]);
        }
        Some(blank)
    }

    /// Sends a frame to every connected socket, or to those of one shard.
    pub(crate) fn send_to_sockets(&self, shard: Option<u64>, frame: &Frame) {
        let meant = |session: &&Session| shard.is_none_or(|shard| shard == session.shard.0);
        for session in self.sessions.all.iter().filter(meant) {
            if let Some(socket) = &session.socket {
                socket.send(frame.clone()).ok();
            }
        }
    }

    /// Whether a connected session has received READY.
    pub(crate) fn connected(&self) -> bool {
        self.sessions.all.iter().any(|session| session.socket.is_some())
    }

    pub(crate) fn gateway_url(&self) -> String {
        format!("{}/gateway/socket", self.address.replacen("http", "ws", 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::DiscordOptions;

    fn events(receiver: &mut mpsc::UnboundedReceiver<Frame>) -> Vec<(u64, String)> {
        let mut out = Vec::new();
        while let Ok(Frame::Text(text)) = receiver.try_recv() {
            let payload: Value = serde_json::from_str(&text).unwrap_or_default();
            let name = payload["t"].as_str().unwrap_or_default().to_owned();
            out.push((payload["s"].as_u64().unwrap_or_default(), name));
        }
        out
    }

    #[test]
    fn resumed_sessions_get_missed_events() {
        let mut world = World::new(DiscordOptions::default(), "http://127.0.0.1:1".to_owned());
        let guild = world.add_guild("lab");
        let (sender, mut first) = mpsc::unbounded_channel();
        let id = world.identify(GUILDS, (0, 1), sender.clone());
        let named = |number, name: &str| (number, name.to_owned());
        assert_eq!(events(&mut first), [named(1, "READY"), named(2, "GUILD_CREATE")]);

        world.detach(&id, &sender, true);
        world.dispatch("CHANNEL_CREATE", Some(guild), json!({}));
        world.dispatch("MESSAGE_CREATE", Some(guild), json!({ "guild_id": "1" }));
        world.dispatch("INTERACTION_CREATE", Some(guild), json!({}));
        let (sender, mut second) = mpsc::unbounded_channel();
        let check = |world: &mut World, id: &str, last, expected| {
            let resumed = world.resume(id, last, sender.clone());
            assert_eq!(resumed.is_some(), expected, "{id} {last}");
        };
        check(&mut world, "stranger", 2, false);
        check(&mut world, &id, 9, false);
        check(&mut world, &id, 2, true);
        let replayed = events(&mut second);
        let names = ["CHANNEL_CREATE", "INTERACTION_CREATE", "RESUMED"];
        assert_eq!(replayed, [named(3, names[0]), named(4, names[1]), named(5, names[2])]);
    }

    #[test]
    fn shards_receive_their_own_guilds() {
        let mut world = World::new(DiscordOptions::default(), "http://127.0.0.1:1".to_owned());
        let (one, mut of_one) = mpsc::unbounded_channel();
        let (two, mut of_two) = mpsc::unbounded_channel();
        world.identify(GUILDS, (0, 2), one);
        world.identify(GUILDS, (1, 2), two);
        events(&mut of_one);
        events(&mut of_two);
        world.dispatch("GUILD_CREATE", Some(2 << 22), json!({}));
        assert_eq!((events(&mut of_one).len(), events(&mut of_two).len()), (1, 0));
        world.dispatch("GUILD_CREATE", Some(3 << 22), json!({}));
        assert_eq!((events(&mut of_one).len(), events(&mut of_two).len()), (0, 1));
    }
}
