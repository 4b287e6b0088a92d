//! Keeps the push notification of a post when the message that sends it is replaced, refused or
//! already there: the first message that is sent notifies people, and no other.

use commands::IS_COMPONENTS_V2;
use commands::view::forms::message_of;
use commands::view::notification;
use domain::{Destination, PaperId};
use rusqlite::Connection;
use serde_json::Value;

use super::style::{Style, post_of, read};
use crate::app::App;
use crate::discord::with_nonce;
use crate::store;
use crate::store::deliveries::{self, NewPart, Part, PartId, PartKind, PartState, Slot};

/// A part that sends the notification of another, with what it sends then.
pub(super) struct Handover {
    part: PartId,
    body: String,
    /// Its line, if people would otherwise see an empty notification.
    line: Option<String>,
}

impl Handover {
    /// Makes the part send the notification.
    ///
    /// # Errors
    /// A database error.
    pub(super) fn apply(&self, connection: &Connection) -> store::Result<()> {
        deliveries::rewrite(connection, self.part, &self.body, self.line.as_deref())
    }
}

/// Whether the part sends the notification of its post. In direct messages, that is the one that
/// isn't silent.
pub(super) fn notifies(slot: &Slot, part: &Part) -> bool {
    if part.line.is_some() {
        return true;
    }
    let body = body_of(part);
    let message = message_of(&body);
    let is_loud = || part.kind == PartKind::Message && !notification::is_silent(message);
    notification::mentioned(message).is_some() || (is_person(slot) && is_loud())
}

fn is_person(slot: &Slot) -> bool {
    matches!(slot.destination, Destination::DirectMessage(_))
}

fn body_of(part: &Part) -> Value {
    serde_json::from_str(&part.body).unwrap_or_default()
}

/// The replacements of a part with its notification, sent by the first of them. If its line is
/// already there, it has been sent.
pub(super) fn to_first(slot: &Slot, part: &Part, mut parts: Vec<NewPart>) -> Vec<NewPart> {
    let role = notification::mentioned(message_of(&body_of(part)));
    let mut is_first = part.opened.is_none();
    for new in &mut parts {
        let mut message: Value = serde_json::from_str(&new.body).unwrap_or_default();
        if !is_first {
            // In direct messages, each would send an empty one.
            if is_person(slot) {
                notification::silence(&mut message);
            }
        } else {
            if let Some(role) = role {
                notification::mention(&mut message, role);
            }
            // Plain text is readable as it is.
            if message["content"].is_null() {
                new.line = part.line.as_deref().map(|line| line_of(part.kind, line, &new.nonce));
            }
        }
        new.body = message.to_string();
        is_first = false;
    }
    parts
}

/// The line of a part for its replacement. The line of a forum post has no nonce.
fn line_of(kind: PartKind, line: &str, nonce: &str) -> String {
    match serde_json::from_str(line) {
        Ok(line) if kind == PartKind::Message => with_nonce(line, nonce).to_string(),
        _ => line.to_owned(),
    }
}

/// The part that sends the notification of `part` if that one sends nothing; `None` if `part` sends
/// no notification, or has sent it, or no other message can.
///
/// # Errors
/// The store's.
pub(super) async fn from_unsent(
    app: &App,
    slot: &Slot,
    part: &Part,
) -> store::Result<Option<Handover>> {
    if !notifies(slot, part) || part.opened.is_some() {
        return Ok(None);
    }
    let open: Vec<&Part> = slot.parts.iter().filter(|one| is_possible(slot, part, one)).collect();
    let Some(next) = open.first() else { return Ok(None) };
    let papers: Vec<PaperId> = open.iter().flat_map(|part| part.papers.clone()).collect();
    let (papers, style) = read(app, slot, papers).await?;
    let role = notification::mentioned(message_of(&body_of(part)));
    let mut body = body_of(next);
    let message = match next.kind {
        PartKind::Post => &mut body["message"],
        _ => &mut body,
    };
    notification::unsilence(message);
    if let Some(role) = role {
        notification::mention(message, role);
    }
    let flags = message["flags"].as_u64().unwrap_or_default();
    let is_readable = flags & u64::from(IS_COMPONENTS_V2) == 0;
    let line = (!is_readable).then(|| {
        let Style { topics, source, language, .. } = &style;
        let post = post_of(slot, &papers);
        let line = notification::line(&post, topics, (*source, *language), role);
        match next.kind {
            PartKind::Post => {
                let mut first = body.clone();
                first["message"] = line;
                first.to_string()
            }
            _ => with_nonce(line, &next.nonce).to_string(),
        }
    });
    Ok(Some(Handover { part: next.id, body: body.to_string(), line }))
}

/// Whether another part of the slot can send the notification of `part`, which sends nothing: a
/// message that was never tried and doesn't need one that isn't there.
fn is_possible(slot: &Slot, part: &Part, other: &Part) -> bool {
    let has_place = match other.parent {
        None => true,
        // Without its first message, a thread is not opened, and its messages go to the channel.
        Some(number) if number == part.number => part.kind == PartKind::Message,
        Some(number) => slot.part(number).is_some_and(|one| one.state != PartState::Failed),
    };
    let is_message = matches!(other.kind, PartKind::Message | PartKind::Post);
    let is_untried = other.state == PartState::Claimed && other.opened.is_none();
    other.id != part.id && is_message && is_untried && has_place
}
