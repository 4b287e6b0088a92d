//! Parses the command line together with the environment variables that set its flags.

use std::ffi::{OsStr, OsString};
use std::process;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, FromArgMatches};

use super::{Cli, exit};
use crate::config;

/// Variables that only tests read.
const OF_TESTS: [&str; 4] =
    ["PAPERBOY_CRASHES", "PAPERBOY_SOAK_CHANNELS", "PAPERBOY_SOAK_DAYS", "PAPERBOY_TEST_RECORD"];

/// Parses this process's arguments and environment. If they are invalid, prints why and exits with
/// code 2; `--help` and `--version` exit with 0.
pub fn parse() -> Cli {
    let mut command = without_empty_variables(Cli::command());
    if let Some(name) = padded_variable(&command) {
        let problem = format!(
            "{name} has spaces or a line end around its value; remove them, for example by saving the \
             file of settings with Unix line ends"
        );
        let _ = command.error(ErrorKind::ValueValidation, problem).print();
        process::exit(exit::INVALID.into());
    }
    let matches = command.try_get_matches_from_mut(exclusions(config::arguments()));
    let parsed = matches.and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    parsed.unwrap_or_else(|mut error| {
        name_variable(&mut error, &command);
        // If the output is closed, there is nothing left to do.
        let _ = error.print();
        process::exit(error.exit_code())
    })
}

/// The arguments, in which `-word` is a word of a search and no flag: a space before it changes
/// nothing but that.
fn exclusions(arguments: Vec<OsString>) -> Vec<OsString> {
    if !arguments.iter().any(|argument| argument == "search") {
        return arguments;
    }
    let is_word = |argument: &OsString| {
        let text = argument.to_string_lossy();
        text.strip_prefix('-').is_some_and(|rest| rest.len() > 1 && !rest.starts_with('-'))
    };
    let spaced = |argument: OsString| match is_word(&argument) {
        true => OsString::from(format!(" {}", argument.to_string_lossy())),
        false => argument,
    };
    arguments.into_iter().map(spaced).collect()
}

/// Variables that look like settings but aren't, such as a misspelled one.
pub(super) fn unknown_variables() -> Vec<String> {
    let mut known = Vec::new();
    each_argument(&Cli::command(), &mut |argument| {
        known.extend(argument.get_env().map(OsStr::to_owned));
    });
    let names = config::variables().filter(|name| !known.contains(name));
    let names = names.filter_map(|name| name.into_string().ok());
    names
        .filter(|name| name.starts_with("PAPERBOY_") && !OF_TESTS.contains(&name.as_str()))
        .collect()
}

/// A variable whose value can only be a mistake, as all are in a file with Windows line ends.
fn padded_variable(command: &Command) -> Option<String> {
    let mut padded = None;
    each_argument(command, &mut |argument| {
        if let Some(name) = argument.get_env().filter(|name| config::is_padded_variable(name)) {
            padded.get_or_insert(name.to_string_lossy().into_owned());
        }
    });
    padded
}

/// An empty variable counts as unset: `PAPERBOY_SHARDS=` in a file of settings, or `${SHARDS:-}` in a
/// compose file.
fn without_empty_variables(command: Command) -> Command {
    let command = command.mut_args(|argument| match argument.get_env() {
        Some(name) if config::is_empty_variable(name) => argument.env(None::<&'static str>),
        _ => argument,
    });
    command.mut_subcommands(without_empty_variables)
}

/// If an invalid value comes from a variable, names the variable instead of the flag that wasn't
/// given.
fn name_variable(error: &mut clap::Error, command: &Command) {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else { return };
    let flag = flag.split_whitespace().next().and_then(|flag| flag.strip_prefix("--"));
    let Some(flag) = flag.map(str::to_owned) else { return };
    let is_given = config::arguments().iter().skip(1).any(|one| {
        let one = one.to_string_lossy();
        one.strip_prefix("--").is_some_and(|one| one.split('=').next() == Some(flag.as_str()))
    });
    let mut variable = None;
    each_argument(command, &mut |argument| {
        if argument.get_long() == Some(flag.as_str())
            && let Some(name) = argument.get_env()
        {
            variable = Some(name.to_string_lossy().into_owned());
        }
    });
    if let (Some(variable), false) = (variable, is_given) {
        error.insert(ContextKind::InvalidArg, ContextValue::String(variable));
    }
}

fn each_argument(command: &Command, visit: &mut dyn FnMut(&Arg)) {
    command.get_arguments().for_each(&mut *visit);
    for subcommand in command.get_subcommands() {
        each_argument(subcommand, visit);
    }
}
