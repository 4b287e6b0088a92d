//! The gateway: Discord's events, as the few that this bot acts on.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use commands::{Asked, Input, Permissions};
use domain::{ChannelId, GuildId, UserId};
use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::all as discord;
use serenity::all::{CommandDataOption, CommandDataOptionValue, ComponentInteractionDataKind};
use serenity::async_trait;
use serenity::client::{Client, Context, RawEventHandler};
use serenity::gateway::GatewayError;
use tokio::sync::mpsc;

use super::{DiscordError, Rest};
use crate::clock::Clock;
use crate::config::Secret;

/// How long a deaf connection may take to close; the library itself waits 5 s for it.
const CLOSING: Duration = Duration::from_secs(6);

/// What Discord told us.
#[derive(Clone, Debug)]
pub enum Event {
    /// A new session stands; these are all the servers we are in.
    Connected(Vec<GuildId>),
    /// A server we are in, at the start or because we were added.
    ServerSeen(GuildId, String),
    /// We were removed from a server; an outage is not reported here.
    ServerLeft(GuildId),
    /// Channels, threads or roles of a server changed: what was forbidden may be allowed now.
    AccessChanged(GuildId),
    /// A channel is gone.
    ChannelDeleted(GuildId, ChannelId),
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
    alive: Arc<Mutex<Instant>>,
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
        let alive = Arc::new(Mutex::new(Instant::now()));
        let handler = Handler { clock, events, unknown: AtomicU64::new(0), alive: alive.clone() };
        // Servers and their channels; interactions come without any intent.
        let client = Client::builder(rest.token().expose(), discord::GatewayIntents::GUILDS)
            .raw_event_handler(handler)
            .await
            .map_err(|_| DiscordError::Unauthorized)?;
        // The library asked on its own and falls back to the real gateway when it gets no
        // answer: what we were told ourselves stands instead.
        *client.ws_url.lock().await = url;
        Ok(Gateway { client, alive })
    }

    /// Connects and stays connected, resuming as needed, until [`Gateway::closer`] is used or
    /// Discord refuses for good. A connection without a sign of life for `deaf_after` is given
    /// up: the library does not notice every way in which one dies.
    ///
    /// # Errors
    /// A wrong token, or intents that Discord does not grant; [`DiscordError::Ambiguous`] when
    /// connecting anew may help.
    pub async fn run(&mut self, deaf_after: Duration) -> Result<(), DiscordError> {
        let watchdog = watch(self.client.shard_manager.clone(), self.alive.clone(), deaf_after);
        let ended = tokio::select! {
            ended = self.client.start() => ended,
            silent = watchdog => {
                tracing::warn!(?silent, "the gateway is deaf");
                // What is left of it is told to end. It may be stuck: nobody waits for long.
                let closing = self.client.shard_manager.shutdown_all();
                let _ = tokio::time::timeout(CLOSING, closing).await;
                return Err(DiscordError::Ambiguous("the gateway was silent"));
            }
        };
        match ended {
            Ok(()) => Ok(()),
            Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => {
                Err(DiscordError::Unauthorized)
            }
            Err(serenity::Error::Gateway(
                GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents,
            )) => Err(DiscordError::Refused {
                status: 400,
                code: 4014,
                fields: vec!["intents".into()],
            }),
            Err(_) => Err(DiscordError::Ambiguous("the gateway broke off")),
        }
    }

    /// Closes the connection from another task.
    pub fn closer(&self) -> Arc<discord::ShardManager> {
        self.client.shard_manager.clone()
    }
}

/// Ends when there was no sign of life for too long: no event, and no heartbeat answered, which
/// shows as a latency measured anew. Returns how long.
async fn watch(
    shards: Arc<discord::ShardManager>,
    alive: Arc<Mutex<Instant>>,
    deaf_after: Duration,
) -> Duration {
    let mut latencies = HashMap::new();
    loop {
        tokio::time::sleep(deaf_after / 8).await;
        for (shard, info) in shards.runners.lock().await.iter() {
            if latencies.insert(*shard, info.latency) != Some(info.latency) {
                touch(&alive);
            }
        }
        let last = *alive.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() > deaf_after {
            return last.elapsed();
        }
    }
}

fn touch(alive: &Mutex<Instant>) {
    *alive.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
}

struct Handler {
    clock: Clock,
    events: mpsc::Sender<Event>,
    unknown: AtomicU64,
    alive: Arc<Mutex<Instant>>,
}

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: discord::Event) {
        touch(&self.alive);
        let server = |id: discord::GuildId| GuildId(id.get());
        let event = match event {
            discord::Event::Ready(event) => {
                Event::Connected(event.ready.guilds.iter().map(|guild| server(guild.id)).collect())
            }
            discord::Event::ChannelCreate(event) => {
                Event::AccessChanged(server(event.channel.guild_id))
            }
            discord::Event::ChannelUpdate(event) => {
                Event::AccessChanged(server(event.channel.guild_id))
            }
            discord::Event::ThreadUpdate(event) => {
                Event::AccessChanged(server(event.thread.guild_id))
            }
            discord::Event::GuildUpdate(event) => Event::AccessChanged(server(event.guild.id)),
            discord::Event::GuildRoleUpdate(event) => {
                Event::AccessChanged(server(event.role.guild_id))
            }
            discord::Event::GuildMemberUpdate(event) => {
                Event::AccessChanged(server(event.guild_id))
            }
            discord::Event::ChannelDelete(event) => {
                let channel = &event.channel;
                Event::ChannelDeleted(server(channel.guild_id), ChannelId(channel.id.get()))
            }
            discord::Event::ThreadDelete(event) => {
                let thread = &event.thread;
                Event::ChannelDeleted(server(thread.guild_id), ChannelId(thread.id.get()))
            }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            prop_oneof!["\\PC{0,12}", Just("175928847299117063".to_owned())].prop_map(Value::from),
        ];
        let keys = "name|type|value|options|focused|values|custom_id|component_type|id|resolved";
        leaf.prop_recursive(4, 24, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(keys, inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    /// An interaction that is right but for its data.
    fn event(kind: u64, data: Value) -> Value {
        json!({
            "id": "1", "application_id": "2", "type": kind, "token": "t", "version": 1,
            "channel_id": "3", "guild_id": "4", "locale": "en-US", "entitlements": [],
            "app_permissions": "0", "attachment_size_limit": 1, "data": data,
            "authorizing_integration_owners": {},
            "user": { "id": "5", "username": "ada", "discriminator": "0", "avatar": null },
        })
    }

    proptest! {
        #[test]
        fn no_interaction_panics(kind in 0_u64..7, data in any_json()) {
            if let Ok(read) = serde_json::from_value::<discord::Interaction>(event(kind, data)) {
                let _ = interaction(&read, Timestamp::UNIX_EPOCH);
            }
        }
    }

    #[test]
    fn a_command_of_two_words_is_read_with_its_options() {
        let data = json!({ "id": "6", "name": "subscription", "type": 1, "options": [
            { "name": "add", "type": 1, "options": [
                { "name": "topics", "type": 3, "value": "agents" },
                { "name": "max_papers", "type": 4, "value": 7 },
            ] },
        ] });
        let read = serde_json::from_value(event(2, data)).expect("an interaction");
        let found = interaction(&read, Timestamp::UNIX_EPOCH).expect("a question");
        let options = BTreeMap::from([
            ("max_papers".to_owned(), json!(7)),
            ("topics".to_owned(), json!("agents")),
        ]);
        let expected = Input::Command("subscription add".to_owned(), options);
        assert_eq!((found.id, found.asked.input), (1, expected));
    }
}
