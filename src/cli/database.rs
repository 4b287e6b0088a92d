//! The database in the data folder: opened if it is there, begun only where that is meant.
//!
//! A mistyped folder or a lost file must not begin an empty database in silence: a bot that
//! forgets what it has posted posts it again, and one without its subscriptions posts nothing.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::config::DataSettings;
use crate::store::Store;

/// Opens a database that is there.
///
/// # Errors
/// When there is none, with how to begin one; or [`crate::store::OpenError`].
pub(super) async fn open(data: &DataSettings) -> anyhow::Result<Store> {
    let path = data.database();
    if !path.exists() {
        bail!(
            "there is no database {}. `paperboy sync` begins one, and so does the first \
             `paperboy run`; is the data folder (PAPERBOY_DATA_DIR) right?",
            shown(&path)
        );
    }
    checked(path).await
}

/// Opens the database, or begins one and says where.
///
/// # Errors
/// When the folder cannot be made, or an earlier database has left its log behind; or
/// [`crate::store::OpenError`].
pub(super) async fn open_or_begin(data: &DataSettings) -> anyhow::Result<Store> {
    let path = data.database();
    if !path.exists() {
        begin(&data.data_dir, &path)?;
    }
    checked(path).await
}

/// Off the threads that others wait on: looking through the file takes some seconds per gigabyte.
async fn checked(path: PathBuf) -> anyhow::Result<Store> {
    Ok(tokio::task::spawn_blocking(move || Store::open(&path)).await??)
}

fn begin(folder: &Path, path: &Path) -> anyhow::Result<()> {
    let log = path.with_extension("db-wal");
    if log.exists() {
        bail!(
            "{} is missing, but {} is there: the database was deleted or moved. Put it back, or \
             restore a backup; to begin anew, delete the log as well",
            shown(path),
            shown(&log)
        );
    }
    let mut made = fs::DirBuilder::new();
    made.recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the data folder {} cannot be made", folder.display()))?;
    tracing::warn!(path = %shown(path), "no database yet: a new one begins here");
    Ok(())
}

/// A path as an operator can follow it.
pub(super) fn shown(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}
