//! The gateway: Discord's events, as the few that this bot acts on.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use commands::{Asked, Input, Permissions};
use domain::{ChannelId, GuildId, UserId};
use futures_util::StreamExt;
use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::all as discord;
use serenity::all::{CommandDataOption, CommandDataOptionValue, ComponentInteractionDataKind};
use serenity::async_trait;
use serenity::client::{Context, RawEventHandler};
use serenity::gateway::{GatewayError, ShardManager, ShardManagerOptions};
use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};

use super::{DiscordError, Rest};
use crate::clock::Clock;
use crate::config::Secret;

/// How long a connection may take to close when we are told to stop.
const CLOSING: Duration = Duration::from_secs(1);

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

/// A connection to the gateway, to be made.
pub struct Gateway {
    url: String,
    token: Secret,
    clock: Clock,
    events: mpsc::Sender<Event>,
}

/// Where the connection runs: a runtime of its own. After a close frame without a code the
/// library reads in circles until its next heartbeat and yields to nobody, so that it must not
/// share a thread with anything of ours, nor hold the end of the process.
struct Apart(Option<Runtime>);

impl Drop for Apart {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Gateway {
    /// Asks where the gateway is. Nothing is connected yet; events will go to `events`.
    ///
    /// # Errors
    /// When Discord does not say where its gateway is, or the token is wrong.
    pub async fn new(
        rest: &Rest,
        clock: Clock,
        events: mpsc::Sender<Event>,
    ) -> Result<Gateway, DiscordError> {
        let url = rest.gateway_url().await?;
        Ok(Gateway { url, token: rest.token().clone(), clock, events })
    }

    /// Connects and stays connected, resuming as needed, until `stop` is done or Discord refuses
    /// for good. A connection without a sign of life for `deaf_after` is given up: the library
    /// does not notice every way in which one dies.
    ///
    /// # Errors
    /// A wrong token, or intents that Discord does not grant; [`DiscordError::Ambiguous`] when
    /// connecting anew may help.
    pub async fn run(
        &self,
        deaf_after: Duration,
        stop: impl Future<Output = ()>,
    ) -> Result<(), DiscordError> {
        let alive = Arc::new(Mutex::new(Instant::now()));
        let handler = Handler {
            clock: self.clock,
            events: self.events.clone(),
            unknown: AtomicU64::new(0),
            alive: alive.clone(),
        };
        let (url, token) = (self.url.clone(), self.token.clone());
        let (sender, begun) = oneshot::channel();
        let connect = async move {
            // Not by the library's client: that asks the real Discord for the gateway, whatever
            // address it is given, and falls back to it.
            let (manager, mut ended) = ShardManager::new(ShardManagerOptions {
                data: Arc::default(),
                event_handlers: Vec::new(),
                raw_event_handlers: vec![Arc::new(handler)],
                shard_index: 0,
                shard_init: 0,
                shard_total: 0,
                ws_url: Arc::new(tokio::sync::Mutex::new(url)),
                // It holds the token; nothing is ever sent through it.
                http: Arc::new(discord::Http::new(token.expose())),
                // Servers and their channels; interactions come without any intent.
                intents: discord::GatewayIntents::GUILDS,
                presence: None,
            });
            manager.set_shards(0, 1, 1).await;
            manager.initialize()?;
            // Nobody to tell it to means that the connection is not wanted any more.
            let _ = sender.send(manager.clone());
            let ended = ended.next().await.unwrap_or(Ok(()));
            ended.map_err(serenity::Error::Gateway)
        };
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).thread_name("gateway").enable_all().build();
        let runtime = runtime.map_err(|_| DiscordError::Ambiguous("no thread for the gateway"))?;
        let running = runtime.spawn(connect);
        let _apart = Apart(Some(runtime));
        let Ok(shards) = begun.await else { return Err(DiscordError::Unauthorized) };
        tokio::select! {
            ended = running => match ended {
                Ok(ended) => sort(ended),
                Err(_) => Err(DiscordError::Ambiguous("the gateway panicked")),
            },
            silent = watch(shards.clone(), alive, deaf_after) => {
                tracing::warn!(?silent, "the gateway is deaf");
                Err(DiscordError::Ambiguous("the gateway was silent"))
            }
            () = stop => {
                // Closing may hang while the library reconnects: it gets a moment, no more.
                let _ = tokio::time::timeout(CLOSING, shards.shutdown_all()).await;
                Ok(())
            }
        }
    }
}

fn sort(ended: Result<(), serenity::Error>) -> Result<(), DiscordError> {
    match ended {
        Ok(()) => Ok(()),
        Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => {
            Err(DiscordError::Unauthorized)
        }
        Err(serenity::Error::Gateway(
            GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents,
        )) => {
            Err(DiscordError::Refused { status: 400, code: 4014, fields: vec!["intents".into()] })
        }
        Err(_) => Err(DiscordError::Ambiguous("the gateway broke off")),
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
        // Whoever holds the list now is alive; there is a next time.
        let Ok(runners) = shards.runners.try_lock() else { continue };
        for (shard, info) in runners.iter() {
            if latencies.insert(*shard, info.latency) != Some(info.latency) {
                touch(&alive);
            }
        }
        drop(runners);
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
    let locale = match interaction {
        discord::Interaction::Command(asked) | discord::Interaction::Autocomplete(asked) => {
            &asked.locale
        }
        discord::Interaction::Component(asked) => &asked.locale,
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
            locale: Some(locale.clone()).filter(|locale| !locale.is_empty()),
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
