//! Opens the database in the data folder, and creates one only where that is intended.
//!
//! A mistyped folder or a lost file must not silently create an empty database: a bot that doesn't
//! know what it has posted posts it again, and one without subscriptions posts nothing.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::app::delivery::process::Process;
use crate::config::DataSettings;
use crate::store::{OpenError, Store, snapshot};

/// A way to open a database file.
type Open = fn(&Path) -> Result<Store, OpenError>;

/// Whether there is a database. An empty file is none, and neither is a database without tables: a
/// full disk or a failed copy leaves one, and so does the loss of a young database's log. A new
/// database would silently be begun in it.
pub(super) fn exists(path: &Path) -> bool {
    has_content(path) && !snapshot::is_blank(path)
}

fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| !file.is_file() || file.len() > 0)
}

/// Says that there is no database.
pub(super) fn missing(path: &Path) -> String {
    match (path.exists(), has_content(path)) {
        (true, true) => format!("the database {} has no tables", shown(path)),
        (true, false) => format!("the database {} is an empty file", shown(path)),
        (false, _) => format!("there is no database {}", shown(path)),
    }
}

/// The same, with what to check.
pub(super) fn missing_here(path: &Path) -> String {
    format!("{}. Check the data folder (PAPERBOY_DATA_DIR)", missing(path))
}

/// Opens an existing database.
///
/// # Errors
/// If there is none, with how to create one; or [`crate::store::OpenError`].
pub(super) async fn open(data: &DataSettings) -> anyhow::Result<Store> {
    let path = data.database();
    if !exists(&path) {
        bail!(
            "{}; `paperboy sync --init` or the first `paperboy run` creates a database",
            missing_here(&path)
        );
    }
    opened(path, Store::open).await
}

/// Opens the database, or creates one and logs where. `how` is one of [`Store`]'s ways to open it.
///
/// # Errors
/// If the folder can't be created, or an earlier database has left its log behind; or
/// [`crate::store::OpenError`].
pub(super) async fn open_or_begin(data: &DataSettings, how: Open) -> anyhow::Result<Store> {
    let path = data.database();
    if !exists(&path) {
        prepare_folder(&data.data_dir, &path)?;
        tracing::warn!(path = %shown(&path), "no database yet, creating a new one");
    }
    opened(path, how).await
}

/// Runs on a blocking thread: the check takes some seconds per gigabyte.
async fn opened(path: PathBuf, how: Open) -> anyhow::Result<Store> {
    Ok(tokio::task::spawn_blocking(move || how(&path)).await??)
}

/// Creates the folder of a new database, unless an earlier one has left its log behind.
///
/// # Errors
/// If it can't be created or there is such a log.
pub(super) fn prepare_folder(folder: &Path, path: &Path) -> anyhow::Result<()> {
    let log = path.with_extension("db-wal");
    if log.exists() && !has_content(path) {
        bail!(
            "{} is missing, but {} is there: the database was deleted or moved. Put it back or \
             restore a backup; to start over, delete the log as well",
            shown(path),
            shown(&log)
        );
    }
    create_folder(folder)
}

/// Creates a data folder that only this user can read, unless it exists.
///
/// # Errors
/// If it can't be created.
pub(super) fn create_folder(folder: &Path) -> anyhow::Result<()> {
    let mut made = fs::DirBuilder::new();
    made.recursive(true).mode(0o700).create(folder).with_context(|| {
        format!("cannot create the data folder {} (PAPERBOY_DATA_DIR)", folder.display())
    })?;
    Ok(())
}

/// Refuses to replace a database that a bot uses.
///
/// # Errors
/// If a process has the lease and isn't known to be dead.
pub(super) fn refuse_if_in_use(path: &Path) -> anyhow::Result<()> {
    // A damaged database can't say who uses it, and must not prevent its own repair.
    if path.exists()
        && let Ok(Some(holder)) = snapshot::lease_holder(path)
        && !Process::this().is_known_dead(&holder)
    {
        bail!(
            "{} is using {}. Stop it first. If it is no longer running, delete the database or \
             move it away, and run this command again",
            Process::described(&holder),
            shown(path)
        );
    }
    Ok(())
}

/// A path as shown to an operator.
pub(super) fn shown(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}
