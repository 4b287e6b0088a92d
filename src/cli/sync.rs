//! `paperboy sync`: the hub's daily lists of a span of days, into the database.

use std::collections::HashSet;

use anyhow::{Context, bail};
use clap::Args;
use domain::{PaperId, feed_date};
use futures_util::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{hub, say};
use crate::config::{DataSettings, HubArgs};
use crate::hub::{Fetched, HubClient, HubError, List};
use crate::store::{Store, papers};

/// Days read by default.
const DEFAULT_DAYS: i64 = 30;
/// Lists asked for at the same time.
const CONCURRENT: usize = 4;
/// The hub's first daily list.
const FIRST_LIST: Date = Date::constant(2023, 5, 4);

#[derive(Args, Debug)]
pub(super) struct Sync {
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    hub: HubArgs,
    /// The first day [default: 30 days before the last]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last day [default: the hub's present one]
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
}

impl Sync {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let now = Timestamp::now();
        let to = self.to.unwrap_or_else(|| feed_date(now));
        let from = match self.from {
            Some(from) => from.max(FIRST_LIST),
            None => to.checked_sub(DEFAULT_DAYS.days())?,
        };
        if from > to {
            bail!("--from {from} is later than --to {to}; swap the two");
        }
        let days: Vec<Date> = from.series(1.day()).take_while(|day| *day <= to).collect();
        let store = Store::open(&self.data.database()?)?;
        let before = store.read(papers::count).await?;
        let done = read(&store, &hub(&self.hub)?, days, now).await?;
        let after = store.read(papers::count).await?;
        say(format_args!(
            "{} lists, {} entries, {} distinct papers; {} new, {} papers in the database",
            done.lists,
            done.entries,
            done.ids.len(),
            after - before,
            after
        ));
        if done.failed > 0 {
            bail!("{} days could not be read; run the same command again", done.failed);
        }
        Ok(())
    }
}

#[derive(Default)]
struct Done {
    lists: usize,
    entries: usize,
    failed: usize,
    ids: HashSet<PaperId>,
}

async fn read(
    store: &Store,
    hub: &HubClient,
    days: Vec<Date>,
    now: Timestamp,
) -> anyhow::Result<Done> {
    let bar = ProgressBar::new(days.len() as u64).with_style(
        ProgressStyle::with_template("{wide_bar} {pos}/{len} days  {msg}  {eta} left")
            .context("the progress bar's template")?,
    );
    let mut done = Done::default();
    let mut lists = stream::iter(days)
        .map(|day| async move { (day, daily(hub, day).await) })
        .buffered(CONCURRENT);
    while let Some((day, list)) = lists.next().await {
        bar.inc(1);
        match list {
            Ok(list) if list.papers.is_empty() => {}
            Ok(list) => {
                done.lists += 1;
                done.entries += list.papers.len();
                done.ids.extend(list.papers.iter().map(|paper| paper.id.clone()));
                bar.set_message(format!("{} papers", done.ids.len()));
                let put = move |tx: &rusqlite::Transaction| {
                    papers::put_list(tx, day, &list.papers, list.etag.as_deref(), now)
                };
                store.write(put).await?;
            }
            Err(error) => {
                done.failed += 1;
                bar.suspend(|| tracing::warn!(hub.date = %day, %error, "a list could not be read"));
            }
        }
    }
    bar.finish_and_clear();
    Ok(done)
}

/// One list, waiting out the hub's rate limit as often as it takes: nobody waits for this.
async fn daily(hub: &HubClient, day: Date) -> Result<List, HubError> {
    loop {
        match hub.daily(day, None).await {
            Ok(Fetched::List(list)) => return Ok(list),
            // Only an ETag gets this answer, and none was sent.
            Ok(Fetched::Unchanged) => return Err(HubError::Refused { status: 304 }),
            Err(HubError::RateLimited { retry_after }) => tokio::time::sleep(retry_after).await,
            Err(error) => return Err(error),
        }
    }
}
