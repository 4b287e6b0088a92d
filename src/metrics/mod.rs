//! Numbers for operators: `/metrics` for Prometheus, `/healthz` for a supervisor that restarts a
//! process that hangs, and `/readyz`, which is about posts and not about the process. It is what a
//! subscriber would call health: Discord is connected, the database takes writes, what was due has
//! been posted in time, and the lists are fresh.

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

/// The content type of the exposition format, as Prometheus asks for it.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// A connection is kept for so long, whatever comes over it: a reading takes milliseconds.
const KEPT: Duration = Duration::from_secs(10);

/// Serves them until the process ends, and gives the address: a port of 0 becomes a free one.
///
/// # Errors
/// When the address cannot be bound.
pub async fn serve(address: SocketAddr, app: App, clock: Clock) -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| {
        format!("cannot bind {address} (PAPERBOY_METRICS); name another address")
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

/// That this is answered at all shows that the process is alive.
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
    tracing::warn!(%error, "cannot read the numbers for metrics");
    (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be read; the log says why\n")
        .into_response()
}
