//! One connection of one shard, on a thread of its own.
//!
//! The library's shard runner is driven by us and not by its shard manager. That begins a new
//! session by itself whenever one ends, whatever the other shards do, and keeps to itself with
//! which code Discord closed a connection. After a close frame that it does not expect the
//! runner reads the closed socket in circles until the next heartbeat and lets no other task run,
//! so it must not share a thread with anything of ours, nor keep the process from ending.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serenity::all as discord;
use serenity::gateway::{
    ConnectionStage, GatewayError as LibraryError, Shard as LibraryShard, ShardManager,
    ShardManagerOptions, ShardMessenger, ShardRunner, ShardRunnerInfo, ShardRunnerMessage,
    ShardRunnerOptions,
};
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::GatewayError;
use super::close_code::Ended;
use super::event::Handler;
use super::identify_queue::Permit;
use super::vitals::{Symptom, TICK, Vitals};

/// How long connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(20);
/// How long a connection may take to close when the process stops.
pub(super) const CLOSING: Duration = Duration::from_secs(1);

type Runners = Arc<Mutex<HashMap<discord::ShardId, ShardRunnerInfo>>>;

/// A running connection.
pub(super) struct Connection {
    shard: discord::ShardId,
    vitals: Vitals,
    runner: JoinHandle<Result<(), serenity::Error>>,
    control: Control,
    _thread: Thread,
}

/// How to reach the library's runner.
struct Control {
    runners: Runners,
    messenger: ShardMessenger,
}

/// The thread that the connection runs on. Dropping it does not wait for it.
struct Thread(Option<Runtime>);

impl Drop for Thread {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Connection {
    /// Connects; the library identifies as soon as Discord has said HELLO.
    ///
    /// # Errors
    /// When no connection can be made.
    pub(super) async fn open(
        handler: Handler,
        token: &SecretString,
        permit: &Permit,
    ) -> Result<Connection, Ended> {
        let (shard, vitals) = (handler.shard, handler.vitals.clone());
        let id = discord::ShardId(shard.id());
        let info = discord::ShardInfo { id, total: shard.total() };
        let (url, token) = (Arc::new(Mutex::new(permit.url.clone())), token.clone());
        let (sender, opened) = oneshot::channel();
        let ticking = vitals.clone();
        let run = async move {
            // Servers and their channels; interactions come without any intent.
            let intents = discord::GatewayIntents::GUILDS;
            let library = LibraryShard::new(url, token.expose_secret(), info, intents, None);
            let mut runner = runner(library.await?, handler, sender).await;
            ticking.tick();
            tokio::spawn(async move {
                loop {
                    ticking.tick();
                    tokio::time::sleep(TICK).await;
                }
            });
            runner.run().await
        };
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let name = format!("shard {}", shard.id());
        let runtime = builder.worker_threads(1).thread_name(name).enable_all().build();
        let runtime = runtime.map_err(|_| Ended::Broken("no thread for the gateway"))?;
        let runner = runtime.spawn(run);
        let thread = Thread(Some(runtime));
        let opened = tokio::time::timeout(CONNECT_WITHIN, opened).await;
        let Ok(Ok(control)) = opened else { return Err(Ended::Broken("cannot connect")) };
        Ok(Connection { shard: id, vitals, runner, control, _thread: thread })
    }

    /// Waits until READY came, or the connection has ended.
    pub(super) async fn until_ready(&mut self, silent_after: Duration) -> Result<(), Ended> {
        let vitals = self.vitals.clone();
        tokio::select! {
            ended = self.ended(silent_after) => Err(ended),
            () = vitals.until_ready() => Ok(()),
        }
    }

    /// Waits until the connection has ended, or is as good as that.
    pub(super) async fn ended(&mut self, silent_after: Duration) -> Ended {
        let (vitals, runners, id) = (&self.vitals, &self.control.runners, self.shard);
        let watch = async {
            loop {
                tokio::time::sleep(TICK).await;
                // Another task holds the list now, so it is alive; there is a next time.
                if let Ok(runners) = runners.try_lock() {
                    vitals.latency(runners.get(&id).and_then(|info| info.latency));
                }
                if let Some(symptom) = vitals.symptom(Instant::now(), silent_after) {
                    return symptom;
                }
            }
        };
        tokio::select! {
            ended = &mut self.runner => match ended {
                Ok(ended) => classify(ended, self.vitals.is_ready()),
                Err(_) => Ended::Broken("the gateway thread panicked"),
            },
            symptom = watch => match symptom {
                Symptom::NotReady => Ended::NoSession("no READY came"),
                Symptom::Stuck if !self.vitals.is_ready() => Ended::NoSession("it was closed"),
                Symptom::Stuck => Ended::Broken("it was closed"),
                Symptom::Silent => Ended::Broken("no heartbeat was answered"),
            },
        }
    }

    /// Closes the connection, so that Discord shows the bot as offline at once.
    pub(super) async fn close(mut self) {
        let message = ShardRunnerMessage::Shutdown(self.shard, 1000);
        self.control.messenger.send_to_shard(message);
        // Closing may hang while the library reconnects: it gets a moment, no more.
        let _ = tokio::time::timeout(CLOSING, &mut self.runner).await;
    }
}

/// The library's runner for a shard, with a shard manager that starts nothing.
async fn runner(
    shard: LibraryShard,
    handler: Handler,
    opened: oneshot::Sender<Control>,
) -> ShardRunner {
    let id = shard.shard_info().id;
    // It never sends anything: our own client does that.
    let http = Arc::new(discord::Http::new(""));
    let (manager, _) = ShardManager::new(ShardManagerOptions {
        data: Arc::default(),
        event_handlers: Vec::new(),
        raw_event_handlers: Vec::new(),
        shard_index: 0,
        shard_init: 0,
        shard_total: 0,
        // Without an address it cannot begin a session by itself: the runner ends instead, and
        // the next session waits for its turn.
        ws_url: Arc::default(),
        http: http.clone(),
        intents: discord::GatewayIntents::empty(),
        presence: None,
    });
    // It would wait five seconds for the end of the runner that asks for it.
    manager.shutdown_finished(id);
    let runner = ShardRunner::new(ShardRunnerOptions {
        data: Arc::default(),
        event_handlers: Vec::new(),
        raw_event_handlers: vec![Arc::new(handler)],
        manager: manager.clone(),
        shard,
        http,
    });
    let messenger = ShardMessenger::new(&runner);
    let info = ShardRunnerInfo {
        latency: None,
        runner_tx: messenger.clone(),
        stage: ConnectionStage::Handshake,
    };
    manager.runners.lock().await.insert(id, info);
    // Without a receiver the connection is no longer wanted.
    let _ = opened.send(Control { runners: manager.runners.clone(), messenger });
    runner
}

fn classify(ended: Result<(), serenity::Error>, was_ready: bool) -> Ended {
    let code = match ended {
        // The library wants to identify again.
        Ok(()) if was_ready => return Ended::Broken("Discord ended the session"),
        Ok(()) => return Ended::NoSession("Discord began no session"),
        Err(serenity::Error::Gateway(LibraryError::InvalidAuthentication)) => 4004,
        Err(serenity::Error::Gateway(LibraryError::InvalidGatewayIntents)) => 4013,
        Err(serenity::Error::Gateway(LibraryError::DisallowedGatewayIntents)) => 4014,
        Err(_) => return Ended::Broken("the connection broke off"),
    };
    GatewayError::from_close_code(code)
        .map_or(Ended::Broken("the connection broke off"), Ended::Final)
}
