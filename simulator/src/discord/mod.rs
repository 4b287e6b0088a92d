//! A Discord on loopback: gateway, REST, interactions, permissions, limits, and faults on demand.
//!
//! [`Discord`] is a cheap handle on it: the tests and the demo build servers with it, act as
//! their members, and look at what the bot did.

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

use connections::Connections;
use state::world::World;

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
    /// An interaction that is not acknowledged in this time has failed.
    pub interaction_deadline: Duration,
    /// A connection to which nothing was sent for so long is closed.
    pub idle: Duration,
    /// Whether too many requests are refused with 429, and too many IDENTIFYs with an invalid
    /// session.
    pub enforce_rate_limits: bool,
    /// How many shards `GET /gateway/bot` recommends; by default one for every thousand guilds.
    pub shards: Option<u64>,
    /// How many shards may identify at the same time.
    pub max_concurrency: u64,
    /// Shards of one bucket (`shard_id % max_concurrency`) identify this far apart.
    pub identify_interval: Duration,
    /// Whether REST calls and gateway events are kept for [`Discord::exchanges`] and
    /// [`Discord::dispatches`]; a bench with many thousands of them does without.
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
            // Longer than the slowest answer that is ordered, and than a client's heartbeats.
            idle: Duration::from_secs(150),
            enforce_rate_limits: true,
            shards: None,
            max_concurrency: 1,
            identify_interval: Duration::from_secs(5),
            record: true,
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
    /// When no port is free.
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

    /// The token that is let in.
    pub fn token(&self) -> &str {
        &self.0.options.token
    }

    /// The bot's account.
    pub fn bot_id(&self) -> u64 {
        self.read(|world| world.bot)
    }

    /// The bot's application, which is not its account.
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
