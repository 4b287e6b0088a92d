//! The papers of a bench, and what members search for in them.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use domain::{Paper, PaperId};
use search::growth::grown;
use simulator::hub::{Hub, HubOptions};

use crate::cli::paper_file;
use crate::hub::{Fetched, HubClient, HubSettings};

#[derive(Args, Debug)]
pub(super) struct Papers {
    /// Number of papers in the database
    #[arg(long, value_name = "N", default_value_t = 14_000)]
    pub(super) papers: usize,
    /// Papers as JSON lines to make them from, as in `paperboy sync --file`; `-` reads standard input
    /// [default: the demo's papers, which have far fewer different words than real ones]
    #[arg(long, value_name = "FILE")]
    corpus: Option<PathBuf>,
}

/// An endless series of papers.
pub(super) struct Corpus(Vec<Paper>);

impl Papers {
    pub(super) async fn corpus(&self) -> anyhow::Result<Corpus> {
        let papers = match &self.corpus {
            Some(file) => paper_file::read(file)?,
            None => bundled().await?,
        };
        anyhow::ensure!(!papers.is_empty(), "there are no papers to measure with");
        Ok(Corpus(papers))
    }
}

/// The papers of the demo.
async fn bundled() -> anyhow::Result<Vec<Paper>> {
    let hub = Hub::start(HubOptions::default()).await?;
    let client = HubClient::new(HubSettings { base_url: hub.url(), ..HubSettings::default() })?;
    let mut papers = Vec::new();
    for date in hub.dates() {
        if let Fetched::List(list) = client.daily(date.parse()?, None).await? {
            papers.extend(list.papers);
        }
    }
    Ok(papers)
}

impl Corpus {
    /// The papers from `from` up to `to`.
    pub(super) fn range(&self, from: usize, to: usize) -> Vec<Paper> {
        (from..to).filter_map(|number| grown(&self.0, number)).collect()
    }

    /// The id and title of the first paper.
    pub(super) fn first(&self) -> anyhow::Result<(&PaperId, &str)> {
        let first = self.0.first().context("no paper")?;
        Ok((&first.id, &first.title))
    }

    /// Queries like those of members, made from titles: two to four consecutive words.
    pub(super) fn queries(&self, count: usize) -> Vec<String> {
        let step = (self.0.len() / count).max(1);
        let chosen = self.0.iter().step_by(step).take(count).enumerate();
        let query = |(number, paper): (usize, &Paper)| {
            let words = paper.title.split_whitespace().filter(|word| !word.contains('/'));
            words.skip(number % 3).take(2 + number % 3).collect::<Vec<_>>().join(" ")
        };
        chosen.map(query).filter(|query| !query.is_empty()).collect()
    }
}
