//! Acting as a member: typing commands, pressing buttons, choosing from menus, and waiting for
//! what the bot answers.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::discord::interaction::{Asking, Outcome, asking};
use crate::discord::limits::list;
use crate::discord::options::Place;
use crate::discord::typed::{self, Found};
use crate::discord::world::World;
use crate::discord::{Discord, components, permissions, reading};

/// How long a deferred answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came of an action, as the person sees it.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A new message.
    Message {
        /// Its id.
        id: u64,
        /// The message object.
        body: Value,
        /// Only the person sees it.
        ephemeral: bool,
        /// From the event sent to the callback received.
        took: Duration,
    },
    /// The message acted on has changed.
    Updated {
        /// Its id.
        id: u64,
        /// The message object.
        body: Value,
        /// From the event sent to the callback received.
        took: Duration,
    },
    /// Suggestions.
    Choices(Vec<(String, Value)>),
    /// A form to fill in.
    Modal(Value),
    /// Discord's client let nothing go out, for this reason.
    Refused(String),
    /// "The application did not respond."
    Failed,
}

impl Answer {
    /// The answer in plain lines.
    pub fn text(&self) -> String {
        match self {
            Answer::Message { body, .. } | Answer::Updated { body, .. } => reading::text(body),
            Answer::Choices(choices) => {
                choices.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("\n")
            }
            Answer::Modal(modal) => modal["title"].as_str().unwrap_or_default().to_owned(),
            Answer::Refused(reason) => format!("refused: {reason}"),
            Answer::Failed => "The application did not respond".to_owned(),
        }
    }

    /// Whether only the person sees it.
    pub fn ephemeral(&self) -> bool {
        matches!(self, Answer::Message { ephemeral: true, .. })
    }

    /// The message object, if it is one.
    pub fn body(&self) -> Option<&Value> {
        match self {
            Answer::Message { body, .. } | Answer::Updated { body, .. } => Some(body),
            _ => None,
        }
    }

    /// How long the first response took, if there was one.
    pub fn took(&self) -> Option<Duration> {
        match self {
            Answer::Message { took, .. } | Answer::Updated { took, .. } => Some(*took),
            _ => None,
        }
    }

    /// As the page reads it.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Answer::Message { id, body, ephemeral, .. } => json!({
                "kind": "message", "id": id.to_string(), "message": body, "ephemeral": ephemeral,
            }),
            Answer::Updated { id, body, .. } => {
                json!({ "kind": "updated", "id": id.to_string(), "message": body })
            }
            Answer::Choices(choices) => {
                let choices: Vec<Value> = choices
                    .iter()
                    .map(|(name, value)| json!({ "name": name, "value": value }))
                    .collect();
                json!({ "kind": "choices", "choices": choices })
            }
            Answer::Modal(modal) => json!({ "kind": "modal", "modal": modal }),
            Answer::Refused(reason) => json!({ "kind": "refused", "text": reason }),
            Answer::Failed => json!({ "kind": "failed", "text": self.text() }),
        }
    }
}

impl Discord {
    /// Types a line such as `/search query:diffusion models`.
    pub async fn command(&self, user: u64, channel: u64, text: &str) -> Answer {
        let line = text.trim().trim_start_matches('/').to_owned();
        let parsed = self.read(|world| {
            let (found, rest) = typed::find(&world.commands, &line)?;
            let options = typed::options(&found, rest)?;
            Ok::<_, String>((found, options))
        });
        match parsed {
            Ok((found, options)) => self.run(user, channel, &found, &options, text).await,
            Err(reason) => Answer::Refused(reason),
        }
    }

    /// Runs a command with its options by name.
    pub async fn invoke(
        &self,
        user: u64,
        channel: u64,
        command: &str,
        options: Map<String, Value>,
    ) -> Answer {
        let found = self.read(|world| typed::find(&world.commands, command).map(|found| found.0));
        match found {
            Ok(found) => {
                let typed = |(name, value): (&String, &Value)| {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    format!(" {name}:{value}")
                };
                let line = format!("/{command}{}", options.iter().map(typed).collect::<String>());
                self.run(user, channel, &found, &options, &line).await
            }
            Err(reason) => Answer::Refused(reason),
        }
    }

    async fn run(
        &self,
        user: u64,
        channel: u64,
        found: &Found,
        options: &Map<String, Value>,
        line: &str,
    ) -> Answer {
        let begun = self.change(|world| {
            may_use(world, user, channel, &found.command)?;
            let data = world.command_data(Place { user, channel }, found, options, None)?;
            let (name, line) = (found.full_name(), line.to_owned());
            let kind = asking::COMMAND;
            Ok(world.begin(Asking { kind, user, channel, message: None, name, line, data }))
        });
        self.outcome(begun).await
    }

    /// What an option being typed could become.
    pub async fn autocomplete(
        &self,
        user: u64,
        channel: u64,
        command: &str,
        options: Map<String, Value>,
        focused: &str,
    ) -> Vec<(String, Value)> {
        let begun = self.change(|world| {
            let found = typed::find(&world.commands, command)?.0;
            let place = Place { user, channel };
            let data = world.command_data(place, &found, &options, Some(focused))?;
            let (name, line) = (found.full_name(), String::new());
            let kind = asking::AUTOCOMPLETE;
            Ok(world.begin(Asking { kind, user, channel, message: None, name, line, data }))
        });
        match self.outcome(begun).await {
            Answer::Choices(choices) => choices,
            _ => Vec::new(),
        }
    }

    /// Presses a button.
    pub async fn press(&self, user: u64, message: u64, custom_id: &str) -> Answer {
        self.use_component(user, message, custom_id, &[]).await
    }

    /// Chooses from a menu.
    pub async fn select(
        &self,
        user: u64,
        message: u64,
        custom_id: &str,
        values: &[&str],
    ) -> Answer {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        self.use_component(user, message, custom_id, &values).await
    }

    pub(crate) async fn use_component(
        &self,
        user: u64,
        message: u64,
        custom_id: &str,
        values: &[String],
    ) -> Answer {
        let begun = self.change(|world| {
            let found = world.messages.get(&message).ok_or("there is no such message")?;
            if found.ephemeral_to.is_some_and(|only| only != user) {
                return Err("this person does not see the message".to_owned());
            }
            let component = components::find(&found.body, custom_id)
                .ok_or_else(|| format!("no component {custom_id} stands in the message"))?;
            if component["disabled"] == true {
                return Err(format!("{custom_id} is disabled"));
            }
            let kind = component["type"].as_u64().unwrap_or_default();
            let offered = |value: &String| {
                list(component, "options").iter().any(|option| option["value"] == value.as_str())
            };
            if kind == 3 && (values.is_empty() || !values.iter().all(offered)) {
                return Err(format!("{custom_id} does not offer {}", values.join(", ")));
            }
            let mut data = json!({ "custom_id": custom_id, "component_type": kind, "id": 1 });
            if kind != 2 {
                data["values"] = json!(values);
            }
            let (channel, kind) = (found.channel, asking::COMPONENT);
            let (name, line) = (String::new(), String::new());
            Ok(world.begin(Asking {
                kind,
                user,
                channel,
                message: Some(message),
                name,
                line,
                data,
            }))
        });
        self.outcome(begun).await
    }

    /// Waits for what the person sees.
    async fn outcome(&self, begun: Result<u64, String>) -> Answer {
        let id = match begun {
            Ok(id) => id,
            Err(reason) => return Answer::Refused(reason),
        };
        let acknowledged = |world: &World| {
            let found = world.interactions.get(&id)?;
            (found.acknowledged.is_some() || found.outcome.is_some()).then_some(())
        };
        if self.until(self.options().interaction_deadline, acknowledged).await.is_none() {
            self.change(|world| give_up(world, id));
            return Answer::Failed;
        }
        let settled = |world: &World| {
            let found = world.interactions.get(&id)?;
            let outcome = found.outcome.clone()?;
            let took = found.answered?.duration_since(found.begun);
            let body = |message: u64| world.messages.get(&message).map(|found| found.body.clone());
            Some(match outcome {
                Outcome::Message(message) => Answer::Message {
                    id: message,
                    body: body(message)?,
                    ephemeral: world.messages.get(&message)?.ephemeral_to.is_some(),
                    took,
                },
                Outcome::Updated(message) => {
                    Answer::Updated { id: message, body: body(message)?, took }
                }
                Outcome::Choices(choices) => Answer::Choices(choices),
                Outcome::Modal(modal) => Answer::Modal(modal),
            })
        };
        match self.until(PATIENCE, settled).await {
            Some(answer) => answer,
            None => {
                self.change(|world| give_up(world, id));
                Answer::Failed
            }
        }
    }
}

fn give_up(world: &mut World, id: u64) {
    let Some(found) = world.interactions.get_mut(&id) else { return };
    found.failed = true;
    let event = json!({
        "type": "failed",
        "channel_id": found.channel.to_string(),
        "interaction_id": id.to_string(),
        "user_id": found.user.to_string(),
        "text": found.line,
        "reason": "The application did not respond",
    });
    world.tell_page(event);
}

/// What Discord's client hides: commands for others, and those of servers in direct messages.
fn may_use(world: &World, user: u64, channel: u64, command: &Value) -> Result<(), String> {
    let own = world.permissions(channel, user);
    if own & permissions::VIEW_CHANNEL == 0 {
        return Err("this person does not see the channel".to_owned());
    }
    let wanted = command["default_member_permissions"].as_str().and_then(|bits| bits.parse().ok());
    let wanted: u64 = wanted.unwrap_or(0);
    let in_server = world.server_of(channel).is_some();
    if in_server && own & wanted != wanted {
        return Err("this person may not use the command".to_owned());
    }
    let context = if in_server { 0 } else { 1 };
    let contexts = list(command, "contexts");
    if !contexts.is_empty() && !contexts.iter().any(|one| *one == json!(context)) {
        return Err("the command does not exist here".to_owned());
    }
    Ok(())
}
