//! The bot as a process of its own, and what the kernel says about its memory.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;

use super::corpus::Corpus;
use super::fixture::{Asker, Fixture, Servers};
use crate::config::this_program;

/// A bot that isn't ready by then has failed.
const START_WITHIN: Duration = Duration::from_secs(300);
/// Discord lets one connection begin in this time.
const PACE: Duration = Duration::from_secs(5);
/// How often the start is looked at.
const LOOK: Duration = Duration::from_millis(10);
/// How often a paper is searched for: each member stays below the rate limit.
const LOOK_FOR_PAPER: Duration = Duration::from_millis(250);

/// The program to measure.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Program {
    /// Another bot to measure instead: a program and its arguments. It gets DISCORD_TOKEN,
    /// PAPERBOY_DISCORD_URL, PAPERBOY_HUB_URL, PAPERBOY_DATA_DIR, and the current instant as
    /// BENCH_CLOCK
    #[arg(long, value_name = "COMMAND")]
    bot: Option<String>,
    /// Folder of a sentence encoder for matching by meaning
    #[arg(long, value_name = "FOLDER")]
    model: Option<PathBuf>,
    /// Write the bot's log to this file, for example to see what its start consists of
    #[arg(long, value_name = "FILE")]
    bot_log: Option<PathBuf>,
}

impl Program {
    /// Whether it matches by meaning.
    pub(super) fn has_model(&self) -> bool {
        self.model.is_some()
    }

    /// Whether it is another bot. Searches don't show whether that one has all papers.
    pub(super) fn is_another(&self) -> bool {
        self.bot.is_some()
    }

    /// The command to start it, without any of the caller's settings.
    fn command(&self, now: &str) -> anyhow::Result<Command> {
        let Some(bot) = &self.bot else {
            let mut command = Command::new(this_program()?);
            let level = if self.bot_log.is_some() { "info" } else { "warn" };
            command.args(["run", "--clock", now]).env_clear().env("PAPERBOY_LOG", level);
            if let Some(model) = &self.model {
                command.env("PAPERBOY_MODEL", model);
            }
            return Ok(command);
        };
        let mut words = bot.split_whitespace();
        let mut command = Command::new(words.next().context("--bot names no program")?);
        command.args(words).env("BENCH_CLOCK", now);
        Ok(command)
    }
}

/// A running bot, which is stopped when this is dropped.
pub(super) struct Bot {
    process: Child,
    begun: Instant,
}

/// How long the parts of a start took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// When the process was started.
    pub(super) begun: Instant,
    /// Until the first connection was ready and a command was answered.
    pub(super) ready: Duration,
    /// Until all connections were ready.
    pub(super) complete: Duration,
    /// How much of that is Discord's pace: it lets one connection begin every five seconds.
    pub(super) pace: Duration,
}

impl Bot {
    /// Starts the program against the stand-ins.
    pub(super) fn start(fixture: &Fixture, program: &Program) -> anyhow::Result<Bot> {
        let mut command = program.command(&fixture.now().to_string())?;
        let log = program.bot_log.as_deref().map(File::create).transpose();
        let log = log.context("cannot write the log")?.map_or_else(Stdio::null, Stdio::from);
        command
            .env("DISCORD_TOKEN", fixture.discord.token())
            .env("PAPERBOY_DISCORD_URL", fixture.discord.url())
            .env("PAPERBOY_HUB_URL", fixture.hub.url())
            .env("PAPERBOY_DATA_DIR", fixture.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        let begun = Instant::now();
        Ok(Bot { process: command.spawn().context("cannot start the bot")?, begun })
    }

    /// Waits until it answers.
    pub(super) async fn ready(
        &mut self,
        fixture: &Fixture,
        servers: &Servers,
    ) -> anyhow::Result<Start> {
        let discord = &fixture.discord;
        let connected = discord.until_connected(START_WITHIN).await;
        anyhow::ensure!(
            connected && discord.until_commands(START_WITHIN).await,
            "it never came up"
        );
        loop {
            // The others' servers aren't connected yet.
            let is_connected = |asker: &&Asker| fixture.is_connected(asker.server);
            if let Some(asker) = servers.askers.iter().find(is_connected)
                && asker.search(discord, "diffusion").await.took().is_some()
            {
                break;
            }
            tokio::time::sleep(LOOK).await;
            anyhow::ensure!(self.begun.elapsed() < START_WITHIN, "the bot doesn't answer");
        }
        let ready = self.begun.elapsed();
        while discord.connected_shards().len() < fixture.shards {
            anyhow::ensure!(self.begun.elapsed() < START_WITHIN, "a connection is missing");
            tokio::time::sleep(LOOK).await;
        }
        let pace = PACE * u32::try_from(fixture.shards.saturating_sub(1))?;
        Ok(Start { begun: self.begun, ready, complete: self.begun.elapsed(), pace })
    }

    /// Waits until the paper that was stored first is found by its title, which is loaded last;
    /// `None` if it isn't found in time. Returns the time since the start.
    pub(super) async fn until_all_found(
        &self,
        fixture: &Fixture,
        servers: &Servers,
        corpus: &Corpus,
    ) -> anyhow::Result<Option<Duration>> {
        let (id, title) = corpus.first()?;
        for asker in servers.askers.iter().cycle() {
            if asker.search(&fixture.discord, title).await.text().contains(id.as_str()) {
                return Ok(Some(self.begun.elapsed()));
            }
            if self.begun.elapsed() > START_WITHIN {
                break;
            }
            tokio::time::sleep(LOOK_FOR_PAPER).await;
        }
        Ok(None)
    }

    /// Its memory in use, in megabytes.
    pub(super) fn memory(&self) -> anyhow::Result<f64> {
        self.kernel_says("VmRSS:")
    }

    /// The most memory it has used so far, in megabytes.
    pub(super) fn peak(&self) -> anyhow::Result<f64> {
        self.kernel_says("VmHWM:")
    }

    fn kernel_says(&self, field: &str) -> anyhow::Result<f64> {
        memory_of(&self.process.id().to_string(), field)
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may already have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A figure of a process, or of `self`, in megabytes.
pub(super) fn memory_of(process: &str, field: &str) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))
        .context("cannot read the bot's memory use; it may have exited")?;
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kilobytes.with_context(|| format!("no {field}"))? / 1_024.0)
}
