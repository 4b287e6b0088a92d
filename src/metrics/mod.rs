//! Metrics and health: `/metrics` for Prometheus, `/healthz` for a supervisor that restarts a hung
//! process, and `/readyz`, which reports whether posts arrive: Discord is connected, the database
//! accepts writes, due posts were sent in time, and the lists are fresh.

mod connections;
mod exposition;
mod numbers;

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use connections::Brief;

pub use exposition::page;
pub use numbers::Numbers;

use crate::app::App;
use crate::clock::Clock;
use crate::store::{self, totals};

/// The content type of the exposition format that Prometheus requests.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// The lifetime of a connection; a response takes milliseconds.
const KEPT: Duration = Duration::from_secs(10);

/// Serves the endpoints until the process ends, and returns the address: a port of 0 becomes a free
/// one.
///
/// # Errors
/// If the address can't be bound.
pub async fn serve(address: SocketAddr, app: App, clock: Clock) -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| {
        format!("cannot bind {address} (PAPERBOY_METRICS); choose another address")
    })?;
    let address = listener.local_addr()?;
    tracing::info!(%address, "serving metrics");
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .with_state((app, clock));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(Brief::new(listener, KEPT), router).await {
            tracing::error!(%error, "stopped serving metrics");
        }
    });
    Ok(address)
}

async fn metrics(State((app, clock)): State<(App, Clock)>) -> Response {
    let now = clock.now();
    let read = async {
        let numbers = Numbers::read(&app, now).await?;
        Ok((numbers, app.store.read(move |conn| totals::read(conn, now)).await?))
    };
    match read.await {
        Ok((numbers, totals)) => {
            let (discord, hub) = (app.discord.counters(), app.hub.counters());
            let page = page(&numbers, &totals, &app.counters, discord, hub);
            ([(CONTENT_TYPE, OPEN_METRICS)], page).into_response()
        }
        Err(error) => unreadable(&error),
    }
}

/// Responding at all shows that the process is alive.
async fn healthz() -> &'static str {
    "ok\n"
}

async fn readyz(State((app, clock)): State<(App, Clock)>) -> Response {
    match Numbers::read(&app, clock.now()).await.map(|numbers| numbers.problems()) {
        Ok(problems) if problems.is_empty() => "ok\n".into_response(),
        Ok(problems) => {
            (StatusCode::SERVICE_UNAVAILABLE, problems.join("\n") + "\n").into_response()
        }
        Err(error) => unreadable(&error),
    }
}

fn unreadable(error: &store::StoreError) -> Response {
    tracing::warn!(%error, "cannot read the values for /metrics");
    (StatusCode::SERVICE_UNAVAILABLE, "cannot read the database; see the log\n").into_response()
}
