//! Splits a message that Discord refused, so that one bad paper does not hold back the others.
//!
//! If the answer names a field, the papers in it are sent separately as plain text, and the others
//! unchanged. If it names none, each half is tried. A single paper that is refused even as plain
//! text is given up.

use commands::view::digest::{PostContext, plain};
use commands::view::forms::{Kind, message_of, pieces};
use commands::view::notification;
use domain::{ChannelId, Destination, Form, Paper, PaperId, Posting};
use serde_json::Value;

use super::style::{Style, post_of, read};
use super::{handover, nonce};
use crate::app::App;
use crate::store;
use crate::store::deliveries::{NewPart, Part, PartKind, Slot};

/// The parts to send instead of a refused one; empty if nothing is left to try.
///
/// # Errors
/// The store's.
pub(super) async fn split_refused(
    app: &App,
    slot: &Slot,
    part: &Part,
    fields: &[String],
) -> store::Result<Vec<NewPart>> {
    let body: Value = serde_json::from_str(&part.body).unwrap_or_default();
    let message = message_of(&body);
    let is_plain = message["content"].is_string() && message["components"].is_null();
    if is_plain || part.kind.is_repeatable() || part.papers.is_empty() {
        return Ok(Vec::new());
    }
    let (papers, style) = read(app, slot, part.papers.clone()).await?;
    let suspects = suspects(message, fields, &part.papers);
    let (bad, good): (Vec<Paper>, Vec<Paper>) =
        papers.into_iter().partition(|paper| suspects.contains(&paper.id));
    let mut parts = Vec::new();
    let is_published = has_embeds(message);
    let mut add = |papers: &[Paper]| render(slot, &style, is_published, papers, &mut parts);
    let alone = match (good.len(), bad.len()) {
        (0, 0) => return Ok(Vec::new()),
        (1, 0) => good,
        (0, _) => bad,
        (count, 0) => {
            add(&good[..count / 2]);
            add(&good[count / 2..]);
            Vec::new()
        }
        _ => {
            add(&good);
            bad
        }
    };
    for paper in alone {
        let nonce = format!("{}p", nonce::of_papers(slot, std::slice::from_ref(&paper.id)));
        parts.push(nonce::message_part(nonce, plain(&paper), vec![paper.id]));
    }
    Ok(in_place_of(part, &body, handover::to_first(slot, part, parts)))
}

/// The parts as replacements of another. The first part for a forum post is one too, unless its
/// line is already there.
fn in_place_of(part: &Part, body: &Value, mut parts: Vec<NewPart>) -> Vec<NewPart> {
    if notification::is_silent(message_of(body)) {
        for part in &mut parts {
            let mut message: Value = serde_json::from_str(&part.body).unwrap_or_default();
            notification::silence(&mut message);
            part.body = message.to_string();
        }
    }
    if part.kind == PartKind::Post
        && part.opened.is_none()
        && let Some(first) = parts.first_mut()
    {
        let mut message: Value = serde_json::from_str(&first.body).unwrap_or_default();
        if let Some(fields) = message.as_object_mut() {
            fields.remove("nonce");
            fields.remove("enforce_nonce");
        }
        let mut post = body.clone();
        post["message"] = message;
        first.body = post.to_string();
    }
    parts
}

/// The parts for these papers, replacing a part that also had others.
///
/// # Errors
/// The store's.
pub(super) async fn rendered(
    app: &App,
    slot: &Slot,
    part: &Part,
    papers: Vec<PaperId>,
) -> store::Result<Vec<NewPart>> {
    let (papers, style) = read(app, slot, papers).await?;
    let body: Value = serde_json::from_str(&part.body).unwrap_or_default();
    let mut parts = Vec::new();
    render(slot, &style, has_embeds(message_of(&body)), &papers, &mut parts);
    Ok(in_place_of(part, &body, handover::to_first(slot, part, parts)))
}

/// Whether it is the message of a published post.
fn has_embeds(message: &Value) -> bool {
    message["embeds"].is_array()
}

/// Appends the parts for `papers`, in the same form as the refused one.
fn render(slot: &Slot, style: &Style, publish: bool, papers: &[Paper], parts: &mut Vec<NewPart>) {
    let ids: Vec<PaperId> = papers.iter().map(|paper| paper.id.clone()).collect();
    let nonce = nonce::of_papers(slot, &ids);
    let Style { topics, source, language, form } = style;
    let context = PostContext {
        topics,
        source: *source,
        late_since: None,
        nonce: &nonce,
        language: *language,
    };
    let post = post_of(slot, papers);
    // In the other forms, a message has one paper and is not split further.
    let form = if *form == Form::Compact { Form::Compact } else { Form::Digest };
    let posting = Posting { form, publish, ..Posting::default() };
    let anywhere = Destination::Channel(ChannelId(0));
    let pieces = pieces(&post, &context, &posting, anywhere).into_iter();
    // The publications are added when the parts are stored.
    let messages = pieces.filter(|piece| piece.kind == Kind::Message).enumerate();
    parts.extend(messages.map(|(number, piece)| nonce::of_piece(&context, number, piece)));
}

/// The papers in the components that the error names; empty if it names all of them, or none that
/// shows a paper.
fn suspects(body: &Value, fields: &[String], papers: &[PaperId]) -> Vec<PaperId> {
    let named = |field: &String| {
        let field = field.trim_start_matches("message.");
        // The outermost component is the container of all papers, while each embed has one.
        let depth = if field.starts_with("embeds.") { 2 } else { 4 };
        let steps = field.split('.').take(depth);
        let pointer: String = steps.map(|step| format!("/{step}")).collect();
        body.pointer(&pointer).map(Value::to_string).unwrap_or_default()
    };
    let texts: Vec<String> = fields.iter().map(named).collect();
    let is_named = |id: &&PaperId| texts.iter().any(|text| text.contains(id.as_str()));
    let found: Vec<PaperId> = papers.iter().filter(is_named).cloned().collect();
    if found.len() == papers.len() { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn error_fields_identify_the_paper() {
        let section = |id: &str| json!({ "type": 9, "components": [{ "content": id }] });
        let body = json!({ "components": [{ "type": 17, "components": [
            { "content": "heading" }, section("2605.00001"), section("2605.00002"),
        ] }] });
        let ids: Vec<PaperId> =
            ["2605.00001", "2605.00002"].map(|id| id.parse().expect("an id")).to_vec();
        let check = |fields: &[&str], expected: &[usize]| {
            let fields: Vec<String> = fields.iter().map(|&field| field.to_owned()).collect();
            let expected: Vec<PaperId> = expected.iter().map(|&n| ids[n].clone()).collect();
            assert_eq!(suspects(&body, &fields, &ids), expected, "{fields:?}");
        };
        check(&["components.0.components.2.accessory.media.url"], &[1]);
        check(&["components.0.components.1"], &[0]);
        check(&["components.0.components.0.content"], &[]);
        check(&["components"], &[]);
        check(&["components.0.components.1", "components.0.components.2.x"], &[]);
        check(&["", "components.9", "…"], &[]);
        check(&[], &[]);
        let embed = |id: &str| json!({ "title": "x", "url": format!("https://x/papers/{id}") });
        let body = json!({ "embeds": [embed("2605.00001"), embed("2605.00002")] });
        let fields = ["embeds.1.title".to_owned()];
        assert_eq!(suspects(&body, &fields, &ids), ids[1..]);
    }
}
