//! Models that can be downloaded: those known by name, and any that the hub describes.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::download::{DownloadError, client, read, reason};

/// How long the hub may take to describe a model.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The weights; downloaded last.
const WEIGHTS: &str = "model.safetensors";
/// Required files, and optional ones that are used if they exist.
const NEEDED: [&str; 3] = ["config.json", "tokenizer.json", WEIGHTS];
const READ: [&str; 4] = [
    "modules.json",
    "1_Pooling/config.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
];

/// A model that can be downloaded, at a fixed revision.
#[derive(Clone, Copy, Debug)]
pub struct PublishedModel {
    /// Its name and that of its folder.
    pub name: &'static str,
    /// Its repository on the hub, `owner/name`.
    pub repository: &'static str,
    /// The revision.
    pub revision: &'static str,
    /// Its license.
    pub license: &'static str,
    /// The dimensions of its vectors.
    pub dimensions: usize,
    /// The required files, weights last.
    pub files: &'static [PublishedFile],
}

/// One file of a model.
#[derive(Clone, Copy, Debug)]
pub struct PublishedFile {
    /// Its path in the repository and in the folder.
    pub path: &'static str,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: &'static str,
}

/// The models with pinned files; the first is the default.
pub const MODELS: &[PublishedModel] = &[PublishedModel {
    name: "all-MiniLM-L6-v2",
    repository: "sentence-transformers/all-MiniLM-L6-v2",
    revision: "c9745ed1d9f207416be6d2e6f8de32d1f16199bf",
    license: "Apache-2.0",
    dimensions: 384,
    files: &[
        PublishedFile {
            path: "config.json",
            bytes: 612,
            sha256: "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
        },
        PublishedFile {
            path: "modules.json",
            bytes: 349,
            sha256: "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
        },
        PublishedFile {
            path: "1_Pooling/config.json",
            bytes: 190,
            sha256: "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
        },
        PublishedFile {
            path: "sentence_bert_config.json",
            bytes: 53,
            sha256: "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
        },
        PublishedFile {
            path: "tokenizer.json",
            bytes: 466_247,
            sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        },
        PublishedFile {
            path: "model.safetensors",
            bytes: 90_868_376,
            sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        },
    ],
}];

/// A model known by name; the hub provides its file list.
#[derive(Clone, Copy, Debug)]
pub struct NamedModel {
    /// Its name and that of its folder.
    pub name: &'static str,
    /// Its repository on the hub, `owner/name`.
    pub repository: &'static str,
    /// Its license.
    pub license: &'static str,
    /// The dimensions of its vectors.
    pub dimensions: usize,
    /// The approximate size of its files.
    pub megabytes: u64,
    /// A short description.
    pub about: &'static str,
}

/// Models known by name, in addition to [`MODELS`].
pub const NAMED: &[NamedModel] = &[
    NamedModel {
        name: "gte-small",
        repository: "thenlper/gte-small",
        license: "MIT",
        dimensions: 384,
        megabytes: 67,
        about: "English, better than all-MiniLM-L6-v2 at twice the cost",
    },
    NamedModel {
        name: "granite-embedding-30m-english",
        repository: "ibm-granite/granite-embedding-30m-english",
        license: "Apache-2.0",
        dimensions: 384,
        megabytes: 61,
        about: "English, better than all-MiniLM-L6-v2 at the same cost",
    },
    NamedModel {
        name: "paraphrase-multilingual-MiniLM-L12-v2",
        repository: "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
        license: "Apache-2.0",
        dimensions: 384,
        megabytes: 480,
        about: "50 languages",
    },
];

/// A model on the hub at a fixed revision, with the checksums of its files.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Its repository on the hub, `owner/name`.
    pub repository: String,
    /// The revision.
    pub revision: String,
    /// The required files, weights last.
    pub files: Vec<SnapshotFile>,
}

/// One file of a snapshot.
#[derive(Clone, Debug)]
pub struct SnapshotFile {
    /// Its path in the repository and in the folder.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// The checksum of its content.
    pub checksum: Checksum,
}

/// A checksum in hexadecimal, as published by the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// SHA-256 of the content; for large files.
    Sha256(String),
    /// The Git blob id, a SHA-1; for small files.
    GitBlob(String),
}

/// A checksum being computed.
pub(super) enum Sum {
    Sha256(Sha256),
    GitBlob(Sha1),
}

impl Checksum {
    pub(super) fn expected(&self) -> &str {
        match self {
            Checksum::Sha256(sum) | Checksum::GitBlob(sum) => sum,
        }
    }

    /// Starts a checksum for content of this many bytes.
    pub(super) fn begin(&self, bytes: u64) -> Sum {
        match self {
            Checksum::Sha256(_) => Sum::Sha256(Sha256::new()),
            Checksum::GitBlob(_) => {
                let mut sum = <Sha1 as sha1::Digest>::new();
                sha1::Digest::update(&mut sum, format!("blob {bytes}\0"));
                Sum::GitBlob(sum)
            }
        }
    }
}

impl Sum {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Sum::Sha256(sum) => sum.update(bytes),
            Sum::GitBlob(sum) => sha1::Digest::update(sum, bytes),
        }
    }

    pub(super) fn finish(self) -> String {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match self {
            Sum::Sha256(sum) => hex(&sum.finalize()),
            Sum::GitBlob(sum) => hex(&sha1::Digest::finalize(sum)),
        }
    }
}

impl PublishedModel {
    /// The total size of its files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// The same as a snapshot, for downloading.
    pub fn snapshot(&self) -> Snapshot {
        let file = |file: &PublishedFile| SnapshotFile {
            path: file.path.to_owned(),
            bytes: file.bytes,
            checksum: Checksum::Sha256(file.sha256.to_owned()),
        };
        Snapshot {
            repository: self.repository.to_owned(),
            revision: self.revision.to_owned(),
            files: self.files.iter().map(file).collect(),
        }
    }

    /// The files that are missing in a folder or have the wrong size.
    pub fn missing(&self, folder: &Path) -> Vec<&'static str> {
        let has = |file: &PublishedFile| {
            fs::metadata(folder.join(file.path)).is_ok_and(|found| found.len() == file.bytes)
        };
        self.files.iter().filter(|file| !has(file)).map(|file| file.path).collect()
    }

    /// The files in a folder that differ from the published ones.
    ///
    /// # Errors
    /// If a file can't be read.
    pub fn changed(&self, folder: &Path) -> Result<Vec<&'static str>, DownloadError> {
        let mut changed = Vec::new();
        for file in self.files {
            let path = folder.join(file.path);
            if sha256(&path)? != file.sha256 {
                changed.push(file.path);
            }
        }
        Ok(changed)
    }
}

/// The SHA-256 of a file's content.
pub(super) fn sha256(path: &Path) -> Result<String, DownloadError> {
    let disk = |source| DownloadError::Disk { path: path.to_owned(), source };
    let (_, sum) = read(path, Sum::Sha256(Sha256::new())).map_err(disk)?;
    Ok(sum.finish())
}

impl Snapshot {
    /// The total size of its files.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// The same without its weights: enough to tell whether the model is supported.
    pub fn without_weights(&self) -> Snapshot {
        let mut small = self.clone();
        small.files.retain(|file| file.path != WEIGHTS);
        small
    }
}

/// Whether this looks like a repository on the hub, `OWNER/NAME`.
pub fn is_repository(text: &str) -> bool {
    let part = |part: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !part.is_empty() && !part.starts_with('.') && part.chars().all(plain)
    };
    text.split_once('/').is_some_and(|(owner, name)| part(owner) && part(name))
}

#[derive(Deserialize)]
struct Described {
    sha: String,
    #[serde(default)]
    siblings: Vec<Sibling>,
}

#[derive(Deserialize)]
struct Sibling {
    rfilename: String,
    size: Option<u64>,
    #[serde(rename = "blobId")]
    blob_id: Option<String>,
    lfs: Option<Lfs>,
}

#[derive(Deserialize)]
struct Lfs {
    sha256: String,
    size: u64,
}

impl Sibling {
    fn file(self) -> Option<SnapshotFile> {
        let (bytes, checksum) = match self.lfs {
            Some(Lfs { sha256, size }) => (size, Checksum::Sha256(sha256)),
            None => (self.size?, Checksum::GitBlob(self.blob_id?)),
        };
        Some(SnapshotFile { path: self.rfilename, bytes, checksum })
    }
}

/// Asks the hub for a model's current files.
///
/// # Errors
/// If there is no such model, a required file is missing, or the hub doesn't respond.
pub async fn describe(hub_url: &str, repository: &str) -> Result<Snapshot, DownloadError> {
    let no_model = |reason: &str| DownloadError::NoModel {
        repository: repository.to_owned(),
        reason: reason.to_owned(),
    };
    let hub_url = hub_url.trim_end_matches('/');
    let url = format!("{hub_url}/api/models/{repository}?blobs=true");
    let answer = client(hub_url).get(url).timeout(TIMEOUT).send().await;
    let answer = answer.map_err(|error| no_model(&reason(error)))?;
    match answer.status().as_u16() {
        200 => {}
        401 | 403 | 404 => return Err(no_model("the hub has no public model of that name")),
        status => return Err(no_model(&format!("the hub responded with {status}"))),
    }
    let text = answer.bytes().await.map_err(|error| no_model(&reason(error)))?;
    let Described { sha, siblings } = serde_json::from_slice(&text)
        .map_err(|_| no_model("the hub's response can't be parsed"))?;
    let wanted = |path: &str| NEEDED.contains(&path) || READ.contains(&path);
    let mut files = Vec::new();
    for sibling in siblings.into_iter().filter(|sibling| wanted(&sibling.rfilename)) {
        let file = sibling.file();
        files.push(file.ok_or_else(|| no_model("the hub gives no checksum for a file"))?);
    }
    files.sort_by_key(|file| (file.path == WEIGHTS, file.path.clone()));
    if let Some(file) = NEEDED.iter().find(|file| !files.iter().any(|has| has.path == **file)) {
        return Err(no_model(&format!("it has no {file}, and other formats are not supported")));
    }
    Ok(Snapshot { repository: repository.to_owned(), revision: sha, files })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_has_an_owner_and_a_name() {
        for (text, expected) in [
            ("thenlper/gte-small", true),
            ("a/b.c_d-1", true),
            ("gte-small", false),
            ("../etc", false),
            ("a/..", false),
            ("a/b/c", false),
            ("a/", false),
            ("a/b?c", false),
        ] {
            assert_eq!(is_repository(text), expected, "{text}");
        }
        assert!(NAMED.iter().all(|model| is_repository(model.repository)));
    }

    #[test]
    fn small_files_use_git_blob_ids() {
        let mut sum = Checksum::GitBlob(String::new()).begin(6);
        sum.update(b"hello\n");
        // `echo hello | git hash-object --stdin`
        assert_eq!(sum.finish(), "ce013625030ba8dba906f756967f9e9ca394464a");
    }
}
