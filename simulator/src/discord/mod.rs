//! A Discord on loopback: gateway, REST, interactions, permissions, rate limits, and injected
//! faults.
//!
//! [`Discord`] is a cheap handle: tests and the demo use it to create servers, act as their
//! members, and inspect what the bot did.

mod connections;
mod control;
mod gateway;
mod page;
mod rest;
mod same_origin;
mod state;
#[cfg(test)]
mod tests;
mod validate;

use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{any, get};
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use control::answer::Answer;
pub use control::exchange::Exchange;
pub use control::fault::Fault;
pub use control::switchboard::Switch;
pub use state::push::Push;

use connections::Connections;
use state::world::World;

/// Ports tried after the requested one.
const NEXT_PORTS: u16 = 20;

/// Options of this Discord.
#[derive(Debug, Clone)]
pub struct DiscordOptions {
    /// The requested port, or any free one.
    pub port: Option<u16>,
    /// The only accepted token.
    pub token: String,
    /// Added to the system clock for snowflakes and timestamps.
    pub clock_offset_seconds: i64,
    /// The heartbeat interval in HELLO.
    pub heartbeat_interval_ms: u64,
    /// An interaction that is not acknowledged within this time has failed.
    pub interaction_deadline: Duration,
    /// A connection is closed if nothing was sent to it for this long.
    pub idle: Duration,
    /// Whether to enforce limits: 429 for too many requests, and an invalid session for too many
    /// IDENTIFYs.
    pub enforce_rate_limits: bool,
    /// The number of shards that `GET /gateway/bot` recommends; by default one per thousand guilds.
    pub shards: Option<u64>,
    /// How many shards may identify at the same time.
    pub max_concurrency: u64,
    /// The time between IDENTIFYs of shards in a bucket (`shard_id % max_concurrency`).
    pub identify_interval: Duration,
    /// Whether REST requests and gateway events are recorded for [`Discord::exchanges`] and
    /// [`Discord::dispatches`]; a bench with many thousands of them turns this off.
    pub record: bool,
}

impl Default for DiscordOptions {
    fn default() -> DiscordOptions {
        DiscordOptions {
            port: None,
            token: "a-token-of-the-simulator".to_owned(),
            clock_offset_seconds: 0,
            heartbeat_interval_ms: 41_250,
            interaction_deadline: Duration::from_secs(3),
            // Longer than the slowest injected response and than a client's heartbeat interval.
            idle: Duration::from_secs(150),
            enforce_rate_limits: true,
            shards: None,
            max_concurrency: 1,
            identify_interval: Duration::from_secs(5),
            record: true,
        }
    }
}

/// A handle to a running Discord. Clones share it.
#[derive(Clone)]
pub struct Discord(Arc<Shared>);

struct Shared {
    options: DiscordOptions,
    address: String,
    world: Mutex<World>,
    changed: watch::Sender<u64>,
}

impl Discord {
    /// Starts on the requested port, or the next free one, or any.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start(options: DiscordOptions) -> io::Result<Discord> {
        let listener = listen(options.port).await?;
        let port = listener.local_addr()?.port();
        let address = format!("http://127.0.0.1:{port}");
        let listener = Connections::new(listener, options.idle);
        let world = Mutex::new(World::new(options.clone(), address.clone()));
        let changed = watch::channel(0).0;
        let discord = Discord(Arc::new(Shared { options, address, world, changed }));
        let router = Router::new()
            .route("/gateway/socket", get(gateway::connection::open))
            .route("/gateway/socket/", get(gateway::connection::open))
            .route("/api/{*path}", any(rest::serve))
            .merge(page::routes())
            .merge(control::script::routes())
            .layer(from_fn(move |request, next| same_origin::only_from_here(port, request, next)))
            .with_state(discord.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(discord)
    }

    /// `http://127.0.0.1:PORT`: REST is below `/api/v10`, the page at `/`.
    pub fn url(&self) -> String {
        self.0.address.clone()
    }

    /// The accepted token.
    pub fn token(&self) -> &str {
        &self.0.options.token
    }

    /// The bot's account.
    pub fn bot_id(&self) -> u64 {
        self.read(|world| world.bot)
    }

    /// The bot's application, whose id differs from the account's.
    pub fn application_id(&self) -> u64 {
        self.read(|world| world.application)
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

    /// Waits until `ready` returns a value, or the time is up.
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
