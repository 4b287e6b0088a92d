//! The store, the single source of truth: an SQLite file with papers, subscriptions and deliveries.
//!
//! All SQL is in plain functions, one file per noun. They take a connection and are called inside
//! [`Store::write`] or [`Store::read`], so that the caller decides what is one transaction. Written
//! data is on disk before `write` returns: a claimed delivery survives a power failure.
//!
//! The store has no clock and no network access.

pub mod activity;
pub mod audit;
pub mod command_ids;
pub mod config_imports;
pub mod deliveries;
pub mod destination_names;
pub mod destinations;
pub mod drafts;
pub mod erase;
pub mod expired;
pub mod export_lines;
pub mod guild_settings;
pub mod guilds;
pub mod import_lines;
pub mod json_lines;
pub mod lease;
pub mod ledger;
pub mod linked_repos;
pub mod lists;
mod migrations;
mod open;
pub mod paper_history;
pub mod papers;
mod private;
pub mod processed_interactions;
#[cfg(test)]
pub(crate) mod samples;
pub mod searches;
pub mod snapshot;
pub mod subscription_changes;
pub mod subscription_facts;
pub mod subscriptions;
pub mod totals;
pub mod trending;
#[cfg(test)]
mod unreadable;
mod value;
pub mod vectors;
pub mod vote_record;
pub mod welcomes;
mod writer;

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::SignedDuration;
use rusqlite::{Connection, Transaction};
use tokio::sync::Semaphore;

#[cfg(test)]
pub(crate) use open::in_memory;
pub use open::{OpenError, probe_write};

use open::Checked;
use writer::Writer;

/// The number of reading connections. Reads take microseconds; more connections would only compete
/// for the page cache.
const READERS: usize = 4;
/// How long a message can be safely repeated: Discord returns the first one for the same nonce.
const REPEATABLE: SignedDuration = SignedDuration::from_secs(60);

/// The open database. Clones share it; when the last one is dropped, pending writes are completed
/// and the file is closed.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    identity: Option<Identity>,
    /// When the pages of the file are checked.
    checked: Checked,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
    // Dropped last: the last connection to close merges the write-ahead log into the file.
    writer: Writer,
}

/// The result of a query.
pub type Result<T> = std::result::Result<T, StoreError>;

/// A query that failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused: a full disk, a lock held for too long, a violated constraint.
    #[error("the database refused: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A stored value that this version doesn't write.
    #[error("cannot read the stored `{column}`: it is {problem}")]
    BadValue {
        /// The column.
        column: String,
        /// What is wrong with the value, without the value.
        problem: &'static str,
    },
    /// A change that the current state doesn't allow; nothing was changed.
    #[error("{noun} {id} cannot become {to}: it is {from}")]
    Illegal {
        /// A slot or a part.
        noun: &'static str,
        /// Its number.
        id: u64,
        /// Its current state.
        from: String,
        /// The requested state.
        to: &'static str,
    },
    /// There is no row with this number.
    #[error("there is no {noun} {id}")]
    Unknown {
        /// What was looked for.
        noun: &'static str,
        /// Its number.
        id: u64,
    },
    /// The open file is no longer the one at its path.
    #[error(
        "the database {} was deleted or replaced while it was in use; stop every paperboy that uses \
         it before you move or restore it",
        path.display()
    )]
    Replaced {
        /// The path.
        path: PathBuf,
    },
    /// The work panicked, or the store is closing; nothing was changed.
    #[error("the database operation was aborted")]
    Stopped,
}

impl Store {
    /// Opens the file, creates it if necessary, checks it and migrates it to this version.
    ///
    /// Blocks during the check, which takes some seconds per gigabyte.
    ///
    /// # Errors
    /// One sentence for the operator, see [`OpenError`]. A file that is damaged, from a newer
    /// version or from another program is not changed.
    pub fn open(path: &Path) -> std::result::Result<Store, OpenError> {
        Store::open_up_to(path, u64::MAX)
    }

    /// The same, but a file of more than `size` bytes that needs no migration is left to be checked
    /// by [`Store::check`], so that a bot with such a file is soon ready.
    ///
    /// # Errors
    /// As in [`Store::open`].
    pub fn open_up_to(path: &Path, size: u64) -> std::result::Result<Store, OpenError> {
        let (connection, checked) = open::open_up_to(path, size)?;
        let writer = Writer::start(connection).map_err(|source| OpenError::new(path, source))?;
        let (idle, permits) = (Mutex::new(Vec::new()), Arc::new(Semaphore::new(READERS)));
        let (path, identity) = (path.to_owned(), identity(path));
        let shared = Shared { path, identity, checked, idle, permits, writer };
        Ok(Store { shared: Arc::new(shared) })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// Runs `work` in one transaction, after all earlier requests, and waits until it is on disk.
    /// On an error nothing of it remains. Requested work is completed even if the caller stops
    /// waiting.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.shared.writer.run(work).await
    }

    /// Checks whether the file is still the one that was opened.
    ///
    /// # Errors
    /// [`StoreError::Replaced`]. Anything written from then on would be lost when this process
    /// ends.
    pub fn is_in_place(&self) -> Result<()> {
        let Shared { path, identity: opened, .. } = &*self.shared;
        match identity(path) == *opened {
            true => Ok(()),
            false => Err(StoreError::Replaced { path: path.clone() }),
        }
    }

    /// Checks every page, unless that was done when the file was opened. Stops the check if the
    /// future is dropped.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] if the file is damaged.
    pub async fn check(&self) -> std::result::Result<(), OpenError> {
        if self.shared.checked == Checked::First {
            return Ok(());
        }
        let path = self.shared.path.clone();
        let failed = |error| OpenError::from_sqlite(self.path(), error);
        let connection = open::reader(&path).map_err(failed)?;
        let _interrupt = Interrupt(connection.get_interrupt_handle());
        let done = tokio::task::spawn_blocking(move || open::check(&connection, &path));
        done.await.map_err(|error| OpenError::new(self.path(), error))?
    }

    /// Runs `work` on a consistent snapshot of the database, concurrently with writes and other
    /// reads.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let permits = Arc::clone(&self.shared.permits);
        let permit = permits.acquire_owned().await.map_err(|_| StoreError::Stopped)?;
        let shared = Arc::clone(&self.shared);
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let mut connection = shared.reader()?;
            let view = connection.transaction()?;
            let found = work(&view);
            drop(view);
            shared.idle().push(connection);
            found
        });
        done.await.map_err(|_| StoreError::Stopped)?
    }
}

/// Ends a statement when it is dropped, so that no stopping process waits for it.
struct Interrupt(rusqlite::InterruptHandle);

impl Drop for Interrupt {
    fn drop(&mut self) {
        self.0.interrupt();
    }
}

/// Identifies a file on this machine.
type Identity = (u64, u64);

fn identity(path: &Path) -> Option<Identity> {
    std::fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

impl Shared {
    fn reader(&self) -> Result<Connection> {
        let idle = self.idle().pop();
        idle.map_or_else(|| Ok(open::reader(&self.path)?), Ok)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        // The list is never left half-changed, so a panic elsewhere does no harm.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
