//! `paperboy completions SHELL` and `paperboy man`, generated from the command line's definition.

use std::io;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

#[derive(Args, Debug)]
pub(super) struct Completions {
    /// bash, elvish, fish, powershell or zsh
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut super::Cli::command(), "paperboy", &mut text);
        super::print(&text);
    }
}

/// Prints the manual page as roff.
///
/// # Errors
/// None in practice: it writes to memory.
pub(super) fn man() -> io::Result<()> {
    let mut text = Vec::new();
    clap_mangen::Man::new(super::Cli::command()).render(&mut text)?;
    super::print(&text);
    Ok(())
}
