//! paperboy: trending machine-learning papers, in your channel, at your hour.

use std::process::ExitCode;

use clap::Parser;
use paperboy::cli::Cli;

fn main() -> ExitCode {
    paperboy::cli::main(Cli::parse())
}
