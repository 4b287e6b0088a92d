//! Downloads a published model: every file is resumable, verified against its published checksum,
//! and moved into place only when complete.

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

/// Attempts per file; each continues where the previous one stopped.
const TRIES: usize = 6;
/// The longest pause of a server that is still sending.
const SILENCE: Duration = Duration::from_secs(30);
/// A connection that isn't made within this time won't be.
const CONNECT: Duration = Duration::from_secs(5);
/// The hub redirects to its file servers once or twice.
const MAX_REDIRECTS: usize = 5;

/// Why a model could not be downloaded. Partial files are kept for the next attempt.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The hub has no such model, or only in an unsupported form.
    #[error("cannot download {repository}: {reason}")]
    NoModel {
        /// As asked for, `OWNER/NAME`.
        repository: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The hub does not have the file.
    #[error("the hub answered {status} for {file}; is PAPERBOY_HUB_URL correct?")]
    Refused {
        /// The file.
        file: String,
        /// The status.
        status: u16,
    },
    /// The hub can't be reached at all.
    #[error("cannot reach the hub to download {file}: {reason}")]
    Unreachable {
        /// The file.
        file: String,
        /// The last error.
        reason: String,
    },
    /// A connection that was interrupted too often.
    #[error("the download of {file} failed ({reason}); run the same command again to resume it")]
    BrokenOff {
        /// The file.
        file: String,
        /// The last error.
        reason: String,
    },
    /// The content differs from what was published.
    #[error(
        "{file} has the wrong checksum ({found}) and was \
         deleted. Run the command again, or get the model elsewhere and give its folder in \
         PAPERBOY_MODEL"
    )]
    WrongContent {
        /// The file.
        file: String,
        /// The checksum of the downloaded file.
        found: String,
    },
    /// The disk.
    #[error("cannot read or write {}: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// Downloads the files of a model that are missing in `folder`. `progress` receives the number of
/// bytes in place, over all files. Writes files synchronously, because it runs only in a command,
/// not in the bot.
///
/// # Errors
/// [`DownloadError`]; complete files stay in place.
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
    // Follow redirects to other hosts, but never from https to http or away from this machine.
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
        .connect_timeout(CONNECT)
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

/// Why an attempt ended.
enum Broken {
    /// Another attempt may get further.
    Again(String),
    /// There is no connection. If there never was one, this is a setting or the network.
    Unconnected(String),
    Final(DownloadError),
}

impl Fetch<'_> {
    async fn run(&mut self, progress: &mut dyn FnMut(u64)) -> Result<(), DownloadError> {
        let part = PathBuf::from(format!("{}.part", self.path.display()));
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder).map_err(|source| self.disk(folder, source))?;
        }
        let mut waits = retry::backoff(self.retry_base).take(TRIES - 1);
        let mut was_connected = part.exists();
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
                Err(Broken::Unconnected(reason)) if !was_connected => {
                    return Err(DownloadError::Unreachable {
                        file: self.file.path.clone(),
                        reason,
                    });
                }
                Err(Broken::Again(reason) | Broken::Unconnected(reason)) => {
                    was_connected = true;
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

    /// Downloads the rest of the file and returns the checksum of the whole.
    async fn resume(&self, part: &Path, progress: &mut dyn FnMut(u64)) -> Result<String, Broken> {
        let new = || self.file.checksum.begin(self.file.bytes);
        let (mut done, mut sum) = match read(part, new()) {
            Ok((bytes, sum)) if bytes <= self.file.bytes => (bytes, sum),
            // Not started, or longer than the file should be.
            _ => (0, new()),
        };
        progress(done);
        if done < self.file.bytes {
            let mut request = self.http.get(&self.url);
            if done > 0 {
                request = request.header(RANGE, format!("bytes={done}-"));
            }
            let answer = request.send().await;
            let mut answer = answer.map_err(|error| match error.is_connect() {
                true => Broken::Unconnected(reason(error)),
                false => Broken::Again(reason(error)),
            })?;
            let goes_on = match self.check(&answer, done)? {
                Some(goes_on) => goes_on,
                None => {
                    // The next attempt starts over.
                    fs::remove_file(part).map_err(|error| Broken::Final(self.disk(part, error)))?;
                    return Err(Broken::Again("the server can't resume the download".to_owned()));
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
                    return Err(Broken::Again("it is too long".to_owned()));
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
            false => Err(Broken::Again("it ended early".to_owned())),
        }
    }

    /// Whether the response continues after the first `done` bytes or starts over; `None` if it
    /// does neither.
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

/// The length of a file, and `sum` updated with its content.
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
