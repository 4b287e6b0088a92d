//! Numbers for operators: `/metrics` for Prometheus, and `/health`, which is about posts and not
//! about the process. It is what a subscriber would call it: Discord is connected, the database
//! takes writes, what was due has been posted in time, and the lists are fresh.

mod connections;

use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::{SignedDuration, Timestamp};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;

use connections::Brief;

use crate::app::App;
use crate::clock::Clock;
use crate::store::{self, deliveries, lists, subscriptions};

/// The content type of the exposition format, as Prometheus asks for it.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// A slot may wait so long for a list to settle, and then for its turn.
const OVERDUE: SignedDuration = SignedDuration::from_hours(1);
/// A connection is kept for so long, whatever comes over it: a reading takes milliseconds.
const KEPT: Duration = Duration::from_secs(10);
/// A gateway without a sign of life for two heartbeats and a bit is not connected.
const SILENT: SignedDuration = SignedDuration::from_secs(100);
/// A write is tried every few seconds.
const UNWRITTEN: SignedDuration = SignedDuration::from_secs(40);
/// Lists older than this are no news.
const STALE: SignedDuration = SignedDuration::from_hours(3);

/// What is measured at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Papers known.
    pub papers: usize,
    /// Papers of which the meaning is known.
    pub encoded: usize,
    /// Whether this process delivers.
    pub delivering: bool,
    /// Deliveries that have begun and not ended.
    pub open_slots: usize,
    /// How long ago Discord's gateway gave a sign of life; `None` before the first.
    pub discord_silence: Option<SignedDuration>,
    /// How long ago the database took a write; `None` before the first.
    pub unwritten: Option<SignedDuration>,
    /// How long ago the oldest delivery was begun that has not ended; zero if none is open.
    pub open_for: SignedDuration,
    /// How long the most overdue slot has waited; zero if none is due.
    pub overdue: SignedDuration,
    /// How long ago the hub last answered; `None` before its first answer.
    pub list_age: Option<SignedDuration>,
}

impl Numbers {
    /// Reads them.
    ///
    /// # Errors
    /// The store's.
    pub async fn read(app: &App, now: Timestamp) -> store::Result<Numbers> {
        let read = app.store.read(|conn| {
            let due = subscriptions::earliest_due(conn, Timestamp::MIN)?;
            let (open, since) = (deliveries::unfinished(conn)?, deliveries::open_since(conn)?);
            Ok((due, open.len(), since, lists::last_good(conn)?))
        });
        let (due, open_slots, open_since, last_list) = read.await?;
        let since = |at: Option<Timestamp>| {
            let span = at.map(|at| now.duration_since(at)).unwrap_or_default();
            span.max(SignedDuration::ZERO)
        };
        let signed = |span: Duration| SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX);
        let size = app.index.size();
        Ok(Numbers {
            papers: size.papers,
            encoded: size.encoded,
            delivering: app.leadership.is_leader(),
            open_slots,
            discord_silence: app.discord.liveness().silent_for().map(signed),
            unwritten: app.leadership.unwritten_for().map(signed),
            open_for: since(open_since),
            overdue: since(due),
            list_age: last_list.map(|at| now.duration_since(at)),
        })
    }

    /// What keeps posts from coming, in the operator's words; `None` if they come as they should.
    pub fn trouble(&self) -> Option<String> {
        let minutes = |span: SignedDuration| span.as_mins();
        let discord = match self.discord_silence {
            None => Some("Discord's gateway is not connected yet".to_owned()),
            Some(span) if span > SILENT => Some(format!(
                "Discord's gateway gave no sign of life for {} seconds",
                span.as_secs()
            )),
            Some(_) => None,
        };
        let database = match self.unwritten {
            None => Some("nothing could be written to the database yet".to_owned()),
            Some(span) if span > UNWRITTEN => Some(format!(
                "nothing could be written to the database for {} seconds",
                span.as_secs()
            )),
            Some(_) => None,
        };
        let overdue = (self.overdue > OVERDUE)
            .then(|| format!("a post is overdue by {} minutes", minutes(self.overdue)));
        let open = (self.open_for > OVERDUE).then(|| {
            format!("a post was begun {} minutes ago and has not ended", minutes(self.open_for))
        });
        let lists = match self.list_age {
            None => Some("the papers hub has not answered yet".to_owned()),
            Some(age) if age > STALE => {
                Some(format!("the papers hub last answered {} minutes ago", minutes(age)))
            }
            Some(_) => None,
        };
        let all: Vec<String> =
            [discord, database, overdue, open, lists].into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join("\n"))
    }

    /// In the exposition format.
    pub fn encode(&self) -> String {
        let mut registry = Registry::with_prefix("paperboy");
        let mut put = |name: &str, help: &str, value: f64| {
            let gauge = Gauge::<f64, AtomicU64>::default();
            gauge.set(value);
            registry.register(name, help, gauge);
        };
        put("papers", "Papers known", self.papers as f64);
        put("papers_encoded", "Papers with a vector of the model in use", self.encoded as f64);
        put(
            "delivering",
            "1 if this process delivers, 0 on standby",
            f64::from(u8::from(self.delivering)),
        );
        put("slots_open", "Deliveries that have begun and not ended", self.open_slots as f64);
        let overdue = "How long the most overdue slot has waited";
        put("slot_overdue_seconds", overdue, self.overdue.as_secs_f64());
        let open = "Time since the oldest delivery was begun that has not ended";
        put("slot_open_seconds", open, self.open_for.as_secs_f64());
        if let Some(span) = self.discord_silence {
            let help = "Time since the last sign of life from Discord's gateway";
            put("discord_silence_seconds", help, span.as_secs_f64());
        }
        if let Some(span) = self.unwritten {
            let help = "Time since the database last took a write";
            put("write_age_seconds", help, span.as_secs_f64());
        }
        if let Some(age) = self.list_age {
            put("list_age_seconds", "Time since the papers hub last answered", age.as_secs_f64());
        }
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &registry);
        text
    }
}

/// Serves them until the process ends, and gives the address: a port of 0 becomes a free one.
///
/// # Errors
/// When the address cannot be had.
pub async fn serve(address: SocketAddr, app: App, clock: Clock) -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| {
        format!("the address {address} (PAPERBOY_METRICS) cannot be had; name another one")
    })?;
    let address = listener.local_addr()?;
    tracing::info!(%address, "metrics");
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route("/health", get(health))
        .with_state((app, clock));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(Brief::new(listener, KEPT), router).await {
            tracing::error!(%error, "no more metrics");
        }
    });
    Ok(address)
}

async fn metrics(State((app, clock)): State<(App, Clock)>) -> Response {
    match Numbers::read(&app, clock.now()).await {
        Ok(numbers) => ([(CONTENT_TYPE, OPEN_METRICS)], numbers.encode()).into_response(),
        Err(error) => unreadable(&error),
    }
}

async fn health(State((app, clock)): State<(App, Clock)>) -> Response {
    match Numbers::read(&app, clock.now()).await.map(|numbers| numbers.trouble()) {
        Ok(None) => "ok\n".into_response(),
        Ok(Some(trouble)) => (StatusCode::SERVICE_UNAVAILABLE, trouble + "\n").into_response(),
        Err(error) => unreadable(&error),
    }
}

fn unreadable(error: &store::StoreError) -> Response {
    tracing::warn!(%error, "no numbers");
    (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be read; the log says why\n")
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Numbers = Numbers {
        papers: 3,
        encoded: 2,
        delivering: true,
        open_slots: 1,
        discord_silence: Some(SignedDuration::from_secs(41)),
        unwritten: Some(SignedDuration::from_secs(8)),
        open_for: SignedDuration::from_secs(3),
        overdue: SignedDuration::ZERO,
        list_age: Some(SignedDuration::from_secs(90)),
    };

    #[test]
    fn numbers_are_in_the_format_of_prometheus() {
        let text = FINE.encode();
        for line in [
            "# TYPE paperboy_papers gauge",
            "# HELP paperboy_papers_encoded Papers with a vector of the model in use.",
            "paperboy_papers 3.0",
            "paperboy_papers_encoded 2.0",
            "paperboy_delivering 1.0",
            "paperboy_slots_open 1.0",
            "paperboy_slot_overdue_seconds 0.0",
            "paperboy_slot_open_seconds 3.0",
            "paperboy_discord_silence_seconds 41.0",
            "paperboy_write_age_seconds 8.0",
            "paperboy_list_age_seconds 90.0",
            "# EOF",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
        let young = Numbers { list_age: None, ..FINE };
        assert!(!young.encode().contains("list_age"), "what is not known has no number");
    }

    #[test]
    fn health_is_about_posts() {
        let (hours, seconds) = (SignedDuration::from_hours, SignedDuration::from_secs);
        for (numbers, trouble) in [
            (FINE, None),
            (Numbers { delivering: false, ..FINE }, None),
            (Numbers { overdue: hours(2), ..FINE }, Some("a post is overdue by 120 minutes")),
            (
                Numbers { open_for: hours(2), ..FINE },
                Some("a post was begun 120 minutes ago and has not ended"),
            ),
            (
                Numbers { discord_silence: None, ..FINE },
                Some("Discord's gateway is not connected yet"),
            ),
            (Numbers { discord_silence: Some(seconds(90)), ..FINE }, None),
            (
                Numbers { discord_silence: Some(seconds(200)), ..FINE },
                Some("Discord's gateway gave no sign of life for 200 seconds"),
            ),
            (
                Numbers { unwritten: None, ..FINE },
                Some("nothing could be written to the database yet"),
            ),
            (
                Numbers { unwritten: Some(seconds(60)), overdue: hours(3), ..FINE },
                Some(
                    "nothing could be written to the database for 60 seconds\n\
                     a post is overdue by 180 minutes",
                ),
            ),
            (Numbers { list_age: None, ..FINE }, Some("the papers hub has not answered yet")),
            (
                Numbers { list_age: Some(hours(5)), ..FINE },
                Some("the papers hub last answered 300 minutes ago"),
            ),
        ] {
            assert_eq!(numbers.trouble().as_deref(), trouble);
        }
    }
}
