//! The nonce of each message: Discord recognises the message by it, and so does the bot when it
//! reads the channel.

use commands::view::digest::{Occasion, Part};
use commands::view::forms::{Kind, Piece};
use domain::{PaperId, Subscription};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::store::deliveries::{NewPart, PartKind, Slot};

/// The nonce of a slot, with which those of its messages begin. It is the same whoever computes
/// it, so that even a second process with a copy of the database is recognised.
pub(super) fn of_slot(subscription: &Subscription, slot_at: Timestamp) -> String {
    format!("{}-{}", slot_at.as_second(), subscription.id)
}

/// The nonce of a message that takes the place of another one: made of its slot and its papers, so
/// that another copy of the database gives the same message the same nonce, and no other message.
/// A nonce holds 25 characters.
pub(super) fn of_papers(slot: &Slot, papers: &[PaperId]) -> String {
    // FNV-1a, the same everywhere.
    let bytes = papers.iter().flat_map(|paper| paper.as_str().bytes().chain([0]));
    let hash = bytes
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let due = u64::try_from(slot.due_at.as_second()).unwrap_or_default();
    format!("{due:x}-{}.{:06x}", slot.subscription, hash >> 8)
}

/// A message as it is stored and sent.
pub(super) fn new_part(occasion: &Occasion, number: usize, part: Part) -> NewPart {
    let body = part.message.to_json();
    with_nonce(occasion.part_mark(number), body, part.papers)
}

/// A step as it is stored and made. Discord takes a nonce for messages in channels alone.
pub(super) fn of_piece(occasion: &Occasion, number: usize, piece: Piece) -> NewPart {
    let Piece { kind, body, line, papers, parent } = piece;
    let nonce = occasion.part_mark(number);
    let kind = match kind {
        Kind::Message => PartKind::Message,
        Kind::ForumPost => PartKind::Post,
        Kind::Thread => PartKind::Thread,
        Kind::Publish => PartKind::Publish,
    };
    let text = |mut body: Value| {
        if kind == PartKind::Message {
            body["nonce"] = json!(nonce);
            body["enforce_nonce"] = json!(true);
        }
        body.to_string()
    };
    let (body, line) = (text(body), line.map(text));
    let parent = parent.and_then(|at| u32::try_from(at + 1).ok());
    NewPart { nonce, body, papers, kind, parent, line }
}

/// A body as it is stored and sent, under a nonce.
pub(super) fn with_nonce(
    nonce: String,
    mut body: serde_json::Value,
    papers: Vec<PaperId>,
) -> NewPart {
    body["nonce"] = json!(nonce);
    body["enforce_nonce"] = json!(true);
    NewPart { nonce, body: body.to_string(), papers, ..NewPart::default() }
}
