//! `paperboy completions SHELL` and `paperboy man`, generated from the command line's definition.

use std::io::{self, Write};

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

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

/// Prints the manual page as roff: one page with all subcommands, because nothing installs a page for
/// each.
///
/// # Errors
/// None in practice: it writes to memory.
pub(super) fn man() -> io::Result<()> {
    let mut text = Vec::new();
    let page = Man::new(super::Cli::command());
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    writeln!(text, ".SH COMMANDS")?;
    for subcommand in super::Cli::command().get_subcommands() {
        section("paperboy", subcommand, &mut text)?;
    }
    super::print(&text);
    Ok(())
}

/// A subsection for a command, or for each of its subcommands.
fn section(parent: &str, command: &Command, text: &mut Vec<u8>) -> io::Result<()> {
    let name = format!("{parent} {}", command.get_name());
    if command.has_subcommands() {
        return command.get_subcommands().try_for_each(|one| section(&name, one, text));
    }
    writeln!(text, ".SS {}", name.replace('-', "\\-"))?;
    let page = Man::new(command.clone().bin_name(name).disable_help_flag(true));
    let mut body = Vec::new();
    page.render_synopsis_section(&mut body)?;
    page.render_description_section(&mut body)?;
    page.render_options_section(&mut body)?;
    // Its own sections become paragraphs.
    for line in String::from_utf8_lossy(&body).lines() {
        writeln!(text, "{}", if line.starts_with(".SH ") { ".PP" } else { line })?;
    }
    Ok(())
}
