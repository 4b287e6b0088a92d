//! Files that people give to a command. Discord keeps them on hosts of its own, and tells where;
//! no other host is ever asked, whatever an event says.

use std::time::Duration;

use reqwest::{Client, Url};

use super::Rest;
use super::address::is_attachment;

/// A file that takes longer is not waited for.
const TIME_OUT: Duration = Duration::from_secs(10);

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// It is larger than wanted.
    #[error("the file is too large")]
    TooLarge,
    /// It is not where Discord keeps files.
    #[error("the file is not on a host of Discord's")]
    Elsewhere,
    /// The host did not give it.
    #[error("the file could not be fetched: {0}")]
    Failed(&'static str),
}

impl Rest {
    /// Fetches a file of at most `most` bytes. The bot's token does not go with the request.
    ///
    /// # Errors
    /// [`DownloadError`].
    pub async fn download(&self, url: &str, most: usize) -> Result<Vec<u8>, DownloadError> {
        let url = Url::parse(url).map_err(|_| DownloadError::Elsewhere)?;
        if !is_attachment(&url, self.stand_in()) {
            return Err(DownloadError::Elsewhere);
        }
        let mut client =
            Client::builder().timeout(TIME_OUT).redirect(reqwest::redirect::Policy::none());
        if self.stand_in().is_some() {
            client = client.no_proxy();
        }
        let client = client.build().map_err(|_| DownloadError::Failed("no client"))?;
        let failed = |_| DownloadError::Failed("no answer");
        let mut response = client.get(url).send().await.map_err(failed)?;
        if !response.status().is_success() {
            return Err(DownloadError::Failed("not there"));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if bytes.len() + chunk.len() > most {
                return Err(DownloadError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}
