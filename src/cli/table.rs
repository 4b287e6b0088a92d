//! `paperboy table`: trains and inspects the table of word vectors, which topics and similar papers
//! use when there is no model.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use domain::{Paper, PaperId};
use indicatif::ProgressBar;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use search::judge::Labels;
use search::{About, BroadTopic, ConceptMap, Settings, Table, TrainingSet, learn_concepts};

use super::{database, say, values};
use crate::config::DataSettings;
use crate::store::papers;

#[derive(Args, Debug)]
pub(super) struct TableCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Train a table on the papers in the database; the same papers give the same file
    Train(Train),
    /// Show what a table was trained on
    Show {
        /// The file [default: the built-in table]
        file: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
struct Train {
    /// Output file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave out papers published after this day
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    until: Option<Date>,
    /// Learn topics from these files of labels, too; each must label its papers with all its topics
    #[arg(long, value_name = "FILE")]
    labels: Vec<PathBuf>,
    /// Leave out the papers in these label files, so that they can be used to test the table
    #[arg(long, value_name = "FILE")]
    without: Vec<PathBuf>,
    /// Number of training steps
    #[arg(long, value_name = "N", default_value_t = Settings::default().steps)]
    steps: usize,
    #[command(flatten)]
    data: DataSettings,
}

impl TableCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self.action {
            Action::Train(train) => train.run().await,
            Action::Show { file: None } => {
                show(&Table::builtin());
                Ok(())
            }
            Action::Show { file: Some(file) } => {
                show(&read(&file)?);
                Ok(())
            }
        }
    }
}

/// Reads a table from a file.
pub(super) fn read(file: &Path) -> anyhow::Result<Table> {
    let bytes = std::fs::read(file);
    let bytes = bytes.with_context(|| format!("cannot read {}", file.display()))?;
    Table::read(&bytes).with_context(|| format!("{} is not a table", file.display()))
}

fn show(table: &Table) {
    let About { papers, months, concepts, labeled, steps, seed } = table.about();
    say(format_args!(
        "{} words and pairs, from {papers} papers ({} to {}), {labeled} of them labeled, and {} \
         concepts (map {}), of which {} are predicted; {steps} steps, seed {seed}",
        table.len(),
        months.0,
        months.1,
        concepts.0,
        concepts.1,
        table.predicted()
    ));
}

impl Train {
    async fn run(self) -> anyhow::Result<()> {
        let store = database::open(&self.data).await?;
        let left_out =
            self.without.iter().map(|file| labels(file)).collect::<Result<Vec<_>, _>>()?;
        let left_out: HashSet<PaperId> =
            left_out.into_iter().flat_map(|labels| labels.papers).map(|paper| paper.id).collect();
        let mut labels =
            self.labels.iter().map(|file| labels(file)).collect::<Result<Vec<_>, _>>()?;
        for labels in &mut labels {
            labels.papers.retain(|paper| !left_out.contains(&paper.id));
        }
        let until = self.until;
        let read = store.read(move |conn| {
            let mut found: Vec<Paper> = Vec::new();
            papers::all(conn, |paper| {
                let day = paper.published_at.map(|at| TimeZone::UTC.to_datetime(at).date());
                let late = until.is_some_and(|until| day.is_none_or(|day| day > until));
                if !late && !left_out.contains(&paper.id) {
                    found.push(paper);
                }
            })?;
            Ok(found)
        });
        let mut found = read.await?;
        if found.is_empty() {
            bail!("there are no papers to train on; run `paperboy sync` first");
        }
        // The table must not depend on the database's order.
        found.sort_by(|one, other| one.id.cmp(&other.id));
        let settings = Settings { steps: self.steps, ..Settings::default() };
        let begun = Instant::now();
        let topics = BroadTopic::all(ConceptMap::builtin());
        let about = about(&found, &topics, &labels, &settings);
        let bar = ProgressBar::new(settings.steps as u64);
        let progress = bar.clone();
        let trained = tokio::task::spawn_blocking(move || {
            let set = TrainingSet::read(&found, &topics);
            let table = set.train(&settings, about, |step| progress.set_position(step.done as u64));
            learn_concepts(table, &found, &labels)
        });
        let table = trained.await?;
        bar.finish_and_clear();
        let bytes = table.to_bytes()?;
        std::fs::write(&self.out, &bytes)
            .with_context(|| format!("cannot write {}", self.out.display()))?;
        show(&table);
        say(format_args!(
            "{}: {} bytes, {:.0} s",
            self.out.display(),
            bytes.len(),
            begun.elapsed().as_secs_f64()
        ));
        Ok(())
    }
}

fn labels(file: &Path) -> anyhow::Result<Labels> {
    let text = std::fs::read_to_string(file);
    let text = text.with_context(|| format!("cannot read {}", file.display()))?;
    Labels::read(&text).with_context(|| file.display().to_string())
}

fn about(papers: &[Paper], topics: &[BroadTopic], labels: &[Labels], settings: &Settings) -> About {
    let labeled = labels.iter().flat_map(|labels| &labels.papers);
    let labeled: HashSet<&PaperId> = labeled.map(|paper| &paper.id).collect();
    let days = papers.iter().filter_map(|paper| paper.published_at);
    let month = |at: Option<jiff::Timestamp>| {
        at.map_or(String::new(), |at| TimeZone::UTC.to_datetime(at).strftime("%Y-%m").to_string())
    };
    About {
        papers: papers.len(),
        months: (month(days.clone().min()), month(days.max())),
        concepts: (topics.len(), BroadTopic::version(topics)),
        labeled: papers.iter().filter(|paper| labeled.contains(&paper.id)).count(),
        steps: settings.steps,
        seed: settings.seed,
    }
}
