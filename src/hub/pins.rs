//! Records the checksums of downloaded models, and which model is in use.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::download::DownloadError;
use super::models::{MODELS, Snapshot, SnapshotFile, sha256};

/// The record in a model's folder.
const PINS: &str = "fetched.json";
/// The record of the last downloaded model, in the folder of all models.
const IN_USE: &str = "in-use";

impl Snapshot {
    /// Records the SHA-256 of every downloaded file in the folder, so that later changes are
    /// detected.
    ///
    /// # Errors
    /// If a file can't be read or the record can't be written.
    pub fn pin(&self, folder: &Path) -> Result<(), DownloadError> {
        let file = |file: &SnapshotFile| {
            let sha256 = sha256(&folder.join(&file.path))?;
            Ok(Pin { path: file.path.clone(), bytes: file.bytes, sha256 })
        };
        let files = self.files.iter().map(file).collect::<Result<_, DownloadError>>()?;
        let (repository, revision) = (self.repository.clone(), self.revision.clone());
        let path = folder.join(PINS);
        let text = serde_json::to_string_pretty(&Pins { repository, revision, files });
        let written = text.map_err(std::io::Error::from).and_then(|text| fs::write(&path, text));
        written.map_err(|source| DownloadError::Disk { path, source })
    }
}

/// The record of a download.
#[derive(Debug, Deserialize, Serialize)]
pub struct Pins {
    /// Its source, `owner/name`.
    pub repository: String,
    /// The downloaded revision.
    pub revision: String,
    files: Vec<Pin>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Pin {
    path: String,
    bytes: u64,
    sha256: String,
}

impl Pins {
    /// The record in this folder, if its model was downloaded by OWNER/NAME.
    pub fn of(folder: &Path) -> Option<Pins> {
        serde_json::from_slice(&fs::read(folder.join(PINS)).ok()?).ok()
    }

    /// The files that are missing in the folder or have the wrong size.
    pub fn missing(&self, folder: &Path) -> Vec<&str> {
        let has = |file: &&Pin| {
            fs::metadata(folder.join(&file.path)).is_ok_and(|found| found.len() == file.bytes)
        };
        self.files.iter().filter(|file| !has(file)).map(|file| file.path.as_str()).collect()
    }

    /// The files in a folder that have changed since the download.
    ///
    /// # Errors
    /// If a file can't be read.
    pub fn changed(&self, folder: &Path) -> Result<Vec<&str>, DownloadError> {
        let mut changed = Vec::new();
        for file in &self.files {
            if sha256(&folder.join(&file.path))? != file.sha256 {
                changed.push(file.path.as_str());
            }
        }
        Ok(changed)
    }

    /// The total size of all files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// Records which model folder is in use from now on.
///
/// # Errors
/// If the record can't be written.
pub fn use_model(models: &Path, name: &str) -> Result<(), DownloadError> {
    let path = models.join(IN_USE);
    fs::write(&path, name).map_err(|source| DownloadError::Disk { path, source })
}

/// The folder of the model in use: the one downloaded last, if it is complete; otherwise any
/// complete known one.
pub fn model_in_use(models: &Path) -> Option<PathBuf> {
    let whole = |folder: &Path| {
        let known = MODELS.iter().find(|model| folder.ends_with(model.name));
        match (Pins::of(folder), known) {
            (Some(pins), _) => pins.missing(folder).is_empty(),
            (None, Some(model)) => model.missing(folder).is_empty(),
            (None, None) => false,
        }
    };
    let noted = fs::read_to_string(models.join(IN_USE)).ok();
    let noted = noted.map(|name| models.join(name.trim()));
    let known = MODELS.iter().map(|model| models.join(model.name));
    noted.into_iter().chain(known).find(|folder| whole(folder))
}
