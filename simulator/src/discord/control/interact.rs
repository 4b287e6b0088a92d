//! Acts as a member: types commands, uses them on messages, presses buttons, selects from menus,
//! and waits for the bot's answers.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::discord::Discord;
use crate::discord::control::answer::Answer;
use crate::discord::control::command_line::{self, ParsedCommand};
use crate::discord::control::command_options::Place;
use crate::discord::state::interaction::{NewInteraction, Outcome, ResolvedIds, interaction_type};
use crate::discord::state::message::Draft;
use crate::discord::state::world::World;
use crate::discord::state::{normalize, permissions};
use crate::discord::validate::list;

/// How long to wait for a deferred answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

impl Discord {
    /// Types a line such as `/search query:diffusion models`.
    pub async fn command(&self, user: u64, channel: u64, text: &str) -> Answer {
        let line = text.trim().trim_start_matches('/').to_owned();
        let parsed = self.read(|world| {
            let (found, rest) = world.find_command(user, channel, &line)?;
            let options = command_line::options(&found, rest)?;
            Ok::<_, String>((found, options))
        });
        match parsed {
            Ok((found, options)) => self.run(user, channel, &found, &options, text).await,
            Err(reason) => Answer::Refused(reason),
        }
    }

    /// Types a line without waiting; returns the interaction's id.
    ///
    /// # Errors
    /// The reason why Discord's client refuses to send it.
    pub fn ask(&self, user: u64, channel: u64, text: &str) -> Result<u64, String> {
        let line = text.trim().trim_start_matches('/').to_owned();
        self.change(|world| {
            let (found, rest) = world.find_command(user, channel, &line)?;
            let options = command_line::options(&found, rest)?;
            check_allowed(world, user, channel, &found.command)?;
            let data = world.command_data(Place { user, channel }, &found, &options, None)?;
            let (name, line, kind) =
                (found.full_name(), text.to_owned(), interaction_type::COMMAND);
            Ok(world.begin(NewInteraction { kind, user, channel, message: None, name, line, data }))
        })
    }

    /// Writes a message as a member and dispatches it.
    ///
    /// # Panics
    /// If Discord would refuse it.
    pub fn write(&self, user: u64, channel: u64, text: &str) -> u64 {
        self.change(|world| {
            let draft = Draft {
                channel,
                author: user,
                body: &json!({ "content": text }),
                uploads: &[],
                ephemeral_to: None,
                interaction: None,
                id: None,
            };
            let id = world.post(&draft).unwrap_or_else(|refusal| panic!("{}", refusal.message));
            world.announce(id);
            id
        })
    }

    /// Runs a command with its options by name.
    pub async fn invoke(
        &self,
        user: u64,
        channel: u64,
        command: &str,
        options: Map<String, Value>,
    ) -> Answer {
        let found =
            self.read(|world| world.find_command(user, channel, command).map(|found| found.0));
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
        found: &ParsedCommand,
        options: &Map<String, Value>,
        line: &str,
    ) -> Answer {
        let begun = self.change(|world| {
            check_allowed(world, user, channel, &found.command)?;
            let data = world.command_data(Place { user, channel }, found, options, None)?;
            let (name, line) = (found.full_name(), line.to_owned());
            let kind = interaction_type::COMMAND;
            Ok(world.begin(NewInteraction { kind, user, channel, message: None, name, line, data }))
        });
        self.outcome(begun).await
    }

    /// The suggestions for an option being typed.
    pub async fn autocomplete(
        &self,
        user: u64,
        channel: u64,
        command: &str,
        options: Map<String, Value>,
        focused: &str,
    ) -> Vec<(String, Value)> {
        let begun = self.change(|world| {
            let found = world.find_command(user, channel, command)?.0;
            let place = Place { user, channel };
            let data = world.command_data(place, &found, &options, Some(focused))?;
            let (name, line) = (found.full_name(), String::new());
            let kind = interaction_type::AUTOCOMPLETE;
            Ok(world.begin(NewInteraction { kind, user, channel, message: None, name, line, data }))
        });
        match self.outcome(begun).await {
            Answer::Choices(choices) => choices,
            _ => Vec::new(),
        }
    }

    /// Uses a command on a message, from its context menu.
    pub async fn message_command(&self, user: u64, name: &str, message: u64) -> Answer {
        let begun = self.change(|world| {
            let found = world.messages.get(&message).filter(|one| one.seen_by(user));
            let channel = found.ok_or("this user can't see the message")?.channel;
            let of_that_name = |one: &&Value| one["type"] == 3 && one["name"] == name;
            let command = world.commands_in(channel).iter().find(of_that_name).cloned();
            let command = command.ok_or_else(|| format!("there is no command “{name}”"))?;
            check_allowed(world, user, channel, &command)?;
            let named = ResolvedIds { messages: vec![message], ..ResolvedIds::default() };
            let data = json!({
                "id": command["id"],
                "name": name,
                "type": 3,
                "target_id": message.to_string(),
                "resolved": world.resolve(&named, channel, user),
            });
            let (kind, name, line) = (interaction_type::COMMAND, name.to_owned(), name.to_owned());
            Ok(world.begin(NewInteraction { kind, user, channel, message: None, name, line, data }))
        });
        self.outcome(begun).await
    }

    /// Presses a button.
    pub async fn press(&self, user: u64, message: u64, custom_id: &str) -> Answer {
        self.use_component(user, message, custom_id, &[]).await
    }

    /// Selects from a menu.
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
            if !found.seen_by(user) {
                return Err("this user can't see the message".to_owned());
            }
            let component = normalize::find(&found.body, custom_id)
                .ok_or_else(|| format!("the message has no component {custom_id}"))?;
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
            let channel = found.channel;
            if kind != 2 {
                data["values"] = json!(values);
                if let Some(resolved) = world.resolve(&named(kind, values), channel, user) {
                    data["resolved"] = resolved;
                }
            }
            let kind = interaction_type::COMPONENT;
            let (name, line) = (String::new(), String::new());
            Ok(world.begin(NewInteraction {
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

    /// Waits for the result that the user sees.
    pub(crate) async fn outcome(&self, begun: Result<u64, String>) -> Answer {
        let id = match begun {
            Ok(id) => id,
            Err(reason) => return Answer::Refused(reason),
        };
        let acknowledged = |world: &World| {
            let found = world.interactions.get(&id)?;
            (found.acknowledged.is_some() || found.outcome.is_some()).then_some(())
        };
        if self.until(self.options().interaction_deadline, acknowledged).await.is_none() {
            self.change(|world| mark_failed(world, id));
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
                Outcome::Modal(form) => Answer::Modal { id, form },
            })
        };
        match self.until(ANSWER_WITHIN, settled).await {
            Some(answer) => answer,
            None => {
                self.change(|world| mark_failed(world, id));
                Answer::Failed
            }
        }
    }
}

/// What a menu of people, roles or channels names.
fn named(kind: u64, values: &[String]) -> ResolvedIds {
    let ids = || values.iter().filter_map(|value| value.parse().ok()).collect();
    match kind {
        5 => ResolvedIds { users: ids(), ..ResolvedIds::default() },
        6 => ResolvedIds { roles: ids(), ..ResolvedIds::default() },
        7 => ResolvedIds { users: ids(), roles: ids(), ..ResolvedIds::default() },
        8 => ResolvedIds { channels: ids(), ..ResolvedIds::default() },
        _ => ResolvedIds::default(),
    }
}

fn mark_failed(world: &mut World, id: u64) {
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
    world.notify_page(event);
}

/// Whether Discord's client hides the command: commands that the member can't use, and server
/// commands in direct messages.
fn check_allowed(world: &World, user: u64, channel: u64, command: &Value) -> Result<(), String> {
    let own = world.permissions(channel, user);
    if own & permissions::VIEW_CHANNEL == 0 {
        return Err("this user can't see the channel".to_owned());
    }
    let wanted = command["default_member_permissions"].as_str().and_then(|bits| bits.parse().ok());
    let wanted: u64 = wanted.unwrap_or(0);
    let in_guild = world.guild_of(channel).is_some();
    let is_granted = world.guild_of(channel).is_some_and(|guild| {
        let member = guild.members.get(&user);
        member.is_some_and(|one| one.roles.iter().any(|role| guild.command_roles.contains(role)))
    });
    if in_guild && own & wanted != wanted && !is_granted {
        return Err("this user isn't allowed to use the command".to_owned());
    }
    // A command is available through the server's installation or the user's own.
    let kinds = list(command, "integration_types");
    let offered = |kind: u64| match kinds {
        [] => kind == 0,
        kinds => kinds.iter().any(|one| *one == json!(kind)),
    };
    let bot_here = world.guild_of(channel).is_none_or(|guild| world.bot_in(guild.id));
    let own = world.accounts.get(&user).is_some_and(|account| account.installed);
    if !(bot_here && offered(0) || own && offered(1)) {
        return Err("the app isn't installed here".to_owned());
    }
    let context = if in_guild { 0 } else { 1 };
    let contexts = list(command, "contexts");
    if !contexts.is_empty() && !contexts.iter().any(|one| *one == json!(context)) {
        return Err("the command doesn't exist here".to_owned());
    }
    Ok(())
}
