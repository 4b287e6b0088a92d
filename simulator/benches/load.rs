//! Checks that the stand-in can sustain a load test: ten thousand channels with two posts in each,
//! and the same again under Discord's limits for some seconds.
//!
//! `cargo bench -p simulator --bench load`

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use simulator::{Discord, DiscordOptions};

const SERVERS: usize = 100;
const CHANNELS_EACH: usize = 100;
const ROUNDS: usize = 2;
const AT_ONCE: usize = 32;
const LIMITED_SECONDS: u64 = 5;

/// A Discord with all channels.
async fn built(enforce_rate_limits: bool) -> io::Result<(Discord, Vec<u64>)> {
    let options =
        DiscordOptions { enforce_rate_limits, record: false, ..DiscordOptions::default() };
    let discord = Discord::start(options).await?;
    let mut channels = Vec::new();
    for server in 0..SERVERS {
        let server = discord.add_guild(&format!("server {server}"));
        let add = |number| discord.add_channel(server, &format!("papers-{number}"));
        channels.extend((0..CHANNELS_EACH).map(add));
    }
    Ok((discord, channels))
}

/// Posts in all channels in turn, several at once, until all are done or the time is up. Returns
/// how many posts were accepted and how many were rate limited.
async fn post(
    discord: &Discord,
    channels: &Arc<Vec<u64>>,
    round: usize,
    most: Duration,
) -> (usize, usize) {
    let counts = Arc::new([const { AtomicUsize::new(0) }; 3]);
    let until = Instant::now() + most;
    let client = reqwest::Client::new();
    let workers = (0..AT_ONCE).map(|_| {
        let (counts, channels, client) = (counts.clone(), channels.clone(), client.clone());
        let (url, token) = (discord.url(), format!("Bot {}", discord.token()));
        tokio::spawn(async move {
            while Instant::now() < until {
                let next = counts[0].fetch_add(1, Ordering::Relaxed);
                let Some(channel) = channels.get(next) else { return };
                let body = json!({
                    "flags": 1 << 15,
                    "components": [{ "type": 17, "components": [
                        { "type": 10, "content": "# Papers\n".repeat(20) },
                    ] }],
                    "allowed_mentions": { "parse": [] },
                    "nonce": format!("{round} {next}"),
                    "enforce_nonce": true,
                });
                let url = format!("{url}/api/v10/channels/{channel}/messages");
                let call = client.post(url).header("authorization", &token).json(&body);
                let taken = call.send().await.is_ok_and(|answer| answer.status() == 200);
                counts[if taken { 1 } else { 2 }].fetch_add(1, Ordering::Relaxed);
                if !taken {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.ok();
    }
    (counts[1].load(Ordering::Relaxed), counts[2].load(Ordering::Relaxed))
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let begun = Instant::now();
    let (discord, channels) = built(false).await?;
    println!("{} channels built in {:?}", channels.len(), begun.elapsed());
    let channels = Arc::new(channels);
    for round in 1..=ROUNDS {
        let begun = Instant::now();
        let (taken, refused) = post(&discord, &channels, round, Duration::from_secs(600)).await;
        let rate = taken as f64 / begun.elapsed().as_secs_f64();
        println!("round {round}: {taken} posts, {refused} refused, {rate:.0} a second");
    }
    let all = ROUNDS * channels.len();
    assert_eq!(discord.message_count(), all, "every post is there");

    let (discord, channels) = built(true).await?;
    let most = Duration::from_secs(LIMITED_SECONDS);
    let (taken, refused) = post(&discord, &Arc::new(channels), 1, most).await;
    println!("in {LIMITED_SECONDS} s under the limits: {taken} posts, {refused} told to wait");
    let allowed = 50 * (LIMITED_SECONDS as usize + 1);
    assert!(taken <= allowed, "fifty a second, not {taken} in {LIMITED_SECONDS} s");
    Ok(())
}
