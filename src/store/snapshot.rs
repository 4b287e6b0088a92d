//! Copies of the database, made while it is in use and verified before they count.

use std::fs;
use std::path::{Path, PathBuf};

use domain::{ChannelId, GuildId};
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

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
        name(&unfinished, to).map_err(io(to))?;
        sync_folder(to).map_err(io(to))?;
        Ok(contents)
    })();
    let _ = fs::remove_file(&unfinished);
    written
}

/// Gives a file its name without overwriting one created in the meantime.
fn name(unfinished: &Path, to: &Path) -> std::io::Result<()> {
    match renameat_with(CWD, unfinished, CWD, to, RenameFlags::NOREPLACE) {
        // NFS can't do this; FAT has no links.
        Err(Errno::INVAL | Errno::NOSYS) => fs::hard_link(unfinished, to),
        named => Ok(named?),
    }
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

/// Whether the file at `path` is a database in which nothing was ever made.
pub fn is_blank(path: &Path) -> bool {
    let look = || -> rusqlite::Result<bool> {
        let connection = open_to_look(path)?;
        let is_blank = "select not exists (select 1 from sqlite_schema)";
        Ok(migrations::version(&connection)? == 0
            && connection.query_one(is_blank, [], |row| row.get(0))?)
    };
    // What can't be read is refused when it is opened, with the reason.
    look().unwrap_or(false)
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

/// Replaces the database at `path` with a verified copy of `backup` and the write-ahead log next to
/// it, if there is one. The previous database and its log stay in the folder as a database whose name
/// ends in `aside`; its path is returned.
///
/// # Errors
/// [`BackupError`]; nothing is moved until the copy is complete.
pub fn restore(
    backup: &Path,
    path: &Path,
    aside: &str,
) -> std::result::Result<(Contents, Option<PathBuf>), BackupError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| BackupError::Io { path, source }
    };
    let arriving = with_ending(path, ".restoring");
    let remove = || private::with_its_log(&arriving).map(fs::remove_file);
    let _ = remove();
    let arrived = (|| {
        private::create_database(&arriving).map_err(io(&arriving))?;
        fs::copy(backup, &arriving).map_err(io(&arriving))?;
        private::keep(&arriving);
        let [_, log, _] = private::with_its_log(backup);
        if log.exists() {
            // Of a bot that was killed; without it, the copy would be older than it looks.
            let [_, arriving_log, _] = private::with_its_log(&arriving);
            fs::copy(&log, &arriving_log).map_err(io(&arriving_log))?;
            fold_log_in(&arriving).map_err(|error| {
                BackupError::of(backup, OpenError::from_sqlite(&arriving, error))
            })?;
        }
        let contents = check(&arriving).map_err(|error| BackupError::of(backup, error))?;
        fs::File::open(&arriving).and_then(|file| file.sync_all()).map_err(io(&arriving))?;
        Ok(contents)
    })();
    let contents = arrived.inspect_err(|_: &BackupError| {
        // A disk may be full of it.
        let _ = remove();
    })?;
    let kept = path.exists().then(|| with_ending(path, aside));
    // The log first: a database without its log is merely older, but with another database's log it
    // is damaged.
    let moved = private::with_its_log(&with_ending(path, aside));
    let files = private::with_its_log(path).into_iter().zip(moved);
    for (file, to) in files.rev().filter(|(file, _)| file.exists()) {
        fs::rename(&file, &to).map_err(io(&file))?;
    }
    fs::rename(&arriving, path).map_err(io(path))?;
    sync_folder(path).map_err(io(path))?;
    Ok((contents, kept))
}

/// Writes a database's log into its file, so that the file is all of it.
fn fold_log_in(path: &Path) -> rusqlite::Result<()> {
    let connection = open::connect(path, OpenFlags::empty())?;
    connection.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))
}

/// The process that holds the lease in the database at `path`, if any.
///
/// # Errors
/// A database error.
pub fn lease_holder(path: &Path) -> Result<Option<String>> {
    let connection = open::connect(path, OpenFlags::empty())?;
    Ok(super::lease::current(&connection)?.map(|(holder, _)| holder))
}

/// The path with this at the end of its name.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

pub(super) fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
