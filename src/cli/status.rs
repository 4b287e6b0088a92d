//! `paperboy status`: reports whether the bot on this machine is healthy, for scripts and
//! containers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use reqwest::StatusCode;

use super::{say, values};

/// A health check that takes longer than this has failed.
const TIMEOUT: Duration = Duration::from_secs(4);

#[derive(Args, Debug)]
pub(super) struct Status {
    /// Address where the running bot serves `/readyz`
    #[arg(
        long,
        env = "PAPERBOY_METRICS",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:9464",
        value_parser = values::address
    )]
    metrics: SocketAddr,
    /// Print JSON: {"ok": true, "problems": []}
    #[arg(long)]
    json: bool,
}

impl Status {
    /// Prints one line per problem that prevents posts; the exit code is 1 if there are any.
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let problems = self.problems().await?;
        let ok = problems.is_empty();
        if self.json {
            say(serde_json::json!({ "ok": ok, "problems": problems }));
        } else if ok {
            say("ok");
        } else {
            problems.iter().for_each(say);
        }
        Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn problems(&self) -> anyhow::Result<Vec<String>> {
        let address = reachable(self.metrics);
        let client = reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build()?;
        let answer = client.get(format!("http://{address}/readyz")).send().await;
        let Ok(answer) = answer else {
            bail!(
                "no bot answers at {address}. Is `paperboy run` running, with PAPERBOY_METRICS \
                 set to this address?"
            );
        };
        let status = answer.status();
        let text = answer.text().await.context("the bot's answer was cut off")?;
        match status {
            StatusCode::OK if text == "ok\n" => Ok(Vec::new()),
            StatusCode::SERVICE_UNAVAILABLE => Ok(text.lines().map(str::to_owned).collect()),
            _ => bail!("another program answers at {address}; is PAPERBOY_METRICS correct?"),
        }
    }
}

/// If the server listens on all addresses, use this machine's own.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}
