//! paperboy: posts trending machine-learning papers to your channels, at the time you set.

use std::process::ExitCode;

use paperboy::cli;

fn main() -> ExitCode {
    cli::main(cli::parse())
}
