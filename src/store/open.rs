//! Opens the database file and checks that it is paperboy's, intact, writable and not newer than
//! this version.

use std::path::{Path, PathBuf};
use std::time::Duration;

use backon::{BlockingRetryable, ConstantBuilder};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{migrations, private};

/// How long a write waits for another process: longer than any of paperboy's writes, but short
/// enough for a person who started a second instance by mistake.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How often to retry a file that another process is preparing.
const BUSY_POLL: Duration = Duration::from_millis(20);
/// The number of retries, which together take as long as [`BUSY_TIMEOUT`].
const BUSY_TRIES: usize = 250;

/// The page cache of a reading connection, in kibibytes (SQLite counts those as negative). Most reads
/// touch a few pages, which the system caches as well.
const READER_CACHE: i32 = -256;

/// The check of every page.
const CHECK: &str = "pragma quick_check(1)";

/// The application id that the first migration writes to the file's header.
const APPLICATION_ID: i32 = 0x7062_6279;

/// Why the database can't be opened; each is one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder is missing. It is not created: a mistyped path would create an empty database and
    /// post everything again.
    #[error("the folder {0} does not exist; create it or choose another database file")]
    NoFolder(PathBuf),
    /// The file or its folder is not writable.
    #[error("cannot write {0}; paperboy needs write access to the file and its folder")]
    NotWritable(PathBuf),
    /// The file was written by a newer paperboy.
    #[error(
        "{path} was written by a newer paperboy (schema {found}, this one knows {known}); start the newer one"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The newest version supported.
        known: usize,
    },
    /// SQLite reports that the file is damaged or not a database.
    #[error("{path} is damaged or not a database ({problem}); restore it from a backup")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The problem reported by SQLite.
        problem: String,
    },
    /// An SQLite file, but not paperboy's.
    #[error("{0} belongs to another program; choose another database file")]
    Foreign(PathBuf),
    /// Another process held the file for too long.
    #[error("{0} is in use by another process; stop it or wait until it is done")]
    Busy(PathBuf),
    /// The disk is full.
    #[error("cannot open {0}: the disk is full; free some space")]
    Full(PathBuf),
    /// Anything else, such as a file system without shared memory.
    #[error("cannot open {path}: {source}")]
    Failed {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl OpenError {
    pub(super) fn new(path: &Path, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        OpenError::Failed { path: path.to_owned(), source: Box::new(source) }
    }

    pub(super) fn from_sqlite(path: &Path, error: rusqlite::Error) -> OpenError {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt) => {
                OpenError::Damaged { path, problem: "database disk image is malformed".to_owned() }
            }
            Some(ErrorCode::NotADatabase) => {
                OpenError::Damaged { path, problem: "file is not a database".to_owned() }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                OpenError::NotWritable(path)
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::Busy(path),
            Some(ErrorCode::DiskFull) => OpenError::Full(path),
            _ => OpenError::new(&path, error),
        }
    }
}

/// When the pages of a file are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checked {
    /// Before anything is changed.
    First,
    /// By [`check`] while it is in use.
    Later,
}

/// The writing connection, on a checked file of this version.
pub(super) fn open(path: &Path) -> Result<Connection, OpenError> {
    open_up_to(path, u64::MAX).map(|(connection, _)| connection)
}

/// The same, but the pages of a file that is larger than `size` and already of this version are left
/// to be checked later.
pub(super) fn open_up_to(path: &Path, size: u64) -> Result<(Connection, Checked), OpenError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(OpenError::NoFolder(folder.to_owned()));
    }
    let failed = |error| OpenError::from_sqlite(path, error);
    // If this fails, the next steps fail again with a better error.
    let _ = private::create_database(path);
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_CREATE).map_err(failed)?;
    // Inspect everything before any change: the version, the owner, then every page.
    accept_owner(&mut connection, path)?;
    let is_large = std::fs::metadata(path).is_ok_and(|file| file.len() > size);
    let is_current = migrations::version(&connection).map_err(failed)? == migrations::ALL.len();
    let checked = if is_large && is_current { Checked::Later } else { Checked::First };
    if checked == Checked::First {
        accept_pages(&connection, path, CHECK)?;
    }
    prepare_when_free(&mut connection).map_err(failed)?;
    private::keep(path);
    match probe_write(&connection) {
        // There may be space again later; until then everything else works.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull) => {}
        written => written.map_err(failed)?,
    }
    Ok((connection, checked))
}

/// Checks every page on a connection of its own.
///
/// # Errors
/// [`OpenError::Damaged`], or whatever SQLite reports, also after an interrupt.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    accept_pages(connection, path, CHECK)
}

/// Refuses a file that is newer, not paperboy's or damaged, according to `check`.
pub(super) fn accept(
    connection: &mut Connection,
    path: &Path,
    check: &str,
) -> Result<(), OpenError> {
    accept_owner(connection, path)?;
    accept_pages(connection, path, check)
}

/// Refuses a file that is newer or not paperboy's.
fn accept_owner(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let known = migrations::ALL.len();
    let failed = |error| OpenError::from_sqlite(path, error);
    let (version, is_ours) = inspect(connection).map_err(failed)?;
    if !is_ours {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    if version > known {
        return Err(OpenError::Newer { path: path.to_owned(), found: version, known });
    }
    Ok(())
}

/// Refuses a file that is damaged, according to `check`.
fn accept_pages(connection: &Connection, path: &Path, check: &str) -> Result<(), OpenError> {
    let failed = |error| OpenError::from_sqlite(path, error);
    let finding: String = connection.query_one(check, [], |row| row.get(0)).map_err(failed)?;
    if finding != "ok" {
        // The first line only names the database.
        let problem = finding.lines().last().unwrap_or_default().to_owned();
        return Err(OpenError::Damaged { path: path.to_owned(), problem });
    }
    Ok(())
}

/// Rewrites an existing value to find out whether the database is writable. SQLite silently opens a
/// write-protected file as read-only and reports it only on a write.
///
/// # Errors
/// A database error.
pub fn probe_write(connection: &Connection) -> rusqlite::Result<()> {
    let version = migrations::version(connection)?;
    connection.pragma_update(None, "user_version", version as i64)
}

/// Another connection, which can't write.
pub(super) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    // Opened for writing nevertheless, because readers of a write-ahead log share its index file.
    // It doesn't create the file: if it is deleted at run time, that must be noticed, not repaired.
    let connection = connect(path, OpenFlags::empty())?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", READER_CACHE)?;
    Ok(connection)
}

pub(super) fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let usual = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, usual | flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}

/// The file's version, and whether it is paperboy's or still empty.
fn inspect(connection: &mut Connection) -> rusqlite::Result<(usize, bool)> {
    // In one transaction, because another process may be creating the file right now.
    let view = connection.transaction()?;
    let version = migrations::version(&view)?;
    let application_id: i32 = view.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let is_empty = "select not exists (select 1 from sqlite_schema)";
    let is_empty: bool = view.query_one(is_empty, [], |row| row.get(0))?;
    Ok((
        version,
        application_id == APPLICATION_ID || (application_id == 0 && version == 0 && is_empty),
    ))
}

/// Prepares the file, and waits for another process that is preparing it. SQLite's own timeout
/// doesn't cover this: switching to the write-ahead log fails immediately while the file is in use.
fn prepare_when_free(connection: &mut Connection) -> rusqlite::Result<()> {
    let tries = ConstantBuilder::default().with_delay(BUSY_POLL).with_max_times(BUSY_TRIES);
    let is_busy = |error: &rusqlite::Error| {
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        )
    };
    (|| prepare(connection)).retry(tries).when(is_busy).call()
}

fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    // Takes effect only in an empty file; others reuse their free pages.
    connection.pragma_update(None, "auto_vacuum", "incremental")?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    // `full`, because with a write-ahead log `normal` may lose the last transactions in a power
    // failure, and a lost claim is a paper posted twice.
    connection.pragma_update(None, "synchronous", "full")?;
    // Off while tables are rebuilt; the migrations check references themselves.
    connection.pragma_update(None, "foreign_keys", false)?;
    migrations::migrate(connection, migrations::ALL.len())?;
    connection.pragma_update(None, "foreign_keys", true)
}

/// An empty database of this version, in memory.
#[cfg(test)]
pub(crate) fn in_memory() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    prepare(&mut connection).unwrap();
    connection
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_errors_become_one_sentence() {
        for (code, sentence) in [
            (8, "cannot write /db; paperboy needs write access to the file and its folder"),
            (14, "cannot write /db; paperboy needs write access to the file and its folder"),
            (5, "/db is in use by another process; stop it or wait until it is done"),
            (
                11,
                "/db is damaged or not a database (database disk image is malformed); restore it from a backup",
            ),
            (
                26,
                "/db is damaged or not a database (file is not a database); restore it from a backup",
            ),
            (13, "cannot open /db: the disk is full; free some space"),
        ] {
            let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            let shown = OpenError::from_sqlite(Path::new("/db"), error).to_string();
            assert_eq!(shown, sentence, "{code}");
        }
    }
}
