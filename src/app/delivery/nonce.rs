//! The nonce of each message, by which Discord recognizes a repeated message and the bot recognizes
//! its own when it reads a channel.

use commands::view::digest::PostContext;
use commands::view::forms::{Kind, Piece};
use domain::{PaperId, Subscription};
use jiff::Timestamp;
use serde_json::Value;

use crate::discord;
use crate::store::deliveries::{NewPart, PartKind, Slot};

/// The nonce of a slot, which is a prefix of the nonces of its messages. It depends only on the
/// slot, so a second process with a copy of the database computes the same one.
pub(super) fn of_slot(subscription: &Subscription, slot_at: Timestamp) -> String {
    format!("{}-{}", slot_at.as_second(), subscription.id)
}

/// The nonce of a replacement message, computed from its slot and papers. Another copy of the
/// database gives the same nonce to the same message, and to no other. A nonce has at most 25
/// characters.
pub(super) fn of_papers(slot: &Slot, papers: &[PaperId]) -> String {
    // FNV-1a, the same on every platform.
    let bytes = papers.iter().flat_map(|paper| paper.as_str().bytes().chain([0]));
    let hash = bytes
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let due = u64::try_from(slot.due_at.as_second()).unwrap_or_default();
    format!("{due:x}-{}.{:06x}", slot.subscription, hash >> 8)
}

/// A step as it is stored and performed. Discord accepts nonces only for messages in channels.
pub(super) fn of_piece(context: &PostContext, number: usize, piece: Piece) -> NewPart {
    let Piece { kind, body, line, papers, parent } = piece;
    let nonce = context.part_nonce(number);
    let kind = match kind {
        Kind::Message => PartKind::Message,
        Kind::ForumPost => PartKind::Post,
        Kind::Thread => PartKind::Thread,
        Kind::Publish => PartKind::Publish,
    };
    let text = |body: Value| match kind {
        PartKind::Message => discord::with_nonce(body, &nonce).to_string(),
        _ => body.to_string(),
    };
    let (body, line) = (text(body), line.map(text));
    let parent = parent.and_then(|at| u32::try_from(at + 1).ok());
    NewPart { nonce, body, papers, kind, parent, line }
}

/// A message as it is stored and sent, under a nonce.
pub(super) fn message_part(nonce: String, body: Value, papers: Vec<PaperId>) -> NewPart {
    let body = discord::with_nonce(body, &nonce).to_string();
    NewPart { nonce, body, papers, ..NewPart::default() }
}
