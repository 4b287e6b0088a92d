//! Interactions: users' actions on the bot until they are answered.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use crate::discord::state::guild::Guild;
use crate::discord::state::objects;
use crate::discord::state::world::World;

/// How long an interaction's token is valid.
const TOKEN_LIFE: Duration = Duration::from_secs(15 * 60);
/// The upload limit in an interaction, as in a server without boosts.
const ATTACHMENT_SIZE_LIMIT: u64 = 10 * 1024 * 1024;

/// Discord's interaction types.
pub(crate) mod interaction_type {
    pub(crate) const COMMAND: u8 = 2;
    pub(crate) const COMPONENT: u8 = 3;
    pub(crate) const AUTOCOMPLETE: u8 = 4;
    pub(crate) const MODAL: u8 = 5;
}

/// The result of an interaction, as seen by the user.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    Message(u64),
    Updated(u64),
    Choices(Vec<(String, Value)>),
    Modal(Value),
}

/// One interaction.
#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    pub(crate) id: u64,
    pub(crate) token: String,
    pub(crate) kind: u8,
    pub(crate) user: u64,
    pub(crate) channel: u64,
    /// The message whose component was used, including through a modal.
    pub(crate) message: Option<u64>,
    /// The command's full name.
    pub(crate) name: String,
    /// The message on which a command was used.
    pub(crate) target: Option<u64>,
    /// The line that the user would have typed; empty for components.
    pub(crate) line: String,
    pub(crate) begun: Instant,
    /// The same on the world's clock, which deadlines use.
    pub(crate) begun_ms: u64,
    /// The callback type with which the bot acknowledged it.
    pub(crate) acknowledged: Option<u64>,
    /// Whether the acknowledgement's response was lost, so that the bot may retry.
    pub(crate) answer_lost: bool,
    /// Whether "The application did not respond" has been shown.
    pub(crate) failed: bool,
    /// The message that `@original` refers to.
    pub(crate) original: Option<u64>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) answered: Option<Instant>,
}

impl Interaction {
    /// Whether the token is still valid for the webhook.
    pub(crate) fn token_lives(&self, now_ms: u64) -> bool {
        self.age(now_ms) < TOKEN_LIFE
    }

    /// How long ago it started.
    pub(crate) fn age(&self, now_ms: u64) -> Duration {
        Duration::from_millis(now_ms.saturating_sub(self.begun_ms))
    }

    /// Sets the result that the user sees, the first time only.
    pub(crate) fn settle(&mut self, outcome: Outcome) {
        if self.outcome.is_none() {
            self.outcome = Some(outcome);
            self.answered = Some(Instant::now());
        }
    }
}

/// All interactions, by id and token.
#[derive(Debug, Default)]
pub(crate) struct Interactions {
    all: BTreeMap<u64, Interaction>,
    by_token: HashMap<String, u64>,
}

impl Interactions {
    pub(crate) fn get(&self, id: &u64) -> Option<&Interaction> {
        self.all.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: &u64) -> Option<&mut Interaction> {
        self.all.get_mut(id)
    }

    pub(crate) fn with_token(&self, token: &str) -> Option<&Interaction> {
        self.all.get(self.by_token.get(token)?)
    }

    /// The number of acknowledged interactions.
    pub(crate) fn acknowledged(&self) -> usize {
        self.all.values().filter(|one| one.acknowledged.is_some()).count()
    }

    fn insert(&mut self, interaction: Interaction) {
        self.by_token.insert(interaction.token.clone(), interaction.id);
        self.all.insert(interaction.id, interaction);
    }
}

/// An interaction to be started.
#[derive(Debug)]
pub(crate) struct NewInteraction {
    pub(crate) kind: u8,
    pub(crate) user: u64,
    pub(crate) channel: u64,
    pub(crate) message: Option<u64>,
    pub(crate) name: String,
    pub(crate) line: String,
    pub(crate) data: Value,
}

impl World {
    /// Sends INTERACTION_CREATE and stores the interaction.
    pub(crate) fn begin(&mut self, asking: NewInteraction) -> u64 {
        let id = self.clock.id();
        let token = self.token_for(id);
        let mut event = self.interaction_event(id, &token, &asking);
        for pointer in &self.omitted {
            let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
            if let Some(fields) = event.pointer_mut(parent).and_then(Value::as_object_mut) {
                fields.remove(name);
            }
        }
        let guild = self.channels.get(&asking.channel).and_then(|channel| channel.guild);
        let NewInteraction { kind, user, channel, message, name, line, data } = asking;
        let target = data["target_id"].as_str().and_then(|id| id.parse().ok());
        self.interactions.insert(Interaction {
            id,
            token,
            kind,
            user,
            channel,
            message,
            name,
            target,
            line,
            begun: Instant::now(),
            begun_ms: self.clock.now_ms(),
            acknowledged: None,
            answer_lost: false,
            failed: false,
            original: None,
            outcome: None,
            answered: None,
        });
        self.dispatch("INTERACTION_CREATE", guild, event);
        id
    }

    fn interaction_event(&self, id: u64, token: &str, asking: &NewInteraction) -> Value {
        let mut event = json!({
            "id": id.to_string(),
            "application_id": self.application.to_string(),
            "type": asking.kind,
            "token": token,
            "version": 1,
            "data": asking.data,
            "channel_id": asking.channel.to_string(),
            "app_permissions": self.permissions(asking.channel, self.bot).to_string(),
            "locale": self.accounts.get(&asking.user).map(|user| user.locale.as_str()),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self.integration_owners(asking.channel, asking.user),
            "attachment_size_limit": ATTACHMENT_SIZE_LIMIT,
        });
        if let Some(channel) = self.channels.get(&asking.channel) {
            event["channel"] = objects::channel_for(self, channel, asking.user);
        }
        match self.guild_of(asking.channel) {
            Some(guild) => {
                event["context"] = json!(0);
                event["guild_id"] = json!(guild.id.to_string());
                event["guild_locale"] = json!(guild.locale);
                event["guild"] =
                    json!({ "id": guild.id.to_string(), "locale": guild.locale, "features": [] });
                if let Some(member) = guild.members.get(&asking.user) {
                    let mut member = objects::member(self, member, true);
                    let permissions = self.permissions(asking.channel, asking.user);
                    member["permissions"] = json!(permissions.to_string());
                    event["member"] = member;
                }
            }
            None => {
                event["context"] = json!(1);
                event["user"] = objects::user_of(self, asking.user);
            }
        }
        if let Some(message) = asking.message.and_then(|id| self.messages.get(&id)) {
            event["message"] = message.body.clone();
        }
        event
    }

    /// Who installed the application: the server (or "0" for direct messages with the bot) and the
    /// user.
    pub(crate) fn integration_owners(&self, channel: u64, user: u64) -> Value {
        let mut owners = json!({});
        match self.guild_of(channel) {
            Some(guild) if self.bot_in(guild.id) => owners["0"] = json!(guild.id.to_string()),
            Some(_) => {}
            None => owners["0"] = json!("0"),
        }
        if self.accounts.get(&user).is_some_and(|account| account.installed) {
            owners["1"] = json!(user.to_string());
        }
        owners
    }

    pub(crate) fn guild_of(&self, channel: u64) -> Option<&Guild> {
        self.guilds.get(&self.channels.get(&channel)?.guild?)
    }

    /// The `resolved` objects for the ids in an interaction.
    pub(crate) fn resolve(&self, ids: &ResolvedIds, channel: u64, user: u64) -> Option<Value> {
        let mut resolved = Map::new();
        let mut put = |field: &str, id: u64, value: Value| {
            let map = resolved.entry(field).or_insert_with(|| json!({}));
            map[id.to_string()] = value;
        };
        let guild = self.guild_of(channel);
        for id in &ids.users {
            put("users", *id, objects::user_of(self, *id));
            if let Some(member) = guild.and_then(|guild| guild.members.get(id)) {
                let mut body = objects::member(self, member, false);
                body["permissions"] = json!(self.permissions(channel, *id).to_string());
                put("members", *id, body);
            }
        }
        for id in &ids.roles {
            if let Some(role) = guild.and_then(|guild| guild.roles.get(id)) {
                put("roles", *id, objects::role(role));
            }
        }
        for id in &ids.channels {
            if let Some(found) = self.channels.get(id) {
                put("channels", *id, objects::channel_for(self, found, user));
            }
        }
        for id in &ids.messages {
            if let Some(found) = self.messages.get(id) {
                put("messages", *id, found.body.clone());
            }
        }
        for (id, object) in &ids.attachments {
            put("attachments", *id, object.clone());
        }
        (!resolved.is_empty()).then_some(Value::Object(resolved))
    }
}

/// The ids in an interaction's values.
#[derive(Debug, Default)]
pub(crate) struct ResolvedIds {
    pub(crate) users: Vec<u64>,
    pub(crate) roles: Vec<u64>,
    pub(crate) channels: Vec<u64>,
    pub(crate) messages: Vec<u64>,
    pub(crate) attachments: Vec<(u64, Value)>,
}
