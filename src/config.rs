//! Settings: flags, environment and files, each documented where it is declared.
//!
//! Nothing else reads the environment. Secrets come from the environment or a file, never from
//! a flag, since process lists show flags; they never print.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, bail};
use clap::Args;
use secrecy::{ExposeSecret, SecretString};

/// Where the database and the lock stand.
#[derive(Args, Clone, Debug)]
pub struct DataSettings {
    /// Folder of the database; it is made for this user only
    #[arg(long, env = "PAPERBOY_DATA_DIR", value_name = "DIR", default_value = "data")]
    pub data_dir: PathBuf,
}

impl DataSettings {
    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data_dir.join("paperboy.db")
    }

    /// Where fetched models stand, each in a folder of its own.
    pub fn models(&self) -> PathBuf {
        self.data_dir.join("models")
    }
}

/// What makes search and topics go by meaning.
#[derive(Args, Clone, Debug)]
pub struct ModelSettings {
    /// Folder of a sentence encoder, so that search and topics go by meaning, too
    /// [default: what `paperboy model fetch` put into the data folder]
    #[arg(long, env = "PAPERBOY_MODEL", value_name = "FOLDER")]
    pub model: Option<PathBuf>,
    /// A table of word vectors made by `paperboy table train`, instead of this binary's own
    #[arg(long, env = "PAPERBOY_TABLE", value_name = "FILE")]
    pub table: Option<PathBuf>,
}

/// Where papers come from.
#[derive(Args, Clone, Debug)]
pub struct HubArgs {
    /// The papers hub; another one for tests
    #[arg(
        long,
        env = "PAPERBOY_HUB_URL",
        value_name = "URL",
        default_value = "https://huggingface.co",
        hide_env_values = true
    )]
    pub hub_url: String,
}

/// What is written to the log.
#[derive(Args, Clone, Debug)]
pub struct LogArgs {
    /// Log level, or directives such as `info,paperboy=debug`; the log goes to standard error
    #[arg(long, env = "PAPERBOY_LOG", value_name = "LEVEL", global = true, default_value = "info")]
    pub log: String,
}

/// `DISCORD_TOKEN`, or the content of the file named by `DISCORD_TOKEN_FILE`.
///
/// # Errors
/// When neither is there, with what to do.
pub fn discord_token() -> anyhow::Result<SecretString> {
    match secret("DISCORD_TOKEN")? {
        // What no header can carry would only look like a Discord that does not answer.
        Some(token) if !token.expose_secret().bytes().all(|byte| byte.is_ascii_graphic()) => bail!(
            "DISCORD_TOKEN is no token: it holds spaces, control characters or letters that a \
             token never has. Copy it again from https://discord.com/developers/applications"
        ),
        Some(token) => Ok(token),
        None => bail!(
            "DISCORD_TOKEN is not set. Make a bot at https://discord.com/developers/applications, \
             copy its token, and set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that holds it. \
             To look around without a token: paperboy demo"
        ),
    }
}

/// `HF_TOKEN`, or the content of the file named by `HF_TOKEN_FILE`, if there is one.
///
/// # Errors
/// When the file cannot be read.
pub fn hub_token() -> anyhow::Result<Option<SecretString>> {
    secret("HF_TOKEN")
}

fn secret(name: &str) -> anyhow::Result<Option<SecretString>> {
    let given = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
    if let Some(value) = given(name) {
        return Ok(Some(SecretString::new(value.trim().to_owned())));
    }
    let variable = format!("{name}_FILE");
    let Some(path) = given(&variable) else { return Ok(None) };
    let value = fs::read_to_string(Path::new(&path))
        .with_context(|| format!("the file {path} that {variable} names cannot be read"))?;
    let mode = fs::metadata(&path).map_or(0, |found| found.permissions().mode());
    if mode & 0o077 != 0 {
        let mode = format!("{:o}", mode & 0o777);
        tracing::warn!(path, mode, "other users can read the file of {variable}; run chmod 600");
    }
    match value.trim() {
        "" => bail!("the file {path} that {variable} names is empty"),
        value => Ok(Some(SecretString::new(value.to_owned()))),
    }
}

/// An address that was given, as it may be shown: without a user, a password or a query, even if
/// it cannot be read as an address.
pub fn without_password(address: &str) -> String {
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), address),
    };
    let rest = match rest.rsplit_once('@') {
        Some((_, host)) => format!("…@{host}"),
        None => rest.to_owned(),
    };
    match rest.find(['?', '#']) {
        Some(at) => format!("{scheme}{}…", &rest[..=at]),
        None => scheme + &rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        for (given, shown) in [
            ("https://huggingface.co", "https://huggingface.co"),
            ("http://[::1]:8080/hub", "http://[::1]:8080/hub"),
            ("https://ada:hunter2@host/a", "https://…@host/a"),
            ("https://ada:hunter2@mail@host", "https://…@host"),
            ("https://ada:hunt/er2@host", "https://…@host"),
            ("ada:hunter2@host", "…@host"),
            ("https://host/?token=hunter2", "https://host/?…"),
            ("https://host/#hunter2", "https://host/#…"),
            ("https://host/?token=hunter2@b", "https://…@b"),
            ("not a url", "not a url"),
            ("", ""),
        ] {
            assert_eq!(without_password(given), shown);
        }
    }

    #[test]
    fn a_secret_never_shows() {
        let shown = format!("{:?}", SecretString::new("hunter2".to_owned()));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
