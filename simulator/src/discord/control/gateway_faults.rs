//! Injected gateway faults: connections closed, cut or muted, sessions refused.

use serde_json::json;

use crate::discord::Discord;
use crate::discord::gateway::session::Frame;

impl Discord {
    /// Closes all gateway connections, with a code or without.
    pub fn close_gateway(&self, code: Option<u16>) {
        self.send(None, &Frame::Close(code));
    }

    /// Closes the connection of one shard.
    pub fn close_shard(&self, shard: u64, code: Option<u16>) {
        self.send(Some(shard), &Frame::Close(code));
    }

    /// Cuts all gateway connections without a close frame.
    pub fn cut_gateway(&self) {
        self.send(None, &Frame::Cut);
    }

    /// Cuts the connection of one shard.
    pub fn cut_shard(&self, shard: u64) {
        self.send(Some(shard), &Frame::Cut);
    }

    /// Asks clients to reconnect (op 7).
    pub fn ask_reconnect(&self) {
        self.send(None, &Frame::Text(json!({ "op": 7, "d": null }).to_string()));
    }

    /// Invalidates sessions (op 9).
    pub fn invalidate_session(&self, resumable: bool) {
        self.send(None, &Frame::Text(json!({ "op": 9, "d": resumable }).to_string()));
    }

    fn send(&self, shard: Option<u64>, frame: &Frame) {
        self.change(|world| world.send_to_sockets(shard, frame));
    }

    /// Keeps sockets open but sends nothing, until turned off.
    pub fn mute_gateway(&self, on: bool) {
        self.change(|world| world.sessions.muted = on);
    }

    /// The same for one shard's sockets.
    pub fn mute_shard(&self, shard: u64, on: bool) {
        self.change(|world| match on {
            true => drop(world.sessions.muted_shards.insert(shard)),
            false => drop(world.sessions.muted_shards.remove(&shard)),
        });
    }

    /// The shards with a connected session, in order.
    pub fn connected_shards(&self) -> Vec<u64> {
        self.read(|world| {
            let connected = world.sessions.all.iter().filter(|one| one.socket.is_some());
            let mut shards: Vec<u64> = connected.map(|session| session.shard.0).collect();
            shards.sort_unstable();
            shards
        })
    }

    /// Refuses every IDENTIFY with this close code, until set to `None`.
    pub fn refuse_identify(&self, code: Option<u16>) {
        self.change(|world| world.sessions.refused_with = code);
    }

    /// Reports that this many sessions can still be started until the limit resets after this many
    /// milliseconds.
    pub fn limit_sessions(&self, remaining: u64, reset_after_ms: u64) {
        self.change(|world| world.sessions.budget = Some((remaining, reset_after_ms)));
    }

    /// IDENTIFYs received so far, including refused ones.
    pub fn identify_attempts(&self) -> usize {
        self.read(|world| world.sessions.attempts)
    }

    /// Sessions started so far.
    pub fn identifies(&self) -> usize {
        self.read(|world| world.sessions.identifies)
    }

    /// Sessions resumed so far.
    pub fn resumes(&self) -> usize {
        self.read(|world| world.sessions.resumes)
    }
}
