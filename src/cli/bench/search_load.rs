//! `paperboy bench search`: the start with many papers, idle memory, and answers to `/search`.

use std::time::Duration;

use clap::Args;

use super::bot_process::{Bot, Program};
use super::corpus::Papers;
use super::fixture::{Fixture, Sizes};
use super::report::{Report, Searches};

/// The time from the start until a command is answered.
const READY: f64 = 10.0;
/// For the slowest one of a hundred searches, in milliseconds.
const ANSWER: f64 = 50.0;
/// Idle memory of a small bot, without and with a model, in megabytes.
const IDLE: [f64; 2] = [80.0, 125.0];
const FEW: usize = 14_000;
const FEW_CHANNELS: usize = 1_000;
/// After this the start is over, and nothing is due.
const SETTLED: Duration = Duration::from_secs(10);

#[derive(Args, Debug)]
pub(super) struct SearchLoad {
    #[command(flatten)]
    papers: Papers,
    /// Number of searches
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    queries: usize,
    /// Number of servers
    #[arg(long, value_name = "N", default_value_t = 200)]
    servers: usize,
    /// Number of subscribed channels
    #[arg(long, value_name = "N", default_value_t = 200)]
    channels: usize,
    /// Number of papers that another process adds at the same time, one with each search
    #[arg(long, value_name = "N", default_value_t = 0)]
    incoming: usize,
    #[command(flatten)]
    program: Program,
}

impl SearchLoad {
    pub(super) async fn run(self) -> anyhow::Result<Report> {
        let corpus = self.papers.corpus().await?;
        let (count, queries) = (self.papers.papers, corpus.queries(self.queries));
        let sizes = Sizes { papers: count, servers: self.servers, channels: self.channels };
        let (fixture, servers) = Fixture::set_up(&corpus, sizes, None).await?;
        let sizes = [("papers", count), ("servers", self.servers), ("channels", self.channels)];
        let mut report = Report::new("search", &sizes);

        let mut bot = Bot::start(&fixture, &self.program)?;
        let start = bot.ready(&fixture, &servers).await?;
        report.add("start until ready", start.ready.as_secs_f64(), "s", Some(READY));
        let complete = start.complete.as_secs_f64();
        report.add(format!("start until {} connected", fixture.shards), complete, "s", None);
        if fixture.shards > 1 {
            report.add("of that, Discord's pace", start.pace.as_secs_f64(), "s", None);
        }
        if let Some(time) = fixture.until_recorded(self.servers, start.begun).await? {
            report.add("start until all servers are recorded", time.as_secs_f64(), "s", None);
        }
        report.add("peak memory of the start", bot.peak()?, "MB", None);
        if !self.program.is_another()
            && let Some(time) = bot.until_all_found(&fixture, &servers, &corpus).await?
        {
            report.add("start until all papers are found", time.as_secs_f64(), "s", None);
        }
        tokio::time::sleep(SETTLED).await;
        let is_small = count <= FEW && self.channels <= FEW_CHANNELS;
        let idle = is_small.then_some(IDLE[usize::from(self.program.has_model())]);
        report.add("idle memory", bot.memory()?, "MB", idle);

        let mut incoming = count..count + self.incoming;
        let mut searches = Searches::default();
        for (number, query) in queries.iter().cycle().take(self.queries).enumerate() {
            let asker = servers.askers[number % servers.askers.len()];
            searches.search(&fixture.discord, asker, query).await;
            if let Some(number) = incoming.next() {
                fixture.add_paper(&corpus, number).await?;
            }
        }
        report.add_searches("/search", searches, ANSWER);
        report.add("peak memory", bot.peak()?, "MB", None);
        report.add_violations(&fixture.discord);
        Ok(report)
    }
}
