//! A file next to the database with the number of attempts to send. A database with a smaller
//! number was restored from a backup or has lost its write-ahead log; one without its own file is a
//! copy.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// The file: `paperboy.db.sends` for `paperboy.db`.
#[derive(Debug)]
pub(crate) struct SendCount {
    database: PathBuf,
    path: PathBuf,
    open: Mutex<Option<Open>>,
}

#[derive(Debug)]
struct Open {
    file: File,
    written: Content,
}

/// Its content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    /// The total number of attempts to send.
    sends: u64,
    /// The inode of the database; a copy has another one.
    inode: u64,
}

impl SendCount {
    /// The file for a database; nothing is read or written yet.
    pub(crate) fn next_to(database: &Path) -> SendCount {
        let mut path = database.as_os_str().to_owned();
        path.push(".sends");
        SendCount { database: database.to_owned(), path: path.into(), open: Mutex::default() }
    }

    /// The number for this very database file; `None` if there is none.
    pub(super) fn read(&self) -> Option<u64> {
        let text = std::fs::read_to_string(&self.path).ok()?;
        let content: Content = serde_json::from_str(&text).ok()?;
        (content.inode == self.inode()).then_some(content.sends)
    }

    /// Writes a higher number than before. Failures are only logged, since the database has the
    /// number as well.
    pub(super) fn note(&self, sends: u64) {
        if let Err(error) = self.write(sends) {
            tracing::warn!(%error, path = %self.path.display(), "cannot write the send count");
        }
    }

    /// Writes it, and waits until it is on disk. Higher numbers can be written while it waits.
    pub(super) fn save(&self, sends: u64) {
        self.save_with(sends, File::sync_data);
    }

    fn save_with(&self, sends: u64, sync: impl FnOnce(&File) -> std::io::Result<()>) {
        self.note(sends);
        let file = {
            let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.as_ref().map(|open| open.file.try_clone())
        };
        if let Some(Err(error)) = file.map(|file| sync(&file?)) {
            tracing::warn!(%error, path = %self.path.display(), "cannot write the send count");
        }
    }

    fn write(&self, sends: u64) -> std::io::Result<()> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let inode = self.inode();
        let is_known = |open: &Open| open.written.sends >= sends && open.written.inode == inode;
        if open.as_ref().is_some_and(is_known) {
            return Ok(());
        }
        let written = Content { sends, inode };
        let mut text = serde_json::to_string(&written)?;
        text.push('\n');
        let file = match open.take() {
            Some(open) => open.file,
            None => OpenOptions::new().write(true).create(true).truncate(false).open(&self.path)?,
        };
        // In a single write in place, so that a killed process leaves either the old text or the
        // new one.
        file.write_all_at(text.as_bytes(), 0)?;
        file.set_len(text.len() as u64)?;
        *open = Some(Open { file, written });
        Ok(())
    }

    fn inode(&self) -> u64 {
        std::fs::metadata(&self.database).map_or(0, |found| found.ino())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_belong_to_one_file_and_only_increase() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("paperboy.db");
        std::fs::write(&database, "a").expect("a file");
        let note = SendCount::next_to(&database);
        assert_eq!(note.read(), None);
        note.save(12);
        note.note(7);
        assert_eq!(SendCount::next_to(&database).read(), Some(12));
        note.note(13);
        assert_eq!(note.read(), Some(13));
        // A backup moved to the database's path is another file.
        let backup = folder.path().join("backup");
        std::fs::write(&backup, "b").expect("a file");
        std::fs::rename(&backup, &database).expect("a move");
        assert_eq!(note.read(), None);
        std::fs::write(folder.path().join("paperboy.db.sends"), "{").expect("a file");
        assert_eq!(note.read(), None, "what cannot be read says nothing");
    }

    #[test]
    fn a_slow_disk_delays_no_send() {
        let folder = tempfile::tempdir().expect("a folder");
        let note = SendCount::next_to(&folder.path().join("paperboy.db"));
        note.save_with(1, |_| {
            assert!(note.open.try_lock().is_ok(), "another send can be noted");
            note.note(2);
            Ok(())
        });
        assert_eq!(note.read(), Some(2));
    }
}
