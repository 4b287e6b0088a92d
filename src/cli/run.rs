//! `paperboy run`: the bot.

use std::net::SocketAddr;
use std::num::NonZero;
use std::path::Path;

use anyhow::bail;
use clap::Args;
use jiff::Timestamp;
use secrecy::SecretString;

use super::exit::misconfigured;
use super::stop::{stop_on_signal, unless_stopped};
use super::{database, hub, use_table, values, with_model};
use crate::app::App;
#[cfg(debug_assertions)]
use crate::app::delivery::failpoint::Failpoint;
use crate::app::papers::index::PaperIndex;
use crate::bot;
use crate::clock::Clock;
use crate::config::{DataSettings, HubArgs, ModelSettings, discord_token};
use crate::discord::{GatewaySettings, Rest};
use crate::metrics;
use crate::store::Store;

/// The number of papers loaded before the bot starts, those that changed last: a second's work, and
/// more than the lists of several years. Any others follow while it runs.
const RECENT: usize = 50_000;

/// The largest database that is checked before the bot starts: the check takes some seconds per
/// gigabyte. A larger one is checked while the bot already answers, and before it posts.
const CHECKED_FIRST: u64 = 256 * 1_024 * 1_024;

#[derive(Args, Debug)]
pub(super) struct Run {
    #[command(flatten)]
    data: DataSettings,
    /// Create a new database, even if this bot has already run with another one
    #[arg(long)]
    init: bool,
    #[command(flatten)]
    hub: HubArgs,
    #[command(flatten)]
    model: ModelSettings,
    /// Address of a simulated Discord on this machine (REST and gateway); the real one is then
    /// never contacted
    #[arg(long, env = "PAPERBOY_DISCORD_URL", value_name = "URL", hide_env_values = true)]
    discord_url: Option<String>,
    /// Number of shards (gateway connections) [default: as many as Discord recommends]
    #[arg(long, env = "PAPERBOY_SHARDS", value_name = "COUNT", value_parser = values::count)]
    shards: Option<NonZero<u32>>,
    /// Serve `/metrics` (Prometheus), `/healthz` and `/readyz` at this address, such as
    /// 127.0.0.1:9464
    #[arg(long, env = "PAPERBOY_METRICS", value_name = "ADDRESS", value_parser = values::address)]
    metrics: Option<SocketAddr>,
    /// With --discord-url: start at this time instead of now
    #[arg(long, value_name = "INSTANT", requires = "discord_url")]
    clock: Option<Timestamp>,
    /// With --discord-url: exit at this step of a delivery, such as `sending:2`
    #[cfg(debug_assertions)]
    #[arg(long, value_name = "BOUNDARY", requires = "discord_url", value_parser = Failpoint::parse)]
    crash_at: Option<Failpoint>,
}

impl Run {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let token = discord_token().map_err(misconfigured)?;
        let clock = self.clock.map_or(Clock::system(), Clock::starting_at);
        let stop = stop_on_signal()?;
        let Some(app) = unless_stopped(&stop, self.app(&token)).await? else { return Ok(()) };
        if let Some(address) = self.metrics {
            metrics::serve(address, app.clone(), clock).await?;
        }
        bot::run(app, clock, stop).await
    }

    /// Reads and checks all settings; nothing is connected yet.
    async fn app(&self, token: &SecretString) -> anyhow::Result<App> {
        let rest = Rest::new(token, self.discord_url.as_deref()).map_err(misconfigured)?;
        let hub = hub(&self.hub).map_err(misconfigured)?;
        self.accept_database(&rest).await.map_err(misconfigured)?;
        let open = |path: &Path| Store::open_up_to(path, CHECKED_FIRST);
        let store = database::open_or_begin(&self.data, open).await.map_err(misconfigured)?;
        use_table(&self.model).map_err(misconfigured)?;
        let index = PaperIndex::open_recent(store, RECENT).await?;
        let index = with_model(index, &self.data, &self.model).await.map_err(misconfigured)?;
        let gateway = GatewaySettings { shards: self.shards, ..GatewaySettings::default() };
        let app = App::new(index, hub, rest).with_gateway(gateway);
        #[cfg(debug_assertions)]
        let app = app.with_failpoint(self.crash_at.clone().unwrap_or_default());
        Ok(app)
    }

    /// Refuses to begin a new database where there should be one, and the reverse.
    async fn accept_database(&self, rest: &Rest) -> anyhow::Result<()> {
        let path = self.data.database();
        let exists = database::exists(&path);
        if self.init && exists {
            bail!("the database {} already exists; start without --init", database::shown(&path));
        }
        if !self.init && !exists && bot::has_run_before(rest).await? {
            bail!(
                "{}, but this bot has run before: its commands are registered. Check the data \
                 folder (PAPERBOY_DATA_DIR), put the file back or restore a backup; `paperboy run \
                 --init` starts over without subscriptions",
                database::missing(&path)
            );
        }
        Ok(())
    }
}
