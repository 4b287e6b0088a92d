//! Creates, edits and deletes messages.

use serde_json::{Value, json};

use crate::discord::rest::error::ApiError;
use crate::discord::state::attachments::{Upload, same_id};
use crate::discord::state::message_store::Message;
use crate::discord::state::objects;
use crate::discord::state::world::World;
use crate::discord::validate::{
    COMPONENTS_V2, EPHEMERAL, HAS_THREAD, LOADING, check_message, list,
};

const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// A message to be posted.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) channel: u64,
    pub(crate) author: u64,
    pub(crate) body: &'a Value,
    pub(crate) uploads: &'a [Upload],
    pub(crate) ephemeral_to: Option<u64>,
    pub(crate) interaction: Option<u64>,
    /// The id it must have (a forum post's first message has the thread's id).
    pub(crate) id: Option<u64>,
}

impl World {
    /// Validates and posts a message; returns its id.
    pub(crate) fn post(&mut self, draft: &Draft<'_>) -> Result<u64, ApiError> {
        let names: Vec<_> = draft.uploads.iter().map(|one| one.file.name.clone()).collect();
        check_message(draft.body, &names)?;
        Ok(self.place(draft))
    }

    /// The placeholder of a deferred answer: "… is thinking".
    pub(crate) fn post_loading(&mut self, draft: &Draft<'_>) -> u64 {
        let id = self.place(draft);
        if let Some(message) = self.messages.get_mut(&id) {
            message.loading = true;
            let flags = message.body["flags"].as_u64().unwrap_or_default();
            message.body["flags"] = json!(flags | LOADING);
        }
        id
    }

    fn place(&mut self, draft: &Draft<'_>) -> u64 {
        let id = draft.id.unwrap_or_else(|| self.clock.id());
        let files = self.store(draft.channel, draft.body, draft.uploads);
        let mut body = json!({
            "id": id.to_string(),
            "type": 0,
            "channel_id": draft.channel.to_string(),
            "author": objects::user_of(self, draft.author),
            "timestamp": self.clock.now(),
            "edited_timestamp": null,
            "tts": draft.body["tts"].as_bool().unwrap_or(false),
            "pinned": false,
            "attachments": files,
        });
        let asked = draft.body["flags"].as_u64().unwrap_or_default();
        let ephemeral = if draft.ephemeral_to.is_some() { EPHEMERAL } else { 0 };
        body["flags"] = json!(asked & !(EPHEMERAL | LOADING | HAS_THREAD) | ephemeral);
        if !draft.body["nonce"].is_null() {
            body["nonce"] = draft.body["nonce"].clone();
        }
        if let Some(interaction) = draft.interaction {
            self.mark_as_answer(&mut body, interaction);
        }
        self.fill(&mut body, draft.channel, draft.body);
        self.refer(&mut body, draft);
        self.messages.insert(Message {
            id,
            channel: draft.channel,
            author: draft.author,
            body,
            ephemeral_to: draft.ephemeral_to,
            interaction: draft.interaction,
            loading: false,
        });
        if let Some(channel) = self.channels.get_mut(&draft.channel) {
            if draft.ephemeral_to.is_none() {
                channel.last_message = Some(id);
            }
            if let Some(thread) = &mut channel.thread {
                thread.messages += 1;
            }
        }
        id
    }

    /// Announces the message to the gateway and the page.
    pub(crate) fn announce(&mut self, id: u64) {
        self.announce_as(id, "MESSAGE_CREATE");
    }

    pub(crate) fn announce_as(&mut self, id: u64, event: &str) {
        let Some(message) = self.messages.get(&id).cloned() else { return };
        let (kind, invoker) = match event {
            "MESSAGE_CREATE" => ("message", self.invoker(&message)),
            _ => ("update", Value::Null),
        };
        self.notify_page(json!({
            "type": kind,
            "channel_id": message.channel.to_string(),
            "message": message.body,
            "ephemeral_to": message.ephemeral_to.map(|id| id.to_string()),
            "invoker": invoker,
        }));
        if event == "MESSAGE_CREATE" {
            self.push(&message);
        }
        if message.ephemeral_to.is_none() {
            let guild = self.channels.get(&message.channel).and_then(|channel| channel.guild);
            self.dispatch(event, guild, self.message_event(&message));
        }
    }

    /// The message as sent in events: with the server and the author's membership.
    pub(crate) fn message_event(&self, message: &Message) -> Value {
        let mut body = message.body.clone();
        let guild = self.channels.get(&message.channel).and_then(|channel| channel.guild);
        if let Some(guild) = guild.and_then(|guild| self.guilds.get(&guild)) {
            body["guild_id"] = json!(guild.id.to_string());
            if let Some(member) = guild.members.get(&message.author) {
                body["member"] = objects::member(self, member, false);
            }
        }
        body
    }

    fn invoker(&self, message: &Message) -> Value {
        let interaction = message.interaction.and_then(|id| self.interactions.get(&id));
        match interaction.filter(|interaction| !interaction.line.is_empty()) {
            Some(found) => json!({ "user_id": found.user.to_string(), "text": found.line }),
            None => Value::Null,
        }
    }

    /// Edits a message. This turns the placeholder of a deferred answer into the answer.
    pub(crate) fn edit(
        &mut self,
        id: u64,
        patch: &Value,
        uploads: &[Upload],
    ) -> Result<(), ApiError> {
        let message = self.messages.get(&id).cloned().ok_or_else(ApiError::unknown_message)?;
        let mut merged = patch.clone();
        if !merged.is_object() {
            return Err(ApiError::bad_json());
        }
        let old_flags = message.body["flags"].as_u64().unwrap_or_default() & !LOADING;
        let flags = match patch["flags"].as_u64() {
            Some(asked) if old_flags & COMPONENTS_V2 != 0 && asked & COMPONENTS_V2 == 0 => {
                // Discord's documentation: "once a message has been sent with this flag, it can't
                // be removed from that message".
                let message = "The IS_COMPONENTS_V2 flag cannot be removed from a message";
                return Err(ApiError::field("flags", "MESSAGE_FLAGS_CANNOT_REMOVE_V2", message));
            }
            Some(asked) => {
                let settable = SUPPRESS_EMBEDS | COMPONENTS_V2;
                old_flags & !SUPPRESS_EMBEDS | asked & settable
            }
            None => old_flags,
        };
        merged["flags"] = json!(flags);
        for field in ["content", "embeds", "components"] {
            if patch.get(field).is_none() {
                merged[field] = message.body[field].clone();
            }
        }
        let kept: Vec<Value> = match patch["attachments"].as_array() {
            Some(wanted) => list(&message.body, "attachments")
                .iter()
                .filter(|old| wanted.iter().any(|one| same_id(&one["id"], &old["id"])))
                .cloned()
                .collect(),
            None => list(&message.body, "attachments").to_vec(),
        };
        let mut names: Vec<String> =
            kept.iter().filter_map(|file| Some(file["filename"].as_str()?.to_owned())).collect();
        names.extend(uploads.iter().map(|one| one.file.name.clone()));
        check_message(&merged, &names)?;

        let mut body = message.body.clone();
        let mut files = kept;
        files.extend(self.store(message.channel, patch, uploads));
        body["attachments"] = json!(files);
        body["flags"] = json!(flags);
        if !message.loading {
            body["edited_timestamp"] = json!(self.clock.now());
        }
        self.fill(&mut body, message.channel, &merged);
        if let Some(stored) = self.messages.get_mut(&id) {
            stored.body = body;
            stored.loading = false;
        }
        self.announce_as(id, if message.loading { "MESSAGE_CREATE" } else { "MESSAGE_UPDATE" });
        Ok(())
    }

    pub(crate) fn delete_message(&mut self, id: u64) {
        let Some(message) = self.messages.remove(&id) else { return };
        let channel = message.channel.to_string();
        self.notify_page(json!({ "type": "delete", "channel_id": channel, "id": id.to_string() }));
        if message.ephemeral_to.is_none() {
            let guild = self.channels.get(&message.channel).and_then(|channel| channel.guild);
            let mut body = json!({ "id": id.to_string(), "channel_id": channel });
            if let Some(guild) = guild {
                body["guild_id"] = json!(guild.to_string());
            }
            self.dispatch("MESSAGE_DELETE", guild, body);
        }
    }
}

/// Whether the flags request an answer that only the invoker can see.
pub(crate) fn asks_ephemeral(body: &Value) -> bool {
    body["flags"].as_u64().unwrap_or_default() & EPHEMERAL != 0
}
