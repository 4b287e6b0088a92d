//! `paperboy search`: finds papers by words, title, author, id or link.

use clap::Args;
use commands::view::byline::byline;
use domain::Language;
use jiff::Timestamp;
use serde_json::json;

use super::{database, hub, library, say};
use crate::config::{DataSettings, HubArgs, ModelSettings};
use crate::store::{Store, papers};

#[derive(Args, Debug)]
pub(super) struct Search {
    /// Search query
    query: String,
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    hub: HubArgs,
    #[command(flatten)]
    model: ModelSettings,
    /// Maximum number of papers to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Search only the database
    #[arg(long)]
    offline: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Search {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let library = library(database::open(&self.data).await?, &self.data, &self.model).await?;
        let store = library.store();
        if !self.offline {
            match hub(&self.hub)?.search(&self.query, 50).await {
                Ok(found) => {
                    let now = Timestamp::now();
                    let new = store.write(move |tx| papers::put(tx, &found, now)).await?;
                    library.upsert(&new);
                }
                Err(error) => {
                    tracing::warn!(%error, "the hub's search failed, answering from the database only")
                }
            }
        }
        let query = search::Query { limit: self.limit, ..search::Query::new(&self.query) };
        let found = library.search(&query, &library.embed_query(&query).await);
        if self.json {
            return self.print_json(&found, store).await;
        }
        if found.hits.is_empty() || found.nothing_close {
            say(format_args!(
                "Nothing close to “{}” among {} papers.",
                self.query,
                library.size().papers
            ));
            return Ok(());
        }
        let ids = found.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
        for paper in store.read(move |conn| papers::get_many(conn, &ids)).await? {
            say(format_args!(
                "{:<12} ▲ {:<4} {}\n{:20}{}",
                paper.id.to_string(),
                paper.upvotes,
                paper.title,
                "",
                byline(&paper, 3, Language::English)
            ));
        }
        Ok(())
    }

    async fn print_json(&self, found: &::search::Answer, store: &Store) -> anyhow::Result<()> {
        let ids = found.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
        let papers = store.read(move |conn| papers::get_many(conn, &ids)).await?;
        let hits = papers.iter().map(|paper| {
            json!({
                "id": paper.id, "title": paper.title, "authors": paper.authors,
                "upvotes": paper.upvotes, "published_at": paper.published_at,
            })
        });
        say(json!({
            "query": self.query, "nothing_close": found.nothing_close,
            "papers": hits.collect::<Vec<_>>(),
        }));
        Ok(())
    }
}
