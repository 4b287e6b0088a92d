//! Push notifications of posts. They show no components, so the first message of a post that mentions
//! a role, or goes to a person, is created as a line of text and then edited; the others are quiet.

use domain::{Digest, Language, Posting, RoleId, Source, Topics};
use serde_json::{Value, json};

use super::digest::{PostContext, topics_line};
use super::forms::{Kind, Piece};
use super::mention_role;
use crate::message::{escape, shorten};
use crate::say;

/// The flag that suppresses the notification of a message.
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
/// The maximum length of the line that a notification shows.
const LINE: usize = 300;

/// Suppresses the notification of a message.
pub fn silence(message: &mut Value) {
    message["flags"] = json!(flags(message) | SUPPRESS_NOTIFICATIONS);
}

/// Lets a message send its notification.
pub fn unsilence(message: &mut Value) {
    if is_silent(message) {
        message["flags"] = json!(flags(message) & !SUPPRESS_NOTIFICATIONS);
    }
}

/// Whether a message sends no notification.
pub fn is_silent(message: &Value) -> bool {
    flags(message) & SUPPRESS_NOTIFICATIONS != 0
}

fn flags(message: &Value) -> u64 {
    message["flags"].as_u64().unwrap_or_default()
}

/// Makes a message mention a role: before its text or, if it has none, as its first component.
pub fn mention(message: &mut Value, role: RoleId) {
    message["allowed_mentions"] = allowed(Some(role));
    let mention = mention_role(role);
    if let Some(content) = message["content"].as_str() {
        // The notification shows the text.
        message["content"] = json!(format!("{mention}\n{content}"));
    } else if let Some(components) = message["components"].as_array_mut() {
        components.insert(0, json!({ "type": 10, "content": mention }));
    }
}

/// The role that a message mentions.
pub fn mentioned(message: &Value) -> Option<RoleId> {
    message["allowed_mentions"]["roles"][0].as_str()?.parse().ok().map(RoleId)
}

fn allowed(role: Option<RoleId>) -> Value {
    let roles: Vec<String> = role.iter().map(ToString::to_string).collect();
    json!({ "parse": [], "roles": roles })
}

/// Gives the first message a readable notification, and silences the others if each would send an
/// empty one.
pub(super) fn notify(
    pieces: &mut [Piece],
    chosen: &Digest,
    context: &PostContext,
    posting: &Posting,
    is_person: bool,
) {
    let sends = |piece: &&mut Piece| matches!(piece.kind, Kind::Message | Kind::ForumPost);
    for (at, piece) in pieces.iter_mut().filter(sends).enumerate() {
        if posting.silent || (is_person && at > 0) {
            silence(&mut piece.body);
        }
    }
    let Some(first) = pieces.first_mut().filter(|_| !posting.silent) else { return };
    if posting.role.is_none() && !is_person {
        return;
    }
    if let Some(role) = posting.role {
        mention(&mut first.body, role);
    }
    if first.body["content"].is_null() {
        let texts = (context.source, context.language);
        first.line = Some(line(chosen, context.topics, texts, posting.role));
    }
}

/// The message that a notification shows, before it is edited into the post.
pub fn line(
    chosen: &Digest,
    topics: &Topics,
    (source, language): (Source, Language),
    role: Option<RoleId>,
) -> Value {
    let context = PostContext { topics, source, late_since: None, nonce: "", language };
    let text = notification(chosen, &context);
    let content = role.map(mention_role).into_iter().chain([text]);
    let content = content.collect::<Vec<_>>().join(" ");
    json!({ "content": content, "allowed_mentions": allowed(role) })
}

/// The text of a notification: topics, number of papers and the first titles.
fn notification(chosen: &Digest, context: &PostContext) -> String {
    let language = context.language;
    let titles: Vec<String> =
        chosen.chosen.iter().take(3).map(|entry| shorten(&entry.paper.title, 80)).collect();
    let papers = say!(language, "papers", count = chosen.chosen.len());
    let line = format!("{} · {papers}: {}", topics_line(context), titles.join(" · "));
    escape(&shorten(&line, LINE))
}
