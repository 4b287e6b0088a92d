//! `paperboy doctor`: checks everything that the bot needs, and says how to fix problems.

mod checks;

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::say;
use crate::config::{DataSettings, HubArgs, ModelSettings};

#[derive(Args, Debug)]
pub(super) struct Doctor {
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    hub: HubArgs,
    #[command(flatten)]
    model: ModelSettings,
    /// Address of a simulated Discord on this machine; the real one is then never contacted
    #[arg(long, env = "PAPERBOY_DISCORD_URL", value_name = "URL", hide_env_values = true)]
    discord_url: Option<String>,
    /// Register the commands, and set the application's description, tags and installation
    /// settings, if they differ
    #[arg(long)]
    fix: bool,
    /// Print JSON: a list of {check, state, detail, remedy}
    #[arg(long)]
    json: bool,
}

/// The outcome of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Warning,
    Error,
}

/// The result of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Finding {
    check: &'static str,
    state: State,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, detail: impl Into<String>) -> Finding {
        Finding { check, state: State::Ok, detail: detail.into(), remedy: None }
    }

    fn warning(
        check: &'static str,
        detail: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        let (detail, remedy) = (detail.into(), Some(remedy.into()));
        Finding { check, state: State::Warning, detail, remedy }
    }

    fn error(check: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Finding {
        let (detail, remedy) = (detail.into(), Some(remedy.into()));
        Finding { check, state: State::Error, detail, remedy }
    }

    fn line(&self) -> String {
        let state = match self.state {
            State::Ok => "ok",
            State::Warning => "warning",
            State::Error => "error",
        };
        let remedy = self.remedy.as_ref().map(|remedy| format!("\n{:21}{remedy}", ""));
        format!("{state:<9}{:<12}{}{}", self.check, self.detail, remedy.unwrap_or_default())
    }
}

impl Doctor {
    /// Prints a line per check; the exit code is 1 if any is an error.
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let mut findings = checks::discord(self.discord_url.as_deref(), &self.data, self.fix).await;
        findings.extend(checks::database(&self.data).await);
        findings.push(checks::disk(&self.data));
        findings.extend(checks::hub(&self.hub).await);
        findings.push(checks::model(&self.data, &self.model));
        findings.extend(checks::word_vectors(&self.model));
        findings.push(checks::zones());
        if self.json {
            say(serde_json::to_string_pretty(&findings)?);
        } else {
            findings.iter().for_each(|finding| say(finding.line()));
        }
        let failed = findings.iter().any(|finding| finding.state == State::Error);
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}
