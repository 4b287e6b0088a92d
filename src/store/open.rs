//! Opening the file: is it ours, whole, writable and not newer than we are?

use std::path::{Path, PathBuf};
use std::time::Duration;

use backon::{BlockingRetryable, ConstantBuilder};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{migrations, private};

/// How long a write waits for another process. Longer than any write of ours, shorter than the
/// patience of whoever started a second instance by mistake.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How often a file that another process is preparing is tried again.
const BUSY_POLL: Duration = Duration::from_millis(20);
/// Tries until then: as long as [`BUSY_TIMEOUT`].
const BUSY_TRIES: usize = 250;

/// What the first migration writes into the file's header.
const APPLICATION_ID: i32 = 0x7062_6279;

/// Why the database cannot be used; each is one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder is missing. It is not made: a mistyped path would begin an empty database
    /// and post everything a second time.
    #[error("the folder {0} does not exist; make it, or name another database file")]
    NoFolder(PathBuf),
    /// The file or its folder may not be written.
    #[error("{0} cannot be written; paperboy needs write access to the file and to its folder")]
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
        /// The newest version known here.
        known: usize,
    },
    /// SQLite says that the file is damaged, or is no database.
    #[error("{path} is damaged or no database ({problem}); restore it from a backup")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// SQLite's finding.
        problem: String,
    },
    /// An SQLite file, but not paperboy's.
    #[error("{0} belongs to another program; name another database file")]
    Foreign(PathBuf),
    /// Another process held the file for too long.
    #[error("{0} is in use by another process; stop it, or wait until it is done")]
    Busy(PathBuf),
    /// Anything else: a full disk, a file system without shared memory.
    #[error("{path} cannot be opened: {source}")]
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
            _ => OpenError::new(&path, error),
        }
    }
}

/// The connection that writes, on a checked file of this version.
pub(super) fn open(path: &Path) -> Result<Connection, OpenError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(OpenError::NoFolder(folder.to_owned()));
    }
    let failed = |error| OpenError::from_sqlite(path, error);
    // What goes wrong here goes wrong again below, with a better reason.
    let _ = private::create(path);
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_CREATE).map_err(failed)?;
    // Look before anything is changed: the version, the owner, then every page.
    accept(&mut connection, path, "pragma quick_check(1)")?;
    prepare_when_free(&mut connection).map_err(failed)?;
    private::keep(path);
    match try_a_write(&connection) {
        // There may be room again later; until then everything else works.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull) => {}
        written => written.map_err(failed)?,
    }
    Ok(connection)
}

/// Refuses a file that is newer than we are, not ours or damaged, by the words of `check`.
pub(super) fn accept(
    connection: &mut Connection,
    path: &Path,
    check: &str,
) -> Result<(), OpenError> {
    let known = migrations::ALL.len();
    let failed = |error| OpenError::from_sqlite(path, error);
    let (version, is_ours) = inspect(connection).map_err(failed)?;
    if !is_ours {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    if version > known {
        return Err(OpenError::Newer { path: path.to_owned(), found: version, known });
    }
    let finding: String = connection.query_one(check, [], |row| row.get(0)).map_err(failed)?;
    if finding != "ok" {
        // The first line only names the database.
        let problem = finding.lines().last().unwrap_or_default().to_owned();
        return Err(OpenError::Damaged { path: path.to_owned(), problem });
    }
    Ok(())
}

/// Writes what is there already, to find out whether anything can be written. SQLite opens a file that may not be written for reading alone, and
/// says so only when something is written.
///
/// # Errors
/// SQLite's.
pub fn try_a_write(connection: &Connection) -> rusqlite::Result<()> {
    let version = migrations::version(connection)?;
    connection.pragma_update(None, "user_version", version as i64)
}

/// A further connection, which cannot write.
pub(super) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    // Opened for writing all the same: readers of a write-ahead log share its index file.
    // It does not make the file: one that is deleted while we run must be missed, not replaced.
    let connection = connect(path, OpenFlags::empty())?;
    connection.pragma_update(None, "query_only", true)?;
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
    // One view: another process may be making the file right now.
    let view = connection.transaction()?;
    let version = migrations::version(&view)?;
    let mark: i32 = view.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let is_empty = "select not exists (select 1 from sqlite_schema)";
    let is_empty: bool = view.query_one(is_empty, [], |row| row.get(0))?;
    Ok((version, mark == APPLICATION_ID || (mark == 0 && version == 0 && is_empty)))
}

/// Prepares the file, and waits for another process that is preparing it. SQLite's own timeout
/// doesn't cover this: a switch to the write-ahead log fails at once while the file is in use.
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
    // Takes effect in a file that is still empty; others keep their free pages for new rows.
    connection.pragma_update(None, "auto_vacuum", "incremental")?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    // Full: with a write-ahead log, `normal` may lose the last transactions to a power cut, and
    // a lost claim is a paper posted twice.
    connection.pragma_update(None, "synchronous", "full")?;
    // Off while tables are rebuilt; the migrations check the references themselves.
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
    fn sqlite_errors_become_one_sentence_each() {
        for (code, sentence) in [
            (8, "/db cannot be written; paperboy needs write access to the file and to its folder"),
            (
                14,
                "/db cannot be written; paperboy needs write access to the file and to its folder",
            ),
            (5, "/db is in use by another process; stop it, or wait until it is done"),
            (
                11,
                "/db is damaged or no database (database disk image is malformed); restore it from a backup",
            ),
            (
                26,
                "/db is damaged or no database (file is not a database); restore it from a backup",
            ),
            (13, "/db cannot be opened: Error code 13: database or disk is full"),
        ] {
            let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            let shown = OpenError::from_sqlite(Path::new("/db"), error).to_string();
            assert_eq!(shown, sentence, "{code}");
        }
    }
}
