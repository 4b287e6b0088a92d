//! `paperboy bench deliver`: many channels due in the same minute, against a stand-in that enforces
//! Discord's limits, while members search.

use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Map, json};

use super::bot_process::{Bot, Program};
use super::corpus::Papers;
use super::fixture::Fixture;
use super::report::Report;

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
        let mut fixture = Fixture::new(self.servers).await?;
        let servers = fixture.servers(self.servers, self.channels);
        fixture.store_papers(&corpus, self.papers.papers).await?;
        fixture.subscribe(&servers.channels, None).await?;
        fixture.pass_until_due(self.papers.papers);
        let mut bot = Bot::start(&fixture, &self.program)?;
        let start = bot.ready(&fixture, &servers).await?;
        let discord = &fixture.discord;

        let (mut times, mut failed, mut seen) = (Vec::new(), 0, 0);
        let (mut first, mut last) = (None, Instant::now());
        let patience = Duration::from_secs_f64(120.0 + self.channels as f64 / A_SECOND * 2.0);
        let begun = Instant::now();
        while first.is_none() || last.elapsed() < QUIET {
            anyhow::ensure!(begun.elapsed() < patience, "the delivery doesn't end: {seen} posts");
            // Answers of commands are messages, too.
            let posted = discord.message_count().saturating_sub(times.len() + 1);
            if posted > seen {
                (last, seen) = (Instant::now(), posted);
                first.get_or_insert(last);
            }
            if first.is_some() {
                let query = &queries[times.len() % queries.len()];
                let asker = servers.askers[times.len() % servers.askers.len()];
                let options = Map::from_iter([("query".to_owned(), json!(query))]);
                let answer = discord.invoke(asker.user, asker.channel, "search", options).await;
                match answer.took() {
                    Some(time) => times.push(time),
                    None => failed += 1,
                }
            }
            tokio::time::sleep(PACE).await;
        }
        let elapsed = last.duration_since(first.unwrap_or(last)).as_secs_f64();
        let counts = servers.channels.iter().map(|(_, channel)| discord.messages(*channel).len());
        let counts: Vec<usize> = counts.collect();
        let messages: usize = counts.iter().sum();
        let empty = counts.iter().filter(|count| **count == 0).count();
        let twice: usize = counts.iter().map(|count| count.saturating_sub(1)).sum();
        let ideal = messages as f64 / A_SECOND;

        let sizes = [
            ("channels", self.channels),
            ("servers", self.servers),
            ("papers", self.papers.papers),
        ];
        let mut report = Report::new("deliver", &sizes);
        report.add("start until ready", start.ready.as_secs_f64(), "s", None);
        report.add("messages", messages as f64, "", None);
        report.add("delivered within", elapsed, "s", Some(ideal * OVERHEAD + COMPOSING));
        report.add("Discord's own limit", ideal, "s", None);
        report.add("channels without a post", empty as f64, "", Some(0.0));
        report.add("posts beyond the first", twice as f64, "", Some(0.0));
        let refused = discord.invalid_requests() as f64;
        report.add("requests refused with 401, 403 or 429", refused, "", Some(0.0));
        report.add_times("/search during this", times, Some(ANSWER));
        report.add("peak memory", bot.peak()?, "MB", None);
        report.add("searches without an answer", f64::from(failed), "", Some(0.0));
        let violations = discord.violations().len() as f64;
        report.add("violations of Discord's rules", violations, "", Some(0.0));
        Ok(report)
    }
}
