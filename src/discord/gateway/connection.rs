//! One connection of one shard, on its own thread.
//!
//! This uses the library's shard runner without its shard manager. The manager starts a new session
//! whenever one ends, regardless of other shards, and doesn't report the close code. After an
//! unexpected close frame, the runner reads the closed socket in a busy loop until the next
//! heartbeat and blocks all other tasks. It must therefore not share a thread with anything else,
//! nor keep the process from exiting.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serenity::all as discord;
use serenity::gateway::{
    CollectorCallback, ConnectionStage, GatewayError as LibraryError, Shard as LibraryShard,
    ShardManager, ShardManagerOptions, ShardMessenger, ShardRunner, ShardRunnerInfo,
    ShardRunnerMessage, ShardRunnerOptions,
};
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::GatewayError;
use super::close_code::Ended;
use super::event::Handler;
use super::identify_queue::Permit;
use super::vitals::{ConnectionProblem, TICK, Vitals};

/// The time limit for connecting.
const CONNECT_WITHIN: Duration = Duration::from_secs(20);
/// The time limit for closing a connection when the process stops.
pub(super) const CLOSING: Duration = Duration::from_secs(1);

type Runners = Arc<Mutex<HashMap<discord::ShardId, ShardRunnerInfo>>>;

/// An open connection.
pub(super) struct Connection {
    shard: discord::ShardId,
    vitals: Vitals,
    runner: JoinHandle<Result<(), serenity::Error>>,
    control: Control,
    _thread: Thread,
}

/// Access to the library's runner.
struct Control {
    runners: Runners,
    messenger: ShardMessenger,
}

/// The connection's thread. Dropping it does not wait for it.
struct Thread(Option<Runtime>);

impl Drop for Thread {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Connection {
    /// Connects; the library identifies as soon as Discord has sent HELLO.
    ///
    /// # Errors
    /// If no connection can be made.
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
            // Servers and their channels; interactions need no intent.
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
        let runtime = runtime.map_err(|_| Ended::Broken("cannot start the gateway thread"))?;
        let runner = runtime.spawn(run);
        let thread = Thread(Some(runtime));
        let opened = tokio::time::timeout(CONNECT_WITHIN, opened).await;
        let Ok(Ok(control)) = opened else { return Err(Ended::Broken("cannot connect")) };
        Ok(Connection { shard: id, vitals, runner, control, _thread: thread })
    }

    /// Waits for READY or the end of the connection.
    pub(super) async fn until_ready(&mut self, silent_after: Duration) -> Result<(), Ended> {
        let vitals = self.vitals.clone();
        tokio::select! {
            ended = self.ended(silent_after) => Err(ended),
            () = vitals.until_ready() => Ok(()),
        }
    }

    /// Waits until the connection has ended or is no longer usable.
    pub(super) async fn ended(&mut self, silent_after: Duration) -> Ended {
        let (vitals, runners, id) = (&self.vitals, &self.control.runners, self.shard);
        let watch = async {
            loop {
                tokio::time::sleep(TICK).await;
                // If another task holds the list, the runner is alive; check again next time.
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
                ConnectionProblem::NotReady => Ended::NoSession("READY was not received"),
                ConnectionProblem::Stuck if !self.vitals.is_ready() => Ended::NoSession("the connection was closed"),
                ConnectionProblem::Stuck => Ended::Broken("the connection was closed"),
                ConnectionProblem::Silent => Ended::Broken("heartbeats were not acknowledged"),
            },
        }
    }

    /// Closes the connection, so that Discord shows the bot as offline immediately.
    pub(super) async fn close(mut self) {
        let message = ShardRunnerMessage::Shutdown(self.shard, 1000);
        self.control.messenger.send_to_shard(message);
        // Closing can hang while the library reconnects, so limit its time.
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
    // It sends nothing; requests go through the bot's own client.
    let http = Arc::new(discord::Http::new(""));
    let (manager, _) = ShardManager::new(ShardManagerOptions {
        data: Arc::default(),
        event_handlers: Vec::new(),
        raw_event_handlers: Vec::new(),
        shard_index: 0,
        shard_init: 0,
        shard_total: 0,
        // Without an address it can't start a session itself: the runner ends instead, and the next
        // session waits for its turn.
        ws_url: Arc::default(),
        http: http.clone(),
        intents: discord::GatewayIntents::empty(),
        presence: None,
    });
    // Otherwise it would wait five seconds for the runner that requested it to end.
    manager.shutdown_finished(id);
    let runner = ShardRunner::new(ShardRunnerOptions {
        data: Arc::default(),
        event_handlers: Vec::new(),
        raw_event_handlers: Vec::new(),
        manager: manager.clone(),
        shard,
        http,
    });
    let messenger = ShardMessenger::new(&runner);
    // An event handler would get each event in a task of its own, so a server that was left and
    // joined again could seem left.
    let hear = move |event: &discord::Event| {
        // An event that a bug can't handle must not end the connection, again and again.
        let heard = catch_unwind(AssertUnwindSafe(|| handler.hear(event.clone())));
        if heard.is_err() {
            tracing::error!(shard = %handler.shard, "dropped a gateway event that caused a panic");
        }
        true
    };
    messenger.add_collector(CollectorCallback(Box::new(hear)));
    let info = ShardRunnerInfo {
        latency: None,
        runner_tx: messenger.clone(),
        stage: ConnectionStage::Handshake,
    };
    manager.runners.lock().await.insert(id, info);
    // Without a receiver the connection is no longer needed.
    let _ = opened.send(Control { runners: manager.runners.clone(), messenger });
    runner
}

fn classify(ended: Result<(), serenity::Error>, was_ready: bool) -> Ended {
    let code = match ended {
        // The library wants to identify again.
        Ok(()) if was_ready => return Ended::Broken("Discord ended the session"),
        Ok(()) => return Ended::NoSession("Discord started no session"),
        Err(serenity::Error::Gateway(LibraryError::InvalidAuthentication)) => 4004,
        Err(serenity::Error::Gateway(LibraryError::InvalidGatewayIntents)) => 4013,
        Err(serenity::Error::Gateway(LibraryError::DisallowedGatewayIntents)) => 4014,
        Err(_) => return Ended::Broken("the connection was lost"),
    };
    GatewayError::from_close_code(code)
        .map_or(Ended::Broken("the connection was lost"), Ended::Final)
}
