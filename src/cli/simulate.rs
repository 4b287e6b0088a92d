//! `paperboy simulate`: only the stand-ins for Discord and the papers hub, for bots in any
//! language.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::json;
use simulator::hub::{Days, Hub, HubOptions};
use simulator::{Discord, DiscordOptions};

use super::say;
use super::stop::stop_on_signal;

/// Discord's Manage Server permission.
const MANAGE_GUILD: u64 = 1 << 5;

#[derive(Args, Debug)]
pub(super) struct Simulate {
    /// Port of the simulated Discord; if it is in use, the next free one
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    port: u16,
    /// Port of the simulated Hub [default: any free one]
    #[arg(long, value_name = "PORT")]
    hub_port: Option<u16>,
    /// Folder of recorded daily lists, one DATE.json each, instead of the bundled ones
    #[arg(long, value_name = "DIR")]
    hub_days: Option<PathBuf>,
    /// Number of shards to recommend to bots [default: one per thousand servers]
    #[arg(long, value_name = "COUNT")]
    shards: Option<u64>,
    /// Print one line of JSON instead of text
    #[arg(long)]
    json: bool,
}

impl Simulate {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let stop = stop_on_signal()?;
        let days = self.hub_days.map_or(Days::Bundled, Days::Folder);
        let hub = Hub::start(HubOptions { port: self.hub_port, days }).await;
        let hub = hub.context("cannot start the simulated Hub")?;
        let options =
            DiscordOptions { port: Some(self.port), shards: self.shards, ..Default::default() };
        let discord =
            Discord::start(options).await.context("cannot start the simulated Discord")?;
        let guild = discord.add_guild("lab");
        let channel = discord.add_channel(guild, "papers");
        let admin = discord.add_user(guild, "ada", MANAGE_GUILD);
        let member = discord.add_user(guild, "grace", 0);
        let (url, token) = (discord.url(), discord.token());
        let gateway = format!("{}/gateway/socket", url.replacen("http", "ws", 1));
        if self.json {
            say(json!({
                "discord": url,
                "rest": format!("{url}/api/v10"),
                "gateway": gateway,
                "script": format!("{url}/_script"),
                "hub": hub.url(),
                "token": token,
                "application_id": discord.application_id().to_string(),
                "bot_id": discord.bot_id().to_string(),
                "guild_id": guild.to_string(),
                "channel_id": channel.to_string(),
                "admin_id": admin.to_string(),
                "member_id": member.to_string(),
            }));
        } else {
            say(format_args!(
                "Discord   {url}  (open it in a browser)\n\
                 REST      {url}/api/v10\n\
                 Gateway   {gateway}\n\
                 Hub       {}\n\
                 Token     {token}\n\
                 Server    {guild} with channel {channel}, admin {admin} and member {member}\n\
                 \n\
                 Paperboy on it:  DISCORD_TOKEN={token} paperboy run --discord-url {url} \
                 --hub-url {}\n\
                 As a member:  POST {url}/_page/command \
                 {{\"user_id\": \"{member}\", \"channel_id\": \"{channel}\", \"text\": \"/help\"}}\n\
                 Everything:   GET  {url}/_page/world\n\
                 More servers, channels, people, messages, faults:  POST {url}/_script/guild, \
                 channel, delete-channel, thread, permissions, user, message, gateway\n\
                 Rule violations:  GET {url}/_script/violations\n\
                 \n\
                 Press Ctrl-C to stop.",
                hub.url(),
                hub.url()
            ));
        }
        stop.cancelled().await;
        Ok(())
    }
}
