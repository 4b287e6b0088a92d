//! Whether this process delivers. Of all that share one file exactly one holds the lease; the
//! others answer commands, and one of them takes over when it ends.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::watch;

use super::App;
use super::deliver::Stop;
use crate::clock::Clock;
use crate::store::lease::{self, Held};

/// How long the lease lasts after each renewal. A process that dies is replaced after this and
/// one wait.
const SPAN: SignedDuration = SignedDuration::from_secs(30);
/// The wait between renewals, and between tries of those on standby.
const WAIT: Duration = Duration::from_secs(8);

/// Our name in the lease, and whether it is ours.
pub struct Duty {
    holder: String,
    on: watch::Sender<bool>,
}

impl Default for Duty {
    fn default() -> Duty {
        // Two containers may share a process number: a random part tells them apart.
        let random = RandomState::new().hash_one(std::process::id());
        let holder = format!("process {} ({:08x})", std::process::id(), random as u32);
        Duty { holder, on: watch::Sender::new(false) }
    }
}

impl Duty {
    /// Our name in the lease.
    pub fn holder(&self) -> &str {
        &self.holder
    }

    /// Whether this process delivers, as far as it knows. What puts a post on its way asks the
    /// lease itself.
    pub fn is_on(&self) -> bool {
        *self.on.borrow()
    }

    /// Tells of changes.
    pub fn changes(&self) -> watch::Receiver<bool> {
        self.on.subscribe()
    }
}

/// Holds the lease while it can be had, and gives it up when told to stop.
///
/// # Errors
/// None today: a database that refuses for a while is logged, and the lease then ends by itself.
pub async fn keep(app: App, clock: Clock, mut stop: Stop) -> anyhow::Result<()> {
    let duty = &app.duty;
    let mut last: Option<Held> = None;
    while !*stop.borrow() {
        let (holder, now) = (duty.holder.clone(), clock.now());
        match app.store.write(move |tx| lease::hold(tx, &holder, now, SPAN)).await {
            Ok(held) => {
                match &held {
                    same if last.as_ref() == Some(same) => {}
                    Held::Ours => tracing::info!(holder = duty.holder, "this process delivers"),
                    Held::By(other) => {
                        tracing::info!(%other, "on standby: another process delivers, this one answers");
                    }
                }
                duty.on.send_replace(held == Held::Ours);
                last = Some(held);
            }
            Err(error) => tracing::error!(%error, "the lease could not be renewed"),
        }
        tokio::select! {
            () = tokio::time::sleep(WAIT) => {}
            _ = stop.changed() => {}
        }
    }
    Ok(())
}

/// Gives the lease up, after the last post: another process takes over at its next try.
///
/// # Errors
/// The store's.
pub async fn release(app: &App) -> anyhow::Result<()> {
    let holder = app.duty.holder.clone();
    app.store.write(move |tx| lease::release(tx, &holder)).await?;
    Ok(())
}
