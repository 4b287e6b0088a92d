//! `paperboy bench flood`: the effect of a flood on others. Two thousand previews at once, then five
//! hundred commands per second from one member, while another member searches and posts are due.

use std::time::{Duration, Instant};

use clap::Args;
use simulator::Discord;
use tokio_util::sync::CancellationToken;

use super::bot_process::{Bot, Program};
use super::corpus::Papers;
use super::fixture::{Fixture, MANAGE_GUILD, Servers, Sizes};
use super::report::{Report, Searches};

const PREVIEWS: usize = 2_000;
const SERVERS: usize = 200;
const A_SECOND: usize = 500;
const TIMEOUT: Duration = Duration::from_secs(120);
/// How many seconds after the bot's start the posts are due: in the middle of the flood.
const DUE: i64 = 60;
/// The required limits: megabytes, milliseconds, seconds.
const MEMORY: f64 = 300.0;
const SEARCH: f64 = 500.0;
const LATE: f64 = 60.0;
/// The pace of a very quick person.
const PACE: Duration = Duration::from_millis(450);

#[derive(Args, Debug)]
pub(super) struct Flood {
    #[command(flatten)]
    papers: Papers,
    /// How long one member floods, in seconds
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u64,
}

impl Flood {
    pub(super) async fn run(self) -> anyhow::Result<Report> {
        let corpus = self.papers.corpus().await?;
        let queries = corpus.queries(1_000);
        let papers = self.papers.papers;
        let sizes = Sizes { papers, servers: SERVERS, channels: SERVERS };
        let (mut fixture, servers) = Fixture::set_up(&corpus, sizes, Some("all")).await?;
        let discord = fixture.discord.clone();
        let mut admins = Vec::new();
        for (number, asker) in servers.askers.iter().enumerate() {
            let guild = discord.guilds()[number];
            for admin in 0..PREVIEWS / SERVERS {
                let name = format!("admin {number} {admin}");
                admins.push((discord.add_user(guild, &name, MANAGE_GUILD), asker.channel));
            }
        }
        fixture.pass_until_before_due(DUE);
        let mut bot = Bot::start(&fixture, &Program::default())?;
        let due = Instant::now() + Duration::from_secs(DUE.unsigned_abs());
        bot.ready(&fixture, &servers).await?;
        let mut report = Report::new("flood", &[("papers", papers), ("servers", SERVERS)]);
        report.add("memory before", bot.memory()?, "MB", None);

        let stop = CancellationToken::new();
        let (flooder, searcher) = (servers.askers[0], servers.askers[1]);
        let posting = tokio::spawn(last_post(discord.clone(), servers, due));
        let searching = {
            let (discord, queries, stopped) = (discord.clone(), queries.clone(), stop.clone());
            tokio::spawn(async move {
                let mut searches = Searches::default();
                while !stopped.is_cancelled() {
                    let query = &queries[searches.answered() % queries.len()];
                    searches.search(&discord, searcher, query).await;
                    tokio::time::sleep(PACE).await;
                }
                searches
            })
        };
        for (admin, channel) in admins {
            discord.ask(admin, channel, "/preview").map_err(anyhow::Error::msg)?;
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
        let answered = discord.acknowledged() as f64;
        report.add(format!("of {PREVIEWS} previews answered in 5 s"), answered, "", None);
        report.add("peak memory after the previews", bot.peak()?, "MB", None);

        let before = discord.acknowledged();
        let mut ticks = tokio::time::interval(Duration::from_millis(20));
        let flood = Instant::now();
        let mut asked = 0;
        while flood.elapsed().as_secs() < self.seconds {
            ticks.tick().await;
            for _ in 0..A_SECOND / 50 {
                let query = queries[asked % queries.len()].replace(':', " ");
                let line = format!("/search query:{query}");
                discord.ask(flooder.user, flooder.channel, &line).map_err(anyhow::Error::msg)?;
                asked += 1;
            }
        }
        report.add("commands of one member", asked as f64, "", None);
        let answered = (discord.acknowledged() - before) as f64;
        report.add("answered or refused", answered, "", None);
        let late = posting.await?;
        stop.cancel();
        report.add_searches("searches of another member", searching.await?, SEARCH);
        report.add("last post after it was due", late.as_secs_f64(), "s", Some(LATE));
        report.add("peak memory", bot.peak()?, "MB", Some(MEMORY));
        report.add_violations(&discord);
        Ok(report)
    }
}

/// Waits for a post in every channel; returns how late the last one was.
async fn last_post(discord: Discord, servers: Servers, due: Instant) -> Duration {
    let missing = || servers.posts(&discord).contains(&0);
    while missing() && Instant::now() < due + TIMEOUT {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    match missing() {
        false => Instant::now().saturating_duration_since(due),
        true => TIMEOUT,
    }
}
