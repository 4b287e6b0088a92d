//! Downloads files given to a command. Only Discord's own hosts are contacted, whatever URL an
//! event contains.

use std::time::Duration;

use reqwest::{Client, Url};

use super::Rest;
use super::address::is_attachment;

/// The time limit of a download.
const TIME_OUT: Duration = Duration::from_secs(10);

/// Why a file could not be downloaded.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// It is larger than allowed.
    #[error("the file is too large")]
    TooLarge,
    /// Its URL is not on one of Discord's hosts.
    #[error("the file is not on one of Discord's hosts")]
    Elsewhere,
    /// The download failed.
    #[error("could not download the file: {0}")]
    Failed(&'static str),
}

impl Rest {
    /// Downloads a file of at most `most` bytes, without sending the bot's token.
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
