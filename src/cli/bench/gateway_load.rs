//! `paperboy bench gateway`: all commands and suggestions in many servers, while posts are
//! delivered; then the same with the hub down.

use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Map, json};
use simulator::Answer;
use simulator::hub::HubFault;

use super::bot_process::{Bot, Program};
use super::command_mix::{self, Typing, Use};
use super::corpus::Papers;
use super::fixture::{Asker, Fixture, Servers, Sizes};
use super::report::Report;

/// For the slowest one of a hundred first responses, in milliseconds.
const RESPONSE: f64 = 300.0;
/// For the slowest one of a hundred lists of suggestions, in milliseconds.
const SUGGESTIONS: f64 = 50.0;
/// Posts must arrive within this time, or the bench has failed.
const FIRST_POST_WITHIN: Duration = Duration::from_secs(120);
/// Texts being typed into an option.
const TYPED: [&str; 4] = ["d", "dif", "video gen", "9"];

#[derive(Args, Debug)]
pub(super) struct GatewayLoad {
    #[command(flatten)]
    papers: Papers,
    /// Number of servers
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    servers: usize,
    /// Number of subscribed channels; their posts are being delivered
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    channels: usize,
    /// How often each command is used
    #[arg(long, value_name = "N", default_value_t = 40)]
    rounds: usize,
    #[command(flatten)]
    program: Program,
}

impl GatewayLoad {
    pub(super) async fn run(self) -> anyhow::Result<Report> {
        let corpus = self.papers.corpus().await?;
        let papers = self.papers.papers;
        let sizes = Sizes { papers, servers: self.servers, channels: self.channels };
        let (mut fixture, servers) = Fixture::set_up(&corpus, sizes, None).await?;
        fixture.pass_until_due(papers);
        let mut bot = Bot::start(&fixture, &self.program)?;
        let start = bot.ready(&fixture, &servers).await?;
        let before = fixture.discord.message_count();
        let begun = Instant::now();
        while fixture.discord.message_count() == before {
            anyhow::ensure!(begun.elapsed() < FIRST_POST_WITHIN, "nothing is posted");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let mix = command_mix::of(&fixture.discord.commands(), corpus.first()?.0.as_str());
        let sizes = [
            ("servers", self.servers),
            ("channels", self.channels),
            ("papers", papers),
            ("commands", mix.0.len()),
        ];
        let mut report = Report::new("gateway", &sizes);
        report.add("start until ready", start.ready.as_secs_f64(), "s", None);
        for (what, is_down) in [("", false), (", hub down", true)] {
            if is_down {
                fixture.hub.fault(HubFault::Down);
            }
            let times = self.measure(&fixture, &servers, &mix).await?;
            report.add_times(&format!("first response{what}"), times.0, Some(RESPONSE));
            report.add_times(&format!("suggestions{what}"), times.1, Some(SUGGESTIONS));
        }
        let posted: usize = servers.posts(&fixture.discord).iter().sum();
        report.add("posts during this", posted as f64, "", None);
        report.add("peak memory", bot.peak()?, "MB", None);
        Ok(report)
    }

    /// The times of all commands and all suggestions.
    async fn measure(
        &self,
        fixture: &Fixture,
        servers: &Servers,
        (uses, typings): &(Vec<Use>, Vec<Typing>),
    ) -> anyhow::Result<(Vec<Duration>, Vec<Duration>)> {
        let (mut responses, mut suggestions) = (Vec::new(), Vec::new());
        let mut askers = servers.askers.iter().cycle();
        for round in 0..self.rounds {
            for one in uses {
                let Some(Asker { user, channel, .. }) = askers.next().copied() else { break };
                let begun = Instant::now();
                let options = one.options.clone();
                let answer = fixture.discord.invoke(user, channel, &one.name, options).await;
                anyhow::ensure!(!matches!(answer, Answer::Failed), "no answer to /{}", one.name);
                if let Answer::Refused(reason) = &answer {
                    anyhow::bail!("Discord doesn't send /{}: {reason}", one.name);
                }
                // A form has no time of its own, and is the first response.
                responses.push(answer.took().unwrap_or(begun.elapsed()));
            }
            for Typing { name, option } in typings {
                let Some(Asker { user, channel, .. }) = askers.next().copied() else { break };
                let typed = json!(TYPED[round % TYPED.len()]);
                let options = Map::from_iter([(option.clone(), typed)]);
                let begun = Instant::now();
                fixture.discord.autocomplete(user, channel, name, options, option).await;
                suggestions.push(begun.elapsed());
            }
        }
        Ok((responses, suggestions))
    }
}
