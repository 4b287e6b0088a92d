//! paperboy: posts trending machine-learning papers to your channels, at the time you set.

use std::process::ExitCode;

use clap::Parser;
use paperboy::cli::Cli;

fn main() -> ExitCode {
    paperboy::cli::main(Cli::parse())
}
