//! What happens to the gateway's connections, to order.

use serde_json::{Value, json};

use crate::discord::Discord;
use crate::discord::gateway::session::Frame;

impl Discord {
    /// Closes all gateway connections, with a code or without.
    pub fn close_gateway(&self, code: Option<u16>) {
        self.change(|world| world.tell_sockets(&Frame::Close(code)));
    }

    /// Cuts all gateway connections without a word.
    pub fn cut_gateway(&self) {
        self.change(|world| world.tell_sockets(&Frame::Cut));
    }

    /// Asks clients to reconnect (op 7).
    pub fn ask_reconnect(&self) {
        self.send(json!({ "op": 7, "d": null }));
    }

    /// Invalidates sessions (op 9).
    pub fn invalidate_session(&self, resumable: bool) {
        self.send(json!({ "op": 9, "d": resumable }));
    }

    fn send(&self, payload: Value) {
        self.change(|world| world.tell_sockets(&Frame::Text(payload.to_string())));
    }

    /// Keeps sockets open but says nothing on them, until turned off.
    pub fn mute_gateway(&self, on: bool) {
        self.change(|world| world.sessions.muted = on);
    }

    /// Refuses every IDENTIFY with this close code, until told otherwise.
    pub fn refuse_identify(&self, code: Option<u16>) {
        self.change(|world| world.sessions.refused_with = code);
    }

    /// Says that so many sessions may still be begun in so many milliseconds.
    pub fn limit_sessions(&self, remaining: u64, reset_after_ms: u64) {
        self.change(|world| world.sessions.budget = Some((remaining, reset_after_ms)));
    }

    /// IDENTIFYs that came so far, refused ones included.
    pub fn identify_attempts(&self) -> usize {
        self.read(|world| world.sessions.attempts)
    }

    /// Sessions begun so far.
    pub fn identifies(&self) -> usize {
        self.read(|world| world.sessions.identifies)
    }

    /// Sessions resumed so far.
    pub fn resumes(&self) -> usize {
        self.read(|world| world.sessions.resumes)
    }
}
