//! A Discord on loopback: gateway, REST, interactions, permissions, limits, and faults to order.
//!
//! [`Discord`] is a cheap handle on it: the tests and the demo build servers with it, act as
//! their members, and look at what the bot did.

mod acting;
mod clock;
mod components;
mod exchange;
mod faults;
mod gateway;
mod interaction;
mod limits;
mod mentions;
mod message;
mod nonce;
mod options;
mod page;
mod permissions;
mod rate;
mod reading;
mod refusal;
mod registration;
mod rest;
mod shapes;
mod typed;
mod world;

use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::{any, get};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use acting::Answer;
pub use exchange::Exchange;
pub use faults::Fault;

use gateway::session::Frame;
use permissions::Overwrite;
use world::{World, kind};

/// Ports tried after the wanted one.
const NEXT_PORTS: u16 = 20;

/// How this Discord behaves.
#[derive(Debug, Clone)]
pub struct DiscordOptions {
    /// The wanted port, or any free one.
    pub port: Option<u16>,
    /// The only token that is let in.
    pub token: String,
    /// Added to the system clock for snowflakes and timestamps.
    pub clock_offset_seconds: i64,
    /// What HELLO asks for.
    pub heartbeat_interval_ms: u64,
    /// An interaction that nobody acknowledges in this time has failed.
    pub interaction_deadline: Duration,
    /// Whether too many requests are refused with 429.
    pub enforce_rate_limits: bool,
}

impl Default for DiscordOptions {
    fn default() -> DiscordOptions {
        DiscordOptions {
            port: None,
            token: "a-token-of-the-simulator".to_owned(),
            clock_offset_seconds: 0,
            heartbeat_interval_ms: 41_250,
            interaction_deadline: Duration::from_secs(3),
            enforce_rate_limits: true,
        }
    }
}

/// A handle on a running Discord. Clones share it.
#[derive(Clone)]
pub struct Discord(Arc<Shared>);

struct Shared {
    options: DiscordOptions,
    address: String,
    world: Mutex<World>,
    changed: watch::Sender<u64>,
}

impl Discord {
    /// Starts on the wanted port, or the next free one, or any.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(options: DiscordOptions) -> io::Result<Discord> {
        let listener = listen(options.port).await?;
        let address = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
        let world = Mutex::new(World::new(options.clone(), address.clone()));
        let changed = watch::channel(0).0;
        let discord = Discord(Arc::new(Shared { options, address, world, changed }));
        let router = Router::new()
            .route("/gateway/socket", get(gateway::socket::open))
            .route("/gateway/socket/", get(gateway::socket::open))
            .route("/api/{*path}", any(rest::serve))
            .merge(page::routes())
            .with_state(discord.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(discord)
    }

    /// `http://127.0.0.1:PORT`: REST stands below `/api/v10`, the page at `/`.
    pub fn url(&self) -> String {
        self.0.address.clone()
    }

    /// The token that is let in.
    pub fn token(&self) -> &str {
        &self.0.options.token
    }

    /// The bot's account.
    pub fn bot_id(&self) -> u64 {
        self.read(|world| world.bot)
    }

    pub(crate) fn options(&self) -> &DiscordOptions {
        &self.0.options
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.0.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn change<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        let done = work(&mut self.0.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.changed.send_modify(|version| *version += 1);
        done
    }

    /// Waits until `ready` gives a value, or the time is over.
    pub(crate) async fn until<T>(
        &self,
        timeout: Duration,
        mut ready: impl FnMut(&World) -> Option<T>,
    ) -> Option<T> {
        let mut changes = self.0.changed.subscribe();
        let wait = async {
            loop {
                changes.borrow_and_update();
                if let Some(found) = self.read(&mut ready) {
                    return Some(found);
                }
                if changes.changed().await.is_err() {
                    return None;
                }
            }
        };
        tokio::time::timeout(timeout, wait).await.ok().flatten()
    }

    /// A server with the bot in it.
    pub fn add_server(&self, name: &str) -> u64 {
        self.change(|world| {
            let server = world.add_server(name);
            announce_server(world, server);
            server
        })
    }

    /// A text channel.
    pub fn add_channel(&self, server: u64, name: &str) -> u64 {
        self.add_channel_of(server, name, kind::TEXT, None)
    }

    /// A channel of any kind, by Discord's numbers.
    pub fn add_channel_of(&self, server: u64, name: &str, kind: u8, parent: Option<u64>) -> u64 {
        self.change(|world| {
            let channel = world.add_channel(Some(server), name, kind, parent);
            world.channel_changed("CHANNEL_CREATE", channel);
            channel
        })
    }

    /// A member with these permissions in the whole server, beside those everybody has.
    pub fn add_user(&self, server: u64, name: &str, permissions: u64) -> u64 {
        self.change(|world| {
            let user = world.account_named(name);
            let role = world.add_role(server, name, permissions, None);
            world.join(server, user, Some(role));
            user
        })
    }

    /// Takes permissions from the bot in one channel.
    pub fn deny(&self, channel: u64, permissions: u64) {
        self.overwrite(channel, |deny| deny | permissions);
    }

    /// Gives them back.
    pub fn allow_again(&self, channel: u64, permissions: u64) {
        self.overwrite(channel, |deny| deny & !permissions);
    }

    fn overwrite(&self, channel: u64, change: impl FnOnce(u64) -> u64) {
        self.change(|world| {
            let bot = world.bot;
            if let Some(found) = world.channels.get_mut(&channel) {
                let own = found.overwrites.iter().position(|one| one.id == bot);
                let denied = own.map_or(0, |at| found.overwrites.remove(at).deny);
                let deny = change(denied);
                found.overwrites.push(Overwrite { id: bot, for_member: true, allow: 0, deny });
            }
            world.channel_changed("CHANNEL_UPDATE", channel);
        });
    }

    /// Deletes a channel with its messages.
    pub fn delete_channel(&self, channel: u64) {
        self.change(|world| {
            world.channel_changed("CHANNEL_DELETE", channel);
            world.channels.remove(&channel);
            world.messages.retain(|_, message| message.channel != channel);
        });
    }

    /// Removes the bot from a server.
    pub fn remove_bot(&self, server: u64) {
        self.change(|world| {
            let bot = world.bot;
            if let Some(found) = world.servers.get_mut(&server) {
                found.members.remove(&bot);
            }
            let gone = serde_json::json!({ "id": server.to_string() });
            world.dispatch("GUILD_DELETE", Some(server), gone);
        });
    }

    /// Adds it again.
    pub fn return_bot(&self, server: u64) {
        self.change(|world| {
            world.seat_bot(server);
            announce_server(world, server);
        });
    }

    /// An outage of a server: the bot is told, and was not removed.
    pub fn make_unavailable(&self, server: u64) {
        self.change(|world| {
            if let Some(found) = world.servers.get_mut(&server) {
                found.available = false;
            }
            let gone = serde_json::json!({ "id": server.to_string(), "unavailable": true });
            world.dispatch("GUILD_DELETE", Some(server), gone);
        });
    }

    /// The end of the outage.
    pub fn make_available(&self, server: u64) {
        self.change(|world| {
            if let Some(found) = world.servers.get_mut(&server) {
                found.available = true;
            }
            announce_server(world, server);
        });
    }

    /// The registered global commands.
    pub fn commands(&self) -> Vec<Value> {
        self.read(|world| world.commands.clone())
    }

    /// Waits for the bot's commands.
    pub async fn until_commands(&self, timeout: Duration) -> bool {
        let some = |world: &World| (!world.commands.is_empty()).then_some(());
        self.until(timeout, some).await.is_some()
    }

    /// Waits for a session that had its READY.
    pub async fn until_connected(&self, timeout: Duration) -> bool {
        self.until(timeout, |world| world.connected().then_some(())).await.is_some()
    }

    /// Waits until at least `count` messages stand in the channel.
    pub async fn until_message(&self, channel: u64, count: usize, timeout: Duration) -> bool {
        let enough = |world: &World| (world.public(channel).count() >= count).then_some(());
        self.until(timeout, enough).await.is_some()
    }

    /// The messages of a channel that everybody sees, oldest first.
    pub fn messages(&self, channel: u64) -> Vec<Value> {
        self.read(|world| world.public(channel).map(|message| message.body.clone()).collect())
    }

    /// A message in plain lines, for snapshots.
    pub fn text(message: &Value) -> String {
        reading::text(message)
    }

    /// Orders a fault.
    pub fn fault(&self, fault: Fault) {
        self.change(|world| world.faults.add(fault));
    }

    /// Takes back all faults that have not happened.
    pub fn clear_faults(&self) {
        self.change(|world| world.faults.clear());
    }

    /// Every REST call so far.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.read(|world| world.exchanges.clone())
    }

    /// Every event the gateway sent so far.
    pub fn dispatches(&self) -> Vec<(String, Value)> {
        self.read(|world| world.sessions.dispatched.clone())
    }

    /// What the bot did that the real Discord would have refused or punished.
    pub fn violations(&self) -> Vec<String> {
        self.read(|world| world.violations.clone())
    }

    /// Answers of 401, 403 and 429 in the last ten minutes.
    pub fn invalid_requests(&self) -> usize {
        self.change(|world| world.rates.invalid(std::time::Instant::now()))
    }

    /// Closes all gateway connections, with a code or without.
    pub fn close_gateway(&self, code: Option<u16>) {
        self.change(|world| world.tell_sockets(&Frame::Close(code)));
    }

    /// Cuts all gateway connections without a word.
    pub fn cut_gateway(&self) {
        self.change(|world| world.tell_sockets(&Frame::Cut));
    }

    /// Asks clients to reconnect (op 7).
    pub fn ask_reconnect(&self) {
        self.send(serde_json::json!({ "op": 7, "d": null }));
    }

    /// Invalidates sessions (op 9).
    pub fn invalidate_session(&self, resumable: bool) {
        self.send(serde_json::json!({ "op": 9, "d": resumable }));
    }

    fn send(&self, payload: Value) {
        self.change(|world| world.tell_sockets(&Frame::Text(payload.to_string())));
    }

    /// Keeps sockets open but says nothing on them, until turned off.
    pub fn mute_gateway(&self, on: bool) {
        self.change(|world| world.sessions.muted = on);
    }

    /// Sessions begun so far.
    pub fn identifies(&self) -> usize {
        self.read(|world| world.sessions.identifies)
    }

    /// Sessions resumed so far.
    pub fn resumes(&self) -> usize {
        self.read(|world| world.sessions.resumes)
    }
}

fn announce_server(world: &mut World, server: u64) {
    let Some(found) = world.servers.get(&server) else { return };
    let body = shapes::guild_create(world, found);
    world.dispatch("GUILD_CREATE", Some(server), body);
    world.tell_page(serde_json::json!({ "type": "world" }));
}

async fn listen(wanted: Option<u16>) -> io::Result<TcpListener> {
    let Some(first) = wanted else { return TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await };
    let mut last = None;
    for port in first..=first.saturating_add(NEXT_PORTS) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::Error::other("no port was tried")))
}
