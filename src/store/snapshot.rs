//! Copies of the database, made while it is in use and verified before they count.

use std::fs;
use std::path::{Path, PathBuf};

use domain::{ChannelId, GuildId};
use rusqlite::{Connection, OpenFlags};

use super::open::{self, OpenError};
use super::{Result, migrations, private, subscriptions};

/// The contents of a copy, read from the copy itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The version of its schema.
    pub schema: usize,
    /// Active subscriptions.
    pub subscriptions: u64,
    /// Papers recorded as posted, over all channels.
    pub posted: u64,
    /// Papers stored.
    pub papers: u64,
    /// Size of the file in bytes.
    pub bytes: u64,
}

/// Why a copy failed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// SQLite could not read the database or write the copy.
    #[error("could not write the copy: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file system refused.
    #[error("could not write {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// The file is damaged, or not a database.
    #[error("{path} is damaged or not a database ({problem})")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The problem reported by SQLite.
        problem: String,
    },
    /// The copy was verified and is not a complete paperboy database.
    #[error(transparent)]
    Unusable(OpenError),
}

impl BackupError {
    /// Names `file` instead of the copy of it that was checked.
    fn of(file: &Path, error: OpenError) -> BackupError {
        let path = file.to_owned();
        BackupError::Unusable(match error {
            OpenError::Damaged { problem, .. } => return BackupError::Damaged { path, problem },
            OpenError::Newer { found, known, .. } => OpenError::Newer { path, found, known },
            OpenError::Foreign(_) => OpenError::Foreign(path),
            other => other,
        })
    }
}

/// Writes a compact copy of the database at `from` to `to`, which must not exist. The copy is a
/// consistent snapshot and doesn't block the bot. It is verified before it gets its name; an
/// interrupted copy leaves nothing under that name.
///
/// Blocks for some seconds per gigabyte.
///
/// # Errors
/// [`BackupError`]; then there is no file at `to`.
pub fn copy(from: &Path, to: &Path) -> std::result::Result<Contents, BackupError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| BackupError::Io { path, source }
    };
    let unfinished = with_ending(to, ".partial");
    let _ = fs::remove_file(&unfinished);
    private::create(&unfinished).map_err(io(&unfinished))?;
    let written = (|| {
        let source = open::connect(from, OpenFlags::empty())?;
        source.execute("vacuum into ?1", [unfinished.to_string_lossy()])?;
        let contents = check(&unfinished).map_err(|error| BackupError::of(from, error))?;
        fs::File::open(&unfinished).and_then(|file| file.sync_all()).map_err(io(&unfinished))?;
        // A link, not a rename, so as not to overwrite a file created in the meantime.
        fs::hard_link(&unfinished, to).map_err(io(to))?;
        sync_folder(to).map_err(io(to))?;
        Ok(contents)
    })();
    let _ = fs::remove_file(&unfinished);
    written
}

/// Reads a copy completely and returns its contents, without changing it.
///
/// # Errors
/// [`OpenError`] if it is damaged, newer than this version, or not a paperboy database.
pub fn check(path: &Path) -> std::result::Result<Contents, OpenError> {
    let failed = |error| OpenError::from_sqlite(path, error);
    let mut connection = open_to_look(path).map_err(failed)?;
    open::accept(&mut connection, path, "pragma integrity_check(1)")?;
    if migrations::version(&connection).map_err(failed)? == 0 {
        let problem = "it is empty".to_owned();
        return Err(OpenError::Damaged { path: path.to_owned(), problem });
    }
    contents(&connection, path).map_err(failed)
}

/// Whether this process may write the database at `path` and files next to it. A full disk doesn't
/// count.
pub fn is_writable(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let may_write = |path: &Path| rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok();
    may_write(path) && may_write(folder.unwrap_or(Path::new(".")))
}

/// The channels that the subscriptions in the database at `path` post to, without changing it.
///
/// # Errors
/// A database error; an older database may have different tables.
pub fn places(path: &Path) -> Result<Vec<(GuildId, ChannelId)>> {
    subscriptions::places(&open_to_look(path)?)
}

/// A connection that can't change anything and doesn't migrate.
fn open_to_look(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

fn contents(connection: &Connection, path: &Path) -> rusqlite::Result<Contents> {
    let count = |sql: &str| -> rusqlite::Result<u64> {
        connection.query_one(sql, [], |row| row.get::<_, i64>(0)).map(|n| n.unsigned_abs())
    };
    Ok(Contents {
        schema: migrations::version(connection)?,
        subscriptions: count("select count(*) from subscription where removed = 0")?,
        posted: count("select count(*) from ledger")?,
        papers: count("select count(*) from paper")?,
        bytes: fs::metadata(path).map_or(0, |file| file.len()),
    })
}

/// Replaces the database at `path` with a verified copy of `backup`. The previous database and its
/// log stay in the folder under names that end in `aside`; the database's new path is returned.
///
/// # Errors
/// [`BackupError`]; nothing is moved until the copy is complete.
pub fn restore(
    backup: &Path,
    path: &Path,
    aside: &str,
) -> std::result::Result<(Contents, Vec<PathBuf>), BackupError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| BackupError::Io { path, source }
    };
    let arriving = with_ending(path, ".restoring");
    let _ = fs::remove_file(&arriving);
    let arrived = (|| {
        private::create(&arriving).map_err(io(&arriving))?;
        fs::copy(backup, &arriving).map_err(io(&arriving))?;
        private::keep(&arriving);
        let contents = check(&arriving).map_err(|error| BackupError::of(backup, error))?;
        fs::File::open(&arriving).and_then(|file| file.sync_all()).map_err(io(&arriving))?;
        Ok(contents)
    })();
    let contents = arrived.inspect_err(|_: &BackupError| {
        // A disk may be full of it.
        let _ = fs::remove_file(&arriving);
    })?;
    let mut kept = Vec::new();
    // The log first: a database without its log is merely older, but with another database's log it
    // is damaged.
    for file in private::with_its_log(path).into_iter().rev().filter(|file| file.exists()) {
        let to = with_ending(&file, aside);
        fs::rename(&file, &to).map_err(io(&file))?;
        kept.push(to);
    }
    fs::rename(&arriving, path).map_err(io(path))?;
    sync_folder(path).map_err(io(path))?;
    Ok((contents, kept))
}

/// The process that holds the lease in the database at `path`, if any.
///
/// # Errors
/// A database error.
pub fn lease_holder(path: &Path) -> Result<Option<String>> {
    let connection = open::connect(path, OpenFlags::empty())?;
    Ok(super::lease::current(&connection)?.map(|(holder, _)| holder))
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

pub(super) fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
