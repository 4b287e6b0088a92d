//! `paperboy completions SHELL` and `paperboy man`, generated from the command line's definition.

use std::io::{self, Write};

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

/// What the definition of the command line doesn't say.
const ENDING: &str = r".SH ENVIRONMENT
Flags with a variable are described with it. An empty variable counts as unset.
.TP
DISCORD_TOKEN, DISCORD_TOKEN_FILE
The bot's token, or a file that contains it.
.TP
HF_TOKEN, HF_TOKEN_FILE
Optional: a Hugging Face token, which doubles the Hub's rate limit, or a file that contains it.
.SH EXIT STATUS
.TP
0
Done.
.TP
1
A failure, which another try may not repeat. From search: nothing was found. From status: the bot isn't
healthy. From doctor: there is a problem.
.TP
2
Invalid arguments or variables. From search: a failure.
.TP
78
From run: a setting, the token, the permissions of its files or the database must be changed first; starting
it again doesn't help.
";

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
    text.extend_from_slice(ENDING.as_bytes());
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
