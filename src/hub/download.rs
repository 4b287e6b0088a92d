//! Fetching a published model: every file checked against the checksum it was published with,
//! taken up where it broke off, and in its place only when it is whole.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::models::{Snapshot, SnapshotFile, Sum};
use super::retry;
use super::transport::{chain, is_loopback};
use reqwest::header::{CONTENT_RANGE, RANGE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};

/// Tries of one file; each goes on where the one before broke off.
const TRIES: usize = 6;
/// The longest silence of a server that is still sending.
const SILENCE: Duration = Duration::from_secs(30);
/// The hub sends to its file servers by one or two redirects.
const MAX_REDIRECTS: usize = 5;

/// Why a model could not be fetched. What has arrived stays for the next try.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The hub has no such model, or not in a form that is read here.
    #[error("{repository} cannot be fetched: {reason}")]
    NoModel {
        /// As asked for, `OWNER/NAME`.
        repository: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The hub does not have the file.
    #[error("the hub answered {status} for {file}; is PAPERBOY_HUB_URL right?")]
    Refused {
        /// The file.
        file: String,
        /// The status.
        status: u16,
    },
    /// No connection, or one that broke off again and again.
    #[error("{file} did not arrive ({reason}); run the same command again, it goes on from there")]
    BrokenOff {
        /// The file.
        file: String,
        /// What went wrong last.
        reason: String,
    },
    /// The content is not what was published.
    #[error(
        "{file} arrived whole and is not the published one (its checksum is {found}); it was \
         deleted. Run the command again, or get the model elsewhere and name its folder in \
         PAPERBOY_MODEL"
    )]
    WrongContent {
        /// The file.
        file: String,
        /// The checksum of what arrived.
        found: String,
    },
    /// The disk.
    #[error("{} cannot be written or read: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Fetches what `folder` lacks of a model. `progress` gets the bytes that are in place, of all
/// files together. Files are written here and now: this is for a command, not for the bot.
///
/// # Errors
/// [`DownloadError`]; files that are whole stay in place.
pub async fn download(
    hub_url: &str,
    model: &Snapshot,
    folder: &Path,
    retry_base: Duration,
    mut progress: impl FnMut(u64),
) -> Result<(), DownloadError> {
    let hub_url = hub_url.trim_end_matches('/');
    let http = client(hub_url);
    let mut before = 0;
    for file in &model.files {
        let path = folder.join(&file.path);
        let is_whole = fs::metadata(&path).is_ok_and(|found| found.len() == file.bytes);
        if !is_whole {
            let Snapshot { repository, revision, .. } = model;
            let url = format!("{hub_url}/{repository}/resolve/{revision}/{}", file.path);
            let mut fetch = Fetch { http: &http, url, file, path, retry_base };
            fetch.run(&mut |done| progress(before + done)).await?;
        }
        before += file.bytes;
        progress(before);
    }
    Ok(())
}

pub(super) fn client(hub_url: &str) -> Client {
    // Redirects lead to other hosts, but never from https to http, nor from this machine away.
    let policy = Policy::custom(|attempt| {
        let was_https = attempt.previous().last().is_some_and(|url| url.scheme() == "https");
        let falls_back = was_https && attempt.url().scheme() != "https";
        let was_here = attempt.previous().last().is_some_and(is_loopback);
        let leaves = was_here && !is_loopback(attempt.url());
        match falls_back || leaves || attempt.previous().len() > MAX_REDIRECTS {
            true => attempt.stop(),
            false => attempt.follow(),
        }
    });
    let builder = Client::builder()
        .user_agent(concat!("paperboy/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(SILENCE)
        .read_timeout(SILENCE)
        .redirect(policy);
    let builder = match Url::parse(hub_url).is_ok_and(|url| is_loopback(&url)) {
        true => builder.no_proxy(),
        false => builder,
    };
    builder.build().unwrap_or_default()
}

struct Fetch<'a> {
    http: &'a Client,
    url: String,
    file: &'a SnapshotFile,
    path: PathBuf,
    retry_base: Duration,
}

/// Why one try ended.
enum Broken {
    /// Another try may get further.
    Again(String),
    Final(DownloadError),
}

impl Fetch<'_> {
    async fn run(&mut self, progress: &mut dyn FnMut(u64)) -> Result<(), DownloadError> {
        let part = PathBuf::from(format!("{}.part", self.path.display()));
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(|source| self.disk(folder, source))?;
        }
        let mut waits = retry::backoff(self.retry_base).take(TRIES - 1);
        loop {
            match self.resume(&part, progress).await {
                Ok(sum) if sum == self.file.checksum.expected() => {
                    return fs::rename(&part, &self.path)
                        .map_err(|source| self.disk(&self.path, source));
                }
                Ok(found) => {
                    fs::remove_file(&part).map_err(|source| self.disk(&part, source))?;
                    return Err(DownloadError::WrongContent {
                        file: self.file.path.clone(),
                        found,
                    });
                }
                Err(Broken::Final(error)) => return Err(error),
                Err(Broken::Again(reason)) => {
                    let file = self.file.path.clone();
                    let Some(wait) = waits.next() else {
                        return Err(DownloadError::BrokenOff { file, reason });
                    };
                    tracing::debug!(file, reason, ?wait, "download interrupted, resuming");
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// Fetches what is missing of the file, and gives the checksum of the whole.
    async fn resume(&self, part: &Path, progress: &mut dyn FnMut(u64)) -> Result<String, Broken> {
        let new = || self.file.checksum.begin(self.file.bytes);
        let (mut done, mut sum) = match read(part, new()) {
            Ok((bytes, sum)) if bytes <= self.file.bytes => (bytes, sum),
            // Not begun, or longer than it may be.
            _ => (0, new()),
        };
        progress(done);
        if done < self.file.bytes {
            let mut request = self.http.get(&self.url);
            if done > 0 {
                request = request.header(RANGE, format!("bytes={done}-"));
            }
            let answer = request.send().await;
            let mut answer = answer.map_err(|error| Broken::Again(reason(error)))?;
            let goes_on = match self.check(&answer, done)? {
                Some(goes_on) => goes_on,
                None => {
                    // The next try begins anew.
                    fs::remove_file(part).map_err(|error| Broken::Final(self.disk(part, error)))?;
                    return Err(Broken::Again("the server does not go on from there".to_owned()));
                }
            };
            if !goes_on {
                (done, sum) = (0, new());
            }
            let mut open = File::options();
            open.create(true).write(true).append(goes_on).truncate(!goes_on);
            let file = open.open(part);
            let mut file = file.map_err(|source| Broken::Final(self.disk(part, source)))?;
            while let Some(chunk) =
                answer.chunk().await.map_err(|error| Broken::Again(reason(error)))?
            {
                done += chunk.len() as u64;
                if done > self.file.bytes {
                    return Err(Broken::Again("it is longer than it should be".to_owned()));
                }
                sum.update(&chunk);
                let written = file.write_all(&chunk);
                written.map_err(|source| Broken::Final(self.disk(part, source)))?;
                progress(done);
            }
            file.sync_all().map_err(|source| Broken::Final(self.disk(part, source)))?;
        }
        match done == self.file.bytes {
            true => Ok(sum.finish()),
            false => Err(Broken::Again("it ended too soon".to_owned())),
        }
    }

    /// Whether the answer goes on after the first `done` bytes, or begins anew; `None` if it is
    /// neither.
    fn check(&self, answer: &Response, done: u64) -> Result<Option<bool>, Broken> {
        let status = answer.status();
        match status {
            StatusCode::PARTIAL_CONTENT => {
                let range = answer.headers().get(CONTENT_RANGE);
                let begins = range.and_then(|range| range.to_str().ok());
                let asked = format!("bytes {done}-");
                Ok(begins.is_some_and(|range| range.starts_with(&asked)).then_some(true))
            }
            StatusCode::RANGE_NOT_SATISFIABLE if done > 0 => Ok(None),
            status if status.is_success() => Ok(Some(false)),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => {
                Err(Broken::Again(format!("status {status}")))
            }
            status if status.is_server_error() => Err(Broken::Again(format!("status {status}"))),
            status => Err(Broken::Final(DownloadError::Refused {
                file: self.file.path.clone(),
                status: status.as_u16(),
            })),
        }
    }

    fn disk(&self, path: &Path, source: io::Error) -> DownloadError {
        DownloadError::Disk { path: path.to_owned(), source }
    }
}

/// The length of a file, and `sum` with its content.
pub(super) fn read(path: &Path, mut sum: Sum) -> io::Result<(u64, Sum)> {
    let (mut file, mut length) = (File::open(path)?, 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((length, sum));
        }
        sum.update(&buffer[..read]);
        length += read as u64;
    }
}

pub(super) fn reason(error: reqwest::Error) -> String {
    chain(&error.without_url())
}
