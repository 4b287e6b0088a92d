//! How long `/search` takes from the interaction received to the callback sent, seen from
//! Discord's side: the real bot, its store and index over the recorded papers, a stand-in.
//!
//! `cargo bench --bench answer`

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod corpus;

use std::time::Duration;

use paperboy::app::App;
use paperboy::app::library::Library;
use paperboy::bot;
use paperboy::clock::Clock;
use paperboy::config::Secret;
use paperboy::discord::Rest;
use paperboy::hub::{HubClient, HubSettings};
use paperboy::store::{Store, papers};
use serde_json::{Map, json};
use simulator::hub::{Hub, HubOptions};
use simulator::{Discord, DiscordOptions};

const CALLS: usize = 1_000;
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Some(all) = corpus::papers() else { return Ok(()) };
    let queries = corpus::queries(&all, CALLS);
    let count = all.len();
    let folder = tempfile::tempdir()?;
    let store = Store::open(&folder.path().join("paperboy.db"))?;
    let clock = Clock::system();
    let now = clock.now();
    store.write(move |tx| papers::put(tx, &all, now).map(drop)).await?;

    let hub = Hub::start(HubOptions::default()).await?;
    let discord = Discord::start(DiscordOptions::default()).await?;
    let server = discord.add_server("bench");
    let channel = discord.add_channel(server, "papers");
    let member = discord.add_user(server, "ada", 0);
    let client = HubClient::new(HubSettings { base_url: hub.url(), ..HubSettings::default() })?;
    let rest = Rest::new(&Secret::new(discord.token()), Some(&discord.url()))?;
    let app = App::new(Library::open(store).await?, client, rest);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(bot::run(app, clock, stopped));
    let ready = discord.until_commands(PATIENCE).await && discord.until_connected(PATIENCE).await;
    anyhow::ensure!(ready, "the bot did not come up");

    let mut took = Vec::new();
    for query in queries.iter().cycle().take(CALLS) {
        let options = Map::from_iter([("query".to_owned(), json!(query))]);
        let answer = discord.invoke(member, channel, "search", options).await;
        took.push(answer.took().ok_or_else(|| anyhow::anyhow!("no answer to `{query}`"))?);
    }
    println!("/search on {count} papers, received to answered: {}", corpus::figures(took));
    anyhow::ensure!(discord.violations().is_empty(), "{:?}", discord.violations());
    stop.send(true)?;
    running.await?
}
