//! `paperboy sync`: downloads the hub's daily lists of a date range into the database and, if there
//! is a model, encodes all papers that have no vector.

use std::collections::HashSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, bail};
use clap::Args;
use domain::{PaperId, feed_date};
use futures_util::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{database, hub, model_folder, paper_file, say, values};
use crate::app::papers::embedding_model::{Encoding, Model};
use crate::config::{DataSettings, HubArgs, ModelSettings};
use crate::hub::{Fetched, HubClient, HubError, List, Outage};
use crate::store::{Store, papers};

/// The default number of days.
const DEFAULT_DAYS: i64 = 30;
/// Lists requested at the same time.
const CONCURRENT: usize = 4;
/// The date of the hub's first daily list.
const FIRST_LIST: Date = Date::constant(2023, 5, 4);

#[derive(Args, Debug)]
pub(super) struct Sync {
    #[command(flatten)]
    data: DataSettings,
    /// Create the database if there is none
    #[arg(long)]
    init: bool,
    #[command(flatten)]
    hub: HubArgs,
    #[command(flatten)]
    model: ModelSettings,
    /// First day [default: 30 days before the last]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    from: Option<Date>,
    /// Last day [default: the newest on the Hub]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    to: Option<Date>,
    /// Read papers from a JSON Lines file instead of the Hub; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to"])]
    file: Option<PathBuf>,
}

impl Sync {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let now = Timestamp::now();
        if let Some(file) = &self.file {
            return self.read_file(file, now).await;
        }
        let to = self.to.unwrap_or_else(|| feed_date(now));
        let from = match self.from {
            Some(from) => from,
            None => to.checked_sub(DEFAULT_DAYS.days())?,
        };
        if from > to {
            bail!("the first day, {from}, is later than the last, {to}");
        }
        if to < FIRST_LIST {
            bail!("the Hub's first daily list is of {FIRST_LIST}, later than {to}");
        }
        let from = from.max(FIRST_LIST);
        let days: Vec<Date> = from.series(1.day()).take_while(|day| *day <= to).collect();
        let store = self.store().await?;
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
        if let Some(folder) = model_folder(&self.data, &self.model) {
            encode(&store, &folder).await?;
        }
        if done.failed > 0 {
            bail!("could not read {} days; run the same command again", done.failed);
        }
        Ok(())
    }

    /// The database, which is created only if that was asked for: the folder may be mistyped.
    async fn store(&self) -> anyhow::Result<Store> {
        match self.init {
            true => database::open_or_begin(&self.data, Store::open).await,
            false => database::open(&self.data).await,
        }
    }

    async fn read_file(&self, file: &Path, now: Timestamp) -> anyhow::Result<()> {
        let found = paper_file::read(file)?;
        let store = self.store().await?;
        let count = found.len();
        for chunk in found.chunks(500) {
            let chunk = chunk.to_vec();
            store.write(move |tx| papers::put(tx, &chunk, now).map(drop)).await?;
        }
        let all = store.read(papers::count).await?;
        say(format_args!("{count} papers read, {all} papers in the database"));
        match model_folder(&self.data, &self.model) {
            Some(folder) => encode(&store, &folder).await,
            None => Ok(()),
        }
    }
}

/// Encodes all papers that have no vector from a model. If interrupted, it continues from there
/// next time.
async fn encode(store: &Store, folder: &Path) -> anyhow::Result<()> {
    let model = Arc::new(Model::open(store, folder).await?);
    let cores = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let bar = bar("papers encoded")?;
    let begun = Instant::now();
    let mut encoding = Encoding::new(store, model.clone(), cores).await?;
    bar.set_length(encoding.progress().1 as u64);
    while encoding.go_on().await? {
        bar.set_position(encoding.progress().0 as u64);
    }
    let encoded = encoding.progress().0;
    bar.finish_and_clear();
    let rate = encoded as f64 / begun.elapsed().as_secs_f64();
    say(format_args!("{encoded} papers encoded with {}, {rate:.1} per second", model.name()));
    Ok(())
}

fn bar(what: &str) -> anyhow::Result<ProgressBar> {
    let template = format!("{{wide_bar}} {{pos}}/{{len}} {what}  {{msg}}  {{eta}} left");
    let style = ProgressStyle::with_template(&template).context("the progress bar's template")?;
    Ok(ProgressBar::new(0).with_style(style))
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
    let bar = bar("days")?;
    bar.set_length(days.len() as u64);
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
            Err(error @ HubError::Unavailable(Outage::Unreachable(_))) if done.lists == 0 => {
                bar.finish_and_clear();
                return Err(error.into());
            }
            Err(error) => {
                done.failed += 1;
                bar.suspend(|| tracing::warn!(date = %day, %error, "could not read a daily list"));
            }
        }
    }
    bar.finish_and_clear();
    Ok(done)
}

/// Downloads one list, waiting for the hub's rate limit as often as needed.
async fn daily(hub: &HubClient, day: Date) -> Result<List, HubError> {
    loop {
        match hub.daily(day, None).await {
            Ok(Fetched::List(list)) => return Ok(list),
            // Only a request with an ETag gets this response, and none was sent.
            Ok(Fetched::Unchanged) => return Err(HubError::Refused { status: 304 }),
            Err(HubError::RateLimited { retry_after }) => {
                let wait = retry_after.as_secs_f64().ceil();
                tracing::warn!(date = %day, "the hub's rate limit is used up, waiting {wait} s");
                tokio::time::sleep(retry_after).await;
            }
            Err(error) => return Err(error),
        }
    }
}
