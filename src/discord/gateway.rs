//! The gateway: Discord's events, as the few that this bot acts on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use commands::{Asked, Input, Permissions};
use domain::{ChannelId, GuildId, UserId};
use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::all as discord;
use serenity::all::{CommandDataOption, CommandDataOptionValue, ComponentInteractionDataKind};
use serenity::async_trait;
use serenity::client::{Client, Context, RawEventHandler};
use tokio::sync::mpsc;

use super::{DiscordError, Rest};
use crate::clock::Clock;
use crate::config::Secret;

/// What Discord told us.
#[derive(Clone, Debug)]
pub enum Event {
    /// The session stands; servers follow.
    Connected,
    /// A server we are in, at the start or because we were added.
    ServerSeen(GuildId, String),
    /// We were removed from a server; an outage is not reported here.
    ServerLeft(GuildId),
    /// Somebody typed or pressed something.
    Asked(Box<Interaction>),
}

/// Something asked, with what its answer needs.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// Its number.
    pub id: u64,
    /// Lets us answer it; a secret, though it lives for 15 minutes only.
    pub token: Secret,
    /// When we received it.
    pub at: Timestamp,
    /// The question.
    pub asked: Asked,
}

/// A connection to the gateway.
pub struct Gateway {
    client: Client,
}

impl Gateway {
    /// Prepares a connection that sends events to `events`. Nothing is connected yet.
    ///
    /// # Errors
    /// When Discord does not say where its gateway is, or the token is wrong.
    pub async fn new(
        rest: &Rest,
        clock: Clock,
        events: mpsc::Sender<Event>,
    ) -> Result<Gateway, DiscordError> {
        let url = rest.gateway_url().await?;
        let handler = Handler { clock, events, unknown: AtomicU64::new(0) };
        let http = rest.http();
        let token = http.token().to_owned();
        // Servers and their channels; interactions come without any intent.
        let client = Client::builder(token, discord::GatewayIntents::GUILDS)
            .raw_event_handler(handler)
            .await
            .map_err(DiscordError::from_serenity)?;
        // The library asked on its own and falls back to the real gateway when it gets no
        // answer: what we were told ourselves stands instead.
        *client.ws_url.lock().await = url;
        Ok(Gateway { client })
    }

    /// Connects and stays connected, resuming as needed, until [`Gateway::closer`] is used or
    /// Discord refuses for good.
    ///
    /// # Errors
    /// A wrong token, or intents that Discord does not grant.
    pub async fn run(&mut self) -> Result<(), DiscordError> {
        match self.client.start().await {
            Ok(()) => Ok(()),
            Err(serenity::Error::Gateway(
                serenity::gateway::GatewayError::InvalidAuthentication,
            )) => Err(DiscordError::Unauthorized),
            Err(error) => Err(DiscordError::from_serenity(error)),
        }
    }

    /// Closes the connection from another task.
    pub fn closer(&self) -> Arc<discord::ShardManager> {
        self.client.shard_manager.clone()
    }
}

struct Handler {
    clock: Clock,
    events: mpsc::Sender<Event>,
    unknown: AtomicU64,
}

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: discord::Event) {
        let event = match event {
            discord::Event::Ready(_) | discord::Event::Resumed(_) => Event::Connected,
            discord::Event::GuildCreate(event) => {
                Event::ServerSeen(GuildId(event.guild.id.get()), event.guild.name)
            }
            discord::Event::GuildDelete(event) if !event.guild.unavailable => {
                Event::ServerLeft(GuildId(event.guild.id.get()))
            }
            discord::Event::InteractionCreate(event) => {
                match interaction(&event.interaction, self.clock.now()) {
                    Some(interaction) => Event::Asked(Box::new(interaction)),
                    None => return,
                }
            }
            discord::Event::Unknown(event) if matters(&event.kind) => {
                // An event we act on but cannot read would make us silently deaf to it.
                let count = self.unknown.fetch_add(1, Ordering::Relaxed) + 1;
                tracing::warn!(kind = %event.kind, count, "an event from Discord is unreadable");
                return;
            }
            _ => return,
        };
        // The loop ends before the connection does; then there is nobody left to tell.
        let _ = self.events.send(event).await;
    }
}

fn matters(kind: &str) -> bool {
    matches!(kind, "INTERACTION_CREATE" | "GUILD_CREATE" | "GUILD_DELETE" | "READY")
}

fn interaction(interaction: &discord::Interaction, at: Timestamp) -> Option<Interaction> {
    let (guild, channel, user, permissions, input) = match interaction {
        discord::Interaction::Command(command) => {
            let (name, options, _) = flatten(&command.data.name, &command.data.options);
            let input = Input::Command(name, options);
            (command.guild_id, command.channel_id, command.user.id, command.app_permissions, input)
        }
        discord::Interaction::Autocomplete(command) => {
            let (name, options, focused) = flatten(&command.data.name, &command.data.options);
            let input = Input::Typing(name, options, focused?);
            (command.guild_id, command.channel_id, command.user.id, command.app_permissions, input)
        }
        discord::Interaction::Component(press) => {
            let values = match &press.data.kind {
                ComponentInteractionDataKind::StringSelect { values } => values.clone(),
                _ => Vec::new(),
            };
            let input = Input::Press(press.data.custom_id.clone(), values);
            (press.guild_id, press.channel_id, press.user.id, press.app_permissions, input)
        }
        _ => return None,
    };
    Some(Interaction {
        id: interaction.id().get(),
        token: Secret::new(interaction.token()),
        at,
        asked: Asked {
            user: UserId(user.get()),
            guild: guild.map(|guild| GuildId(guild.get())),
            channel: ChannelId(channel.get()),
            app_permissions: Permissions(permissions.unwrap_or_default().bits()),
            input,
        },
    })
}

/// `subscription` with the option `add` becomes `subscription add`; the name of the option that
/// is being typed comes third.
fn flatten(
    name: &str,
    options: &[CommandDataOption],
) -> (String, BTreeMap<String, Value>, Option<String>) {
    let (mut name, mut options) = (name.to_owned(), options);
    while let [CommandDataOption { name: sub, value, .. }] = options
        && let CommandDataOptionValue::SubCommand(inner)
        | CommandDataOptionValue::SubCommandGroup(inner) = value
    {
        name = format!("{name} {sub}");
        options = inner;
    }
    let mut focused = None;
    let values = options
        .iter()
        .filter_map(|option| {
            let value = match &option.value {
                CommandDataOptionValue::Autocomplete { value, .. } => {
                    focused = Some(option.name.clone());
                    json!(value)
                }
                CommandDataOptionValue::Boolean(value) => json!(value),
                CommandDataOptionValue::Integer(value) => json!(value),
                CommandDataOptionValue::Number(value) => json!(value),
                CommandDataOptionValue::String(value) => json!(value),
                CommandDataOptionValue::Channel(id) => json!(id.get().to_string()),
                _ => return None,
            };
            Some((option.name.clone(), value))
        })
        .collect();
    (name, values, focused)
}
