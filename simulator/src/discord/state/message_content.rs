//! The parts of a message object: content, mentions, and what it responds or replies to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::discord::state::mentions::{Mentions, pinging_text};
use crate::discord::state::message::Draft;
use crate::discord::state::normalize::{self, Filling};
use crate::discord::state::objects;
use crate::discord::state::permissions::MENTION_EVERYONE;
use crate::discord::state::world::World;
use crate::discord::validate::list;

impl World {
    /// Copies content, embeds, components and mentions of `from` to the message object.
    pub(super) fn fill(&mut self, body: &mut Value, channel: u64, from: &Value) {
        let content = from["content"].as_str().unwrap_or_default().trim();
        let files: BTreeMap<String, Value> = list(body, "attachments")
            .iter()
            .filter_map(|file| Some((file["filename"].as_str()?.to_owned(), file.clone())))
            .collect();
        let mut filling = Filling::new(&files, self.clock.id());
        body["components"] = filling.all(list(from, "components"));
        body["embeds"] =
            list(from, "embeds").iter().map(|embed| normalize::embed(embed, &files)).collect();
        body["content"] = json!(content);

        let found = Mentions::found_in(&pinging_text(body));
        if !found.is_empty() && !from["allowed_mentions"].is_object() {
            let channel = self.channels.get(&channel).map_or("", |channel| channel.name.as_str());
            self.violation(format!("a message in #{channel} may ping: no allowed_mentions"));
        }
        let mentions = found.allowed_by(&from["allowed_mentions"]);
        let may_all = self.permissions(channel, self.bot) & MENTION_EVERYONE != 0;
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let roles = guild.and_then(|guild| self.guilds.get(&guild)).map(|guild| &guild.roles);
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
            .map(objects::user)
            .collect();
    }

    /// Marks a message as a response to an interaction.
    pub(super) fn mark_as_answer(&self, body: &mut Value, interaction: u64) {
        let Some(found) = self.interactions.get(&interaction) else { return };
        body["application_id"] = json!(self.application.to_string());
        body["webhook_id"] = json!(self.application.to_string());
        let user = objects::user_of(self, found.user);
        let owners = self.integration_owners(found.channel, found.user);
        let mut metadata = json!({
            "id": interaction.to_string(),
            "type": found.kind,
            "user": user,
            "authorizing_integration_owners": owners,
        });
        match (found.kind, found.message) {
            (2, _) => {
                // 20 is a response to a slash command, 23 to a command used on a message.
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

    /// A reply references the original message.
    pub(super) fn refer(&self, body: &mut Value, draft: &Draft<'_>) {
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
