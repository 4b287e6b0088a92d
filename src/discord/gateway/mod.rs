//! The gateway: keeps one connection per shard open until the process stops.

mod close_code;
mod connection;
mod event;
mod identify_queue;
mod liveness;
mod vitals;

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use domain::Shard;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Rest;
use crate::clock::Clock;

pub use close_code::GatewayError;
pub use event::{AvailableGuild, Event};
pub(super) use identify_queue::{GatewayInfo, SessionStarts};
pub use liveness::Liveness;

use close_code::{Ended, probe};
use connection::Connection;
use event::Handler;
use identify_queue::{IdentifyQueue, gateway_info};
use vitals::Vitals;

/// Settings for the shards' connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatewaySettings {
    /// The number of shards; by default what Discord recommends.
    pub shards: Option<NonZero<u32>>,
    /// The minimum time between two IDENTIFYs in a bucket; Discord requires five seconds.
    pub identify_interval: Duration,
    /// How long a connection may be inactive before it is given up; by default a little over two
    /// heartbeats.
    pub silent_after: Duration,
    /// The first delay before reconnecting; it doubles up to five minutes.
    pub reconnect_wait: Duration,
}

impl Default for GatewaySettings {
    fn default() -> GatewaySettings {
        GatewaySettings {
            shards: None,
            identify_interval: identify_queue::INTERVAL,
            silent_after: Duration::from_secs(100),
            reconnect_wait: Duration::from_secs(5),
        }
    }
}

/// All of the bot's connections.
#[derive(Clone)]
pub struct Gateway {
    rest: Rest,
    clock: Clock,
    events: mpsc::UnboundedSender<Event>,
    settings: GatewaySettings,
}

impl Gateway {
    /// Creates the gateway without connecting; events go to `events`.
    pub fn new(
        rest: &Rest,
        clock: Clock,
        events: mpsc::UnboundedSender<Event>,
        settings: GatewaySettings,
    ) -> Gateway {
        Gateway { rest: rest.clone(), clock, events, settings }
    }

    /// Connects all shards and keeps them connected until `stop`. A shard that disconnects
    /// reconnects by itself without affecting the others.
    ///
    /// # Errors
    /// If Discord refuses the bot for good.
    pub async fn run(&self, stop: CancellationToken) -> Result<(), GatewayError> {
        let cut = async {
            stop.cancelled().await;
            tokio::time::sleep(connection::CLOSING).await;
        };
        tokio::select! {
            ended = self.keep_sharded(&stop) => ended,
            // Drop connections that take too long to close.
            () = cut => Ok(()),
        }
    }

    /// Runs as many shards as needed, and more if Discord requires more.
    async fn keep_sharded(&self, stop: &CancellationToken) -> Result<(), GatewayError> {
        let mut info = gateway_info(&self.rest).await?;
        let allowed = info.session_starts.total;
        if let Some(shards) = self.settings.shards.map(NonZero::get)
            && u64::from(shards) > allowed
        {
            // It would use up the sessions of the day and still not be connected.
            let recommended = info.shards;
            return Err(GatewayError::TooManyShards { shards, allowed, recommended });
        }
        loop {
            let total = self.settings.shards.map_or(info.shards, NonZero::get);
            let Err(error) = self.keep_shards(total, &info, stop).await else { return Ok(()) };
            if !error.needs_more_shards() || self.settings.shards.is_some() {
                return Err(error);
            }
            info = gateway_info(&self.rest).await?;
            if info.shards <= total {
                return Err(error);
            }
            tracing::warn!(
                shards = total,
                recommended = info.shards,
                "restarting with more shards"
            );
        }
    }

    /// Runs this many shards until the process stops.
    ///
    /// # Errors
    /// If Discord refuses one of them for good.
    async fn keep_shards(
        &self,
        total: u32,
        info: &GatewayInfo,
        stop: &CancellationToken,
    ) -> Result<(), GatewayError> {
        let interval = self.settings.identify_interval;
        let queue = Arc::new(IdentifyQueue::new(self.rest.clone(), info.clone(), interval));
        self.rest.liveness().expect(total);
        let mut shards = JoinSet::new();
        for shard in Shard::all(total) {
            let (gateway, queue, stop) = (self.clone(), queue.clone(), stop.clone());
            shards.spawn(async move { gateway.keep_shard(shard, &queue, &stop).await });
        }
        while let Some(ended) = shards.join_next().await {
            match ended.map_err(JoinError::try_into_panic) {
                Ok(ended) => ended?,
                Err(Ok(panic)) => std::panic::resume_unwind(panic),
                // The runtime is shutting down.
                Err(Err(_cancelled)) => break,
            }
        }
        Ok(())
    }

    /// Keeps one shard connected until the process stops.
    ///
    /// # Errors
    /// If Discord refuses it for good.
    async fn keep_shard(
        &self,
        shard: Shard,
        queue: &IdentifyQueue,
        stop: &CancellationToken,
    ) -> Result<(), GatewayError> {
        let mut wait = Duration::ZERO;
        loop {
            let opened = Instant::now();
            let ended = match self.connect(shard, queue, stop).await {
                Ok(()) => return Ok(()),
                Err(ended) => ended,
            };
            let reason = match ended {
                Ended::Final(error) => return Err(error),
                Ended::Broken(reason) | Ended::NoSession(reason) => reason,
            };
            wait = reconnect_wait(self.settings.reconnect_wait, wait, opened.elapsed());
            self.rest.counters().reconnects.inc();
            tracing::warn!(%shard, reason, ?wait, "gateway connection lost, reconnecting");
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => return Ok(()),
            }
        }
    }

    /// Runs one connection of a shard, from its turn to identify to its end.
    ///
    /// # Errors
    /// How it ended, unless the process is stopping.
    async fn connect(
        &self,
        shard: Shard,
        queue: &IdentifyQueue,
        stop: &CancellationToken,
    ) -> Result<(), Ended> {
        let silent_after = self.settings.silent_after;
        let mut permit = tokio::select! {
            permit = queue.permit(shard) => permit.map_err(Ended::Final)?,
            () = stop.cancelled() => return Ok(()),
        };
        let vitals = Vitals::new(shard, self.rest.liveness().clone(), Instant::now());
        let handler = Handler::new(shard, self.clock, self.events.clone(), vitals);
        let mut connection = Connection::open(handler, self.rest.token(), &permit).await?;
        let ready = tokio::select! {
            ready = connection.until_ready(silent_after) => ready,
            () = stop.cancelled() => {
                connection.close().await;
                return Ok(());
            }
        };
        if let Err(ended) = ready {
            drop(connection);
            let Ended::NoSession(reason) = ended else { return Err(ended) };
            // The library doesn't say why, so open a session to find out.
            drop(permit);
            permit = queue.permit(shard).await.map_err(Ended::Final)?;
            let code = probe(&permit.url, self.rest.token(), shard).await;
            let error = code.and_then(GatewayError::from_close_code);
            return Err(error.map_or(Ended::NoSession(reason), Ended::Final));
        }
        // The next shard may identify.
        drop(permit);
        tokio::select! {
            ended = connection.ended(silent_after) => Err(ended),
            () = stop.cancelled() => {
                connection.close().await;
                Ok(())
            }
        }
    }
}

/// The delay before reconnecting, from the previous delay and the duration of the connection.
fn reconnect_wait(first: Duration, last: Duration, lasted: Duration) -> Duration {
    // Even with probes, this stays below a thousand sessions per day.
    const LONGEST: Duration = Duration::from_secs(300);
    match lasted >= LONGEST {
        true => first / 5,
        false => (last * 2).clamp(first, LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unstable_connections_are_retried_with_growing_delays() {
        let seconds = Duration::from_secs;
        let mut wait = seconds(0);
        let mut waits = Vec::new();
        for _ in 0..9 {
            wait = reconnect_wait(seconds(5), wait, seconds(2));
            waits.push(wait.as_secs());
        }
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 300, 300, 300]);
        let after = reconnect_wait(seconds(5), wait, seconds(3_600));
        assert_eq!(after, seconds(1), "it was well for an hour");
    }
}
