//! `paperboy bench deliver`: many channels due in the same minute, against a stand-in that enforces
//! Discord's limits, while members search.

use std::time::{Duration, Instant};

use clap::Args;

use super::bot_process::{Bot, Program};
use super::corpus::Papers;
use super::fixture::{Fixture, Sizes};
use super::report::{Report, Searches};

/// Discord's limit for a bot, in requests per second.
const A_SECOND: f64 = 50.0;
/// How much longer than that limit a delivery may take.
const OVERHEAD: f64 = 1.1;
/// For the first posts to be composed, in seconds.
const COMPOSING: f64 = 1.0;
/// For the slowest one of a hundred searches, in milliseconds.
const ANSWER: f64 = 50.0;
/// Done when nothing has arrived for this long, which isn't counted.
const QUIET: Duration = Duration::from_secs(10);
/// Between two searches.
const PACE: Duration = Duration::from_millis(100);

#[derive(Args, Debug)]
pub(super) struct DeliveryLoad {
    #[command(flatten)]
    papers: Papers,
    /// Number of servers
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    servers: usize,
    /// Number of subscribed channels
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    channels: usize,
    #[command(flatten)]
    program: Program,
}

impl DeliveryLoad {
    pub(super) async fn run(self) -> anyhow::Result<Report> {
        let corpus = self.papers.corpus().await?;
        let queries = corpus.queries(1_000);
        let papers = self.papers.papers;
        let sizes = Sizes { papers, servers: self.servers, channels: self.channels };
        let (mut fixture, servers) = Fixture::set_up(&corpus, sizes, None).await?;
        fixture.pass_until_due(papers);
        let mut bot = Bot::start(&fixture, &self.program)?;
        let start = bot.ready(&fixture, &servers).await?;
        let discord = &fixture.discord;

        let (mut searches, mut seen) = (Searches::default(), 0);
        let (mut first, mut last) = (None, Instant::now());
        let timeout = Duration::from_secs_f64(120.0 + self.channels as f64 / A_SECOND * 2.0);
        let begun = Instant::now();
        while first.is_none() || last.elapsed() < QUIET {
            anyhow::ensure!(begun.elapsed() < timeout, "the delivery doesn't end: {seen} posts");
            // Answers of commands are messages, too.
            let posted = discord.message_count().saturating_sub(searches.answered() + 1);
            if posted > seen {
                (last, seen) = (Instant::now(), posted);
                first.get_or_insert(last);
            }
            if first.is_some() {
                let number = searches.answered();
                let asker = servers.askers[number % servers.askers.len()];
                searches.search(discord, asker, &queries[number % queries.len()]).await;
            }
            tokio::time::sleep(PACE).await;
        }
        let elapsed = last.duration_since(first.unwrap_or(last)).as_secs_f64();
        let counts = servers.posts(discord);
        let messages: usize = counts.iter().sum();
        let empty = counts.iter().filter(|count| **count == 0).count();
        let twice: usize = counts.iter().map(|count| count.saturating_sub(1)).sum();
        let ideal = messages as f64 / A_SECOND;

        let sizes = [("channels", self.channels), ("servers", self.servers), ("papers", papers)];
        let mut report = Report::new("deliver", &sizes);
        report.add("start until ready", start.ready.as_secs_f64(), "s", None);
        report.add("messages", messages as f64, "", None);
        report.add("delivered within", elapsed, "s", Some(ideal * OVERHEAD + COMPOSING));
        report.add("Discord's own limit", ideal, "s", None);
        report.add("channels without a post", empty as f64, "", Some(0.0));
        report.add("posts beyond the first", twice as f64, "", Some(0.0));
        let refused = discord.invalid_requests() as f64;
        report.add("requests refused with 401, 403 or 429", refused, "", Some(0.0));
        report.add_searches("/search during this", searches, ANSWER);
        report.add("peak memory", bot.peak()?, "MB", None);
        report.add_violations(discord);
        Ok(report)
    }
}
