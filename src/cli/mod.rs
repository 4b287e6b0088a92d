//! The command line: one file per subcommand.

mod backup;
mod completions;
mod database;
mod demo;
mod doctor;
mod eval;
mod model;
mod paper_file;
mod preview;
mod run;
mod search;
mod simulate;
mod status;
mod stop;
mod sync;
mod table;
mod topics;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::app::papers::index::PaperIndex;
use crate::config::{DataSettings, HubArgs, LogArgs, ModelSettings, hub_token};
use crate::hub::{HubClient, HubSettings, model_in_use};
use crate::store::Store;
use crate::{config, telemetry};

/// Trending machine-learning papers in your Discord channels, at your hour, never twice
#[derive(Parser, Debug)]
#[command(name = "paperboy", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    log: LogArgs,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the bot: needs DISCORD_TOKEN, or DISCORD_TOKEN_FILE, in the environment
    Run(run::Run),
    /// Try everything without a token: a local stand-in for Discord, with a page in the browser
    Demo(demo::Demo),
    /// Start the stand-in Discord and hub alone, to try any bot on them
    Simulate(simulate::Simulate),
    /// Find papers, from what is stored and what the hub's search knows
    Search(search::Search),
    /// Show the post that topics would give, and why each paper is in or out
    Preview(preview::Preview),
    /// Fetch a sentence encoder, so that search and topics go by meaning, too
    Model(model::Model),
    /// Judge the search on a set with known answers
    Eval(eval::Eval),
    /// Train or show the table of word vectors
    Table(table::TableCommand),
    /// Judge topics on labelled papers
    Topics(topics::Topics),
    /// Read the hub's daily lists into the database
    Sync(sync::Sync),
    /// Copy the database while the bot runs, and check the copy
    Backup(backup::Backup),
    /// Put a copy in the place of the database; what was there is kept
    Restore(backup::Restore),
    /// Look at everything that a bot needs, and say what to do about the rest
    Doctor(doctor::Doctor),
    /// Say whether the running bot is healthy; exit code 1 if it is not
    Status(status::Status),
    /// Print a shell's completions
    Completions(completions::Completions),
    /// Print the manual page
    Man,
}

/// Runs the subcommand; a failure is one sentence on standard error and exit code 1.
pub fn main(cli: Cli) -> ExitCode {
    match start(cli) {
        Ok(code) => code,
        Err(error) => {
            // Nothing is left to do when even standard error is closed.
            let _ = writeln!(std::io::stderr(), "paperboy: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<ExitCode> {
    telemetry::start(&cli.log.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime cannot start")?;
    let result = runtime.block_on(async {
        let done = match cli.command {
            Command::Status(status) => return status.run().await,
            Command::Doctor(doctor) => return doctor.run().await,
            Command::Run(run) => run.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Simulate(simulate) => simulate.run().await,
            Command::Search(search) => search.run().await,
            Command::Preview(preview) => preview.run().await,
            Command::Model(model) => model.run().await,
            Command::Eval(eval) => eval.run(),
            Command::Table(table) => table.run().await,
            Command::Topics(topics) => topics.run().await,
            Command::Sync(sync) => sync.run().await,
            Command::Backup(backup) => backup.run().await,
            Command::Restore(restore) => restore.run().await,
            Command::Completions(completions) => {
                completions.run();
                Ok(())
            }
            Command::Man => completions::man().map_err(Into::into),
        };
        done.map(|()| ExitCode::SUCCESS)
    });
    // A library that does not end with its connection must not keep the process.
    runtime.shutdown_timeout(std::time::Duration::from_millis(500));
    result
}

/// The hub client of a subcommand.
fn hub(args: &HubArgs) -> anyhow::Result<HubClient> {
    let token = hub_token()?;
    let settings = HubSettings { base_url: args.hub_url.clone(), token, ..HubSettings::default() };
    HubClient::new(settings).with_context(|| {
        let url = config::without_password(&args.hub_url);
        format!("the hub `{url}` (PAPERBOY_HUB_URL) cannot be used")
    })
}

/// The folder of the sentence encoder to use: the one that was named, or one that was fetched.
fn model_folder(data: &DataSettings, settings: &ModelSettings) -> Option<PathBuf> {
    let fetched = || model_in_use(&data.models());
    settings.model.clone().or_else(fetched)
}

/// Takes the table of word vectors that was named, if one was.
fn use_table(settings: &ModelSettings) -> anyhow::Result<()> {
    if let Some(file) = &settings.table {
        ::search::Table::use_instead(table::read(file)?);
    }
    Ok(())
}

/// The papers of a database, searchable; by meaning if there is a model.
async fn library(
    store: Store,
    data: &DataSettings,
    settings: &ModelSettings,
) -> anyhow::Result<PaperIndex> {
    use_table(settings)?;
    let library = PaperIndex::open(store).await?;
    match model_folder(data, settings) {
        Some(folder) => library.with_model(&folder).await,
        None => {
            tracing::info!("no model: papers are found by words; see `paperboy model fetch`");
            Ok(library)
        }
    }
}

/// Prints a line; a reader that went away (`| head`) is no failure.
fn say(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints bytes as they are.
fn print(bytes: &[u8]) {
    let _ = std::io::stdout().write_all(bytes);
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
