//! `paperboy export` and `paperboy import`: the database as JSON Lines, for inspection and for
//! moving to another machine.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::database::{self, prepare_folder, refuse_if_in_use, shown};
use super::{counted, say};
use crate::config::DataSettings;
use crate::store::json_lines::{LinesError, Rows};
use crate::store::{export_lines, import_lines};

#[derive(Args, Debug)]
pub(super) struct Export {
    #[command(flatten)]
    data: DataSettings,
    /// File to write; it must not exist yet [default: standard output]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct Import {
    #[command(flatten)]
    data: DataSettings,
    /// A file written by `paperboy export`; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Export {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let path = self.data.database();
        if !database::exists(&path) {
            bail!("nothing to export: {}", database::missing_here(&path));
        }
        let Some(file) = self.file else {
            let printed = tokio::task::spawn_blocking(move || {
                export_lines::export(&path, &mut BufWriter::new(io::stdout().lock()))
            });
            return match printed.await? {
                // The reader has seen enough.
                Err(LinesError::Lines(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
                    Ok(())
                }
                done => done.map(drop).map_err(Into::into),
            };
        };
        let to = file.clone();
        let rows = tokio::task::spawn_blocking(move || write_file(&path, &to)).await??;
        say(format!("{}: {}", file.display(), described(&rows)));
        Ok(())
    }
}

/// Writes the file, readable by its owner only; a failure leaves none.
fn write_file(database: &Path, file: &Path) -> anyhow::Result<Rows> {
    let created = File::options().write(true).create_new(true).mode(0o600).open(file);
    let mut created = match created {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            bail!("{} already exists; choose another file", shown(file))
        }
        created => created.with_context(|| format!("cannot write {}", file.display()))?,
    };
    let written = (|| {
        let mut out = BufWriter::new(&mut created);
        let rows = export_lines::export(database, &mut out)?;
        out.flush()?;
        drop(out);
        created.sync_all()?;
        Ok(rows)
    })();
    if written.is_err() {
        // An incomplete export would be refused anyway.
        let _ = fs::remove_file(file);
    }
    written
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let path = self.data.database();
        if self.file == Path::new("-") && io::stdin().is_terminal() {
            bail!("standard input is a terminal; give a file or pipe an export into it");
        }
        refuse_if_in_use(&path)?;
        prepare_folder(&self.data.data_dir, &path)?;
        let (file, to) = (self.file, path.clone());
        let rows = tokio::task::spawn_blocking(move || {
            if file == Path::new("-") {
                return Ok(import_lines::import(&mut io::stdin().lock(), &to)?);
            }
            let lines =
                File::open(&file).with_context(|| format!("cannot read {}", file.display()))?;
            anyhow::Ok(import_lines::import(&mut BufReader::new(lines), &to)?)
        });
        let rows = rows.await??;
        say(format!("{}: {}", path.display(), described(&rows)));
        say("The next start reads each channel before it posts there, so nothing is posted twice.");
        Ok(())
    }
}

fn described(rows: &Rows) -> String {
    let of = |table: &str| rows.get(table).copied().unwrap_or_default();
    format!(
        "{}: {}, {}, {} posted, {} stored",
        counted(rows.values().sum(), "row"),
        counted(of("guild"), "server"),
        counted(of("subscription"), "subscription"),
        counted(of("ledger"), "paper"),
        counted(of("paper"), "paper"),
    )
}
