//! `paperboy bench`: measures this binary against local stand-ins for Discord and the hub, in a
//! temporary folder.
//!
//! The bot runs as a process of its own, started as `paperboy run`, so that its memory is not mixed
//! with that of the stand-ins.

mod bot_process;
mod command_mix;
mod corpus;
mod delivery_load;
mod fixture;
mod flood;
mod gateway_load;
mod report;
mod search_load;
mod topic_load;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use report::Report;

#[derive(Args, Debug)]
pub(super) struct Bench {
    #[command(subcommand)]
    what: What,
    /// Print one JSON object
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Measure startup and `/search` with many papers
    Search(search_load::SearchLoad),
    /// Measure posts to many channels due in the same minute, while members search
    Deliver(delivery_load::DeliveryLoad),
    /// Measure matching many topics against a day's papers
    Match(topic_load::TopicLoad),
    /// Measure all commands and suggestions in many servers, while posts are sent
    Gateway(gateway_load::GatewayLoad),
    /// Measure a flood: 2,000 previews at once, then 500 commands per second from one member
    Flood(flood::Flood),
}

impl Bench {
    /// Prints what was measured; the exit code is 1 if a limit was exceeded.
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let report: Report = match self.what {
            What::Search(load) => load.run().await?,
            What::Deliver(load) => load.run().await?,
            What::Match(load) => load.run().await?,
            What::Gateway(load) => load.run().await?,
            What::Flood(load) => load.run().await?,
        };
        super::say(if self.json { report.to_json().to_string() } else { report.to_text() });
        Ok(if report.is_within_limits() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
