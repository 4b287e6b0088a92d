//! Deliveries: each due instant of a subscription is a *slot*; a slot that posts has *parts*, one
//! message each. A part is stored before it is posted.
//!
//! ```text
//! slot   planned ──► claimed ──► sent | failed         part   claimed ◄──► sending ──► sent
//!           └──────► nothing new | failed | skipped             └────────────┴───────► failed
//! ```
//!
//! A planned slot is its subscription's `next_due`; it gets a row when its outcome is known.
//! Allowed transitions are in `transitions.rs`; anything else is
//! [`Illegal`](super::StoreError::Illegal) and changes nothing.

mod new_slot;
mod progress;
#[cfg(test)]
mod random_sequences;
mod read_slots;
mod replace;
#[cfg(test)]
mod tests;
mod transitions;

use std::fmt;

use domain::{
    ChannelId, Destination, FailureReason, GuildId, MessageId, PaperId, SlotState, SubscriptionId,
};
use jiff::Timestamp;

pub use new_slot::{claim, end_empty, unrecorded};
pub use progress::{
    abandon, absent, absent_if_sending, begin_sending, detach_thread_parts, finish, nothing_done,
    record_failed, record_opened, record_sent, record_sent_in,
};
pub use read_slots::{
    VotesToEdit, get, last_brought, open_since, recent, unfinished, votes_edited, votes_to_edit,
};
pub use replace::{replace, rewrite};

use super::{Result, value};

/// A slot's row number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SlotId(pub u64);

/// A part's row number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartId(pub u64);

/// A composed slot to be claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSlot {
    /// The subscription it belongs to.
    pub subscription: SubscriptionId,
    /// The subscription's guild; `None` for a person's own.
    pub guild: Option<GuildId>,
    /// Where the posts go.
    pub destination: Destination,
    /// The instant it is due; a subscription has one slot per instant.
    pub due_at: Timestamp,
    /// Whether it is caught up on after downtime.
    pub late: bool,
    /// Its messages in order, at least one.
    pub parts: Vec<NewPart>,
    /// Papers that did not fit; this subscription never posts them.
    pub passed_over: Vec<PaperId>,
}

/// A message or another step of a post, to be claimed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPart {
    /// The unique nonce by which Discord recognizes the message if it is sent again.
    pub nonce: String,
    /// The exact JSON that is sent.
    pub body: String,
    /// Its papers.
    pub papers: Vec<PaperId>,
    /// What it is.
    pub kind: PartKind,
    /// The number of the part it belongs to; see [`PartKind`].
    pub parent: Option<u32>,
    /// The JSON that is sent first, where the message is then edited to become the body.
    pub line: Option<String>,
}

/// What a part of a post is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PartKind {
    /// A message; with a parent, in the thread of that.
    #[default]
    Message,
    /// A post in a forum: a thread of the number of its first message.
    Post,
    /// The thread under its parent.
    Thread,
    /// Its parent is published to the followers of the channel.
    Publish,
}

/// The result of an attempt to claim a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It was claimed: its parts may be sent.
    Claimed(Slot),
    /// It was already claimed or has ended.
    Taken(SlotState),
    /// Another subscription has already posted these papers there. Nothing was written; compose
    /// again without them.
    Conflict(Vec<PaperId>),
    /// The subscription or the bot has been removed. Nothing was written.
    Gone,
}

/// A claimed slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its number.
    pub id: SlotId,
    /// The subscription it belongs to.
    pub subscription: SubscriptionId,
    /// The subscription's guild; `None` for a person's own.
    pub guild: Option<GuildId>,
    /// Where the posts go.
    pub destination: Destination,
    /// The instant it is due.
    pub due_at: Timestamp,
    /// Whether it is caught up on after downtime.
    pub late: bool,
    /// Whether it is unfinished.
    pub is_open: bool,
    /// Its messages, in order.
    pub parts: Vec<Part>,
}

impl Slot {
    /// The part of a number.
    pub fn part(&self, number: u32) -> Option<&Part> {
        self.parts.iter().find(|part| part.number == number)
    }
}

/// One message of a claimed slot, or another step of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its row number.
    pub id: PartId,
    /// Its position in the slot, from 1.
    pub number: u32,
    /// The nonce by which Discord recognizes the message.
    pub nonce: String,
    /// The exact JSON that is sent.
    pub body: String,
    /// Its state.
    pub state: PartState,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// When it was first sent: its message, if it exists, is not older.
    pub sending_at: Option<Timestamp>,
    /// The time of the last attempt that may have had an effect.
    pub tried_at: Option<Timestamp>,
    /// Its message, once known.
    pub message_id: Option<MessageId>,
    /// Its papers, in order; none if it failed and they were released.
    pub papers: Vec<PaperId>,
    /// What it is.
    pub kind: PartKind,
    /// The number of the part it belongs to; see [`PartKind`].
    pub parent: Option<u32>,
    /// The JSON that is sent first, where the message is then edited to become the body.
    pub line: Option<String>,
    /// The message of that line: it is there, and not edited yet.
    pub opened: Option<MessageId>,
    /// The channel of its message, where that is not the destination's.
    pub channel: Option<ChannelId>,
}

/// The state of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// Recorded, but never sent.
    Claimed,
    /// Possibly sent: no response is recorded.
    Sending,
    /// It is at its destination.
    Sent,
    /// It is not there, or the outcome is unknown; it is not sent again.
    Failed,
}

/// A slot as shown to an admin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotRecord {
    /// The subscription it belongs to.
    pub subscription: SubscriptionId,
    /// Where its posts went.
    pub destination: Destination,
    /// The instant it was due.
    pub due_at: Timestamp,
    /// When it ended; `None` while it is in progress.
    pub finished_at: Option<Timestamp>,
    /// How it ended.
    pub state: SlotState,
    /// Why it failed, or why a part is missing.
    pub reason: Option<FailureReason>,
    /// Messages that are missing, and how many it has.
    pub missing: (u32, u32),
    /// Papers posted, or on their way.
    pub papers: u32,
    /// Whether it was caught up after downtime.
    pub late: bool,
}

const PART_KINDS: [PartKind; 4] =
    [PartKind::Message, PartKind::Post, PartKind::Thread, PartKind::Publish];

impl PartKind {
    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            PartKind::Message => "message",
            PartKind::Post => "post",
            PartKind::Thread => "thread",
            PartKind::Publish => "publish",
        }
    }

    /// Whether doing it again does no harm: Discord says that it was done.
    pub fn is_repeatable(self) -> bool {
        matches!(self, PartKind::Thread | PartKind::Publish)
    }
}

const PART_STATES: [PartState; 4] =
    [PartState::Claimed, PartState::Sending, PartState::Sent, PartState::Failed];

const SLOT_STATES: [SlotState; 5] = [
    SlotState::Claimed,
    SlotState::Sent,
    SlotState::NothingNew,
    SlotState::Failed,
    SlotState::Skipped,
];

impl PartState {
    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            PartState::Claimed => "claimed",
            PartState::Sending => "sending",
            PartState::Sent => "sent",
            PartState::Failed => "failed",
        }
    }
}

impl fmt::Display for SlotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for PartId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn part_kind(word: &str) -> Result<PartKind> {
    let found = PART_KINDS.into_iter().find(|kind| kind.as_str() == word);
    found.ok_or_else(|| value::bad("kind", "not a kind of a part"))
}

fn part_state(word: &str) -> Result<PartState> {
    let found = PART_STATES.into_iter().find(|state| state.as_str() == word);
    found.ok_or_else(|| value::bad("state", "not a state of a part"))
}

fn slot_state(word: &str) -> Result<SlotState> {
    let found = SLOT_STATES.into_iter().find(|state| state.as_str() == word);
    found.ok_or_else(|| value::bad("state", "not a state of a slot"))
}
