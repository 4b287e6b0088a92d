//! Validates gateway events. Events have no schema in Discord's document, but the objects in them
//! do.

use serde_json::{Value, json};

use super::document::Document;

/// The errors in one event.
pub(crate) fn complaints(document: &Document, event: &str, body: &Value) -> Vec<String> {
    let mut parts = Parts { document, wrong: Vec::new() };
    match event {
        "READY" => parts.object("user", "UserPIIResponse", &body["user"]),
        "GUILD_CREATE" => parts.guild(body),
        "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE" => parts.channel("", body),
        "THREAD_CREATE" | "THREAD_UPDATE" => parts.channel("", body),
        "MESSAGE_CREATE" | "MESSAGE_UPDATE" => {
            parts.object("", "MessageResponse", body);
            parts.member("member", &body["member"], &body["author"]);
        }
        "INTERACTION_CREATE" => parts.interaction(body),
        _ => {}
    }
    parts.wrong.into_iter().map(|line| format!("{event} {line}")).collect()
}

struct Parts<'d> {
    document: &'d Document,
    wrong: Vec<String>,
}

impl Parts<'_> {
    fn object(&mut self, place: &str, schema: &str, body: &Value) {
        let found = self.document.object(schema, body);
        let prefix = if place.is_empty() { String::new() } else { format!("/{place}") };
        self.wrong.extend(found.into_iter().map(|line| format!("{prefix}{line} ({schema})")));
    }

    fn channel(&mut self, place: &str, body: &Value) {
        let schema = match body["type"].as_u64() {
            Some(1) => "PrivateChannelResponse",
            Some(10..=12) => "ThreadResponse",
            _ => "GuildChannelResponse",
        };
        self.object(place, schema, body);
    }

    /// An event omits the user from a member if the user is next to it.
    fn member(&mut self, place: &str, body: &Value, user: &Value) {
        if body.is_object() {
            let mut whole = body.clone();
            whole["user"] = user.clone();
            self.object(place, "GuildMemberResponse", &whole);
        }
    }

    fn guild(&mut self, body: &Value) {
        self.object("", "GuildResponse", body);
        for field in ["channels", "threads"] {
            for (at, channel) in list(&body[field]).iter().enumerate() {
                self.channel(&format!("{field}/{at}"), channel);
            }
        }
        for (at, member) in list(&body["members"]).iter().enumerate() {
            self.object(&format!("members/{at}"), "GuildMemberResponse", member);
        }
    }

    fn interaction(&mut self, body: &Value) {
        for field in ["id", "application_id", "channel_id"] {
            self.object(field, "SnowflakeType", &body[field]);
        }
        self.object("type", "InteractionTypes", &body["type"]);
        self.object("context", "InteractionContextType", &body["context"]);
        self.object("locale", "AvailableLocalesEnum", &body["locale"]);
        self.channel("channel", &body["channel"]);
        match body["member"].is_object() {
            true => self.object("member", "GuildMemberResponse", &body["member"]),
            false => self.object("user", "UserResponse", &body["user"]),
        }
        if body["message"].is_object() {
            self.object("message", "MessageResponse", &body["message"]);
        }
        let resolved = &body["data"]["resolved"];
        if resolved.is_object() {
            self.resolved(resolved);
        }
    }

    fn resolved(&mut self, body: &Value) {
        let place = |field: &str, id: &str| format!("data/resolved/{field}/{id}");
        for (field, schema) in [
            ("users", "UserResponse"),
            ("roles", "GuildRoleResponse"),
            ("messages", "MessageResponse"),
            ("attachments", "MessageAttachmentResponse"),
        ] {
            for (id, object) in body[field].as_object().into_iter().flatten() {
                self.object(&place(field, id), schema, object);
            }
        }
        for (id, member) in body["members"].as_object().into_iter().flatten() {
            self.member(&place("members", id), member, &body["users"][id]);
        }
        for (id, channel) in body["channels"].as_object().into_iter().flatten() {
            self.channel(&place("channels", id), channel);
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Makes sure that validation can fail.
#[test]
fn invalid_events_are_reported() {
    let Some(document) = Document::shared() else { return };
    let check = |event, body: Value, expected: &str| {
        let found = complaints(document, event, &body);
        assert!(found.iter().any(|line| line.contains(expected)), "{event} {body}: {found:#?}");
    };
    let user = json!({ "id": 1, "username": "ada" });
    check("READY", json!({ "user": user }), "READY /user/id: 1 is not of type \"string\"");
    check("MESSAGE_CREATE", json!({ "id": "1" }), "\"content\" is a required property");
    let locale = json!({ "locale": "xx", "channel": { "type": 0 }, "user": user });
    check("INTERACTION_CREATE", locale, "/locale");
}
