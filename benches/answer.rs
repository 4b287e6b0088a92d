//! Measures `/search` from the interaction to the callback, as seen by Discord: the real bot with
//! its store and index over the recorded papers, and a stand-in.
//!
//! `cargo bench --bench answer`; with `PAPERBOY_MODEL` also by meaning, while papers are added.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod corpus;

use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::Paper;
use paperboy::app::App;
use paperboy::app::papers::index::PaperIndex;
use paperboy::app::rate_limit::Limits;
use paperboy::bot;
use paperboy::clock::Clock;
use paperboy::discord::Rest;
use paperboy::hub::{HubClient, HubSettings};
use paperboy::store::{Store, papers};
use secrecy::SecretString;
use serde_json::{Map, json};
use simulator::hub::{Hub, HubOptions};
use simulator::{Discord, DiscordOptions};
use tokio_util::sync::CancellationToken;

const CALLS: usize = 1_000;
/// Papers added while a bot with a model is queried.
const NEW: usize = 500;
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Some(all) = corpus::papers() else { return Ok(()) };
    measure(&all, None, "by words").await?;
    let Some(folder) = std::env::var_os("PAPERBOY_MODEL").map(PathBuf::from) else {
        println!("skipped: PAPERBOY_MODEL is not set, so nothing with meaning");
        return Ok(());
    };
    measure(&all, Some(&folder), "while papers come in and are encoded").await
}

/// Queries a bot with these papers; one with a model also gets new papers and encodes them.
async fn measure(all: &[Paper], model: Option<&Path>, how: &str) -> anyhow::Result<()> {
    let queries = corpus::queries(all, CALLS);
    let (known, new) = all.split_at(if model.is_some() { all.len() - NEW } else { all.len() });
    let (known, mut new) = (known.to_vec(), new.iter().cloned());
    let count = known.len();
    let folder = tempfile::tempdir()?;
    let store = Store::open(&folder.path().join("paperboy.db"))?;
    let clock = Clock::system();
    let now = clock.now();
    store.write(move |tx| papers::put(tx, &known, now).map(drop)).await?;

    let hub = Hub::start(HubOptions::default()).await?;
    let discord = Discord::start(DiscordOptions::default()).await?;
    let server = discord.add_guild("bench");
    let channel = discord.add_channel(server, "papers");
    let member = discord.add_user(server, "ada", 0);
    let client = HubClient::new(HubSettings { base_url: hub.url(), ..HubSettings::default() })?;
    let rest = Rest::new(&SecretString::new(discord.token().to_owned()), Some(&discord.url()))?;
    let mut library = PaperIndex::open(store.clone()).await?;
    if let Some(folder) = model {
        library = library.with_model(folder).await?;
    }
    let app = App::new(library.clone(), client, rest).with_limits(Limits::none());
    let stop = CancellationToken::new();
    let running = tokio::spawn(bot::run(app, clock, stop.clone()));
    let ready = discord.until_commands(PATIENCE).await && discord.until_connected(PATIENCE).await;
    anyhow::ensure!(ready, "the bot did not come up");

    let mut took = Vec::new();
    for query in queries.iter().cycle().take(CALLS) {
        let options = Map::from_iter([("query".to_owned(), json!(query))]);
        let answer = discord.invoke(member, channel, "search", options).await;
        took.push(answer.took().ok_or_else(|| anyhow::anyhow!("no answer to `{query}`"))?);
        if let Some(paper) = new.next() {
            let put = move |tx: &rusqlite::Transaction| papers::put(tx, &[paper], now);
            library.upsert(&store.write(put).await?);
        }
    }
    println!(
        "/search on {count} papers, {how}, received to answered: {}; {} encoded by then",
        corpus::figures(took),
        library.size().encoded
    );
    anyhow::ensure!(discord.violations().is_empty(), "{:?}", discord.violations());
    stop.cancel();
    running.await?
}
