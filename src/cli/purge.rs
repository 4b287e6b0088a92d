//! `paperboy purge`: deletes all data about a server or a person.

use std::io::{self, BufRead, IsTerminal, Write};
use std::num::NonZero;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use domain::{GuildId, UserId};
use serde_json::json;

use super::{database, say, values};
use crate::config::DataSettings;
use crate::store::erase::{DataSubject, ErasedRows, erase};

#[derive(Args, Debug)]
pub(super) struct Purge {
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    whose: WhoseArgs,
    /// Don't ask for confirmation
    #[arg(long)]
    yes: bool,
    /// Print JSON: {"deleted": {table: rows}, "kept_without_id": {table: rows}}
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct WhoseArgs {
    /// Delete everything about the server with this ID
    #[arg(long, value_name = "ID", value_parser = values::id)]
    guild: Option<NonZero<u64>>,
    /// Delete everything about the person with this ID, in all servers
    #[arg(long, value_name = "ID", value_parser = values::id)]
    user: Option<NonZero<u64>>,
}

impl Purge {
    /// Deletes and prints the number of rows by table; the exit code is 1 if there were none.
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let (whose, name) = match (self.whose.guild, self.whose.user) {
            (Some(id), _) => (DataSubject::Guild(GuildId(id.get())), format!("server {id}")),
            (None, Some(id)) => (DataSubject::User(UserId(id.get())), format!("person {id}")),
            (None, None) => bail!("give --guild or --user"),
        };
        // Opening it says what is wrong if it is missing.
        let path = database::open(&self.data).await?.path().to_owned();
        if !self.yes {
            if !io::stdin().is_terminal() {
                bail!("this can't be undone; add --yes to delete the data of {name}");
            }
            let found = erase(&path, whose, true)?;
            if !found.is_empty() {
                print(&found, &name, "will be deleted");
                if !confirmed()? {
                    bail!("nothing was deleted");
                }
            }
        }
        let deleting = tokio::task::spawn_blocking(move || erase(&path, whose, false));
        let erased = deleting.await??;
        if self.json {
            say(json!({ "deleted": erased.deleted, "kept_without_id": erased.replaced }));
        } else if erased.is_empty() {
            say(format!("There is no data about {name}."));
        } else {
            print(&erased, &name, "deleted");
            for note in notes(&erased) {
                say(note);
            }
        }
        Ok(if erased.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

fn print(erased: &ErasedRows, name: &str, what: &str) {
    say(format!("Rows about {name}, {what}:"));
    for (table, rows) in &erased.deleted {
        say(format!("  {table:<16}{rows:>8}"));
    }
    if !erased.replaced.is_empty() {
        say("Rows that belong to a server, kept without the person's id:");
        for (table, rows) in &erased.replaced {
            say(format!("  {table:<16}{rows:>8}"));
        }
    }
}

fn notes(erased: &ErasedRows) -> Vec<&'static str> {
    let mut notes = vec!["Backups and exports made before still contain these rows."];
    if erased.is_member {
        notes.push(
            "The bot is still in this server and stores its id and name again at the next start; \
             remove it from the server first.",
        );
    }
    if !erased.is_overwritten {
        notes.push(
            "The running bot is still reading; old copies of the rows stay in paperboy.db-wal until \
             it stops or the log is overwritten.",
        );
    }
    notes
}

/// Whether the answer on the terminal is yes.
fn confirmed() -> io::Result<bool> {
    let mut out = io::stdout();
    write!(out, "Delete them? This can't be undone. [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}
