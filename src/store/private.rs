//! Makes the database readable by its owner only, since it contains users' data.
//!
//! SQLite gives the write-ahead log and its index the permissions of the database file.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

const OWNER_ONLY: u32 = 0o600;
const OTHERS: u32 = 0o077;

/// Creates the file if there is none, readable by its owner only.
pub(super) fn create(path: &Path) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true).mode(OWNER_ONLY);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// The same for a database. If root makes it in a folder of another user, it becomes that user's:
/// otherwise the bot couldn't write it.
pub(super) fn create_database(path: &Path) -> io::Result<()> {
    create(path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::metadata(folder.unwrap_or(Path::new(".")))?;
    let is_of_root = fs::metadata(path)?.uid() == 0;
    if is_of_root && folder.uid() != 0 {
        chown(path, Some(folder.uid()), Some(folder.gid()))?;
    }
    Ok(())
}

/// Removes other users' access to an existing database. If that fails, it logs a warning.
pub(super) fn keep(path: &Path) {
    for file in with_its_log(path) {
        let Ok(found) = fs::metadata(&file) else { continue };
        if found.permissions().mode() & OTHERS == 0 {
            continue;
        }
        if let Err(error) = fs::set_permissions(&file, Permissions::from_mode(OWNER_ONLY)) {
            let file = file.display();
            tracing::warn!(%file, %error, "other users of this machine can read the database");
        }
    }
}

/// The database, its write-ahead log and the log's index.
pub(super) fn with_its_log(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        PathBuf::from(file)
    })
}
