//! IDENTIFY, RESUME, and what happens to a session whose socket is gone.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::discord::gateway::session::{Frame, GUILDS, Session};
use crate::discord::state::objects;
use crate::discord::state::world::World;

impl World {
    /// The servers that a shard sees.
    pub(crate) fn guilds_of(&self, (shard, shards): (u64, u64)) -> impl Iterator<Item = u64> {
        let mine = move |id: &u64| (id >> 22) % shards.max(1) == shard && self.bot_in(*id);
        self.guilds.keys().copied().filter(mine)
    }

    /// Whether the shard may identify now. Doing so too soon after another shard of its bucket is
    /// recorded and invalidates the session. Restarting a killed bot doesn't count.
    pub(crate) fn may_identify(&mut self, shard: u64) -> bool {
        let (now, interval) = (Instant::now(), self.options.identify_interval);
        let bucket = shard % self.options.max_concurrency.max(1);
        let last = self.sessions.last_identify.insert(bucket, (shard, now));
        // A timer may fire a few milliseconds early.
        let soon = |(other, at): (u64, Instant)| {
            other != shard && now.duration_since(at) + Duration::from_millis(20) < interval
        };
        if !self.options.enforce_rate_limits || !last.is_some_and(soon) {
            return true;
        }
        self.violation(format!("two shards of bucket {bucket} identified within {interval:?}"));
        false
    }

    /// IDENTIFY: a new session, READY, and a GUILD_CREATE for every server it can see.
    pub(crate) fn identify(
        &mut self,
        intents: u64,
        shard: (u64, u64),
        socket: mpsc::UnboundedSender<Frame>,
    ) -> String {
        let now = Instant::now();
        self.sessions.identifies += 1;
        self.sessions.all.retain(|session| session.lives(now));
        let id = format!("{:032x}", u128::from(self.clock.id()) << 40);
        let mut session = Session {
            id: id.clone(),
            intents,
            shard,
            sequence: 0,
            sent: VecDeque::new(),
            socket: Some(socket),
            detached: None,
        };
        let (number, shards) = shard;
        let mine: Vec<u64> = self.guilds_of(shard).collect();
        let guilds: Vec<Value> = mine
            .iter()
            .map(|guild| json!({ "id": guild.to_string(), "unavailable": true }))
            .collect();
        let ready = json!({
            "v": 10,
            "user": objects::current_user(self),
            "guilds": guilds,
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "user_settings": {},
            "session_type": "normal",
            "session_id": id,
            "resume_gateway_url": self.gateway_url(),
            "shard": [number, shards],
            "application": { "id": self.application.to_string(), "flags": 0 },
            "_trace": [],
        });
        let mut events = vec![("READY", ready)];
        if intents & GUILDS != 0 {
            for guild in mine.iter().filter_map(|id| self.guilds.get(id)) {
                if guild.available {
                    events.push(("GUILD_CREATE", objects::guild_create(self, guild)));
                }
            }
        }
        for (event, data) in events {
            let payload = session.number(event, &data);
            if let Some(socket) = session.socket.as_ref().filter(|_| !self.sessions.muted) {
                socket.send(Frame::Text(payload)).ok();
            }
            if self.options.record {
                self.sessions.dispatched.push((event.to_owned(), data));
            }
        }
        self.sessions.all.push(session);
        id
    }

    /// RESUME: replays missed events, then sends RESUMED. Returns the session's shard, or `None` if
    /// there is nothing to resume.
    pub(crate) fn resume(
        &mut self,
        id: &str,
        last: u64,
        socket: mpsc::UnboundedSender<Frame>,
    ) -> Option<u64> {
        let now = Instant::now();
        self.sessions.all.retain(|session| session.lives(now));
        let muted = self.sessions.muted;
        let session = self.sessions.all.iter_mut().find(|session| session.id == id)?;
        let kept = session.sent.front().map_or(session.sequence + 1, |(first, _)| *first);
        if last > session.sequence || last + 1 < kept {
            return None;
        }
        let missed = session.sent.iter().filter(|(sequence, _)| *sequence > last);
        let mut payloads: Vec<String> = missed.map(|(_, payload)| payload.clone()).collect();
        payloads.push(session.number("RESUMED", &json!({ "_trace": [] })));
        if !muted {
            for payload in payloads {
                socket.send(Frame::Text(payload)).ok();
            }
        }
        session.socket = Some(socket);
        session.detached = None;
        let shard = session.shard.0;
        self.sessions.resumes += 1;
        self.sessions.dispatched.push(("RESUMED".to_owned(), Value::Null));
        Some(shard)
    }

    /// The socket of a session is gone; with `keep` the session can be resumed.
    pub(crate) fn detach(&mut self, id: &str, socket: &mpsc::UnboundedSender<Frame>, keep: bool) {
        let own = |session: &Session| {
            session.id == id && session.socket.as_ref().is_some_and(|one| one.same_channel(socket))
        };
        if keep {
            for session in self.sessions.all.iter_mut().filter(|session| own(session)) {
                session.socket = None;
                session.detached = Some(Instant::now());
            }
        } else {
            self.sessions.all.retain(|session| !own(session));
        }
    }
}
