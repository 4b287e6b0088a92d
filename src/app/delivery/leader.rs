//! Decides whether this process delivers. Of all processes on one database exactly one holds the
//! lease; the others answer commands, and one of them takes over when it ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::decide::NONCE_MEMORY;
use super::process::Process;
use crate::app::App;
use crate::app::failure::log_and_continue;
use crate::clock::Clock;
use crate::store;
use crate::store::activity::{self, Doubt};
use crate::store::destinations;
use crate::store::lease::{self, LeaseOutcome};

/// How long the lease is valid after each renewal. A process that dies is replaced after this and
/// one wait.
const SPAN: SignedDuration = SignedDuration::from_secs(30);
/// A database without a successful write for this long is not writable.
const UNWRITTEN: Duration = Duration::from_secs(40);
/// The time between renewals, and between attempts on standby.
const WAIT: Duration = Duration::from_secs(8);

/// This process's name in the lease, and whether it holds it.
pub struct Leadership {
    process: Process,
    holder: String,
    on: watch::Sender<bool>,
    tried: AtomicBool,
    written: Mutex<Option<Instant>>,
}

impl Default for Leadership {
    fn default() -> Leadership {
        let process = Process::this();
        let holder = process.name();
        Leadership {
            process,
            holder,
            on: watch::Sender::new(false),
            tried: AtomicBool::new(false),
            written: Mutex::default(),
        }
    }
}

impl Leadership {
    /// This process's name in the lease.
    pub fn holder(&self) -> &str {
        &self.holder
    }

    /// Whether this process delivers, as far as it knows. Before anything is sent, the lease itself
    /// is checked.
    pub fn is_leader(&self) -> bool {
        *self.on.borrow()
    }

    /// The time since the last successful write; `None` before the first. An attempt every few
    /// seconds keeps it small.
    pub fn unwritten_for(&self) -> Option<Duration> {
        let written = *self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.map(|at| at.elapsed())
    }

    /// Whether the last attempts to write failed.
    pub fn cannot_write(&self) -> bool {
        self.unwritten_for().is_none_or(|span| span > UNWRITTEN)
    }

    /// Receives changes.
    pub fn changes(&self) -> watch::Receiver<bool> {
        self.on.subscribe()
    }
}

/// Holds the lease whenever it is available, until stopped. If the database fails for a while,
/// that is logged, and the lease expires.
///
/// # Errors
/// Anything final: a database that was deleted or replaced.
pub async fn keep(app: App, clock: Clock, stop: CancellationToken) -> anyhow::Result<()> {
    while !stop.is_cancelled() {
        log_and_continue(
            acquire_or_renew(&app, clock.now()).await.map_err(Into::into),
            "renewing the lease",
        )?;
        tokio::select! {
            () = tokio::time::sleep(WAIT) => {}
            () = stop.cancelled() => {}
        }
    }
    Ok(())
}

/// Takes or renews the lease if it is available, and logs changes. If the database is older than
/// the last send, its channels are read before anything is posted there.
///
/// # Errors
/// The store's.
pub async fn acquire_or_renew(app: &App, now: Timestamp) -> store::Result<()> {
    let duty = &app.leadership;
    app.store.is_in_place()?;
    // Checked when this process starts to deliver; from then on no other sends with this database.
    let noted = if duty.is_leader() { Some(0) } else { app.send_count.read() };
    let (process, holder) = (duty.process.clone(), duty.holder.clone());
    let hold = move |tx: &rusqlite::Transaction| {
        let held = lease::hold(tx, &holder, now, SPAN, |other| process.is_known_dead(other))?;
        if held != LeaseOutcome::Ours {
            // On standby nothing else is written, so test in advance whether it is possible.
            store::probe_write(tx)?;
            return Ok((held, None, None));
        }
        let known = activity::hear(tx, now)?;
        let since = known.heard_at.unwrap_or(Timestamp::UNIX_EPOCH).min(now);
        let doubted = match activity::doubt(known, noted, now, NONCE_MEMORY) {
            Some(doubt) => Some((doubt, destinations::mark_all_doubtful(tx, doubt, since)?)),
            None => None,
        };
        Ok((held, Some(known.sends), doubted))
    };
    let (held, sends, doubted) = app.store.write(hold).await?;
    *duty.written.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    if let Some(sends) = sends {
        let note = std::sync::Arc::clone(&app.send_count);
        // A slow disk must not block anything else.
        let saved = tokio::task::spawn_blocking(move || note.save(sends)).await;
        saved.map_err(|_| store::StoreError::Stopped)?;
    }
    match doubted {
        Some((Doubt::Older, destinations @ 1..)) => tracing::warn!(
            destinations,
            "the database may be older than what was sent; reading each destination before its next post"
        ),
        Some((Doubt::Unused, destinations @ 1..)) => tracing::info!(
            destinations,
            "the database was unused for a while; reading each destination before its next post"
        ),
        _ => {}
    }
    let is_ours = held == LeaseOutcome::Ours;
    let had = duty.on.send_replace(is_ours);
    let first = !duty.tried.swap(true, Ordering::Relaxed);
    if first || had != is_ours {
        match held {
            LeaseOutcome::Ours => {
                tracing::info!(holder = duty.holder, "this process delivers posts")
            }
            LeaseOutcome::By(other) => {
                tracing::info!(%other, "on standby: another process delivers, this one answers");
            }
        }
    }
    Ok(())
}

/// Releases the lease after the last post: another process takes over at its next attempt.
///
/// # Errors
/// The store's.
pub async fn release(app: &App) -> anyhow::Result<()> {
    let holder = app.leadership.holder.clone();
    app.store.write(move |tx| lease::release(tx, &holder)).await?;
    Ok(())
}
