//! Messages coming into the world, changing, and leaving it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::discord::components::{self, Filling};
use crate::discord::limits::{
    self, COMPONENTS_V2, EPHEMERAL, HAS_THREAD, LOADING, check_message, list,
};
use crate::discord::mentions::{Mentions, pinging_text};
use crate::discord::nouns::{Message, Stored};
use crate::discord::permissions::MENTION_EVERYONE;
use crate::discord::refusal::Refusal;
use crate::discord::shapes;
use crate::discord::world::World;

const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// A file that came with a multipart body.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// The n of `files[n]`, which `attachments` refers to.
    pub(crate) index: String,
    pub(crate) file: Stored,
}

/// A message about to be posted.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) channel: u64,
    pub(crate) author: u64,
    pub(crate) body: &'a Value,
    pub(crate) uploads: &'a [Upload],
    pub(crate) ephemeral_to: Option<u64>,
    pub(crate) interaction: Option<u64>,
    /// The id it must have (a forum post's first message has the thread's).
    pub(crate) id: Option<u64>,
}

impl World {
    /// Checks a message and posts it; the answer is its id.
    pub(crate) fn post(&mut self, draft: &Draft<'_>) -> Result<u64, Refusal> {
        let names: Vec<_> = draft.uploads.iter().map(|one| one.file.name.clone()).collect();
        check_message(draft.body, &names)?;
        Ok(self.place(draft))
    }

    /// The place held by a deferred answer: "… is thinking".
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
            "author": shapes::user_of(self, draft.author),
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

    /// Says to the gateway and the page that the message is there.
    pub(crate) fn announce(&mut self, id: u64) {
        self.announce_as(id, "MESSAGE_CREATE");
    }

    pub(crate) fn announce_as(&mut self, id: u64, event: &str) {
        let Some(message) = self.messages.get(&id).cloned() else { return };
        let (kind, invoker) = match event {
            "MESSAGE_CREATE" => ("message", self.invoker(&message)),
            _ => ("update", Value::Null),
        };
        self.tell_page(json!({
            "type": kind,
            "channel_id": message.channel.to_string(),
            "message": message.body,
            "ephemeral_to": message.ephemeral_to.map(|id| id.to_string()),
            "invoker": invoker,
        }));
        if message.ephemeral_to.is_none() {
            let server = self.channels.get(&message.channel).and_then(|channel| channel.server);
            self.dispatch(event, server, self.message_event(&message));
        }
    }

    /// The message as an event carries it: with the server and the author's membership.
    pub(crate) fn message_event(&self, message: &Message) -> Value {
        let mut body = message.body.clone();
        let server = self.channels.get(&message.channel).and_then(|channel| channel.server);
        if let Some(server) = server.and_then(|server| self.servers.get(&server)) {
            body["guild_id"] = json!(server.id.to_string());
            if let Some(member) = server.members.get(&message.author) {
                body["member"] = shapes::member(self, member, false);
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

    /// Changes a message. A deferred answer's place becomes the answer by it.
    pub(crate) fn edit(
        &mut self,
        id: u64,
        patch: &Value,
        uploads: &[Upload],
    ) -> Result<(), Refusal> {
        let message = self.messages.get(&id).cloned().ok_or_else(Refusal::unknown_message)?;
        let mut merged = patch.clone();
        if !merged.is_object() {
            return Err(Refusal::bad_json());
        }
        let old_flags = message.body["flags"].as_u64().unwrap_or_default() & !LOADING;
        let flags = match patch["flags"].as_u64() {
            Some(asked) if old_flags & COMPONENTS_V2 != 0 && asked & COMPONENTS_V2 == 0 => {
                // Discord's documentation: "once a message has been sent with this flag, it can't
                // be removed from that message".
                let _ = asked;
                let message = "The IS_COMPONENTS_V2 flag cannot be removed from a message";
                return Err(Refusal::field("flags", "MESSAGE_FLAGS_CANNOT_REMOVE_V2", message));
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
        self.tell_page(json!({ "type": "delete", "channel_id": channel, "id": id.to_string() }));
        if message.ephemeral_to.is_none() {
            let server = self.channels.get(&message.channel).and_then(|channel| channel.server);
            let mut body = json!({ "id": id.to_string(), "channel_id": channel });
            if let Some(server) = server {
                body["guild_id"] = json!(server.to_string());
            }
            self.dispatch("MESSAGE_DELETE", server, body);
        }
    }

    /// Keeps the uploaded files and gives their attachment objects.
    fn store(&mut self, channel: u64, body: &Value, uploads: &[Upload]) -> Vec<Value> {
        let mut objects = Vec::new();
        for upload in uploads {
            let described = list(body, "attachments")
                .iter()
                .find(|one| same_id(&one["id"], &json!(upload.index)));
            let mut object = self.keep_file(channel, upload.file.clone());
            if let Some(text) = described.and_then(|one| one["description"].as_str()) {
                object["description"] = json!(text);
            }
            objects.push(object);
        }
        objects
    }

    /// Keeps one file and gives its attachment object.
    pub(crate) fn keep_file(&mut self, channel: u64, file: Stored) -> Value {
        let id = self.clock.id();
        let name: String = file
            .name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' })
            .collect();
        let url = format!("{}/attachments/{channel}/{id}/{name}", self.address);
        let object = json!({
            "id": id.to_string(),
            "filename": name,
            "size": file.bytes.len(),
            "url": url,
            "proxy_url": url,
            "content_type": file.kind,
        });
        self.files.insert(id, file);
        object
    }

    /// Content, embeds, components and mentions of `from`, put into the message object.
    fn fill(&mut self, body: &mut Value, channel: u64, from: &Value) {
        let content = from["content"].as_str().unwrap_or_default().trim();
        let files: BTreeMap<String, Value> = list(body, "attachments")
            .iter()
            .filter_map(|file| Some((file["filename"].as_str()?.to_owned(), file.clone())))
            .collect();
        let mut filling = Filling::new(&files, self.clock.id());
        body["components"] = filling.all(list(from, "components"));
        body["embeds"] =
            list(from, "embeds").iter().map(|embed| components::embed(embed, &files)).collect();
        body["content"] = json!(content);

        let found = Mentions::found_in(&pinging_text(body));
        if !found.is_empty() && !from["allowed_mentions"].is_object() {
            let channel = self.channels.get(&channel).map_or("", |channel| channel.name.as_str());
            self.violation(format!("a message in #{channel} may ping: no allowed_mentions"));
        }
        let mentions = found.allowed_by(&from["allowed_mentions"]);
        let may_all = self.permissions(channel, self.bot) & MENTION_EVERYONE != 0;
        let server = self.channels.get(&channel).and_then(|channel| channel.server);
        let roles = server.and_then(|server| self.servers.get(&server)).map(|server| &server.roles);
        body["mention_everyone"] = json!(mentions.everyone && may_all);
        body["mention_roles"] = mentions
            .roles
            .iter()
            .filter_map(|id| roles?.get(id))
            .filter(|role| role.mentionable || may_all)
            .map(|role| role.id.to_string())
            .collect();
        body["mentions"] = mentions
            .users
            .iter()
            .filter_map(|id| self.accounts.get(id))
            .map(shapes::user)
            .collect();
    }

    /// Marks a message as an answer to an interaction.
    fn mark_as_answer(&self, body: &mut Value, interaction: u64) {
        let Some(found) = self.interactions.get(&interaction) else { return };
        body["application_id"] = json!(self.application.to_string());
        body["webhook_id"] = json!(self.application.to_string());
        let user = shapes::user_of(self, found.user);
        let owners = self.integration_owners(found.channel);
        let mut metadata = json!({
            "id": interaction.to_string(),
            "type": found.kind,
            "user": user,
            "authorizing_integration_owners": owners,
        });
        match (found.kind, found.message) {
            (2, _) => {
                // 20 answers a slash command, 23 one that was used on a message.
                body["type"] = json!(if found.target.is_some() { 23 } else { 20 });
                if let Some(target) = found.target {
                    metadata["target_message_id"] = json!(target.to_string());
                }
                body["interaction"] = json!({
                    "id": interaction.to_string(), "type": 2, "name": found.name, "user": user,
                });
                metadata["name"] = json!(found.name);
            }
            (3, message) => {
                let message = message.unwrap_or_default().to_string();
                metadata["interacted_message_id"] = json!(message);
            }
            _ => {
                metadata["triggering_interaction_metadata"] = json!({
                    "id": interaction.to_string(),
                    "type": 2,
                    "user": user,
                    "authorizing_integration_owners": owners,
                });
            }
        }
        body["interaction_metadata"] = metadata;
    }

    /// A reply refers to what it answers.
    fn refer(&self, body: &mut Value, draft: &Draft<'_>) {
        let target = draft.body["message_reference"]["message_id"].as_str();
        let Some(target) = target.and_then(|id| id.parse::<u64>().ok()) else { return };
        body["type"] = json!(19);
        body["message_reference"] = json!({
            "type": 0,
            "channel_id": draft.channel.to_string(),
            "message_id": target.to_string(),
        });
        body["referenced_message"] =
            self.messages.get(&target).map_or(Value::Null, |message| message.body.clone());
    }
}

/// Whether two ids are the same, whether written as texts or as numbers.
fn same_id(one: &Value, other: &Value) -> bool {
    let text = |id: &Value| match id {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text(one) == text(other)
}

/// Whether the flags ask for an answer that only the invoker sees.
pub(crate) fn asks_ephemeral(body: &Value) -> bool {
    body["flags"].as_u64().unwrap_or_default() & limits::EPHEMERAL != 0
}
