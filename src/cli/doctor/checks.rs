//! The individual checks.

use std::time::{Duration, SystemTime};

use commands::Permission;
use domain::Language;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::StatusCode;

use super::Finding;
use crate::app::failure::sentence;
use crate::cli::database::{self, shown};
use crate::cli::{counted, model_folder, table};
use crate::config::{self, DataSettings, HubArgs, ModelSettings, discord_token, hub_token};
use crate::discord::{Access, DiscordError, Lane, PostBlocker, Rest};
use crate::store::snapshot;

/// A check that takes longer than this has failed.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The maximum number of channels to check; each costs a few requests.
const CHANNELS: usize = 50;
/// Less free space causes a warning; a day of papers takes about a hundredth of it.
const LOW_DISK: u64 = 500_000_000;
/// With less, the next post or list may not fit.
const FULL_DISK: u64 = 5_000_000;
/// If the clock is off by more, posts come noticeably early or late.
const SKEW_SECONDS: i64 = 30;

/// Checks the token, the application, its commands, and the channels with subscriptions.
pub(super) async fn discord(url: Option<&str>, data: &DataSettings, fix: bool) -> Vec<Finding> {
    let token = match discord_token() {
        Ok(token) => token,
        Err(error) => {
            return vec![Finding::error("token", "not set or invalid", error.to_string())];
        }
    };
    let rest = match Rest::new(&token, url) {
        Ok(rest) => rest,
        Err(error) => {
            return vec![Finding::error("token", sentence(&error), "Check PAPERBOY_DISCORD_URL")];
        }
    };
    match tokio::time::timeout(TIMEOUT, rest.identify()).await {
        Ok(Ok(())) => {}
        Ok(Err(DiscordError::Unauthorized)) => {
            let remedy = "Copy the token again from https://discord.com/developers/applications \
                          (Bot, Reset Token)";
            return vec![Finding::error("token", "Discord does not accept it", remedy)];
        }
        Ok(Err(error)) => return vec![unreachable(&error.to_string())],
        Err(_) => return vec![unreachable("no answer")],
    }
    let mut findings = application(&rest, fix).await;
    findings.push(commands(&rest, fix).await);
    findings.extend(channels(&rest, data).await);
    findings
}

fn unreachable(problem: &str) -> Finding {
    let detail = format!("cannot reach Discord: {problem}");
    Finding::error("discord", detail, "Check the network and https://discordstatus.com")
}

async fn application(rest: &Rest, fix: bool) -> Vec<Finding> {
    let application = match rest.application_info().await {
        Ok(application) => application,
        Err(error) => return vec![unreachable(&error.to_string())],
    };
    let mut findings = vec![
        Finding::ok("token", format!("belongs to {} ({})", application.name, application.id)),
        Finding::ok("invite", application.invite()),
    ];
    findings.push(match (application.is_described, fix) {
        (true, _) => {
            Finding::ok("application", "description, tags and installation settings are set")
        }
        (false, true) => match rest.describe_application().await {
            Ok(()) => Finding::ok("application", "set description, tags and installation settings"),
            Err(error) => Finding::error("application", error.to_string(), "Try again later"),
        },
        (false, false) => Finding::warning(
            "application",
            "description, tags or installation settings differ from paperboy's",
            "Run paperboy doctor --fix, or keep them if you chose them",
        ),
    });
    findings
}

async fn commands(rest: &Rest, fix: bool) -> Finding {
    let manifest = commands::manifest::manifest();
    match rest.has_registered(&manifest).await {
        Ok(true) => Finding::ok("commands", "registered and up to date"),
        Ok(false) if fix => match rest.register(&manifest).await {
            Ok(_) => Finding::ok("commands", "registered just now"),
            Err(error) => Finding::error("commands", error.to_string(), "Try again later"),
        },
        Ok(false) => Finding::warning(
            "commands",
            "not registered, or outdated",
            "The next start of paperboy run registers them; paperboy doctor --fix does it now",
        ),
        Err(error) => unreachable(&error.to_string()),
    }
}

/// Checks each channel that subscriptions post to.
async fn channels(rest: &Rest, data: &DataSettings) -> Vec<Finding> {
    let path = data.database();
    if !database::exists(&path) {
        return Vec::new();
    }
    let Ok(Ok(places)) = tokio::task::spawn_blocking(move || snapshot::places(&path)).await else {
        let remedy = "See the line about the database; the next start upgrades an older one";
        return vec![Finding::warning("channels", "the database can't be read", remedy)];
    };
    let mut findings = Vec::new();
    let all = places.len();
    for (guild, channel) in places.into_iter().take(CHANNELS) {
        findings.extend(match rest.access(guild, channel, Lane::Delivery).await {
            Ok(access) => channel_finding(&format!("{channel} of server {guild}"), access),
            Err(DiscordError::NotFound { .. } | DiscordError::Forbidden { .. }) => {
                let detail =
                    format!("{channel} of server {guild} is deleted, or hidden from the bot");
                let remedy = "Remove its subscription, or give the bot the View Channel permission";
                Some(Finding::error("channel", detail, remedy))
            }
            Err(error) => Some(unreachable(&error.to_string())),
        });
    }
    if findings.is_empty() {
        let looked = all.min(CHANNELS);
        findings.push(Finding::ok(
            "channels",
            format!("{looked} of {all} checked, all can be posted to"),
        ));
    }
    findings
}

fn channel_finding(channel: &str, access: Access) -> Option<Finding> {
    if let Some(blocker) = access.post_blocker() {
        let detail = format!("{channel}: {}", described(&blocker));
        let remedy = "Change it in the channel's settings in Discord";
        return Some(Finding::error("channel", detail, remedy));
    }
    if access.reads_history() {
        return None;
    }
    let name = Permission::ReadHistory.name().to(Language::English);
    let detail = format!("{channel}: the bot is missing {name}");
    let remedy = "Give it that permission; without it, a post may be left out after a failure, because \
                  the bot can't see what has arrived";
    Some(Finding::warning("channel", detail, remedy))
}

fn described(blocker: &PostBlocker) -> String {
    match blocker {
        PostBlocker::Missing(permissions) => {
            let names = permissions.iter().map(|one| one.name().to(Language::English));
            format!("the bot is missing {}", names.collect::<Vec<_>>().join(", "))
        }
        PostBlocker::Locked => "the thread is locked".to_owned(),
        PostBlocker::NoMessages | PostBlocker::NoThreads | PostBlocker::NotAnnouncement => {
            "this kind of channel can't be posted to".to_owned()
        }
    }
}

/// Checks that the file is intact, belongs to paperboy and has this version.
pub(super) async fn database(data: &DataSettings) -> Vec<Finding> {
    let path = data.database();
    let place = shown(&path);
    if !database::exists(&path) {
        let remedy = "The first paperboy run creates it; if it should exist, check \
                      PAPERBOY_DATA_DIR or restore a backup";
        return vec![Finding::warning("database", database::missing(&path), remedy)];
    }
    let checked = tokio::task::spawn_blocking({
        let path = path.clone();
        move || snapshot::check(&path)
    });
    let mut findings = vec![match checked.await {
        Ok(Ok(_)) if !snapshot::is_writable(&path) => Finding::error(
            "database",
            format!("{place} can't be written"),
            "Run this as the bot's user. The bot needs write access to the file and its folder",
        ),
        Ok(Ok(contents)) => Finding::ok(
            "database",
            format!(
                "{place}, schema {}, {}, {}",
                contents.schema,
                counted(contents.subscriptions, "subscription"),
                counted(contents.papers, "paper")
            ),
        ),
        Ok(Err(error)) => Finding::error(
            "database",
            error.to_string(),
            "See docs/OPERATIONS.md, Back up and restore",
        ),
        Err(_) => {
            Finding::error("database", "the check was interrupted", "Run paperboy doctor again")
        }
    }];
    findings.extend(litestream(data));
    findings
}

/// Litestream keeps a folder next to the database while it replicates.
fn litestream(data: &DataSettings) -> Option<Finding> {
    let folder = data.data_dir.join(".paperboy.db-litestream");
    if !folder.exists() {
        return None;
    }
    let written = std::fs::metadata(&folder).and_then(|folder| folder.modified()).ok()?;
    let minutes = SystemTime::now().duration_since(written).unwrap_or_default().as_secs() / 60;
    Some(Finding::ok("litestream", format!("last active {minutes} minutes ago")))
}

/// Checks the free space where the database is.
pub(super) fn disk(data: &DataSettings) -> Finding {
    let folder = if data.data_dir.exists() { data.data_dir.as_path() } else { ".".as_ref() };
    match rustix::fs::statvfs(folder) {
        Ok(found) => {
            let free = found.f_bavail * found.f_frsize;
            let detail = format!("{:.1} GB free", free as f64 / 1e9);
            let remedy = "Free some space: nothing is posted while the disk is full";
            match free {
                ..FULL_DISK => Finding::error("disk", detail, remedy),
                FULL_DISK..LOW_DISK => Finding::warning("disk", detail, remedy),
                _ => Finding::ok("disk", detail),
            }
        }
        Err(error) => Finding::warning("disk", error.to_string(), "Check PAPERBOY_DATA_DIR"),
    }
}

/// Checks the papers hub, its rate limit and, from its response, this machine's clock.
pub(super) async fn hub(args: &HubArgs) -> Vec<Finding> {
    let shown = config::without_password(&args.hub_url);
    let failed = |problem: String| {
        let detail = format!("{shown}: {problem}");
        vec![Finding::error("hub", detail, "Check the network; posts wait until it answers")]
    };
    let client = match reqwest::Client::builder().timeout(TIMEOUT).build() {
        Ok(client) => client,
        Err(error) => return failed(error.without_url().to_string()),
    };
    let token = match hub_token() {
        Ok(token) => token,
        Err(error) => {
            return vec![Finding::error("hub", "HF_TOKEN is invalid", sentence(&error))];
        }
    };
    let mut request =
        client.get(format!("{}/api/daily_papers?limit=1", args.hub_url.trim_end_matches('/')));
    if let Some(token) = &token {
        request = request.bearer_auth(secrecy::ExposeSecret::expose_secret(token));
    }
    let answer = match request.send().await {
        Ok(answer) => answer,
        Err(error) => return failed(error.without_url().to_string()),
    };
    let status = answer.status();
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let rate = header("ratelimit").and_then(remaining).unwrap_or_default();
    let skew = header("date").and_then(skew);
    let mut findings = vec![match status {
        StatusCode::OK => Finding::ok("hub", format!("{shown} answers{rate}")),
        StatusCode::UNAUTHORIZED if token.is_some() => Finding::error(
            "hub",
            format!("{shown} does not accept HF_TOKEN"),
            "Create a new one at https://huggingface.co/settings/tokens",
        ),
        StatusCode::TOO_MANY_REQUESTS => Finding::warning(
            "hub",
            format!("{shown}: the rate limit is used up{rate}"),
            "Wait five minutes, or set HF_TOKEN",
        ),
        status => return failed(format!("status {status}")),
    }];
    findings.extend(skew);
    findings
}

/// What is left of the rate limit, from a header such as `"api";r=495;t=23`.
fn remaining(header: &str) -> Option<String> {
    let value = |name: &str| {
        let mut parts = header.split(';').map(str::trim);
        parts.find_map(|part| part.strip_prefix(name)?.parse::<u64>().ok())
    };
    let (left, seconds) = (value("r=")?, value("t=")?);
    Some(format!("; {} left for {}", counted(left, "request"), counted(seconds, "second")))
}

/// The offset of this machine's clock from that of a server that has just answered.
fn skew(date: &str) -> Option<Finding> {
    let theirs = rfc2822::parse(date).ok()?.timestamp();
    let seconds = Timestamp::now().duration_since(theirs).as_secs();
    Some(match seconds.abs() > SKEW_SECONDS {
        true => Finding::error(
            "clock",
            format!("this machine's clock is off by {seconds} seconds"),
            "Enable time synchronization, such as systemd-timesyncd",
        ),
        false => Finding::ok("clock", "correct to within half a minute"),
    })
}

/// Checks the sentence encoder, if one is configured.
pub(super) fn model(data: &DataSettings, settings: &ModelSettings) -> Finding {
    let Some(folder) = model_folder(data, settings) else {
        return Finding::ok("model", "none; paperboy model fetch downloads one");
    };
    match ::search::Encoder::open(&folder) {
        Ok(_) => Finding::ok("model", shown(&folder)),
        Err(error) => Finding::error(
            "model",
            format!("{}: {error}", shown(&folder)),
            "Run paperboy model check, or paperboy model fetch",
        ),
    }
}

/// Checks the table of word vectors, if one is configured.
pub(super) fn word_vectors(settings: &ModelSettings) -> Option<Finding> {
    let file = settings.table.as_ref()?;
    Some(match table::read(file) {
        Ok(_) => Finding::ok("table", shown(file)),
        Err(error) => Finding::error(
            "table",
            sentence(&error),
            "Train it again with paperboy table train, or unset PAPERBOY_TABLE",
        ),
    })
}

/// Checks the time zone rules used by schedules.
pub(super) fn zones() -> Finding {
    match domain::Zone::read("Europe/Berlin", Timestamp::now()) {
        Ok(_) => Finding::ok("zones", "compiled in; new zone rules need a new version of paperboy"),
        Err(_) => Finding::error("zones", "the zone data cannot be read", "Reinstall paperboy"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn the_rate_limit_is_shown_in_words() {
        let shown = |header| remaining(header).unwrap_or_default();
        assert_eq!(shown(r#""api";r=495;t=23"#), "; 495 requests left for 23 seconds");
        assert_eq!(shown(r#""api"; r=1; t=1"#), "; 1 request left for 1 second");
        assert_eq!(shown("something else"), "");
    }

    #[test]
    fn a_wrong_clock_is_an_error() {
        let now = Timestamp::now();
        for (seconds, state) in
            [(0, State::Ok), (20, State::Ok), (90, State::Error), (-90, State::Error)]
        {
            let theirs = now + jiff::SignedDuration::from_secs(seconds);
            let printer = rfc2822::DateTimePrinter::new();
            let date = printer.timestamp_to_rfc9110_string(&theirs).expect("a date");
            assert_eq!(skew(&date).map(|found| found.state), Some(state), "{date}");
        }
        assert_eq!(skew("yesterday"), None);
    }
}
