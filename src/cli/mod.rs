//! The command line: one file per subcommand.

mod backup;
mod bench;
mod completions;
mod database;
mod demo;
mod doctor;
mod environment;
mod eval;
mod exit;
mod model;
mod paper_file;
mod preview;
mod purge;
mod run;
mod search;
mod simulate;
mod status;
mod stop;
mod sync;
mod table;
mod topics;
mod transfer;
mod values;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::app::failure::sentence;
use crate::app::papers::index::PaperIndex;
use crate::config::{DataSettings, HubArgs, LogArgs, ModelSettings, hub_token};
use crate::hub::{HubClient, HubSettings, model_in_use};
use crate::store::Store;
use crate::{config, telemetry};

pub use environment::parse;

/// A Discord bot that posts trending machine-learning papers and searches them
#[derive(Parser, Debug)]
#[command(name = "paperboy", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    log: LogArgs,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the bot; needs DISCORD_TOKEN or DISCORD_TOKEN_FILE in the environment
    Run(run::Run),
    /// Try the bot without a token, on a simulated Discord that you use in your browser
    Demo(demo::Demo),
    /// Run only the simulated Discord and Hub, to test any bot against them
    Simulate(simulate::Simulate),
    /// Search the papers in the database and on the Hub
    Search(search::Search),
    /// Show the post for some topics, and why each paper is included or left out
    Preview(preview::Preview),
    /// Download, list or check sentence encoders, which match papers by meaning
    Model(model::Model),
    /// Evaluate search on a BEIR dataset
    Eval(eval::Eval),
    /// Train or inspect the table of word vectors
    Table(table::TableCommand),
    /// Evaluate or calibrate topic matching on labeled papers
    Topics(topics::Topics),
    /// Download the Hub's daily lists into the database
    Sync(sync::Sync),
    /// Back up the database, even while the bot runs, and verify the copy
    Backup(backup::Backup),
    /// Restore the database from a backup; the current one is kept aside
    Restore(backup::Restore),
    /// Export the database as JSON Lines, to inspect or move it
    Export(transfer::Export),
    /// Create a database from an export
    Import(transfer::Import),
    /// Delete all data about a server or a person
    Purge(purge::Purge),
    /// Measure the performance of this binary on a simulated Discord and Hub
    Bench(bench::Bench),
    /// Check everything the bot needs, and explain how to fix problems
    Doctor(doctor::Doctor),
    /// Check whether the running bot is healthy; exit code 1 if it isn't
    Status(status::Status),
    /// Print shell completions
    Completions(completions::Completions),
    /// Print the man page
    Man,
}

impl Command {
    /// The default log level. A command that prints a result logs only what is wrong.
    fn log_level(&self) -> &'static str {
        match self {
            Command::Run(_) | Command::Demo(_) | Command::Simulate(_) => "info",
            _ => "warn",
        }
    }

    /// The way to find the exit code of a failure. From `search`, 1 means that nothing was found, as
    /// from `grep`.
    fn exit_code(&self) -> fn(&anyhow::Error) -> u8 {
        match self {
            Command::Search(_) => |_| exit::INVALID,
            Command::Run(_) => exit::of_bot,
            _ => |_| exit::FAILED,
        }
    }
}

/// Runs the subcommand; on failure, prints one sentence to standard error and returns one of the exit
/// codes in `exit`.
pub fn main(cli: Cli) -> ExitCode {
    let format = cli.log.log_format;
    let exit_code = cli.command.exit_code();
    match start(cli) {
        Ok(code) => code,
        Err(error) => {
            telemetry::write_last_line(&sentence(&error), format);
            exit_code(&error).into()
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<ExitCode> {
    let level = cli.log.log.as_deref().unwrap_or(cli.command.log_level());
    telemetry::start(level, cli.log.log_format).map_err(exit::misconfigured)?;
    for name in environment::unknown_variables() {
        tracing::warn!(name, "this environment variable is not a setting; is it misspelled?");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    let result = runtime.block_on(async {
        let done = match cli.command {
            Command::Status(status) => return status.run().await,
            Command::Search(search) => return search.run().await,
            Command::Doctor(doctor) => return doctor.run().await,
            Command::Purge(purge) => return purge.run().await,
            Command::Bench(bench) => return bench.run().await,
            Command::Run(run) => run.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Simulate(simulate) => simulate.run().await,
            Command::Preview(preview) => preview.run().await,
            Command::Model(model) => model.run().await,
            Command::Eval(eval) => eval.run(),
            Command::Table(table) => table.run().await,
            Command::Topics(topics) => topics.run().await,
            Command::Sync(sync) => sync.run().await,
            Command::Backup(backup) => backup.run().await,
            Command::Restore(restore) => restore.run().await,
            Command::Export(export) => export.run().await,
            Command::Import(import) => import.run().await,
            Command::Completions(completions) => {
                completions.run();
                Ok(())
            }
            Command::Man => completions::man().map_err(Into::into),
        };
        done.map(|()| ExitCode::SUCCESS)
    });
    // A library that outlives its connection must not keep the process alive.
    runtime.shutdown_timeout(std::time::Duration::from_millis(500));
    result
}

/// The hub client of a subcommand.
fn hub(args: &HubArgs) -> anyhow::Result<HubClient> {
    let token = hub_token()?;
    let settings = HubSettings { base_url: args.hub_url.clone(), token, ..HubSettings::default() };
    HubClient::new(settings).with_context(|| {
        let url = config::without_password(&args.hub_url);
        format!("cannot use the hub `{url}` (PAPERBOY_HUB_URL)")
    })
}

/// The folder of the sentence encoder to use: the configured one, or a downloaded one.
fn model_folder(data: &DataSettings, settings: &ModelSettings) -> Option<PathBuf> {
    let fetched = || model_in_use(&data.models());
    settings.model.clone().or_else(fetched)
}

/// Loads the configured table of word vectors, if there is one.
fn use_table(settings: &ModelSettings) -> anyhow::Result<()> {
    if let Some(file) = &settings.table {
        ::search::Table::use_instead(table::read(file)?);
    }
    Ok(())
}

/// A searchable index of a database's papers; with embeddings if there is a model.
async fn paper_index(
    store: Store,
    data: &DataSettings,
    settings: &ModelSettings,
) -> anyhow::Result<PaperIndex> {
    use_table(settings)?;
    with_model(PaperIndex::open(store).await?, data, settings).await
}

/// Adds the configured model to an index, if there is one.
async fn with_model(
    index: PaperIndex,
    data: &DataSettings,
    settings: &ModelSettings,
) -> anyhow::Result<PaperIndex> {
    match model_folder(data, settings) {
        Some(folder) => index.with_model(&folder).await,
        None => {
            tracing::info!(
                "no model, matching by words and word vectors; see `paperboy model fetch`"
            );
            Ok(index)
        }
    }
}

/// A number and what it counts: `1 paper`, `3 papers`.
fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Prints a line; ignores a closed pipe (`| head`).
fn say(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints bytes unchanged.
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

    /// clap doesn't check this, and panics when the argument is given.
    #[test]
    fn no_subcommand_repeats_a_global_argument() {
        fn check(command: &clap::Command, global: &[&str]) {
            for argument in command.get_arguments().filter(|one| !one.is_global_set()) {
                let id = argument.get_id().as_str();
                assert!(!global.contains(&id), "{}: {id}", command.get_name());
            }
            command.get_subcommands().for_each(|sub| check(sub, global));
        }
        let command = super::Cli::command();
        let global = command.get_arguments().filter(|argument| argument.is_global_set());
        let global: Vec<&str> = global.map(|argument| argument.get_id().as_str()).collect();
        assert!(global.contains(&"log"));
        command.get_subcommands().for_each(|sub| check(sub, &global));
    }
}
