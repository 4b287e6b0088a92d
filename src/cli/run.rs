//! `paperboy run`: the bot.

use std::net::SocketAddr;

use clap::Args;
use jiff::Timestamp;

use super::{hub, library};
use crate::app::App;
use crate::app::rehearsal::Rehearsal;
use crate::bot;
use crate::clock::Clock;
use crate::config::{DataSettings, HubArgs, ModelSettings, discord_token};
use crate::discord::Rest;
use crate::metrics;

#[derive(Args, Debug)]
pub(super) struct Run {
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    hub: HubArgs,
    #[command(flatten)]
    model: ModelSettings,
    /// A stand-in for Discord on this machine (REST and gateway); the real one is then never
    /// contacted
    #[arg(long, env = "PAPERBOY_DISCORD_URL", value_name = "URL", hide_env_values = true)]
    discord_url: Option<String>,
    /// Serve `/metrics` (Prometheus) and `/health` there, such as 127.0.0.1:9464
    #[arg(long, env = "PAPERBOY_METRICS", value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    /// For rehearsals with a stand-in: begin as if it were this instant
    #[arg(long, value_name = "INSTANT", requires = "discord_url")]
    clock: Option<Timestamp>,
    /// For rehearsals with a stand-in: die at a boundary of a delivery, such as `sending:2`
    #[arg(long, value_name = "BOUNDARY", requires = "discord_url", value_parser = Rehearsal::parse)]
    crash_at: Option<Rehearsal>,
}

impl Run {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let token = discord_token()?;
        let clock = self.clock.map_or(Clock::system(), Clock::starting_at);
        let stop = bot::stop_on_signal()?;
        let library = library(&self.data, &self.model).await?;
        let rest = Rest::new(&token, self.discord_url.as_deref())?;
        let app = App::new(library, hub(&self.hub)?, rest);
        let app = app.rehearsing(self.crash_at.unwrap_or_default());
        if let Some(address) = self.metrics {
            metrics::serve(address, app.clone(), clock).await?;
        }
        bot::run(app, clock, stop).await
    }
}
