//! Settings from flags, the environment and files, each documented where it is declared.
//!
//! Nothing else reads the environment. Secrets come from the environment or a file, never from a
//! flag, because process lists show flags; they are never printed.

use std::ffi::{OsStr, OsString};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use secrecy::{ExposeSecret, SecretString};

/// The location of the database and the lock.
#[derive(Args, Clone, Debug)]
pub struct DataSettings {
    /// Folder of the database
    #[arg(long, env = "PAPERBOY_DATA_DIR", value_name = "DIR", default_value = "data")]
    pub data_dir: PathBuf,
}

impl DataSettings {
    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data_dir.join("paperboy.db")
    }

    /// The folder of downloaded models, each in a subfolder.
    pub fn models(&self) -> PathBuf {
        self.data_dir.join("models")
    }
}

/// What enables matching by meaning.
#[derive(Args, Clone, Debug)]
pub struct ModelSettings {
    /// Folder of a sentence encoder, which matches papers by meaning [default: the one downloaded
    /// by `paperboy model fetch`]
    #[arg(long, env = "PAPERBOY_MODEL", value_name = "FOLDER")]
    pub model: Option<PathBuf>,
    /// A table of word vectors from `paperboy table train`, instead of the built-in one
    #[arg(long, env = "PAPERBOY_TABLE", value_name = "FILE")]
    pub table: Option<PathBuf>,
}

/// The source of papers.
#[derive(Args, Clone, Debug)]
pub struct HubArgs {
    /// Address of the Hugging Face Hub; change it only for tests
    #[arg(
        long,
        env = "PAPERBOY_HUB_URL",
        value_name = "URL",
        default_value = "https://huggingface.co",
        hide_env_values = true
    )]
    pub hub_url: String,
}

/// What is logged, and how.
#[derive(Args, Clone, Debug)]
pub struct LogArgs {
    /// Log level, or directives such as `info,paperboy=debug`; logs go to standard error
    /// [default: info for run, demo and simulate, otherwise warn]
    #[arg(long, env = "PAPERBOY_LOG", value_name = "LEVEL", global = true)]
    pub log: Option<String>,
    /// Log format: lines of text, or one JSON object per line
    #[arg(
        long,
        env = "PAPERBOY_LOG_FORMAT",
        value_name = "FORMAT",
        global = true,
        default_value = "text"
    )]
    pub log_format: LogFormat,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs that collect logs.
    Json,
}

/// `DISCORD_TOKEN`, or the content of the file named by `DISCORD_TOKEN_FILE`.
///
/// # Errors
/// If neither is set, with what to do.
pub fn discord_token() -> anyhow::Result<SecretString> {
    match secret("DISCORD_TOKEN")? {
        Some(token) if !is_token(&token) => bail!(
            "DISCORD_TOKEN is not a token: it contains spaces, quotes, control characters or letters \
             that a token never has. Copy it again from https://discord.com/developers/applications"
        ),
        Some(token) => Ok(token),
        None => bail!(
            "DISCORD_TOKEN is not set. Create a bot at https://discord.com/developers/applications, \
             copy its token, and set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that contains it. \
             To try it without a token: paperboy demo"
        ),
    }
}

/// `HF_TOKEN`, or the content of the file named by `HF_TOKEN_FILE`, if there is one.
///
/// # Errors
/// If the file can't be read, or is not a token.
pub fn hub_token() -> anyhow::Result<Option<SecretString>> {
    match secret("HF_TOKEN")? {
        Some(token) if !is_token(&token) => bail!(
            "HF_TOKEN is not a token: it contains spaces, quotes, control characters or letters that \
             a token never has. Copy it again from https://huggingface.co/settings/tokens"
        ),
        token => Ok(token),
    }
}

/// Whether this can be a token. One that doesn't fit into a header would only look like a service
/// that doesn't answer.
fn is_token(token: &SecretString) -> bool {
    let is_of_tokens = |byte: u8| byte.is_ascii_graphic() && !b"\"'`=".contains(&byte);
    token.expose_secret().bytes().all(is_of_tokens)
}

fn secret(name: &str) -> anyhow::Result<Option<SecretString>> {
    let given = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let variable = format!("{name}_FILE");
    if let Some(value) = given(name) {
        if given(&variable).is_some() {
            tracing::warn!("both {name} and {variable} are set; using {name}");
        }
        return Ok(Some(SecretString::new(value.trim().to_owned())));
    }
    let Some(path) = given(&variable) else { return Ok(None) };
    let value = fs::read_to_string(Path::new(&path))
        .with_context(|| format!("cannot read the file {path} given by {variable}"))?;
    let mode = fs::metadata(&path).map_or(0, |found| found.permissions().mode());
    // systemd grants access to its credentials by an access list, which shows as the group's
    // permissions.
    let of_systemd =
        given("CREDENTIALS_DIRECTORY").is_some_and(|dir| Path::new(&path).starts_with(dir));
    let private = if of_systemd { 0o007 } else { 0o077 };
    if mode & private != 0 {
        let mode = format!("{:o}", mode & 0o777);
        tracing::warn!(
            path,
            mode,
            "other users can read the file given by {variable}; run chmod 600"
        );
    }
    match value.trim() {
        "" => bail!("the file {path} given by {variable} is empty"),
        value => Ok(Some(SecretString::new(value.to_owned()))),
    }
}

/// This process's arguments, the first of which is the program.
pub fn arguments() -> Vec<OsString> {
    env::args_os().collect()
}

/// Whether an environment variable is set, but to nothing: then it counts as unset.
pub fn is_empty_variable(name: &OsStr) -> bool {
    env::var_os(name).is_some_and(|value| value.to_string_lossy().trim().is_empty())
}

/// Whether an environment variable has blanks or a line end around its value.
pub fn is_padded_variable(name: &OsStr) -> bool {
    env::var_os(name).is_some_and(|value| {
        let value = value.to_string_lossy();
        !value.trim().is_empty() && value.trim().len() < value.len()
    })
}

/// The names of all environment variables.
pub fn variables() -> impl Iterator<Item = OsString> {
    env::vars_os().map(|(name, _)| name)
}

/// The path of this program.
///
/// # Errors
/// If the system doesn't say.
pub fn this_program() -> anyhow::Result<PathBuf> {
    env::current_exe().context("cannot find this program's own path")
}

/// An address in a form that is safe to show: without user, password or query, even if it can't be
/// parsed.
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
    fn addresses_are_shown_without_their_password() {
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
    fn tokens_have_no_quotes_and_no_name() {
        let check = |text: &str| is_token(&SecretString::new(text.to_owned()));
        assert!(check("MTIz.Gabc_d.ef-gh") && check("hf_abc") && check("a-token-of-the-simulator"));
        for wrong in
            ["\"a.b.c\"", "'a.b.c'", "DISCORD_TOKEN=a.b.c", "Bot a.b.c", "tok\u{e9}n", "a\u{1}"]
        {
            assert!(!check(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn secrets_are_never_shown() {
        let shown = format!("{:?}", SecretString::new("hunter2".to_owned()));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
