//! Numbers for operators: `/metrics` for Prometheus, and `/health`, which is about posts and not
//! about the process: it fails when something due is long overdue, or the lists are old.

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
            Ok((due, deliveries::unfinished(conn)?.len(), lists::last_good(conn)?))
        });
        let (due, open_slots, last_list) = read.await?;
        let size = app.library.size();
        Ok(Numbers {
            papers: size.papers,
            encoded: size.encoded,
            delivering: app.duty.is_on(),
            open_slots,
            overdue: due
                .map_or(SignedDuration::ZERO, |due| now.duration_since(due))
                .max(SignedDuration::ZERO),
            list_age: last_list.map(|at| now.duration_since(at)),
        })
    }

    /// What is wrong, in the operator's words; `None` if posts come as they should.
    pub fn trouble(&self) -> Option<String> {
        let minutes = |span: SignedDuration| span.as_mins();
        match self.list_age {
            _ if self.overdue > OVERDUE => {
                Some(format!("a post is overdue by {} minutes", minutes(self.overdue)))
            }
            None => Some("the papers hub has not answered yet".to_owned()),
            Some(age) if age > STALE => {
                Some(format!("the papers hub last answered {} minutes ago", minutes(age)))
            }
            Some(_) => None,
        }
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
        let hours = SignedDuration::from_hours;
        for (numbers, trouble) in [
            (FINE, None),
            (Numbers { delivering: false, ..FINE }, None),
            (Numbers { overdue: hours(2), ..FINE }, Some("a post is overdue by 120 minutes")),
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
