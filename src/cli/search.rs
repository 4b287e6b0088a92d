//! `paperboy search`: finds papers by words, title, author, id or link.

use std::num::NonZero;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use commands::Refusal;
use commands::view::byline::byline;
use domain::{Expression, Language, PaperId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::{database, hub, paper_index, say, values};
use crate::app::commands::search_notes;
use crate::config::{DataSettings, HubArgs, ModelSettings};
use crate::store::{Store, papers};

#[derive(Args, Debug)]
pub(super) struct Search {
    /// Search query, as for the bot's `/search`; several words need no quotes, and `-word` excludes
    #[arg(required = true, value_name = "QUERY")]
    words: Vec<String>,
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    hub: HubArgs,
    #[command(flatten)]
    model: ModelSettings,
    /// Maximum papers to show
    #[arg(long, value_name = "N", default_value = "10", value_parser = values::count)]
    limit: NonZero<u32>,
    /// Search only the database, not the Hub
    #[arg(long)]
    offline: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Search {
    /// Prints the papers; the exit code is 1 if there are none, and 2 after an error.
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let text = self.words.join(" ").trim().to_owned();
        if text.is_empty() {
            bail!("enter a search query");
        }
        if PaperId::find(&text).is_none() {
            text.parse::<Expression>().map_err(Refusal::from)?;
        }
        let index = paper_index(database::open(&self.data).await?, &self.data, &self.model).await?;
        let store = index.store();
        if !self.offline {
            match hub(&self.hub)?.search(&text, 50).await {
                Ok(found) => {
                    let now = Timestamp::now();
                    let new = store.write(move |tx| papers::put(tx, &found, now)).await?;
                    index.upsert(&new);
                }
                Err(error) => {
                    tracing::warn!(%error, "the hub's search failed, answering from the database only")
                }
            }
        }
        let query = search::Query {
            limit: self.limit.get() as usize,
            today: Some(TimeZone::UTC.to_datetime(Timestamp::now()).date()),
            ..search::Query::new(&text)
        };
        let found = index.search(&query, &index.embed_query(&query).await);
        let is_found = !found.hits.is_empty() && !found.nothing_close;
        let code = if is_found { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        let papers = index.size().papers;
        if papers == 0 {
            bail!("the database has no papers yet; run `paperboy sync`");
        }
        if self.json {
            print_json(&text, &found, store).await?;
            return Ok(code);
        }
        if !is_found {
            say(format_args!("Nothing close to “{text}” among {papers} papers."));
        }
        let notes = search_notes(&found, false);
        let missing = notes.missing_line(Language::English);
        for line in missing.into_iter().chain(notes.lines(Language::English)) {
            say(unformatted(&line));
        }
        if !is_found {
            return Ok(code);
        }
        let ids = found.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
        for paper in store.read(move |conn| papers::get_many(conn, &ids)).await? {
            say(format_args!(
                "{:<12} ▲ {:<4} {}\n{:20}{}\n{:20}{}",
                paper.id.to_string(),
                paper.upvotes,
                paper.title,
                "",
                byline(&paper, 3, Language::English),
                "",
                paper.hub_url()
            ));
        }
        Ok(code)
    }
}

/// A line without its Markdown.
fn unformatted(line: &str) -> String {
    line.replace("**", "").replace('\\', "")
}

async fn print_json(query: &str, found: &::search::Answer, store: &Store) -> anyhow::Result<()> {
    let ids = found.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
    let papers = store.read(move |conn| papers::get_many(conn, &ids)).await?;
    let hits = papers.iter().map(|paper| {
        json!({
            "id": paper.id, "title": paper.title, "authors": paper.authors, "url": paper.hub_url(),
            "upvotes": paper.upvotes, "published_at": paper.published_at,
        })
    });
    say(json!({
        "query": query, "nothing_close": found.nothing_close, "repaired": found.repaired,
        "unknown_words": found.unknown_words, "missing": found.missing, "excluded": found.excluded,
        "language": found.language.map(::search::Language::code),
        "papers": hits.collect::<Vec<_>>(),
    }));
    Ok(())
}
