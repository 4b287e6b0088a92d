//! `paperboy run`: the bot.

use std::fs::{File, TryLockError};

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;

use super::hub;
use crate::app::App;
use crate::bot;
use crate::clock::Clock;
use crate::config::{DataSettings, HubArgs, discord_token};
use crate::discord::Rest;
use crate::store::Store;

#[derive(Args, Debug)]
pub(super) struct Run {
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    hub: HubArgs,
    /// A local stand-in for Discord (REST and gateway); the real one is then never contacted
    #[arg(long, env = "PAPERBOY_DISCORD_URL", value_name = "URL")]
    discord_url: Option<String>,
    /// For rehearsals with a stand-in: begin as if it were this instant
    #[arg(long, value_name = "INSTANT", requires = "discord_url")]
    clock: Option<Timestamp>,
}

impl Run {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let token = discord_token()?;
        let clock = self.clock.map_or(Clock::system(), Clock::starting_at);
        let stop = bot::stop_on_signal()?;
        let database = self.data.database()?;
        let _lock = lock(&self.data)?;
        let store = Store::open(&database)?;
        let rest = Rest::new(&token, self.discord_url.as_deref())?;
        let app = App::new(store, hub(&self.hub)?, rest).await?;
        bot::run(app, clock, stop).await
    }
}

/// Holds the data folder for this process: two bots on one folder would both post.
fn lock(data: &DataSettings) -> anyhow::Result<File> {
    let path = data.data_dir.join("paperboy.lock");
    let file = File::create(&path)
        .with_context(|| format!("the lock file {} cannot be made", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "the data folder {} is in use by another paperboy; stop that one, or give this one \
             its own with --data-dir",
            data.data_dir.display()
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("the lock file {} cannot be locked", path.display()))
        }
    }
}
