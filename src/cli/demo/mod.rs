//! `paperboy demo`: the real bot against a local stand-in for Discord, with real papers.
//!
//! Needs no token and no network. The clock is set to the day of the papers, shortly before a post
//! is due. The demo's admin subscribes two channels with commands, as any admin would.

mod switches;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use simulator::hub::{Days, Hub, HubOptions};
use simulator::{Discord, DiscordOptions};

use self::switches::Switches;
use super::stop::{stop_on_signal, unless_stopped};
use super::{hub, say};
use crate::app::App;
use crate::app::papers::index::PaperIndex;
use crate::clock::Clock;
use crate::config::{HubArgs, ModelSettings};
use crate::discord::Rest;
use crate::hub::{HubClient, HubSettings};
use crate::store::Store;

/// The demo's channels and their topics.
const CHANNELS: [(&str, &str); 2] = [
    ("image-and-video", "diffusion, image generation, video generation, vision-language models"),
    ("language-models", "LLM, agents, reasoning, reinforcement learning"),
];
/// Discord's Manage Server permission.
const MANAGE_GUILD: u64 = 1 << 5;
/// A step that takes longer than this has failed.
const STEP_WITHIN: Duration = Duration::from_secs(90);

#[derive(Args, Debug)]
pub(super) struct Demo {
    /// Port of the page; if it is in use, the next free one
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    port: u16,
    /// Don't serve a page: print the first posts and the result of a search, then exit
    #[arg(long)]
    no_page: bool,
    /// Folder of recorded daily lists, one DATE.json each, instead of the bundled ones
    #[arg(long, value_name = "DIR", conflicts_with = "live")]
    hub_days: Option<PathBuf>,
    /// Date to simulate [default: the second newest; with --no-page, the newest]
    #[arg(long, value_name = "DATE", conflicts_with = "live")]
    date: Option<Date>,
    /// Use the real Hub and today's date
    #[arg(long)]
    live: bool,
    #[command(flatten)]
    model: ModelSettings,
}

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let stop = stop_on_signal()?;
        // The stand-in hub stops when its handle is dropped, so keep it until the demo ends.
        let (hub_url, clock, hub) = self.papers().await?;
        let options = DiscordOptions {
            port: Some(self.port),
            clock_offset_seconds: clock.shift().as_secs(),
            ..DiscordOptions::default()
        };
        let discord = Discord::start(options).await.context("cannot open the page's port")?;
        let server = discord.add_guild("ML Reading Group");
        // The page opens the first channel, so the first post appears there.
        let channels =
            CHANNELS.map(|(name, topics)| (name, topics, discord.add_channel(server, name)));
        let general = discord.add_channel(server, "general");
        let admin = discord.add_user(server, "ada", MANAGE_GUILD);
        discord.add_user(server, "grace", 0);
        let readers = discord.add_role(server, "readers", 0);
        discord.set_mentionable(server, readers, true);
        if !self.no_page {
            discord.set_system_channel(server, general);
            say(format_args!("paperboy demo: {}  (Ctrl-C to stop)", discord.url()));
        }

        let data = tempfile::tempdir().context("cannot create a folder for the demo's database")?;
        let rest = Rest::new(&SecretString::new(discord.token().to_owned()), Some(&discord.url()))?;
        let index = unless_stopped(&stop, self.paper_index(data.path())).await?;
        let Some(index) = index else { return Ok(()) };
        let client = self.hub(hub_url)?;
        let app = move || App::new(index.clone(), client.clone(), rest.clone());
        let switches = Switches::new(discord.clone(), hub, clock);
        let running = switches.keep_running(app, stop.clone());
        let show = async {
            subscribe(&discord, clock, admin, general, &channels).await?;
            if self.no_page {
                print(&discord, admin, general, &channels).await?;
            } else {
                std::future::pending::<()>().await;
            }
            anyhow::Ok(())
        };
        tokio::select! {
            shown = show => shown,
            ended = running => ended,
        }
    }

    async fn paper_index(&self, folder: &Path) -> anyhow::Result<PaperIndex> {
        let index = PaperIndex::open(Store::open(&folder.join("paperboy.db"))?).await?;
        match &self.model.model {
            Some(folder) => index.with_model(folder).await,
            None => Ok(index),
        }
    }

    /// A stand-in needs no token and gets none.
    fn hub(&self, hub_url: String) -> anyhow::Result<HubClient> {
        if self.live {
            return hub(&HubArgs { hub_url });
        }
        Ok(HubClient::new(HubSettings { base_url: hub_url, ..HubSettings::default() })?)
    }

    /// The source of papers, and the clock of their day: a few seconds before a full minute.
    async fn papers(&self) -> anyhow::Result<(String, Clock, Option<Hub>)> {
        if self.live {
            let hub_url = "https://huggingface.co".to_owned();
            let known = hub(&HubArgs { hub_url: hub_url.clone() })?.trending(1).await;
            known.context("--live needs the hub; without it the demo needs no network")?;
            return Ok((hub_url, Clock::system(), None));
        }
        let days = self.hub_days.clone().map_or(Days::Bundled, Days::Folder);
        let hub = Hub::start(HubOptions { port: None, days }).await?;
        let dates = hub.dates();
        let newest = dates.last().context("there is no recorded day")?;
        // The page has a button for the next day, which needs papers of its own.
        let before = dates.iter().rev().nth(1).filter(|_| !self.no_page).unwrap_or(newest);
        let date = self.date.map_or(before.clone(), |date| date.to_string());
        if !dates.contains(&date) {
            bail!(
                "there is no list for {date}; lists are available from {} to {newest}",
                dates.first().unwrap_or(newest)
            );
        }
        let start: Timestamp = format!("{date}T13:59:54Z").parse()?;
        Ok((hub.url(), Clock::starting_at(start), Some(hub)))
    }
}

type Channels<'a> = [(&'a str, &'a str, u64)];

async fn subscribe(
    discord: &Discord,
    clock: Clock,
    admin: u64,
    general: u64,
    channels: &Channels<'_>,
) -> anyhow::Result<()> {
    if !discord.until_commands(STEP_WITHIN).await || !discord.until_connected(STEP_WITHIN).await {
        bail!("the bot registered no commands; see the log");
    }
    let next_minute = clock.now().saturating_add(1.minute())?;
    let time = TimeZone::UTC.to_datetime(next_minute).strftime("%H:%M").to_string();
    for (name, topics, channel) in channels {
        let options: Map<String, Value> = [
            ("channel", json!(channel.to_string())),
            ("topics", json!(topics)),
            ("time", json!(time)),
            ("zone", json!("UTC")),
            ("max_papers", json!(6)),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        let answer = discord.invoke(admin, general, "subscription add", options).await;
        // In any language, a saved subscription shows when the next posts are due; a refusal
        // doesn't.
        if !answer.text().contains("<t:") {
            bail!("cannot subscribe #{name}: {}", answer.text());
        }
    }
    Ok(())
}

async fn print(
    discord: &Discord,
    admin: u64,
    general: u64,
    channels: &Channels<'_>,
) -> anyhow::Result<()> {
    for (name, _, channel) in channels {
        if !discord.until_message(*channel, 1, STEP_WITHIN).await {
            bail!("no post arrived in #{name}; see the log");
        }
        for message in discord.messages(*channel) {
            say(format_args!("──── #{name}\n{}\n", Discord::text(&message)));
        }
    }
    let answer = discord.command(admin, general, "/search diffusion").await;
    say(format_args!("──── /search diffusion\n{}", answer.text()));
    Ok(())
}
