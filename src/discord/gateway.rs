//! The gateway: Discord's events, as the few that this bot acts on.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::{ChannelId, GuildId};
use futures_util::StreamExt;
use serde_json::Value;
use serenity::all as discord;
use serenity::async_trait;
use serenity::client::{Context, RawEventHandler};
use serenity::gateway::{GatewayError as GatewayLibraryError, ShardManager, ShardManagerOptions};
use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};

use super::interaction::{self, Interaction, Read, Unreadable};
use super::session::{self, GatewayError, Halt, Sessions, Starts};
use super::{DiscordError, Pulse, Rest};
use crate::clock::Clock;
use crate::config::Secret;

/// How long a connection may take to close when we are told to stop.
const CLOSING: Duration = Duration::from_secs(1);
/// How often sessions are counted.
const LOOK: Duration = Duration::from_millis(500);

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
    /// Somebody did, and it cannot be read.
    AskedUnreadably(Unreadable),
}

/// A connection to the gateway, to be made.
pub struct Gateway {
    url: String,
    starts: Starts,
    token: Secret,
    clock: Clock,
    events: mpsc::Sender<Event>,
    pulse: Pulse,
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
        let (url, starts) = rest.gateway().await?;
        let (token, pulse) = (rest.token().clone(), rest.pulse().clone());
        Ok(Gateway { url, starts, token, clock, events, pulse })
    }

    /// How many sessions Discord still lets us begin.
    pub fn starts(&self) -> Starts {
        self.starts
    }

    /// Connects and stays connected, resuming as needed, until `stop` is done or Discord refuses
    /// for good. A connection without a sign of life for `deaf_after` is given up: the library
    /// does not notice every way in which one dies.
    ///
    /// # Errors
    /// [`GatewayError::Broken`] when connecting anew may help; the others are final.
    pub async fn run(
        &self,
        deaf_after: Duration,
        stop: impl Future<Output = ()>,
    ) -> Result<(), GatewayError> {
        let sessions = Arc::new(Sessions::new(tokio::time::Instant::now()));
        let pulse = self.pulse.clone();
        let alive = Arc::new(Alive { last: Mutex::new(Instant::now()), pulse });
        let handler = Handler {
            clock: self.clock,
            events: self.events.clone(),
            unknown: AtomicU64::new(0),
            alive: alive.clone(),
            sessions: sessions.clone(),
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
        let runtime =
            runtime.map_err(|_| GatewayError::Broken("there is no thread for the gateway"))?;
        let running = runtime.spawn(connect);
        let apart = Apart(Some(runtime));
        let Ok(shards) = begun.await else { return Err(GatewayError::Unauthorized) };
        tokio::select! {
            ended = running => match ended {
                Ok(ended) => sort(ended),
                Err(_) => Err(GatewayError::Broken("the gateway's thread panicked")),
            },
            silent = watch(shards.clone(), alive, deaf_after) => {
                tracing::warn!(?silent, "no sign of life from the gateway");
                Err(GatewayError::Broken("the gateway was silent"))
            }
            halt = too_many(&sessions) => match halt {
                // The library does not tell why: it is asked for once more, by ourselves.
                Halt::NotTaken => {
                    drop(apart);
                    let code = session::close_code(&self.url, &self.token).await;
                    Err(code.and_then(GatewayError::of_code)
                        .unwrap_or(GatewayError::Broken("Discord began no session")))
                }
                Halt::TooMany => Err(GatewayError::Broken("sessions end too soon")),
            },
            () = stop => {
                // Closing may hang while the library reconnects: it gets a moment, no more.
                let _ = tokio::time::timeout(CLOSING, shards.shutdown_all()).await;
                Ok(())
            }
        }
    }
}

fn sort(ended: Result<(), serenity::Error>) -> Result<(), GatewayError> {
    let code = match ended {
        Ok(()) => return Ok(()),
        Err(serenity::Error::Gateway(GatewayLibraryError::InvalidAuthentication)) => 4004,
        Err(serenity::Error::Gateway(GatewayLibraryError::InvalidGatewayIntents)) => 4013,
        Err(serenity::Error::Gateway(GatewayLibraryError::DisallowedGatewayIntents)) => 4014,
        Err(_) => return Err(GatewayError::Broken("the gateway broke off")),
    };
    Err(GatewayError::of_code(code).unwrap_or(GatewayError::Broken("the gateway broke off")))
}

/// Ends when no session comes of the connection, or too many.
async fn too_many(sessions: &Sessions) -> Halt {
    loop {
        tokio::time::sleep(LOOK).await;
        if let Some(halt) = sessions.halt(tokio::time::Instant::now()) {
            return halt;
        }
    }
}

/// Ends when there was no sign of life for too long: no event, and no heartbeat answered, which
/// shows as a latency measured anew. Returns how long.
async fn watch(
    shards: Arc<discord::ShardManager>,
    alive: Arc<Alive>,
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
        let last = *alive.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() > deaf_after {
            return last.elapsed();
        }
    }
}

/// The last sign of life of one connection, or its beginning; and that of them all.
struct Alive {
    last: Mutex<Instant>,
    pulse: Pulse,
}

fn touch(alive: &Alive) {
    alive.pulse.beat();
    *alive.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
}

struct Handler {
    clock: Clock,
    events: mpsc::Sender<Event>,
    unknown: AtomicU64,
    alive: Arc<Alive>,
    sessions: Arc<Sessions>,
}

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: discord::Event) {
        touch(&self.alive);
        let server = |id: discord::GuildId| GuildId(id.get());
        let event = match event {
            discord::Event::Ready(event) => {
                self.sessions.ready(tokio::time::Instant::now());
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
                match interaction::read(&event.interaction, self.clock.now()) {
                    Read::Whole(interaction) => Event::Asked(interaction),
                    Read::Part(unreadable) => Event::AskedUnreadably(unreadable),
                    Read::Nothing => return,
                }
            }
            discord::Event::Unknown(event) if matters(&event.kind) => {
                match self.unreadable(&event.kind, &event.value) {
                    Some(event) => event,
                    None => return,
                }
            }
            _ => return,
        };
        // The loop ends before the connection does; then there is nobody left to tell.
        let _ = self.events.send(event).await;
    }
}

impl Handler {
    /// What can be made of an event that the library cannot read. To ignore it would make us
    /// silently deaf.
    fn unreadable(&self, kind: &str, event: &Value) -> Option<Event> {
        let count = self.unknown.fetch_add(1, Ordering::Relaxed) + 1;
        if kind == "INTERACTION_CREATE" {
            return match interaction::read_raw(event, self.clock.now()) {
                Read::Whole(interaction) => Some(Event::Asked(interaction)),
                Read::Part(unreadable) => Some(Event::AskedUnreadably(unreadable)),
                Read::Nothing => None,
            };
        }
        let error = match kind {
            "READY" => serde_json::from_value::<discord::Ready>(event.clone()).err(),
            _ => serde_json::from_value::<discord::Guild>(event.clone()).err(),
        };
        let field = error.as_ref().and_then(interaction::missing_field).unwrap_or_default();
        tracing::warn!(kind, field, count, "an event from Discord is unreadable");
        let guild = GuildId(interaction::id(&event["id"])?);
        match kind {
            "GUILD_CREATE" => {
                let name = event["name"].as_str().unwrap_or_default();
                Some(Event::ServerSeen(guild, name.to_owned()))
            }
            "GUILD_DELETE" if event["unavailable"] != true => Some(Event::ServerLeft(guild)),
            _ => None,
        }
    }
}

fn matters(kind: &str) -> bool {
    matches!(kind, "INTERACTION_CREATE" | "GUILD_CREATE" | "GUILD_DELETE" | "READY")
}
