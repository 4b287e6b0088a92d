//! Deliveries: each due instant of a subscription is a *slot*; a slot that posts has *parts*,
//! one message each. A part is a row before it is a post.
//!
//! ```text
//! slot   planned ──► claimed ──► sent | failed         part   claimed ◄──► sending ──► sent
//!           └──────► nothing new | failed | skipped             └────────────┴───────► failed
//! ```
//!
//! A planned slot is its subscription's `next_due`; it gets a row with what it becomes. What may
//! follow what stands in `transitions.rs`; anything else is
//! [`Illegal`](super::StoreError::Illegal), and nothing is changed.

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

use domain::{Destination, FailureReason, GuildId, MessageId, PaperId, SlotState, SubscriptionId};
use jiff::Timestamp;

pub use new_slot::{claim, end_empty};
pub use progress::{
    abandon, absent, begin_sending, finish, nothing_done, record_failed, record_sent,
};
pub use read_slots::{
    VotesToEdit, get, last_brought, open_since, recent, unfinished, votes_edited, votes_to_edit,
};
pub use replace::replace;

use super::{Result, value};

/// A slot's row number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SlotId(pub u64);

/// A part's row number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartId(pub u64);

/// A slot to claim, composed but not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSlot {
    /// Whose slot.
    pub subscription: SubscriptionId,
    /// The subscription's guild; `None` for a person's own.
    pub guild: Option<GuildId>,
    /// Where the posts go.
    pub destination: Destination,
    /// The instant it is due; a subscription has one slot for each.
    pub due_at: Timestamp,
    /// Whether it is caught up after downtime.
    pub late: bool,
    /// Its messages in their order, at least one.
    pub parts: Vec<NewPart>,
    /// Papers that did not fit; this subscription never posts them.
    pub passed_over: Vec<PaperId>,
}

/// A message to claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPart {
    /// By which Discord recognises the message, should it be sent again. Unique.
    pub nonce: String,
    /// The JSON that is sent, word for word.
    pub body: String,
    /// The papers it brings.
    pub papers: Vec<PaperId>,
}

/// How an attempt to claim a slot ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours: its parts may be sent.
    Claimed(Slot),
    /// It was claimed or ended before.
    Taken(SlotState),
    /// Another subscription has posted these papers there first. Nothing
    /// was written: compose again without them.
    Conflict(Vec<PaperId>),
    /// The subscription or the bot was removed meanwhile. Nothing was written.
    Gone,
}

/// A claimed slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its number.
    pub id: SlotId,
    /// Whose slot.
    pub subscription: SubscriptionId,
    /// The subscription's guild; `None` for a person's own.
    pub guild: Option<GuildId>,
    /// Where the posts go.
    pub destination: Destination,
    /// The instant it is due.
    pub due_at: Timestamp,
    /// Whether it is caught up after downtime.
    pub late: bool,
    /// Whether it has not ended.
    pub is_open: bool,
    /// Its messages, in their order.
    pub parts: Vec<Part>,
}

/// One message of a claimed slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its number in the store.
    pub id: PartId,
    /// Its place in the slot, from 1.
    pub number: u32,
    /// By which Discord recognises the message.
    pub nonce: String,
    /// The JSON that is sent, word for word.
    pub body: String,
    /// How far it is.
    pub state: PartState,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// When it was first sent: its message, if there is one, is not older.
    pub sending_at: Option<Timestamp>,
    /// When the last try was made of which it is not known that it did nothing.
    pub tried_at: Option<Timestamp>,
    /// Its message, once it is known.
    pub message_id: Option<MessageId>,
    /// The papers it brings, in their order; none once it failed and they were let go.
    pub papers: Vec<PaperId>,
}

/// How far a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// Recorded; it was never sent.
    Claimed,
    /// Sent, perhaps: no answer is recorded.
    Sending,
    /// It is at its destination.
    Sent,
    /// It does not, or nobody can tell; it is not sent again.
    Failed,
}

/// A slot as an admin reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotRecord {
    /// Whose slot.
    pub subscription: SubscriptionId,
    /// Where its posts went.
    pub destination: Destination,
    /// The instant it was due.
    pub due_at: Timestamp,
    /// When it ended; `None` while it is on its way.
    pub finished_at: Option<Timestamp>,
    /// How it ended.
    pub state: SlotState,
    /// Why it failed, or why something is missing.
    pub reason: Option<FailureReason>,
    /// Messages that are missing, and how many it has.
    pub missing: (u32, u32),
    /// Papers posted, or on their way.
    pub papers: u32,
    /// Whether it was caught up after downtime.
    pub late: bool,
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

fn part_state(word: &str) -> Result<PartState> {
    let found = PART_STATES.into_iter().find(|state| state.as_str() == word);
    found.ok_or_else(|| value::bad("state", "not a state of a part"))
}

fn slot_state(word: &str) -> Result<SlotState> {
    let found = SLOT_STATES.into_iter().find(|state| state.as_str() == word);
    found.ok_or_else(|| value::bad("state", "not a state of a slot"))
}
