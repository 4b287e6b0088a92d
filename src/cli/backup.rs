//! `paperboy backup` and `paperboy restore`: a verified copy of the database, and how to put it
//! back.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use jiff::Timestamp;

use super::database::{self, refuse_if_in_use, shown};
use super::{counted, say};
use crate::config::DataSettings;
use crate::store::snapshot::{self, Contents};

#[derive(Args, Debug)]
pub(super) struct Backup {
    #[command(flatten)]
    data: DataSettings,
    /// Path of the copy; the file must not exist yet [default: paperboy-DATE-TIME.db in the current
    /// folder]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct Restore {
    #[command(flatten)]
    data: DataSettings,
    /// A copy made by `paperboy backup`, Litestream or SQLite's `.backup`
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let path = self.data.database();
        if !database::exists(&path) {
            bail!("nothing to back up: {}", database::missing_here(&path));
        }
        let file = self.file.unwrap_or_else(|| PathBuf::from(format!("paperboy-{}.db", stamp())));
        if file.exists() {
            bail!("{} already exists; choose another file", shown(&file));
        }
        let to = file.clone();
        let contents = tokio::task::spawn_blocking(move || snapshot::copy(&path, &to)).await??;
        say(format!("{}: {}", file.display(), described(&contents)));
        Ok(())
    }
}

impl Restore {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let path = self.data.database();
        let file = self.file;
        if !file.exists() {
            bail!("there is no file {}", shown(&file));
        }
        if path.exists() && same_file(&path, &file) {
            bail!("{} is the database itself; give the path of a copy", shown(&file));
        }
        refuse_if_in_use(&path)?;
        database::create_folder(&self.data.data_dir)?;
        let aside = unused(&path, &format!(".before-{}", stamp()));
        let to = path.clone();
        let restoring = move || snapshot::restore(&file, &to, &aside);
        let (contents, kept) = tokio::task::spawn_blocking(restoring).await??;
        say(format!("{}: {}", path.display(), described(&contents)));
        if let Some(file) = kept {
            say(format!("kept the previous database as {}", file.display()));
        }
        say("The next start reads each channel before it posts there, so nothing is posted twice.");
        Ok(())
    }
}

/// Sorts by time, and is a valid file name everywhere.
fn stamp() -> String {
    Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The ending, with a number if a file with this one already exists: no earlier database is
/// overwritten.
fn unused(path: &Path, ending: &str) -> String {
    let numbered = (2..).map(|number| format!("{ending}-{number}"));
    let mut endings = std::iter::once(ending.to_owned()).chain(numbered);
    endings.find(|ending| !snapshot::with_ending(path, ending).exists()).unwrap_or_default()
}

fn same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn described(contents: &Contents) -> String {
    let Contents { schema, subscriptions, posted, papers, bytes } = contents;
    let megabytes = *bytes as f64 / 1e6;
    format!(
        "verified: {megabytes:.1} MB, schema {schema}, {}, {} posted, {} stored",
        counted(*subscriptions, "subscription"),
        counted(*posted, "paper"),
        counted(*papers, "paper")
    )
}
